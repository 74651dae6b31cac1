"""Parties in places of a deal that they cannot have, or cannot have at once."""

from collections.abc import Iterator

from app.domain.errors import Problem
from app.domain.facts.deal import Act
from app.domain.facts.transaction import Transaction, days_of
from app.domain.ownership.direction import directs
from app.domain.ownership.effective import held_on

_OF_AN_ENTITY: frozenset[Act] = frozenset(
    {
        "acquire_equity",
        "acquire_contingent_equity",
        "convert_contingent_equity",
        "foreclose_on_pledged_equity",
        "enter_joint_venture",
        "acquire_fund_interest",
    }
)
"""The acts by which an interest in the target passes. There is none in an individual."""

_NO_EQUITY = (
    "There is no interest to be had in an individual. The target is whoever's interest is acquired, not the seller: "
    "name the entity, or mend `kind` there or the acts."
)
_ALONE = (
    "A joint venture is formed with somebody else. Add who that is, or do not call the list complete, or take "
    "`enter_joint_venture` from the acts."
)
_ITSELF = "Whoever acquires does not direct another in acquiring. Name whoever decides for it, or mend `acquirer`."
_DIRECTS = (
    "By the interests this person directs the management of the acquiring party, so it has authority there. Say under "
    "`authority` which it is, or mend the interest."
)


def deal_with_oneself(transaction: Transaction) -> Iterator[Problem]:
    """The party that acquires as the one that it deals with."""
    if transaction.acquirer is not None and transaction.acquirer == transaction.deal.target:
        detail = "The acquiring party cannot deal with itself. Name the other side here."
        yield Problem("/deal/target", detail, "deal_with_oneself")


def interests_in_individuals(transaction: Transaction) -> Iterator[Problem]:
    """Targets that are individuals, where all that the deal does is to acquire interests.

    Where it does something else as well, such as to lend, the target may be of that part.
    """
    for place, deal in (("/deal", transaction.deal), ("/fund_deal", transaction.fund_deal)):
        acts = deal.acts.items if deal is not None and deal.acts is not None else ()
        if deal is None or deal.target is None or not acts or not _OF_AN_ENTITY.issuperset(acts):
            continue
        if any(party.kind == "individual" and party.id == deal.target for party in transaction.parties):
            yield Problem(f"{place}/target", _NO_EQUITY, "interest_in_individual")


def ventures_and_their_partners(transaction: Transaction) -> Iterator[Problem]:
    """Joint ventures among their own partners, so that it would be open whose activities count, or without partners."""
    deal, fund_deal = transaction.deal, transaction.fund_deal
    for place, each, acquirer in (("/deal", deal, transaction.acquirer), ("/fund_deal", fund_deal, deal.target)):
        if each is None or each.partners is None:
            continue
        partners = each.partners
        if each.target in partners.items:
            detail = "The target is the joint venture itself. Give it as a party of its own beside the partners."
            yield Problem(f"{place}/target", detail, "venture_among_its_partners")
        venture = each.acts is not None and "enter_joint_venture" in each.acts.items
        if venture and partners.complete is True and all(partner == acquirer for partner in partners.items):
            yield Problem(f"{place}/partners", _ALONE, "venture_without_partners")


def directing_oneself(transaction: Transaction) -> Iterator[Problem]:
    """The acquiring party among those who direct it."""
    if transaction.directed_by is not None and transaction.acquirer is not None:
        for index, direction in enumerate(transaction.directed_by.items):
            if direction.person == transaction.acquirer:
                yield Problem(f"/directed_by/items/{index}/person", _ITSELF, "directing_oneself")


def power_without_authority(transaction: Transaction) -> Iterator[Problem]:
    """Persons without authority in the acquiring party who direct its management on the day of the deal for sure."""
    directions = transaction.directed_by.items if transaction.directed_by is not None else ()
    if all(direction.authority != "none" for direction in directions):
        return
    counting = held_on(transaction.interests, days_of(transaction))
    powerful = {
        interest.holder
        for place, interest in enumerate(transaction.interests)
        if interest.subject == transaction.acquirer
        and directs(interest)
        and place not in counting.left_out
        and place not in counting.open_because
    }
    for index, direction in enumerate(directions):
        if direction.authority == "none" and direction.person in powerful:
            yield Problem(f"/directed_by/items/{index}/authority", _DIRECTS, "contradicts_power")
