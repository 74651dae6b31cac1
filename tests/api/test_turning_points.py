"""What a definite answer rests on, and where it would turn, as callers get it."""

import json
import re
from pathlib import Path

import pytest

from tests.api.described import described
from tests.work import calls

PATH = "/v1/screenings/turning-points"
JSON = {"content-type": "application/json"}
NONE = {"items": [], "complete": True}
OPERATIONS = "/parties/1/activities/items/0/training_operations"


@pytest.fixture(scope="module")
def conforms():
    return described("TurningPoints").is_valid


EXAMPLES = Path(__file__).parents[2] / "rules/us-oisp/2025-01-02"


def system(operations, **facts):
    """The purchase of unlisted shares of a developer of a system trained with so many operations."""
    transaction = json.loads((EXAMPLES / "examples/ai-developer.json").read_text("utf-8"))
    target = transaction["parties"][1]
    target["activities"]["items"][0]["training_operations"] = operations
    target |= {"name": "Shenzhen Kunlun", **facts}
    return transaction


def owned(**interest):
    """The purchase of a company abroad that is a covered foreign person for its holder in China, and for that alone."""
    transaction = json.loads((EXAMPLES / "cases/bases/owned-target.json").read_text("utf-8"))
    transaction["interests"][0] |= interest
    return transaction


def told(client, transaction, **query):
    content = transaction if isinstance(transaction, bytes) else json.dumps(transaction)
    return client.post(PATH, content=content, headers=JSON, params=query)


def at(answer, pointer):
    return [each for each in answer["turning_points"] if each["pointer"] == pointer]


def test_a_threshold_is_told_with_the_class_beyond_it_and_its_paragraph(client, conforms):
    listed = told(client, system("2e24"))
    assert listed.status_code == 200
    assert listed.headers["cache-control"] == "no-store"
    answer = listed.json()
    assert conforms(answer)
    assert answer["determination"] == "notifiable"
    graver, milder = at(answer, OPERATIONS)
    assert graver["direction"] == "graver"
    assert graver["determination"] == "prohibited"
    assert graver["range"] == {"more_than": "1" + 25 * "0"}
    assert graver["citation"] == "31 CFR 850.224(k)(1)"
    assert graver["says"] == (
        "Shenzhen Kunlun: How many computational operations was the system trained with, in total to date? The answer "
        "depends on this: if it were more than 1e25 operations, the deal would be prohibited (31 CFR 850.224(k)(1)). "
        "Verify this."
    )
    assert milder["direction"] == "less_grave"
    assert milder["range"] == {"at_most": "1" + 23 * "0"}
    assert milder["citation"] == "31 CFR 850.217(d)(3)"


def test_a_fact_is_told_with_party_question_value_and_paragraph(client):
    fact = next(each for each in told(client, system("2e24")).json()["facts"] if each["pointer"] == OPERATIONS)
    assert fact["about"] == "Shenzhen Kunlun"
    assert fact["text"] == "2e24 operations"
    assert fact["value"] == "2" + 24 * "0"
    assert "850.217(d)(3)" in fact["read_by"]
    assert fact["says"].endswith("Verify this.")


def test_a_range_turns_beyond_its_bounds(client):
    graver, milder = at(told(client, system({"at_least": "2e24", "less_than": "9e24"})).json(), OPERATIONS)
    assert graver["range"] == {"more_than": "1" + 25 * "0"}
    assert milder["range"] == {"at_most": "1" + 23 * "0"}


def test_a_bound_on_the_threshold_itself_is_told_exactly(client):
    graver, _ = at(told(client, system({"at_least": "2e24", "at_most": "1e25"})).json(), OPERATIONS)
    assert graver["range"] == {"more_than": "1" + 25 * "0"}


def test_what_is_graver_comes_first(client):
    order = ["graver", "open", "less_grave", "alike"]
    directions = [each["direction"] for each in told(client, system("1e22")).json()["turning_points"]]
    assert directions == sorted(directions, key=order.index)
    assert directions[0] == "graver"


def test_a_share_is_told_with_the_nearest_value_at_which_the_answer_stays(client):
    transaction = owned(voting_percent=60, board_percent=10, equity_percent=10)
    transaction["parties"][2] |= {"citizenships": {"items": ["CN"], "complete": True}, "permanent_residences": NONE}
    measures = ("voting_percent", "board_percent", "equity_percent")
    transaction["interests"][1] |= {measure: {"at_most": 100} for measure in measures}
    answer = told(client, transaction).json()
    assert answer["determination"] == "notifiable"
    (below,) = at(answer, "/interests/0/voting_percent")
    assert below["determination"] == "not_covered"
    assert below["values"] == ["49.99"]
    assert below["stays_at"] == "50"
    assert "range" not in below
    assert "it were 49.99 percent (tried; at 50 percent the answer stays)" in below["says"]


