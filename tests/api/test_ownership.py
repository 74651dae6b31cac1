"""``POST /v1/ownership``: bounds, paths and what is missing, by several methods side by side."""

import json
import subprocess
import sys

import pytest
from jsonschema_rs import validator_for

from app.shipped_files import OPENAPI
from tests.api.conftest import ROOT

JSON = {"content-type": "application/json"}
PATH = "/v1/ownership"
CHAIN = ROOT / "openapi/ownership/chain-by-four-methods.json"
DEFINED = ROOT / "openapi/ownership/persons-of-a-definition.json"


@pytest.fixture
def ask(client):
    schemas = json.loads(OPENAPI.read_bytes())["components"]
    fits = validator_for({"$ref": "#/components/schemas/Ownership", "components": schemas}).is_valid

    def ask(value):
        answer = client.post(PATH, content=json.dumps(value).encode(), headers=JSON)
        if answer.status_code == 200:
            assert fits(answer.json())
        return answer

    return ask


def chain(**changes):
    return {**json.loads(CHAIN.read_bytes()), **changes}


def refused(answer):
    assert answer.status_code == 422
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


def test_methods_that_part_are_seen_side_by_side(ask):
    votes, equity = ask(chain()).json()["answers"]
    assert votes["methods_agree"] is False
    assert {each["method"]: (each["verdict"], each["at_least"]) for each in votes["by_method"]} == {
        "multiply": ("not_met", "33"),
        "attribute_206b": ("met", "55"),
        "full_from_half": ("met", "55"),
        "highest": ("met", "55"),
    }
    assert equity["methods_agree"] is True
    path = votes["by_method"][1]["paths"][0]
    assert path["says"].endswith("Straits Holding Ltd 55 % of Lion City Robotics Pte Ltd: full attribution, 55 %")
    assert path["interests"] == ["/interests/0/voting_percent", "/interests/2/voting_percent"]


def test_a_ring_is_listed_with_its_members_and_told_with_what_the_rounds_come_to(ask):
    parties = [{"id": each, "kind": "individual"} for each in ("a", "z")]
    parties += [{"id": each, "kind": "entity", "holders_complete": True} for each in ("b", "c", "target")]
    links = ("a", "b", "40"), ("c", "b", "20"), ("z", "b", "40"), ("b", "c", "30"), ("z", "c", "70")
    links += ("c", "target", "100"), ("b", "target", "0")
    value = {
        "parties": parties,
        "interests": [{"holder": one, "subject": two, "voting_percent": each} for one, two, each in links],
        "subjects": ["target", "b"],
        "measures": ["voting_percent"],
        "methods": ["multiply", "nothing_below_half"],
        "persons": {"items": ["a"], "complete": True},
    }
    for answer in ask(value).json()["answers"]:
        multiplied, below_half = answer["by_method"]
        assert multiplied["rings"] == [
            {
                "says": "b and c hold one another: what is held, counted once for every round, comes to "
                "42.553191489361… % of b and 12.765957446808… % of c",
                "parties": ["/parties/2", "/parties/3"],
            }
        ]
        assert below_half["rings"] == []
    assert multiplied["at_least"].startswith("42.5531914893617")
    assert [each["says"] for each in multiplied["paths"] if each["counts"] == "held"] == ["a 40 % of b, directly"]


def test_without_a_ring_none_is_listed(ask):
    assert {len(found["rings"]) for each in ask(chain()).json()["answers"] for found in each["by_method"]} == {0}


@pytest.mark.parametrize(("percent", "verdict"), [("49", "not_met"), ("50", "met")])
def test_a_holding_below_one_half_passes_nothing_on_as_ofac_reckons(ask, percent, verdict):
    value = chain(methods=["nothing_below_half"], measures=["voting_percent"])
    assert [value["interests"][place]["subject"] for place in (0, 1)] == ["holding", "holding"]
    value["interests"][0]["voting_percent"], value["interests"][1]["voting_percent"] = percent, str(100 - int(percent))
    (answer,) = ask(value).json()["answers"]
    assert answer["by_method"][0]["verdict"] == verdict


