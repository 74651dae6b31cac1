"""Finds what no golden case reaches, with a transaction that reaches it: a case still to be written."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice

from app.domain.analysis.counterexamples import Counterexamples
from app.domain.analysis.findings import FindingKind, RuleSetFinding, Sample
from app.domain.analysis.solver import SUBJECT, Goal, env_of
from app.domain.evaluation.coverage import Coverage, Gap, Report
from app.domain.language.nodes import Condition, ForAny, Meets, Not
from app.domain.language.ruleset import RuleSet, whole_of
from app.domain.language.soundness import parts_of
from app.domain.truth import MET

_SHOWN = 25
"""For so many gaps a transaction is looked for: who mends these has written the cases for most others as well."""
_TRIED = 12
"""So many transactions are tried for one gap."""


def uncovered_branches(
    examples: Counterexamples, report: Report, *, refused: AbstractSet[str]
) -> Iterator[RuleSetFinding]:
    """Yield a finding for each gap of the report on these samples, but for those that come of another.

    Nor is said of what nothing can reach that no case does, where its definition is ``refused`` for that already.
    """
    of_whole = {gap.branch.place[0]: gap.never for gap in report.gaps if not gap.branch.place[1]}
    rule_set = examples.rule_set
    coverage = Coverage(rule_set)
    gaps = [gap for gap in report.gaps if not _follows(gap, of_whole, rule_set)]
    for number, gap in enumerate(gaps):
        name = gap.branch.place[0]
        if name in refused and not any(map(examples.solver.possible, _goals(gap, rule_set))):
            continue
        shown = _reaching(examples, gap, coverage) if number < _SHOWN else None
        told = " The transaction shown reaches it: say in a case what it is to be." if shown is not None else ""
        sentence = f"No golden case reaches this. {gap}.{told}"
        yield RuleSetFinding(FindingKind.UNCOVERED, (name,), sentence, shown)


def _follows(gap: Gap, of_whole: Mapping[str, tuple[int, ...]], rule_set: RuleSet) -> bool:
    """Whether it is the gap of a definition named there, which is told by itself."""
    name, way = gap.branch.place
    part = whole_of(rule_set.definitions[name])
    for step in way:
        part = parts_of(part)[step]
    return isinstance(part, Meets) and set(gap.never) <= set(of_whole.get(part.definition, ()))


def _reaching(examples: Counterexamples, gap: Gap, coverage: Coverage) -> Sample | None:
    rule_set = examples.rule_set
    about = rule_set.definitions[gap.branch.place[0]]
    for verdict, goal in zip(gap.never, _goals(gap, rule_set), strict=True):
        for shown in islice(examples.reaching((goal,), about=about), _TRIED):
            coverage.forget()
            if coverage.watch([shown.transaction], variants=shown.variants).has_seen(gap.branch.place, verdict):
                return shown
    return None


def _goals(gap: Gap, rule_set: RuleSet) -> list[Goal]:
    """Build for each verdict that the branch never had a goal that is reached where it has it."""
    name, way = gap.branch.place
    about = rule_set.definitions[name]
    env = env_of(about.variable, SUBJECT)
    return [Goal(_with_verdict(whole_of(about), way, verdict), env, met=True) for verdict in gap.never]


def _with_verdict(condition: Condition, way: tuple[int, ...], verdict: int) -> Condition:
    """Build a condition that is met where the part of ``condition`` at the end of the way has the verdict."""
    if not way:
        return condition if verdict == MET else Not(condition)
    inner = _with_verdict(parts_of(condition)[way[0]], way[1:], verdict)
    return ForAny(condition.variable, condition.path, inner) if isinstance(condition, ForAny) else inner
