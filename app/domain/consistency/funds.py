"""Finds what is said of a fund where there is none, and passive interests in a fund that are not passive."""

from collections.abc import Iterator

from app.domain.consistency.pairs import is_something
from app.domain.consistency.rights import powers_held
from app.domain.errors import Problem
from app.domain.facts.choices.deals import Act, FundKind
from app.domain.facts.deal import Deal, FundInterest
from app.domain.facts.fact import stated_items
from app.domain.facts.transaction import Transaction, deals_of, investors_of

FUND_INTEREST: Act = "acquire_fund_interest"
_NO_FUND = "The target is said to be no pooled investment fund."
_A_FUND = "The target is said to be a pooled investment fund. Mend this, or `pooled_investment_fund` there."
_INTERMEDIARY = (
    "What an intermediary acquires for somebody is the deal itself: make the intermediary `acquirer` and that person "
    "one of `acting_for`. Or mend `pooled_investment_fund`."
)
_ITSELF = "The fund cannot deal with itself. Name the other side of its deal here."
_ONLY_INVESTS = frozenset[FundKind | None]({"venture_capital", "private_equity", "fund_of_funds"})
_TRADES = (
    "Interests in a fund of this kind do not trade, and `security` says that they do. Mend this, such as to "
    "`other_pooled_investment_fund`, or what is said there."
)
_DOES_MORE = (
    "By the `kind` stated for this fund it does nothing but invest. State the activity of the company that engages in "
    "it, or make the kind `other_pooled_investment_fund`, or `not_a_fund`."
)
_NAMING_NONE = frozenset[Act]({"other", "concluded_none_of_these"})
_NOTHING_BELOW = (
    "The fund is said to have undertaken nothing so far, so that no deal below it has a class. Take this away, or say "
    "under `fund_deal` what the fund does, with the class of the deal below under its `fund`."
)
_NO_MANAGER = (
    "Somebody manages or advises a pooled fund, and nobody on this complete list does. Add the general partner or the "
    "adviser with its role, be it without a share, or do not call the list complete."
)
_PASSIVE = (
    "This holder is said to have a passive interest in the fund, without influence on its decisions. Mend `passive`, "
    "or this."
)


def deals_of_no_fund(transaction: Transaction) -> Iterator[Problem]:
    """Find a fund's deal, or what only a fund has, where the other side is said to be no fund; and the reverse.

    Where an interest in a fund is only a part of what is acquired, they may be of the other part.
    """
    deal, fund_deal = transaction.deal, transaction.fund_deal
    for place, each, _ in deals_of(transaction):
        yield from _said_of_no_fund(transaction, each, place)
    if fund_deal is None:
        return
    if deal.target is not None and deal.target == fund_deal.target and _concerns_the_target(deal):
        yield Problem("/fund_deal/target", _ITSELF, "deal_with_oneself")
    into_fund = deal.acts is None or FUND_INTEREST in deal.acts.items
    if not into_fund and _concerns_the_target(deal) and _is_said_to_be_a_fund(transaction, deal) is False:
        yield Problem("/fund_deal", f"{_NO_FUND} {_INTERMEDIARY}", "no_fund")


def _said_of_no_fund(transaction: Transaction, deal: Deal, place: str) -> Iterator[Problem]:
    is_fund = _is_said_to_be_a_fund(transaction, deal)
    if is_fund and deal.fund.kind == "not_a_fund":
        yield Problem(f"{place}/fund/kind", _A_FUND, "no_fund")
    elif is_fund is False and _concerns_the_target(deal):
        for name in _only_of_a_fund(deal.fund):
            detail = f"{_NO_FUND} Mend this, or `pooled_investment_fund` there."
            yield Problem(f"{place}/fund/{name}", detail, "no_fund")


def more_than_investing(transaction: Transaction) -> Iterator[Problem]:
    """Find activities of a fund, and interests in it that trade, where its kind is one that only invests."""
    for place, deal, _ in deals_of(transaction):
        if deal.fund.kind not in _ONLY_INVESTS or not _is_of_a_fund_alone(deal):
            continue
        if deal.security.publicly_traded is True or deal.security.traded_at_signing is True:
            yield Problem(f"{place}/fund/kind", _TRADES, "contradicting_facts")
        for index, party in enumerate(transaction.parties):
            if party.id == deal.target and stated_items(party.activities):
                yield Problem(f"/parties/{index}/activities", _DOES_MORE, "contradicting_facts")


def _is_of_a_fund_alone(deal: Deal) -> bool:
    """Whether the interest in a fund is the only listed act; words that name none stand for no other."""
    acts = frozenset(stated_items(deal.acts))
    return FUND_INTEREST in acts and acts <= {FUND_INTEREST, *_NAMING_NONE}


def funds_with_nothing_below(transaction: Transaction) -> Iterator[Problem]:
    """Find what a fund's deal leads to beside a word that the fund has undertaken nothing."""
    fund_deal = transaction.fund_deal
    nothing = fund_deal is not None and fund_deal.acts is not None and not fund_deal.acts.items
    if nothing and transaction.deal.fund.lower_deal is not None:
        yield Problem("/deal/fund/lower_deal", _NOTHING_BELOW, "contradicting_facts")


def needs_an_interest_in_a_fund(transaction: Transaction, deal: Deal) -> bool:
    """Whether an interest in a fund, beside what the deal does with its target, is what else is said of one."""
    return bool(_only_of_a_fund(deal.fund)) and _is_said_to_be_a_fund(transaction, deal) is False


def _only_of_a_fund(fund: FundInterest) -> list[str]:
    """List what is stated that only a fund has."""
    stated = {"kind": fund.kind, "likely_sectors": fund.likely_sectors, "lower_deal": fund.lower_deal}
    return [name for name, value in stated.items() if is_something(value) and value != "not_a_fund"]


def _is_said_to_be_a_fund(transaction: Transaction, deal: Deal) -> bool | None:
    parties = transaction.parties if deal.target is not None else ()
    return next((party.pooled_investment_fund for party in parties if party.id == deal.target), None)


def _concerns_the_target(deal: Deal) -> bool:
    """Whether the target, for sure, is what any interest in a fund would be an interest in."""
    if deal.acts is None:
        return False
    if FUND_INTEREST in deal.acts.items:
        return len(deal.acts.items) == 1
    return deal.acts.complete is True


def power_beside_a_passive_interest(transaction: Transaction) -> Iterator[Problem]:
    """Find power in a fund of whoever is said to have no influence on its decisions."""
    for _, deal, holder in deals_of(transaction):
        if deal.fund.passive and deal.target is not None:
            powers = powers_held(transaction, frozenset({holder}), deal.target)
            yield from (Problem(pointer, _PASSIVE, "contradicting_facts") for pointer in powers)


def acting_funds_without_a_manager(transaction: Transaction) -> Iterator[Problem]:
    """Find acting pooled funds whose complete list of holders has nobody who manages or advises them.

    Whoever does is a parent without a percentage: 850.219(b) and (c).
    """
    acting = investors_of(transaction)
    for index, party in enumerate(transaction.parties):
        if party.id in acting and party.pooled_investment_fund is True and party.holders_complete is True:
            roles = [each.roles for each in transaction.interests if each.subject == party.id]
            if all(each is not None and each.complete is True and not each.items for each in roles):
                yield Problem(f"/parties/{index}/holders_complete", _NO_MANAGER, "manager_missing")
