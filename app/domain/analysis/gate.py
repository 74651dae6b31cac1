"""The analysis of a rule set before it is published: everything that can be found in it without asking a lawyer."""

from collections.abc import Iterable, Iterator, Sequence

from app.domain.analysis.bench import Bench
from app.domain.analysis.embodying import embodiments, nearest
from app.domain.analysis.findings import Finding, Kind, Level, Witness
from app.domain.analysis.forgetting import forgetting
from app.domain.analysis.idle import Idle, idle_conditions
from app.domain.analysis.models import Models
from app.domain.analysis.reaching import uncovered
from app.domain.analysis.sweeping import sweeping
from app.domain.analysis.tiers import duties_in_conflict, outcomes_reached, shadowed
from app.domain.evaluation.coverage import Coverage, Report
from app.domain.language.ruleset import RuleSet

_LEVELS = {Kind.NEEDLESS: Level.WARN}


def analyse(rule_set: RuleSet, witnesses: Iterable[Witness], *, coverage: Report | None = None) -> tuple[Finding, ...]:
    """Everything found wrong with a rule set, refusals first; always the same for the same rule set and witnesses.

    ``witnesses`` are transactions known to matter, such as those of the golden cases, and ``coverage`` is the report on
    them, computed where it is not given. A version with a finding of ``Level.REFUSE`` should not be published.
    """
    known = tuple(witnesses)
    bench, models = Bench(rule_set), Models(rule_set)
    judged = [bench.judge(witness) for witness in known]
    report = coverage if coverage is not None else _covered(rule_set, known)
    idle = list(idle_conditions(rule_set, models, coverage=report))
    at_fault = {each.definition.id for each in idle if _level(each) is Level.REFUSE}
    found = [
        *outcomes_reached(judged, rule_set),
        *(_finding(bench, models, each, known) for each in idle),
        *shadowed(bench, models, judged),
        *sweeping(bench, judged),
        *forgetting(bench, judged),
        *duties_in_conflict(bench, judged),
        *_failures(bench),
        *uncovered(bench, models, report, witnesses=known, refused=at_fault),
    ]
    return tuple(sorted(found, key=lambda finding: finding.level is not Level.REFUSE))


def refused(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings forbids publishing."""
    return any(finding.level is Level.REFUSE for finding in findings)


def _covered(rule_set: RuleSet, witnesses: Sequence[Witness]) -> Report:
    coverage = Coverage(rule_set)
    for witness in witnesses:
        coverage.watch([witness.transaction], variants=witness.variants)
    return coverage.report()


def _finding(bench: Bench, models: Models, idle: Idle, witnesses: Sequence[Witness]) -> Finding:
    shown = None
    about = idle.definition
    if idle.shown_by:
        shown = next(embodiments(bench, models, witnesses, about=about, goals=idle.shown_by), None)
    if shown is None:
        # What nothing meets is shown by the transaction that comes nearest.
        shown = nearest(bench, witnesses, about=about, goals=idle.near)
    return Finding(
        kind=idle.kind,
        level=_level(idle),
        rules=tuple(dict.fromkeys(idle.rules)),
        sentence=f"{idle.definition.id}: {idle.sentence}",
        counterexample=shown,
    )


def _level(idle: Idle) -> Level:
    return _LEVELS.get(idle.kind, Level.REFUSE)


def _failures(bench: Bench) -> Iterator[Finding]:
    told: set[str] = set()
    for failure, witness in bench.failures:
        kind = type(failure).__name__
        if kind not in told:
            told.add(kind)
            yield Finding(
                kind=Kind.FAILS,
                level=Level.REFUSE,
                rules=(),
                sentence=f"A rule could not be evaluated ({kind}); the answer is undetermined for no reason of law.",
                counterexample=witness,
            )
