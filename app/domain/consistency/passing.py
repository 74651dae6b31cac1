"""Finds where what passes in a deal and the tables of holders before and after it do not fit one another."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from app.domain.errors import Problem
from app.domain.facts.choices.deals import Act
from app.domain.facts.choices.interests import Moment
from app.domain.facts.deal import Passing
from app.domain.facts.fact import PartyId, stated_items
from app.domain.facts.party import Interest
from app.domain.facts.transaction import Transaction
from app.domain.ownership.resolve.before_deal import PASSES_NO_SHARE, Dealing, dealings, moment_of, without_the_buyer
from app.domain.ownership.resolve.bounds import SUM_DOWN, SUM_UP, ZERO, percent_bounds
from app.domain.ownership.resolve.measures import Measure

_MIXED = (
    "Other interests in this party say which moment they show, and this one does not. Say it here too, or once for all "
    "interests in `interests_show`."
)
_NEW_AND_OLD = "What is newly issued has no seller. Take one of the two away."
_TO_ONESELF = "Nobody sells to itself. Mend the buyer or the seller."
_UNLISTED = (
    "This person passes or gets a share, and is not among the holders after the deal. List it there too, with 0 if it "
    "has nothing left."
)
_NOTHING_PASSES = "Shares are acquired in this deal, yet the complete list says that none pass. Mend one of the two."
_MORE_THAN_LEFT = "This holder has less after the deal than it is said to get by it. Mend this, or what passes."
_WITHOUT_BUYER = (
    "All holders after the deal are said to be listed, and whoever acquires shares in it is not among them. Add the "
    "buyer, or say that these are the holders before the deal."
)
_SOLD_MORE = (
    "This holder has less before the deal than it is said to sell in it. If the interests show the holders after the "
    "deal, say so; otherwise mend this, or what passes."
)
_NO_EQUITY = "Equity of this party is acquired, so it is no body without owners. Take this away, or mend the acts."
_ACQUIRING = frozenset({"acquire_equity", "convert_contingent_equity"})
_OF_EQUITY = _ACQUIRING | {"acquire_contingent_equity"}
_NO_SUCH_ACT = (
    "A share passes to the acquiring party, yet by the complete list of acts none is acquired. Add `acquire_equity` or "
    "what else it is to the acts, or mend what passes."
)
_WITHOUT_SHARES: frozenset[Act] = (PASSES_NO_SHARE - {"enter_joint_venture"}) | {"concluded_none_of_these"}


def tables_at_odds(transaction: Transaction) -> Iterator[Problem]:
    """Find interests that leave open to which of two tables they belong, and shares that cannot pass as stated."""
    yield from _mixed_moments(transaction)
    for dealing in dealings(transaction):
        yield from _held_otherwise(dealing, transaction)
        if dealing.deal.passes is not None:
            yield from _passes(dealing, transaction)


def _mixed_moments(transaction: Transaction) -> Iterator[Problem]:
    if transaction.interests_show is not None or all(each.moment is None for each in transaction.interests):
        return
    saying = {each.subject for each in transaction.interests if each.moment is not None}
    for index, interest in enumerate(transaction.interests):
        if interest.moment is None and interest.subject in saying:
            yield Problem(f"/interests/{index}/moment", _MIXED, "moment_missing")


def _held_otherwise(dealing: Dealing, transaction: Transaction) -> Iterator[Problem]:
    """Find a target without owners whose equity is acquired, or whose holders after the deal leave out the buyer."""
    acts = stated_items(dealing.deal.acts)
    if _OF_EQUITY.isdisjoint(acts):
        return
    index, party = next((i, party) for i, party in enumerate(transaction.parties) if party.id == dealing.target)
    if party.ownerless is not None:
        yield Problem(f"/parties/{index}/ownerless", _NO_EQUITY, "owned_after_all")
    if not _ACQUIRING.isdisjoint(acts):
        shown = {moment_of(each, transaction) for each in transaction.interests if each.subject == dealing.target}
        after_alone = "after_the_deal" in shown and "before_the_deal" not in shown
        if after_alone and without_the_buyer(dealing, transaction):
            yield Problem(f"/parties/{index}/holders_complete", _WITHOUT_BUYER, "buyer_missing")


def _passes(dealing: Dealing, transaction: Transaction) -> Iterator[Problem]:
    pointer, passes, acts = f"{dealing.place}/passes", dealing.passes, dealing.deal.acts
    if passes.complete is True and not passes.items and acts is not None and not _ACQUIRING.isdisjoint(acts.items):
        yield Problem(pointer, _NOTHING_PASSES, "nothing_passes")
    bought = any(each.buyer in dealing.buyers for each in passes.items)
    if bought and acts is not None and acts.complete is True and _WITHOUT_SHARES.issuperset(acts.items):
        yield Problem(pointer, _NO_SUCH_ACT, "act_left_out")
    after = _table(dealing, transaction, ("after_the_deal", "before_and_after"))
    listed = {each.holder for _, each in after}
    for index, each in enumerate(passes.items):
        place = f"{pointer}/items/{index}"
        if each.newly_issued is True and each.seller is not None:
            yield Problem(f"{place}/newly_issued", _NEW_AND_OLD, "issued_and_sold")
        if each.seller == each.buyer:
            yield Problem(f"{place}/seller", _TO_ONESELF, "sold_to_oneself")
        for name in ("buyer", "seller") if after else ():
            party = getattr(each, name)
            if party is not None and party not in listed:
                yield Problem(f"{place}/{name}", _UNLISTED, "not_among_the_holders")
    before = _table(dealing, transaction, ("before_the_deal", "before_and_after"))
    for table, passed, detail in (
        (after, [(each.buyer, each) for each in passes.items], _MORE_THAN_LEFT),
        (before, [(each.seller, each) for each in passes.items if each.seller is not None], _SOLD_MORE),
    ):
        yield from _outrun(table, passed, detail)


Table = Sequence[tuple[int, Interest]]


def _table(dealing: Dealing, transaction: Transaction, moments: Collection[Moment]) -> Table:
    """List the interests in the target that show one of these moments, with their places."""
    return [
        (index, each)
        for index, each in enumerate(transaction.interests)
        if each.subject == dealing.target and moment_of(each, transaction) in moments
    ]


def _outrun(table: Table, passed: Sequence[tuple[PartyId, Passing]], detail: str) -> Iterator[Problem]:
    """Find the interests of holders that have less in this table than what passes to them, or from them."""
    for measure in Measure:
        held: dict[PartyId, Decimal] = {}
        parts: dict[PartyId, Decimal] = {}
        apart: set[PartyId] = set()  # of these the part is more than the least, or the whole less than the most
        for _, interest in table:
            _, _, most, below = percent_bounds(getattr(interest, measure))
            held[interest.holder] = SUM_UP.add(held.get(interest.holder, ZERO), most)
            apart.update({interest.holder} if below else ())
        for party, passing in passed:
            least, above, _, _ = percent_bounds(getattr(passing, measure))
            parts[party] = SUM_DOWN.add(parts.get(party, ZERO), least)
            apart.update({party} if above else ())
        for index, interest in table:
            part, whole = parts.get(interest.holder, ZERO), held[interest.holder]
            if part > whole or (part == whole and interest.holder in apart):
                yield Problem(f"/interests/{index}/{measure}", detail, "part_over_whole")
