"""Regulations that a statute awaits: what turns on one is open, whatever the facts, and nobody is asked about it."""

from datetime import date

import pytest

from app.domain.screening import Explain
from tests.language.documents import AGREED, COMPLETED, LEADERSHIP, a_transaction, document, faults, law

BEFORE, AFTER = date(2024, 6, 1), date(2025, 6, 1)


def a_statute(**more):
    return document(
        prohibited={"all": [AGREED, {"pending": "leadership"}]},
        notifiable=COMPLETED,
        **{"pending": [LEADERSHIP], **more},
    )


STATUTE = law(a_statute())
NAMED = [
    {
        "id": "leadership",
        "citation": "50 U.S.C. 4589(3)(B)",
        "awaits": "Regulations of the Secretary on who belongs to a political leadership.",
        "note": "Whether the person belongs to it is open.",
    }
]
BRIEFLY_NAMED = [{name: words for name, words in NAMED[0].items() if name != "note"}]


@pytest.mark.parametrize("explain", Explain)
def test_an_answer_that_waits_for_a_regulation_names_it_and_asks_nothing(explain):
    answer = STATUTE.screen(a_transaction(agreement_date=AFTER, completion_date=BEFORE), explain=explain)
    assert answer["determination"] == "undetermined"
    assert answer["possible_determinations"] == ["prohibited", "not_covered"]
    assert answer["pending_regulations"] == (NAMED if explain is Explain.FULL else BRIEFLY_NAMED)
    assert answer["missing_facts"] == answer["further_questions"] == []
    assert "Regulations are awaited under 50 U.S.C. 4589(3)(B)" in answer["summary"]


def test_what_is_settled_beside_the_regulation_is_told_in_a_brief_answer_too():
    answer = STATUTE.screen(a_transaction(agreement_date=AFTER, completion_date=BEFORE))
    (prohibited,) = [each for each in answer["reasons"] if each["code"] == "prohibited"]
    assert prohibited["verdict"] == "unknown"
    assert [(each["pointer"], each["test"]) for each in prohibited["facts"]] == [
        ("/deal/agreement_date", "after 2025-01-01")
    ]


def test_what_does_not_turn_on_the_regulation_is_settled_and_names_none():
    answer = STATUTE.screen(a_transaction(agreement_date=BEFORE, completion_date=BEFORE))
    assert answer["determination"] == "not_covered"
    assert "pending_regulations" not in answer


def test_only_the_facts_that_can_settle_the_answer_beside_the_regulation_are_asked_for():
    answer = STATUTE.screen(a_transaction(completion_date=BEFORE))
    assert [each["pointer"] for each in answer["missing_facts"]] == ["/deal/agreement_date"]
    assert answer["pending_regulations"] == BRIEFLY_NAMED


@pytest.mark.parametrize("pending", [{"pending": "leadership"}, {"not": {"pending": "leadership"}}], ids=["it", "not"])
def test_neither_the_regulation_nor_its_contrary_is_ever_met(pending):
    for agreed in (None, BEFORE, AFTER):
        answer = law(
            document(prohibited={"all": [AGREED, pending]}, notifiable=COMPLETED, pending=[LEADERSHIP])
        ).screen(a_transaction(agreement_date=agreed, completion_date=BEFORE))
        assert answer["determination"] != "prohibited"
        assert (answer["determination"] == "not_covered") is (agreed == BEFORE)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"pending": [{**LEADERSHIP, "id": "leader"}]}, "no pending regulation is called `leadership`"),
        ({"pending": [LEADERSHIP, LEADERSHIP]}, "`leadership` is the name of what stands at trial#/pending/0 already"),
        (
            {"pending": [LEADERSHIP, {**LEADERSHIP, "id": "control"}]},
            "pending regulation `control` is never used",
        ),
        ({"pending": [{"id": "leadership"}]}, "`cites` is missing: a pending regulation needs it."),
    ],
)
def test_a_fault_in_the_pending_regulations_is_told(changes, fault):
    assert any(told.startswith(fault) for told in faults(a_statute(**changes))), faults(a_statute(**changes))
