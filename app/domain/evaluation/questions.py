"""What to ask next: the shortest list of facts that can settle an undetermined answer."""

from collections.abc import Iterable

from app.domain.comparison import MET, NOT_MET
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
from app.domain.language.generate import whole_of
from app.domain.language.nodes import (
    All,
    AnyOf,
    Condition,
    DerivesMajority,
    ForAny,
    HasParent,
    HeldBy,
    Meets,
    Not,
    Reading,
    Test,
)

Facts = frozenset[str]
"""JSON Pointers of facts."""

LEGAL_DECISION = "/legal_decisions/"


class Questions:
    """Finds, for a condition that is unknown, few facts by which it can turn out one way or the other."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._known: dict[tuple[str, str, bool], Facts | None] = {}

    def about(self, definition: str, subject: Found, *, met: bool) -> Facts | None:
        """Few facts that can make the definition met (or not met) for the subject; ``None`` if nothing can."""
        key = (definition, subject.pointer, met)
        if key not in self._known:
            found = self.run.rule_set.definitions[definition]
            names = names_of(found, subject.value, subject.pointer, self.run)
            self._known[key] = self._within(whole_of(found), names, met=met)
        return self._known[key]

    def _within(self, condition: Condition, names: Names, *, met: bool) -> Facts | None:
        verdict = truth(condition, names, self.run)
        if verdict == (MET if met else NOT_MET):
            return frozenset()
        if verdict == (NOT_MET if met else MET):
            return None
        match condition:
            case All(parts) | AnyOf(parts):
                ways = [self._within(part, names, met=met) for part in parts]
                return together(ways) if isinstance(condition, All) == met else fewest(ways)
            case Not(part):
                return self._within(part, names, met=not met)
            case Test(path=path):
                return frozenset({find(path, names, self.run).pointer})
            case Meets(path, definition):
                subject = record_at(path, names, self.run)
                if subject.value is None:
                    return frozenset({subject.pointer})
                return self.about(definition, subject, met=met)
            case ForAny():
                return self._within_list(condition, names, met=met)
            case Reading(interpretation, _):
                return frozenset({LEGAL_DECISION + interpretation})
            case HeldBy(path=path) | HasParent(path=path) | DerivesMajority(path=path):
                return self._within_graph(condition, path_party=party_of(path, names, self.run), names=names, met=met)

    def _within_list(self, condition: ForAny, names: Names, *, met: bool) -> Facts | None:
        listing = find(condition.path, names, self.run)
        if listing.value is None:
            return frozenset({listing.pointer})
        rest = [] if listing.value.complete else [frozenset({listing.pointer})]
        items = each_of(condition, listing.value, listing.pointer, self.run)
        ways = [self._within(condition.part, {**names, condition.variable: each}, met=met) for each in items]
        return fewest([*ways, *rest]) if met else together([*ways, *rest])

    def _within_graph(
        self, condition: HeldBy | HasParent | DerivesMajority, *, path_party: str | None, names: Names, met: bool
    ) -> Facts | None:
        if path_party is None:
            return frozenset({find(condition.path, names, self.run).pointer})
        party = next(each.id for each in self.run.transaction.parties if each.id == path_party)
        pointers, members = self.run.graphs.open_facts(condition, party)
        definitions = (
            condition.persons
            if isinstance(condition, HeldBy)
            else (condition.person if isinstance(condition, HasParent) else condition.persons,)
        )
        standing: list[Facts | None] = []
        for member in members:
            subject = Found(self.run.parties[member], self.run.at(member))
            ways = [self.about(definition, subject, met=met) for definition in definitions]
            standing.append(fewest(ways) if met else together(ways))
        settled = [each for each in standing if each is not None]
        if met and settled and not pointers:
            return together(settled)
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
