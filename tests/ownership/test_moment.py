"""Tables of holders before and after a deal, against deals worked out share by share; lists that cannot be complete."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.facts.deal import Deal, Passing
from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Interest, Party
from app.domain.facts.transaction import Transaction
from app.domain.ownership.resolve.before_deal import before_the_deal, incomplete_lists_of
from app.domain.ownership.resolve.bounds import bounds_of
from tests.profiles import examples

BUYER, OTHER, TARGET = PartyId("buyer"), PartyId("other"), PartyId("target")
HOLDERS = [PartyId("a"), PartyId("b"), PartyId("c")]
WHOLE = 10_000
"""So many shares there are after a deal, so that every percentage has two decimals."""


def percent(shares):
    return Decimal(shares) / 100


@st.composite
def deals(draw):
    """Shares after a deal, and what passed in it: buyer, seller (``None`` for new ones) and number of shares."""
    names = [*HOLDERS, BUYER, OTHER]
    cuts = sorted(draw(st.lists(st.integers(0, WHOLE), min_size=4, max_size=4)))
    after = dict(zip(names, (b - a for a, b in zip([0, *cuts], [*cuts, WHOLE], strict=True)), strict=True))
    passed, left = [], {BUYER: after[BUYER], OTHER: after[OTHER]}
    for _ in range(draw(st.integers(1, 4))):
        buyer = draw(st.sampled_from([BUYER, OTHER]))
        shares = draw(st.integers(0, left[buyer]))
        left[buyer] -= shares
        passed.append((buyer, draw(st.sampled_from([None, *HOLDERS])), shares))
    return after, passed


def before(after, passed):
    """The exact percentage of each holder before the deal; ``None`` where there were no shares."""
    held = dict(after)
    for buyer, seller, shares in passed:
        held[buyer] -= shares
        if seller is not None:
            held[seller] += shares
    total = sum(held.values())
    return {name: Fraction(100 * shares, total) for name, shares in held.items()} if total else None


def stated(after, passed, *, known=True, complete=True, shown="after_the_deal", **facts):
    interests = [
        Interest(holder=name, subject=TARGET, voting_percent=percent(shares), equity_percent=percent(shares))
        for name, shares in after.items()
    ]
    passes = [
        Passing(
            buyer=buyer,
            seller=seller if known else None,
            newly_issued=seller is None if known or seller is None else False,
            voting_percent=percent(shares),
            equity_percent=percent(shares),
        )
        for buyer, seller, shares in passed
    ]
    parties = [Party(id=name, kind="individual") for name in after]
    return Transaction(
        parties=(*parties, Party(id=TARGET, kind="entity", holders_complete=True)),
        interests=tuple(interests),
        interests_show=shown,
        acquirer=BUYER,
        deal=Deal(
            acts=Listing(("acquire_equity",), complete=True),
            target=TARGET,
            passes=Listing(tuple(passes), complete=complete),
            **facts,
        ),
    )


def counted(transaction):
    return before_the_deal(transaction, {party.id: party for party in transaction.parties})


def spans(transaction):
    """The bounds on the votes of each holder, as they count before the deal."""
    found = {}
    for each in counted(transaction).interests:
        lower, _, upper, _ = (
            (None, False, None, False) if each.voting_percent is None else bounds_of(each.voting_percent)
        )
        found[each.holder] = Fraction(lower or 0), Fraction(100 if upper is None else upper)
    return found


@examples(300)
@given(deals())
def test_a_table_after_the_deal_leads_back_exactly_where_all_that_passes_is_stated(deal):
    truth = before(*deal)
    if truth is None:
        return
    transaction = stated(*deal)
    assert counted(transaction).parties[TARGET].holders_complete is True
    for name, (low, high) in spans(transaction).items():
        assert low <= truth[name] <= high
        assert high - low < Fraction(1, 10**40)


@examples(300)
@given(deals(), st.booleans(), st.sampled_from([True, None, False]))
def test_what_is_not_known_of_a_deal_leaves_room_for_the_truth(deal, known, complete):
    truth = before(*deal)
    if truth is None:
        return
    transaction = stated(*deal, known=known, complete=complete)
    for name, (low, high) in spans(transaction).items():
        assert low <= truth[name] <= high
    whole = complete is True and (known or all(seller is None for _, seller, _ in deal[1]))
    assert (counted(transaction).parties[TARGET].holders_complete is True) == whole


@examples(200)
@given(deals())
def test_a_table_of_which_nothing_is_said_may_show_either_moment(deal):
    after, passed = deal
    truth = before(after, passed)
    if truth is None:
        return
    for name, (low, high) in spans(stated(after, passed, shown=None)).items():
        assert low <= min(truth[name], Fraction(after[name], 100))
        assert max(truth[name], Fraction(after[name], 100)) <= high


@pytest.mark.parametrize(
    ("passes", "asked"),
    [
        (None, "/deal/passes"),
        (Listing(items=()), "/deal/passes/complete"),
        (Listing(items=(), complete=False), "/deal/passes/complete"),
    ],
)
def test_whoever_does_not_say_all_that_passes_leaves_everything_open(passes, asked):
    transaction = stated({HOLDERS[0]: 9000, BUYER: 1000}, [])
    silent = replace(transaction, deal=replace(transaction.deal, passes=passes))
    assert spans(silent) == {HOLDERS[0]: (0, 100), BUYER: (0, 100)}
    assert counted(silent).open_lists == {TARGET: (asked,)}


def test_roles_after_a_deal_say_nothing_of_those_before():
    transaction = stated({HOLDERS[0]: 9000, BUYER: 1000}, [(BUYER, None, 1000)])
    none = Listing(items=(), complete=True)
    interests = tuple(replace(each, roles=none, directs_management=False) for each in transaction.interests)
    for each in counted(replace(transaction, interests=interests)).interests:
        assert (each.roles, each.directs_management, each.board_seat) == (None, None, None)


@pytest.mark.parametrize(
    ("holder", "taken"),
    [
        ({"kind": "individual"}, True),
        ({"kind": "public_float"}, True),
        ({"kind": "entity", "holders_complete": True, "ownerless": "state"}, True),
        ({"kind": "entity"}, False),
        ({}, False),
    ],
)
def test_a_table_is_taken_for_the_one_before_only_where_the_buyer_cannot_be_behind_a_holder(holder, taken):
    parties = (Party(id=HOLDERS[0], **holder), Party(id=BUYER), Party(id=TARGET, kind="entity", holders_complete=True))
    interests = (Interest(holder=HOLDERS[0], subject=TARGET, voting_percent=Decimal(100)),)
    deal = Deal(acts=Listing(("acquire_equity",), complete=True), target=TARGET)
    transaction = Transaction(parties=parties, interests=interests, acquirer=BUYER, deal=deal)
    assert (spans(transaction)[HOLDERS[0]] == (100, 100)) is taken


@pytest.mark.parametrize(
    ("actors", "taken"),
    [
        ({"acquirer": BUYER}, True),
        ({"acquirer": BUYER, "acting_for": Listing((OTHER,), complete=True)}, True),
        ({}, False),
        ({"acquirer": HOLDERS[0]}, False),
        ({"acquirer": BUYER, "acting_for": Listing((HOLDERS[0],), complete=True)}, False),
        ({"acquirer": BUYER, "acting_for": Listing((OTHER,))}, False),
        ({"acquirer": BUYER, "acting_for": Listing((), complete=False)}, False),
    ],
)
def test_a_table_is_taken_for_the_one_before_only_where_all_who_buy_are_known_not_to_be_on_it(actors, taken):
    holder = Party(id=HOLDERS[0], kind="individual")
    parties = (holder, Party(id=BUYER), Party(id=OTHER), Party(id=TARGET, kind="entity", holders_complete=True))
    interests = (Interest(holder=HOLDERS[0], subject=TARGET, voting_percent=Decimal(100)),)
    deal = Deal(acts=Listing(("acquire_equity",), complete=True), target=TARGET)
    transaction = Transaction(parties=parties, interests=interests, deal=deal, **actors)
    assert (spans(transaction)[HOLDERS[0]] == (100, 100)) is taken


def holds(holder, subject, share=100, **facts):
    share = Decimal(share)
    return Interest(
        holder=PartyId(holder), subject=PartyId(subject), voting_percent=share, equity_percent=share, **facts
    )


def complete(*names):
    return tuple(Party(id=PartyId(name), kind="entity", holders_complete=True) for name in names)


def left_open(parties, interests, **facts):
    return [each.pointer for each in incomplete_lists_of(Transaction(parties=parties, interests=interests, **facts))]


def test_a_complete_list_of_nobody_is_left_open_and_one_of_a_body_without_owners_is_not():
    assert left_open(complete("a"), ()) == ["/parties/0/holders_complete"]
    assert left_open((replace(complete("a")[0], ownerless="foundation"),), ()) == []


def test_entities_that_only_hold_one_another_are_left_open():
    ring = [holds("a", "b"), holds("b", "c"), holds("c", "a")]
    assert left_open(complete("a", "b", "c"), tuple(ring)) == [
        f"/parties/{place}/holders_complete" for place in range(3)
    ]
    outside = [holds("a", "b"), holds("b", "c"), holds("c", "a", 99), holds("d", "a", 1)]
    assert left_open((*complete("a", "b", "c"), Party(id=PartyId("d"))), tuple(outside)) == []


def test_a_holder_of_another_day_opens_no_ring():
    ended = {"term": "until_last_day", "last_day": date(2025, 1, 1)}
    ring = (holds("a", "b"), holds("b", "a"), holds("d", "a", **ended))
    parties = (*complete("a", "b"), Party(id=PartyId("d")))
    deal = Deal(completion_date=date(2025, 6, 16))
    assert left_open(parties, ring, deal=deal) == ["/parties/0/holders_complete", "/parties/1/holders_complete"]


@pytest.mark.parametrize("share", ["99.99", "49", "1"])
def test_a_complete_list_that_leaves_shares_to_nobody_is_left_open_in_either_table(share):
    parties = (*complete("a"), Party(id=PartyId("d")))
    assert left_open(parties, (holds("d", "a", share),)) == ["/parties/0/holders_complete"]
    tables = (holds("d", "a", moment="before_the_deal"), holds("d", "a", share, moment="after_the_deal"))
    assert left_open(parties, tables) == ["/parties/0/holders_complete"]
