"""What single items of a draft say, of whom, and where what they lack goes."""

import pytest

from app.domain.errors import InvalidTransaction, NoNotificationContent, NoNotificationOwed, NotificationOpen
from app.domain.notification.draft import draft_notifications
from tests.golden.versions import law_of
from tests.notifications.deals import (
    base,
    draft_of,
    item_of,
    questions_of,
    transaction_of,
    values_of,
    with_parts,
)


def test_the_parents_of_a_controlled_foreign_entity_file_each_for_itself():
    deal = base("foreign-vehicle")
    deal["parties"].append({"id": "adviser", "name": "Sailfish GP LLC", "kind": "entity", "organized_in": "US"})
    deal["interests"].append(
        {"holder": "adviser", "subject": "vehicle", "roles": {"items": ["general_partner"], "complete": True}}
    )
    draft = draft_of(deal)
    filers = [(each["section"], each["filer"]["name"], each["due"]) for each in draft["notifications"]]
    assert sorted(filers) == [
        ("850.402", "Sailfish Capital Inc.", "2025-07-16"),
        ("850.402", "Sailfish GP LLC", "2025-07-16"),
    ]
    names = [values_of(item_of(draft, "850.405(b)(2)", notification=number), "Name") for number in (0, 1)]
    assert sorted(names) == [["Sailfish Capital Inc."], ["Sailfish GP LLC"]]
    assert values_of(item_of(draft, "850.405(b)(3)"), "Controlled foreign entity") == ["Sailfish Holdings Ltd."]


def test_parents_are_followed_up_the_chain_and_asked_where_they_are_run():
    deal = base("chip-maker")
    deal["parties"] += [
        {"id": "middle", "name": "Middle Ltd.", "kind": "entity", "organized_in": "HK"},
        {"id": "top", "name": "Top Ltd.", "kind": "entity", "organized_in": "CN"},
        {"id": "small", "name": "Small Ltd.", "kind": "entity"},
    ]
    deal["interests"][0] = {"holder": "middle", "subject": "maker", "voting_percent": 80}
    deal["interests"].append({"holder": "small", "subject": "maker", "voting_percent": 10})
    deal["interests"].append({"holder": "top", "subject": "middle", "voting_percent": {"more_than": 40}})
    searched = {"basis": "screening_result", "source": "A search of lists", "as_of": "2025-05-14"}
    deal["parties"][1]["conclusions"] = [{"element": "850.224(m)(4)", "met": False, **searched}]
    item = item_of(draft_of(deal), "850.405(b)(9)")
    assert values_of(item, "Parent, or holder that may be one") == ["Middle Ltd.", "Top Ltd."]
    assert values_of(item, "Ultimate owner, or holder that may be one") == ["Top Ltd."]
    assert "more than 40 percent of the votes" in str(item["content"])
    asked = [each for each in item["lacking"] if each["label"].endswith("principal place of business")]
    assert [each["about"]["name"] for each in asked] == ["Middle Ltd.", "Top Ltd."]
    assert all(each["pointer"].endswith("/principal_place_of_business") for each in asked)


def test_holdings_before_the_deal_do_not_answer_what_is_held_after_it():
    deal = base("chip-maker")
    before = item_of(draft_of(deal), "850.405(b)(8)")
    assert "/interests" in questions_of(before)
    deal["interests"].append(
        {"holder": "fund", "subject": "maker", "moment": "after_the_deal", "voting_percent": 12, "equity_percent": 12}
    )
    deal["interests"].append(
        {"holder": "founder", "subject": "maker", "moment": "after_the_deal", "voting_percent": 88}
    )
    after = item_of(draft_of(deal), "850.405(b)(8)")
    assert "/interests" not in questions_of(after)
    (told,) = [each for each in values_of(after, "Holding of the U.S. person's side") if "after the deal" in each]
    assert told.endswith("12 percent of the votes, 12 percent of the equity (after the deal).")


def test_a_value_is_told_with_its_currency_and_asked_for_where_it_is_not_stated():
    deal = base("chip-maker")
    assert {"/deal/value/amount", "/deal/value/currency"} <= set(questions_of(item_of(draft_of(deal), "850.405(b)(7)")))
    deal["deal"]["value"] = {"amount": "12500000.50", "currency": "CNY"}
    item = item_of(draft_of(deal), "850.405(b)(7)")
    assert values_of(item, "Total value") == ["12500000.5 CNY"]
    assert set(questions_of(item)) == {None}


