"""Puts questions about ownership and control to :mod:`app.domain.ownership`, and quotes what the answers rest on."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.domain.evaluation.conclusions import explain_concluded, is_concluded
from app.domain.evaluation.deciding_facts import deciding_facts, open_facts_about, open_facts_of
from app.domain.evaluation.named_parties import named, open_places, places
from app.domain.evaluation.own_side import NOBODY, own_side
from app.domain.evaluation.ownership_account import answer_about
from app.domain.evaluation.run import Facts, OwnershipReadings, Run
from app.domain.evaluation.stated import explain_directed, explain_stated_holder, has_stated_holder, is_directed
from app.domain.facts.fact import PartyId
from app.domain.facts.places import value_at
from app.domain.language.nodes import (
    Concluded,
    DerivesMajority,
    DirectedBy,
    HasParent,
    HeldBy,
    OwnershipNode,
    Path,
    Stated,
    StatedHolder,
)
from app.domain.ownership.answer.control import has_parent
from app.domain.ownership.answer.held_share import HeldShare, Known, held_by
from app.domain.ownership.answer.income import derives_majority
from app.domain.ownership.answer.income_figures import IncomeTest, Losses
from app.domain.ownership.answer.question import Member, Method, ParentTest, Question
from app.domain.ownership.explain.answers import Answer, breakdown_of, evidence_of
from app.domain.ownership.explain.evidence import Evidence
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.quoting import fact, quoted
from app.domain.truth import MET, NOT_MET, UNKNOWN, Verdict

_QUOTED = 3
"""How many steps a fact costs that an answer on ownership rests on or waits for."""
AnyQuestion = Question | ParentTest | IncomeTest


def _always(_: PartyId) -> Verdict:
    return MET


def ownership_verdict(node: OwnershipNode | Stated, party: PartyId | None, run: Run) -> Verdict:
    """Give the verdict on a question about ownership or control of a party, asked once for each party."""
    if isinstance(node, DirectedBy):
        return is_directed(node, party, run)
    if isinstance(node, StatedHolder):
        return has_stated_holder(node, party, run)
    if isinstance(node, Concluded):
        return is_concluded(node, party, run)
    return UNKNOWN if party is None else _answer(run, node, party).verdict


def explain_ownership(node: OwnershipNode | Stated, party: PartyId, run: Run, facts: Facts, *, full: bool) -> None:
    """Quote what a verdict on ownership or control rests on, and explain who the persons are."""
    if isinstance(node, DirectedBy):
        explain_directed(node, party, run, facts, full=full)
    elif isinstance(node, StatedHolder):
        explain_stated_holder(node, party, run, facts, full=full)
    elif isinstance(node, Concluded):
        explain_concluded(node, party, run, facts)
    else:
        _explain(node, party, run, facts, full=full)


def _readings(run: Run, node: OwnershipNode) -> OwnershipReadings:
    readings = run.readings
    return tuple([(name, readings[name]) for name in node.interpretations])


def _answer(run: Run, node: OwnershipNode, party: PartyId, other_readings: OwnershipReadings | None = None) -> Answer:
    """Give the answer under the readings in use, or under others."""
    key = (id(node), party, other_readings)
    answer = run.ownership.answers.get(key)
    if answer is None:
        readings = _readings(run, node) if other_readings is None else other_readings
        known = run.ownership.known.setdefault(id(node), {})
        question = _question(run, node, readings)
        run.ownership.answers[key] = answer = _asked(
            party,
            _members(run, node),
            question,
            known=known,
            decisive=_decisive(run, node),
            own=own_side(node, run),
            run=run,
        )
    return answer


def supposing(node: OwnershipNode, party: PartyId, run: Run, *, memberships: Mapping[PartyId, Verdict]) -> Verdict:
    """Give the verdict if these parties turned out to be among the persons that count, or not."""
    member, decisive = _members(run, node), _decisive(run, node)

    def supposed(each: PartyId) -> Verdict:
        return memberships[each] if each in memberships else member(each)

    def supposed_decisive(each: PartyId) -> Verdict:
        return memberships[each] if each in memberships else decisive(each)

    question = _question(run, node, _readings(run, node))
    if further_of(node):  # who is not among those that decide may still count beside them
        asked = _asked(party, member, question, decisive=supposed_decisive, run=run)
    else:
        asked = _asked(party, supposed, question, own=own_side(node, run), run=run)
    return asked.verdict


def _question(run: Run, node: OwnershipNode, readings: OwnershipReadings) -> AnyQuestion:
    known = run.program.questions
    question: AnyQuestion | None = known.get((id(node), readings))
    if question is None:
        question = known[id(node), readings] = question_of(node, dict(readings))
    return question


def _asked(
    party: PartyId,
    member: Member,
    question: AnyQuestion,
    *,
    run: Run,
    known: Known | None = None,
    decisive: Member = _always,
    own: frozenset[PartyId] = NOBODY,
) -> Answer:
    graph = run.ownership.graph
    if graph is None:
        run.ownership.counted = counting = run.regime.counted_interests(run.transaction, run.parties)
        graph = run.ownership.graph = OwnershipGraph.of(counting, effort=run.effort)
    match question:
        case Question(listed=listed):
            listed = listed and bool(run.ownership.counted.open_lists)
            supposed = _supposed_graph(run, own, of_listed_holders=listed) if listed or own else graph
            return held_by(supposed, party, member, question, known=known)
        case ParentTest():
            return has_parent(graph, party, member, question)
        case IncomeTest(every_holding=True):
            return derives_majority(_graph_of_every_holding(run), party, member, question, decisive)
        case IncomeTest():
            return derives_majority(graph, party, member, question, decisive)


def _supposed_graph(run: Run, own: frozenset[PartyId], *, of_listed_holders: bool) -> OwnershipGraph:
    """Give the graph as if nobody were behind those of the own side.

    ``of_listed_holders`` supposes further that nobody held anything before the deal who is not on a list said to be
    complete.
    """
    key = own, of_listed_holders
    if key not in run.ownership.supposed:
        counting, parties = run.ownership.counted, dict(run.ownership.counted.parties)
        if of_listed_holders:
            parties.update((name, run.parties[name]) for name in counting.closed_if_assumed)
        parties.update((name, replace(run.parties[name], kind="individual")) for name in own)
        behind = {place for place, each in enumerate(counting.interests) if each.subject in own}
        counting = replace(counting, parties=parties, left_out=counting.left_out | behind)
        run.ownership.supposed[key] = OwnershipGraph.of(counting, effort=run.effort)
    return run.ownership.supposed[key]


def _graph_of_every_holding(run: Run) -> OwnershipGraph:
    """Give the graph as if no holding were within 850.501(a)."""
    if run.ownership.with_every_holding is None:
        interests = [replace(each, excepted_securities_only=False) for each in run.ownership.counted.interests]
        counting = replace(run.ownership.counted, interests=interests)
        run.ownership.with_every_holding = OwnershipGraph.of(counting, effort=run.effort)
    return run.ownership.with_every_holding


def _members(run: Run, node: OwnershipNode) -> Member:
    among, own = among_of(node), own_side(node, run)
    tests = [run.program.truth[name] for name in node.persons]

    def member(party: PartyId) -> Verdict:
        verdict = NOT_MET if tests else MET
        for test in tests:
            verdict |= test(run.parties[party], run)
            if verdict == MET:
                break
        if party in own and verdict == UNKNOWN:
            return NOT_MET
        return verdict & named(among, run.transaction, party) if among else verdict

    return member


def _decisive(run: Run, node: OwnershipNode) -> Member:
    """Say who meets the further definition that one of the persons that count has to meet; all, if there is none."""
    further = further_of(node)
    if not further:
        return _always
    tests = [run.program.truth[name] for name in further]
    return lambda party: min(test(run.parties[party], run) for test in tests)


def _explain(node: OwnershipNode, party: PartyId, run: Run, facts: Facts, *, full: bool) -> None:
    """Quote the facts that the answer rests on or waits for, and explain the membership of the persons in it."""
    found = _answer(run, node, party)
    if isinstance(node, HeldBy) and node.assumes is not None:
        for each in run.ownership.counted.closed_if_assumed:
            run.ownership.assumed[run.ownership.counted.open_lists[each][0]] = node.assumes
    if isinstance(node, HeldBy) and node.own_side is not None:
        passed_over = own_side(node, run) & {interest.holder for interest in run.ownership.counted.interests}
        for each in run.parties:  # in the order of the transaction, whatever that of a set
            if each in passed_over:
                run.ownership.assumed[f"{run.at(each)}/restricted_lists"] = node.own_side.says
    if node.interpretations and not full and (found.verdict or run.thorough):
        for name in _decisive_readings(run, node, party):
            run.rest_on(name)
    evidence = evidence_of(found)
    # That others hold the entity is said by the facts; their paths are told only to those who want everything.
    if run.thorough or not (isinstance(found, HeldShare) and found.by_others):
        _keep_account(run, node, party, found, evidence=evidence, facts=facts)
    words = node.words if full else node.short
    for pointer, value in _facts_of(run, node, party, evidence):
        run.effort.spend(_QUOTED)
        facts[pointer] = fact(pointer, quoted(value), words)
    program = run.program
    explain = program.full if full else program.explain
    for each in (*evidence.members, *evidence.non_members, *evidence.open_members):
        for name in (*_definitions_met(run, node.persons, each), *further_of(node)):
            verdict = program.truth[name](run.parties[each], run)
            explain[name](run.parties[each], run.at(each), run, verdict)


def _facts_of(run: Run, node: OwnershipNode, party: PartyId, evidence: Evidence) -> Iterator[tuple[str, object]]:
    """Give the JSON Pointers and values of the facts that an answer rests on or waits for."""
    interests = run.transaction.interests
    passed_over = "excepted_securities_only" if isinstance(node, DerivesMajority) and node.every_holding else None
    for index, field in evidence.interests:
        holder, value = interests[index].holder, getattr(interests[index], field)
        if value is None and run.parties[holder].kind == "public_float":  # of which nobody has what is not stated
            yield f"{run.at(holder)}/kind", run.parties[holder].kind
        elif field != passed_over:
            yield f"/interests/{index}/{field}", value
    yield from deciding_facts(evidence, run)
    if evidence.open_interests:
        yield from open_facts_of(evidence, run)
    for each, field in evidence.parties:
        yield f"{run.at(each)}/{field}", getattr(run.parties[each], field)
        if field == "holders_complete" and run.parties[each].ownerless is not None:
            yield f"{run.at(each)}/ownerless", run.parties[each].ownerless
    for each, field in evidence.open_parties:
        for pointer in open_facts_about(each, field, run):
            yield pointer, value_at(run.transaction, pointer)
    for figure in (*evidence.figures, *evidence.open_figures):
        yield figure_of(run, party, figure)
    if isinstance(node, HasParent):
        yield from places(node.among, run.transaction)


def _keep_account(
    run: Run, node: OwnershipNode, party: PartyId, found: Answer, *, evidence: Evidence, facts: Facts
) -> None:
    """Keep the answer in words for the reason that these facts belong to."""
    if run.ownership.graph is not None:
        breakdown = breakdown_of(found, evidence)
        if breakdown is None and found.verdict != UNKNOWN:
            return
        day = next(iter(run.regime.days(run.transaction)), "")
        told = answer_about(
            breakdown, evidence, graph=run.ownership.graph, party=party, asks=node.words, at=run.at, day=day
        )
        run.ownership.accounts.setdefault(id(facts), (facts, []))[1].append(told)


def open_facts(node: OwnershipNode, party: PartyId, run: Run) -> tuple[frozenset[str], tuple[PartyId, ...]]:
    """Say what keeps an unknown answer open: JSON Pointers of facts, and parties whose membership is unknown."""
    evidence = evidence_of(_answer(run, node, party))
    pointers = {pointer for pointer, _ in open_facts_of(evidence, run)}
    for each, field in evidence.open_parties:
        pointers.update(open_facts_about(each, field, run))
    pointers |= {figure_of(run, party, figure)[0] for figure in evidence.open_figures}
    undecided = {name for name in _decisive_readings(run, node, party) if run.readings[name] is None}
    pointers |= {f"/legal_decisions/{name}" for name in undecided}
    pointers |= {
        place for each in evidence.open_members for place in open_places(among_of(node), run.transaction, each)
    }
    run.effort.spend(_QUOTED * len(pointers))
    return frozenset(pointers), evidence.open_members


def _definitions_met(run: Run, definitions: tuple[str, ...], party: PartyId) -> tuple[str, ...]:
    """Of several definitions, the one that a member meets; all of them for anyone else."""
    for name in definitions:
        if run.program.truth[name](run.parties[party], run) == MET:
            return (name,)
    return definitions


def _decisive_readings(run: Run, node: OwnershipNode, party: PartyId) -> tuple[str, ...]:
    """Give the interpretations of which another reading would answer differently."""
    readings = _readings(run, node)
    verdict = _answer(run, node, party).verdict
    telling = []
    for name, in_use in readings:
        for other in run.rule_set.interpretations[name].readings:
            changed = tuple((each, other if each == name else reading) for each, reading in readings)
            if other != in_use and _answer(run, node, party, changed).verdict != verdict:
                telling.append(name)
                break
    return tuple(telling)


def among_of(node: OwnershipNode) -> tuple[Path, ...]:
    """Give the places of the transaction in which the persons asked about stand; none where they can stand anywhere."""
    return node.among if isinstance(node, HasParent) else ()


def further_of(node: OwnershipNode) -> tuple[str, ...]:
    """Give the further definition that one of the persons that count has to meet, if the question names one."""
    return (node.one_meets,) if isinstance(node, DerivesMajority) and node.one_meets is not None else ()


def question_of(node: OwnershipNode, readings: dict[str, str | None]) -> AnyQuestion:
    """Give the question that a condition asks under these readings."""
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
    """Give the JSON Pointer and the value of a figure in a party's statements."""
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
