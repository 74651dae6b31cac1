"""Beneficial ownership statements to parties and interests, and back: nothing is invented, and what is lost is said."""

import json
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from app.api.wire.reader import TransactionReader
from app.domain.errors import InvalidTransaction
from tests.bods.builders import CONVERTER, STATEMENTS
from tests.profiles import examples

READER = TransactionReader()
DAY = "2025-06-16"
few = examples(60)

percents = st.decimals(0, 30, places=20).map(lambda number: format(number.normalize() + 0, "f"))
shares = percents | st.tuples(percents, percents).map(
    lambda pair: {"at_least": min(pair, key=Decimal), "at_most": max(pair, key=Decimal)}
)
days = st.dates(date(2001, 1, 1), date(2040, 12, 31)).map(date.isoformat)
terms = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"term": st.just("from_first_day"), "first_day": days}),
    st.fixed_dictionaries({"term": st.just("until_last_day"), "last_day": days}),
    st.tuples(days, days).map(lambda pair: {"term": "between_days", "first_day": min(pair), "last_day": max(pair)}),
)
facts = st.fixed_dictionaries(
    {},
    optional={
        "equity_percent": shares,
        "voting_percent": shares,
        "board_percent": shares,
        "board_seat": st.sampled_from([True]),
    },
)
entities = st.fixed_dictionaries(
    {"kind": st.just("entity")},
    optional={
        "name": st.sampled_from(["Straits Holding Ltd", "科技"]),
        "organized_in": st.sampled_from(["CN", "HK", "SG", "US"]),
        "lei": st.just("5493001KJTIIGC8Y1R12"),
        "uscc": st.just("91110000600037341L"),
    },
)
people = st.fixed_dictionaries(
    {"kind": st.just("individual")},
    optional={
        "name": st.sampled_from(["Li Wei", "Anna Berg"]),
        "citizenships": st.sampled_from([{"items": ["CN"]}, {"items": ["SE", "CN"]}]),
    },
)


@st.composite
def carried(draw):
    """Parties and interests of which the standard can say everything."""
    first = draw(entities)
    second = {name: value for name, value in draw(entities).items() if name not in ("lei", "uscc")}
    parties = [{"id": name, **facts} for name, facts in (("C", first), ("B", second), ("A", draw(people)), ("U", {}))]
    ends = draw(st.lists(st.sampled_from([("A", "C"), ("B", "C"), ("A", "B"), ("U", "B")]), max_size=3))
    interests = [{"holder": holder, "subject": subject, **draw(terms), **draw(facts)} for holder, subject in ends]
    return {"parties": parties, "interests": interests}


@cache
def published_schema():
    folder = files("libcovebods") / "data" / "schema-0-4-0"
    schemas = [
        json.loads((folder / name).read_text("utf-8"))
        for name in (
            "statement.json",
            "entity-record.json",
            "person-record.json",
            "relationship-record.json",
            "components.json",
        )
    ]
    registry = Registry().with_resources([(each["$id"], Resource.from_contents(each)) for each in schemas])
    return Draft202012Validator({"$ref": schemas[0]["$id"]}, registry=registry)


def exported(stated):
    return json.loads(
        CONVERTER.export_statements(json.dumps({**stated, "about": "C", "day": DAY}).encode()), parse_float=Decimal
    )


def imported(statements):
    return json.loads(
        CONVERTER.import_statements(statements if isinstance(statements, bytes) else json.dumps(statements).encode())
    )


def canonical(stated):
    return READER.read_plain({"parties": stated["parties"], "interests": stated["interests"]}).canonical


def back_and_forth(stated):
    written = CONVERTER.export_statements(json.dumps({**stated, "about": "C", "day": DAY}).encode())
    # The statements are cut out as bytes, so that no number passes through binary floating point on the way.
    return imported(written[written.index(b'"statements":') + len(b'"statements":') : -1])


@few
@given(carried())
def test_what_the_standard_can_say_comes_back_as_it_was(stated):
    try:
        before = canonical(stated)
    except InvalidTransaction:
        return
    again = back_and_forth(stated)
    assert again["problems"] == []
    assert canonical(again) == before
    assert exported(stated)["not_carried_over"] == []


@few
@given(carried())
def test_statements_fit_the_published_schema(stated):
    try:
        written = exported(stated)
    except InvalidTransaction:
        return
    plain = json.loads(json.dumps(written["statements"], default=float))
    assert list(published_schema().iter_errors(plain)) == []
    assert len({each["statementId"] for each in plain}) == len(plain)


def test_the_example_fits_the_published_schema():
    assert list(published_schema().iter_errors(STATEMENTS)) == []


def test_the_schema_would_notice():
    assert list(published_schema().iter_errors([{**STATEMENTS[0], "statementId": "short"}]))


def test_what_has_no_place_is_listed_in_both_directions():
    stated = {
        "parties": [
            {"id": "C", "kind": "entity", "headquarters": "CN", "holders_complete": True},
            {"id": "A", "kind": "individual", "citizenships": {"items": ["CN"], "complete": True}},
        ],
        "interests": [
            {"holder": "A", "subject": "C", "equity_percent": "5", "directs_management": True},
            {"holder": "A", "subject": "C", "equity_percent": "5", "term": "from_first_day"},
        ],
    }
    written = exported(stated)
    assert [each["pointer"] for each in written["not_carried_over"]] == [
        "/parties/0/headquarters",
        "/parties/0/holders_complete",
        "/parties/1/citizenships/complete",
        "/interests/0/directs_management",
        "/interests/1",
    ]
    again = back_and_forth(stated)
    assert len(again["interests"]) == 1
    assert "holders_complete" not in again["parties"][0]


