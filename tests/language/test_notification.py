"""What a notification contains, in a rule document: every name is checked, and a mistake is told with its cure."""

import copy
from datetime import date

import pytest

from app.domain.language.contents import RowForm
from app.domain.notification.draft import draft_notifications
from tests.language.documents import COMPLETED, a_transaction, definition, document, faults, law

US = definition("A U.S. person", {"party.organized_in": {"is": "US"}}, of="party")
DUTY = {
    "kind": "file_notification",
    "outcomes": ["notifiable"],
    "step": "file",
    "who": "The U.S. person",
    "says": "File it.",
    "cites": "31 CFR 850.401; 31 CFR 850.404(c)",
}
HEAD = {
    "cites": "31 CFR 850.405(b)",
    "certification": {"cites": "31 CFR 850.203", "says": "It is signed elsewhere."},
    "disclaimer": ["This is a draft."],
    "filings": [
        {
            "id": "850.401",
            "kind": "file_notification",
            "cites": "31 CFR 850.401",
            "says": "A U.S. person acts.",
            "filers": ["actor"],
        }
    ],
    "subjects": [
        {"id": "activity", "list": "party.activities", "of": ["actor"]},
        {"id": "actor", "asks": "Who acts?", "among": ["transaction.acquirer"], "meets": ["A U.S. person"]},
    ],
}
ITEM = {
    "id": "850.405(b)(2)",
    "asks": "Who files.",
    "rows": [
        {"label": "Name", "of": ["filer"], "fact": "party.name", "ask": "What is the name?"},
        {"label": "Activity", "of": ["activity"], "told": "activity.verb"},
    ],
}


def a_rule(head=HEAD, items=(ITEM,), **more):
    rule = document(
        prohibited={"not": COMPLETED}, notifiable=COMPLETED, definitions=[US], obligations=[DUTY], notification=head
    )
    return {**rule, "notification_items": list(items), **more}


def with_row(**row):
    return a_rule(items=[{**ITEM, "rows": [{"label": "Row", **row}]}])


def with_head(change):
    head = copy.deepcopy(HEAD)
    change(head)
    return a_rule(head)


def test_a_sound_description_compiles_whatever_the_order_of_its_subjects():
    assert faults(a_rule()) == []
    assert law(a_rule()).rule_set.notification.items[0].citation == "31 CFR 850.405(b)(2)"


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        (with_row(of=["filer"], told="party.organised_in"), "did you mean `organized_in`?"),
        (with_row(of=["filer"], meets="A U.S. persn"), "did you mean `A U.S. person`?"),
        (with_row(of=["filr"], told="party.name"), "no subject is called `filr`: did you mean `filer`?"),
        (with_row(of=["activity"], told="party.name"), "`party` is not a name here"),
        (with_row(of=["activity"], meets="A U.S. person"), "is about Party, but Activity is given"),
        (with_row(of=["actor", "activity"], told="party.name"), "these are not of one kind"),
        (with_row(of=["filer"], fact="party.name"), "write one under `ask`"),
        (with_row(of=["filer"]), "a row tells one thing"),
        (with_row(of=["filer"], fact="party.lei", told="party.lei"), "a row tells one thing"),
        (with_row(told="party.lei"), "`of` stands beside"),
        (with_row(of=["filer"], outside="What?"), "`of` stands beside"),
        (with_row(reasons=["outcom"]), "did you mean `outcome`?"),
        (with_row(filing="sections"), "`sections` has no meaning in `filing`"),
        (with_row(outside="What?", ask="What?"), "`ask` stands beside"),
        (with_row(outside="What?", by=["filer"]), "`by` stands beside `holdings_in` alone"),
        (a_rule(items=[{**ITEM, "when": "A U.S. person"}]), "is about Party, but Transaction is given"),
        (a_rule(items=[{**ITEM, "under": ["850.402"], "otherwise": "No."}]), "`850.402` has no meaning in `under`"),
        (a_rule(items=[{**ITEM, "under": ["850.401"]}]), "`otherwise` says why"),
        (a_rule(items=[{**ITEM, "id": "The second"}]), "so it needs `cites`"),
        (a_rule(items=[ITEM, ITEM]), "is the name of what stands at"),
        (with_head(lambda head: head["filings"][0].update(kind="file_notice")), "did you mean `file_notification`?"),
        (
            with_head(lambda head: head["filings"][0].update(cites="31 CFR 850.402")),
            "no obligation `file_notification` cites",
        ),
        (with_head(lambda head: head["subjects"][1].update(among=["transaction.aquirer"])), "did you mean `acquirer`?"),
        (with_head(lambda head: head["subjects"][1].update(list="party.activities")), "says in one way who it is"),
        (with_head(lambda head: head["subjects"][0].update(of=["activity"])), "is of itself"),
        (
            with_head(lambda head: head["subjects"][1].update(among=["transaction.reference"])),
            "a single value has no facts",
        ),
        (with_head(lambda head: head["subjects"][1].update(id="filer")), "take another name"),
        (with_head(lambda head: head.update(disclaimr=["x"])), "did you mean `disclaimer`?"),
    ],
)
def test_a_mistake_is_told_with_the_cure(rule, complaint):
    found = faults(rule)
    assert any(complaint in each for each in found), found


@pytest.mark.parametrize("left_out", ["notification", "notification_items"])
def test_neither_half_stands_alone(left_out):
    rule = a_rule()
    del rule[left_out]
    assert any(f"`{left_out}` is missing" in each for each in faults(rule))


def test_a_definition_that_only_a_notification_asks_is_used():
    rule = a_rule()
    assert not any("never used" in each for each in faults(rule))
    del rule["notification"], rule["notification_items"]
    assert any("`A U.S. person` is never used" in each for each in faults(rule))


def test_a_draft_is_made_by_whatever_the_document_says():
    draft = draft_notifications(law(a_rule()), a_transaction(completion_date=date(2025, 6, 16)))
    (notification,) = draft["notifications"]
    assert notification["filer"] is None
    (item,) = notification["items"]
    assert (item["state"], [each["question"] for each in item["lacking"]]) == (
        "lacking",
        ["Which U.S. person owes the notification?"],
    )


def test_every_form_of_a_row_is_read():
    assert {str(form) for form in RowForm} == {
        "fact",
        "told",
        "meets",
        "holdings_in",
        "reasons",
        "filing",
        "outside",
    }
