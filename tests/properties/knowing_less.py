"""Every way of knowing one thing less of a transaction, read off the records, so that a new field is forgotten too.

What is forgotten may be any one fact, one item of a list, one interest, one conclusion, one decision of counsel,
that a list is complete, all that is known of one record, or all who hold in one party. What goes from a list leaves the
list open.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass, replace
from typing import Any

from app.domain.facts.dictionary import Field, Kind, fields_of
from app.domain.facts.fact import Listing
from app.domain.facts.party import Conclusion, Interest, Party
from app.domain.facts.places import with_value
from app.domain.facts.transaction import Inquiry, LegalDecision, Transaction


@dataclass(frozen=True, slots=True)
class Less:
    """A transaction with less said: what is not said any more, and at which place.

    ``silent`` has the facts not said any more whose silence counts as a statement: by pointer, as ``Record.field``.
    """

    what: str
    pointer: str
    transaction: Transaction
    silent: Mapping[str, str] = field(default_factory=dict)


def knowing_less(transaction: Transaction) -> Iterator[Less]:
    """The transaction with one thing less known, for each thing that is known of it."""
    yield from _of_record(transaction, transaction, "")
    for index in range(len(transaction.interests)):
        yield Less("the interest", f"/interests/{index}", _without(transaction, {index}))
    for index, party in enumerate(transaction.parties):
        held = {at for at, each in enumerate(transaction.interests) if each.subject == party.id}
        if len(held) > 1:
            yield Less("all who hold in the party", f"/parties/{index}", _without(transaction, held))
    for index in range(len(transaction.legal_decisions)):
        left = transaction.legal_decisions[:index] + transaction.legal_decisions[index + 1 :]
        yield Less("the decision", f"/legal_decisions/{index}", replace(transaction, legal_decisions=left))


def _of_record(transaction: Transaction, record: Any, at: str) -> Iterator[Less]:
    stated = [each for each in fields_of(type(record)).values() if getattr(record, each.name) != each.default]
    for each in stated:
        value, pointer = getattr(record, each.name), f"{at}/{each.name}"
        if each.fact is not None:
            left = each.default if _counts_in_silence(each) else None
            yield Less("the fact", pointer, with_value(transaction, pointer, left), _silent(record, [each], at))
        if isinstance(value, Listing):
            yield from _of_listing(transaction, value, pointer)
        elif each.type.kind is Kind.RECORD:
            yield from _of_record(transaction, value, pointer)
        elif each.type.kind is Kind.SERIES:
            for index, item in enumerate(value):
                if isinstance(item, Conclusion):
                    left = with_value(transaction, pointer, value[:index] + value[index + 1 :])
                    yield Less("the conclusion", f"{pointer}/{index}", left)
                elif is_dataclass(item) and not isinstance(item, Inquiry | LegalDecision):
                    yield from _of_record(transaction, item, f"{pointer}/{index}")
    unknown = [each for each in stated if each.fact is not None and each.nullable and each.default is None]
    silent = [each for each in stated if _counts_in_silence(each)]
    for forgotten in [unknown] if not silent else [unknown, [*unknown, *silent]]:
        if at and len(forgotten) > 1:
            left = replace(record, **{each.name: each.default for each in forgotten})
            known = with_value(transaction, at, left)
            yield Less("all that is known of it", at, known, _silent(record, forgotten, at))


def _counts_in_silence(each: Field) -> bool:
    return each.fact is not None and each.default is not None


def _silent(record: Any, fields: list[Field], at: str) -> dict[str, str]:
    return {f"{at}/{each.name}": f"{type(record).__name__}.{each.name}" for each in fields if _counts_in_silence(each)}


def _of_listing(transaction: Transaction, listing: Listing[Any], pointer: str) -> Iterator[Less]:
    if listing.complete:
        open_list = with_value(transaction, pointer, replace(listing, complete=None))
        yield Less("that the list is complete", pointer, open_list)
    for index, item in enumerate(listing.items):
        items = listing.items[:index] + listing.items[index + 1 :]
        fewer = with_value(transaction, pointer, Listing(items=items))
        yield Less("the item", f"{pointer}/items/{index}", _inquiring(fewer, f"{pointer}/items", {index: pointer}))
        if is_dataclass(item):
            yield from _of_record(transaction, item, f"{pointer}/items/{index}")


def _without(transaction: Transaction, gone: set[int]) -> Transaction:
    """The transaction without these interests, and without the word that they are all that there are."""
    lost = [transaction.interests[index] for index in gone]
    left = tuple(each for index, each in enumerate(transaction.interests) if index not in gone)
    parties = tuple(_unsure(party, lost) for party in transaction.parties)
    places = {party.id: f"/parties/{index}/holders_complete" for index, party in enumerate(parties)}
    instead = {index: places[transaction.interests[index].subject] for index in gone}
    return _inquiring(replace(transaction, parties=parties, interests=left), "/interests", instead)


def _unsure(party: Party, lost: list[Interest]) -> Party:
    if any(each.subject == party.id for each in lost):
        party = replace(party, holders_complete=None)
    if any(each.holder == party.id for each in lost):
        party = replace(party, holdings_complete=None)
    return party


def _inquiring(transaction: Transaction, items: str, gone: Mapping[int, str]) -> Transaction:
    """The transaction with each inquiry into one of the items still into the same item.

    ``gone`` has, by position, the items that are there no more, each with what an inquiry into it is about now.
    """
    inquiries: dict[str, Inquiry] = {}
    for inquiry in transaction.inquiries:
        pointer = inquiry.pointer
        if pointer.startswith(f"{items}/"):
            index, *rest = pointer.removeprefix(f"{items}/").split("/")
            now = int(index) - sum(each < int(index) for each in gone)
            pointer = gone.get(int(index)) or "/".join([items, str(now), *rest])
        inquiries.setdefault(pointer, replace(inquiry, pointer=pointer))
    return replace(transaction, inquiries=tuple(inquiries.values()))
