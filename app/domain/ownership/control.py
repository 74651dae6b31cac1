"""Whether a person of a class is a parent of an entity: 850.219, with the attribution of 850.206(b)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from app.domain.facts.fact import PartyId
from app.domain.ownership.attribution import Attribution
from app.domain.ownership.graph import ADVISER, OwnershipGraph
from app.domain.ownership.grounds import Grounds
from app.domain.ownership.question import Measure, Method, Question
from app.domain.ownership.witness import Notes, Step, Witness
from app.domain.truth import Truth

NOBODY_LISTED = PartyId("")


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
            measures=(Measure.VOTING, Measure.BOARD),
            threshold=self.threshold,
            strict=True,
            method=Method.ATTRIBUTE_206B,
            pooled=self.any_parent,
            any_parent=self.any_parent,
        )


class Control:
    """The answer: a verdict, the parents found, and on request what it rests on."""

    __slots__ = ("_runs", "_subject", "parents", "verdict")

    def __init__(
        self, subject: PartyId, verdict: int, *, parents: tuple[PartyId, ...], runs: dict[PartyId, "_Person"]
    ) -> None:
        self.verdict = verdict
        self.parents = parents
        """The persons of the class that definitely are parents, or, if there is none, may be."""
        self._subject = subject
        self._runs = runs

    def witness(self) -> Witness:
        """What the verdict rests on; for an unknown one, also what would settle it."""
        notes = Notes()
        for person in self._runs.values():
            person.explain(self._subject, self.verdict, notes)
        return notes.witness(self._subject, settled=self.verdict != Truth.UNKNOWN)


class _Person:
    """One person, or a class taken as one, looked at as a parent."""

    __slots__ = ("_graph", "_run")

    def __init__(self, graph: OwnershipGraph, member: Callable[[PartyId], int], test: ParentTest) -> None:
        self._graph = graph
        self._run = Attribution(graph, member, test.question)

    def parent_of(self, entity: PartyId) -> int:
        """Whether the person is a parent of the entity by its shares, or by a role of its own or of a subsidiary."""
        if self._route(entity, Truth.MET) is not None:
            return Truth.MET
        return Truth.NOT_MET if self._route(entity, Truth.UNKNOWN) is None else Truth.UNKNOWN

    def _route(self, entity: PartyId, verdict: int) -> list[int] | None:
        """Interests with a role, from the entity up to the person or a subsidiary of its, at this verdict or better."""
        graph, run = self._graph, self._run
        pending: list[tuple[PartyId, list[int]]] = [(entity, [])]
        seen = {entity}
        while pending:
            each, route = pending.pop()
            party = graph.party(each)
            if route and run.standing(each) >= verdict:
                return route
            if party.kind == "individual":
                continue
            if verdict == Truth.UNKNOWN and party.holders_complete is not True:
                return route
            if run.reached(run.shares(each)) >= verdict:
                return route
            for index in graph.into(each):
                holder = graph.interests[index].holder
                if holder not in seen and graph.role(index) >= verdict:
                    seen.add(holder)
                    pending.append((holder, [*route, index]))
        return None

    def explain(self, entity: PartyId, verdict: int, notes: Notes) -> None:
        """Notes what the verdict rests on."""
        grounds = Grounds(self._run, notes)
        route = self._route(entity, max(verdict, Truth.UNKNOWN))
        if verdict == Truth.MET and route is not None:
            self._explain_met(entity, route, grounds)
        elif verdict == Truth.NOT_MET:
            self._explain_not_met(entity, grounds)
        else:
            self._explain_open(entity, grounds)

    def _explain_met(self, entity: PartyId, route: list[int], grounds: Grounds) -> None:
        top = entity
        for index in route:
            interest = self._graph.interests[index]
            grounds.role(index)
            grounds.notes.step(Step(index, interest.holder, interest.subject, None, in_full=True))
            top = interest.holder
        if route and self._run.standing(top) == Truth.MET:
            grounds.notes.members.add(top)
        else:
            grounds.met(top)

    def _explain_not_met(self, entity: PartyId, grounds: Grounds) -> None:
        notes, pending, seen = grounds.notes, [entity], {entity}
        while pending:
            each = pending.pop()
            grounds.not_met(each)
            if self._graph.party(each).kind == "individual":
                continue
            notes.parties.add((each, "holders_complete"))
            for index in self._graph.into(each):
                holder = self._graph.interests[index].holder
                grounds.role(index)
                if self._graph.role(index) != Truth.NOT_MET:
                    notes.non_members.add(holder)
                    if holder not in seen:
                        seen.add(holder)
                        pending.append(holder)

    def _explain_open(self, entity: PartyId, grounds: Grounds) -> None:
        notes, pending, seen = grounds.notes, [entity], {entity}
        while pending:
            each = pending.pop()
            party = self._graph.party(each)
            if party.kind == "individual":
                continue
            grounds.open(each)
            if party.holders_complete is not True:
                notes.open_parties.add((each, "holders_complete"))
            for index in self._graph.into(each):
                role = self._graph.role(index)
                interest = self._graph.interests[index]
                standing = self._run.standing(interest.holder)
                if role == Truth.UNKNOWN:
                    stated = interest.roles.items if interest.roles else ()
                    notes.open_interests.add((index, "roles"))
                    if ADVISER in stated and self._graph.party(each).pooled_investment_fund is None:
                        notes.open_parties.add((each, "pooled_investment_fund"))
                if role != Truth.NOT_MET and standing == Truth.UNKNOWN:
                    notes.open_members.add(interest.holder)
                if standing != Truth.MET and interest.holder not in seen:
                    seen.add(interest.holder)
                    pending.append(interest.holder)


def has_parent(graph: OwnershipGraph, subject: PartyId, member: Callable[[PartyId], int], test: ParentTest) -> Control:
    """Whether some one person of the class is a parent of the subject, in three values.

    The shares of different persons are not added together. A person who is not listed is considered wherever a list of
    holders is not complete.
    """
    everyone = _Person(graph, member, test)
    together = everyone.parent_of(subject)
    if together == Truth.NOT_MET:
        return Control(subject, together, parents=(), runs={NOBODY_LISTED: everyone})
    standings = {each: member(each) for each in _above(graph, subject)}
    candidates = [each for each, standing in standings.items() if standing != Truth.NOT_MET]
    if len(candidates) <= 1 and together == Truth.UNKNOWN:
        return Control(subject, together, parents=tuple(candidates), runs={NOBODY_LISTED: everyone})
    verdict: int = Truth.NOT_MET
    runs: dict[PartyId, _Person] = {}
    found: dict[PartyId, int] = {}
    for each in [*candidates, NOBODY_LISTED]:
        runs[each] = _Person(graph, partial(_is, each), test)
        found[each] = min(runs[each].parent_of(subject), standings.get(each, Truth.UNKNOWN))
        verdict = max(verdict, found[each])
    parents = tuple(sorted(each for each in candidates if found[each] == verdict != Truth.NOT_MET))
    if verdict == Truth.UNKNOWN:
        return Control(subject, verdict, parents=parents, runs={NOBODY_LISTED: everyone})
    decisive = {each: run for each, run in runs.items() if verdict == Truth.NOT_MET or found[each] == verdict}
    return Control(subject, verdict, parents=parents, runs=decisive)


def _is(one: PartyId, other: PartyId) -> int:
    return Truth.MET if one == other else Truth.NOT_MET


def _above(graph: OwnershipGraph, subject: PartyId) -> list[PartyId]:
    """The direct and indirect holders of the subject that are listed, in the order of their ids."""
    seen, pending = {subject}, [subject]
    while pending:
        for index in graph.into(pending.pop()):
            holder = graph.interests[index].holder
            if holder not in seen:
                seen.add(holder)
                pending.append(holder)
    return sorted(seen - {subject})
