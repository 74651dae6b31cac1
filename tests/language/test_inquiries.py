"""Documented inquiries as a condition: into what they were, and what became of them."""

from dataclasses import replace

import pytest

from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest, Party
from app.domain.facts.transaction import Inquiry, Transaction
from tests.language.documents import a_transaction, document, faults, law

HELD, OTHER = PartyId("held"), PartyId("other")


def rule(*not_into, was=("never_asked", "asked_and_refused")):
    asked = {"inquiry": {"was": list(was), **({"not_into": list(not_into)} if not_into else {})}}
    return document(prohibited=asked, notifiable={"not": asked})


def after(pointer, outcome="never_asked"):
    return Transaction(
        parties=(Party(id=OTHER), Party(id=HELD)),
        interests=(Interest(holder=OTHER, subject=HELD),),
        acquirer=OTHER,
        deal=a_transaction(target=HELD).deal,
        inquiries=(Inquiry(pointer=pointer, outcome=outcome),),
    )


@pytest.mark.parametrize(
    ("not_into", "pointer", "expected"),
    [
        ("transaction.acquirer", "/parties/1/activities", "prohibited"),
        ("transaction.acquirer", "/deal/completion_date", "prohibited"),
        ("transaction.acquirer", "/parties/10/activities", "prohibited"),
        ("transaction.acquirer", "/parties/0/activities", "notifiable"),
        ("transaction.acquirer", "/interests/0/board_seat", "notifiable"),
        ("transaction.acquirer", "/acquirer", "notifiable"),
        ("transaction.deal.target", "/parties/1/activities", "notifiable"),
        ("transaction.deal.target", "/parties/10/activities", "prohibited"),
        ("transaction.deal.target", "/interests/0/board_seat", "notifiable"),
        ("transaction.deal.fund", "/deal/fund/kind", "notifiable"),
        ("transaction.fund_deal.target", "/parties/1/activities", "undetermined"),
        ("transaction.fund_deal.target", "/deal/completion_date", "prohibited"),
    ],
)
def test_an_inquiry_counts_unless_it_is_into_what_does_not(not_into, pointer, expected):
    assert law(rule(not_into)).screen(after(pointer))["determination"] == expected


@pytest.mark.parametrize("pointers", [("/parties/1/kind", "/parties/0/kind"), ("/parties/0/kind", "/parties/1/kind")])
def test_one_inquiry_that_counts_is_enough_wherever_it_stands(pointers):
    asked = tuple(Inquiry(pointer=pointer, outcome="never_asked") for pointer in pointers)
    transaction = replace(after(pointers[0]), inquiries=asked)
    assert law(rule("transaction.acquirer")).screen(transaction)["determination"] == "prohibited"


def test_only_the_outcomes_named_count():
    honest = after("/parties/1/activities", "asked_and_not_known")
    assert law(rule()).screen(honest)["determination"] == "notifiable"


def test_the_inquiry_that_counts_is_quoted():
    answer = law(rule()).screen(after("/parties/1/activities"))
    quoted = {fact["pointer"]: fact["value"] for reason in answer["reasons"] for fact in reason["facts"]}
    assert quoted["/inquiries/0/outcome"] == "never_asked"


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        (rule("transaction.deal.target", was=["ignored"]), "`ignored` does not fit: a choice is expected here"),
        (rule("transaction.deal.traget"), "did you mean `target`?"),
        (rule("transaction.deal.target.kind"), "passes through a party; name the party"),
    ],
)
def test_an_inquiry_into_nothing_is_a_fault(broken, complaint):
    assert any(complaint in each for each in faults(broken)), faults(broken)
