"""Works out what one party holds in another from day to day, from interests that are each stated for a period."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from app.bods.moments import ONE_DAY
from app.bods.periods import PERCENT_OF, DatedInterest, InterestFacts, Period
from app.bods.shares import least_and_most, percent_between

Holdings = list[tuple[Period, list[InterestFacts]]]
"""What is held in each period: the facts of interests that add up."""
PERCENTS = tuple(PERCENT_OF.values())
_NOTHING = Decimal(0)


def holdings_of(interests: Sequence[DatedInterest]) -> Holdings:
    """Returns what is held in each period, the earliest first; periods in which nothing is held are left out."""
    if len(interests) == 1 and interests[0].certain and interests[0].versions == 1:
        return [(interests[0].period, [dict(interests[0].facts)])]
    found: Holdings = []
    for period in _between_changes(interests):
        active = [each for each in interests if _covers(each.period, period)]
        if not active:
            continue
        facts = _together(active)
        if found and found[-1][1] == facts and _follows(found[-1][0], period):
            found[-1] = Period(found[-1][0].first, period.last), facts
        else:
            found.append((period, facts))
    return _constant_apart(found)


def _between_changes(interests: Sequence[DatedInterest]) -> Iterator[Period]:
    """Yields the longest periods in which nothing begins or ends."""
    firsts = {each.period.first for each in interests} | {date.min}
    firsts |= {each.period.last + ONE_DAY for each in interests if each.period.last < date.max}
    for first, following in pairwise(sorted(firsts)):
        yield Period(first, following - ONE_DAY)
    yield Period(max(firsts))


def _covers(outer: Period, inner: Period) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def _follows(before: Period, after: Period) -> bool:
    return before.last < date.max and after.first == before.last + ONE_DAY


def _constant_apart(found: Holdings) -> Holdings:
    """Puts what is held in all periods alike by itself, so that it counts where the day is not known either."""
    is_unbroken = found and found[0][0].first == date.min and found[-1][0].last == date.max
    if len(found) < 2 or not is_unbroken or any(len(facts) > 1 for _, facts in found):
        return found
    if not all(_follows(before, after) for (before, _), (after, _) in pairwise(found)):
        return found
    first = found[0][1][0]
    alike = {name: value for name, value in first.items() if all(facts[0].get(name) == value for _, facts in found)}
    if not alike:
        return found
    none: InterestFacts = {name: _NOTHING for name in sorted(alike) if name in PERCENTS}
    rest = [(period, {name: each for name, each in facts[0].items() if name not in alike}) for period, facts in found]
    return [(Period(), [alike]), *((period, [{**facts, **none}]) for period, facts in rest if facts)]


def _together(active: Sequence[DatedInterest]) -> list[InterestFacts]:
    """Returns the facts of the interests; of several versions of a moment, what they leave open."""
    found: list[InterestFacts] = []
    versions_of: dict[int, list[list[InterestFacts]]] = {}
    for each in active:
        facts = dict(each.facts) if each.certain else _at_most(each.facts)
        if each.versions == 1:
            _add(facts, found)
        else:
            versions = versions_of.setdefault(each.moment, [[] for _ in range(each.versions)])
            _add(facts, versions[each.version])
    for versions in versions_of.values():
        for facts in _either(versions):
            _add(facts, found)
    stated = {name for facts in found for name in facts if name in PERCENTS}
    # The facts of a day add up: what one of them has is the whole, and the others add none to it.
    for facts in found[1:]:
        facts.update((name, _NOTHING) for name in stated - facts.keys())
    return found


def _add(facts: InterestFacts, to: list[InterestFacts]) -> None:
    """Puts the facts beside others where they do not say the same thing twice."""
    for each in to:
        if each.keys().isdisjoint(facts) or "board_seat" in facts:
            each.update(facts)
            return
    to.append(facts)


def _at_most(facts: InterestFacts) -> InterestFacts:
    """Returns the facts of an interest that may not be held."""
    most = {name: least_and_most(facts[name])[1] for name in facts if name in PERCENTS}
    return {name: percent_between(_NOTHING, upper) for name, upper in most.items()}


def _either(versions: Sequence[list[InterestFacts]]) -> list[InterestFacts]:
    """Returns what is held if one of the versions is right and it is not known which."""
    if all(each == versions[0] for each in versions):
        return versions[0]
    if any(len(each) > 1 for each in versions):
        return [{}]
    found: InterestFacts = {}
    for name in PERCENTS:
        said = [each[0][name] if each else _NOTHING for each in versions if not each or name in each[0]]
        if any(each and name in each[0] for each in versions):
            lowers, uppers = zip(*map(least_and_most, said), strict=True)
            found[name] = percent_between(min(lowers), max(uppers))
    if all(each and each[0].get("board_seat") for each in versions):
        found["board_seat"] = True
    return [found]
