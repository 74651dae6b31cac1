"""One person, or a class taken as one, looked at as a parent of entities: 850.219, with 850.206(b)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.domain.facts.fact import PartyId
from app.domain.ownership.attribution import Attribution
from app.domain.ownership.graph import ADVISER
from app.domain.ownership.grounds import Grounds
from app.domain.ownership.lineage import PARENTAL
from app.domain.ownership.question import Method, Question
from app.domain.ownership.witness import Notes, Step
from app.domain.truth import MET, NOT_MET, UNKNOWN


@dataclass(frozen=True, slots=True)
class ParentTest:
    """How a parent is found: more than ``threshold`` percent of the votes or of the board's voting power, or a role.

    With ``any_parent``, whoever is a parent has all of its subsidiary's holdings attributed to it, however it came to
    be one; without, only those of the measure in which it holds more than 50 percent.
    """

    threshold: Decimal = Decimal(50)
    any_parent: bool = True

    @property
    def question(self) -> Question:
        """The question about one person's shares."""
        return Question(
            measures=PARENTAL,
            threshold=self.threshold,
            strict=True,
            method=Method.ATTRIBUTE_206B,
            pooled=self.any_parent,
            any_parent=self.any_parent,
        )


class Parenthood:
    """Whether the person of an attribution is a parent, and why.

    A person is a parent by its shares, by a role of its own, or by a role of an entity of which it is a parent.
    """

    __slots__ = ("_graph", "run")

    def __init__(self, run: Attribution) -> None:
        self.run = run
        self._graph = run.graph

    def verdict(self, entity: PartyId) -> int:
        """Whether the person is a parent of the entity."""
        if self._route(entity, MET) is not None:
            return MET
        return UNKNOWN if self.possibly(entity) else NOT_MET

    def possibly(self, entity: PartyId) -> bool:
        """Whether the person may be a parent of the entity."""
        return self._route(entity, UNKNOWN) is not None

    def _route(self, entity: PartyId, verdict: int) -> list[int] | None:
        """Interests with a role, from the entity up to the person or a subsidiary of its, at this verdict or better."""
        graph, run = self._graph, self.run
        pending, below = [entity], {entity: -1}
        while pending:
            each = pending.pop()
            party = graph.party(each)
            if each != entity and run.standing(each) >= verdict:
                return self._down_from(each, below)
            if party.kind == "individual":
                continue
            if (verdict == UNKNOWN and party.holders_complete is not True) or run.answer(each) >= verdict:
                return self._down_from(each, below)
            for place in graph.into(each):
                holder = graph.interests[place].holder
                if holder not in below and graph.role(place) >= verdict:
                    below[holder] = place
                    pending.append(holder)
        return None

    def _down_from(self, top: PartyId, below: Mapping[PartyId, int]) -> list[int]:
        """The interests that lead from the top down to the entity asked about, the lowest first."""
        route: list[int] = []
        place = below[top]
        while place >= 0:
            route.append(place)
            place = below[self._graph.interests[place].subject]
        return route[::-1]

    def explain_met(self, entity: PartyId, notes: Notes) -> None:
        """Notes by which shares or roles the person is a parent."""
        grounds, top = Grounds(self.run, notes), entity
        route = self._route(entity, MET) or []
        for place in route:
            interest = self._graph.interests[place]
            grounds.role(place)
            notes.step(Step(place, interest.holder, interest.subject, None, in_full=True))
            top = interest.holder
        if route and self.run.standing(top) == MET:
            notes.members.add(top)
        else:
            grounds.met(top)

    def explain_not_met(self, entity: PartyId, notes: Notes) -> None:
        """Notes why the person is no parent by shares or roles."""
        grounds, pending, seen = Grounds(self.run, notes), [entity], {entity}
        while pending:
            each = pending.pop()
            grounds.not_met(each)
            if self._graph.party(each).kind == "individual":
                continue
            notes.parties.add((each, "holders_complete"))
            for place in self._graph.into(each):
                holder = self._graph.interests[place].holder
                grounds.role(place)
                if self._graph.role(place) != NOT_MET:
                    notes.non_members.add(holder)
                    if holder not in seen:
                        seen.add(holder)
                        pending.append(holder)

    def explain_open(self, entity: PartyId, notes: Notes) -> None:
        """Notes what keeps open whether the person is a parent."""
        grounds, pending, seen = Grounds(self.run, notes), [entity], {entity}
        while pending:
            each = pending.pop()
            party = self._graph.party(each)
            if party.kind == "individual":
                continue
            grounds.open(each)
            if party.holders_complete is not True:
                notes.open_parties.add((each, "holders_complete"))
            for place in self._graph.into(each):
                role, interest = self._graph.role(place), self._graph.interests[place]
                standing = self.run.standing(interest.holder)
                if role == UNKNOWN:
                    notes.open_interests.add((place, "roles"))
                    if interest.roles and ADVISER in interest.roles.items and party.pooled_investment_fund is None:
                        notes.open_parties.add((each, "pooled_investment_fund"))
                if role != NOT_MET and standing == UNKNOWN:
                    notes.open_members.add(interest.holder)
                if standing != MET and interest.holder not in seen:
                    seen.add(interest.holder)
                    pending.append(interest.holder)
