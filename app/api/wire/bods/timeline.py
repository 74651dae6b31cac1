"""What one party holds in another, day by day, out of interests that are each stated for days of their own."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from app.api.wire.bods.holdings import ONE_DAY, PERCENT_OF, Days, Held
from app.api.wire.bods.told import Json
from app.domain.quantity import number_text

Facts = list[Json]
"""What is held on a day: facts of one interest each, which add up."""
ByDays = list[tuple[Days, Facts]]
"""What is held from which day to which."""
_PERCENTS = tuple(PERCENT_OF.values())
_WHOLE = Decimal(100)


def by_days(interests: Sequence[Held]) -> ByDays:
    """What is held from which day to which, the earliest first; days on which nothing is held are left out."""
    if len(interests) == 1 and interests[0].sure and interests[0].versions == 1:
        return [(interests[0].days, [dict(interests[0].fact)])]
    found: ByDays = []
    for days in _between(interests):
        active = [each for each in interests if _covers(each.days, days)]
        if not active:
            continue
        facts = _together(active)
        if found and found[-1][1] == facts and _follows(found[-1][0], days):
            found[-1] = Days(found[-1][0].first, days.last), facts
        else:
            found.append((days, facts))
    return _whole_apart(found)


def term_of(days: Days) -> Json:
    """The days as an interest of a transaction states them."""
    bounds = {"first_day": days.first, "last_day": days.last}
    given = {name: day.isoformat() for name, day in bounds.items() if day is not None}
    if not given:
        return {}
    term = "between_days" if len(given) == 2 else "from_first_day" if days.first is not None else "until_last_day"
    return {"term": term, **given}


def bounds(percent: Any) -> tuple[Decimal, Decimal]:
    """The least and the most that a percentage as it is written can be; anything where it is not stated."""
    if percent is None:
        return Decimal(0), _WHOLE
    if isinstance(percent, str):
        return Decimal(percent), Decimal(percent)
    lower = percent.get("at_least", percent.get("more_than", "0"))
    upper = percent.get("at_most", percent.get("less_than", "100"))
    return Decimal(lower), Decimal(upper)


def _between(interests: Sequence[Held]) -> Iterator[Days]:
    """The longest days between which nothing begins or ends."""
    starts = {each.days.first for each in interests if each.days.first is not None}
    starts |= {
        each.days.last + ONE_DAY for each in interests if each.days.last is not None and each.days.last < date.max
    }
    first: date | None = None
    for start in sorted(starts):
        if start > date.min:
            yield Days(first, start - ONE_DAY)
        first = start
    yield Days(first)


def _whole_apart(found: ByDays) -> ByDays:
    """What is held on all days alike stands by itself, so that it counts where the day is not known either."""
    lasts = found and found[0][0].first is None and found[-1][0].last is None
    if len(found) < 2 or not lasts or any(len(facts) > 1 for _, facts in found):
        return found
    if not all(_follows(before, after) for (before, _), (after, _) in pairwise(found)):
        return found
    first = found[0][1][0]
    alike = {name: value for name, value in first.items() if all(facts[0].get(name) == value for _, facts in found)}
    if not alike:
        return found
    none = {name: "0" for name in sorted(alike) if name in _PERCENTS}
    rest = [(days, {name: each for name, each in facts[0].items() if name not in alike}) for days, facts in found]
    return [(Days(), [alike]), *((days, [{**fact, **none}]) for days, fact in rest if fact)]


def _covers(outer: Days, inner: Days) -> bool:
    """Whether all of the inner days are among the outer ones, which begin and end between those of ``_between``."""
    day = inner.first if inner.first is not None else inner.last
    return outer == Days() or (day is not None and outer.has(day) and (inner.first is not None or outer.first is None))


def _follows(before: Days, after: Days) -> bool:
    return before.last is not None and after.first == before.last + ONE_DAY


def _together(active: Sequence[Held]) -> Facts:
    """The facts of the interests; of several versions of a moment, what they leave open."""
    facts: Facts = []
    doubtful: dict[int, list[Facts]] = {}
    for each in active:
        fact = dict(each.fact) if each.sure else perhaps(each.fact)
        if each.versions == 1:
            _add(fact, facts)
        else:
            versions = doubtful.setdefault(each.moment, [[] for _ in range(each.versions)])
            _add(fact, versions[each.version])
    for versions in doubtful.values():
        for fact in _either(versions):
            _add(fact, facts)
    stated = {name for fact in facts for name in fact if name in _PERCENTS}
    # The facts of a day add up: what one of them has is the whole, and the others add none to it.
    for fact in facts[1:]:
        fact.update((name, "0") for name in sorted(stated - fact.keys()))
    return facts


def _add(fact: Json, facts: Facts) -> None:
    """The fact is put beside others where they do not say the same thing twice."""
    for each in facts:
        if each.keys().isdisjoint(fact) or "board_seat" in fact:
            each.update(fact)
            return
    facts.append(fact)


def perhaps(fact: Mapping[str, Any]) -> Json:
    """The fact of an interest that may not be held."""
    return {name: _range(Decimal(0), bounds(value)[1]) for name, value in fact.items() if name in _PERCENTS}


def _either(versions: Sequence[Facts]) -> Facts:
    """What is held if one of the versions is right and it is not known which."""
    if all(each == versions[0] for each in versions):
        return versions[0]
    if any(len(each) > 1 for each in versions):
        return [{}]
    found: Json = {}
    for name in _PERCENTS:
        if any(each and name in each[0] for each in versions):
            said = [bounds(each[0][name] if each else "0") for each in versions if not each or name in each[0]]
            found[name] = _range(min(lower for lower, _ in said), max(upper for _, upper in said))
    if all(each and each[0].get("board_seat") for each in versions):
        found["board_seat"] = True
    return [found]


def _range(lower: Decimal, upper: Decimal) -> str | dict[str, str]:
    if lower == upper:
        return number_text(lower)
    return {
        **({"at_least": number_text(lower)} if lower else {}),
        **({"at_most": number_text(upper)} if upper < _WHOLE or not lower else {}),
    }
