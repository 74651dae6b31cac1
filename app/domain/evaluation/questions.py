"""Finds, for an unknown definition, the sets of facts that can make it met and those that can make it not met."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from app.domain.evaluation.conclusions import CONCLUSIONS
from app.domain.evaluation.inquired import inquired, open_parties
from app.domain.evaluation.judging import tested
from app.domain.evaluation.ownership_verdicts import further_of, open_facts, ownership_verdict, supposing
from app.domain.evaluation.possible import can_turn_out
from app.domain.evaluation.question_sets import (
    SETTLED,
    Demand,
    QuestionSets,
    Ranking,
    asked,
    demanded,
    fewest,
    together,
)
from app.domain.evaluation.run import Run
from app.domain.facts.asking_order import AskingOrder
from app.domain.facts.dictionary import FieldType, Kind, entries, entry_at
from app.domain.facts.fact import PartyId
from app.domain.facts.places import PlacedValue
from app.domain.language.nodes import (
    All,
    AnyOf,
    Concluded,
    Condition,
    DirectedBy,
    ForAny,
    Inquired,
    Meets,
    Not,
    Operator,
    OwnershipCondition,
    OwnershipNode,
    PartyCondition,
    Path,
    Pending,
    Reading,
    StatedHolder,
    Test,
    Variant,
)
from app.domain.truth import MET, NOT_MET, UNKNOWN, Verdict

Ways = tuple[QuestionSets, QuestionSets]
"""The question sets by which a condition can turn out met, and those by which not met; none where nothing can."""

MET_ALREADY: Ways = (SETTLED, ())
FAILED_ALREADY: Ways = ((), SETTLED)
_SETTLED: dict[Verdict, Ways] = {MET: MET_ALREADY, NOT_MET: FAILED_ALREADY}
Bindings = dict[str, PlacedValue]
"""What each variable of a rule stands for."""

_WEIGHT = 4
"""How many steps a condition that is open costs where the questions are looked for."""
LEGAL_DECISION = "/legal_decisions/"
VARIANT = "/variants/"
"""Where a question about a proposal's alternatives points; its answer comes beside the transaction."""


