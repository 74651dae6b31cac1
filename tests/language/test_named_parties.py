"""Questions about parties that the transaction names: whose parent someone is, and what is stated of a holder."""

from decimal import Decimal

import pytest

from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Interest, Party
from app.domain.facts.transaction import Transaction
from tests.language.documents import a_transaction, definition, document, faults, law

PARENT = {"transaction.deal.target": {"has_parent": {"among": ["transaction.acquirer", "transaction.acting_for"]}}}
SEATED = {"transaction.deal.target": {"has_stated_holder": {"among": "transaction.acquirer", "meets": "seat"}}}
SEAT = {**definition("seat", {"interest.board_seat": {"is": True}}), "of": "interest"}
OURS, THEIRS, HELD = map(PartyId, ("ours", "theirs", "held"))


def rule(when, *definitions):
    return document(prohibited=when, notifiable={"not": when}, definitions=list(definitions))


def a_holding(*interests, acting_for=(), complete=True, acquirer=OURS):
    parties = tuple(Party(id=each, kind="entity", holders_complete=True) for each in (OURS, THEIRS, HELD))
    principals = Listing(items=tuple(acting_for), complete=complete)
    deal = a_transaction(target=HELD).deal
    return Transaction(
        parties=parties,
        interests=interests,
        interests_show="before_the_deal",
        acquirer=acquirer,
        acting_for=principals,
        deal=deal,
    )


def majority(holder, **more):
    none = Listing(items=(), complete=True)
    return Interest(
        holder=holder, subject=HELD, voting_percent=Decimal(60), board_percent=Decimal(60), roles=none, **more
    )


@pytest.mark.parametrize(
    ("transaction", "expected"),
    [
        (a_holding(majority(OURS)), "prohibited"),
        (a_holding(majority(THEIRS)), "notifiable"),
        (a_holding(majority(THEIRS), acting_for=[THEIRS]), "prohibited"),
        (a_holding(majority(THEIRS), complete=False), "undetermined"),
        (a_holding(majority(THEIRS), acquirer=None), "undetermined"),
    ],
    ids=["its own", "another's", "a principal's", "perhaps a principal's", "perhaps its own"],
)
def test_a_parent_is_one_of_the_parties_named(transaction, expected):
    assert law(rule(PARENT)).screen(transaction)["determination"] == expected


def test_where_the_parties_named_are_open_the_answer_asks_for_them():
    answer = law(rule(PARENT)).screen(a_holding(majority(THEIRS), complete=False))
    assert [each["pointer"] for each in answer["missing_facts"]] == ["/acting_for"]


@pytest.mark.parametrize(
    ("interest", "expected"),
    [
        (majority(OURS, board_seat=True), "prohibited"),
        (majority(OURS, board_seat=False), "notifiable"),
        (majority(OURS), "notifiable"),
        (majority(THEIRS, board_seat=True), "notifiable"),
    ],
    ids=["said", "denied", "not said", "said of another"],
)
def test_a_stated_holder_is_what_the_interests_say_and_no_more(interest, expected):
    assert law(rule(SEATED, SEAT)).screen(a_holding(interest))["determination"] == expected


def test_the_interest_that_shows_a_stated_holder_is_quoted():
    answer = law(rule(SEATED, SEAT)).screen(a_holding(majority(THEIRS), majority(OURS, board_seat=True)))
    quoted = {fact["pointer"]: fact["value"] for reason in answer["reasons"] for fact in reason["facts"]}
    assert quoted.items() >= {"/interests/1/board_seat": True, "/interests/1/holder": OURS, "/acquirer": OURS}.items()


@pytest.mark.parametrize(
    ("question", "complaint"),
    [
        ({"has_parent": {}}, "`has_parent` needs `meets`, `among` or both"),
        ({"has_parent": {"among": "transaction.reference"}}, "not a party or a list of parties"),
        ({"has_parent": {"among": "transaction.deal.target.kind"}}, "not a party or a list of parties"),
        ({"has_parent": {"among": "transaction.acquiror"}}, "did you mean `acquirer`?"),
        ({"has_stated_holder": {"among": "transaction.acquirer"}}, "`meets` is missing: `has_stated_holder` needs it."),
        ({"has_stated_holder": {"among": "transaction.acquirer", "meets": "notifiable"}}, "is about Transaction"),
    ],
)
def test_a_question_about_nobody_named_is_a_fault(question, complaint):
    found = faults(rule({"transaction.deal.target": question}))
    assert any(complaint in each for each in map(str, found)), found


def test_a_question_about_a_share_has_one_threshold():
    both = {"persons": "anybody", "measures": "voting_percent", "method": "highest", "pooled": False}
    anybody = {**definition("anybody", {"party.kind": {"is": "entity"}}), "of": "party"}
    for bounds in ({}, {"at_least": "50", "more_than": "60"}):
        when = {"transaction.deal.target": {"held_by": {**both, **bounds}}}
        assert any("needs either `at_least` or `more_than`" in each for each in faults(rule(when, anybody)))
