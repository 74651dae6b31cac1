"""The duties of an answer as a calendar: one event on each day, read back by a parser, whatever the names are."""

from dataclasses import replace
from datetime import date
from functools import cache, partial

import pytest
from hypothesis import example, given
from hypothesis.strategies import sampled_from, text
from icalendar import Calendar

from app.api.wire.canonical import canonical_bytes
from app.documents.duty_calendar import duty_calendar
from app.documents.wording import printable
from app.domain.canonical import digest
from app.domain.evaluation.subjects import called
from app.domain.screening import ENGINE_VERSION, Explain
from app.service.presenting import Presented
from tests.golden.versions import cases_in, every_batch, law_of

LAW = {"id": "us-oisp", "version": "2025-01-02", "digest": "sha256:0"}
TITLE = "Outbound investment rule"
NOTIFIABLE = "Records of a notification are kept for ten years, counted from the last day to file."
NAMES = [
    "Bay, Ventures; Fund\\IV",
    "first\nsecond\r\nthird",
    "深圳昆仑" * 20,
    "🏭" * 60,
    "BEGIN:VEVENT",
    " ",
    "\x00\u202ea",
]


def presented(transaction, version, **changed):
    answer = law_of(version).screen(transaction, **changed)
    told = {**answer, "rule_set": LAW, "engine_version": ENGINE_VERSION}
    told["determination_digest"] = digest(canonical_bytes(told))
    return Presented(transaction, told, told, TITLE, (), Explain.BRIEF)


def read(content):
    calendar = Calendar.from_ical(content)
    assert [each.errors for each in calendar.walk() if each.errors] == []
    return calendar


def text_of(component, name="DESCRIPTION"):
    return str(component[name])


def days_in(calendar):
    return sorted((each["UID"], each["DTSTART"].dt) for each in calendar.events)


def days_of(duty):
    return [day for day in (duty["due"], duty.get("until")) if day is not None]


def days_told(answer):
    return sorted(day for each in answer["obligations"] for day in days_of(each))


@cache
def deal(sentence=NOTIFIABLE):
    batches = [cases_in("2025-01-02", batch) for batch in range(4)]
    return next(transaction for batch in batches for case, transaction in batch if case.case == sentence)


def named(transaction, name):
    return replace(transaction, parties=tuple(replace(party, name=name) for party in transaction.parties))


@every_batch
def test_each_day_of_a_duty_is_an_event_and_nobody_is_named_who_is_not_in_the_body(version, batch):
    for case, transaction in cases_in(version, batch):
        shown = presented(transaction, version, variants=case.variants)
        if not shown.brief["obligations"]:
            continue
        content = duty_calendar(shown)
        calendar = read(content)
        events = calendar.events
        assert sorted(each["DTSTART"].dt.isoformat() for each in events) == days_told(shown.brief), case.case
        assert len({each["UID"] for each in calendar.walk() if "UID" in each}) == len(events or calendar.journals)
        names = {" ".join(printable(called(party)).split()) for party in transaction.parties}
        for event in events:
            _, _, deal_ = text_of(event, "SUMMARY").partition(": ")
            assert deal_ in names | {f"{one} / {two}" for one in names for two in names}, case.case
        told = text_of(calendar)
        assert all(each["citation"] in told for each in shown.brief["obligations"] if days_of(each) == [])


