"""Works out what one party holds in another from day to day, from interests that are each stated for a period."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from app.bods.periods import PERCENT_OF, DatedInterest, InterestFacts, Period
from app.bods.shares import least_and_most, percent_between
from app.bods.statements import ONE_DAY, Statement

Holdings = list[tuple[Period, list[InterestFacts]]]
"""What is held in each period: the facts of interests that add up."""
PERCENTS = tuple(PERCENT_OF.values())
_NOTHING = Decimal(0)


def holdings_of(interests: Sequence[DatedInterest]) -> Holdings:
    """Returns what is held in each period, the earliest first; periods in which nothing is held are left out."""
    found: Holdings = []
    unbroken = True
    for period in _between_changes(interests):
        active = [each for each in interests if each.period.includes(period.first)]
        if not active:
            unbroken = False
            continue
        facts = _together(active)
        if found and found[-1][1] == facts and found[-1][0].last + ONE_DAY == period.first:
            found[-1] = Period(found[-1][0].first, period.last), facts
        else:
            found.append((period, facts))
    return _constant_apart(found) if unbroken and len(found) > 1 else found


def _between_changes(interests: Sequence[DatedInterest]) -> Iterator[Period]:
    """Yields the longest periods in which nothing begins or ends."""
    firsts = {each.period.first for each in interests} | {date.min}
    firsts |= {each.period.last + ONE_DAY for each in interests if each.period.last < date.max}
    for first, following in pairwise(sorted(firsts)):
        yield Period(first, following - ONE_DAY)
    yield Period(max(firsts))


def _constant_apart(found: Holdings) -> Holdings:
    """Puts what is held in all periods alike by itself, so that it counts where the day is not known either."""
    if any(len(facts) > 1 for _, facts in found):
        return found
    held = [(period, facts[0]) for period, facts in found]
    alike = {name: each for name, each in held[0][1].items() if all(facts.get(name) == each for _, facts in held)}
    if not alike:
        return found
    none: InterestFacts = {name: _NOTHING for name in sorted(alike) if name in PERCENTS}
    rest = [(period, {name: each for name, each in facts.items() if name not in alike}) for period, facts in held]
    return [(Period(), [alike]), *((period, [{**facts, **none}]) for period, facts in rest if facts)]


def _together(active: Sequence[DatedInterest]) -> list[InterestFacts]:
    """Returns the facts of the interests; of several versions of a moment, what they leave open."""
    found: list[InterestFacts] = []
    said_by: dict[int, list[InterestFacts]] = {}
    several: dict[int, Sequence[Statement]] = {}
    for each in active:
        facts = dict(each.stated.facts) if each.certain else _at_most(each.stated.facts)
        if len(each.versions) == 1:
            _add(facts, found)
        else:
            _add(facts, said_by.setdefault(each.statement.place, []))
            several[each.versions[0].place] = each.versions
    for versions in several.values():
        for facts in _either([said_by.get(each.place, []) for each in versions]):
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
    return {name: percent_between(_NOTHING, least_and_most(facts[name])[1]) for name in facts if name in PERCENTS}


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
