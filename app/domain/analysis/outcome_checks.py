"""Checks that every outcome can be reached, that every rule toward a lesser one leads there, and that duties agree."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from app.domain.analysis.counterexamples import Counterexamples
from app.domain.analysis.duty_direction import definitions_counting
from app.domain.analysis.findings import FindingKind, RuleSetFinding
from app.domain.analysis.samples import JudgedSample, SampleJudge
from app.domain.analysis.solver import SUBJECT, Goal, env_of
from app.domain.language.nodes import Test
from app.domain.language.ruleset import Definition, RuleSet, whole_of
from app.domain.language.soundness import names_in, walk
from app.domain.truth import MET, NOT_MET


def unreachable_outcomes(judged: Sequence[JudgedSample], rule_set: RuleSet) -> Iterator[RuleSetFinding]:
    """Yield a finding for each outcome that samples meet, all of which are excepted from it or in a graver one."""
    for index, outcome in enumerate(rule_set.outcomes):
        within = [each for each in judged if each.verdicts[index][1] == MET]
        graver = [each for each in within if any(met == MET for _, met, _ in each.verdicts[:index])]
        excepted = [each for each in within if each not in graver]
        # What no sample meets is for the golden cases to reach.
        if not within or any(each.verdicts[index][2] != MET for each in excepted):
            continue
        how, by = ("excepted from it", outcome.unless) if excepted else ("in a graver class", rule_set.outcomes[0].when)
        sentence = f"Each of {len(within)} transactions that would be {outcome.name} is {how}."
        rules, shown = (outcome.when, by or outcome.when), (excepted or within)[0].sample
        yield RuleSetFinding(FindingKind.UNREACHABLE, rules, sentence, shown)


def shadowed_definitions(examples: Counterexamples, judged: Sequence[JudgedSample]) -> Iterator[RuleSetFinding]:
    """Yield a finding for each definition of a lesser outcome whose every subject is in a graver outcome already.

    The tiers are told apart where outcomes name different things: what definitions name that only one of the two
    outcomes builds on. Each test of facts in the lesser tier is held against the graver tier about the same record.
    """
    judge, rule_set = examples.judge, examples.rule_set
    graver: set[str] = set()
    for outcome in rule_set.outcomes:
        reached = {name for name, toward in definitions_counting(rule_set, [(outcome.when, True)]) if toward}
        own, beyond = _with_named(rule_set, reached - graver), _with_named(rule_set, graver - reached)
        samples = [each.sample for each in judged if outcome.name in each.possible]
        lesser = Counterexamples(judge, examples.solver, samples)
        for definition in _asking(rule_set, own - beyond):
            for wider in _widest(rule_set, beyond - own, definition.record):
                yield from _shadowed_by(lesser, definition, wider)
        graver |= reached


def conflicting_duties(judge: SampleJudge, judged: Sequence[JudgedSample]) -> Iterator[RuleSetFinding]:
    """Yield a finding for each duty that an answer gives twice, with two days by which it is due.

    The same duty is one of the same kind for the same person, under the same paragraphs or counted from the same date.
    """
    clocks = {
        (each.kind, each.who, each.statement): each.due.after.text
        for each in judge.rule_set.obligations
        if each.due is not None
    }
    told: set[tuple[str, ...]] = set()
    seen: set[object] = set()
    for each in judged:
        if not each.has_duty or each.marks in seen:
            continue
        seen.add(each.marks)
        for one, two in combinations(judge.duties(each.sample), 2):
            if not (one["certain"] and two["certain"]) or one["due"] == two["due"]:
                continue
            clock, other = (clocks.get((duty["kind"], duty["who"]["role"], duty["what"])) for duty in (one, two))
            same_ground = one["citation"] == two["citation"] or (clock is not None and clock == other)
            cited = tuple(dict.fromkeys((one["citation"], two["citation"])))
            key = (one["kind"], one["who"]["role"], *cited)
            if (one["kind"], one["who"]) != (two["kind"], two["who"]) or not same_ground or key in told:
                continue
            told.add(key)
            days = " and ".join(sorted(str(duty["due"] or "no day") for duty in (one, two)))
            sentence = f"The same duty ({one['kind']}, {' and '.join(cited)}) is due on two days: {days}."
            yield RuleSetFinding(FindingKind.CONFLICT, (one["kind"],), sentence, each.sample)


def _with_named(rule_set: RuleSet, names: set[str]) -> set[str]:
    """List these definitions and those that they name."""
    return names | {named for name in names for named in _named_by(rule_set.definitions[name])}


def _named_by(definition: Definition) -> set[str]:
    return set(names_in(whole_of(definition)))


def _widest(rule_set: RuleSet, names: set[str], record: type) -> list[Definition]:
    """List those of the definitions about the record that no other of them about the record names."""
    about = [rule_set.definitions[name] for name in sorted(names) if rule_set.definitions[name].record is record]
    within = {inner for each in about for inner in _named_by(each)}
    return [each for each in about if each.id not in within]


def _asking(rule_set: RuleSet, names: set[str]) -> list[Definition]:
    """List those of the definitions, and of the like that they name, that test facts themselves."""
    found: dict[str, Definition] = {}
    for name in sorted(names):
        definition = rule_set.definitions[name]
        inner = [rule_set.definitions[each] for each in sorted(_named_by(definition))]
        for each in (definition, *(one for one in inner if one.record is definition.record)):
            if any(isinstance(part, Test) for part in walk(whole_of(each))):
                found[each.id] = each
    return list(found.values())


def _shadowed_by(examples: Counterexamples, lesser: Definition, wider: Definition) -> Iterator[RuleSetFinding]:
    env = env_of(lesser.variable, SUBJECT)
    within, beyond = Goal(whole_of(lesser), env, met=True), Goal(whole_of(wider), env, met=False)
    if not examples.solver.possible(within) or examples.solver.possible(within, beyond):
        return
    for shown in examples.reaching((within,), about=lesser):
        judged = examples.judge.judge(shown)
        graver = [name for name, met, _ in judged.verdicts if met != NOT_MET]
        if judged.has_duty and judged.possible == (graver[0],):
            said = f"Whatever meets {lesser.id} meets {wider.id} too and is {graver[0]}, so that it never decides."
            yield RuleSetFinding(FindingKind.SUBSUMED, (lesser.id, wider.id), said, shown)
            return
