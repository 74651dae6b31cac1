"""Finds, for an unknown definition, the sets of facts that can make it met and those that can make it not met."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from app.domain.evaluation.graphs import further_of, open_facts, supposing
from app.domain.evaluation.inquired import open_parties
from app.domain.evaluation.possible import can_turn_out
from app.domain.evaluation.question_sets import SETTLED, Demand, QuestionSets, asked, demanded, fewest, together
from app.domain.evaluation.reference import (
    Found,
    Names,
    each_of,
    find,
    names_of,
    party_of,
    record_at,
    tested,
    truth,
    value_at,
)
from app.domain.evaluation.run import Run
from app.domain.facts.dictionary import FieldType, Kind, entries
from app.domain.facts.fact import PartyId
from app.domain.language.nodes import (
    All,
    AnyOf,
    Condition,
    DirectedBy,
    ForAny,
    Graph,
    Inquired,
    Meets,
    Not,
    Operator,
    OwnershipCondition,
    Path,
    Pending,
    Reading,
    StatedHolder,
    Test,
    Variant,
)
from app.domain.truth import MET, NOT_MET, UNKNOWN

Turns = tuple[QuestionSets, QuestionSets]
"""The question sets by which a condition can turn out met, and those by which not met; none where nothing can."""

MET_ALREADY: Turns = (SETTLED, ())
FAILED_ALREADY: Turns = ((), SETTLED)
_WEIGHT = 4
"""How many steps a condition that is open costs where the questions are looked for."""
LEGAL_DECISION = "/legal_decisions/"
VARIANT = "/variants/"
"""Where a question about a proposal's alternatives points; its answer comes beside the transaction."""


