"""Finds power over an entity that is stated and denied at once: by interests, or by the rights that a deal gives."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.consistency.pairs import Pair, PairTable, is_something, over
from app.domain.errors import Problem
from app.domain.facts.choices.securities import Right
from app.domain.facts.deal import Deal
from app.domain.facts.fact import PartyId, stated_items
from app.domain.facts.party import Interest
from app.domain.facts.transaction import Transaction, deals_of, investors_of
from app.domain.ownership.answer.direction import DIRECTING_ROLES
from app.domain.ownership.resolve.before_deal import moment_of

_BEYOND_STANDARD = frozenset[Right](
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

INTEREST = PairTable(
    Pair(
        "board_seat",
        "board_percent",
        lambda seat, votes: seat is False and over(votes, _NOTHING),
        "This holder has votes on the board. Say that it has a seat, or mend `board_percent`.",
        "denied_power",
    ),
    Pair(
        "directs_management",
        "roles",
        lambda directs, roles: directs is False and not DIRECTING_ROLES.isdisjoint(roles.items),
        "Whoever has this role directs the management. Say so, or mend `roles`.",
        "denied_power",
    ),
)


def powers_beside_no_rights(transaction: Transaction) -> Iterator[Problem]:
    """Find each interest that contradicts a complete list of rights, where 850.501(a)(2) turns on them."""
    investors = investors_of(transaction)
    for deal, holders, target in (
        (transaction.deal, investors, _regarded(transaction.deal, transaction)),
        (transaction.fund_deal, investors | {transaction.deal.target}, _target(transaction.fund_deal)),
    ):
        if deal is not None and _says_no_power(deal):
            yield from (Problem(pointer, _SEAT, _CODE) for pointer in powers_held(transaction, holders, target))


def seats_denied_beside_rights(transaction: Transaction) -> Iterator[Problem]:
    """Find the interests of an investor after the deal without the seat on the board that the investment gives it.

    Where it acquires for others, the seat may be theirs; where it has several interests, it comes with one of them.
    """
    deal, fund_deal = transaction.deal, transaction.fund_deal
    if _gives_a_seat(deal) and not is_something(transaction.acting_for):
        yield from _seats_denied(transaction, transaction.acquirer, _regarded(deal, transaction))
    if fund_deal is not None and _gives_a_seat(fund_deal) and not _buys_into_a_fund(fund_deal):
        yield from _seats_denied(transaction, deal.target, fund_deal.target)


def _seats_denied(transaction: Transaction, holder: PartyId | None, target: PartyId | None) -> Iterator[Problem]:
    held = list(_held(transaction, frozenset({holder}), target))
    if not any(interest.board_seat for _, interest in held):
        for index, interest in held:
            if interest.board_seat is False and moment_of(interest, transaction) == "after_the_deal":
                yield Problem(f"/interests/{index}/board_seat", _DENIED, _CODE)


def seats_by_debt(transaction: Transaction) -> Iterator[Problem]:
    """Find the complete lists of what debt affords without the seat on the board that the rights of the deal have."""
    for place, deal, _ in deals_of(transaction):
        affords, by_debt = deal.debt.affords, seats_by_debt_alone(deal)
        if by_debt and affords is not None and affords.complete and "board_appointment" not in affords.items:
            yield Problem(f"{place}/debt/affords", _LENT, _CODE)


def seats_by_debt_alone(deal: Deal) -> bool:
    """Whether the deal gives a seat on the board, and nothing but debt that could give it (850.210(a)(2))."""
    acts = deal.acts
    return _gives_a_seat(deal) and acts is not None and acts.complete is True and _LENDING.issuperset(acts.items)


def powers_held(transaction: Transaction, holders: frozenset[PartyId | None], target: PartyId | None) -> Iterator[str]:
    """Find the JSON Pointer of each power over the target that an interest of these holders shows."""
    for index, interest in _held(transaction, holders, target):
        powers = {
            "board_seat": interest.board_seat,
            "board_percent": over(interest.board_percent, _NOTHING),
            "voting_percent": over(interest.voting_percent, _HALF),
            "directs_management": interest.directs_management,
            "roles": is_something(interest.roles),
        }
        yield from (f"/interests/{index}/{name}" for name, had in powers.items() if had)


def _held(
    transaction: Transaction, holders: frozenset[PartyId | None], target: PartyId | None
) -> Iterator[tuple[int, Interest]]:
    for index, interest in enumerate(transaction.interests):
        if target is not None and interest.subject == target and interest.holder in holders:
            yield index, interest


def _gives_a_seat(deal: Deal) -> bool:
    return "board_seat" in stated_items(deal.rights)


def _buys_into_a_fund(deal: Deal) -> bool:
    return "acquire_fund_interest" in stated_items(deal.acts)


def _regarded(deal: Deal, transaction: Transaction) -> PartyId | None:
    """Name whom the rights of the deal regard: for an interest in a fund, the one that the fund invests in."""
    return _target(transaction.fund_deal) if _buys_into_a_fund(deal) else deal.target


def _target(deal: Deal | None) -> PartyId | None:
    return deal.target if deal is not None else None


def _says_no_power(deal: Deal) -> bool:
    """Whether the deal claims an investment of 850.501(a)(1) and lists all of its rights, none beyond standard."""
    security, rights = deal.security, deal.rights
    claims = (
        security.publicly_traded is True
        or security.derivative is True
        or security.issuer in ("registered_investment_company", "business_development_company")
        or _buys_into_a_fund(deal)
    )
    return claims and rights is not None and rights.complete is True and _BEYOND_STANDARD.isdisjoint(rights.items)
