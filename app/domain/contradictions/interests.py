"""Lists of holders that leave something out, and holders whose power is denied and stated at once."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.contradictions.measures import over
from app.domain.errors import Problem
from app.domain.facts.fact import PartyId
from app.domain.facts.transaction import Transaction
from app.domain.ownership import DIRECTING_ROLES
from app.domain.quantity import Quantity, Range, is_exact

_WHOLE = Decimal(100)
_NOTHING = Decimal(0)


def holders_short_of_the_whole(transaction: Transaction) -> Iterator[Problem]:
    """Entities whose holders, said to be complete, have less than the whole: somebody with a share is not listed.

    Nothing at all in a measure is not refused: there are entities without votes. Board votes need not come to the
    whole, since directors need no holder behind them.
    """
    if not transaction.interests:
        return
    places = {party.id: index for index, party in enumerate(transaction.parties) if party.holders_complete is True}
    if not places:
        return
    for measure in ("voting_percent", "equity_percent"):
        totals: dict[PartyId, Decimal] = {}
        for interest in transaction.interests:
            subject = interest.subject
            if subject in places:
                dated = interest.term != "held" or interest.holder == subject
                most = _WHOLE if dated else _most(getattr(interest, measure))
                totals[subject] = totals[subject] + most if subject in totals else most
        for subject, total in totals.items():
            if _NOTHING < total < _WHOLE:
                detail = (
                    f"These holders have less than 100 in `{measure}` together, so somebody is missing. Add whoever it "
                    "is, give rounded shares as ranges, or do not call the list complete."
                )
                yield Problem(f"/parties/{places[subject]}/holders_complete", detail, "holders_missing")


def denied_power(transaction: Transaction) -> Iterator[Problem]:
    """Holders with board votes and no seat, or with the role of a general partner and no power over management."""
    for index, interest in enumerate(transaction.interests):
        if interest.board_seat is False and over(interest.board_percent, _NOTHING):
            detail = "This holder has votes on the board. Say that it has a seat, or mend `board_percent`."
            yield Problem(f"/interests/{index}/board_seat", detail, "denied_power")
        roles = interest.roles
        if interest.directs_management is False and roles is not None and not DIRECTING_ROLES.isdisjoint(roles.items):
            detail = "Whoever has this role directs the management. Say so, or mend `roles`."
            yield Problem(f"/interests/{index}/directs_management", detail, "denied_power")


def _most(value: Quantity | None) -> Decimal:
    if is_exact(value):
        return value
    bounds = (value.at_most, value.less_than) if isinstance(value, Range) else ()
    return min((bound for bound in bounds if bound is not None), default=_WHOLE)
