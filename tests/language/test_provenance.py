"""What answers say of the ground they stand on: what is unverified, and rulings of the day. It never changes them."""

from datetime import date

import pytest

from app.domain.screening import Explain
from tests.language.documents import AGREED, AI_NOTIFY, COMPLETED, a_transaction, definition, document, faults, law

BEFORE, AFTER = date(2024, 6, 1), date(2025, 6, 1)
THRESHOLD = {"value": "2025-01-01", "cites": "89 FR 1", "says": "The day proposed.", "confidence": "unverified"}
FAQ = {
    "id": "FAQ 34",
    "kind": "ruling",
    "cites": "Treasury FAQ of 2025-05-01",
    "says": "Trading is judged at acquisition.",
    "from": "2025-05-01",
    "to": "2025-12-31",
    "touches": ["notifiable"],
    "confidence": "unverified",
}


def told(answer):
    return {(each["kind"], each.get("id")) for each in answer.get("unverified", ())}


def test_an_answer_that_rests_on_an_unverified_parameter_says_so_and_another_does_not():
    rules = law(
        document(
            prohibited={"transaction.deal.agreement_date": {"after": "$day"}},
            notifiable=COMPLETED,
            parameters={"day": THRESHOLD},
        )
    )
    assert told(rules.screen(a_transaction(agreement_date=AFTER))) == {("parameter", "day")}
    late = rules.screen(a_transaction(agreement_date=BEFORE, completion_date=AFTER))
    assert told(late) == {("parameter", "day")}, "that it is not prohibited rests on the parameter as well"


def test_parts_that_the_answer_does_not_rest_on_are_not_told():
    marked = definition("marked", AGREED, confidence="unverified")
    rules = law(
        document(
            prohibited=COMPLETED,
            notifiable={"transaction": {"meets": "marked"}},
            definitions=[marked],
        )
    )
    assert told(rules.screen(a_transaction(completion_date=AFTER, agreement_date=AFTER))) == set()
    assert told(rules.screen(a_transaction(completion_date=BEFORE, agreement_date=AFTER))) == {("definition", "marked")}


@pytest.mark.parametrize("explain", Explain)
def test_a_source_that_was_not_checked_is_told_with_the_rule_set_and_with_no_answer(explain):
    rules = law(
        document(
            prohibited=AGREED,
            notifiable=COMPLETED,
            sources=[{"cites": "89 FR 1", "says": "Read in part.", "confidence": "unverified"}],
        )
    )
    assert [each.citation for each in rules.rule_set.unverified.values()] == ["89 FR 1"]
    for day in (None, BEFORE, AFTER):
        assert "unverified" not in rules.screen(a_transaction(agreement_date=day), explain=explain)


def test_an_unverified_variant_is_told_where_the_answer_turns_on_it():
    rules = law(
        document(
            prohibited=AGREED,
            notifiable={"all": [COMPLETED, {"variant": {"ai_notify": "low"}}]},
            variants=[{**AI_NOTIFY, "confidence": "unverified"}],
        )
    )
    deal = a_transaction(agreement_date=BEFORE, completion_date=AFTER)
    assert told(rules.screen(deal, variants={"ai_notify": "low"})) == {("variant", "ai_notify")}
    assert told(rules.screen(a_transaction(agreement_date=AFTER))) == set()


def a_law_with_guidance(**changes):
    return document(prohibited=AGREED, notifiable=COMPLETED, reference=[{**FAQ, **changes}])


@pytest.mark.parametrize(
    ("completed", "ids"),
    [
        (date(2025, 4, 30), []),
        (date(2025, 5, 1), ["FAQ 34"]),
        (date(2025, 12, 31), ["FAQ 34"]),
        (date(2026, 1, 1), []),
    ],
)
def test_guidance_is_told_with_what_it_touches_from_its_first_day_to_its_last(completed, ids):
    with_it = law(a_law_with_guidance()).screen(a_transaction(agreement_date=BEFORE, completion_date=completed))
    without = law(document(prohibited=AGREED, notifiable=COMPLETED)).screen(
        a_transaction(agreement_date=BEFORE, completion_date=completed)
    )
    assert [each["id"] for each in with_it.pop("guidance", ())] == ids
    assert with_it == without


def test_guidance_says_when_it_was_released_and_that_it_is_unverified():
    answer = law(a_law_with_guidance()).screen(a_transaction(agreement_date=BEFORE, completion_date=AFTER))
    assert answer["guidance"] == [
        {
            "id": "FAQ 34",
            "citation": "Treasury FAQ of 2025-05-01",
            "released": "2025-05-01",
            "note": "Trading is judged at acquisition.",
            "confidence": "unverified",
        }
    ]


def test_guidance_on_what_is_not_met_is_not_told():
    answer = law(a_law_with_guidance()).screen(a_transaction(agreement_date=AFTER, completion_date=AFTER))
    assert answer["determination"] == "prohibited"
    assert "guidance" not in answer


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"touches": ["notifable"]}, "no definition is called `notifable`: did you mean `notifiable`?"),
        ({"superseded_by": "FAQ 35"}, "no reference entry is called `FAQ 35`"),
        ({"parameter": "day"}, "no parameter is called `day`."),
        ({"to": "20251231"}, "`20251231` is no day of the calendar: write it as YYYY-MM-DD."),
        ({"to": "2025-04-30"}, "`to` is before `from`, which is 2025-05-01"),
        (
            {"kind": "rulling"},
            "`rulling` has no meaning in `kind`: did you mean `ruling`?",
        ),
        ({"confidence": "unsure"}, "`unsure` has no meaning in `confidence`: known are `official`, `unverified`."),
    ],
)
def test_a_fault_in_the_reference_data_is_told(changes, fault):
    assert fault in faults(a_law_with_guidance(**changes))


def test_a_condition_takes_a_day_in_one_spelling():
    compact = {"transaction.deal.agreement_date": {"after": "20250101"}}
    assert "`20250101` does not fit: a date is expected here." in faults(
        document(prohibited=compact, notifiable=COMPLETED)
    )


def test_reference_data_that_differs_from_its_parameter_is_a_fault():
    countries = {"values": ["CN", "HK"], "cites": "E.O. 14105"}
    entry = {
        **FAQ,
        "kind": "countries_of_concern",
        "values": ["CN"],
        "parameter": "countries",
        "touches": ["notifiable"],
    }
    rules = document(
        prohibited={"transaction.deal.development.country": {"in": "$countries"}},
        notifiable=COMPLETED,
        parameters={"countries": countries},
        reference=[entry],
    )
    assert faults(rules) == ["`values` differ from those of parameter `countries`"]
    rules["reference"] = [{**entry, "values": ["HK", "CN"]}]
    assert faults(rules) == []
