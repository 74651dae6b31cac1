"""Finds what cannot be true of a party at once: facts of another kind of party, its seat, ties to governments.

A public float is the dispersed holders of listed shares, taken as one holder without a name: it does nothing but hold.
"""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.consistency.pairs import Pair, PairTable, Words, is_something, placed_beside
from app.domain.consistency.references import references
from app.domain.errors import Problem
from app.domain.facts.choices.parties import GovernmentTie, PartyKind
from app.domain.facts.dictionary import Field, fields_of
from app.domain.facts.fact import PartyId, stated_items
from app.domain.facts.party import Party
from app.domain.facts.transaction import Transaction, deals_of
from app.domain.ownership.answer.direction import directed
from app.domain.ownership.resolve.before_deal import held_before_the_deal
from app.domain.quantity import Quantity, Range, equal
from app.domain.truth import NOT_MET

_OF_A_BRANCH = ("id", "name", "lei", "uscc", "kind", "branch_of", "newly_formed")
_CURE = "Mend the `kind` of the party, or take this away."
_WHO_HAS_IT = {
    ("individual",): "Only an individual has this.",
    ("entity",): "Only an entity has this.",
    ("public_float",): "This is said of a public float only.",
    ("individual", "entity"): "A public float has nothing like this, for nobody in it is known.",
}
_OF_THE_UNITED_STATES = frozenset({"US", "PR", "GU", "VI", "AS", "MP", "UM"})
"""The country codes of the United States and its territories."""
_HANDS = frozenset[GovernmentTie]({"part_of_government", "acts_for_government", "directed_by_government"})

_NO_PERSON = (
    "A branch is no person of its own. Name the entity that it belongs to in its place, and leave the branch a label. "
    "An entity that acts through a branch in the United States is there: state `in_united_states` of it."
)
_OF_THE_ENTITY = (
    "A branch is no person of its own: what is true of it is true of the entity that it belongs to. State this there, "
    "or take `branch_of` away."
)
_NO_ACTOR = "A public float only holds shares. Name the person who has this part in the deal."
_NO_POWER = "Nobody in a public float is known to have this. Take it away, or list whoever has it as a party."
_DIRECTED = (
    "The interests say that a government has power over the management of this party, itself or through those whom it "
    "controls, yet the complete list shows no tie to it. Add the tie, `directed_by_government`, or mend the interest."
)
_NO_TIE = "Another item of this list is a tie to the same government. Take away whichever of the two is wrong."
_NOT_FROM_THERE = (
    "By its `government_links` the party is directed by a government, whose country the complete list leaves out. Add "
    "the country, or mend the tie."
)


STATEMENT = PairTable(
    Pair(
        "units_per_usd",
        "currency",
        lambda rate, currency: currency == "USD" and _is_not_one(rate),
        "Amounts in USD are at a rate of one. Say in which `currency` they are, or take this away.",
    ),
)


def _of_another_kind(fact: Field, named: tuple[str, ...], kinds: Words) -> Pair:
    """Build the pair of a fact of these kinds of party and another kind, of which no paragraph would read it."""

    def excludes(value: object, kind: PartyKind) -> bool:
        if kind in kinds or value == fact.default:
            return False
        # Not even that there is none of something is said of a public float.
        return "public_float" in (kind, *named) or is_something(value)

    return Pair(fact.name, "kind", excludes, f"{_WHO_HAS_IT[named]} {_CURE}", "another_kind_of_party", narrow=False)


PARTY = PairTable(
    *(_of_another_kind(*placed) for placed in placed_beside(Party, "kind")),
    Pair(
        "statements",
        "newly_formed",
        lambda statements, formed: formed is True and bool(statements.items),
        "An entity that is formed for the deal has no yearly figures. Take these away, or mend `newly_formed`.",
        narrow=False,
    ),
    Pair(
        "conclusions",
        "kind",
        lambda conclusions, kind: kind == "public_float" and conclusions != (),
        f"{_WHO_HAS_IT['individual', 'entity']} {_CURE}",
        "another_kind_of_party",
        narrow=False,
    ),
    *(
        Pair(name, "branch_of", lambda value, _: value != (), _OF_THE_ENTITY, "said_of_a_branch", narrow=False)
        for name in fields_of(Party)
        if name not in _OF_A_BRANCH
    ),
)


def outside_the_country_of_its_seat(transaction: Transaction) -> Iterator[Problem]:
    """Find the entities said not to be in the United States that are headquartered there or run from there."""
    for index, party in enumerate(transaction.parties):
        if party.in_united_states is False and is_seated_in_the_united_states(party):
            detail = "An entity with its seat or its management in the United States is in it. Mend one of the two."
            yield Problem(f"/parties/{index}/in_united_states", detail, "outside_its_seat")


def is_seated_in_the_united_states(party: Party) -> bool:
    """Whether the party, by its seat or management, cannot be outside the United States.

    A fund organized abroad is run from wherever its general partner is, and need not be there itself.
    """
    if party.headquarters in _OF_THE_UNITED_STATES:
        return True
    return party.principal_place_of_business in _OF_THE_UNITED_STATES and party.pooled_investment_fund is not True


