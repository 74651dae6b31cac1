"""What no golden case reaches, each with a transaction that reaches it: a case still to be written."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice

from app.domain.analysis.bench import Bench
from app.domain.analysis.embodying import embodiments
from app.domain.analysis.findings import Finding, Kind, Level, Witness
from app.domain.analysis.models import SUBJECT, Goal, Models, env_of
from app.domain.evaluation.coverage import Coverage, Gap, Report
from app.domain.language.nodes import All, AnyOf, Condition, ForAny, Meets, Not
from app.domain.language.ruleset import RuleSet, whole_of
from app.domain.language.soundness import parts_of
from app.domain.truth import MET

_SHOWN = 25
"""For so many gaps a transaction is looked for: who mends these has written the cases for most others as well."""
_TRIED = 12
"""So many transactions are tried for one gap."""


def uncovered(
    bench: Bench, models: Models, report: Report, *, witnesses: Sequence[Witness], refused: AbstractSet[str]
) -> Iterator[Finding]:
    """A finding for each gap of the report on these witnesses, but for those that come of another.

    Nor is said of what nothing can reach that no case does, where its definition is ``refused`` for that already.
    """
    of_whole = {gap.branch.place[0]: gap.never for gap in report.gaps if not gap.branch.place[1]}
    gaps = [gap for gap in report.gaps if not _follows(gap, of_whole, bench.rule_set)]
    for number, gap in enumerate(gaps):
        if gap.branch.place[0] in refused and not any(map(models.possible, _goals(gap, bench.rule_set))):
            continue
        shown = _reaching(bench, models, gap, witnesses) if number < _SHOWN else None
        told = " The transaction shown reaches it: say in a case what it is to be." if shown is not None else ""
        yield Finding(
            kind=Kind.UNCOVERED,
            level=Level.REFUSE,
            rules=(gap.branch.place[0],),
            sentence=f"No golden case reaches this. {gap}.{told}",
            counterexample=shown,
        )


def _follows(gap: Gap, of_whole: Mapping[str, tuple[int, ...]], rule_set: RuleSet) -> bool:
    """Whether it is the gap of a definition named there, which is told by itself."""
    name, way = gap.branch.place
    part = _part_at(whole_of(rule_set.definitions[name]), way)
    return isinstance(part, Meets) and set(gap.never) <= set(of_whole.get(part.definition, ()))


def _reaching(bench: Bench, models: Models, gap: Gap, witnesses: Sequence[Witness]) -> Witness | None:
    about = bench.rule_set.definitions[gap.branch.place[0]]
    for verdict, goal in zip(gap.never, _goals(gap, bench.rule_set), strict=True):
        for shown in islice(embodiments(bench, models, witnesses, about=about, goals=(goal,)), _TRIED):
            seen = Coverage(bench.rule_set).watch([shown.transaction], variants=shown.variants)
            if seen.has_seen(gap.branch.place, verdict):
                return shown
    return None


def _goals(gap: Gap, rule_set: RuleSet) -> list[Goal]:
    """For each verdict that the branch never had, a goal that is reached where it has it."""
    name, way = gap.branch.place
    about = rule_set.definitions[name]
    env = env_of(about.variable, SUBJECT)
    return [Goal(_with_verdict(whole_of(about), way, verdict), env, met=True) for verdict in gap.never]


def _part_at(condition: Condition, way: tuple[int, ...]) -> Condition:
    """The part of a condition at the end of the way."""
    for step in way:
        condition = parts_of(condition)[step]
    return condition


def _with_verdict(condition: Condition, way: tuple[int, ...], verdict: int) -> Condition:
    """A condition that is met where the part of ``condition`` at the end of the way has the verdict."""
    if not way:
        return condition if verdict == MET else Not(condition)
    match condition:
        case All(parts) | AnyOf(parts):
            return _with_verdict(parts[way[0]], way[1:], verdict)
        case ForAny(variable, path, part):
            return ForAny(variable, path, _with_verdict(part, way[1:], verdict))
        case Not(part):
            return _with_verdict(part, way[1:], verdict)
        case _:
            raise TypeError(type(condition).__name__)
