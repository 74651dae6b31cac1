import json
from datetime import date

import pytest

from app.domain.errors import MalformedBody
from tests.api.builders import READER, body, codes, problems, read, transaction, with_activity, with_party
from tests.work import calls

CONFIDENTIAL = "Zanzibar-7"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b'{"a": 1, "Zanzibar-7": 2, "Zanzibar-7": 3}', "twice"),
        (b'{"parties": [NaN]}', "NaN"),
        (b'{"parties": [-Infinity]}', "not written as JSON writes numbers"),
        (b'{"parties": [1e99999999999999999999]}', "out of all bounds"),
        (b'{"parties": [' + b"9" * 5000 + b"]}", "too many digits"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"reference": "\\ud800"}', "surrogate"),
        (b'{"reference": "\\ud800 Zanzibar-7"}', "surrogate"),
        (b'{"reference": "\xff"}', "UTF-8"),
        (b'{"reference": "Zanzibar-7\x00"}', "control character"),
        (b'{"parties": []} x', "after the end"),
        (b'{"parties": [', "ends in the middle"),
        (b'{"parties": [],}', "comma"),
        (b"{'parties': []}", "quotation marks"),
        (b"// hello\n{}", "comments"),
        ("{}".encode("utf-16"), "byte order mark"),
    ],
)
def test_a_body_that_is_not_json_is_refused_with_cause_and_place_and_without_its_content(sent, words):
    with pytest.raises(MalformedBody) as refused:
        READER.read(sent)
    assert words in str(refused.value)
    assert "Zanzibar" not in str(refused.value)
    assert "empty" in words or "mark" in words or ", at line " in str(refused.value)


@pytest.mark.parametrize("sent", [b"[]", b'"x"', b"1", b"null", b"true"])
def test_a_body_is_one_object(sent):
    assert codes(sent) == {"": "wrong_type"}


def test_the_least_transaction_has_a_list_of_parties():
    assert codes({}) == {"/parties": "missing"}
    assert read({"parties": []}).canonical == b'{"parties":[]}'


def test_an_unknown_property_is_refused_with_the_nearest_name():
    (problem,) = problems(with_party(organised_in="US"))
    assert (problem.pointer, problem.code) == ("/parties/0/organised_in", "unknown_property")
    assert "Did you mean `organized_in`?" in problem.detail


@pytest.mark.parametrize("name", ["Kestrel Holdings", "target_kestrel_2027", "a/b~" + "x" * 200, ""])
def test_a_name_that_misspells_none_is_not_repeated(name):
    (problem,) = problems(with_party(**{name: 1}))
    assert (problem.pointer, problem.code) == ("/parties/0", "unknown_property")
    assert f"A name of {len(name)} characters" in problem.detail
    assert not name or name not in f"{problem.pointer}{problem.detail}"


@pytest.mark.parametrize("value", [1, 0, "true", "yes", "NO", [], {}])
def test_only_true_and_false_are_truth_values(value):
    assert codes(with_party(in_united_states=value)) == {"/parties/0/in_united_states": "wrong_type"}


@pytest.mark.parametrize("value", [1, True, [], {}])
def test_only_texts_are_texts(value):
    assert codes(transaction(reference=value)) == {"/reference": "wrong_type"}


@pytest.mark.parametrize("value", ["", "two\nlines", "nul\u0000", "x" * 10_001])
def test_a_text_is_one_line_of_limited_length(value):
    assert codes(transaction(reference=value))["/reference"] in {"not_a_line", "text_too_long"}


@pytest.mark.parametrize(
    "value",
    [
        "2025-02-30",
        "20250102",
        "2025-W01-1",
        "2025-1-2",
        "2025-01-02T00:00:00",
        "02/01/2025",
        1735776000,
        "",
        "\uff12\uff10\uff12\uff15-01-02",
    ],
)
def test_a_date_is_a_day_of_the_calendar_written_one_way(value):
    assert codes(transaction(deal={"completion_date": value})) == {"/deal/completion_date": "not_a_date"}


def test_a_date_is_read_as_a_day():
    assert read(transaction(deal={"completion_date": "2024-02-29"})).transaction.deal.completion_date == date(
        2024, 2, 29
    )


def test_an_unknown_choice_is_refused_with_all_choices_and_the_nearest():
    (problem,) = problems(with_activity(transistor="Non-Planar"))
    assert problem.code == "unknown_choice"
    assert "Did you mean `non_planar`?" in problem.detail


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("China", "two-letter"),
        ("CHN", "two-letter"),
        ("cn", "Did you mean `CN`?"),
        ("UK", "ISO 3166-1"),
        (156, "two-letter"),
    ],
)
def test_a_country_is_given_by_its_code(value, words):
    (problem,) = problems(with_party(headquarters=value))
    assert problem.code == "unknown_country"
    assert words in problem.detail


