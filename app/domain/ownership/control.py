"""Whether some person of a class is a parent of an entity: 850.219."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from app.domain.facts.fact import PartyId
from app.domain.ownership.account import Account, by_relation, worked_out
from app.domain.ownership.attribution import Attribution, Elsewhere
from app.domain.ownership.bounds import BOUND_DOWN, Arithmetic, Number, exactly
from app.domain.ownership.direct import DirectHolders
from app.domain.ownership.graph import OwnershipGraph
from app.domain.ownership.grounds import Grounds
from app.domain.ownership.lineage import PARENTAL, Lineage
from app.domain.ownership.links import Claims
from app.domain.ownership.parenthood import Parenthood, ParentTest
from app.domain.ownership.question import Question
from app.domain.ownership.witness import Notes, Witness
from app.domain.truth import MET, NOT_MET, UNKNOWN

MOST_WORK = 10_000
"""Persons are looked at one by one, the largest holders first, until so many entities have been worked out for them.

A person left over then may be a parent. Only thousands of entities that all hold one another's holders come to this.
"""


class Control:
    """The answer: a verdict, and on request the parents and what the verdict rests on."""

    __slots__ = ("_direct", "_question", "_search", "_subject", "verdict")

    def __init__(
        self,
        subject: PartyId,
        verdict: int,
        search: Callable[[], _Search],
        *,
        question: Question,
        direct: DirectHolders | None = None,
    ) -> None:
        self.verdict = verdict
        self._subject = subject
        self._search = search
        self._question = question
        self._direct = direct

    @property
    def parents(self) -> tuple[PartyId, ...]:
        """The persons of the class that definitely are parents, or, if none is, those that may be."""
        if self.verdict == NOT_MET:
            return ()
        return self._parents(self._search())

    def _parents(self, search: _Search) -> tuple[PartyId, ...]:
        persons = search.persons(self._subject, above=NOT_MET)
        return tuple(sorted(person for person, found in persons if found == self.verdict))

    def witness(self) -> Witness:
        """What the verdict rests on; for an unknown one, also what would settle it."""
        search = self._search()
        notes, everyone = Notes(), search.everyone
        if self.verdict == MET:
            for person in self._parents(search):
                search.person(person).explain_met(self._subject, notes)
        elif self.verdict == UNKNOWN:
            everyone.explain_open(self._subject, notes)
        elif not everyone.possibly(self._subject):
            everyone.explain_not_met(self._subject, notes)
        else:
            Grounds(everyone.run, notes, with_roles=True).everything(self._subject)
        return notes.witness(self._subject, settled=self.verdict != UNKNOWN)

    def account(self, witness: Witness) -> Account | None:
        """The answer as it is told: by what a parent is one, or what all persons of the class together may hold.

        There is none for an individual, and none where no holder is listed. ``witness`` is that of this answer.
        """
        if self._direct is not None and self.verdict != MET:
            return self._direct.account(self._question, self.verdict)
        search = self._search()
        if self.verdict == MET:
            return by_relation(search.graph, witness.paths)
        if search.graph.party(self._subject).kind == "individual" or not search.graph.into(self._subject):
            return None
        return worked_out(search.everyone.run, self._subject, self.verdict)


def has_parent(graph: OwnershipGraph, subject: PartyId, member: Callable[[PartyId], int], test: ParentTest) -> Control:
    """Whether some one person of the class is a parent of the subject, in three values.

    The shares of different persons are not added together. A person who is not listed is considered wherever a list of
    holders is not complete.
    """

    def searched() -> _Search:
        return exactly(
            partial(_search, graph, member, test=test, subject=subject),
            size=len(graph.interests),
            solvable=graph.solvable,
        )

    party = graph.party(subject)
    if party.kind == "individual":
        return Control(subject, NOT_MET, searched, question=test.question)
    if not graph.into(subject):
        verdict = NOT_MET if party.holders_complete is True else UNKNOWN
        return Control(subject, verdict, searched, question=test.question)
    direct = DirectHolders(graph, subject, member)
    verdict = direct.parent(test.threshold)
    if verdict != UNKNOWN:
        return Control(subject, verdict, searched, question=test.question, direct=direct)
    search = searched()
    return Control(subject, search.found, lambda: search, question=test.question)


def _search(
    graph: OwnershipGraph,
    member: Callable[[PartyId], int],
    arithmetic: Arithmetic,
    *,
    test: ParentTest,
    subject: PartyId,
) -> _Search:
    """A search that has found the parents of the subject in this arithmetic."""
    search = _Search(graph, member, test, arithmetic)
    search.found = search.verdict(subject)
    return search


class _Search:
    """The persons of a class, all together and then one by one, with one arithmetic."""

    __slots__ = ("_alone", "_arithmetic", "_everyone", "_lineage", "_member", "_nobody", "found", "graph", "question")

    def __init__(
        self, graph: OwnershipGraph, member: Callable[[PartyId], int], test: ParentTest, arithmetic: Arithmetic
    ) -> None:
        self._alone: dict[PartyId, Parenthood] = {}
        self.graph = graph
        self._member = member
        self._arithmetic = arithmetic
        self._lineage = Lineage.of_graph(graph, any_parent=test.any_parent)
        self.question = test.question
        self._everyone: Parenthood | None = None
        self._nobody: Parenthood | None = None
        self.found = UNKNOWN

    @property
    def everyone(self) -> Parenthood:
        """All persons of the class, taken as one."""
        if self._everyone is None:
            self._everyone = self._looked_at(self._member)
        return self._everyone

    @property
    def nobody(self) -> Parenthood:
        """A person who is not listed."""
        if self._nobody is None:
            self._nobody = self._looked_at(_nobody)
        return self._nobody

    def verdict(self, subject: PartyId) -> int:
        """Whether some one person is a parent of this subject.

        If all persons of the class together are no parent, none of them is. What a person who is not listed may hold is
        counted for everybody, so the persons one by one matter only beyond that.
        """
        together = self.everyone.verdict(subject)
        if together == NOT_MET:
            return together
        unlisted = UNKNOWN if self.nobody.possibly(subject) else NOT_MET
        if together == unlisted:
            return together
        verdict: int = unlisted
        for _, found in self.persons(subject, above=unlisted):
            verdict = max(verdict, found)
            if verdict == MET:
                break
        return verdict

    def persons(self, subject: PartyId, *, above: int) -> Iterator[tuple[PartyId, int]]:
        """The persons of a standing above this verdict, each with the verdict on it as a parent."""
        work = 0
        for _, each in sorted(self._candidates(subject)):
            standing = self.everyone.run.standing(each)
            if standing > above:
                if work > MOST_WORK:
                    yield each, UNKNOWN
                    return
                person = self.person(each)
                yield each, min(person.verdict(subject), standing)
                work += len(person.run.claims)

    def person(self, person: PartyId) -> Parenthood:
        """This person by itself."""
        alone = self._alone.get(person)
        if alone is None:
            elsewhere = partial(self._not_below, person)
            alone = self._alone[person] = self._looked_at(partial(_is, person), elsewhere=elsewhere)
        return alone

    def _candidates(self, subject: PartyId) -> list[tuple[Number, PartyId]]:
        """The listed persons who may be parents of the subject, each after the most it may hold, taken negative."""
        graph, lineage, standing = self.graph, self._lineage, self.everyone.run.standing
        persons = {each for each in lineage.listed_above(subject) if standing(each) != NOT_MET}
        found: set[PartyId] = set()
        pending, seen = [subject], {subject}
        while pending:
            each = pending.pop()
            if graph.party(each).kind == "individual":
                continue
            for measure in PARENTAL:
                found |= lineage.above_half(each, measure, persons - found)
            for place in graph.into(each):
                holder = graph.interests[place].holder
                if graph.role(place) != NOT_MET:
                    if holder in persons:
                        found.add(holder)
                    if holder not in seen:
                        seen.add(holder)
                        pending.append(holder)
            if len(found) == len(persons):
                break
        subtract, of = BOUND_DOWN.subtract, lineage.of
        return [(subtract(0, max(of(each, subject, name) for name in PARENTAL)), each) for each in found - {subject}]

    def _looked_at(self, member: Callable[[PartyId], int], elsewhere: Elsewhere | None = None) -> Parenthood:
        return Parenthood(
            Attribution(
                self.graph,
                member,
                self.question,
                arithmetic=self._arithmetic,
                lineage=self._lineage,
                elsewhere=elsewhere,
            )
        )

    def _not_below(self, person: PartyId, entity: PartyId) -> Claims | None:
        """The claims of an entity of which the person holds nothing listed: what anybody not listed may have."""
        if self._lineage.is_listed_behind(person, entity):
            return None
        return self.nobody.run.claims_of(entity)


def _nobody(_: PartyId) -> int:
    return NOT_MET


def _is(one: PartyId, other: PartyId) -> int:
    return MET if one == other else NOT_MET
