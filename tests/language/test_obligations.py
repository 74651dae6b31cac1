"""Duties in a rule document: what they can follow from, when they are due, and until when they last."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import example, given
from hypothesis.strategies import dates, integers

from app.domain.days import CalendarYears
from app.domain.facts.transaction import Exemption
from tests.language.documents import COMPLETED, a_transaction, definition, document, faults, law

EXEMPT = definition("exempt", {"transaction.exemption.granted": {"is": True}})


def a_rule(*, when, outcomes=("excepted",)):
    duty = {"kind": "keep_conditions", "outcomes": list(outcomes), "who": "The holder", "says": "Keep to them."}
    duty["step"] = "record"
    outcome = [{"outcome": name, "when": name, "unless": "exempt"} for name in ("prohibited", "notifiable")]
    return document(
        prohibited=COMPLETED,
        notifiable={"not": COMPLETED},
        definitions=[EXEMPT],
    ) | {"outcomes": outcome, "obligations": [{**duty, "cites": "89 FR 55846", **when}]}


def test_an_exemption_can_leave_a_duty():
    transaction = a_transaction(completion_date=date(2025, 6, 16))
    exempted = replace(transaction, exemption=Exemption(granted=True))
    rule = law(a_rule(when={"when": "exempt"}))
    assert [each["kind"] for each in rule.screen(exempted)["obligations"]] == ["keep_conditions"]
    assert rule.screen(transaction)["obligations"] == []


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        (a_rule(when={}), "an obligation for `excepted` needs `when`: not every such answer leaves a duty"),
        (
            a_rule(when={}, outcomes=["cleared"]),
            (
                "`cleared` has no meaning in `outcomes`: "
                "known are `prohibited`, `notifiable`, `excepted`, `not_covered`, `undetermined`."
            ),
        ),
    ],
    ids=["without a condition", "from no class"],
)
def test_a_duty_follows_from_a_class_or_from_a_named_exception(rule, complaint):
    assert complaint in faults(rule)


DUTY = {"step": "file", "outcomes": ["prohibited", "notifiable"], "who": "The holder", "cites": "89 FR 55846"}
FILING = {**DUTY, "kind": "file", "says": "File."}
KEEPING = {**DUTY, "kind": "keep", "says": "Keep it."}
DEAL, FUND = ("transaction.deal.completion_date", "transaction.fund_deal.completion_date")


def a_law(*duties):
    return document(prohibited=COMPLETED, notifiable={"not": COMPLETED}) | {"obligations": [*duties]}


def due(after, days=30):
    return {"days": str(days), "after": after}


def until(*kinds, years="10"):
    return {**KEEPING, "until": {"years": years, "after_due_of": [*kinds]}}


def days_of(duties, completion_date):
    told = law(a_law(*duties)).screen(a_transaction(completion_date=completion_date))["obligations"]
    return {each["kind"]: (each["due"], each.get("until")) for each in told}


def counted(day, days, years):
    """The two days as another library has them, which gives up beyond the calendar as ours does not."""
    try:
        last = day + relativedelta(days=days)
    except (OverflowError, ValueError):
        last = date.max
    try:
        return last, last + relativedelta(years=years)
    except (OverflowError, ValueError):
        return last, date.max


@given(dates(), integers(0, 400), integers(1, 999))
@example(date(2028, 1, 30), 30, 10)
@example(date(2028, 2, 29), 0, 4)
@example(date(2025, 1, 31), 30, 1)
@example(date(9989, 12, 2), 30, 10)
@example(date.max, 30, 10)
def test_days_are_those_that_another_library_counts(day, days, years):
    filing = {**FILING, "due": due(DEAL, days)}
    last, end = counted(day, days, years)
    found = days_of([filing, until("file", years=str(years))], day)
    assert found == {"file": (last.isoformat(), None), "keep": (None, end.isoformat())}


@given(dates(max_value=date(9000, 1, 1)), integers(1, 900))
def test_years_that_begin_on_the_day_after_end_before_its_anniversary(day, years):
    end = day + CalendarYears(years)
    first, after = day + timedelta(days=1), end + timedelta(days=1)
    assert after.year - first.year == years
    # February 29 has an anniversary in leap years alone.
    assert (after.month, after.day) == (first.month, first.day) or (2, 29) in {
        (each.month, each.day) for each in (day, first, end, after)
    }


def test_a_duty_lasts_from_the_latest_of_the_days_that_it_is_counted_from():
    early, late = {**FILING, "due": due(DEAL)}, {**FILING, "kind": "file later", "due": due(DEAL, 60)}
    found = days_of([until("file", "file later"), early, late], date(2025, 6, 16))
    assert found["keep"] == (None, "2035-08-15")


def test_while_one_of_those_days_is_not_known_no_end_is_told():
    known, unknown = {**FILING, "due": due(DEAL)}, {**FILING, "kind": "file later", "due": due(FUND)}
    found = days_of([known, unknown, until("file", "file later")], date(2025, 6, 16))
    assert found == {"file": ("2025-07-16", None), "file later": (None, None), "keep": (None, None)}


@pytest.mark.parametrize(
    ("duty", "complaint"),
    [
        (until("file", years="ten"), "`years` takes a whole number of calendar years, from 1 to 999"),
        (until("file", years="0"), "`years` takes a whole number of calendar years, from 1 to 999"),
        (until("fill"), "no obligation `fill` has a `due` to count `until` from: did you mean `file`?"),
        (until("keep"), "no obligation `keep` has a `due` to count `until` from: known are `file`."),
        ({**KEEPING, "until": {"years": "10"}}, "`after_due_of` is missing: `until` needs it."),
    ],
    ids=["no number", "no years", "no such duty", "a duty without a day", "counted from nothing"],
)
def test_what_lasts_is_counted_in_years_from_duties_that_have_a_day(duty, complaint):
    assert complaint in faults(a_law({**FILING, "due": due(DEAL)}, duty))


@pytest.mark.parametrize("completed", [date(2025, 6, 16), date(2024, 6, 16), None])
def test_a_class_with_a_duty_never_says_that_nothing_is_to_be_done_though_no_obligation_is_written(completed):
    rule = law(document(prohibited=COMPLETED, notifiable={"not": COMPLETED}))
    answer = rule.screen(a_transaction(completion_date=completed))
    assert answer["determination"] in ("prohibited", "notifiable", "undetermined")
    assert answer["obligations"] == []
    assert answer["next_step"] == "ask"
