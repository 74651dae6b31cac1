"""Which moment the holdings show: the law tests those before the deal is completed (850.210(a)(1), 850.209, 850.221).

A table of holders after the deal shows the shares that the deal itself passes with those who bought them. It leads back
to the table before by what passes: exactly where all of that is stated, within bounds where a seller or a share is not
known, and not at all where others may have bought at the same time.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from app.domain.errors import Problem
from app.domain.facts.deal import Act, Deal, Passing
from app.domain.facts.dictionary import fields_of
from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Interest, Moment, Party
from app.domain.facts.transaction import Transaction, days_of, deals_of, investors_of
from app.domain.ownership.bounds import SUM_DOWN, SUM_UP, bounds_of
from app.domain.ownership.effective import (
    NOT_HELD,
    EffectiveInterests,
    Span,
    effective,
    of_what_is_left,
    with_percent,
    within,
)
from app.domain.ownership.question import Measure
from app.domain.ownership.wholes import incomplete_lists
from app.domain.quantity import Quantity, Range, is_exact

SHOWN = "/interests_show"
"""The JSON Pointer of the fact that says which moment the interests show."""

PASSES_NO_SHARE: frozenset[Act] = frozenset(
    {
        "acquire_contingent_equity",
        "acquire_derivative",
        "provide_debt",
        "acquire_secured_debt",
        "acquire_or_develop_assets",
        "enter_joint_venture",
    }
)
"""Acts by which no share of an existing entity passes. A joint venture is formed, and has no holders before."""

OFFERED_WITH_SHARES: frozenset[Act] = frozenset({"acquire_contingent_equity"})
"""Acts that come with a round in which others get shares of the same entity, such as the purchase of a warrant."""

_ZERO, _WHOLE = Decimal(0), Decimal(100)
_ANYTHING = Range(at_least=_ZERO, at_most=_WHOLE)


@dataclass(frozen=True, slots=True)
class Dealing:
    """A deal in whose target shares may pass. ``place`` is its JSON Pointer, ``buyers`` are those to whom they pass."""

    place: str
    deal: Deal
    target: PartyId
    buyers: frozenset[PartyId | None]

    @property
    def passes(self) -> Listing[Passing]:
        """What is stated to pass."""
        return self.deal.passes or Listing()

    @property
    def passes_no_share(self) -> bool:
        """Whether the target is held afterwards as it was before.

        Where something is stated to pass, others acquire shares at the same time, whatever this deal does.
        """
        passes = self.deal.passes
        if passes is not None and (passes.items or passes.complete is True):
            return not passes.items
        return self._does_only(PASSES_NO_SHARE - OFFERED_WITH_SHARES)

    @property
    def gives_nothing(self) -> bool:
        """Whether the buyer gets no share in the target by what is done in this deal."""
        return self._does_only(PASSES_NO_SHARE)

    def _does_only(self, these: frozenset[Act]) -> bool:
        acts = self.deal.acts
        return acts is not None and acts.complete is True and these.issuperset(acts.items)


def dealings(transaction: Transaction) -> tuple[Dealing, ...]:
    """The deals of a transaction that name their target."""
    return tuple(
        Dealing(place, deal, deal.target, investors_of(transaction) if place == "/deal" else frozenset({acquirer}))
        for place, deal, acquirer in deals_of(transaction)
        if deal.target is not None
    )


def moment_of(interest: Interest, transaction: Transaction) -> Moment | None:
    """The moment that the interest shows, if that is stated."""
    return interest.moment if interest.moment is not None else transaction.interests_show


def tables(transaction: Transaction) -> tuple[frozenset[int], frozenset[int]]:
    """The places of interests that belong only to a table after the deal, and only to one before, where both are given.

    Of an entity with one table, no interest is left out of either.
    """
    if all(each.moment is None for each in transaction.interests):
        return frozenset(), frozenset()
    placed = [(i, each.subject, moment_of(each, transaction)) for i, each in enumerate(transaction.interests)]
    before = {subject for _, subject, moment in placed if moment == "before_the_deal"}
    after = {subject for _, subject, moment in placed if moment == "after_the_deal"}
    both = before & after
    return (
        frozenset(i for i, subject, moment in placed if moment == "after_the_deal" and subject in both),
        frozenset(i for i, subject, moment in placed if moment == "before_the_deal" and subject in both),
    )


def before_the_deal(transaction: Transaction, parties: Mapping[PartyId, Party]) -> EffectiveInterests:
    """The interests that count on the days of the deals, as they stand before what the deals pass."""
    only_after, _ = tables(transaction)
    counting = effective(transaction.interests, days_of(transaction), parties=parties, left_out=only_after)
    if only_after:
        two_tables = {transaction.interests[place].subject for place in only_after}
        counting = replace(
            counting, told_of={each: tuple(_moments_told(each, transaction)) for each in sorted(two_tables)}
        )
    for dealing in dealings(transaction):
        places = [
            place
            for place, each in enumerate(counting.interests)
            if each.subject == dealing.target and place not in counting.left_out
        ]
        if places:
            counting = _led_back(counting, dealing, places, transaction)
    return counting


def incomplete_lists_of(transaction: Transaction) -> Iterator[Problem]:
    """Every list of holders said to be complete that cannot be, in either of the tables of the transaction."""
    parties = {party.id: party for party in transaction.parties}
    apart = tables(transaction)
    found: list[Problem] = []
    for left_out in apart if apart[0] else apart[:1]:
        counting = effective(transaction.interests, days_of(transaction), parties=parties, left_out=left_out)
        found += (each for each in incomplete_lists(transaction.parties, counting) if each not in found)
    return iter(found)


def without_the_buyer(dealing: Dealing, transaction: Transaction) -> tuple[str, ...]:
    """The JSON Pointers of the facts that show that the buyer holds nothing in the target; none where it may.

    If shares pass in the deal, such a table is one before it: the one after it has the buyer on it, by itself, behind
    an entity, or under the name of somebody behind it. So every list of holders has to be complete, from the target up
    to individuals and public floats, and nobody among them may stand behind the buyer. A buyer without a name may be
    any of them, and so may a principal where those listed are not said to be all.
    """
    principals = transaction.acting_for
    if transaction.acquirer is None or None in dealing.buyers:
        return ()
    if principals is not None and principals.complete is not True:
        return ()
    places = {party.id: index for index, party in enumerate(transaction.parties)}
    holders: dict[PartyId, list[PartyId]] = {}
    for interest in transaction.interests:
        holders.setdefault(interest.subject, []).append(interest.holder)
    named = _with_all_behind(dealing.buyers, holders)
    told = [f"{dealing.place}/target", "/acquirer", "/acting_for"]
    seen, pending = {dealing.target}, [dealing.target]
    while pending:
        name = pending.pop()
        party = transaction.parties[places[name]]
        known = party.kind in NOT_HELD
        if name in named or not (known or party.holders_complete is True):
            return ()
        told.append(f"/parties/{places[name]}/{'kind' if known else 'holders_complete'}")
        pending += (each for each in holders.get(name, ()) if each not in seen)
        seen.update(holders.get(name, ()))
    return tuple(told)


def _with_all_behind(
    buyers: Collection[PartyId | None], holders: Mapping[PartyId, Sequence[PartyId]]
) -> set[PartyId | None]:
    """The buyers with everybody who holds in them: a table may show any of these where the buyer is a vehicle."""
    found, pending = set(buyers), list(buyers)
    while pending:
        name = pending.pop()
        beyond = [] if name is None else [each for each in holders.get(name, ()) if each not in found]
        found.update(beyond)
        pending += beyond
    return found


def _led_back(
    counting: EffectiveInterests, dealing: Dealing, places: Sequence[int], transaction: Transaction
) -> EffectiveInterests:
    """The interests in the target of the deal as they stand before it."""
    moments = {place: moment_of(transaction.interests[place], transaction) for place in places}
    shown = set(moments.values())
    told = tuple(_moments_told(dealing.target, transaction))
    if "before_the_deal" in shown or shown == {"before_and_after"}:
        return replace(counting, told_of={**counting.told_of, dealing.target: told})
    told = (*told, f"{dealing.place}/acts", *_passes_told(dealing))
    if dealing.passes_no_share:
        return replace(counting, told_of={**counting.told_of, dealing.target: told})
    if (
        "after_the_deal" not in shown
        and not dealing.gives_nothing
        and (shows := without_the_buyer(dealing, transaction))
    ):
        told = (*shows, *told)
        taken = counting.taken_for_before | {dealing.target}
        return replace(counting, told_of={**counting.told_of, dealing.target: told}, taken_for_before=taken)
    because = (SHOWN,) if None in shown else tuple(_open_in(dealing))
    found, open_because = list(counting.interests), dict(counting.open_because)
    changed = [place for place in places if moments[place] != "before_and_after"]
    earlier = _Earlier.of(dealing, [found[place] for place in changed])
    for place, interest in zip(changed, earlier.interests, strict=True):
        found[place] = _either(found[place], interest) if None in shown else interest
        if because:
            open_because[place] = open_because.get(place, ()) + tuple((place, pointer) for pointer in because)
    parties, open_lists = counting.parties, dict(counting.open_lists)
    if not earlier.holders_complete:
        parties = {**parties, dealing.target: replace(parties[dealing.target], holders_complete=None)}
        open_lists[dealing.target] = because
    return replace(
        counting,
        interests=found,
        open_because=open_because,
        parties=parties,
        open_lists=open_lists,
        told_of={**counting.told_of, dealing.target: told},
    )


def _moments_told(subject: PartyId, transaction: Transaction) -> Iterator[str]:
    """The JSON Pointers of the facts that say which moment the interests in this entity show, left out or not."""
    moments = {i: each.moment for i, each in enumerate(transaction.interests) if each.subject == subject}
    yield from (f"/interests/{place}/moment" for place, moment in moments.items() if moment is not None)
    if None in moments.values():
        yield SHOWN


def _passes_told(dealing: Dealing) -> Iterator[str]:
    """The JSON Pointers of what is stated to pass."""
    pointer = f"{dealing.place}/passes"
    if dealing.deal.passes is None:
        yield pointer
        return
    yield f"{pointer}/complete"
    for index, passing in enumerate(dealing.passes.items):
        for name in fields_of(Passing):
            if getattr(passing, name) is not None:
                yield f"{pointer}/items/{index}/{name}"


def _open_in(dealing: Dealing) -> Iterator[str]:
    """The JSON Pointers of what would lead further back from a table after the deal."""
    passes = dealing.passes
    if dealing.deal.passes is None:
        yield f"{dealing.place}/passes"
    elif passes.complete is not True:
        yield f"{dealing.place}/passes/complete"
    for index, each in enumerate(passes.items):
        if each.seller is None and each.newly_issued is not True:
            yield f"{dealing.place}/passes/items/{index}/{'newly_issued' if each.newly_issued is None else 'seller'}"
        for measure in Measure:
            value = getattr(each, measure.value)
            if not is_exact(value):
                yield f"{dealing.place}/passes/items/{index}/{measure.value}"


class _Earlier(NamedTuple):
    """Interests after a deal as they stand before it, and whether their list is as complete as the one after."""

    interests: Sequence[Interest]
    holders_complete: bool

    @classmethod
    def of(cls, dealing: Dealing, interests: Sequence[Interest]) -> "_Earlier":
        """The interests led back by what passes in the deal."""
        passes = dealing.passes
        earlier = [replace(each, roles=None, directs_management=None, board_seat=None) for each in interests]
        if passes.complete is not True:
            return cls([_with_anything(each) for each in earlier], holders_complete=False)
        for measure in Measure:
            earlier = _before(earlier, measure, passes.items)
        known = all(each.seller is not None or each.newly_issued is True for each in passes.items)
        return cls(earlier, holders_complete=known)


def _with_anything(interest: Interest) -> Interest:
    return replace(interest, voting_percent=_ANYTHING, board_percent=_ANYTHING, equity_percent=_ANYTHING)


def _before(interests: list[Interest], measure: Measure, passes: Sequence[Passing]) -> list[Interest]:
    """The interests with their shares in one measure before what passes; of several lots the first has them all.

    What a holder has afterwards, less what it bought, and what it sold besides, were its share of the whole without
    what is newly issued. Where the seller is not known, everybody may have sold.
    """
    spans: dict[PartyId, Span] = {}
    for each in interests:
        spans[each.holder] = _sum(spans.get(each.holder, _NOTHING), _span(getattr(each, measure.value)))
    issued = unknown = _NOTHING
    for passing in passes:
        share = _span(getattr(passing, measure.value))
        spans[passing.buyer] = _less(spans.get(passing.buyer, _NOTHING), share)
        if passing.seller is not None:
            spans[passing.seller] = _sum(spans.get(passing.seller, _NOTHING), share)
            continue
        if passing.newly_issued is not False:
            issued = _sum(issued, share if passing.newly_issued else _up_to(share))
        if passing.newly_issued is not True:
            unknown = _sum(unknown, _up_to(share))
    found, seen = [], set()
    for each in interests:
        if each.holder in seen:
            found.append(with_percent(each, measure, _ZERO))
            continue
        seen.add(each.holder)
        lower, above, upper, below = _sum(spans[each.holder], unknown)
        span = max(lower, _ZERO), above and lower >= 0, min(max(upper, _ZERO), _WHOLE), below
        if issued[2]:
            span = of_what_is_left(span, issued[0], issued[2])
        found.append(with_percent(each, measure, within(*span)))
    return found


_NOTHING: Span = (_ZERO, False, _ZERO, False)


def _span(value: Quantity | None) -> Span:
    lower, above, upper, below = (None, False, None, False) if value is None else bounds_of(value)
    return lower or _ZERO, above, _WHOLE if upper is None else upper, below


def _up_to(span: Span) -> Span:
    return _ZERO, False, span[2], span[3]


def _sum(one: Span, other: Span) -> Span:
    return SUM_DOWN.add(one[0], other[0]), one[1] or other[1], SUM_UP.add(one[2], other[2]), one[3] or other[3]


def _less(one: Span, other: Span) -> Span:
    return (
        SUM_DOWN.subtract(one[0], other[2]),
        one[1] or other[3],
        SUM_UP.subtract(one[2], other[0]),
        one[3] or other[1],
    )


def _either(stated: Interest, earlier: Interest) -> Interest:
    """The interest where it is open which of the two counts."""
    found = earlier
    for measure in Measure:
        one, other = _span(getattr(stated, measure.value)), _span(getattr(earlier, measure.value))
        low, above = min((one[0], one[1]), (other[0], other[1]))
        high, under = max((one[2], not one[3]), (other[2], not other[3]))
        found = with_percent(found, measure, within(low, above, high, not under))
    return found
