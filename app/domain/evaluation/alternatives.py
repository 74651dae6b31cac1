"""Finds alternatives that one choice keeps apart, so that a value rules most of them out at once.

The paragraphs on activities each concern one kind of item. Once the item is known, only the alternatives about it can
be anything but not met, and only those need to be looked at.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from app.domain.facts.dictionary import Kind
from app.domain.language.nodes import All, AnyOf, Condition, Meets, Not, Operator, Path, Test, first_of
from app.domain.language.ruleset import Definition, whole_of

T = TypeVar("T")
Compile = Callable[[tuple[Condition, ...]], T]

_ENOUGH = 4
"""For fewer alternatives, looking them up costs as much as it saves."""

Admitted = dict[str, tuple[Path, frozenset[str]]]
"""By the text of its path, a choice and its values under which a condition can be other than not met."""


@dataclass(frozen=True, slots=True)
class Fork:
    """``choice`` decides which alternatives are left; a value not in ``left`` leaves those of ``otherwise``.

    While the choice is unknown, all alternatives are left.
    """

    choice: Path
    left: Mapping[str, tuple[Condition, ...]]
    otherwise: tuple[Condition, ...]

    def table(self, parts: tuple[Condition, ...], compiled: Compile[T]) -> tuple[dict[str | None, T], T]:
        """Compile each group of alternatives that can be left: by the value of the choice, and for all other values.

        ``parts`` are all alternatives, which are left while the choice is unknown.
        """
        made: dict[tuple[int, ...], T] = {}

        def of(group: tuple[Condition, ...]) -> T:
            key = tuple(map(id, group))
            if key not in made:
                made[key] = compiled(group)
            return made[key]

        return {None: of(parts), **{value: of(group) for value, group in self.left.items()}}, of(self.otherwise)

    def failed_beside(self, left: tuple[Condition, ...]) -> str:
        """Give the test that the choice fails where these alternatives are left, as responses quote it."""
        kept = set(map(id, left))
        others = frozenset(value for value, parts in self.left.items() if any(id(part) not in kept for part in parts))
        return f"{'is one of' if len(others) > 1 else 'is'} {first_of(others)}"


def fork_of(parts: tuple[Condition, ...], definitions: Mapping[str, Definition]) -> Fork | None:
    """Give the choice that keeps most of these alternatives apart; ``None`` if none keeps enough of them apart."""
    if len(parts) < _ENOUGH:
        return None
    admitted = [_admitted(part, definitions) for part in parts]
    count = Counter(text for each in admitted for text in each)
    if not count:
        return None
    text = min(count, key=lambda each: (-count[each], each))
    if count[text] < _ENOUGH:
        return None
    choice = next(each[text][0] for each in admitted if text in each)
    values = sorted(set().union(*(each[text][1] for each in admitted if text in each)))

    def left(value: str | None) -> tuple[Condition, ...]:
        pairs = zip(parts, admitted, strict=True)
        return tuple(part for part, each in pairs if text not in each or value in each[text][1])

    return Fork(choice, {value: left(value) for value in values}, left(None))


def _admitted(condition: Condition, definitions: Mapping[str, Definition]) -> Admitted:
    match condition:
        case Test(path=path, operator=Operator.IS | Operator.IN, operands=values) if _is_plain(path):
            left_open = condition.open_choice
            return {path.text: (path, values if left_open is None else values | {left_open})}
        case Not(Test(path=path, operator=Operator.IS | Operator.IN, operands=values)) if _is_plain(path):
            return {path.text: (path, frozenset(path.type.choices) - values)}
        case All(parts):
            return _all([_admitted(part, definitions) for part in parts])
        case AnyOf(parts):
            return _any([_admitted(part, definitions) for part in parts])
        case Meets(path, name) if not path.steps:
            inner = definitions[name]
            admitted = _admitted(whole_of(inner), definitions)
            own = [each for each in admitted.values() if each[0].variable == inner.variable]
            moved = ((Path(path.variable, each.steps, each.type), values) for each, values in own)
            return {each.text: (each, values) for each, values in moved}
        case _:
            return {}


def _is_plain(path: Path) -> bool:
    """Say whether the path is a choice of the record itself, which is looked up without asking what is missing."""
    return path.type.kind is Kind.CHOICE and len(path.steps) == 1 and not path.steps[0].through_party


def _all(parts: list[Admitted]) -> Admitted:
    found: Admitted = {}
    for part in parts:
        for text, (path, values) in part.items():
            found[text] = path, values & found[text][1] if text in found else values
    return found


def _any(parts: list[Admitted]) -> Admitted:
    shared = set(parts[0]).intersection(*parts[1:])
    return {text: (parts[0][text][0], frozenset().union(*(part[text][1] for part in parts))) for text in sorted(shared)}
