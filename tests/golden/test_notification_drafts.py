"""The draft of a notification for every golden case that owes one: every item once, and nothing said without a fact."""

import json
import re
from functools import cache

import pytest

from app.domain.errors import NoNotificationContent, NoNotificationOwed, NotificationOpen
from app.domain.facts.places import value_at
from app.domain.notification.draft import draft_notifications
from tests.golden.versions import cases_in, every_batch, law_of

ITEMS = [
    *(f"850.405(b)({number})" for number in range(1, 13)),
    *(f"850.405(b)(13)({letter})" for letter in ("i", "ii", "iii", "iv")),
]
OWES = ("file_notification", "file_notification_of_later_knowledge")
CLAIMS = re.compile(
    r"\b(has|have|had|was|were|been|is|are)( \w+)? (filed|notified|submitted)\b|\bfiled on\b", re.IGNORECASE
)


@cache
def drafts_in(version, batch):
    """The cases of a part of a version's cases that owe a notification, with transaction, answer and draft."""
    law, found = law_of(version), []
    for case, transaction in cases_in(version, batch):
        answer = law.screen(transaction, variants=case.variants)
        try:
            draft = draft_notifications(law, transaction, variants=case.variants)
        except (NoNotificationContent, NoNotificationOwed, NotificationOpen) as refused:
            draft = refused
        found.append((case, transaction, answer, draft))
    return found


def owed_in(version, batch):
    for case, transaction, answer, draft in drafts_in(version, batch):
        if not isinstance(draft, Exception):
            yield case, transaction, answer, draft


def rows_in(draft):
    for notification in draft["notifications"]:
        for item in notification["items"]:
            for row in item["content"]:
                yield notification, item, row


@every_batch
def test_a_draft_is_made_exactly_where_a_notification_is_owed(version, batch):
    for case, _, answer, draft in drafts_in(version, batch):
        owed = any(each["kind"] in OWES for each in answer["obligations"])
        match draft:
            case NoNotificationContent():
                assert version == "coins-2025"
            case NotificationOpen():
                assert answer["determination"] == "undetermined", case.case
            case NoNotificationOwed():
                assert not owed, case.case
                assert answer["determination"] != "undetermined", case.case
            case _:
                assert owed, case.case


@every_batch
def test_every_item_is_there_once_and_says_what_is_there_and_what_lacks(version, batch):
    for case, _, _, draft in owed_in(version, batch):
        for notification in draft["notifications"]:
            assert [each["paragraph"] for each in notification["items"]] == ITEMS, case.case
            for item in notification["items"]:
                match item["state"]:
                    case "filled":
                        assert not item["lacking"]
                        assert any(row["pointers"] for row in item["content"])
                    case "lacking":
                        assert item["lacking"]
                    case _:
                        assert item["why"]
                        assert not item["lacking"]
                        assert not item["content"]


@every_batch
def test_every_row_stands_on_a_fact_of_the_transaction(version, batch):
    for case, transaction, _, draft in owed_in(version, batch):
        for _, item, row in rows_in(draft):
            assert row["value"].strip(), (case.case, item["paragraph"])
            if row["label"] != "Section under which it is owed":
                assert row["pointers"], (case.case, item["paragraph"], row)
            for pointer in row["pointers"]:
                if row["label"] != "Why it is covered":
                    assert value_at(transaction, pointer) is not None, (case.case, pointer)


@every_batch
def test_a_question_leads_to_a_place_of_the_transaction_or_out_of_it(version, batch):
    for case, transaction, _, draft in owed_in(version, batch):
        for notification in draft["notifications"]:
            for item in notification["items"]:
                for each in item["lacking"]:
                    assert ("pointer" in each) == (each["place"] == "transaction"), case.case
                    assert each["question"].endswith("?") or each["question"].endswith("."), each
                    if "pointer" in each and each["label"] != "Whether it is asked for":
                        stated = value_at(transaction, each["pointer"])
                        assert (
                            stated is None
                            or stated is False
                            or hasattr(stated, "complete")
                            or each["pointer"] == "/interests"
                        )


@every_batch
def test_the_names_and_days_of_the_transaction_stand_in_the_draft(version, batch):
    for case, transaction, answer, draft in owed_in(version, batch):
        told = json.dumps([row["value"] for *_, row in rows_in(draft)], ensure_ascii=False)
        named = {party.id: party.name or party.id for party in transaction.parties}
        for party in (transaction.acquirer, transaction.deal.target):
            if party is not None and next(each for each in transaction.parties if each.id == party).name:
                assert named[party] in told, case.case
        if transaction.deal.completion_date is not None:
            assert transaction.deal.completion_date.isoformat() in told, case.case
        last = {each["due"] for each in answer["obligations"] if each["kind"] in OWES}
        assert {each["due"] for notification in draft["notifications"] for each in notification["owed"]} == last, (
            case.case
        )


@every_batch
def test_no_draft_says_that_anything_was_filed(version, batch):
    for case, _, _, draft in owed_in(version, batch):
        text = json.dumps(draft, ensure_ascii=False)
        assert not CLAIMS.search(text), (case.case, CLAIMS.search(text))
        assert draft["disclaimer"]
        assert draft["certification"]["citation"].endswith("850.203")


@every_batch
def test_what_was_learned_later_is_asked_for_under_403_alone(version, batch):
    for case, _, _, draft in owed_in(version, batch):
        for notification in draft["notifications"]:
            states = {each["paragraph"]: each["state"] for each in notification["items"]}
            later = {states[each] for each in ITEMS[-4:]}
            assert ("not_applicable" in later) == (notification["section"] != "850.403"), case.case


def test_some_of_the_cases_owe_a_notification_under_each_section():
    drafts = [draft for batch in range(4) for *_, draft in owed_in("2025-01-02", batch)]
    sections = {each["section"] for draft in drafts for each in draft["notifications"]}
    assert sections == {"850.401", "850.402", "850.403"}
    assert any(draft["determination"] == "prohibited" for draft in drafts)


@pytest.mark.parametrize("version", ["2025-01-02", "nprm-2024"])
def test_every_item_that_facts_alone_can_fill_is_filled_by_some_case(version):
    drafts = [draft for batch in range(4) for *_, draft in owed_in(version, batch)]
    filled = {
        item["paragraph"]
        for draft in drafts
        for notification in draft["notifications"]
        for item in notification["items"]
        if item["state"] == "filled"
    }
    assert filled == {"850.405(b)(5)", "850.405(b)(11)", "850.405(b)(12)", "850.405(b)(13)(ii)"}
