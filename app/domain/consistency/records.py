"""Applies the tables of facts that exclude each other to every record of a transaction that has one."""

from collections.abc import Iterator

from app.domain.consistency.activities import ACTIVITY
from app.domain.consistency.deals import DEAL, DIRECTION
from app.domain.consistency.pairs import Pair, PairTable, Words
from app.domain.consistency.parties import PARTY, STATEMENT
from app.domain.consistency.rights import INTEREST
from app.domain.errors import Problem
from app.domain.facts.fact import stated_items
from app.domain.facts.transaction import Transaction, activities_of, deals_of, statements_of

_NOT_GRANTED = "This is said of an exemption that was granted. State `granted` as true, or take this away."

TRANSACTION = PairTable(
    Pair(
        "deal.target",
        "acquirer",
        lambda target, acquirer: target == acquirer,
        "The acquiring party cannot deal with itself. Name the other side here.",
        "deal_with_oneself",
    ),
    Pair("exemption.in_writing", "exemption.granted", lambda written, granted: written and not granted, _NOT_GRANTED),
    Pair("exemption.signed_by", "exemption.granted", lambda _, granted: not granted, _NOT_GRANTED),
    Pair("exemption.conditions_met", "exemption.granted", lambda met, granted: met and not granted, _NOT_GRANTED),
    Pair(
        "later_knowledge.acquired_on",
        "later_knowledge.way",
        lambda _, way: way == "nothing_learned",
        "Without a `way`, nothing was learned on this day. Say how it was learned, or take the day away.",
        "learned_nothing_on_a_day",
    ),
    Pair(
        "later_knowledge.existed_at_completion",
        "later_knowledge.way",
        lambda _, way: way == "nothing_learned",
        "Without a `way`, no fact was learned that this could be said of. Say how it was learned, or take this away.",
    ),
)

INQUIRY = PairTable(
    Pair(
        "asked_on",
        "outcome",
        lambda _, outcome: outcome == "never_asked",
        "What was never asked was asked on no day. Mend `outcome`, or take the day away.",
    ),
)

ALL = (PARTY, ACTIVITY, STATEMENT, INTEREST, DEAL, DIRECTION, TRANSACTION, INQUIRY)


def facts_that_exclude_each_other(transaction: Transaction) -> Iterator[Problem]:
    """Find pairs of facts of one record that cannot both be true."""
    for table, record, place in _records(transaction):
        yield from table.problems(record, place)


def choices_beside_facts(transaction: Transaction) -> Iterator[tuple[str, tuple[object, ...]]]:
    """List the JSON Pointers of unknown facts with the choices that what is stated beside them leaves, and no other."""
    for table, record, place in _records(transaction):
        yield from table.choices_left(record, place)


def words_needed(transaction: Transaction) -> Iterator[tuple[str, Words]]:
    """List the JSON Pointers of lists with words of which each has one, by what is stated beside it."""
    for table, record, place in _records(transaction):
        yield from table.words_needed(record, place)


def _records(transaction: Transaction) -> Iterator[tuple[PairTable, object, str]]:
    """Walk over every record with pairs, and its JSON Pointer."""
    for index, party in enumerate(transaction.parties):
        yield PARTY, party, f"/parties/{index}"
    for place, activity in activities_of(transaction):
        yield ACTIVITY, activity, place
    for place, statement in statements_of(transaction):
        yield STATEMENT, statement, place
    for index, interest in enumerate(transaction.interests):
        # There may be very many interests, of which few deny a power.
        if interest.board_seat is False or interest.directs_management is False:
            yield INTEREST, interest, f"/interests/{index}"
    for place, deal, _ in deals_of(transaction):
        yield DEAL, deal, place
    for index, direction in enumerate(stated_items(transaction.directed_by)):
        yield DIRECTION, direction, f"/directed_by/items/{index}"
    yield TRANSACTION, transaction, ""
    for index, inquiry in enumerate(transaction.inquiries):
        yield INQUIRY, inquiry, f"/inquiries/{index}"
