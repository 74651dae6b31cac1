"""Counts the interests stated: those held on the day asked for, as shares of what is outstanding."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from types import MappingProxyType

from app.domain.facts.choices.parties import PartyKind
from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Interest, Party
from app.domain.ownership.resolve.bounds import (
    HUNDRED,
    SUM_DOWN,
    SUM_UP,
    ZERO,
    PercentInterval,
    bounds_of,
    percent_bounds,
    within,
)
from app.domain.ownership.resolve.measures import Measure, with_percent
from app.domain.quantity import Quantity
from app.domain.truth import MET, NOT_MET, UNKNOWN

THE_DAY = "day"
"""Stands for the day itself among the fields that leave open whether an interest counts."""
NOT_HELD: frozenset[PartyKind | None] = frozenset({"individual", "public_float"})
"""The kinds of party in which nobody holds an interest."""
_NO_PARTIES: Mapping[PartyId, Party] = MappingProxyType({})


@dataclass(slots=True)
class CountedInterests:
    """The interests in their places, with those left out that do not count, and the parties as they count.

    ``open_because`` has, for an interest of which it is open whether or for how much it counts, the facts that would
    tell, by place and field; a field that begins with a slash is the JSON Pointer of a fact of the transaction.
    ``open_lists`` has the same pointers for an entity whose list of holders is open because of them, and an assumption
    can close the lists of those ``closed_if_assumed``. ``decided_by`` are the facts that decided of any interest
    whether or for how much it counts, ``decided_in`` the pointers of those that decided it for all interests in one
    entity. Of those ``taken_for_before`` nothing says that their holders are shown before the deal.
    """

    interests: list[Interest]
    left_out: set[int] = field(default_factory=set)
    open_because: dict[int, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    decided_by: list[tuple[int, str]] = field(default_factory=list)
    parties: Mapping[PartyId, Party] = field(default_factory=dict)
    open_lists: dict[PartyId, tuple[str, ...]] = field(default_factory=dict)
    closed_if_assumed: tuple[PartyId, ...] = ()
    decided_in: dict[PartyId, tuple[str, ...]] = field(default_factory=dict)
    taken_for_before: set[PartyId] = field(default_factory=set)


def counted_on(
    interests: Sequence[Interest],
    days: Sequence[date | None],
    *,
    parties: Mapping[PartyId, Party] = _NO_PARTIES,
    left_out: Iterable[int] = (),
) -> CountedInterests:
    """Count the interests held on these days, each as a share of what is outstanding.

    Shares that an entity holds in itself are not outstanding: they are left out, and the other percentages in it, which
    are stated of all that is issued, rise accordingly: 40 of 80 is one half. An entity votes nothing by its own shares
    under any method of reckoning indirect holdings. ``left_out`` are places of interests that do not count in any case.
    """
    floats = {name: party for name, party in parties.items() if party.kind == "public_float"}
    if floats:  # nobody holds a float, no more than an individual, and nobody in it has a role, a seat or power
        parties = {**parties, **{name: replace(each, kind="individual") for name, each in floats.items()}}
        interests = [_without_power(each) if each.holder in floats else each for each in interests]
    counted = held_on(interests, days, left_out=left_out)
    counted.parties = parties
    _take_treasury_out(counted)
    return counted


def _without_power(interest: Interest) -> Interest:
    return replace(interest, roles=Listing((), complete=True), directs_management=False, board_seat=False)


_DAYS_OF: Mapping[str, tuple[str, ...]] = {
    "from_first_day": ("first_day",),
    "until_last_day": ("last_day",),
    "between_days": ("first_day", "last_day"),
}


def held_on(
    interests: Sequence[Interest], days: Sequence[date | None], *, left_out: Iterable[int] = ()
) -> CountedInterests:
    """Count the interests held on all of these days; ``None`` is a day that is not known.

    Where it is open whether an interest is held, it counts for anything up to what it is.
    """
    counted = CountedInterests(list(interests), set(left_out))
    for place, interest in enumerate(interests):
        if interest.term == "held" or place in counted.left_out:
            continue
        names = ("term", "first_day", "last_day")
        counted.decided_by += [(place, name) for name in names if getattr(interest, name) is not None]
        verdicts = {_held(interest, day) for day in days}
        if verdicts == {NOT_MET}:
            counted.left_out.add(place)
        elif verdicts != {MET}:
            counted.interests[place] = _perhaps(interest)
            missing = [(place, name) for name in _DAYS_OF[interest.term] if getattr(interest, name) is None]
            counted.open_because[place] = tuple(missing) or ((place, THE_DAY if None in days else "term"),)
    return counted


def _held(interest: Interest, day: date | None) -> int:
    verdict = MET if day is not None else UNKNOWN
    for name in _DAYS_OF[interest.term]:
        bound: date | None = getattr(interest, name)
        if day is None or bound is None:
            verdict = min(verdict, UNKNOWN)
        elif day < bound if name == "first_day" else day > bound:
            return NOT_MET
    return verdict


def _perhaps(interest: Interest) -> Interest:
    """Give the interest as it counts where it may not be held."""
    return replace(
        interest,
        voting_percent=_up_to(interest.voting_percent),
        board_percent=_up_to(interest.board_percent),
        equity_percent=_up_to(interest.equity_percent),
        roles=None if interest.roles is None or interest.roles.items else interest.roles,
        directs_management=False if interest.directs_management is False else None,
        board_seat=False if interest.board_seat is False else None,
    )


def _up_to(value: Quantity | None) -> Quantity | None:
    if value is None:
        return None
    _, _, upper, below = bounds_of(value)
    return within(ZERO, False, upper, below)  # noqa: FBT003 (pairs of a bound)


def _take_treasury_out(counted: CountedInterests) -> None:
    """Leave the treasury shares out, and raise the other percentages in the entities that hold them."""
    own: dict[PartyId, list[int]] = {}
    found = counted.interests
    for place, interest in enumerate(found):
        if interest.holder == interest.subject and place not in counted.left_out:
            own.setdefault(interest.subject, []).append(place)
    for subject, treasury in own.items():
        counted.left_out.update(treasury)
        others = [i for i, each in enumerate(found) if each.subject == subject and i not in counted.left_out]
        for measure in Measure:
            name = measure.value
            counted.decided_by += [(place, name) for place in treasury if getattr(found[place], name) is not None]
            least, most = _treasury(
                [getattr(found[i], name) for i in treasury], [getattr(found[i], name) for i in others]
            )
            for place in others:
                value = getattr(found[place], name)
                if value is not None and most != 0:
                    raised = within(*of_what_is_left(percent_bounds(value), least, most))
                    found[place] = with_percent(found[place], measure, raised)
                if least != most:
                    because = tuple((each, name) for each in treasury)
                    counted.open_because[place] = counted.open_because.get(place, ()) + because


def _treasury(own: Sequence[Quantity | None], others: Sequence[Quantity | None]) -> tuple[Decimal, Decimal]:
    """Give the least and the most, in percent of all that is issued, that the entity holds in itself."""
    least = most = ZERO
    for lower, _, upper, _ in map(percent_bounds, own):
        least, most = SUM_DOWN.add(least, lower), SUM_UP.add(most, upper)
    left = HUNDRED
    for value in others:
        left = SUM_UP.subtract(left, percent_bounds(value)[0])
    return least, max(least, min(most, left))


def of_what_is_left(share: PercentInterval, least: Decimal, most: Decimal) -> PercentInterval:
    """Give the percentage of the rest of a whole of which between ``least`` and ``most`` percent are taken away."""
    lower, above, upper, below = share
    raised = ZERO if least >= HUNDRED else _DOWN.divide(_DOWN.multiply(lower, HUNDRED), _UP.subtract(HUNDRED, least))
    if most >= HUNDRED:
        return raised, above, HUNDRED, False
    highest = _UP.divide(_UP.multiply(upper, HUNDRED), _DOWN.subtract(HUNDRED, most))
    return (raised, above, highest, below) if highest < HUNDRED else (raised, above, HUNDRED, False)


_DOWN, _UP = Context(prec=60, rounding=ROUND_FLOOR), Context(prec=60, rounding=ROUND_CEILING)
