"""What to ask next: the shortest list of facts that can settle an undetermined answer."""

from collections.abc import Iterable

from app.domain.comparison import MET, UNKNOWN
from app.domain.evaluation.reference import (
    Found,
    Names,
    each_of,
    find,
    names_of,
    party_of,
    record_at,
    truth,
)
from app.domain.evaluation.run import Run
from app.domain.evaluation.ways import SETTLED, Saying, Ways, asking, fewest, hearing, together
from app.domain.facts.dictionary import FieldType, Kind
from app.domain.facts.fact import PartyId
from app.domain.language.nodes import (
    All,
    AnyOf,
    Condition,
    DerivesMajority,
    ForAny,
    Graph,
    HasParent,
    HeldBy,
    Meets,
    Not,
    Operator,
    Path,
    Pending,
    Reading,
    StatedHolder,
    Test,
    Variant,
)

LEGAL_DECISION = "/legal_decisions/"
VARIANT = "/variants/"
"""Where a question about a proposal's alternatives points; its answer comes beside the transaction."""


class Questions:
    """Finds, for a condition that is unknown, few facts by which it can turn out one way or the other.

    ``keep`` is the number of alternatives kept at every step. With more of them the search is slower, and finds ways on
    which the nearest ones contradict each other.
    """

    def __init__(self, run: Run, *, keep: int) -> None:
        self.run = run
        self.keep = keep
        self._known: dict[tuple[str, str, bool], Ways] = {}

    def about(self, definition: str, subject: Found, *, met: bool) -> Ways:
        """Ways that can make the definition met (or not met) for the subject; none if nothing can."""
        verdict = self.run.rule_set.program.truth[definition](subject.value, self.run)
        if verdict != UNKNOWN:
            return SETTLED if (verdict == MET) == met else ()
        key = (definition, subject.pointer, met)
        if key not in self._known:
            found = self.run.rule_set.definitions[definition]
            names = names_of(found, subject.value, subject.pointer, self.run)
            self._known[key] = self._within(self.run.rule_set.program.whole[definition], names, met=met)
        return self._known[key]

    def all_of(self, parts: Iterable[Ways]) -> Ways:
        """Ways that lead there by every part."""
        return together(parts, keep=self.keep)

    def any_of(self, parts: Iterable[Ways]) -> Ways:
        """Ways that lead there by one of the parts."""
        return fewest(parts, keep=self.keep)

    def _within(self, condition: Condition, names: Names, *, met: bool) -> Ways:
        match condition:
            case All(parts) | AnyOf(parts):
                if condition.__class__ is AnyOf:
                    parts = self._left(condition, parts, names)
                both = (self._within(part, names, met=met) for part in parts)
                return self.all_of(both) if (condition.__class__ is All) == met else self.any_of(both)
            case Not(part):
                return self._within(part, names, met=not met)
            case Meets(path, definition):
                subject = record_at(path, names, self.run)
                if subject.value is None:
                    return hearing(subject.pointer, Saying(definition, met))
                return self.about(definition, subject, met=met)
            case ForAny():
                return self._within_list(condition, names, met=met)
            case _:
                verdict = truth(condition, names, self.run)
                if verdict != UNKNOWN:
                    return SETTLED if (verdict == MET) == met else ()
                return self._open(condition, names, met=met)

    def _left(self, condition: AnyOf, parts: tuple[Condition, ...], names: Names) -> tuple[Condition, ...]:
        """The alternatives that a choice leaves, if one keeps them apart: the others cannot be met."""
        fork = self.run.rule_set.program.forks.get(id(condition))
        value = None if fork is None else find(fork.choice, names, self.run).value
        return parts if fork is None or value is None else fork.left.get(value, fork.otherwise)

    def _open(self, condition: Condition, names: Names, *, met: bool) -> Ways:
        """The facts by which a single test that is unknown can be settled."""
        match condition:
            case Test(path=path):
                found = find(path, names, self.run)
                about = (path.steps[-1].field.name, condition.operator, condition.operand)
                return hearing(found.pointer, Saying(about, met, condition, found.value))
            case Reading(interpretation, reading):
                return hearing(LEGAL_DECISION + interpretation, Saying(reading, met))
            case Variant(axis, alternative):
                return hearing(VARIANT + axis, Saying(alternative, met, self._choice(condition)))
            case Pending() | StatedHolder():
                return ()
            case HeldBy(path=path) | HasParent(path=path) | DerivesMajority(path=path):
                party = party_of(path, names, self.run)
                if party is None:
                    return hearing(find(path, names, self.run).pointer, Saying(condition.words, met))
                return self._open_graph(condition, party, met=met)
            case _:
                raise TypeError(type(condition).__name__)

    def _choice(self, variant: Variant) -> Test:
        """The choice of an alternative as a test, so that no way of asking takes two of one axis."""
        alternatives = tuple(self.run.rule_set.variants[variant.axis].alternatives)
        path = Path(variant.axis, (), FieldType(Kind.CHOICE, choices=alternatives))
        return Test(path, Operator.IS, variant.alternative, variant.alternative)

    def _within_list(self, condition: ForAny, names: Names, *, met: bool) -> Ways:
        listing = find(condition.path, names, self.run)
        told = hearing(listing.pointer, Saying(id(condition), met))
        if listing.value is None:
            return told
        rest = [] if listing.value.complete else [told]
        items = each_of(condition, listing.value, listing.pointer, self.run)
        ways = [self._within(condition.part, {**names, condition.variable: each}, met=met) for each in items]
        return self.any_of([*ways, *rest]) if met else self.all_of([*ways, *rest])

    def _open_graph(self, condition: Graph, party: PartyId, *, met: bool) -> Ways:
        pointers, members = self.run.graphs.open_facts(condition, party)
        standing: list[Ways] = []
        for member in members:
            subject = Found(self.run.parties[member], self.run.at(member))
            ways = [self.about(name, subject, met=met) for name in condition.persons]
            standing.append(self.any_of(ways) if met else self.all_of(ways))
        return self.all_of([asking(*sorted(pointers)), *(each for each in standing if each)])
