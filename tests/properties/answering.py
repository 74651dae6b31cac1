"""Answers to the questions that an undetermined determination asks."""

from copy import deepcopy
from random import Random

from app.domain.facts.deal import Deal
from app.domain.facts.dictionary import Kind, fields_of
from app.domain.facts.party import Interest, Party
from app.domain.facts.transaction import Direction, Transaction
from tests.properties.law import SHARES, known_transactions, screen
from tests.properties.strategies import Learning, facts_of, records, unfolded, unlearned

MOST_PARTIES = 20
"""Nobody new appears in a transaction with so many parties: whoever answers knows of somebody last."""


def settles(transaction, missing, *, tries=3000, seed=0):
    """A transaction in which the questions are answered so that the determination is definite, or ``None``."""
    random = Random(seed)
    for _ in range(tries):
        plain = answered(transaction, missing, random)
        if plain is not None and screen(plain)["determination"] != "undetermined":
            return plain
    return None


def answered(transaction, questions, random):
    """The transaction with the questions answered one way or another; ``None`` where the answers contradict it."""
    plain = unfolded(Transaction, deepcopy(transaction))
    for question in sorted(questions, key=lambda each: each["pointer"]):
        if "interpretation" in question:
            reading = random.choice(question["choices"])["value"]
            decision = {"interpretation": question["interpretation"], "reading": reading}
            plain.setdefault("legal_decisions", []).append(decision)
        elif "conclusion" in question:
            party = plain["parties"][int(question["pointer"].split("/")[2])]
            conclusion = {"element": question["conclusion"], "met": random.random() < 0.5, "basis": "counsel"}
            party.setdefault("conclusions", []).append(conclusion)
        else:
            answer(plain, question["pointer"], random)
    return unlearned(plain, transaction)


def answer(plain, pointer, random):
    """The fact at the pointer stated, one way or another."""
    record, part = Transaction, plain
    steps = pointer.split("/")[1:]
    while True:
        field, steps = fields_of(record)[steps[0]], steps[1:]
        if not steps:
            break
        record = (field.type.item or field.type).record
        part = part[field.name]
        if field.type.kind is Kind.LISTING:
            part, steps = part["items"][int(steps[1])], steps[2:]
        elif field.type.kind is Kind.SERIES:
            part, steps = part[int(steps[0])], steps[1:]
    state(plain, part, field, random)


def state(plain, part, field, random):
    """The field stated as somebody might who knows; who is named there may be somebody not mentioned so far."""
    learning = Learning(random.random(), plain, share=1)
    learning.plain = plain
    value = part.get(field.name)
    inner = field.type.item or field.type
    grows = len(plain["parties"]) < MOST_PARTIES
    if grows and (inner.kind is Kind.PARTY or inner.record in {Deal, Direction}):
        learning.chance.parties = random.choice([[stranger(plain, learning, random)], [*learning.chance.parties]])
    if field.type.record is Deal and random.random() < 0.7:
        deal = deepcopy(random.choice(known_transactions())["deal"])
        deal.pop("partners", None)  # nobody in this transaction
        part[field.name] = learning.complete({**deal, "target": learning.chance.parties[0]}, Deal)
    elif field.name == "statements" and not (value and value["items"]) and random.random() < 0.5:
        persons = [party["id"] for party in plain["parties"]]
        through = random.sample(persons, min(len(persons), random.choice([1, 2])))
        part[field.name] = {"items": [statement_through(*through)], "complete": True}
    elif field.type.kind is Kind.LISTING:
        # Whoever is asked again for a fact that was left open says which it is, in place of what left it open.
        there = [each for each in value["items"] if each != field.fact.open_choice] if value is not None else []
        more = learning.more_items(field, there) if random.random() < 0.7 else []
        part[field.name] = {"items": [*there, *more], "complete": True}
    elif isinstance(value, dict) and field.type.kind is Kind.QUANTITY:
        part[field.name] = learning.tightened(field, value)
    elif field.name in SHARES:
        # Who holds all of one measure may hold nothing of another.
        part[field.name] = "0" if random.random() < 0.2 else learning.within_100(field, part)
    elif field.name in {"holders_complete", "holdings_complete"}:
        if grows and random.random() < 0.5:
            ends = stranger(plain, learning, random), part["id"]
            holder, subject = ends if field.name == "holders_complete" else reversed(ends)
            interest = {"holder": holder, "subject": subject}
            plain.setdefault("interests", []).append(interest)
            for each in facts_of(Interest):
                learning.learn(each, interest)
        part[field.name] = True
    else:
        part.pop(field.name, None)
        learning.learn(field, part)


def stranger(plain, learning, random):
    """The name of somebody new in the transaction, of whom everything is known."""
    who = deepcopy(random.choice(random.choice(known_transactions())["parties"])) if random.random() < 0.7 else {}
    who["id"] = f"stranger-{len(plain['parties'])}"
    for _, part in records(Party, who):
        part.pop("person", None)  # nobody in this transaction
    plain["parties"].append(learning.complete(unfolded(Party, who), Party))
    return who["id"]


def statement_through(most, *others):
    """Yearly figures, most of which run through one person and a little through others."""
    persons = [{"person": most, "revenue": "900000"}, *({"person": each, "revenue": "50000"} for each in others)]
    return {"basis": "audited", "revenue": "1000000", "persons": {"items": persons, "complete": True}}
