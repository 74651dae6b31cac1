"""Leads holdings back to before the deal, the moment of the law's tests (850.210(a)(1), 850.209, 850.221).

A table of holders after the deal shows the shares that the deal itself passes with those who bought them. It leads back
to the table before by what passes: exactly where all of that is stated, within bounds where a seller or a share is not
known, and not at all where others may have bought at the same time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.errors import Problem
from app.domain.facts.choices.deals import Act
from app.domain.facts.choices.interests import Moment
from app.domain.facts.deal import Deal, Passing
from app.domain.facts.dictionary import fields_of
from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Interest, Party
from app.domain.facts.transaction import Transaction, days_of, deals_of, investors_of
from app.domain.ownership.resolve.bounds import (
    HUNDRED,
    SUM_DOWN,
    SUM_UP,
    ZERO,
    PercentInterval,
    percent_bounds,
    within,
)
from app.domain.ownership.resolve.complete_lists import incomplete_lists
from app.domain.ownership.resolve.counted import NOT_HELD, CountedInterests, counted_on, held_on, of_what_is_left
from app.domain.ownership.resolve.measures import Measure, with_percent
from app.domain.ownership.resolve.order import walk
from app.domain.quantity import Range, is_exact

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
    """Give the deals of a transaction that name their target."""
    return tuple(
        Dealing(place, deal, deal.target, investors_of(transaction) if place == "/deal" else frozenset({acquirer}))
        for place, deal, acquirer in deals_of(transaction)
        if deal.target is not None
    )


def moment_of(interest: Interest, transaction: Transaction) -> Moment | None:
    """Give the moment that the interest shows, if that is stated."""
    return interest.moment if interest.moment is not None else transaction.interests_show


def tables(transaction: Transaction) -> tuple[frozenset[int], ...]:
    """Give for each table of interests, that before the deal and that after it, the places of those not in it.

    Where no entity has two tables, there is one, which leaves nothing out.
    """
    if all(each.moment is None for each in transaction.interests):
        return (frozenset(),)
    placed = [(i, each.subject, moment_of(each, transaction)) for i, each in enumerate(transaction.interests)]
    before = {subject for _, subject, moment in placed if moment == "before_the_deal"}
    after = {subject for _, subject, moment in placed if moment == "after_the_deal"}
    both = before & after
    if not both:
        return (frozenset(),)
    return (
        frozenset(i for i, subject, moment in placed if moment == "after_the_deal" and subject in both),
        frozenset(i for i, subject, moment in placed if moment == "before_the_deal" and subject in both),
    )


def held_before_the_deal(transaction: Transaction) -> list[int]:
    """Give the places of the interests that are held beyond doubt on the days of the deals, before completion."""
    held = held_on(transaction.interests, days_of(transaction))
    not_for_sure = held.left_out | held.open_because.keys() | tables(transaction)[0]
    return [place for place in range(len(transaction.interests)) if place not in not_for_sure]


def before_the_deal(transaction: Transaction, parties: Mapping[PartyId, Party]) -> CountedInterests:
    """Count the interests on the days of the deals, as they stand before what the deals pass."""
    only_after = tables(transaction)[0]
    counting = counted_on(transaction.interests, days_of(transaction), parties=parties, left_out=only_after)
    for subject in sorted({transaction.interests[place].subject for place in only_after}):
        counting.decided_in[subject] = tuple(_moment_facts(subject, transaction))
    for dealing in dealings(transaction):
        places = [
            place
            for place, each in enumerate(counting.interests)
            if each.subject == dealing.target and place not in counting.left_out
        ]
        if places:
            _lead_back(counting, dealing, places, transaction)
    if counting.open_lists and _every_seller_is_named(transaction):
        counting.closed_if_assumed = tuple(counting.open_lists)
    return counting


def _every_seller_is_named(transaction: Transaction) -> bool:
    passes = [each for _, deal, _ in deals_of(transaction) if deal.passes is not None for each in deal.passes.items]
    return all(each.seller is not None or each.newly_issued is True for each in passes)


def incomplete_lists_of(transaction: Transaction) -> Iterator[Problem]:
    """Find every list of holders said to be complete that cannot be, in either of the tables of the transaction."""
    parties = {party.id: party for party in transaction.parties}
    found: dict[Problem, None] = {}
    for left_out in tables(transaction):
        counting = counted_on(transaction.interests, days_of(transaction), parties=parties, left_out=left_out)
        found.update(dict.fromkeys(incomplete_lists(transaction.parties, counting)))
    return iter(found)


def without_the_buyer(dealing: Dealing, transaction: Transaction) -> tuple[str, ...]:
    """Give the JSON Pointers of the facts that show that the buyer holds nothing in the target; none where it may.

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
    buyers = [each for each in dealing.buyers if each is not None]
    behind = set(walk(buyers, lambda each: holders.get(each, ())))  # a table may show these where a buyer is a vehicle
    facts = [f"{dealing.place}/target", "/acquirer", "/acting_for"]
    for name in walk([dealing.target], lambda each: holders.get(each, ())):
        party = transaction.parties[places[name]]
        known = party.kind in NOT_HELD
        if name in behind or not (known or party.holders_complete is True):
            return ()
        facts.append(f"/parties/{places[name]}/{'kind' if known else 'holders_complete'}")
    return tuple(facts)


