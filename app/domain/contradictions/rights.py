"""Power over the person invested in, beside a list of rights that shows none."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.contradictions.measures import over
from app.domain.errors import Problem
from app.domain.facts.deal import Deal, Right
from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest
from app.domain.facts.transaction import Transaction

_BEYOND_STANDARD: frozenset[Right] = frozenset(
    {"board_seat", "board_observer", "budget_or_operational_veto", "other_beyond_standard"}
)
_SEAT = (
    "This holder has power over the person invested in, yet the complete list of rights shows none beyond a minority's "
    "protections. Add the right there, such as `board_seat` or `other_beyond_standard`, or mend the interest."
)
_NOTHING = Decimal(0)
_HALF = Decimal(50)


def powers_beside_no_rights(transaction: Transaction) -> list[Problem]:
    """Every interest that contradicts a complete list of the investor's rights, where 850.501(a)(2) turns on them."""
    deal, fund_deal = transaction.deal, transaction.fund_deal
    principals = transaction.acting_for.items if transaction.acting_for is not None else ()
    investors = {*principals, transaction.acquirer}
    found: list[Problem] = []
    if _says_no_power(deal):
        into_fund = deal.acts is not None and "acquire_fund_interest" in deal.acts.items
        target = (fund_deal.target if fund_deal is not None else None) if into_fund else deal.target
        found += _powers(transaction, investors, target)
    if fund_deal is not None and _says_no_power(fund_deal):
        found += _powers(transaction, {*investors, deal.target}, fund_deal.target)
    return found


def _says_no_power(deal: Deal) -> bool:
    """Whether the deal claims an investment of 850.501(a)(1) and lists all of its rights, none beyond standard."""
    security = deal.security
    claims = (
        security.publicly_traded is True
        or security.derivative is True
        or security.issuer in ("registered_investment_company", "business_development_company")
        or (deal.acts is not None and "acquire_fund_interest" in deal.acts.items)
    )
    complete = deal.rights is not None and deal.rights.complete is True
    return claims and complete and deal.rights is not None and _BEYOND_STANDARD.isdisjoint(deal.rights.items)


def _powers(transaction: Transaction, holders: set[PartyId | None], target: PartyId | None) -> Iterator[Problem]:
    for index, interest in enumerate(transaction.interests):
        if target is not None and interest.subject == target and interest.holder in holders:
            for name in _power_in(interest):
                yield Problem(f"/interests/{index}/{name}", _SEAT, "contradicts_rights")


def _power_in(interest: Interest) -> Iterator[str]:
    if interest.board_seat:
        yield "board_seat"
    if over(interest.board_percent, _NOTHING):
        yield "board_percent"
    if over(interest.voting_percent, _HALF):
        yield "voting_percent"
    if interest.directs_management:
        yield "directs_management"
    if interest.roles is not None and interest.roles.items:
        yield "roles"