def test_a_missing_list_of_holders_leaves_the_rest_open_and_says_so(ask):
    value = chain()
    del value["parties"][3]["holders_complete"]
    value["interests"][3]["voting_percent"] = "40"
    (multiplied,) = ask({**value, "methods": ["multiply"], "measures": ["voting_percent"]}).json()["answers"]
    (found,) = multiplied["by_method"]
    assert (found["verdict"], found["at_least"], found["at_most"]) == ("not_met", "33", "38")
    (whole,) = ask({**value, "methods": ["multiply"], "measures": ["voting_percent"], "threshold": "35"}).json()[
        "answers"
    ]
    assert whole["by_method"][0]["verdict"] == "unknown"
    assert whole["by_method"][0]["missing"] == [
        {
            "pointer": "/parties/3/holders_complete",
            "says": "whether all who hold an interest in Lion City Robotics Pte Ltd are listed",
        }
    ]


def test_the_persons_can_be_those_that_meet_a_definition(ask):
    answer = ask(json.loads(DEFINED.read_bytes())).json()
    assert answer["persons"] == [{"id": "engineer", "party": "/parties/0", "verdict": "met"}]
    assert answer["rule_set"]["version"] == "2025-01-02"
    (found,) = answer["answers"][0]["by_method"]
    assert (found["verdict"], found["at_least"], found["at_most"]) == ("unknown", "25", "70")


def test_persons_who_are_not_all_named_may_be_anybody(ask):
    answer = ask(chain(persons={"items": ["state-fund"]}, methods=["highest"])).json()
    assert {each["id"]: each["verdict"] for each in answer["persons"]} == {
        "state-fund": "met",
        "family": "unknown",
        "holding": "unknown",
        "target": "unknown",
    }
    assert {each["by_method"][0]["at_most"] for each in answer["answers"]} == {"100"}


def test_the_threshold_itself_is_enough_only_if_it_is_asked_for_so(ask):
    question = {"methods": ["attribute_206b"], "measures": ["voting_percent"], "threshold": "55"}
    verdicts = [
        ask(chain(**question, comparison=comparison)).json()["answers"][0]["by_method"][0]["verdict"]
        for comparison in ("at_least", "more_than")
    ]
    assert verdicts == ["met", "not_met"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"subjects": ["nobody"]}, [("/subjects/0", "unknown_party")]),
        ({"subjects": []}, [("/subjects", "empty")]),
        ({"persons": None}, [("/persons", "missing")]),
        ({"threshold": "0"}, [("/threshold", "not_a_threshold")]),
        ({"threshold": {"at_least": "5"}}, [("/threshold", "not_a_threshold")]),
        ({"threshold": "101"}, [("/threshold", "out_of_bounds")]),
        ({"methods": ["highest", "highest"]}, [("/methods", "repeated")]),
        ({"methods": ["high"]}, [("/methods/0", "unknown_choice")]),
        ({"rule_set": "us-oisp"}, [("/rule_set", "unused")]),
        ({"persons_meeting": "850.221(z)"}, [("/persons_meeting", "unknown_definition")]),
        ({"persons_meeting": "850.208"}, [("/persons_meeting", "unknown_definition")]),
        ({"deal": {}}, [("", "unknown_property")]),
    ],
)
def test_what_cannot_be_answered_is_refused_with_its_place(ask, changes, expected):
    assert refused(ask(chain(**changes))) == expected


def test_a_malformed_graph_names_the_offending_interest(ask):
    value = chain()
    value["interests"][1]["voting_percent"] = "40.1"
    assert refused(ask(value)) == [("/interests/1/voting_percent", "over_100_percent")]


def test_more_work_than_one_request_may_ask_for_is_refused(ask):
    crowd = [{"id": f"party-{number}"} for number in range(2_000)]
    question = chain(parties=[*chain()["parties"], *crowd], subjects=[each["id"] for each in crowd[:10]])
    assert refused(ask(question)) == [("/subjects", "too_much_work")]


def test_a_question_takes_no_query_and_only_json(client):
    assert client.post(f"{PATH}?version=x", content=b"{}", headers=JSON).status_code == 422
    assert client.post(PATH, content=b"{}", headers={}).status_code == 415
    assert client.post(PATH, content=b"{", headers=JSON).status_code == 400


def test_the_command_prints_what_the_path_answers(client):
    command = [sys.executable, "-m", "app", "ownership", str(CHAIN)]
    printed = subprocess.run([*command, "--json"], cwd=ROOT, capture_output=True, check=True).stdout
    assert printed.strip() == client.post(PATH, content=CHAIN.read_bytes(), headers=JSON).content
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.splitlines()
    assert "  multiply           not met  33 to 33 %" in lines
