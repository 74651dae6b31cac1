"""Questions about ownership and control, put to :mod:`app.domain.ownership` and answered in the run's terms."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.facts.fact import PartyId
from app.domain.language.nodes import DerivesMajority, Graph, HasParent, HeldBy
from app.domain.ownership import (
    Control,
    Holding,
    Income,
    IncomeTest,
    Measure,
    Method,
    OwnershipGraph,
    Question,
    derives_majority,
    has_parent,
    held_by,
)

if TYPE_CHECKING:
    from app.domain.evaluation.run import Quoted, Run

_AS_BITS = (0, 1, 3)
_AS_TRUTH = (0, 1, 1, 2)
Answer = Holding | Control | Income


class GraphQuestions:
    """Asks each question once for each party, and remembers the answer."""

    __slots__ = ("_answers", "_graph", "_run")

    def __init__(self, run: Run) -> None:
        self._run = run
        self._graph: OwnershipGraph | None = None
        self._answers: dict[tuple[int, PartyId, str | None], Answer] = {}

    def truth(self, node: Graph, party: PartyId | None) -> int:
        """The verdict as bits: 0 not met, 1 unknown, 3 met."""
        if party is None:
            return 1
        method = self._method(node)
        if isinstance(node, HeldBy) and method is None:
            return 1
        return _AS_BITS[self._answer(node, party, method).verdict]

    def _method(self, node: Graph) -> str | None:
        if not isinstance(node, HeldBy):
            return None
        return node.method or self._run.readings[node.method_by or ""]

    def _answer(self, node: Graph, party: PartyId, method: str | None) -> Answer:
        key = (id(node), party, method)
        answer = self._answers.get(key)
        if answer is None:
            if self._graph is None:
                transaction = self._run.transaction
                self._graph = OwnershipGraph(transaction.parties, transaction.interests)
            self._answers[key] = answer = self._asked(self._graph, node, party, method)
        return answer

    def _asked(self, graph: OwnershipGraph, node: Graph, party: PartyId, method: str | None) -> Answer:
        match node:
            case HeldBy(persons=persons):
                question = Question(
                    measures=tuple(map(Measure, node.measures)),
                    threshold=node.threshold,
                    strict=node.strict,
                    method=Method(method or Method.HIGHEST),
                    pooled=node.pooled,
                )
                return held_by(graph, party, self._members(persons), question)
            case HasParent(person=person):
                return has_parent(graph, party, self._members((person,)))
            case DerivesMajority(persons=person):
                test = IncomeTest(threshold=node.threshold, floor_usd=node.floor)
                return derives_majority(graph, party, self._members((person,)), test)

    def _members(self, definitions: tuple[str, ...]) -> Callable[[PartyId], int]:
        run = self._run
        tests = [run.rule_set.program.truth[name] for name in definitions]

        def member(party: PartyId) -> int:
            verdict = 0
            for test in tests:
                verdict |= test(run.parties[party], run)
                if verdict == 3:
                    break
            return _AS_TRUTH[verdict]

        return member

    def explain(self, node: Graph, party: PartyId, facts: list[Quoted], *, full: bool) -> None:
        """Quote the facts that the answer rests on or waits for, and explain the standing of the persons in it."""
        run = self._run
        method = self._method(node)
        if isinstance(node, HeldBy) and node.method_by is not None:
            if method is None:
                run.apply_reading(node.method_by, facts)
                return
            self._note_method(node, party, method)
        witness = self._answer(node, party, method).witness()
        interests = run.transaction.interests
        for index, field in (*witness.interests, *witness.open_interests):
            facts.append((f"/interests/{index}/{field}", getattr(interests[index], field), node.words))
        for each, field in (*witness.parties, *witness.open_parties):
            facts.append((f"{run.at(each)}/{field}", getattr(run.parties[each], field), node.words))
        program = run.rule_set.program
        explain = program.full if full else program.explain
        definitions = node.persons if isinstance(node, HeldBy) else (_person(node),)
        for each in (*witness.members, *witness.non_members, *witness.open_members):
            for name in self._telling(definitions, each):
                explain[name](run.parties[each], run.at(each), run)

    def _telling(self, definitions: tuple[str, ...], party: PartyId) -> tuple[str, ...]:
        """Of several definitions, the one that a member meets; all of them for anyone else."""
        run = self._run
        for name in definitions:
            if run.rule_set.program.truth[name](run.parties[party], run) == 3:
                return (name,)
        return definitions

    def _note_method(self, node: HeldBy, party: PartyId, method: str) -> None:
        """Say that the reading of "indirectly" was applied where another reading would answer differently."""
        if node.method_by is None:
            return
        verdict = self._answer(node, party, method).verdict
        others = self._run.rule_set.interpretations[node.method_by].readings
        if any(self._answer(node, party, other).verdict != verdict for other in others):
            self._run.applied.add(node.method_by)


def _person(node: HasParent | DerivesMajority) -> str:
    return node.person if isinstance(node, HasParent) else node.persons
