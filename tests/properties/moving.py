"""The same transaction with its parties and interests at other places, and its answer put back to where they were."""

import json
import re
from dataclasses import replace
from decimal import Decimal

from app.domain.facts.fact import Listing
from app.domain.facts.party import Interest, Party

_PLACE = re.compile(r"/(parties|interests)/(\d+)")
_KNOWN = {"holdings_complete": True, "activities": Listing(complete=True), "statements": Listing(complete=True)}
_PEOPLE = [f"bystander-{number}" for number in range(9)]
_GERMAN = Listing(items=("DE",), complete=True)


def with_bystanders(transaction):
    """The transaction with ten more parties and ten more interests after its own: people and their own company."""
    people = [Party(id=each, kind="individual", citizenships=_GERMAN, **_KNOWN) for each in _PEOPLE]
    company = Party(id="bystanders", kind="entity", organized_in="DE", holders_complete=True, **_KNOWN)
    lot = {"equity_percent": Decimal(10), "voting_percent": Decimal(10), "board_percent": Decimal(10)}
    powers = {"roles": Listing(complete=True), "directs_management": False, "board_seat": True}
    lots = [Interest(holder=each, subject=company.id, **lot, **powers) for each in [*_PEOPLE, _PEOPLE[0]]]
    return replace(
        transaction,
        parties=(*transaction.parties, *people, company),
        interests=(*transaction.interests, *lots),
    )


def spread(transaction):
    """Orders in which to put the transaction with bystanders, each as the places of the parties and of the interests.

    The bystanders stand before the others, and then each party in turn stands at place 1 and the others from 10 on:
    there one pointer begins with another. Among themselves the interests stay in order.
    """
    own, ours = range(len(transaction.parties)), range(len(transaction.interests))
    first, *others = range(len(own), len(own) + 10)
    lot, *lots = range(len(ours), len(ours) + 10)
    yield [first, *others, *own], [lot, *lots, *ours]
    for each in own:
        rest = [place for place in own if place != each]
        yield [first, each, *others[:-1], *rest, others[-1]], [lot, *ours, *lots]


def shuffled(transaction, random):
    """A random order in which to put the transaction with bystanders."""
    orders = [list(range(len(listed) + 10)) for listed in (transaction.parties, transaction.interests)]
    for order in orders:
        random.shuffle(order)
    return tuple(orders)


def moved(transaction, parties, interests):
    """The transaction with its parties and interests in this order of their present places."""
    order = {"parties": parties, "interests": interests}
    inquiries = [replace(each, pointer=_renumbered(each.pointer, _inverse(order))) for each in transaction.inquiries]
    return replace(
        transaction,
        parties=tuple(transaction.parties[place] for place in parties),
        interests=tuple(transaction.interests[place] for place in interests),
        inquiries=tuple(inquiries),
    )


def put_back(answer, parties, interests):
    """What :func:`moved` did to the places undone in an answer, and all of its lists in one order.

    The summary is left out: of two questions equally worth asking it quotes the one that stands first.
    """
    order = {"parties": parties, "interests": interests}
    answer = {name: value for name, value in answer.items() if name != "summary"}
    if "reasons" in answer:
        answer = answer | {"reasons": [_by_name(each, answer["reasons"]) for each in answer["reasons"]]}
    return _in_one_order(json.loads(_renumbered(json.dumps(answer, default=str), order)))


def _by_name(reason, reasons):
    """A reason with those that it rests on by what they say, for their places in the list go by places of parties."""
    named = [reasons[int(pointer.rpartition("/")[2])] for pointer in reason["rests_on"]]
    return reason | {"rests_on": [[each["code"], each["verdict"], each["subject"]] for each in named]}


def _renumbered(text, order):
    return _PLACE.sub(lambda found: f"/{found[1]}/{order[found[1]][int(found[2])]}", text)


def _inverse(order):
    return {name: {place: now for now, place in enumerate(places)} for name, places in order.items()}


def _in_one_order(value):
    if isinstance(value, dict):
        return {name: _in_one_order(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return sorted(map(_in_one_order, value), key=lambda each: json.dumps(each, sort_keys=True))
    return value