def test_what_silence_says_is_told_as_an_assumption_and_not_as_content():
    draft = draft_of(base("chip-maker"))
    assert values_of(item_of(draft, "850.405(b)(10)"), "How far it has come") == []
    assert "/parties/1/activities/items/0/status" in [each["pointer"] for each in draft["assumptions"]]


def test_what_became_of_a_question_stands_beside_it():
    deal = with_parts(
        base("share-purchase"),
        inquiries=[{"pointer": "/parties/1/activities/items/0/node_nm", "outcome": "asked_and_refused"}],
    )
    (asked,) = item_of(draft_of(deal), "850.405(b)(12)")["lacking"]
    assert asked["inquiry"] == "asked_and_refused"


def test_a_joint_venture_has_its_partner_as_the_covered_foreign_person_and_its_own_activity():
    draft = draft_of(base("joint-venture"))
    assert values_of(item_of(draft, "850.405(b)(9)"), "Name") == ["Example Materials Co., Ltd."]
    (activity,) = [row for row in item_of(draft, "850.405(b)(10)")["content"] if row["label"] == "Covered activity"]
    assert activity["parties"] == [{"pointer": "/parties/2", "name": "Northfield-Example Assembly GmbH"}]
    assert [each["paragraph"] for each in draft["paragraphs"]] == ["850.210(a)(5)", "850.217(c)", "850.221(b)"]


def test_a_holder_has_the_activities_of_the_persons_behind_its_figures_and_of_no_others():
    draft = draft_of(base("holder-of-makers"))
    activities = [row for row in item_of(draft, "850.405(b)(10)")["content"] if row["label"] == "Covered activity"]
    assert [each["parties"][0]["name"] for each in activities] == ["Example Packaging Co., Ltd."]
    assert item_of(draft, "850.405(b)(12)")["state"] == "lacking"


def test_a_party_without_a_name_goes_by_its_id_and_is_asked_for_its_name():
    deal = base("chip-maker")
    del deal["parties"][0]["name"]
    draft = draft_of(deal)
    assert draft["notifications"][0]["filer"] == {"pointer": "/parties/0", "name": "fund"}
    assert "/parties/0/name" in questions_of(item_of(draft, "850.405(b)(2)"))


@pytest.mark.parametrize(
    ("name", "refused", "says"),
    [
        ("small-ai-developer", NoNotificationOwed, "`not_covered`"),
        ("directed-deal", NoNotificationOwed, "`prohibited`"),
    ],
)
def test_where_none_is_owed_the_problem_says_what_the_determination_is(name, refused, says):
    with pytest.raises(refused, match=says):
        draft_of(base(name))


def test_where_the_determination_is_open_the_questions_come_first():
    deal = base("chip-maker")
    del deal["parties"][1]["activities"]
    with pytest.raises(NotificationOpen, match="/v1/screenings/questions"):
        draft_of(deal)


def test_a_version_that_does_not_say_what_a_notification_contains_gives_no_draft():
    with pytest.raises(NoNotificationContent, match="coins-2025"):
        draft_notifications(law_of("coins-2025"), transaction_of(base("chip-maker")))


def test_a_draft_of_more_rows_than_anybody_reads_is_refused():
    deal = base("chip-maker")
    deal["parties"] += [{"id": f"h{number}", "kind": "entity"} for number in range(9_000)]
    deal["interests"] += [{"holder": f"h{number}", "subject": "maker", "voting_percent": 0} for number in range(9_000)]
    deal["acting_for"] = {"items": [f"us{number}" for number in range(5)], "complete": True}
    deal["parties"] += [{"id": f"us{number}", "kind": "entity", "organized_in": "US"} for number in range(5)]
    with pytest.raises(InvalidTransaction) as refused:
        draft_of(deal)
    assert refused.value.problems[0].code == "too_much_work"


def test_each_filer_is_told_of_its_own_obligation_and_of_none_twice():
    deal = base("chip-maker")
    deal["parties"].append({"id": "principal", "name": "Principal Inc.", "kind": "entity", "organized_in": "US"})
    deal["acting_for"] = {"items": ["principal"], "complete": True}
    notifications = draft_of(deal)["notifications"]
    assert [each["filer"]["name"] for each in notifications] == ["Example Ventures LP", "Principal Inc."]
    assert [len(each["owed"]) for each in notifications] == [1, 1]


def test_a_country_is_told_by_its_name_and_code():
    item = item_of(draft_of(base("chip-maker")), "850.405(b)(9)")
    assert values_of(item, "Incorporated or organized in") == ["China (CN)"]
