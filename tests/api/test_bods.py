"""Statements over HTTP: arrays and lines, and the day of the deal."""

import json

import pytest

from tests.bods.builders import STATEMENTS

PATH = "/v1/ownership/bods"
ARRAY = json.dumps(STATEMENTS).encode()
LINES = b"\n".join(json.dumps(each).encode() for each in STATEMENTS)


@pytest.mark.parametrize("body", [ARRAY, LINES], ids=["array", "lines"])
@pytest.mark.parametrize(
    "media_type",
    [
        "application/json",
        "application/x-ndjson",
        "application/jsonl",
        "Application/JSONL; charset=utf-8",
    ],
)
def test_statements_are_read_whichever_of_the_forms_is_announced(client, body, media_type):
    answer = client.post(PATH, content=body, headers={"content-type": media_type})
    assert answer.status_code == 200
    assert [each["id"] for each in answer.json()["parties"]] == ["company", "founder"]


@pytest.mark.parametrize("media_type", ["text/plain", "application/json-lines", "application/jsonl; charset=latin-1"])
def test_another_media_type_is_refused_with_those_that_are_taken(client, media_type):
    answer = client.post(PATH, content=LINES, headers={"content-type": media_type})
    assert answer.status_code == 415
    assert "application/json or application/x-ndjson or application/jsonl" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/screenings", "/v1/ownership", "/v1/ownership/bods/export"])
def test_no_other_path_takes_lines(client, path):
    answer = client.post(path, content=LINES, headers={"content-type": "application/jsonl"})
    assert answer.status_code == 415


def test_the_day_of_the_deal_leaves_out_what_was_not_held_on_it(client):
    headers = {"content-type": "application/json"}
    early = client.post(f"{PATH}?as_of=2019-06-30", content=ARRAY, headers=headers).json()
    late = client.post(f"{PATH}?as_of=2025-06-30", content=ARRAY, headers=headers).json()
    assert (early["as_of"], late["as_of"]) == ("2019-06-30", "2025-06-30")
    assert not any(each.get("board_seat") for each in early["interests"])
    assert any(each.get("board_seat") for each in late["interests"])


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("as_of=", "/as_of"),
        ("as_of=2025-02-30", "/as_of"),
        ("as_of=20250616", "/as_of"),
        ("as_of=2025-06-16T00:00:00Z", "/as_of"),
        ("as_of=2025-06-16&as_of=2025-06-17", "/as_of"),
        ("day=2025-06-16", ""),
        ("as_of=2025-06-16&explain=full", ""),
        ("%ff", ""),
    ],
)
def test_any_other_query_is_refused(client, query, pointer):
    answer = client.post(f"{PATH}?{query}", content=ARRAY, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
