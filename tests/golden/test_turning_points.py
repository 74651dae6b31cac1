"""Every turning point that is told of a golden case is true, and none is told in words that advise."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.answers.determination import UNDETERMINED
from app.domain.facts.dictionary import Kind, entries, entry_at
from app.domain.facts.fact import Listing
from app.domain.facts.places import value_at, with_value
from app.domain.facts.transaction import Transaction
from app.domain.interview.interview import Interview
from app.domain.turning.turning_points import TurningPoints
from tests.golden.versions import BATCHES, cases_in, law_of

VERSION = "2025-01-02"
QUICK = 15_000
"""So many steps try the numbers, days and truths of a golden case."""
EVERY = 10
"""Of every second case, so many lie between two of which everything is tried."""
ADVICE = re.compile(
    r"reduc|restructur|\bkeep|stay (below|under)|avoid|lower|should|could|must|need|recommend|instead|so that",
    re.IGNORECASE,
)
QUESTIONS = {each.fact.question for each in entries(Transaction)}
every_part = pytest.mark.parametrize("batch", range(BATCHES))


def turning_points(batch):
    law = law_of(VERSION)
    for number, (_, transaction) in enumerate([*cases_in(VERSION, batch)][::2]):
        answer = law.screen(transaction)
        if answer["determination"] != UNDETERMINED:
            points = TurningPoints(law) if number % EVERY == 0 else TurningPoints(law, steps=QUICK)
            found = points.of(Interview(transaction), answer["determination"])
            yield transaction, answer, found


def stated(transaction, pointer, value):
    """The value as the domain has it: the turning point tells it as a body states it."""
    kind = entry_at(type(transaction), pointer).field.type.kind
    if kind is Kind.QUANTITY:
        return Decimal(value)
    if kind is Kind.DATE:
        return date.fromisoformat(value)
    if isinstance(value, dict):
        return Listing(tuple(value["items"]), complete=value.get("complete"))
    return value


def within(point, transaction):
    """Values at the ends of the range in which it is told to turn so, near them, and in its midst."""
    found = {name: stated(transaction, point["pointer"], bound) for name, bound in point.get("range", {}).items()}
    if not found:
        return
    low = found.get("at_least", found.get("more_than"))
    high = found.get("at_most", found.get("less_than"))
    little, much = (timedelta(1), timedelta(61)) if isinstance(low or high, date) else (Decimal("1e-6"), Decimal(3))
    tried = [found[name] for name in ("at_least", "at_most") if name in found]
    if low is not None:
        tried += [low + little, low + much]
    if high is not None:
        tried += [high - little, high - much]
    if low is not None and high is not None:
        tried.append(low + (high - low) / 2)
    inside = (each for each in tried if (low is None or each >= low) and (high is None or each <= high))
    yield from (each for each in inside if each not in (found.get("more_than"), found.get("less_than")))


@every_part
def test_every_turning_point_is_true_and_advises_nothing(batch):
    told = 0
    for transaction, answer, found in turning_points(batch):
        pointers = [each["pointer"] for each in found["facts"]]
        assert len(set(pointers)) == len(pointers)
        assert all(value_at(transaction, each) is not None for each in pointers)
        assert {each["pointer"] for each in found["turning_points"]} | {*found["not_tried"]} <= {*pointers}
        for point in found["turning_points"]:
            check_that_it_is_true(point, transaction, answer["determination"])
            told += 1
        for each in (*found["facts"], *found["turning_points"]):
            own = words(each["says"], transaction)
            assert not ADVICE.search(own), own
            assert own.endswith("Verify this.")
    assert told > 100


def check_that_it_is_true(point, transaction, stands):
    values = [stated(transaction, point["pointer"], each) for each in point["values"]]
    for value in (*values, *within(point, transaction)):
        then = screened_with(value, point, transaction)
        assert then["determination"] == point["determination"], point
        assert then["possible_determinations"] == point["possible_determinations"], point
    assert point["determination"] != stands
    assert "range" not in point or entry_at(Transaction, point["pointer"]).fact.unit != "percent"
    if "stays_at" in point:
        value = stated(transaction, point["pointer"], point["stays_at"])
        assert screened_with(value, point, transaction)["determination"] == stands


def screened_with(value, point, transaction):
    return law_of(VERSION).outline(with_value(transaction, point["pointer"], value))


def words(says, transaction):
    """The sentences without the question of the fact, the names of parties, and words that are quoted."""
    for party in transaction.parties:
        says = re.sub(rf"\b{re.escape(party.name or party.id)}(?!\w)", "", says)
    for question in QUESTIONS:
        says = says.replace(question, "")
    return re.sub(r"`[^`]*`", "", says)