@pytest.mark.parametrize("code", ["HK", "MO", "TW", "PR", "CN"])
def test_hong_kong_macau_taiwan_and_the_territories_have_codes_of_their_own(code):
    assert read(with_party(headquarters=code)).transaction.parties[0].headquarters == code


@pytest.mark.parametrize("value", [["CN"], [], "CN", "NONE", "", 1, True, [CONFIDENTIAL], CONFIDENTIAL])
def test_what_stands_in_the_place_of_a_list_is_refused_with_every_way_to_write_one(value):
    (problem,) = problems(with_party(citizenships=value))
    assert (problem.pointer, problem.code) == ("/parties/0/citizenships", "wrong_type")
    for way in ('"complete": true', '"complete": false', '"none"'):
        assert way in problem.detail
    assert "Zanzibar" not in problem.detail


def test_a_list_says_whether_it_is_complete():
    listing = read(with_party(citizenships={"items": ["CN"], "complete": True})).transaction.parties[0].citizenships
    assert (listing.items, listing.complete) == (("CN",), True)


def test_a_choice_is_listed_once():
    value = with_party(citizenships={"items": ["CN", "US", "CN"], "complete": True})
    assert codes(value) == {"/parties/0/citizenships/items": "repeated"}


def test_null_says_what_absence_says_where_a_fact_can_be_unknown():
    stated = {"id": "a", "name": None, "kind": None, "activities": {"items": [{"verb": None}], "complete": None}}
    assert read(transaction(parties=[stated], fund_deal=None)) == read(with_activity())


@pytest.mark.parametrize("name", ["interests", "deal", "exemption", "inquiries"])
def test_null_is_refused_where_a_default_stands(name):
    assert codes(transaction(**{name: None})) == {f"/{name}": "null"}


def test_null_is_refused_in_lists_and_for_what_is_required():
    assert codes({"parties": [None, {"id": None}]}) == {"/parties/0": "null", "/parties/1/id": "null"}


def test_all_problems_of_a_body_are_told_up_to_a_hundred():
    assert len(problems(with_party(citizenships={"items": ["XX", "YY"]}, kind="x"))) == 3
    assert len(problems(with_party(citizenships={"items": [f"X{i}" for i in range(900)]}))) == 100


def test_no_value_of_the_body_is_repeated():
    party = {
        "id": CONFIDENTIAL,
        "kind": CONFIDENTIAL,
        "headquarters": CONFIDENTIAL,
        "in_united_states": CONFIDENTIAL,
        "citizenships": {"items": [CONFIDENTIAL], "complete": CONFIDENTIAL},
        "activities": CONFIDENTIAL,
        "statements": {"items": [{"revenue": CONFIDENTIAL, "year_end": CONFIDENTIAL, "currency": CONFIDENTIAL}]},
    }
    refused = problems(
        transaction(parties=[party], acquirer=CONFIDENTIAL * 50, deal=CONFIDENTIAL, interests=[CONFIDENTIAL])
    )
    assert len(refused) == 12
    assert not [problem for problem in refused if "Zanzibar" in str(problem)]


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        (with_party(activities={"items": [{}] * 10_000}), "/parties/0/activities/items"),
        (with_party(statements={"items": [{}] * 1_001}), "/parties/0/statements/items"),
        ({"parties": [{"id": str(i)} for i in range(10_001)]}, "/parties"),
        (transaction(interests=[{"holder": "a", "subject": "a"}] * 30_001), "/interests"),
    ],
)
def test_a_list_that_is_too_long_is_refused_at_once(value, pointer):
    sent = body(value)
    assert codes(sent)[pointer] == "too_many_items"
    assert calls(lambda: codes(sent)) < 1_000


def test_a_body_that_is_nothing_like_a_transaction_is_refused_in_one_problem():
    sent = json.dumps({f"key{i}": 0 for i in range(300_000)}).encode()
    assert codes(sent) == {"": "too_many_problems"}
    assert calls(lambda: codes(sent)) < 1_000


def test_the_largest_transactions_are_read():
    parties = [{"id": str(i), "citizenships": {"items": ["CN"]}} for i in range(10_000)]
    interests = [{"holder": str(i), "subject": str(i + 1), "voting_percent": 1} for i in range(9_999)]
    assert len(read({"parties": parties, "interests": interests}).transaction.interests) == 9_999