class Questions:
    """Finds, for a condition that is unknown, few facts by which it can turn out one way or the other.

    ``keep`` is the number of alternatives kept at every step. With more of them the search is slower, and finds sets
    where the nearest ones contradict each other.
    """

    def __init__(self, run: Run, *, keep: int) -> None:
        self.run = run
        self.keep = keep
        self._program = run.program
        self._known: dict[tuple[str, str], Turns] = {}
        self._possible = run.regime.possible(run.transaction)
        self._rare = _rare_records(run.regime.transaction)

    def about(self, definition: str, subject: Found) -> Turns:
        """Find sets that can make the definition met for the subject, and sets that can make it not met."""
        verdict = self._program.truth[definition](subject.value, self.run)
        if verdict != UNKNOWN:
            return MET_ALREADY if verdict == MET else FAILED_ALREADY
        return self._about(definition, subject)

    def _about(self, definition: str, subject: Found) -> Turns:
        """Give the turns of a definition that is unknown of the subject."""
        key = definition, subject.pointer
        if key not in self._known:
            found = self.run.rule_set.definitions[definition]
            names = names_of(found, subject.value, subject.pointer, self.run)
            self._known[key] = self._within(self._program.whole[definition], names)
        return self._known[key]

    def all_of(self, parts: Iterable[QuestionSets]) -> QuestionSets:
        """Find sets that lead there by every part."""
        return together(parts, keep=self.keep)

    def any_of(self, parts: Iterable[QuestionSets]) -> QuestionSets:
        """Find sets that lead there by one of the parts."""
        return fewest(parts, keep=self.keep)

    def _every(self, parts: Iterable[Turns]) -> Turns:
        """Give the turns of a condition that is met where all parts are."""
        open_parts = []
        for part in parts:
            if part is FAILED_ALREADY:
                return part
            if part is not MET_ALREADY:
                open_parts.append(part)
        return self._joined(open_parts) if open_parts else MET_ALREADY

    def _some(self, parts: Iterable[Turns]) -> Turns:
        """Give the turns of a condition that is met where one part is."""
        open_parts = []
        for part in parts:
            if part is MET_ALREADY:
                return part
            if part is not FAILED_ALREADY:
                open_parts.append(_turned(part))
        return _turned(self._joined(open_parts)) if open_parts else FAILED_ALREADY

    def _joined(self, parts: list[Turns]) -> Turns:
        """Give the turns of all of these parts together, none of which is settled."""
        if len(parts) == 1:
            return parts[0]
        return self.all_of([met for met, _ in parts]), self.any_of([failed for _, failed in parts])

    def _within(self, condition: Condition, names: Names) -> Turns:
        self.run.effort.spend(_WEIGHT)
        match condition:
            case Test():
                return self._within_test(condition, names)
            case Meets():
                return self._within_definition(condition, names)
            case All():
                return self._every(self._within(part, names) for part in condition.parts)
            case AnyOf():
                return self._some(self._within(part, names) for part in self._left(condition, names))
            case Not():
                return _turned(self._within(condition.part, names))
            case ForAny():
                return self._within_list(condition, names)
            case _:
                verdict = truth(condition, names, self.run)
                if verdict != UNKNOWN:
                    return MET_ALREADY if verdict == MET else FAILED_ALREADY
                return self._open(condition, names, met=True), self._open(condition, names, met=False)

    def _left(self, condition: AnyOf, names: Names) -> tuple[Condition, ...]:
        """Give the alternatives that a choice leaves, if one keeps them apart: the others cannot be met."""
        fork = self._program.forks.get(id(condition))
        value = None if fork is None else find(fork.choice, names, self.run).value
        return condition.parts if fork is None or value is None else fork.left.get(value, fork.otherwise)

    def _within_definition(self, named: Meets, names: Names) -> Turns:
        record = value_at(named.path, names, self.run)
        if record is not None:
            if named.path.type.kind is Kind.PARTY:
                record = self.run.parties[record]
            verdict = self._program.truth[named.definition](record, self.run)
            if verdict != UNKNOWN:
                return MET_ALREADY if verdict == MET else FAILED_ALREADY
        subject = record_at(named.path, names, self.run)
        if record is None:
            return self._told(subject.pointer, named.definition)
        return self._about(named.definition, subject)

    def _within_test(self, test: Test, names: Names) -> Turns:
        verdict = tested(test, value_at(test.path, names, self.run))
        if verdict != UNKNOWN:
            return MET_ALREADY if verdict == MET else FAILED_ALREADY
        found = find(test.path, names, self.run)
        about = (test.path.steps[-1].field.name, test.operator, test.operand)
        missing, rare = found.pointer in self._rare, _is_rare(test.path)
        left = self._possible.choices.get(found.pointer)
        met, failed = (
            demanded(found.pointer, Demand(about, way, test, found.value, missing or (rare and way), left))
            if can_turn_out(self._possible, test, found.pointer, met=way)
            else ()
            for way in (True, False)
        )
        return met, failed

    def _open(self, condition: Condition, names: Names, *, met: bool) -> QuestionSets:
        """Give the facts by which a single condition other than a test can be settled while it is unknown."""
        match condition:
            case Reading(interpretation, reading):
                return demanded(LEGAL_DECISION + interpretation, Demand(reading, met))
            case Variant(axis, alternative):
                return demanded(VARIANT + axis, Demand(alternative, met, self._choice(condition)))
            case Inquired():
                return asked(*open_parties(condition, self.run))
            case Pending() | StatedHolder() | DirectedBy():
                return ()
            case OwnershipCondition(path=path):
                party = party_of(path, names, self.run)
                if party is None:
                    return demanded(find(path, names, self.run).pointer, Demand(condition.words, met))
                return self._open_graph(condition, party, met=met)
            case _:
                raise TypeError(type(condition).__name__)

    def _choice(self, variant: Variant) -> Test:
        """Give the choice of an alternative as a test, so that no set asks for two of one axis."""
        alternatives = tuple(self.run.rule_set.variants[variant.axis].alternatives)
        path = Path(variant.axis, (), FieldType(Kind.CHOICE, choices=alternatives))
        return Test(path, Operator.IS, variant.alternative, variant.alternative)

    def _within_list(self, condition: ForAny, names: Names) -> Turns:
        listing = find(condition.path, names, self.run)
        told = self._told(listing.pointer, id(condition), rare=_is_rare(condition.path))
        if listing.value is None:
            return told
        items = each_of(condition, listing.value, listing.pointer, self.run)
        turns = [self._within(condition.part, {**names, condition.variable: each}) for each in items]
        return self._some(turns if listing.value.complete else [*turns, told])

    def _told(self, pointer: str, about: object, *, rare: bool = False) -> Turns:
        """Give the turns of what one fact says by itself; ``rare`` says that few transactions meet it."""
        missing = pointer in self._rare
        met, failed = Demand(about, met=True, rare=missing or rare), Demand(about, met=False, rare=missing)
        return demanded(pointer, met), demanded(pointer, failed)

    def _open_graph(self, condition: Graph, party: PartyId, *, met: bool) -> QuestionSets:
        pointers, members = open_facts(condition, party, self.run)
        standing: list[QuestionSets] = []
        otherwise: dict[PartyId, int] = {}
        for member in members:
            subject = Found(self.run.parties[member], self.run.at(member))
            meets, fails = self._standing(condition, subject)
            sets = meets if met else fails
            if not sets:  # Somebody who cannot turn out that way is still to be known of: the other way, then.
                sets, otherwise[member] = fails if met else meets, NOT_MET if met else MET
            standing.append(sets)
        if otherwise and supposing(condition, party, self.run, standings=otherwise) == (NOT_MET if met else MET):
            return ()
        return self.all_of([asked(*sorted(pointers)), *(each for each in standing if each)])

    def _standing(self, condition: Graph, subject: Found) -> Turns:
        """Give the turns of a party's being one of the persons that the condition speaks of."""
        turns = [self.about(name, subject) for name in condition.persons]
        standing = self.any_of(each[0] for each in turns), self.all_of(each[1] for each in turns)
        for name in further_of(condition):
            further = self.about(name, subject)
            if further is not MET_ALREADY and further is not FAILED_ALREADY:
                standing = self.all_of([standing[0], further[0]]), self.any_of([standing[1], further[1]])
        return standing


def _is_rare(path: Path) -> bool:
    """Say whether few transactions meet a test of the fact at the path."""
    fact = path.steps[-1].field.fact if path.steps else None
    return fact is not None and fact.rare


@cache
def _rare_records(record: Any) -> frozenset[str]:
    """Say where records stand of which most transactions have none, so that whatever they say is rarely so."""
    return frozenset(each.pointer for each in entries(record) if each.fact.rare and each.field.type.kind is Kind.RECORD)


def _turned(turns: Turns) -> Turns:
    """Give the turns of the opposite."""
    if turns is MET_ALREADY:
        return FAILED_ALREADY
    if turns is FAILED_ALREADY:
        return MET_ALREADY
    return turns[1], turns[0]
