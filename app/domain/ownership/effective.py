"""What counts of the interests stated: those held on the day asked for, as shares of what is outstanding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from types import MappingProxyType

from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Interest, Party, PartyKind
from app.domain.ownership.bounds import SUM_DOWN, SUM_UP, bounds_of
from app.domain.ownership.question import Measure
from app.domain.quantity import Quantity, Range
from app.domain.truth import MET, NOT_MET, UNKNOWN

Days = Sequence[date | None]
"""The days on which an interest must be held to count; ``None`` for a day that is not known."""
THE_DAY = "day"
"""Stands for the day itself among the fields that leave open whether an interest counts."""
NOT_HELD: frozenset[PartyKind | None] = frozenset({"individual", "public_float"})
"""The kinds of party in which nobody holds an interest."""
_ZERO, _HUNDRED = Decimal(0), Decimal(100)
_NO_PARTIES: Mapping[PartyId, Party] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class EffectiveInterests:
    """The interests in their places, with those left out that do not count, and the parties as they count.

    ``open_because`` has, for an interest of which it is open whether or for how much it counts, the facts that would
    tell, by place and field; a field that begins with a slash is the JSON Pointer of a fact of the transaction.
    ``open_lists`` has the same pointers for an entity whose list of holders is open because of them. ``told`` are the
    facts that decided of any interest whether or for how much it counts, ``told_of`` the pointers of those that decided
    it for all interests in one entity. Of those ``taken_for_before`` nothing says that their holders are shown before
    the deal.
    """

    interests: Sequence[Interest]
    left_out: frozenset[int] = frozenset()
    open_because: Mapping[int, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    told: tuple[tuple[int, str], ...] = ()
    parties: Mapping[PartyId, Party] = field(default_factory=dict)
    open_lists: Mapping[PartyId, tuple[str, ...]] = field(default_factory=dict)
    told_of: Mapping[PartyId, tuple[str, ...]] = field(default_factory=dict)
    taken_for_before: frozenset[PartyId] = frozenset()


def is_plain(interest: Interest) -> bool:
    """Whether the interest counts as it is stated."""
    return interest.term == "held" and interest.holder != interest.subject


def held_on(interests: Sequence[Interest], days: Days) -> EffectiveInterests:
    """The interests held on all of these days. Where that is open, an interest counts for anything up to what it is."""
    return _on_days(EffectiveInterests(interests), days)


def _on_days(counting: EffectiveInterests, days: Days) -> EffectiveInterests:
    found, left_out, told = list(counting.interests), set(counting.left_out), list(counting.told)
    open_because = dict(counting.open_because)
    for place, interest in enumerate(counting.interests):
        if interest.term == "held" or place in left_out:
            continue
        told += [(place, name) for name in ("term", "first_day", "last_day") if getattr(interest, name) is not None]
        verdicts = {_held(interest, day) for day in days}
        if verdicts == {NOT_MET}:
            left_out.add(place)
        elif verdicts != {MET}:
            found[place] = _perhaps(interest)
            missing = [(place, name) for name in _DAYS_OF[interest.term] if getattr(interest, name) is None]
            open_because[place] = tuple(missing) or ((place, THE_DAY if None in days else "term"),)
    return replace(counting, interests=found, left_out=frozenset(left_out), open_because=open_because, told=tuple(told))


def effective(
    interests: Sequence[Interest],
    days: Days,
    *,
    parties: Mapping[PartyId, Party] = _NO_PARTIES,
    left_out: frozenset[int] = frozenset(),
) -> EffectiveInterests:
    """The interests that count on these days, each as a share of what is outstanding.

    Shares that an entity holds in itself are not outstanding: they are left out, and the other percentages in it, which
    are stated of all that is issued, rise accordingly: 40 of 80 is one half. An entity votes nothing by its own shares
    under any method of reckoning indirect holdings. ``left_out`` are places of interests that do not count in any case.
    """
    floats = {name for name, party in parties.items() if party.kind == "public_float"}
    if floats:
        interests = [_without_power(each) if each.holder in floats else each for each in interests]
    counting = EffectiveInterests(interests, left_out, parties=_as_they_count(parties))
    if all(map(is_plain, interests)):
        return counting
    return _outstanding(_on_days(counting, days))


def _without_power(interest: Interest) -> Interest:
    """The interest of a public float: nobody in it has a role, a seat or power over the management."""
    return replace(interest, roles=Listing((), complete=True), directs_management=False, board_seat=False)


def _as_they_count(parties: Mapping[PartyId, Party]) -> Mapping[PartyId, Party]:
    """The parties as the graph takes them: nobody holds a public float, no more than an individual."""
    floats = {
        name: replace(party, kind="individual") for name, party in parties.items() if party.kind == "public_float"
    }
    return {**parties, **floats} if floats else parties


def _outstanding(held: EffectiveInterests) -> EffectiveInterests:
    own: dict[PartyId, list[int]] = {}
    for place, interest in enumerate(held.interests):
        if interest.holder == interest.subject and place not in held.left_out:
            own.setdefault(interest.subject, []).append(place)
    if not own:
        return held
    found, left_out, told = list(held.interests), set(held.left_out), list(held.told)
    open_because = dict(held.open_because)
    for subject, treasury in own.items():
        left_out.update(treasury)
        others = [i for i, each in enumerate(held.interests) if each.subject == subject and i not in left_out]
        for measure in Measure:
            name = measure.value
            told += [(place, name) for place in treasury if getattr(held.interests[place], name) is not None]
            least, most = _treasury(
                [getattr(found[i], name) for i in treasury], [getattr(found[i], name) for i in others]
            )
            for place in others:
                raised = _of_outstanding(getattr(found[place], name), least, most)
                found[place] = with_percent(found[place], measure, raised)
                if least != most:
                    because = tuple((each, name) for each in treasury)
                    open_because[place] = open_because.get(place, ()) + because
    return replace(held, interests=found, left_out=frozenset(left_out), open_because=open_because, told=tuple(told))


_DAYS_OF: Mapping[str, tuple[str, ...]] = {
    "from_first_day": ("first_day",),
    "until_last_day": ("last_day",),
    "between_days": ("first_day", "last_day"),
}


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
    """The interest as it counts where it may not be held."""
    return replace(
        interest,
        voting_percent=_up_to(interest.voting_percent),
        board_percent=_up_to(interest.board_percent),
        equity_percent=_up_to(interest.equity_percent),
        roles=None if interest.roles is None or interest.roles.items else interest.roles,
        directs_management=False if interest.directs_management is False else None,
        board_seat=False if interest.board_seat is False else None,
    )


def with_percent(interest: Interest, measure: Measure, percent: Quantity | None) -> Interest:
    """The interest with this percentage in one measure."""
    match measure:
        case Measure.VOTING:
            return replace(interest, voting_percent=percent)
        case Measure.BOARD:
            return replace(interest, board_percent=percent)
        case Measure.EQUITY:
            return replace(interest, equity_percent=percent)


def _up_to(value: Quantity | None) -> Quantity | None:
    if value is None:
        return None
    _, _, upper, below = bounds_of(value)
    if not upper and upper is not None:
        return _ZERO
    return Range(at_least=_ZERO, at_most=None if below else upper, less_than=upper if below else None)


def _treasury(own: Sequence[Quantity | None], others: Sequence[Quantity | None]) -> tuple[Decimal, Decimal]:
    """The least and the most, in percent of all that is issued, that the entity holds in itself."""
    least = most = _ZERO
    for value in own:
        lower, _, upper, _ = (None, False, None, False) if value is None else bounds_of(value)
        least = SUM_DOWN.add(least, lower or _ZERO)
        most = SUM_UP.add(most, _HUNDRED if upper is None else upper)
    left = _HUNDRED
    for value in others:
        left = SUM_UP.subtract(left, _ZERO if value is None else bounds_of(value)[0] or _ZERO)
    return least, max(least, min(most, left))


def _of_outstanding(value: Quantity | None, least: Decimal, most: Decimal) -> Quantity | None:
    """The percentage of what is outstanding, if so much is not."""
    if value is None or most == 0:
        return value
    lower, above, upper, below = bounds_of(value)
    return within(*of_what_is_left((lower or _ZERO, above, _HUNDRED if upper is None else upper, below), least, most))


Span = tuple[Decimal, bool, Decimal, bool]
"""A percentage within bounds: the lower one and whether it is not reached, the upper one and whether it is not."""


def of_what_is_left(span: Span, least: Decimal, most: Decimal) -> Span:
    """The percentage of the rest of a whole, if between ``least`` and ``most`` percent of the whole are taken away."""
    lower, above, upper, below = span
    raised = (
        _ZERO if least >= _HUNDRED else _DOWN.divide(_DOWN.multiply(lower, _HUNDRED), _UP.subtract(_HUNDRED, least))
    )
    if most >= _HUNDRED:
        return raised, above, _HUNDRED, False
    highest = _UP.divide(_UP.multiply(upper, _HUNDRED), _DOWN.subtract(_HUNDRED, most))
    return (raised, above, highest, below) if highest < _HUNDRED else (raised, above, _HUNDRED, False)


def within(lower: Decimal, above: bool, upper: Decimal, below: bool) -> Quantity:  # noqa: FBT001 (pairs of a bound)
    """The quantity within these bounds; exact where they meet."""
    if lower == upper:
        return lower
    return Range(
        at_least=None if above else lower,
        more_than=lower if above else None,
        at_most=None if below else upper,
        less_than=upper if below else None,
    )


_DOWN, _UP = Context(prec=60, rounding=ROUND_FLOOR), Context(prec=60, rounding=ROUND_CEILING)
