"""Analyses a rule set before it is published: finds what can be found wrong without asking a lawyer."""

from collections.abc import Iterator, Sequence

from app.domain.analysis.counterexamples import counterexamples, nearest
from app.domain.analysis.findings import FindingKind, RuleSetFinding, Sample
from app.domain.analysis.forgotten_facts import duties_lost_by_forgetting
from app.domain.analysis.outcome_checks import conflicting_duties, shadowed_definitions, unreachable_outcomes
from app.domain.analysis.samples import SampleJudge
from app.domain.analysis.solver import Solver
from app.domain.analysis.threshold_sweep import gaps_between_thresholds
from app.domain.analysis.uncovered_branches import uncovered_branches
from app.domain.analysis.unused_conditions import UnusedCondition, unused_conditions
from app.domain.answers.lifecycle import Level
from app.domain.evaluation.coverage import Report
from app.domain.language.ruleset import RuleSet


def analyse(rule_set: RuleSet, samples: Sequence[Sample], *, coverage: Report) -> tuple[RuleSetFinding, ...]:
    """Find everything wrong with a rule set, refusals first; always the same for the same rule set and samples.

    ``samples`` are transactions known to matter, such as those of the golden cases, and ``coverage`` is the report on
    them. A version with a finding of ``Level.REFUSE`` should not be published.
    """
    judge, solver = SampleJudge(rule_set), Solver(rule_set)
    judged = [judge.judge(sample) for sample in samples]
    unused = [_finding(judge, solver, each, samples) for each in unused_conditions(rule_set, solver, coverage)]
    found = [
        *unreachable_outcomes(judged, rule_set),
        *unused,
        *shadowed_definitions(judge, solver, judged),
        *gaps_between_thresholds(judge, judged),
        *duties_lost_by_forgetting(judge, judged),
        *conflicting_duties(judge, judged),
        *_failures(judge),
    ]
    at_fault = {each.rules[0] for each in unused if each.level is Level.REFUSE}
    found += uncovered_branches(judge, solver, coverage, samples=samples, refused=at_fault)
    return tuple(sorted(found, key=lambda finding: finding.level is not Level.REFUSE))


def _finding(judge: SampleJudge, solver: Solver, unused: UnusedCondition, samples: Sequence[Sample]) -> RuleSetFinding:
    shown = None
    about = unused.definition
    if unused.shown_by:
        shown = next(counterexamples(judge, solver, samples, about=about, goals=unused.shown_by), None)
    if shown is None:
        # What nothing meets is shown by the transaction that comes nearest.
        shown = nearest(judge, samples, about=about, goals=unused.near)
    return RuleSetFinding(
        kind=unused.kind,
        level=Level.WARN if unused.kind is FindingKind.NEEDLESS else Level.REFUSE,
        rules=unused.rules,
        sentence=f"{about.id}: {unused.sentence}",
        counterexample=shown,
    )


def _failures(judge: SampleJudge) -> Iterator[RuleSetFinding]:
    """Yield a finding for each kind of failure of a rule, with the first sample that it failed on."""
    for kind, sample in {type(failure).__name__: sample for failure, sample in reversed(judge.failures)}.items():
        sentence = f"A rule could not be evaluated ({kind}); the answer is undetermined for no reason of law."
        yield RuleSetFinding(kind=FindingKind.FAILS, rules=(), sentence=sentence, counterexample=sample)
