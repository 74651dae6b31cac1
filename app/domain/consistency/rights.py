"""Power over the person invested in, beside a list of rights that says otherwise."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.consistency.measures import over
from app.domain.errors import Problem
from app.domain.facts.deal import Deal, Right
from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest
from app.domain.facts.transaction import Transaction
from app.domain.ownership.moment import moment_of

_BEYOND_STANDARD: frozenset[Right] = frozenset(
    {"board_seat", "board_observer", "budget_or_operational_veto", "other_beyond_standard"}
)
_SEAT = (
    "This holder has power over the person invested in, yet the complete list of rights shows none beyond a minority's "
    "protections. Add the right there, such as `board_seat` or `other_beyond_standard`, or mend the interest."
)
_DENIED = (
    "By the `rights` of the investment this holder has a seat on the board. Say so here, leave this out, or take "
    "`board_seat` from the rights."
)
_LENT = (
    "By the `rights` of the deal, which only lends, there is a seat on the board. Add `board_appointment` here, or "
    "take `board_seat` from the rights."
)
_LENDING = frozenset({"provide_debt", "acquire_secured_debt"})
_CODE = "contradicts_rights"
_NOTHING = Decimal(0)
_HALF = Decimal(50)


def powers_beside_no_rights(transaction: Transaction) -> list[Problem]:
    """Every interest that contradicts a complete list of the investor's rights, where 850.501(a)(2) turns on them."""
    deal, fund_deal = transaction.deal, transaction.fund_deal
    principals = transaction.acting_for.items if transaction.acting_for is not None else ()
    investors = {*principals, transaction.acquirer}
    found: list[Problem] = []
    if _says_no_power(deal):
        found += powers_held(transaction, investors, _regarded(deal, fund_deal), detail=_SEAT, code=_CODE)
    if fund_deal is not None and _says_no_power(fund_deal):
        holders = {*investors, deal.target}
        found += powers_held(transaction, holders, fund_deal.target, detail=_SEAT, code=_CODE)
    return found


def seats_denied_beside_rights(transaction: Transaction) -> Iterator[Problem]:
    """Interests of an investor after the deal without the seat on the board that the investment gives it.

    Where it acquires for others, the seat may be theirs; where it has several interests, it comes with one of them.
    """
    deal, fund_deal = transaction.deal, transaction.fund_deal
    for each, holder in ((deal, transaction.acquirer), (fund_deal, deal.target)):
        if each is None or each.rights is None or "board_seat" not in each.rights.items:
            continue
        if each is deal and transaction.acting_for is not None and transaction.acting_for.items:
            continue
        held = list(_held(transaction, {holder}, _regarded(each, fund_deal if each is deal else None)))
        if not any(interest.board_seat for _, interest in held):
            for index, interest in held:
                if interest.board_seat is False and moment_of(interest, transaction) == "after_the_deal":
                    yield Problem(f"/interests/{index}/board_seat", _DENIED, _CODE)


def seats_by_debt(transaction: Transaction) -> Iterator[Problem]:
    """Complete lists of what debt affords without the seat on the board that the rights of the deal have."""
    for place, deal in (("/deal", transaction.deal), ("/fund_deal", transaction.fund_deal)):
        if deal is not None and seats_by_debt_alone(deal):
            affords = deal.debt.affords
            if affords is not None and affords.complete is True and "board_appointment" not in affords.items:
                yield Problem(f"{place}/debt/affords", _LENT, _CODE)


def seats_by_debt_alone(deal: Deal) -> bool:
    """Whether the deal gives a seat on the board, and nothing but debt that could give it (850.210(a)(2))."""
    acts, rights = deal.acts, deal.rights
    return (
        rights is not None
        and "board_seat" in rights.items
        and acts is not None
        and acts.complete is True
        and _LENDING.issuperset(acts.items)
    )


def _regarded(deal: Deal, fund_deal: Deal | None) -> PartyId | None:
    """The person whom the rights of a deal regard: for an interest in a fund, the one that the fund invests in."""
    if deal.acts is not None and "acquire_fund_interest" in deal.acts.items:
        return fund_deal.target if fund_deal is not None else None
    return deal.target


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


def powers_held(
    transaction: Transaction, holders: set[PartyId | None], target: PartyId | None, *, detail: str, code: str
) -> Iterator[Problem]:
    """Every power over the target that an interest of these holders shows, with what is wrong about it."""
    for index, interest in _held(transaction, holders, target):
        for name in _power_in(interest):
            yield Problem(f"/interests/{index}/{name}", detail, code)


def _held(
    transaction: Transaction, holders: set[PartyId | None], target: PartyId | None
) -> Iterator[tuple[int, Interest]]:
    for index, interest in enumerate(transaction.interests):
        if target is not None and interest.subject == target and interest.holder in holders:
            yield index, interest


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
