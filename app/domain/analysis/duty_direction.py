"""Tells which way a definition or test counts when it is met: toward a duty, or out of one."""

from collections.abc import Iterable, Iterator

from app.domain.evaluation.judging import tested
from app.domain.language.nodes import Condition, Not, Test
from app.domain.language.ruleset import RuleSet, whole_of
from app.domain.language.soundness import names_in, parts_of
from app.domain.truth import MET


def excused_by_default(rule_set: RuleSet) -> frozenset[str]:
    """Name the facts whose default, where nothing is stated, meets a test that leads out of a duty."""
    starts = [(each.when, True) for each in rule_set.outcomes]
    starts += [(each.unless, False) for each in rule_set.outcomes if each.unless is not None]
    found = set()
    for name, toward in definitions_counting(rule_set, starts):
        for part, counts in _signed(whole_of(rule_set.definitions[name]), toward=toward):
            if isinstance(part, Test) and not counts:
                field = part.path.steps[-1].field
                if field.default is not None and tested(part, field.default) == MET:
                    found.add(field.name)
    return frozenset(found)


def definitions_counting(rule_set: RuleSet, starts: Iterable[tuple[str, bool]]) -> set[tuple[str, bool]]:
    """List the definitions that these build on, each with whether it counts toward a duty; some do both."""
    found: set[tuple[str, bool]] = set()
    ahead = list(starts)
    while ahead:
        name, toward = ahead.pop()
        if (name, toward) not in found:
            found.add((name, toward))
            for part, counts in _signed(whole_of(rule_set.definitions[name]), toward=toward):
                ahead += [(other, counts) for other in names_in(part)]
    return found


def _signed(condition: Condition, *, toward: bool) -> Iterator[tuple[Condition, bool]]:
    """List the single conditions within a condition, each with whether it counts toward a duty when it is met."""
    if isinstance(condition, Not):
        yield from _signed(condition.part, toward=not toward)
    elif parts_of(condition):
        for part in parts_of(condition):
            yield from _signed(part, toward=toward)
    else:
        yield condition, toward
