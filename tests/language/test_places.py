"""A fact that belongs to some choices of another says which: of others it is refused, and the law does not read it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.errors import InvalidTransaction
from app.domain.facts.activity import Activity
from app.domain.facts.dictionary import Kind, entries, fields_of
from app.domain.facts.fact import Listing
from app.domain.facts.party import Party
from app.domain.facts.places import with_value
from app.domain.facts.transaction import Transaction
from app.domain.screening import Explain
from tests.api.builders import read, with_activity
from tests.golden.versions import law_of

PLACED = {id(each.fact): each for each in entries(Transaction) if each.fact.only_where is not None}.values()
PARTICULARS = [name for name, field in fields_of(Activity).items() if field.fact.only_where is not None]
ITEMS = fields_of(Activity)["item"].type.choices
TARGET = "/parties/1/activities/items"


def values_of(field):
    """What can be said that affirms the particular: each word, or numbers below and above every threshold."""
    match (field.type.item or field.type).kind:
        case Kind.CHOICE:
            found = (field.type.item or field.type).choices
        case Kind.TRUTH:
            found = [True]
        case _:
            found = [Decimal("0.5"), Decimal("1e27")]
    return [Listing((each,), complete=True) for each in found] if field.type.item else list(found)


def refused(item, name, word):
    try:
        read(with_activity(item=item, **{name: word}))
    except InvalidTransaction as error:
        return {problem.code for problem in error.problems} == {"misplaced_particular"}
    return False


@pytest.mark.parametrize("entry", PLACED, ids=lambda entry: entry.pointer)
def test_the_choices_are_some_of_those_of_the_other_fact_in_their_order(entry):
    beside, choices = entry.fact.only_where
    every = fields_of(Activity if "/activities/" in entry.pointer else Party)[beside].type.choices
    assert list(choices) == [each for each in every if each in choices] != list(every)


@pytest.mark.parametrize("name", PARTICULARS)
def test_a_particular_is_refused_of_items_that_it_does_not_belong_to_unless_they_are_open(name):
    field = fields_of(Activity)[name]
    word = {Kind.CHOICE: values_of(field)[0], Kind.TRUTH: True, Kind.QUANTITY: 1}.get(field.type.kind)
    if field.type.item:
        word = {"items": [field.type.item.choices[0]]}
    belongs = field.fact.only_where[1]
    assert {item for item in (None, *ITEMS) if refused(item, name, word)} == set(ITEMS) - {*belongs, "other"}


@pytest.mark.parametrize("name", PARTICULARS)
def test_the_law_does_not_read_a_particular_of_an_item_that_it_does_not_belong_to(name):
    field = fields_of(Activity)[name]
    # An item that is left open may turn out to be of any kind.
    others = [item for item in ITEMS if item not in (*field.fact.only_where[1], "other")]
    activities = [{"verb": verb, "item": item} for item in others for verb in ("develops", "produces")]
    target = {"id": "b", "kind": "entity", "organized_in": "CN", "activities": {"items": activities, "complete": True}}
    deal = {"target": "b", "completion_date": "2025-06-16", "acts": {"items": ["acquire_equity"], "complete": True}}
    parties = [{"id": "a", "kind": "entity", "organized_in": "US"}, target]
    plain = read({"parties": parties, "acquirer": "a", "deal": deal}).transaction
    before = verdicts(plain)
    assert len(before) > len(activities)
    for value in values_of(field):
        items = tuple(replace(each, **{name: value}) for each in plain.parties[1].activities.items)
        assert verdicts(with_value(plain, TARGET, items)) == before


def verdicts(transaction):
    """The verdict on every paragraph of the law in force about every activity."""
    reasons = law_of("2025-01-02").screen(transaction, explain=Explain.FULL)["reasons"]
    paragraphs = [each for each in reasons if each["code"].startswith("850.")]
    return {(each["code"], each["subject"]["pointer"], each["verdict"]) for each in paragraphs}