class Questions:
    """Finds, for a condition that is unknown, few facts by which it can turn out one way or the other.

    ``keep`` is the number of alternatives kept at every step. With more of them the search is slower, and finds sets
    where the nearest ones contradict each other. Of the ``unanswered`` facts nothing more can be learned: others are
    asked for where they can settle the matter.
    """

    def __init__(self, run: Run, *, keep: int, unanswered: Collection[str] = frozenset()) -> None:
        self.run = run
        self.keep = keep
        self._program = run.program
        self._known: dict[tuple[str, str], Ways] = {}
        self._possible = run.regime.possible_facts(run.transaction)
        self._rare = _rare_records(run.regime.transaction)
        self._ranking = Ranking(AskingOrder(run.regime.transaction), unanswered, effort=run.effort)

    def about(self, definition: str, subject: PlacedValue) -> Ways:
        """Find sets that can make the definition met for the subject, and sets that can make it not met."""
        verdict = self._program.truth[definition](subject.value, self.run)
        if verdict != UNKNOWN:
            return _SETTLED[verdict]
        key = definition, subject.pointer
        if key not in self._known:
            defined = self.run.rule_set.definitions[definition]
            bindings = {defined.variable: subject, "transaction": PlacedValue(self.run.transaction, "")}
            ways = self._within(self._program.conditions[definition], bindings)
            if defined.statable is not None and defined.statable.question is not None:
                met, failed = self._told(f"{subject.pointer}{CONCLUSIONS}/{definition}", definition)
                ways = self.any_of([met, ways[0]]), self.any_of([failed, ways[1]])
            self._known[key] = ways
        return self._known[key]

    def all_of(self, parts: Iterable[QuestionSets]) -> QuestionSets:
        """Find sets that lead there by every part."""
        return together(parts, keep=self.keep, ranking=self._ranking)

    def any_of(self, parts: Iterable[QuestionSets]) -> QuestionSets:
        """Find sets that lead there by one of the parts."""
        return fewest(parts, keep=self.keep, ranking=self._ranking)

    def _every(self, parts: Iterable[Ways]) -> Ways:
        """Give the ways of a condition that is met where all parts are."""
        open_parts = []
        for part in parts:
            if part is FAILED_ALREADY:
                return part
            if part is not MET_ALREADY:
                open_parts.append(part)
        if len(open_parts) < 2:
            return open_parts[0] if open_parts else MET_ALREADY
        return self.all_of([met for met, _ in open_parts]), self.any_of([failed for _, failed in open_parts])

    def _some(self, parts: Iterable[Ways]) -> Ways:
        """Give the ways of a condition that is met where one part is."""
        return _opposite(self._every(map(_opposite, parts)))

    def _within(self, condition: Condition, bindings: Bindings) -> Ways:
        self.run.effort.spend(_WEIGHT)
        match condition:
            case Test():
                return self._within_test(condition, bindings)
            case Meets():
                return self._within_definition(condition, bindings)
            case All():
                return self._every(self._within(part, bindings) for part in condition.parts)
            case AnyOf():
                return self._some(self._within(part, bindings) for part in self._left(condition, bindings))
            case Not():
                return _opposite(self._within(condition.part, bindings))
            case ForAny():
                return self._within_list(condition, bindings)
            case _:
                verdict = self._verdict(condition, bindings)
                if verdict != UNKNOWN:
                    return _SETTLED[verdict]
                return self._open(condition, bindings, met=True), self._open(condition, bindings, met=False)

    def _verdict(self, condition: Condition, bindings: Bindings) -> Verdict:
        """Give the verdict on a single condition other than a test."""
        match condition:
            case Reading(name, choice) | Variant(name, choice):
                return self.run.reading(name, choice)
            case Inquired():
                return inquired(condition, self.run)
            case PartyCondition(path=path):
                return ownership_verdict(condition, self._party_at(path, bindings), self.run)
            case _:
                return UNKNOWN

    def _left(self, condition: AnyOf, bindings: Bindings) -> tuple[Condition, ...]:
        """Give the alternatives that a choice leaves, if one keeps them apart: the others cannot be met."""
        fork = self._program.forks.get(id(condition))
        value = None if fork is None else self._find(fork.choice, bindings).value
        return condition.parts if fork is None or value is None else fork.left.get(value, fork.otherwise)

    def _within_definition(self, named: Meets, bindings: Bindings) -> Ways:
        subject = self._record_at(named.path, bindings)
        if subject.value is None:
            return self._told(subject.pointer, named.definition)
        return self.about(named.definition, subject)

    def _within_test(self, test: Test, bindings: Bindings) -> Ways:
        found = self._find(test.path, bindings)
        verdict = tested(test, found.value)
        if verdict != UNKNOWN:
            return _SETTLED[verdict]
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

    def _open(self, condition: Condition, bindings: Bindings, *, met: bool) -> QuestionSets:
        """Give the facts by which a single condition other than a test can be settled while it is unknown."""
        match condition:
            case Reading(interpretation, reading):
                return demanded(LEGAL_DECISION + interpretation, Demand(reading, met))
            case Variant(axis, alternative):
                return demanded(VARIANT + axis, Demand(alternative, met, self._choice(condition)))
            case Inquired():
                return asked(*open_parties(condition, self.run))
            case Pending() | StatedHolder() | DirectedBy() | Concluded():
                return ()
            case OwnershipCondition(path=path):
                party = self._party_at(path, bindings)
                if party is None:
                    return demanded(self._find(path, bindings).pointer, Demand(condition.words, met))
                return self._open_graph(condition, party, met=met)
            case _:
                raise TypeError(type(condition).__name__)

    def _choice(self, variant: Variant) -> Test:
        """Give the choice of an alternative as a test, so that no set asks for two of one axis."""
        alternatives = tuple(self.run.rule_set.variants[variant.axis].alternatives)
        path = Path(variant.axis, (), FieldType(Kind.CHOICE, choices=alternatives))
        return Test(path, Operator.IS, variant.alternative, variant.alternative)

    def _within_list(self, condition: ForAny, bindings: Bindings) -> Ways:
        listing = self._find(condition.path, bindings)
        told = self._told(listing.pointer, id(condition), rare=_is_rare(condition.path))
        if listing.value is None:
            return told
        item = condition.path.type.item
        if item is not None and item.kind is Kind.PARTY:
            items = [self._party(each) for each in listing.value.items]
        else:
            place = f"{listing.pointer}/items"
            items = [PlacedValue(each, f"{place}/{index}") for index, each in enumerate(listing.value.items)]
        ways = [self._within(condition.part, {**bindings, condition.variable: each}) for each in items]
        return self._some(ways if listing.value.complete else [*ways, told])

    def _told(self, pointer: str, about: object, *, rare: bool = False) -> Ways:
        """Give the ways of what one fact says by itself; ``rare`` says that few transactions meet it."""
        missing = pointer in self._rare
        met, failed = Demand(about, met=True, rare=missing or rare), Demand(about, met=False, rare=missing)
        return demanded(pointer, met), demanded(pointer, failed)

    def _open_graph(self, condition: OwnershipNode, party: PartyId, *, met: bool) -> QuestionSets:
        pointers, members = open_facts(condition, party, self.run)
        membership: list[QuestionSets] = []
        otherwise: dict[PartyId, int] = {}
        for member in members:
            meets, fails = self._membership(condition, self._party(member))
            sets = meets if met else fails
            if not sets:  # Somebody who cannot turn out that way is still to be known of: the other way, then.
                sets, otherwise[member] = fails if met else meets, NOT_MET if met else MET
            membership.append(sets)
        if otherwise and supposing(condition, party, self.run, memberships=otherwise) == (NOT_MET if met else MET):
            return ()
        return self.all_of([self._asked(sorted(pointers)), *(each for each in membership if each)])

    def _asked(self, pointers: Iterable[str]) -> QuestionSets:
        """Make the one set of these facts, whatever they say."""
        record = self.run.regime.transaction
        several = [each for each in pointers if (entry := entry_at(record, each)) is not None and entry.fact.several]
        return asked(*pointers, several=several)

    def _membership(self, condition: OwnershipNode, subject: PlacedValue) -> Ways:
        """Give the ways of a party's being one of the persons that the condition speaks of."""
        ways = [self.about(name, subject) for name in condition.persons]
        membership = self.any_of(each[0] for each in ways), self.all_of(each[1] for each in ways)
        for name in further_of(condition):
            further = self.about(name, subject)
            if further is not MET_ALREADY and further is not FAILED_ALREADY:
                membership = self.all_of([membership[0], further[0]]), self.any_of([membership[1], further[1]])
        return membership

    def _find(self, path: Path, bindings: Bindings) -> PlacedValue:
        """Find what stands at a path, parties by identifier; the place of the first thing missing on the way."""
        value, pointer = bindings[path.variable]
        for step in path.steps:
            if step.through_party:
                if value is None:
                    break
                value, pointer = self._party(value)
            value = None if value is None else getattr(value, step.field.name)
            pointer = f"{pointer}/{step.field.name}"
        return PlacedValue(value, pointer)

    def _record_at(self, path: Path, bindings: Bindings) -> PlacedValue:
        """Find the record at a path; an identifier of a party is followed to the party."""
        found = self._find(path, bindings)
        return self._party(found.value) if path.type.kind is Kind.PARTY and found.value is not None else found

    def _party_at(self, path: Path, bindings: Bindings) -> PartyId | None:
        """Find the identifier of the party at a path."""
        value = self._find(path, bindings).value
        named: PartyId | None = value if path.type.kind is Kind.PARTY else value.id
        return named

    def _party(self, party: PartyId) -> PlacedValue:
        return PlacedValue(self.run.parties[party], self.run.at(party))


def _is_rare(path: Path) -> bool:
    """Say whether few transactions meet a test of the fact at the path."""
    fact = path.steps[-1].field.fact if path.steps else None
    return fact is not None and fact.rare


@cache
def _rare_records(record: Any) -> frozenset[str]:
    """Say where records stand of which most transactions have none, so that whatever they say is rarely so."""
    return frozenset(each.pointer for each in entries(record) if each.fact.rare and each.field.type.kind is Kind.RECORD)


def _opposite(ways: Ways) -> Ways:
    """Give the ways of the opposite."""
    if ways is MET_ALREADY:
        return FAILED_ALREADY
    if ways is FAILED_ALREADY:
        return MET_ALREADY
    return ways[1], ways[0]
