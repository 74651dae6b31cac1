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
from app.domain.facts.fact import PartyId
from app.domain.language.generate import whole_of
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
    Reading,
    Test,
)

Facts = frozenset[str]
"""JSON Pointers of facts."""

SETTLED: Facts = frozenset()
LEGAL_DECISION = "/legal_decisions/"


class Questions:
    """Finds, for a condition that is unknown, few facts by which it can turn out one way or the other."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._known: dict[tuple[str, str, bool], Facts | None] = {}

    def about(self, definition: str, subject: Found, *, met: bool) -> Facts | None:
        """Few facts that can make the definition met (or not met) for the subject; ``None`` if nothing can."""
        verdict = self.run.rule_set.program.truth[definition](subject.value, self.run)
        if verdict != UNKNOWN:
            return SETTLED if (verdict == MET) == met else None
        key = (definition, subject.pointer, met)
        if key not in self._known:
            found = self.run.rule_set.definitions[definition]
            names = names_of(found, subject.value, subject.pointer, self.run)
            self._known[key] = self._within(whole_of(found), names, met=met)
        return self._known[key]

    def _within(self, condition: Condition, names: Names, *, met: bool) -> Facts | None:
        match condition:
            case All(parts) | AnyOf(parts):
                ways = [self._within(part, names, met=met) for part in parts]
                return together(ways) if isinstance(condition, All) == met else fewest(ways)
            case Not(part):
                return self._within(part, names, met=not met)
            case Meets(path, definition):
                subject = record_at(path, names, self.run)
                if subject.value is None:
                    return frozenset({subject.pointer})
                return self.about(definition, subject, met=met)
            case ForAny():
                return self._within_list(condition, names, met=met)
            case _:
                verdict = truth(condition, names, self.run)
                if verdict != UNKNOWN:
                    return SETTLED if (verdict == MET) == met else None
                return self._open(condition, names, met=met)

    def _open(self, condition: Condition, names: Names, *, met: bool) -> Facts | None:
        """The facts by which a single test that is unknown can be settled."""
        match condition:
            case Test(path=path):
                return frozenset({find(path, names, self.run).pointer})
            case Reading(interpretation, _):
                return frozenset({LEGAL_DECISION + interpretation})
            case HeldBy(path=path) | HasParent(path=path) | DerivesMajority(path=path):
                party = party_of(path, names, self.run)
                if party is None:
                    return frozenset({find(path, names, self.run).pointer})
                return self._open_graph(condition, party, met=met)
            case _:
                raise TypeError(type(condition).__name__)

    def _within_list(self, condition: ForAny, names: Names, *, met: bool) -> Facts | None:
        listing = find(condition.path, names, self.run)
        if listing.value is None:
            return frozenset({listing.pointer})
        rest = [] if listing.value.complete else [frozenset({listing.pointer})]
        items = each_of(condition, listing.value, listing.pointer, self.run)
        ways = [self._within(condition.part, {**names, condition.variable: each}, met=met) for each in items]
        return fewest([*ways, *rest]) if met else together([*ways, *rest])

    def _open_graph(self, condition: Graph, party: PartyId, *, met: bool) -> Facts | None:
        pointers, members = self.run.graphs.open_facts(condition, party)
        standing: list[Facts | None] = []
        for member in members:
            subject = Found(self.run.parties[member], self.run.at(member))
            ways = [self.about(name, subject, met=met) for name in condition.persons]
            standing.append(fewest(ways) if met else together(ways))
        settled = [each for each in standing if each is not None]
        return together([pointers, *settled])


def together(ways: Iterable[Facts | None]) -> Facts | None:
    """All the facts of all the ways; ``None`` if one of them is closed."""
    found: Facts = frozenset()
    for way in ways:
        if way is None:
            return None
        found |= way
    return found


def fewest(ways: Iterable[Facts | None]) -> Facts | None:
    """The way with the fewest facts; of several, the one that comes first in the order of the pointers."""
    return min((way for way in ways if way is not None), key=lambda way: (len(way), sorted(way)), default=None)
