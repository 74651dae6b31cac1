"""Analyses a rule set before it is published: finds what can be found wrong without asking a lawyer."""

from collections.abc import Iterator, Sequence

from app.domain.analysis.counterexamples import Counterexamples
from app.domain.analysis.findings import FindingKind, RuleSetFinding, Sample
from app.domain.analysis.forgotten_facts import duties_lost_by_forgetting
from app.domain.analysis.outcome_checks import conflicting_duties, shadowed_definitions, unreachable_outcomes
from app.domain.analysis.samples import SampleJudge
from app.domain.analysis.solver import Solver
from app.domain.analysis.threshold_sweep import gaps_between_thresholds
from app.domain.analysis.uncovered_branches import uncovered_branches
from app.domain.analysis.unused_conditions import unused_conditions
from app.domain.answers.lifecycle import FindingLevel
from app.domain.evaluation.coverage import Report
from app.domain.language.ruleset import RuleSet


def analyse(rule_set: RuleSet, samples: Sequence[Sample], *, coverage: Report) -> tuple[RuleSetFinding, ...]:
    """Find everything wrong with a rule set, refusals first; always the same for the same rule set and samples.

    ``samples`` are transactions known to matter, such as those of the golden cases, and ``coverage`` is the report on
    them. A version with a finding of ``FindingLevel.REFUSE`` should not be published.
    """
    judge = SampleJudge(rule_set)
    examples = Counterexamples(judge, Solver(rule_set), samples)
    judged = [judge.judge(sample) for sample in samples]
    unused = list(unused_conditions(examples, coverage))
    found = [
        *unreachable_outcomes(judged, rule_set),
        *unused,
        *shadowed_definitions(examples, judged),
        *gaps_between_thresholds(judge, judged),
        *duties_lost_by_forgetting(judge, judged),
        *conflicting_duties(judge, judged),
        *_failures(judge),
    ]
    at_fault = {each.rules[0] for each in unused if each.level is FindingLevel.REFUSE}
    found += uncovered_branches(examples, coverage, refused=at_fault)
    return tuple(sorted(found, key=lambda finding: finding.level is not FindingLevel.REFUSE))


def _failures(judge: SampleJudge) -> Iterator[RuleSetFinding]:
    """Yield a finding for each kind of failure of a rule, with the first sample that it failed on."""
    for kind, sample in {type(failure).__name__: sample for failure, sample in reversed(judge.failures)}.items():
        sentence = f"A rule could not be evaluated ({kind}); the answer is undetermined for no reason of law."
        yield RuleSetFinding(FindingKind.FAILS, (), sentence, sample)
