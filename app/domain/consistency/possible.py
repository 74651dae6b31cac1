"""Finds answers that cannot be given, because other facts of the transaction leave no room for them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from app.domain.consistency.activities import uses_left
from app.domain.consistency.deals import earliest_completion
from app.domain.consistency.funds import FUND_INTEREST, needs_an_interest_in_a_fund
from app.domain.consistency.pairs import Words
from app.domain.consistency.parties import is_seated_in_the_united_states, known_to_act
from app.domain.consistency.records import choices_beside_facts, words_needed
from app.domain.consistency.rights import seats_by_debt_alone
from app.domain.facts.choice import words_of
from app.domain.facts.choices.parties import PartyKind
from app.domain.facts.transaction import Transaction, activities_of, deals_of
from app.domain.regime import PossibleFacts


def possible_facts(transaction: Transaction) -> PossibleFacts:
    """Find what the transaction leaves possible of the facts that are still to be learned.

    Nobody holds an interest in an individual, only an entity has a seat and only an individual a citizenship, no public
    float acts, a deal is not completed before it is agreed, an entity with its seat in the United States is there,
    particulars of one kind of item are said of no other, and whoever says something of an act or of a circumstance has
    it. Of what is planned one result or another comes about, so that none is taken to fail. Nor is any answer possible
    that a fact of the same record excludes.
    """
    needed = defaultdict(list)
    for pointer, words in (*words_needed(transaction), *_needed_by_deals(transaction)):
        needed[pointer].append(words)
    earliest = {
        f"{place}/completion_date": day
        for place, deal, _ in deals_of(transaction)
        if (day := earliest_completion(deal)) is not None
    }
    left = {
        f"{place}/{name}": frozenset[str](uses)
        for place, activity in activities_of(transaction)
        for name, uses in uses_left(activity)
    }
    beside = dict(choices_beside_facts(transaction))
    choices = {**beside, **_choices_of_parties(transaction, beside)}
    return PossibleFacts(choices=choices, words_needed=needed, words_left=left, earliest=earliest)


def _needed_by_deals(transaction: Transaction) -> Iterator[tuple[str, Words]]:
    for place, deal, _ in deals_of(transaction):
        if needs_an_interest_in_a_fund(transaction, deal):
            yield f"{place}/acts", frozenset({FUND_INTEREST})
        if seats_by_debt_alone(deal):
            yield f"{place}/debt/affords", frozenset({"board_appointment"})
        if deal.development.planned:
            yield f"{place}/development/results", frozenset()


def _choices_of_parties(
    transaction: Transaction, beside: Mapping[str, Collection[object]]
) -> dict[str, Collection[object]]:
    held = {each.subject for each in transaction.interests}
    acting = known_to_act(transaction)
    found: dict[str, Collection[object]] = {}
    for index, each in enumerate(transaction.parties):
        if each.kind is None:
            pointer, acts = f"/parties/{index}/kind", each.id in acting
            kinds = beside.get(pointer, words_of(PartyKind))
            left = [kind for kind in kinds if not (acts and kind == "public_float")]
            found[pointer] = ("entity",) if each.id in held else left
        if each.in_united_states is None and is_seated_in_the_united_states(each):
            found[f"/parties/{index}/in_united_states"] = (True,)
    return found
