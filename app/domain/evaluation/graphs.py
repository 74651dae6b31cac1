"""Questions about ownership and control, put to :mod:`app.domain.ownership` and answered in the run's terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.answers.ownership import OwnershipAnswer
from app.domain.evaluation.accounts import told_account
from app.domain.evaluation.counting import deciding_facts, open_facts_about, open_facts_of
from app.domain.evaluation.naming import named, open_places, places
from app.domain.facts.fact import PartyId
from app.domain.facts.pointers import value_at
from app.domain.language.nodes import DerivesMajority, Graph, HasParent, HeldBy, Path
from app.domain.ownership.answer.control import has_parent
from app.domain.ownership.answer.held_share import HeldShare, Known, held_by
from app.domain.ownership.answer.income import derives_majority
from app.domain.ownership.answer.income_figures import IncomeTest, Losses
from app.domain.ownership.answer.question import Method, ParentTest, Question
from app.domain.ownership.explain.answers import Answer, breakdown_of, evidence_of
from app.domain.ownership.explain.evidence import Evidence
from app.domain.ownership.resolve.before_deal import before_the_deal
from app.domain.ownership.resolve.counted import CountedInterests
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.quoting import fact, quoted
from app.domain.truth import MET, NOT_MET, UNKNOWN

if TYPE_CHECKING:
    from app.domain.evaluation.run import Facts, Run

_QUOTED = 3
"""How many steps a fact costs that an answer on ownership rests on or waits for."""
AnyQuestion = Question | ParentTest | IncomeTest
Accounts = dict[int, tuple["Facts", list[OwnershipAnswer]]]
"""Answers as they are told, by the identity of the facts of the reason that they belong to, and those facts."""
Readings = tuple[tuple[str, str | None], ...]
"""The reading in use of each interpretation that a question turns on."""


def _always(_: PartyId) -> int:
    return MET


class GraphQuestions:
    """Asks each question once for each party, and remembers the answer."""

    __slots__ = (
        "_answers",
        "_effective",
        "_graph",
        "_known",
        "_run",
        "_with_every_holding",
        "_with_listed_holders",
        "accounts",
        "assumed",
    )

    def __init__(self, run: Run) -> None:
        self._run = run
        self._graph: OwnershipGraph | None = None
        self._effective = CountedInterests(())
        self._with_every_holding: OwnershipGraph | None = None
        self._with_listed_holders: OwnershipGraph | None = None
        self._known: dict[int, Known] = {}
        self._answers: dict[tuple[int, PartyId, Readings | None], Answer] = {}
        self.accounts: Accounts = {}
        self.assumed: dict[str, str] = {}

    def forget(self) -> None:
        """Let go of all but the accounts, so that nothing waits for the collector of circular references."""
        self._answers.clear()
        self._known.clear()
        self._graph = self._with_every_holding = self._with_listed_holders = None
        self._effective = CountedInterests(())

    def truth(self, node: Graph, party: PartyId | None) -> int:
        """The verdict on the question about this party."""
        if party is None:
            return UNKNOWN
        return self._answer(node, party).verdict

    def _readings(self, node: Graph) -> Readings:
        readings = self._run.readings
        return tuple([(name, readings[name]) for name in node.interpretations])

    def _answer(self, node: Graph, party: PartyId, other_readings: Readings | None = None) -> Answer:
        """The answer under the readings in use, or under others."""
        key = (id(node), party, other_readings)
        answer = self._answers.get(key)
        if answer is None:
            readings = self._readings(node) if other_readings is None else other_readings
            known = self._known.setdefault(id(node), {})
            question = self._question(node, readings)
            self._answers[key] = answer = self._asked(
                party, self._members(node), question, known=known, decisive=self._decisive(node)
            )
        return answer

    def supposing(self, node: Graph, party: PartyId, standings: Mapping[PartyId, int]) -> int:
        """The verdict if these parties turned out to be among the persons that count, or not."""
        member, decisive = self._members(node), self._decisive(node)

        def supposed(each: PartyId) -> int:
            return standings[each] if each in standings else member(each)

        def supposed_decisive(each: PartyId) -> int:
            return standings[each] if each in standings else decisive(each)

        question = self._question(node, self._readings(node))
        if further_of(node):  # who is not among those that decide may still count beside them
            asked = self._asked(party, member, question, decisive=supposed_decisive)
        else:
            asked = self._asked(party, supposed, question)
        return asked.verdict

    @property
    def taken_for_before(self) -> bool:
        """Whether holders of a target were taken for those before the deal, though nothing says so."""
        return self._graph is not None and bool(self._effective.taken_for_before)

    def _question(self, node: Graph, readings: Readings) -> AnyQuestion:
        known = self._run.rule_set.program.questions
        question: AnyQuestion | None = known.get((id(node), readings))
        if question is None:
            question = known[id(node), readings] = question_of(node, dict(readings))
        return question

    def _asked(
        self,
        party: PartyId,
        member: Callable[[PartyId], int],
        question: AnyQuestion,
        *,
        known: Known | None = None,
        decisive: Callable[[PartyId], int] = _always,
    ) -> Answer:
        graph = self._graph
        if graph is None:
            transaction = self._run.transaction
            self._effective = counting = before_the_deal(transaction, self._run.parties)
            graph = self._graph = OwnershipGraph(
                tuple(counting.parties.values()),
                counting.interests,
                by_id=counting.parties,
                counting=counting,
                effort=self._run.effort,
            )
        match question:
            case Question(listed=True) if self._effective.open_lists:
                return held_by(self._graph_of_listed_holders(), party, member, question, known=known)
            case Question():
                return held_by(graph, party, member, question, known=known)
            case ParentTest():
                return has_parent(graph, party, member, question)
            case IncomeTest(every_holding=True):
                return derives_majority(self._graph_of_every_holding(), party, member, question, decisive)
            case IncomeTest():
                return derives_majority(graph, party, member, question, decisive)

    def _graph_of_listed_holders(self) -> OwnershipGraph:
        """The graph as if nobody had held anything before the deal who is not on a list said to be complete."""
        if self._with_listed_holders is None:
            counting = self._effective
            parties = {**counting.parties, **{name: self._run.parties[name] for name in self._taken_for_listed()}}
            self._with_listed_holders = OwnershipGraph(
                tuple(parties.values()),
                counting.interests,
                by_id=parties,
                counting=counting,
                effort=self._run.effort,
            )
        return self._with_listed_holders

    def _taken_for_listed(self) -> Iterator[PartyId]:
        """The entities of which an assumption closes the list; none where a seller is stated and not named."""
        transaction = self._run.transaction
        deals = (transaction.deal, transaction.fund_deal)
        passes = [each for deal in deals if deal is not None and deal.passes is not None for each in deal.passes.items]
        if all(each.seller is not None or each.newly_issued is True for each in passes):
            yield from self._effective.open_lists

    def _graph_of_every_holding(self) -> OwnershipGraph:
        """The graph as if no holding were within 850.501(a)."""
        if self._with_every_holding is None:
            interests = [replace(each, excepted_securities_only=False) for each in self._effective.interests]
            counting = replace(self._effective, interests=interests)
            self._with_every_holding = OwnershipGraph(
                tuple(counting.parties.values()),
                interests,
                by_id=counting.parties,
                counting=counting,
                effort=self._run.effort,
            )
        return self._with_every_holding

    def _members(self, node: Graph) -> Callable[[PartyId], int]:
        run, among = self._run, among_of(node)
        tests = [run.rule_set.program.truth[name] for name in node.persons]

        def member(party: PartyId) -> int:
            verdict = NOT_MET if tests else MET
            for test in tests:
                verdict |= test(run.parties[party], run)
                if verdict == MET:
                    break
            return verdict & named(among, run.transaction, party) if among else verdict

        return member

    def _decisive(self, node: Graph) -> Callable[[PartyId], int]:
        """Who meets the further definition that one of the persons that count has to meet; all, if there is none."""
        run, further = self._run, further_of(node)
        if not further:
            return _always
        tests = [run.rule_set.program.truth[name] for name in further]
        return lambda party: min(test(run.parties[party], run) for test in tests)

    def explain(self, node: Graph, party: PartyId, facts: Facts, *, full: bool) -> None:
        """Quote the facts that the answer rests on or waits for, and explain the standing of the persons in it."""
        run, found = self._run, self._answer(node, party)
        if isinstance(node, HeldBy) and node.assumes is not None:
            for each in self._taken_for_listed():
                self.assumed[self._effective.open_lists[each][0]] = node.assumes
        if node.interpretations and not full and (found.verdict or run.thorough):
            for name in self._telling_readings(node, party):
                run.apply_reading(name, facts)
        evidence = evidence_of(found)
        # That others hold the entity is said by the facts; their paths are told only to those who want everything.
        if run.thorough or not (isinstance(found, HeldShare) and found.by_others):
            self._tell(node, party, found, evidence=evidence, facts=facts)
        words = node.words
        for pointer, value in self._read(node, party, evidence):
            run.effort.spend(_QUOTED)
            facts[pointer] = fact(pointer, quoted(value), words)
        program = run.rule_set.program
        explain = program.full if full else program.explain
        for each in (*evidence.members, *evidence.non_members, *evidence.open_members):
            for name in (*self._telling(node.persons, each), *further_of(node)):
                verdict = program.truth[name](run.parties[each], run)
                explain[name](run.parties[each], run.at(each), run, verdict)

    def _read(self, node: Graph, party: PartyId, evidence: Evidence) -> Iterator[tuple[str, object]]:
        """The JSON Pointers and values of the facts that an answer rests on or waits for."""
        run, interests = self._run, self._run.transaction.interests
        passed_over = "excepted_securities_only" if isinstance(node, DerivesMajority) and node.every_holding else None
        for index, field in evidence.interests:
            holder, value = interests[index].holder, getattr(interests[index], field)
            if value is None and run.parties[holder].kind == "public_float":  # of which nobody has what is not stated
                yield f"{run.at(holder)}/kind", run.parties[holder].kind
            elif field != passed_over:
                yield f"/interests/{index}/{field}", value
        yield from deciding_facts(evidence, self._effective, run.transaction)
        if evidence.open_interests:
            yield from open_facts_of(evidence, self._effective, run.transaction)
        for each, field in evidence.parties:
            yield f"{run.at(each)}/{field}", getattr(run.parties[each], field)
            if field == "holders_complete" and run.parties[each].ownerless is not None:
                yield f"{run.at(each)}/ownerless", run.parties[each].ownerless
        for each, field in evidence.open_parties:
            for pointer in open_facts_about(each, field, counting=self._effective, run=run):
                yield pointer, value_at(run.transaction, pointer)
        for figure in (*evidence.figures, *evidence.open_figures):
            yield figure_of(run, party, figure)
        if isinstance(node, HasParent):
            yield from places(node.among, run.transaction)

    def _tell(self, node: Graph, party: PartyId, found: Answer, *, evidence: Evidence, facts: Facts) -> None:
        """Keep the answer in words for the reason that these facts belong to."""
        if self._graph is not None:
            breakdown = breakdown_of(found, evidence)
            if breakdown is None and found.verdict != UNKNOWN:
                return
            told = told_account(breakdown, evidence, graph=self._graph, party=party, asks=node.words, at=self._run.at)
            self.accounts.setdefault(id(facts), (facts, []))[1].append(told)

    def open_facts(self, node: Graph, party: PartyId) -> tuple[frozenset[str], tuple[PartyId, ...]]:
        """What keeps an unknown answer open: JSON Pointers of facts, and parties whose standing is unknown."""
        run = self._run
        evidence = evidence_of(self._answer(node, party))
        pointers = {pointer for pointer, _ in open_facts_of(evidence, self._effective, run.transaction)}
        for each, field in evidence.open_parties:
            pointers.update(open_facts_about(each, field, counting=self._effective, run=run))
        pointers |= {figure_of(run, party, figure)[0] for figure in evidence.open_figures}
        undecided = {name for name in self._telling_readings(node, party) if run.readings[name] is None}
        pointers |= {f"/legal_decisions/{name}" for name in undecided}
        pointers |= {place for each in evidence.open_members for place in self._open_places(node, each)}
        run.effort.spend(_QUOTED * len(pointers))
        return frozenset(pointers), evidence.open_members

    def _open_places(self, node: Graph, party: PartyId) -> tuple[str, ...]:
        return open_places(among_of(node), self._run.transaction, party)

    def _telling(self, definitions: tuple[str, ...], party: PartyId) -> tuple[str, ...]:
        """Of several definitions, the one that a member meets; all of them for anyone else."""
        run = self._run
        for name in definitions:
            if run.rule_set.program.truth[name](run.parties[party], run) == MET:
                return (name,)
        return definitions

    def _telling_readings(self, node: Graph, party: PartyId) -> tuple[str, ...]:
        """The interpretations of which another reading would answer differently."""
        readings = self._readings(node)
        verdict = self._answer(node, party).verdict
        telling = []
        for name, in_use in readings:
            for other in self._run.rule_set.interpretations[name].readings:
                changed = tuple((each, other if each == name else reading) for each, reading in readings)
                if other != in_use and self._answer(node, party, changed).verdict != verdict:
                    telling.append(name)
                    break
        return tuple(telling)


def among_of(node: Graph) -> tuple[Path, ...]:
    """The places of the transaction in which the persons asked about stand; none where they can stand anywhere."""
    return node.among if isinstance(node, HasParent) else ()


def further_of(node: Graph) -> tuple[str, ...]:
    """The further definition that one of the persons that count has to meet, if the question names one."""
    return (node.one_meets,) if isinstance(node, DerivesMajority) and node.one_meets is not None else ()


def question_of(node: Graph, readings: dict[str, str | None]) -> AnyQuestion:
    """The question that a condition asks under these readings."""
    match node:
        case HeldBy(method=method, method_by=method_by, attribution_by=by):
            return Question(
                measures=tuple(map(Measure, node.measures)),
                threshold=node.threshold,
                strict=node.strict,
                method=Method(method or readings[method_by or ""] or Method.HIGHEST),
                pooled=node.pooled,
                any_parent=by is not None and readings[by] != "same_measure",
                listed=node.assumes is not None,
            )
        case HasParent(attribution_by=by):
            return ParentTest(any_parent=by is None or readings[by] != "same_measure")
        case DerivesMajority():
            return IncomeTest(
                threshold=node.threshold,
                floor_usd=node.floor,
                floor_on_single=readings.get(node.floor_by or "") == "every_limb",
                losses=Losses(readings.get(node.losses_by or "") or Losses.UNDECIDED),
                either_year=readings.get(node.year_by or "") != "audit_governs",
                every_holding=node.every_holding,
            )


def figure_of(run: Run, party: PartyId, figure: tuple[int | None, int | None, str]) -> tuple[str, object]:
    """The JSON Pointer and the value of a figure in a party's statements."""
    place, index, field = figure
    statements, pointer = run.parties[party].statements, f"{run.at(party)}/statements"
    if place is None or statements is None:
        return (pointer, None) if statements is None else (f"{pointer}/complete", statements.complete)
    statement, pointer = statements.items[place], f"{pointer}/items/{place}"
    if field == "persons":
        persons = statement.persons
        return (f"{pointer}/persons", None) if persons is None else (f"{pointer}/persons/complete", persons.complete)
    if index is None or statement.persons is None:
        return f"{pointer}/{field}", getattr(statement, field)
    return f"{pointer}/persons/items/{index}/{field}", getattr(statement.persons.items[index], field)