def _lead_back(counting: CountedInterests, dealing: Dealing, places: Sequence[int], transaction: Transaction) -> None:
    """Lead the interests in the target of the deal back to before it, and note which facts decided that."""
    moments = {place: moment_of(transaction.interests[place], transaction) for place in places}
    shown = set(moments.values())
    facts = tuple(_moment_facts(dealing.target, transaction))
    counting.decided_in[dealing.target] = facts
    if "before_the_deal" in shown or shown == {"before_and_after"}:
        return
    facts = counting.decided_in[dealing.target] = (*facts, f"{dealing.place}/acts", *_passing_facts(dealing))
    if dealing.passes_no_share:
        return
    if "after_the_deal" not in shown and not dealing.gives_nothing:
        shows = without_the_buyer(dealing, transaction)
        if shows:
            counting.taken_for_before.add(dealing.target)
            counting.decided_in[dealing.target] = (*shows, *facts)
            return
    because = (SHOWN,) if None in shown else tuple(_open_in(dealing))
    found, open_because = counting.interests, counting.open_because
    changed = [place for place in places if moments[place] != "before_and_after"]
    earlier, holders_complete = _earlier(dealing.passes, [found[place] for place in changed])
    for place, interest in zip(changed, earlier, strict=True):
        found[place] = _either(found[place], interest) if None in shown else interest
        if because:
            open_because[place] = open_because.get(place, ()) + tuple((place, pointer) for pointer in because)
    if not holders_complete:
        target = replace(counting.parties[dealing.target], holders_complete=None)
        counting.parties = {**counting.parties, dealing.target: target}
        counting.open_lists[dealing.target] = because


def _moment_facts(subject: PartyId, transaction: Transaction) -> Iterator[str]:
    """Give the JSON Pointers of the facts that say which moment the interests in this entity show, left out or not."""
    moments = {i: each.moment for i, each in enumerate(transaction.interests) if each.subject == subject}
    yield from (f"/interests/{place}/moment" for place, moment in moments.items() if moment is not None)
    if None in moments.values():
        yield SHOWN


def _passing_facts(dealing: Dealing) -> Iterator[str]:
    """Give the JSON Pointers of what is stated to pass."""
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
    """Give the JSON Pointers of what would lead further back from a table after the deal."""
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


def _earlier(passes: Listing[Passing], interests: Sequence[Interest]) -> tuple[Sequence[Interest], bool]:
    """Lead interests back by what passes; say too whether their list is as complete as the one after the deal."""
    earlier = [replace(each, roles=None, directs_management=None, board_seat=None) for each in interests]
    if passes.complete is not True:
        anything = Range(at_least=ZERO, at_most=HUNDRED)
        for measure in Measure:
            earlier = [with_percent(each, measure, anything) for each in earlier]
        return earlier, False
    for measure in Measure:
        earlier = _before(earlier, measure, passes.items)
    return earlier, all(each.seller is not None or each.newly_issued is True for each in passes.items)


def _before(interests: list[Interest], measure: Measure, passes: Sequence[Passing]) -> list[Interest]:
    """Give the interests their shares in one measure before what passes; of several lots the first has them all.

    What a holder has afterwards, less what it bought, and what it sold besides, were its share of the whole without
    what is newly issued. Where the seller is not known, everybody may have sold.
    """
    shares: dict[PartyId, PercentInterval] = {}
    for each in interests:
        shares[each.holder] = _sum(shares.get(each.holder, _NOTHING), percent_bounds(getattr(each, measure.value)))
    issued = unknown = _NOTHING
    for passing in passes:
        share = percent_bounds(getattr(passing, measure.value))
        up_to = ZERO, False, *share[2:]
        shares[passing.buyer] = _less(shares.get(passing.buyer, _NOTHING), share)
        if passing.seller is not None:
            shares[passing.seller] = _sum(shares.get(passing.seller, _NOTHING), share)
            continue
        if passing.newly_issued is not False:
            issued = _sum(issued, share if passing.newly_issued else up_to)
        if passing.newly_issued is not True:
            unknown = _sum(unknown, up_to)
    found, seen = [], set()
    for each in interests:
        if each.holder in seen:
            found.append(with_percent(each, measure, ZERO))
            continue
        seen.add(each.holder)
        lower, above, upper, below = _sum(shares[each.holder], unknown)
        share = max(lower, ZERO), above and lower >= 0, min(max(upper, ZERO), HUNDRED), below
        if issued[2]:
            share = of_what_is_left(share, issued[0], issued[2])
        found.append(with_percent(each, measure, within(*share)))
    return found


_NOTHING: PercentInterval = (ZERO, False, ZERO, False)


def _sum(one: PercentInterval, other: PercentInterval) -> PercentInterval:
    return SUM_DOWN.add(one[0], other[0]), one[1] or other[1], SUM_UP.add(one[2], other[2]), one[3] or other[3]


def _less(one: PercentInterval, other: PercentInterval) -> PercentInterval:
    lower, upper = SUM_DOWN.subtract(one[0], other[2]), SUM_UP.subtract(one[2], other[0])
    return lower, one[1] or other[3], upper, one[3] or other[1]


def _either(stated: Interest, earlier: Interest) -> Interest:
    """Give the interest where it is open which of the two counts."""
    found = earlier
    for measure in Measure:
        one, other = (percent_bounds(getattr(each, measure.value)) for each in (stated, earlier))
        low, above = min(one[:2], other[:2])
        high, reached = max((one[2], not one[3]), (other[2], not other[3]))
        found = with_percent(found, measure, within(low, above, high, not reached))
    return found
