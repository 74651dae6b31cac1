"""Answers whether some person of a group is a parent of an entity: 850.219, with 850.206(b)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from app.domain.facts.fact import PartyId
from app.domain.ownership.answer.attribution import Attribution, only
from app.domain.ownership.answer.full_attribution import Claims
from app.domain.ownership.answer.person_bounds import PersonBounds, persons_of
from app.domain.ownership.answer.question import PARENTAL, Member, ParentTest
from app.domain.ownership.resolve.bounds import Arithmetic, exactly
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.order import walk
from app.domain.truth import MET, NOT_MET, UNKNOWN

MOST_WORK = 10_000
"""Persons are looked at one by one, the largest holders first, until so many entities have been worked out for them.

A person left over then may be a parent. Only thousands of entities that all hold one another's holders come to this.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Control:
    """The answer: whether a person of the group is a parent, and the search that found it."""

    graph: OwnershipGraph
    subject: PartyId
    search: "ParentSearch"
    verdict: int

    @property
    def parents(self) -> tuple[PartyId, ...]:
        """The persons of the group that definitely are parents, or, if none is, those that may be."""
        if self.verdict == NOT_MET:
            return ()
        persons = self.search.persons(self.subject, above=NOT_MET)
        return tuple(sorted(person for person, found in persons if found == self.verdict))


def has_parent(graph: OwnershipGraph, subject: PartyId, member: Member, test: ParentTest) -> Control:
    """Say whether some one person of the group is a parent of the subject, in three values.

    The shares of different persons are not added together. A person who is not listed is considered wherever a list of
    holders is not complete.
    """

    def run_in(arithmetic: Arithmetic) -> Control:
        search = ParentSearch(graph, member, test, arithmetic)
        return Control(graph, subject, search, search.verdict(subject))

    return exactly(run_in, size=len(graph.interests), solvable=graph.solvable)


@dataclass(frozen=True, slots=True, eq=False)
class Parenthood:
    """Whether one person, or a group taken as one, is a parent.

    A person is a parent by its shares, by a role of its own, or by a role of an entity of which it is a parent.
    """

    run: Attribution

    def verdict(self, entity: PartyId) -> int:
        """Say whether the person is a parent of the entity."""
        if self.route(entity, MET) is not None:
            return MET
        return UNKNOWN if self.possibly(entity) else NOT_MET

    def possibly(self, entity: PartyId) -> bool:
        """Say whether the person may be a parent of the entity."""
        return self.route(entity, UNKNOWN) is not None

    def route(self, entity: PartyId, verdict: int) -> list[int] | None:
        """Give interests with a role, from the entity up to the person or a subsidiary of its, at least so certain."""
        graph, run = self.run.graph, self.run
        pending, below = [entity], {entity: -1}
        while pending:
            each = pending.pop()
            if each != entity and run.membership(each) >= verdict:
                return self._down_from(each, below)
            if (verdict == UNKNOWN and not graph.closed_by(each)) or run.answer(each) >= verdict:
                return self._down_from(each, below)
            for place in graph.into(each):
                holder = graph.interests[place].holder
                if holder not in below and graph.role(place) >= verdict:
                    below[holder] = place
                    pending.append(holder)
        return None

    def _down_from(self, top: PartyId, below: Mapping[PartyId, int]) -> list[int]:
        """Give the interests that lead from the top down to the entity asked about, the lowest first."""
        route: list[int] = []
        place = below[top]
        while place >= 0:
            route.append(place)
            place = below[self.run.graph.interests[place].subject]
        return route[::-1]


@dataclass(slots=True, eq=False)
class ParentSearch:
    """Looks at the persons of a group, all together and then one by one, with one arithmetic.

    ``everyone`` are all persons of the group taken as one, ``_nobody`` is a person who is not listed.
    """

    graph: OwnershipGraph
    member: Member
    test: ParentTest
    arithmetic: Arithmetic
    everyone: Parenthood = field(init=False)
    _bounds: PersonBounds = field(init=False)
    _nobody: Parenthood = field(init=False)
    _alone: dict[PartyId, Parenthood] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._bounds = persons_of(self.graph, any_parent=self.test.any_parent)
        self.everyone = self._looked_at(self.member)
        self._nobody = self._looked_at(lambda _: NOT_MET)

    def verdict(self, subject: PartyId) -> int:
        """Say whether some one person is a parent of this subject.

        If all persons of the group together are no parent, none of them is. What a person who is not listed may hold is
        counted for everybody, so the persons one by one matter only beyond that.
        """
        together = self.everyone.verdict(subject)
        if together == NOT_MET:
            return together
        unlisted = UNKNOWN if self._nobody.possibly(subject) else NOT_MET
        if together == unlisted:
            return together
        verdict: int = unlisted
        for _, found in self.persons(subject, above=unlisted):
            verdict = max(verdict, found)
            if verdict == MET:
                break
        return verdict

    def persons(self, subject: PartyId, *, above: int) -> Iterator[tuple[PartyId, int]]:
        """Give the persons whose membership is above this verdict, each with the verdict on it as a parent."""
        work = 0
        for each in self._candidates(subject):
            membership = self.everyone.run.membership(each)
            if membership > above:
                if work > MOST_WORK:
                    yield each, UNKNOWN
                    return
                person = self.person(each)
                yield each, min(person.verdict(subject), membership)
                work += len(person.run.claims)

    def person(self, person: PartyId) -> Parenthood:
        """Give this person by itself."""
        alone = self._alone.get(person)
        if alone is None:
            known_claims = partial(self._not_below, person)
            alone = self._alone[person] = self._looked_at(only(person), known_claims=known_claims)
        return alone

    def _candidates(self, subject: PartyId) -> list[PartyId]:
        """Give the listed persons who may be parents of the subject, those who may hold most of it first."""
        graph, bounds, membership = self.graph, self._bounds, self.everyone.run.membership
        above = walk(graph.holders(subject), graph.holders)
        persons = {each for each in above if membership(each) != NOT_MET}
        found: set[PartyId] = set()
        for each in walk([subject], graph.holders_by_role):
            found |= {person for person in persons - found if bounds.may_have_half(person, each)}
            found |= persons.intersection(graph.holders_by_role(each))
            if len(found) == len(persons):
                break
        candidates = sorted(found - {subject})
        candidates.sort(key=lambda each: max(bounds.most(each, subject, name) for name in PARENTAL), reverse=True)
        return candidates

    def _looked_at(self, member: Member, known_claims: Callable[[PartyId], Claims | None] | None = None) -> Parenthood:
        return Parenthood(Attribution(self.graph, member, self.test.question, self.arithmetic, known_claims))

    def _not_below(self, person: PartyId, entity: PartyId) -> Claims | None:
        """Give the claims of an entity of which the person holds nothing listed: what anybody not listed may have."""
        if self._bounds.is_listed_behind(person, entity):
            return None
        return self._nobody.run.claims_of(entity)
