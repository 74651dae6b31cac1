"""Power of a government over the management of a party, beside a list of ties that shows none: 850.221(c)."""

from collections.abc import Iterator

from app.domain.errors import Problem
from app.domain.facts.fact import PartyId
from app.domain.facts.party import GovernmentTie
from app.domain.facts.transaction import Transaction
from app.domain.ownership import directed

_HANDS: frozenset[GovernmentTie] = frozenset({"part_of_government", "acts_for_government", "directed_by_government"})
_DIRECTED = (
    "The interests say that a government has power over the management of this party, itself or through those whom it "
    "controls, yet the complete list shows no tie to it. Add the tie, `directed_by_government`, or mend the interest."
)


def directed_by_governments(transaction: Transaction) -> Iterator[Problem]:
    """Every complete list of a party's ties to governments that leaves out one that directs its management.

    A government directs a party through those who are part of it, act for it or are directed by it, and through whom
    these control in turn, by interests that are held on the day of the deal for sure.
    """
    hands = _hands_of_governments(transaction)
    if not hands:
        return
    through = directed(transaction, hands).through
    for index, party in enumerate(transaction.parties):
        links = party.government_links
        if links is not None and links.complete is True and party.id in through:
            stated = {link.country for link in links.items if link.tie != "none"}
            if None not in stated and not through[party.id].keys() <= stated:
                yield Problem(f"/parties/{index}/government_links", _DIRECTED, "contradicts_power")


def _hands_of_governments(transaction: Transaction) -> dict[PartyId, frozenset[str]]:
    """The parties through whom a government acts by what is said of them, each with the countries."""
    found: dict[PartyId, frozenset[str]] = {}
    for party in transaction.parties:
        if party.government_links is not None:
            ties = party.government_links.items
            countries = {link.country for link in ties if link.country is not None and link.tie in _HANDS}
            if countries:
                found[party.id] = frozenset(countries)
    return found
