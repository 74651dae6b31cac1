import json

import pytest

from app.domain.errors import InvalidTransaction
from app.main import compiled_law
from app.service.law_cache import LawCache
from app.settings import Settings
from app.use_cases import comparer
from tests.service.fakes import InMemoryArchive

JSON = {"content-type": "application/json"}
PATH = "/v1/screenings/compare"


def test_a_comparison_holds_the_bytes_of_single_screenings(client, example):
    single = client.post("/v1/screenings?version=2025-01-02", content=example, headers=JSON)
    request = b'{"transaction":%b,"versions":[{"version":"2025-01-02"}]}' % example
    answer = client.post(PATH, content=request, headers=JSON)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert single.content in answer.content
    assert answer.json()["differences"] == []


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"{", 400, None),
        (b'{"transaction": {"parties": [{"id": 7}]}}', 422, "wrong_type"),
        (b'{"transaction": {"parties": []}, "versions": [{"version": "1999"}]}', 404, None),
    ],
)
def test_what_cannot_be_compared_is_refused_with_its_place(client, content, status, code):
    answer = client.post(PATH, content=content, headers=JSON)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    if code:
        assert [each["code"] for each in answer.json()["errors"]] == [code]
        assert answer.json()["errors"][0]["pointer"].startswith("/transaction/")


def test_a_comparison_takes_no_query_and_only_json(client, example):
    assert client.post(f"{PATH}?version=x", content=example, headers=JSON).status_code == 422
    assert client.post(PATH, content=json.dumps({}), headers={}).status_code == 415


def test_a_diff_is_told_in_words_under_a_tag_that_never_changes(client):
    path = "/v1/rule-sets/us-oisp/versions/2025-01-02/diff/coins-2025"
    answer = client.get(path)
    assert answer.status_code == 200
    assert any(each["section"] == "definition" for each in answer.json()["changes"])
    again = client.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/v1/rule-sets/us-oisp/versions/2025-01-02/diff/1999").status_code == 404
    assert client.get(f"{path}?x=1").status_code == 422


def test_where_nothing_is_published_the_versions_have_to_be_named(example):
    comparing = comparer(LawCache(InMemoryArchive(), compiled_law).snapshot, Settings())

    with pytest.raises(InvalidTransaction) as refused:
        comparing.compare(b'{"transaction":%b}' % example)

    assert [(each.pointer, each.code) for each in refused.value.problems] == [("/versions", "missing")]
