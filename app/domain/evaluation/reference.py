"""Judges conditions by walking them one by one, in the plainest way.

It gives the truth of the parts of a definition, which the questions about an unknown answer need, and a second opinion
that the compiled functions are tested against.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from app.domain.evaluation.graphs import graph_verdict
from app.domain.evaluation.inquired import inquired
from app.domain.evaluation.run import Run
from app.domain.facts.dictionary import Kind
from app.domain.facts.fact import Listing
from app.domain.language.nodes import (
    TRANSACTION,
    All,
    AnyOf,
    Condition,
    ForAny,
    Inquired,
    Meets,
    Not,
    Operator,
    PartyCondition,
    Path,
    Pending,
    Reading,
    Test,
    Variant,
)
from app.domain.language.ruleset import Definition, whole_of
from app.domain.quantity import IN_RANGE, Range
from app.domain.truth import MET, NOT_MET, UNKNOWN, Verdict, negated


class Found(NamedTuple):
    """Says what stands at a path, and its JSON Pointer; of the first thing missing on the way if something is."""

    value: Any
    pointer: str


Names = dict[str, Found]


def names_of(definition: Definition, subject: Any, pointer: str, run: Run) -> Names:
    """Give the variables of a definition about this subject."""
    names = {TRANSACTION: Found(run.transaction, "")}
    if not definition.is_about_transaction:
        names[definition.variable] = Found(subject, pointer)
    return names


def find(path: Path, names: Names, run: Run) -> Found:
    """Say what stands at a path. An identifier of a party at its end is left as it is."""
    found = names[path.variable]
    if not path.steps:
        return found
    value, pointer = found
    for step in path.steps:
        if step.through_party:
            if value is None:
                return Found(None, pointer)
            pointer = run.at(value)
            value = run.parties[value]
        value = None if value is None else getattr(value, step.field.name)
        pointer = f"{pointer}/{step.field.name}"
    return Found(value, pointer)


def value_at(path: Path, names: Names, run: Run) -> Any:
    """Say what stands at a path, as :func:`find` has it, where its place is not wanted."""
    value = names[path.variable].value
    for step in path.steps:
        if value is None:
            return None
        value = getattr(run.parties[value] if step.through_party else value, step.field.name)
    return value


def record_at(path: Path, names: Names, run: Run) -> Found:
    """Give the record at a path; an identifier of a party is followed to the party."""
    found = find(path, names, run)
    if path.type.kind is Kind.PARTY and found.value is not None:
        return Found(run.parties[found.value], run.at(found.value))
    return found


def each_of(condition: ForAny, listing: Listing[Any], pointer: str, run: Run) -> list[Found]:
    """Give the items of a list; identifiers of parties are followed to the parties."""
    item = condition.path.type.item
    if item is not None and item.kind is Kind.PARTY:
        return [Found(run.parties[each], run.at(each)) for each in listing.items]
    return [Found(each, f"{pointer}/items/{index}") for index, each in enumerate(listing.items)]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Holds the verdict on a condition; its parts with their numbers; the verdict of a part that settles the whole."""

    verdict: Verdict
    parts: tuple[tuple[int, "Weighed"], ...] = ()
    settled_by: Verdict | None = None


def truth(condition: Condition, names: Names, run: Run) -> Verdict:
    """Give the verdict on a condition."""
    return weigh(condition, names, run).verdict


def weigh(condition: Condition, names: Names, run: Run) -> Weighed:
    """Give the verdict on a condition, and on its parts."""
    match condition:
        case All(parts):
            inner = tuple((index, weigh(part, names, run)) for index, part in enumerate(parts))
            return Weighed(min(part.verdict for _, part in inner), inner, NOT_MET)
        case AnyOf(parts):
            inner = tuple((index, weigh(part, names, run)) for index, part in enumerate(parts))
            return Weighed(max(part.verdict for _, part in inner), inner, MET)
        case Not(part):
            weighed = weigh(part, names, run)
            return Weighed(negated(weighed.verdict), ((0, weighed),))
        case ForAny(variable, path, part):
            found = find(path, names, run)
            if found.value is None:
                return Weighed(UNKNOWN, (), MET)
            items = each_of(condition, found.value, found.pointer, run)
            inner = tuple((0, weigh(part, {**names, variable: each}, run)) for each in items)
            of_rest = NOT_MET if found.value.complete else UNKNOWN
            return Weighed(max([of_rest, *(part.verdict for _, part in inner)]), inner, MET)
        case Test(path=path):
            return Weighed(tested(condition, find(path, names, run).value))
        case Meets(path, name):
            found = record_at(path, names, run)
            return Weighed(UNKNOWN if found.value is None else run.program.truth[name](found.value, run))
        case Reading(interpretation, reading):
            return Weighed(run.reading(interpretation, reading))
        case Variant(axis, alternative):
            return Weighed(run.reading(axis, alternative))
        case Pending():
            return Weighed(UNKNOWN)
        case Inquired():
            return Weighed(inquired(condition, run))
        case PartyCondition(path=path):
            return Weighed(graph_verdict(condition, party_of(path, names, run), run))


def party_of(path: Path, names: Names, run: Run) -> Any:
    """Give the identifier of the party at a path."""
    found = find(path, names, run)
    return found.value if path.type.kind is Kind.PARTY else found.value.id


def defined(name: str, subject: Found, run: Run) -> int:
    """Give the verdict on a definition about a subject."""
    definition = run.rule_set.definitions[name]
    return truth(whole_of(definition), names_of(definition, subject.value, subject.pointer, run), run)


def tested(test: Test, value: Any) -> int:
    """Give the verdict on one value put to one test."""
    operand: Any = test.operand
    if value is None:
        return UNKNOWN
    if isinstance(value, Range):
        return IN_RANGE[test.operator](value, operand)
    if isinstance(value, Listing):
        wanted = operand if isinstance(operand, frozenset) else {operand}
        if wanted & set(value.items):
            return MET
        return NOT_MET if value.complete and test.open_choice not in value.items else UNKNOWN
    match test.operator:
        case Operator.IS:
            passed = value == operand
        case Operator.IN:
            passed = value in operand
        case Operator.AT_LEAST | Operator.ON_OR_AFTER:
            passed = value >= operand
        case Operator.MORE_THAN | Operator.AFTER:
            passed = value > operand
        case Operator.AT_MOST | Operator.ON_OR_BEFORE:
            passed = value <= operand
        case _:
            passed = value < operand
    if passed:
        return MET
    return UNKNOWN if value == test.open_choice else NOT_MET