def public_floats_that_act(transaction: Transaction) -> Iterator[Problem]:
    """Find parts in a deal and powers over an entity that a public float cannot have."""
    floats = {party.id for party in transaction.parties if party.kind == "public_float"}
    if floats:
        for detail, found in ((_NO_POWER, _powers(transaction)), (_NO_ACTOR, _parts(transaction))):
            yield from (Problem(at, detail, "public_float_acts") for at, party_id in found if party_id in floats)


def new_entities_with_holdings(transaction: Transaction) -> Iterator[Problem]:
    """Find entities said to be formed for the deal, without a holding in others, that are stated to hold something."""
    formed = {party.id: index for index, party in enumerate(transaction.parties) if party.newly_formed}
    for place, each in enumerate(transaction.interests if formed else ()):
        if each.holder in formed and each.subject != each.holder:
            detail = f"This entity holds the interest at `/interests/{place}`. Mend `newly_formed`, or that interest."
            yield Problem(f"/parties/{formed[each.holder]}/newly_formed", detail, "contradicting_facts")


def branches_with_a_part(transaction: Transaction) -> Iterator[Problem]:
    """Find every place that names a branch, where the law sees the entity that it belongs to."""
    branches = {party.id for party in transaction.parties if party.branch_of is not None}
    if branches:
        named = (place for place, party_id in references(transaction) if party_id in branches)
        yield from (Problem(place, _NO_PERSON, "branch_acts") for place in named)


def known_to_act(transaction: Transaction) -> frozenset[PartyId]:
    """Name the parties with a part in the deal or a power over an entity, none of which is a public float."""
    return frozenset(each for found in (_powers, _parts) for _, each in found(transaction) if each is not None)


def _powers(transaction: Transaction) -> Iterator[tuple[str, PartyId | None]]:
    """List who has a power over an entity that only a known person has, by JSON Pointer."""
    for index, interest in enumerate(transaction.interests):
        for name in ("directs_management", "board_seat"):
            if getattr(interest, name) is True:
                yield f"/interests/{index}/{name}", interest.holder
        if interest.roles is not None and interest.roles.items:
            yield f"/interests/{index}/roles", interest.holder


def _parts(transaction: Transaction) -> Iterator[tuple[str, PartyId | None]]:
    """List who has a part in the transaction, by JSON Pointer."""
    yield "/acquirer", transaction.acquirer
    for index, principal in enumerate(stated_items(transaction.acting_for)):
        yield f"/acting_for/items/{index}", principal
    for index, direction in enumerate(stated_items(transaction.directed_by)):
        yield f"/directed_by/items/{index}/person", direction.person
    for place, deal, _ in deals_of(transaction):
        yield f"{place}/target", deal.target
        for index, partner in enumerate(stated_items(deal.partners)):
            yield f"{place}/partners/items/{index}", partner


def directed_by_governments(transaction: Transaction) -> Iterator[Problem]:
    """Find each complete list of a party's ties to governments that leaves out one that directs it (850.221(c)).

    A government directs a party through those who are part of it, act for it or are directed by it, and through whom
    these control in turn, by interests that are held on the day of the deal for sure.
    """
    hands: dict[PartyId, frozenset[str]] = {}
    for party in transaction.parties:
        links = stated_items(party.government_links)
        countries = {link.country for link in links if link.country is not None and link.tie in _HANDS}
        if countries:
            hands[party.id] = frozenset(countries)
    through = directed(transaction.interests, held_before_the_deal(transaction), hands).through if hands else {}
    for index, party in enumerate(transaction.parties if through else ()):
        listed = party.government_links
        if listed is not None and listed.complete is True and party.id in through:
            stated = {link.country for link in listed.items if link.tie != "none"}
            if None not in stated and not through[party.id].keys() <= stated:
                yield Problem(f"/parties/{index}/government_links", _DIRECTED, "contradicts_power")


def ties_that_exclude_each_other(transaction: Transaction) -> Iterator[Problem]:
    """Find ties to a government beside the statement that there is none, or that no country directs the party."""
    for index, party in enumerate(transaction.parties):
        links = stated_items(party.government_links)
        tied = {link.country for link in links if link.tie not in (None, "none")} - {None}
        for number, link in enumerate(links):
            if link.tie == "none" and link.country in tied:
                place = f"/parties/{index}/government_links/items/{number}/tie"
                yield Problem(place, _NO_TIE, "contradicting_facts")
        elsewhere = party.directed_from
        if tied and elsewhere is not None and elsewhere.complete is True:
            directing = {link.country for link in links if link.tie == "directed_by_government"} - {None}
            if not directing.issubset(elsewhere.items):
                yield Problem(f"/parties/{index}/directed_from", _NOT_FROM_THERE, "contradicting_facts")


def _is_not_one(rate: Quantity) -> bool:
    return equal(rate, Decimal(1)) == NOT_MET if isinstance(rate, Range) else rate != 1
