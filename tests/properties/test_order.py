"""The order in which rules are written, or parties, interests and activities are listed, changes no answer."""

from copy import deepcopy
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.canonical import canonical_json
from app.domain.language.compiler import compile_rule_set
from app.domain.located import located
from app.domain.screening import Explain, Law
from tests.profiles import examples
from tests.properties.law import DOCUMENT, LAW, read, screen
from tests.properties.strategies import transactions

NOT_IN_ORDER = {"definitions", "obligations", "interpretations", "all", "any", "none", "meets_any", "persons"}
"""The lists of a rule document whose order carries no meaning."""


def shuffled(value, random, key=None):
    """The same document written in another order."""
    if isinstance(value, dict):
        entries = [(name, shuffled(inner, random, name)) for name, inner in value.items()]
        if key != "elements" and not {"for_any", "for_all"} & value.keys() and len(entries) > 1:
            random.shuffle(entries)
        return dict(entries)
    if isinstance(value, list):
        items = [shuffled(inner, random) for inner in value]
        if key in NOT_IN_ORDER:
            random.shuffle(items)
        return items
    return value


@pytest.fixture(scope="module", params=range(3))
def rewritten(request):
    document = shuffled(DOCUMENT, Random(request.param))
    return Law(compile_rule_set(located(document, "rewritten")))


@examples(40)
@given(transaction=transactions())
def test_rules_in_another_order_give_the_same_answer_to_the_byte(rewritten, transaction):
    for explain in Explain:
        first, again = (canonical_json(law.screen(read(transaction), explain=explain)) for law in (LAW, rewritten))
        assert first == again


def reordered(transaction, random):
    """The same transaction with its lists in another order, and pointers nowhere."""
    if isinstance(transaction, dict):
        return {name: reordered(inner, random) for name, inner in transaction.items()}
    if isinstance(transaction, list):
        items = [reordered(item, random) for item in transaction]
        random.shuffle(items)
        return items
    return transaction


def owed(transaction, answer):
    """The obligations, in an order of their own, with the party that owes one by its id and not by its place."""
    duties = deepcopy(answer["obligations"])
    for duty in duties:
        if "pointer" in duty["who"]:
            duty["who"]["pointer"] = transaction["parties"][int(duty["who"]["pointer"].split("/")[2])]["id"]
    return sorted(duties, key=canonical_json)


@given(transactions(), st.integers(0, 2**32))
def test_parties_interests_and_activities_in_another_order_are_judged_the_same(transaction, seed):
    elsewhere = reordered(transaction, Random(seed))
    answer, again = screen(transaction), screen(elsewhere)
    for part in ("determination", "possible_determinations", "next_step"):
        assert again[part] == answer[part]
    assert owed(elsewhere, again) == owed(transaction, answer)
    assert [duty["due"] for duty in again["obligations"]] == [duty["due"] for duty in answer["obligations"]]
    assert len(again["missing_facts"]) == len(answer["missing_facts"])
