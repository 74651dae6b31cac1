"""Parties in places of a deal that they cannot have at once."""

from collections.abc import Iterator

from app.domain.errors import Problem
from app.domain.facts.transaction import Transaction


def deal_with_oneself(transaction: Transaction) -> Iterator[Problem]:
    """The party that acquires as the one that it deals with."""
    if transaction.acquirer is not None and transaction.acquirer == transaction.deal.target:
        detail = "The acquiring party cannot deal with itself. Name the other side here."
        yield Problem("/deal/target", detail, "deal_with_oneself")


def venture_among_its_partners(transaction: Transaction) -> Iterator[Problem]:
    """A joint venture named as one of its own partners: whose activities count would be open."""
    for place, deal in (("/deal", transaction.deal), ("/fund_deal", transaction.fund_deal)):
        if deal is not None and deal.partners is not None and deal.target in deal.partners.items:
            detail = "The target is the joint venture itself. Give it as a party of its own beside the partners."
            yield Problem(f"{place}/target", detail, "venture_among_its_partners")
