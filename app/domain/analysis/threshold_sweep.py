"""Checks that no quantity that gets worse lets a deal off: each is moved over all its thresholds, the rest unchanged.

A deal that has no duty between two values that have one stands in a gap; one that has a duty between two values that
have none, or a lesser one, is let off as the quantity moves on.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from app.domain.analysis.findings import FindingKind, RuleSetFinding, Sample
from app.domain.analysis.samples import JudgedSample, SampleJudge
from app.domain.analysis.values import points
from app.domain.answers.lifecycle import FindingLevel
from app.domain.facts.dictionary import Kind, fields_of
from app.domain.facts.places import records, with_value
from app.domain.language.nodes import Test
from app.domain.language.ruleset import RuleSet, whole_of
from app.domain.language.scope import records_of
from app.domain.language.soundness import walk
from app.domain.quantity import number_text

_ALIKE = 3
"""Of samples about which every definition has the same verdict, so many are swept for each quantity."""


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A quantity of a record, values that show everything it can do, and the definitions that compare it."""

    name: str
    points: tuple[Decimal, ...]
    rules: tuple[str, ...]


_Point = tuple[Decimal, JudgedSample, int]
"""A value of a quantity, the deal there, whose class is certain, and how grave that is."""


def gaps_between_thresholds(judge: SampleJudge, judged: Iterable[JudgedSample]) -> Iterator[RuleSetFinding]:
    """Yield a finding for each quantity that leaves a gap between two duties, or lets a deal off as it moves on."""
    quantities, gravest = _quantities(judge.rule_set), len(judge.rule_set.outcomes)
    swept: Counter[tuple[object, str]] = Counter()
    told: set[tuple[str, FindingLevel]] = set()
    for each in judged:
        for record, pointer in records(each.sample.transaction):
            for quantity in quantities.get(type(record), ()):
                name = quantity.name
                if getattr(record, name) is None or swept[each.marks, name] == _ALIKE:
                    continue
                swept[each.marks, name] += 1
                points = list(_swept(judge, each.sample, f"{pointer}/{name}", quantity))
                finding = _worst(quantity, points, gravest=gravest)
                if finding is not None and (name, finding.level) not in told:
                    told.add((name, finding.level))
                    yield finding


def _quantities(rule_set: RuleSet) -> dict[type[Any], list[_Quantity]]:
    """List the quantities that some test compares with a number by the record that has them, sorted by name."""
    tests = [
        (definition.id, part)
        for definition in rule_set.definitions.values()
        for part in walk(whole_of(definition))
        if isinstance(part, Test) and part.path.type.kind is Kind.QUANTITY
    ]
    found: dict[type[Any], list[_Quantity]] = {}
    for record in records_of(rule_set.regime.transaction).values():
        for name, field in sorted(fields_of(record).items()):
            mine = [(rule, part.operand) for rule, part in tests if part.path.steps[-1].field is field]
            if mine:
                unit = field.fact.unit if field.fact is not None else None
                shown = points((number for _, number in mine), unit=unit)
                rules = tuple(dict.fromkeys(rule for rule, _ in mine))
                found.setdefault(record, []).append(_Quantity(name, shown, rules))
    return found


def _swept(judge: SampleJudge, sample: Sample, pointer: str, quantity: _Quantity) -> Iterator[_Point]:
    """Put the sample at every point of the quantity where its class is certain."""
    for at in quantity.points:
        judged = judge.judge(replace(sample, transaction=with_value(sample.transaction, pointer, at)))
        severity = judge.rule_set.regime.severity(judged.determination)
        if severity is not None:
            yield at, judged, severity


def _worst(quantity: _Quantity, points: list[_Point], *, gravest: int) -> RuleSetFinding | None:
    """Find what is wrong with the course of the classes along a quantity; the gravest thing only."""
    found = [
        finding
        for index in range(1, len(points) - 1)
        if (finding := _at(points[index], points[:index], points[index + 1 :], quantity, gravest=gravest)) is not None
    ]
    return min(found, key=lambda finding: finding.level is not FindingLevel.REFUSE, default=None)


def _at(
    here: _Point, before: list[_Point], after: list[_Point], quantity: _Quantity, *, gravest: int
) -> RuleSetFinding | None:
    """Find a lesser duty than on both sides, or a graver one than further on both sides."""
    worst, least = ([choose(side, key=_severity) for side in (before, after)] for choose in (max, min))
    level = FindingLevel.REFUSE
    if _severity(here) < min(map(_severity, worst)):
        (left, right), shown, said = worst, here, "leaves a gap"
    elif _severity(here) > max(map(_severity, least)):
        (left, right), shown, said = least, least[1], "lets a deal off as it moves on"
        # A band that is notified can be meant; one that is prohibited, with less on both sides of it, hardly.
        level = FindingLevel.REFUSE if _severity(here) == gravest else FindingLevel.WARN
    else:
        return None
    at = [f"{judged.words} at {number_text(value)}" for value, judged, _ in (left, here, right)]
    sentence = f"{quantity.name} {said}: the same deal is {at[0]}, {at[1]}, and {at[2]}."
    return RuleSetFinding(FindingKind.GAP, quantity.rules, sentence, shown[1].sample, level)


def _severity(point: _Point) -> int:
    return point[2]
