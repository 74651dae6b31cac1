"""Ties between a party and a government: 850.221(c). Ties and powers that are stated and denied at once."""

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
_NO_TIE = "Another item of this list is a tie to the same government. Take away whichever of the two is wrong."
_NOT_FROM_THERE = (
    "By its `government_links` the party is directed by a government, whose country the complete list leaves out. Add "
    "the country, or mend the tie."
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


def ties_that_exclude_each_other(transaction: Transaction) -> Iterator[Problem]:
    """Ties of a party to a government beside the statement that there is none, or that no country directs the party."""
    for index, party in enumerate(transaction.parties):
        links = party.government_links.items if party.government_links is not None else ()
        if not links:
            continue
        tied = {link.country for link in links if link.tie not in (None, "none")}
        for number, link in enumerate(links):
            if link.tie == "none" and link.country is not None and link.country in tied:
                place = f"/parties/{index}/government_links/items/{number}/tie"
                yield Problem(place, _NO_TIE, "contradicting_facts")
        elsewhere = party.directed_from
        if elsewhere is not None and elsewhere.complete is True:
            directing = {link.country for link in links if link.tie == "directed_by_government"} - {None}
            if not directing.issubset(elsewhere.items):
                yield Problem(f"/parties/{index}/directed_from", _NOT_FROM_THERE, "contradicting_facts")


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
