"""Statements are read as of the day of the deal: each counts from its own day on, and the end of a record is kept."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bods.builders import (
    DAY,
    determination,
    entity,
    imported,
    person,
    pointers,
    published,
    relationship,
    shares,
    without_ids,
)
from tests.profiles import examples

TARGET, ANN, BO = entity("T"), person("A", "US"), person("B", "CN")
PARTIES = [TARGET, ANN, BO]
SINCE = {"startDate": "2019-09-11"}


def later(record, holder, interests, stated="2025-09-01", status="updated", **more):
    return relationship(record, holder, interests, stated=stated, status=status, **more)


HALVES = [relationship("a", "A", shares(50, **SINCE)), relationship("b", "B", shares(50, **SINCE))]
NOTIFIABLE = {
    "one holder is bought out later, and the other keeps the start of the interest": [
        *HALVES,
        later("a", "A", shares(100, **SINCE)),
        later("b", "B", shares(50, **SINCE, endDate="2025-08-31"), status="closed"),
    ],
    "the record is closed without an end": [
        relationship("b", "B", shares(100)),
        later("b", "B", shares(100), status="closed"),
        later("a", "A", shares(100), status="new"),
    ],
    "the record is closed without interests": [
        *HALVES,
        later("b", "B", [], status="closed"),
        later("a", "A", shares(100, **SINCE)),
    ],
    "the closing statement is the only one of its record": [
        later("b", "B", shares(100, endDate="2025-08-15"), status="closed"),
        later("a", "A", shares(100, startDate="2025-08-15"), status="new"),
    ],
    "a sale made before the deal is stated after it": [
        relationship("a", "A", shares(100, **SINCE)),
        later("a", "A", shares(40, startDate="2025-06-02")),
        later("b", "B", shares(60, startDate="2025-06-02"), status="new"),
    ],
    "a share falls after the deal, step by step": [
        relationship("a", "A", shares(40)),
        relationship("b", "B", shares(60)),
        later("b", "B", shares(45), stated="2025-07-01"),
        later("b", "B", shares(30), stated="2025-08-01"),
    ],
    "the holder first stated the interest after the deal, and had it before": [
        relationship("a", "A", shares(45, **SINCE)),
        later("b", "B", shares(55, startDate="2024-02-01"), status="new"),
    ],
    "the interest began on the day of the first statement": [
        relationship("b", "B", shares(60, startDate="2025-01-15")),
        later("b", "B", shares(6, startDate="2025-01-15")),
        relationship("a", "A", shares(40, startDate="2025-01-15")),
        later("a", "A", shares(94, startDate="2025-01-15")),
    ],
    "the record names another holder later": [
        relationship("a", "A", shares(40)),
        relationship("b", "B", shares(60)),
        later("b", "A", shares(60)),
    ],
}
CLEAR = {
    "one holder was bought out before the deal": [
        *HALVES,
        later("a", "A", shares(100, **SINCE), stated="2025-04-01"),
        later("b", "B", shares(50, **SINCE, endDate="2025-03-31"), stated="2025-04-01", status="closed"),
    ],
    "a sale before the deal is stated after it": [
        *HALVES,
        later("a", "A", shares(100, startDate="2025-05-05")),
        later("b", "B", shares(50, **SINCE, endDate="2025-05-05"), status="closed"),
    ],
    "nothing changes but the day of the statement": [
        relationship("a", "A", shares(100)),
        later("a", "A", shares(100)),
        later("a", "A", shares(100), stated="2026-09-01"),
    ],
}


@pytest.mark.parametrize("as_of", [None, DAY])
@pytest.mark.parametrize("name", NOTIFIABLE)
def test_what_changes_after_the_deal_does_not_clear_it(name, as_of):
    assert determination([*PARTIES, *NOTIFIABLE[name]], as_of=as_of) == "notifiable"


@pytest.mark.parametrize("as_of", [None, DAY])
@pytest.mark.parametrize("name", CLEAR)
def test_what_changed_before_the_deal_is_no_false_alarm(name, as_of):
    assert determination([*PARTIES, *CLEAR[name]], as_of=as_of) == "not_covered"


@pytest.mark.parametrize("name", NOTIFIABLE)
def test_a_statement_that_bears_on_another_day_is_asked_about(name):
    statements = [*PARTIES, *NOTIFIABLE[name]]
    if len({each["statementDate"] for each in statements}) > 1:
        assert pointers(imported(statements, DAY), "questions")


def test_a_closed_record_keeps_its_last_day():
    statements = [*PARTIES, HALVES[1], later("b", "B", shares(50, **SINCE), status="closed")]
    (interest,) = imported(statements)["interests"]
    days = {name: interest[name] for name in ("term", "first_day", "last_day")}
    assert days == {"term": "between_days", "first_day": "2019-09-11", "last_day": "2025-08-31"}
    undated = [*PARTIES, relationship("b", "B", shares(50)), later("b", "B", shares(50), status="closed")]
    (interest,) = imported(undated)["interests"]
    assert (interest["term"], interest["last_day"]) == ("until_last_day", "2025-08-31")
    assert imported(undated, "2025-08-31")["interests"] == [interest]
    assert imported(undated, "2025-09-01")["interests"] == []
    assert "/3" in pointers(imported(undated, "2025-09-01"))


def test_an_interest_first_stated_later_may_have_been_held_before():
    statements = [*PARTIES, relationship("a", "A", shares(40)), later("b", "B", shares(60), status="new")]
    before, after = (each for each in imported(statements)["interests"] if each["holder"] == "B")
    assert (before["last_day"], before["equity_percent"]) == ("2025-08-31", {"at_most": "60"})
    assert (after["first_day"], after["equity_percent"]) == ("2025-09-01", "60")
    assert imported(statements, DAY)["interests"][1:] == [before]
    assert determination(statements) not in ("not_covered", "excepted")


def test_a_party_that_changes_stays_open_without_the_day_and_is_what_it_was_with_it():
    moved = [entity("H", "CN"), entity("H", "KY", stated="2025-09-01", status="updated")]
    assert "organized_in" not in imported(moved)["parties"][0]
    assert "/1/recordDetails/jurisdiction" in pointers(imported(moved), "questions")
    assert imported(moved, DAY)["parties"][0]["organized_in"] == "CN"
    assert pointers(imported(moved, DAY), "questions") == {"/1/recordDetails"}
    assert imported(moved, "2025-09-01")["parties"][0]["organized_in"] == "KY"
    assert imported(moved, "2024-01-01")["parties"][0]["organized_in"] == "CN"


def test_a_citizenship_given_up_after_the_deal_does_not_clear_it():
    naturalized = person("B", "US", stated="2025-09-01", status="updated")
    statements = [TARGET, BO, naturalized, relationship("b", "B", shares(100))]
    assert determination(statements) == "undetermined"
    assert determination(statements, as_of=DAY) == "notifiable"
    assert determination(statements, as_of="2025-09-01", day="2025-09-01") == "not_covered"


def test_only_the_citizenships_that_all_statements_have_are_kept():
    both = person("B", "CN", stated="2025-09-01")
    both["recordDetails"]["nationalities"].append({"name": "US", "code": "US"})
    assert imported([BO, both])["parties"][0]["citizenships"] == {"items": ["CN"]}
    assert (
        imported([ANN, {**person("A", "CN"), "statementDate": "2025-09-01"}])["parties"][0].get("citizenships") is None
    )


WRONG, RIGHT = relationship("b", "B", shares(6)), relationship("b", "B", shares(60))
CORRECTED = {
    "days": ("2025-01-20", "2025-02-01"),
    "instants": ("2025-02-01T08:00:00+08:00", "2025-02-01T00:30:00Z"),
    "instants whose days as written are the other way round": ("2025-02-02T01:00:00+08:00", "2025-02-01T20:00:00Z"),
    "a day and an instant beyond doubt after it": ("2025-02-01", "2025-02-03T00:00:00Z"),
    "an instant and a day beyond doubt after it": ("2025-01-30T23:00:00-05:00", "2025-02-02"),
    "times without a zone": ("2025-02-01T08:00:00", "2025-02-01T08:00:01"),
    "fractions of a second": ("2025-02-01T08:00:00.1Z", "2025-02-01T08:00:00.25Z"),
}
OTHER = relationship("a", "A", shares(40))


@pytest.mark.parametrize("turned", [False, True], ids=["wrong first", "right first"])
@pytest.mark.parametrize("name", CORRECTED)
def test_of_statements_of_one_day_the_later_published_counts(name, turned):
    first, second = CORRECTED[name]
    pair = [{**WRONG, **published(first)}, {**RIGHT, **published(second)}]
    statements = [*PARTIES, OTHER, *(reversed(pair) if turned else pair)]
    assert determination(statements) == determination(statements, as_of=DAY) == "notifiable"
    assert f"/{5 if turned else 4}" in pointers(imported(statements))


@pytest.mark.parametrize(
    "moments",
    [
        ("2025-02-01", "2025-02-01"),
        ("2025-02-01", "2025-02-01T12:00:00Z"),
        ("2025-02-01T12:00:00", "2025-02-01T13:00:00Z"),
        ("yesterday", "2025-02-01"),
        ("2025-02-30", "2025-02-01"),
    ],
)
def test_where_it_cannot_be_told_which_is_the_later_the_share_stays_open(moments):
    first, second = moments
    statements = [*PARTIES, OTHER, {**WRONG, **published(first)}, {**RIGHT, **published(second)}]
    found = imported(statements)
    assert found["interests"][1]["equity_percent"] == {"at_least": "6", "at_most": "60"}
    assert "/5/recordDetails" in pointers(found, "questions")
    assert determination(statements) not in ("not_covered", "excepted")


@pytest.mark.parametrize("day", ["2022-03-01", "2022-01-01", "2019-12-31", "2025-06-01", "2025-06-16"])
def test_an_interest_that_begins_and_ends_on_one_day_is_none_and_refuses_nothing(day):
    gone = relationship("b", "B", shares(60, startDate=day, endDate=day))
    statements = [*PARTIES, relationship("a", "A", shares(100, startDate="2018-01-01")), gone]
    assert determination(statements) == "not_covered"
    assert "/4/recordDetails/interests/0" in pointers(imported(statements))


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ({"startDate": "2025-07-01", "endDate": "2025-02-01"}, "endDate"),
        ({"endDate": "2025-02-30"}, "endDate"),
        ({"endDate": 2025}, "endDate"),
        ({"startDate": "2019", "endDate": "soon"}, "endDate"),
        ({"startDate": "unknown"}, "startDate"),
    ],
)
def test_a_day_that_cannot_be_understood_clears_nothing(days, says):
    statements = [*PARTIES, relationship("a", "A", shares(40)), relationship("b", "B", shares(60, **days))]
    assert f"/4/recordDetails/interests/0/{says}" in pointers(imported(statements))
    assert determination(statements) not in ("not_covered", "excepted", "refused")
    if says == "endDate":
        bo = [each["equity_percent"] for each in imported(statements)["interests"] if each["holder"] == "B"]
        assert set(map(str, bo)) == {"{'at_most': '60'}"}


def test_where_one_statement_of_a_moment_closes_what_another_keeps_it_may_be_either():
    statements = [
        *PARTIES,
        relationship("b", "B", shares(60)),
        later("b", "B", shares(60), stated="2025-03-01"),
        later("b", "B", shares(60), stated="2025-03-01", status="closed"),
    ]
    before, after = imported(statements)["interests"]
    assert (before["last_day"], before["equity_percent"]) == ("2025-02-28", "60")
    assert (after["first_day"], after["equity_percent"]) == ("2025-03-01", {"at_most": "60"})
    assert determination([*statements, relationship("a", "A", shares(40))]) == "undetermined"


def test_two_holdings_of_one_kind_in_a_statement_add_up_and_share_the_votes():
    lots = [
        *shares(20, kinds=["shareholding"]),
        *shares(10, kinds=["shareholding"]),
        *shares(30, kinds=["votingRights"]),
    ]
    found = imported([*PARTIES, relationship("b", "B", lots)])["interests"]
    assert [(each["equity_percent"], each["voting_percent"]) for each in found] == [("20", "30"), ("10", "0")]


@pytest.mark.parametrize(
    ("end", "asked"),
    [("2025-06-01", True), ("2025-01-01", True), ("2025-06-02", False), ("2025-05-01", False), ("2024-01-01", False)],
)
def test_a_day_that_may_be_rounded_is_asked_about_where_it_bears_on_the_day_of_the_deal(end, asked):
    statements = [*PARTIES, relationship("b", "B", shares(60, startDate="2018-03-05", endDate=end))]
    pointer = "/3/recordDetails/interests/0/endDate"
    assert (pointer in pointers(imported(statements, DAY), "questions")) is asked
    assert pointer not in pointers(imported(statements), "questions")


histories = st.lists(
    st.tuples(
        st.sampled_from(["A", "B"]),
        st.sampled_from(["2025-01-15", "2025-03-01", "2025-06-16", "2025-09-01"]),
        st.sampled_from(["updated", "updated", "closed"]),
        st.integers(1, 50),
        st.sampled_from([{}, SINCE, {"startDate": "2025-05-01"}, {"endDate": "2025-07-15"}]),
        st.sampled_from(["2025-10-01", "2025-10-02", "2025-10-02T09:00:00Z"]),
    ),
    min_size=1,
    max_size=6,
)


def told(history):
    return [
        relationship(who.lower(), who, shares(percent, **days), stated=stated, status=status, **published(moment))
        for who, stated, status, percent, days, moment in history
    ]


@examples(150)
@given(histories, st.randoms(use_true_random=False), st.sampled_from([None, DAY, "2025-10-10"]))
def test_the_order_of_the_statements_makes_no_difference(history, chance, as_of):
    statements = [*PARTIES, *told(history)]
    shuffled = random.Random(chance.random()).sample(statements, len(statements))
    one, other = imported(statements, as_of), imported(shuffled, as_of)
    assert without_ids(one["interests"]) == without_ids(other["interests"])
    assert without_ids(one["parties"]) == without_ids(other["parties"])
    assert len(one["questions"]) == len(other["questions"])


def on_the_day(interests):
    return [
        {name: value for name, value in each.items() if name not in ("term", "first_day", "last_day")}
        for each in interests
        if each.get("first_day", DAY) <= DAY <= each.get("last_day", DAY)
    ]


@examples(150)
@given(histories)
def test_what_is_imported_for_all_days_is_on_each_day_what_is_imported_for_it(history):
    dated = [
        (who, stated, status, percent, {**SINCE, **days}, moment)
        for who, stated, status, percent, days, moment in history
    ]
    statements = [*PARTIES, *told(dated)]
    assert on_the_day(imported(statements)["interests"]) == on_the_day(imported(statements, DAY)["interests"])


@examples(100)
@given(histories)
def test_no_later_statement_clears_what_was_notifiable_on_the_day(history):
    before = [*PARTIES, relationship("a", "A", shares(40, **SINCE)), relationship("b", "B", shares(60, **SINCE))]
    after = [each for each in told(history) if each["statementDate"] > DAY]
    after = [each for each in after if not {"startDate", "endDate"} & {*each["recordDetails"]["interests"][0]}]
    assert determination([*before, *after]) == "notifiable"
    assert determination([*before, *after], as_of=DAY) == "notifiable"


def test_what_is_not_carried_over_or_asked_is_listed_once_though_it_counts_in_several_periods():
    summary = shares({"exact": 40}, way="indirect")
    statements = [entity("T"), person("A", "US"), relationship("a", "A", summary, stated="2025-03-01")]
    found = imported(statements)
    assert len(found["interests"]) == 4, "between A and T stands another, before and after the statement"
    for name in ("not_carried_over", "questions"):
        listed = [tuple(each.values()) for each in found[name]]
        assert len(listed) == len(set(listed))
