"""Ties between a party and a government: 850.221(c). Ties and powers that are stated and denied at once."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.contradictions.measures import over
from app.domain.errors import Problem
from app.domain.facts.fact import Country, PartyId
from app.domain.facts.party import GovernmentTie, Interest, Role
from app.domain.facts.transaction import Transaction, days_of
from app.domain.ownership.effective import held_on

DIRECTING_ROLES: frozenset[Role] = frozenset({"general_partner", "managing_member", "equivalent_of_general_partner"})
"""Whoever has one of these roles in an entity directs its management."""

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
_HALF = Decimal(50)

Governments = dict[PartyId, set[Country]]


def directed_by_governments(transaction: Transaction) -> Iterator[Problem]:
    """Every complete list of a party's ties to governments that leaves out one that directs its management.

    A government directs a party through those who are part of it, act for it or are directed by it, and through whom
    these control in turn, by interests that are held on the day of the deal for sure.
    """
    hands = _hands_of_governments(transaction)
    if not hands:
        return
    directed = _directed(transaction, hands)
    for index, party in enumerate(transaction.parties):
        links = party.government_links
        if links is not None and links.complete is True and party.id in directed:
            stated = {link.country for link in links.items if link.tie != "none"}
            if None not in stated and not directed[party.id] <= stated:
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


def _hands_of_governments(transaction: Transaction) -> Governments:
    """The parties through whom a government acts by what is said of them, each with the countries."""
    found: Governments = {}
    for party in transaction.parties:
        if party.government_links is not None:
            for link in party.government_links.items:
                if link.country is not None and link.tie in _HANDS:
                    found.setdefault(party.id, set()).add(link.country)
    return found


def _directed(transaction: Transaction, hands: Governments) -> Governments:
    """The parties whose management somebody in the hands of a government directs, each with the countries."""
    counting = held_on(transaction.interests, days_of(transaction))
    held: dict[PartyId, list[Interest]] = {}
    for place, interest in enumerate(transaction.interests):
        if place not in counting.left_out and place not in counting.open_because:
            held.setdefault(interest.holder, []).append(interest)
    directed: Governments = {}
    reach = {party: set(countries) for party, countries in hands.items()}
    pending = list(reach)
    while pending:
        holder = pending.pop()
        for interest in held.get(holder, ()):
            has_power = directs(interest)
            if has_power:
                directed.setdefault(interest.subject, set()).update(reach[holder])
            if has_power or over(interest.voting_percent, _HALF) or over(interest.board_percent, _HALF):
                beyond = reach.setdefault(interest.subject, set())
                if not reach[holder] <= beyond:
                    beyond |= reach[holder]
                    pending.append(interest.subject)
    return directed


def directs(interest: Interest) -> bool:
    """Whether the holder directs the management by its role or by contract."""
    roles = interest.roles.items if interest.roles is not None else ()
    return interest.directs_management is True or not DIRECTING_ROLES.isdisjoint(roles)