def relationship(*interests, **details):
    ends = {"isComponent": False, "subject": "company", "interestedParty": "founder", **details}
    return {**STATEMENTS[2], "recordDetails": {**ends, "interests": list(interests)}}


def held(*interests, **details):
    found = imported([*STATEMENTS[:2], relationship(*interests, **details)])
    return found["interests"], {each["pointer"] for each in found["not_carried_over"]}


def test_an_interest_ends_on_the_day_before_it_ceases():
    interest = {"type": "votingRights", "share": {"exact": 60}, "startDate": "2020-01-01", "endDate": "2025-03-01"}
    ((found,), _) = held(interest)
    assert (found["term"], found["first_day"], found["last_day"]) == ("between_days", "2020-01-01", "2025-02-28")


@pytest.mark.parametrize(
    ("share", "percent"),
    [
        ({"exact": 25, "minimum": 25, "maximum": 25}, "25"),
        ({"minimum": 25, "exclusiveMaximum": 50}, {"at_least": "25", "less_than": "50"}),
        ({"minimum": 25, "exclusiveMinimum": 25}, {"more_than": "25"}),
        ({"maximum": 10}, {"at_most": "10"}),
        ({"exact": 101}, None),
        ({"exact": True}, None),
        ({"exact": "60"}, None),
        ({"minimum": 60, "maximum": 40}, None),
        ({"minimum": 40, "exclusiveMaximum": 40}, None),
        ({}, None),
        ([60], None),
        ({"exact": 1e-99}, None),
    ],
)
def test_a_share_is_what_its_bounds_say_or_unknown(share, percent):
    ((found,), _) = held({"type": "votingRights", "share": share})
    assert found.get("voting_percent") == percent


def test_a_seat_with_days_of_its_own_leaves_the_votes_as_they_are():
    votes, seat = imported(STATEMENTS)["interests"]
    assert (votes["voting_percent"], votes["equity_percent"]) == ("60", {"more_than": "25", "at_most": "50"})
    assert (seat["voting_percent"], seat["equity_percent"], seat["first_day"]) == ("0", "0", "2020-01-01")


def test_control_of_a_kind_without_a_fact_leaves_everything_unknown():
    (found, left) = held({"type": "controlViaCompanyRulesOrArticles", "share": {"exact": 60}})
    assert found == [{"holder": "founder", "subject": "company"}]
    assert "/2/recordDetails/interests/0/type" in left


def test_of_two_statements_on_a_record_the_later_one_counts():
    newer = {**relationship({"type": "votingRights", "share": {"exact": 5}}), "statementDate": "2025-04-01"}
    found = imported([newer, *STATEMENTS])
    shares = {each.get("first_day"): each["voting_percent"] for each in found["interests"]}
    assert shares == {None: "60", "2020-01-01": "60", "2025-04-01": "5"}
    closed = {**newer, "recordStatus": "closed"}
    assert {each["last_day"] for each in imported([closed, *STATEMENTS])["interests"]} == {"2019-12-31", "2025-03-31"}


def test_statements_that_contradict_one_another_say_so():
    more = {**relationship({"type": "votingRights", "share": {"exact": 60}}), "recordId": "another"}
    (problem,) = imported([*STATEMENTS, more])["problems"]
    assert (problem["pointer"], problem["code"]) == ("/interests/2/voting_percent", "over_100_percent")


@pytest.mark.parametrize(
    ("statements", "pointer"),
    [
        ({}, ""),
        ([7], "/0"),
        ([{**STATEMENTS[0], "recordType": "ownershipOrControlStatement"}], "/0/recordType"),
        ([{**STATEMENTS[0], "recordType": ["entity"]}], "/0/recordType"),
        ([STATEMENTS[0], {**STATEMENTS[1], "recordId": ""}], "/1/recordId"),
    ],
)
def test_what_is_no_statement_is_refused_with_its_place(statements, pointer):
    with pytest.raises(InvalidTransaction) as refused:
        imported(statements)
    assert [each.pointer for each in refused.value.problems] == [pointer]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["direct", "CN", "shareholding"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "share",
                    "exact",
                    "interests",
                    "subject",
                    "interestedParty",
                    "names",
                    "identifiers",
                    "nationalities",
                    "jurisdiction",
                    "entityType",
                    "code",
                    "id",
                    "scheme",
                    "startDate",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@few
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "recordType": st.sampled_from(["entity", "person", "relationship"]),
                "recordId": st.sampled_from(["A", "B"]),
                "recordDetails": st.dictionaries(
                    st.sampled_from(
                        [
                            "entityType",
                            "names",
                            "nationalities",
                            "identifiers",
                            "jurisdiction",
                            "interests",
                            "subject",
                            "interestedParty",
                        ]
                    ),
                    json_values,
                    max_size=5,
                ),
                "statementDate": json_values,
                "recordStatus": json_values,
            }
        ),
        max_size=4,
    )
)
def test_whatever_a_statement_holds_is_read_or_listed(statements):
    found = imported(statements)
    assert set(found) == {
        "as_of",
        "bods_version",
        "interests",
        "joined",
        "not_carried_over",
        "parties",
        "problems",
        "questions",
    }
