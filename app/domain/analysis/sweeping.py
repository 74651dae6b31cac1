"""Whether a quantity that gets worse ever lets a deal off: each is moved over all its thresholds, the rest unchanged.

Between two thresholds nothing changes, so that the thresholds, one value between each two of them, and one beyond
either end show all that a quantity can do. A deal that is off the hook between two values that have a duty stands in a
gap; one that has a duty between two values that have none, or a lesser one, is let off as the quantity moves on.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from app.domain.analysis.bench import SEVERITY, Bench, Judged, records
from app.domain.analysis.editing import with_value
from app.domain.analysis.findings import Finding, Kind, Level, Witness
from app.domain.answers.determination import Class
from app.domain.facts.dictionary import Kind as Type
from app.domain.facts.dictionary import fields_of
from app.domain.language.nodes import Test
from app.domain.language.ruleset import RuleSet, whole_of
from app.domain.language.scope import RECORDS
from app.domain.language.soundness import walk
from app.domain.quantity import number_text

_ALIKE = 3
"""Of witnesses about which every definition has the same verdict, so many are swept for each quantity."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A quantity of a record, the numbers that rules compare it with, in order, and the definitions that do."""

    record: type[Any]
    name: str
    bounds: tuple[Decimal, ...]
    rules: tuple[str, ...]

    @property
    def points(self) -> tuple[Decimal, ...]:
        """Values that show everything the quantity can do, in order."""
        between = [(low + high) / 2 for low, high in pairwise(self.bounds)]
        low, high = self.bounds[0], self.bounds[-1]
        beyond = [low / 2 if low > 0 else low - 1, high * 2 if high > 0 else high + 1]
        if _is_percentage(self):
            beyond[1] = (high + 100) / 2
        return tuple(sorted({*self.bounds, *between, *beyond}))


@dataclass(frozen=True, slots=True)
class _Point:
    at: Decimal
    witness: Witness
    determination: Class

    @property
    def severity(self) -> int:
        return SEVERITY[self.determination]

    def __str__(self) -> str:
        return f"{self.determination.replace('_', ' ')} at {number_text(self.at)}"


def sweeping(bench: Bench, judged: Iterable[Judged]) -> Iterator[Finding]:
    """A finding for each quantity that leaves a gap between two duties, or lets a deal off as it grows or shrinks."""
    axes = axes_of(bench.rule_set)
    swept: Counter[tuple[object, str]] = Counter()
    told: set[tuple[str, Level]] = set()
    for each in judged:
        for found in records(each.witness.transaction):
            for axis in axes:
                if axis.record is not type(found.value) or getattr(found.value, axis.name) is None:
                    continue
                if swept[each.marks, axis.name] == _ALIKE:
                    continue
                swept[each.marks, axis.name] += 1
                finding = _shape(axis, list(_swept(bench, each.witness, f"{found.pointer}/{axis.name}", axis)))
                if finding is not None and (axis.name, finding.level) not in told:
                    told.add((axis.name, finding.level))
                    yield finding


def axes_of(rule_set: RuleSet) -> tuple[Axis, ...]:
    """Every quantity that some test compares with a number, sorted by name."""
    bounds: dict[tuple[type[Any], str], set[Decimal]] = {}
    rules: dict[tuple[type[Any], str], dict[str, None]] = {}
    owner = {id(field): record for record in RECORDS.values() for field in fields_of(record).values()}
    for definition in rule_set.definitions.values():
        for part in walk(whole_of(definition)):
            if isinstance(part, Test) and part.path.type.kind is Type.QUANTITY and isinstance(part.operand, Decimal):
                field = part.path.steps[-1].field
                key = owner[id(field)], field.name
                bounds.setdefault(key, set()).add(part.operand)
                rules.setdefault(key, {})[definition.id] = None
    return tuple(
        Axis(record, name, tuple(sorted(numbers)), tuple(rules[record, name]))
        for (record, name), numbers in sorted(bounds.items(), key=lambda item: item[0][1])
    )


def _is_percentage(axis: Axis) -> bool:
    fact = fields_of(axis.record)[axis.name].fact
    return fact is not None and fact.unit == "percent"


def _swept(bench: Bench, witness: Witness, pointer: str, axis: Axis) -> Iterator[_Point]:
    """The witness at every point of the axis where its class is certain."""
    for at in axis.points:
        world = replace(witness, transaction=with_value(witness.transaction, pointer, at))
        determination = bench.judge(world).determination
        if determination in SEVERITY:
            yield _Point(at, world, determination)


def _shape(axis: Axis, points: list[_Point]) -> Finding | None:
    """What is wrong with the course of the classes along an axis; the gravest thing only."""
    found = [
        finding
        for index in range(len(points))
        for finding in (_gap(axis, points, index), _let_off(axis, points, index))
        if finding is not None
    ]
    return min(found, key=lambda finding: finding.level is not Level.REFUSE, default=None)


def _gap(axis: Axis, points: list[_Point], index: int) -> Finding | None:
    """Between two values with a duty the deal has a lesser one, or none."""
    here, before, after = points[index], points[:index], points[index + 1 :]
    if not before or not after:
        return None
    left, right = (max(side, key=lambda point: point.severity) for side in (before, after))
    if here.severity >= min(left.severity, right.severity):
        return None
    sentence = f"{axis.name} leaves a gap: the same deal is {left}, {here}, and {right}."
    return Finding(kind=Kind.GAP, level=Level.REFUSE, rules=axis.rules, sentence=sentence, counterexample=here.witness)


def _let_off(axis: Axis, points: list[_Point], index: int) -> Finding | None:
    """On both sides of a value with a duty the deal has a lesser one, or none."""
    here, before, after = points[index], points[:index], points[index + 1 :]
    if not before or not after:
        return None
    left, right = (min(side, key=lambda point: point.severity) for side in (before, after))
    if here.severity <= max(left.severity, right.severity):
        return None
    # A band that is notified can be meant; one that is prohibited, with less on both sides of it, hardly.
    level = Level.REFUSE if here.determination is Class.PROHIBITED else Level.WARN
    sentence = f"{axis.name} lets a deal off as it moves on: the same deal is {left}, {here}, and {right}."
    return Finding(kind=Kind.GAP, level=level, rules=axis.rules, sentence=sentence, counterexample=right.witness)