def test_a_conclusion_on_evidence_is_told_with_what_it_would_mean_if_it_proved_wrong(client):
    transaction = json.loads((EXAMPLES / "cases/bases/chip-maker.json").read_text("utf-8"))
    places = dict.fromkeys(("organized_in", "headquarters", "principal_place_of_business"), "KY")
    evidence = {"met": False, "basis": "screening_result", "as_of": "2025-06-01"}
    elements = ("Of concern through its owners", "850.224(m)(4)")
    transaction["parties"][1] |= places | {"holders_complete": False, "government_links": NONE}
    transaction["parties"][1]["conclusions"] = [{"element": each, **evidence} for each in elements]
    transaction["interests"][0] |= {"equity_percent": 30, "voting_percent": 30, "board_percent": 30}
    answer = told(client, transaction).json()
    assert answer["determination"] == "not_covered"
    (wrong,) = at(answer, "/parties/1/conclusions/0/met")
    assert wrong["values"] == [True]
    assert wrong["determination"] == "notifiable"


def test_under_a_proposal_the_alternatives_chosen_count(client):
    chosen = {"version": "nprm-2024", "variant": ["ai_notify:above_1e23", "ai_prohibit:above_1e24"]}
    (graver, _) = at(told(client, system("5e23"), **chosen).json(), OPERATIONS)
    assert graver["range"] == {"more_than": "1" + 24 * "0"}


def test_a_day_turns_where_an_interest_begins(client):
    """The holder in China holds from a day after the deal on: its share does not count before."""
    transaction = owned(term="from_first_day", first_day="2025-07-01")
    transaction["parties"][2] |= {"citizenships": {"items": ["CN"], "complete": True}, "permanent_residences": NONE}
    measures = ("voting_percent", "board_percent", "equity_percent")
    transaction["interests"][1] |= {measure: {"at_most": 100} for measure in measures}
    answer = told(client, transaction).json()
    assert answer["determination"] == "not_covered", answer
    later = at(answer, "/deal/completion_date")
    assert [(each["determination"], each["range"]) for each in later] == [("notifiable", {"at_least": "2025-07-01"})]


def test_one_country_stands_for_all_that_no_rule_names(client):
    (other,) = at(told(client, owned()).json(), "/parties/3/organized_in")
    assert "`CN`, `HK` or `MO`" in other["says"]
    (us,) = at(told(client, system("2e24")).json(), "/parties/0/organized_in")
    assert "another, such as" in us["says"]


def test_an_open_determination_sends_to_the_questions(client, conforms):
    transaction = system("2e24")
    del transaction["parties"][1]["activities"]
    answer = told(client, transaction).json()
    assert conforms(answer)
    assert answer["determination"] == "undetermined"
    assert answer["facts"] == answer["turning_points"] == []
    assert "POST /v1/screenings/questions" in answer["summary"]


def test_without_a_law_to_apply_nothing_is_told(client, conforms):
    transaction = system("2e24")
    del transaction["deal"]["completion_date"]
    answer = told(client, transaction).json()
    assert conforms(answer)
    assert answer["determination"] == "undetermined"
    assert answer["turning_points"] == []


@pytest.mark.parametrize("operations", ["1e22", "2e24", "2e25"])
def test_the_caution_on_evasion_goes_with_every_answer(client, operations):
    caution = told(client, system(operations)).json()["cautions"]
    assert "31 CFR 850.604" in caution[0]["citation"]
    assert "31 CFR 850.104" in caution[0]["citation"]


ADVICE = re.compile(r"reduc|restructur|\bkeep\b|stay (below|under)|avoid|lower|should|could|consider", re.IGNORECASE)


@pytest.mark.parametrize("operations", ["1e22", "2e24", "2e25"])
def test_no_sentence_advises(client, operations):
    answer = told(client, system(operations)).json()
    assert not [each["says"] for each in answer["turning_points"] if ADVICE.search(each["says"])]
    assert all(each["says"].endswith("Verify this.") for each in answer["turning_points"] + answer["facts"])


def test_a_value_that_other_facts_exclude_is_not_told(client):
    """Two hold all of the company: no share of one is told with which both would hold more."""
    answer = told(client, owned()).json()
    assert at(answer, "/interests/0/voting_percent") == []
    assert at(answer, "/parties/2/kind") == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"explain": "full"}, 422),
        ({"version": "1999"}, 404),
        ({"version": "2025-01-02", "as_known_on": "2026-01-31"}, 422),
    ],
)
def test_a_query_that_does_not_fit_is_refused(client, query, status):
    answer = told(client, system("2e24"), **query)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"parties": 1}', b'{"parties": [{"id": "a", "kind": "x"}]}'])
def test_a_body_that_does_not_fit_is_refused(client, body):
    answer = told(client, body)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_large_body_takes_bounded_work_and_says_what_it_left_out(client):
    transaction = system("2e24")
    transaction["parties"] += [{"id": f"p{n}", "kind": "entity", "organized_in": "US"} for n in range(9_997)]
    holdings = [{"holder": f"p{n}", "subject": f"p{n + 1}", "voting_percent": 10} for n in range(9_996)]
    transaction["interests"] += holdings
    body = json.dumps(transaction).encode()
    answers = []
    assert calls(lambda: answers.append(told(client, body))) < 12_000_000  # about a second
    answer = answers[0].json()
    assert answer["complete"] is False
    assert answer["not_tried"]
    assert at(answer, OPERATIONS)
