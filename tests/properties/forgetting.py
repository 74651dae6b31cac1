"""Less knowledge of a transaction: facts forgotten at random, or all but those that the reasons quote."""

from copy import deepcopy
from decimal import Decimal
from random import Random

from app.domain.facts.dictionary import Kind, fields_of
from app.domain.facts.transaction import Inquiry, LegalDecision, Transaction
from tests.properties.law import HAIR, PERCENTS, beside
from tests.properties.strategies import facts_of, parts_of, records, unfolded


def forgotten(transaction, seed, *, share):
    """The transaction with about that share of its facts unknown, in part or altogether."""
    random = Random(seed)
    plain = unfolded(Transaction, deepcopy(transaction))

    def forgets():
        return random.random() < share

    if forgets():
        _lose_interests(plain, random, share)
    for _, part, field in _facts(plain):
        value = part.get(field.name)
        if value is None or not forgets():
            continue
        if field.name == "units_per_usd":
            del part[field.name]
        elif field.type.kind is Kind.QUANTITY and not isinstance(value, dict) and random.random() < 0.5:
            part[field.name] = _widened(Decimal(value), random, percent=field.name in PERCENTS)
        elif field.type.kind is Kind.LISTING and random.random() < 0.7:
            left = [item for item in value["items"] if random.random() < 0.7]
            part[field.name] = {"items": left, "complete": random.choice([False, None])}
        elif field.nullable:
            del part[field.name]
    return plain


def _lose_interests(plain, random, share):
    kept = []
    for interest in plain.get("interests", []):
        if random.random() < share:
            for party in plain["parties"]:
                if party["id"] == interest["subject"]:
                    party.pop("holders_complete", None)
                if party["id"] == interest["holder"]:
                    party.pop("holdings_complete", None)
        else:
            kept.append(interest)
    plain["interests"] = kept


def _widened(value, random, *, percent):
    low, _, high = beside(value, random.choice([HAIR, Decimal(1), Decimal(30), Decimal("1e25")]))
    bounds = {}
    if random.random() < 0.7 and low >= 0:
        bounds[random.choice(["at_least", "more_than"])] = f"{low:f}"
    if not bounds or random.random() < 0.7:
        bounds[random.choice(["at_most", "less_than"])] = "100" if percent and high > 100 else f"{high:f}"
    if percent and bounds.get("less_than") == "100":
        bounds["at_most"] = bounds.pop("less_than")
    return bounds


def _facts(plain):
    """Every fact of the transaction as it stands, the parts of a list before the list."""
    found = []
    for record, part in records(Transaction, plain):
        found += [(record, part, field) for field in facts_of(record)]
    return reversed(found)


def quoted_only(transaction, reasons):
    """The transaction with nothing known but the facts that the reasons quote.

    What stays besides is structure: who the parties are called, who holds in whom, what stands at which place of a
    list, counsel's decisions, and fields that are never unknown.
    """
    plain = unfolded(Transaction, deepcopy(transaction))
    quoted = {fact["pointer"] for reason in reasons for fact in reason["facts"] if fact["value"] is not None}
    _keep(Transaction, plain, "", quoted)
    return plain


def _keep(record, plain, at, quoted):
    for field in facts_of(record) + _structure(record):
        value, pointer = plain.get(field.name), f"{at}/{field.name}"
        if value is None:
            continue
        inner = field.type.item or field.type
        if inner.record is not None or (inner.kind is Kind.PARTY and field.type.kind is Kind.LISTING):
            places = [pointer] if field.type.kind is Kind.RECORD else _places(field, value, pointer)
            if field.type.kind is Kind.LISTING:
                if pointer not in quoted and f"{pointer}/complete" not in quoted:
                    value.pop("complete", None)
                if not value["items"] and not {pointer, f"{pointer}/complete"} & quoted:
                    del plain[field.name]
                    continue
            if inner.record is not None:
                for part, place in zip(parts_of(field, value), places, strict=True):
                    _keep(inner.record, part, place, quoted)
        elif field.nullable and pointer not in quoted:
            del plain[field.name]


def _places(field, value, pointer):
    if field.type.kind is Kind.LISTING:
        return [f"{pointer}/items/{i}" for i in range(len(value["items"]))]
    return [f"{pointer}/{i}" for i in range(len(value))]


def _structure(record):
    """The fields that hold records but state no fact themselves."""
    stated = {field.name for field in facts_of(record)}
    fields = [field for field in fields_of(record).values() if field.name not in stated]
    inner = [(field, field.type.item or field.type) for field in fields]
    return [field for field, type_ in inner if type_.record not in (None, Inquiry, LegalDecision)]
