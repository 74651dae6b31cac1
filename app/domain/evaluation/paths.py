"""Compiles paths of rules to functions that give what stands there, and the JSON Pointer of the place.

The functions of one definition are called with the record that it is about. Within ``any`` the item takes its place,
or a tuple of all variables that the conditions on the item name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from app.domain.evaluation.run import Run
from app.domain.facts.dictionary import Kind
from app.domain.language.nodes import TRANSACTION, Condition, Path, Step
from app.domain.language.ruleset import Definition
from app.domain.language.soundness import walk

Value = Callable[[Any, Run], Any]
"""Gives a value: ``(subject, run)``."""

Pointer = Callable[[Any, Any, Run], str]
"""Gives a JSON Pointer: ``(subject, pointer of the subject, run)``; pointers stand as the variables do."""


@dataclass(frozen=True, slots=True)
class Variables:
    """Names the variables of a rule that a function is called with, beside the transaction. One stands for itself."""

    names: tuple[str, ...]

    @classmethod
    def about(cls, definition: Definition) -> "Variables":
        """Give the variable of a definition, of which there is none if it is about the transaction."""
        return cls(() if definition.is_about_transaction else (definition.variable,))

    def within(self, variable: str, part: Condition) -> "Variables":
        """Give the variables for the conditions on an item: the item, after those of these that the conditions name."""
        paths = (getattr(each, "path", None) for each in walk(part))
        named = {path.variable for path in paths if path is not None} - {variable}
        return Variables((*(name for name in self.names if name in named), variable))

    def joined(self, inner: "Variables") -> Callable[[Any, Any], Any]:
        """Give what the conditions on an item are called with, from what their quantifier is called with."""
        if len(inner.names) == 1:
            return lambda _, item: item
        if len(self.names) == 1:
            return lambda outer, item: (outer, item)
        places = [self.names.index(name) for name in inner.names[:-1]]
        return lambda outer, item: (*(outer[place] for place in places), item)


def is_plain(path: Path) -> bool:
    """Say whether the path leads straight to its end: through no party and nothing that may be missing."""
    before = path.steps[:-1]
    return not any(step.through_party for step in path.steps) and not any(step.field.nullable for step in before)


def is_certain(path: Path) -> bool:
    """Say whether a record always stands at the path."""
    known = not any(step.through_party or step.field.nullable for step in path.steps)
    return known and path.type.kind is not Kind.PARTY


def is_subject(path: Path, variables: Variables) -> bool:
    """Say whether the path is nothing but the subject, a record."""
    return not path.steps and variables.names == (path.variable,) and path.type.kind is Kind.RECORD


def reader(path: Path, variables: Variables) -> tuple[Callable[[Any], Any] | None, Callable[[Any], Any] | None]:
    """Give a function that reads a plain path off the subject, or else off the run; two ``None`` where neither can."""
    if not path.steps or not is_plain(path):
        return None, None
    fields = ".".join(step.field.name for step in path.steps)
    if path.variable == TRANSACTION:
        return None, attrgetter(f"transaction.{fields}")
    return (attrgetter(fields), None) if len(variables.names) == 1 else (None, None)


def value_at(path: Path, variables: Variables) -> Value:
    """Compile a path to what stands there; ``None`` when something on the way is not known."""
    of_subject, of_run = reader(path, variables)
    if of_subject is not None:
        return lambda subject, _: of_subject(subject)
    if of_run is not None:
        return lambda _, run: of_run(run)
    root = _root(path.variable, variables)
    if not path.steps:
        return root
    steps = [(step.through_party, attrgetter(step.field.name)) for step in path.steps]

    def value(subject: Any, run: Run) -> Any:
        found = root(subject, run)
        for through_party, get in steps:
            if through_party:
                found = run.parties.get(found)
            if found is None:
                return None
            found = get(found)
        return found

    return value


def _root(variable: str, variables: Variables) -> Value:
    if variable == TRANSACTION:
        return lambda _, run: run.transaction
    if len(variables.names) == 1:
        return lambda subject, _: subject
    place = variables.names.index(variable)
    return lambda subject, _: subject[place]


def record_at(path: Path, variables: Variables) -> Value:
    """Compile a path to the record there; an identifier of a party is followed to the party."""
    value = value_at(path, variables)
    return value if path.type.kind is not Kind.PARTY else lambda subject, run: run.parties.get(value(subject, run))


def party_at(path: Path, variables: Variables) -> Value:
    """Compile a path to the identifier of the party there."""
    value = value_at(path, variables)
    return value if path.type.kind is Kind.PARTY else lambda subject, run: value(subject, run).id


def pointer_of(path: Path, variables: Variables) -> Pointer:
    """Compile a path to its JSON Pointer; if a party on the way is not named, to that of the reference to it."""
    before = reference_in(path)
    if before is not None:
        party, reference = value_at(before, variables), pointer_of(before, variables)
        rest = text_of(path.steps[len(before.steps) :])
        return lambda subject, pointers, run: run.pointer_in_party(
            party(subject, run), reference(subject, pointers, run), rest
        )
    rest = text_of(path.steps)
    if path.variable == TRANSACTION:
        return lambda _, __, ___: rest
    if len(variables.names) == 1:
        return lambda _, pointers, __: pointers + rest
    place = variables.names.index(path.variable)
    return lambda _, pointers, __: pointers[place] + rest


def reference_in(path: Path) -> Path | None:
    """Give the part of the path that leads to the identifier of a party through which it goes on, if it does."""
    for index, step in enumerate(path.steps):
        if step.through_party:
            return Path(path.variable, path.steps[:index], path.type)
    return None


def text_of(steps: tuple[Step, ...]) -> str:
    """Give the fields of the steps as the end of a JSON Pointer."""
    return "".join(f"/{step.field.name}" for step in steps)
