"""Holders whose power is denied and stated at once."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.consistency.measures import over
from app.domain.errors import Problem
from app.domain.facts.transaction import Transaction
from app.domain.ownership import DIRECTING_ROLES

_NOTHING = Decimal(0)


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