def test_an_event_says_what_is_due_by_whom_under_which_law_and_that_it_is_no_advice():
    shown = presented(deal(), "2025-01-02")
    filing, _, keeping = read(duty_calendar(shown)).events
    assert filing["DTSTART"].params["VALUE"] == "DATE"
    assert filing["DTSTART"].dt == date(2025, 7, 16)
    assert (
        text_of(filing, "SUMMARY") == "File notification: Harbor Point Partners LLC / Example Packaging Works Co., Ltd."
    )
    for part in (
        "File a notification with Treasury",
        "Owed by: The U.S. person (Harbor Point Partners LLC)",
        "Paragraph: 31 CFR 850.401",
        "The last day is July 16, 2025.",
        "us-oisp, version 2025-01-02 (sha256:0)",
        shown.brief["determination_digest"],
        "not legal advice",
        "31 CFR 850.406",  # of a duty without a day, which an importing calendar would tell nowhere else
    ):
        assert part in text_of(filing)
    assert (filing["STATUS"], filing.categories) == ("CONFIRMED", ["File with Treasury"])
    assert not filing.alarms.times
    assert keeping["DTSTART"].dt == date(2035, 7, 16)
    assert text_of(keeping, "SUMMARY").startswith("Keep records until at least today: ")
    assert "runs from the day of filing itself" in text_of(keeping)


def test_a_duty_that_an_unknown_fact_decides_is_tentative_and_its_title_says_so():
    shown = presented(deal(), "2025-01-02")
    obligations = [{**each, "certain": False} for each in shown.brief["obligations"]]
    events = read(duty_calendar(replace(shown, brief={**shown.brief, "obligations": obligations}))).events
    assert {each["STATUS"] for each in events} == {"TENTATIVE"}
    assert all("(open whether due): " in text_of(each, "SUMMARY") for each in events)


def test_the_same_answer_gives_the_same_bytes_and_another_answer_other_events():
    one = duty_calendar(presented(deal(), "2025-01-02"))
    assert one == duty_calendar(presented(deal(), "2025-01-02"))
    other = duty_calendar(presented(named(deal(), "Another"), "2025-01-02"))
    assert not {uid for uid, _ in days_in(read(one))} & {uid for uid, _ in days_in(read(other))}


@given(sampled_from(NAMES) | text(min_size=1))
@example("\u2028")
def test_whatever_a_name_is_the_calendar_is_read_back_as_it_was_written(name):
    # A lone half of a pair of code units is refused before anything is screened.
    name = name.encode("utf-8", "replace").decode()
    content = duty_calendar(presented(named(deal(), name), "2025-01-02"))
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(byte < 0x20 and byte != 0x09 for line in lines for byte in line)
    assert lines.count(b"BEGIN:VEVENT") == 3
    filing = read(content).events[0]
    assert text_of(filing, "SUMMARY") == " ".join(printable(f"File notification: {name}").split())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"completion_date": None}, "is undetermined. This clears nothing."),
        ({"completion_date": date(2024, 6, 16)}, "leaves no duty."),
    ],
    ids=["undetermined", "without duties"],
)
def test_an_answer_without_days_is_a_calendar_that_says_why_it_has_no_events(change, why):
    transaction = replace(deal(), deal=replace(deal().deal, **change))
    # The parser does not know the older word for a description, nor that it is text.
    calendar = read(duty_calendar(presented(transaction, "2025-01-02")).replace(b"X-WR-CALDESC", b"COMMENT"))
    assert calendar.events == calendar.todos == []
    assert len(calendar.journals) == 1  # the standard asks for one component
    assert why in text_of(calendar)
    assert text_of(calendar, "COMMENT") == text_of(calendar) == text_of(calendar.journals[0])


def test_the_last_day_of_all_calendars_is_an_event_as_well():
    transaction = replace(deal(), deal=replace(deal().deal, completion_date=date.max))
    events = read(duty_calendar(presented(transaction, "2025-01-02"))).events
    assert {each["DTSTART"].dt for each in events} == {date.max}


def test_a_deal_without_parties_in_their_places_is_named_by_its_reference():
    unnamed = replace(deal(), acquirer=None, deal=replace(deal().deal, target=None))
    told = partial(presented, version="2025-01-02")
    assert str(read(duty_calendar(told(unnamed)))["NAME"]) == f"Outbound investment: {unnamed.reference}"
    nameless = read(duty_calendar(told(replace(unnamed, reference=None))))
    assert str(nameless["NAME"]) == "Outbound investment: a transaction without names"
