import json
from dataclasses import replace

import pytest

from app.service.answering import ScreeningResult
from app.service.working import Use
from app.settings import Settings
from tests.api.asgi import JSON, ask
from tests.work import calls

LIMIT = Settings().body_limit_bytes


def kind(body: bytes) -> str:
    return json.loads(body)["type"].rpartition(":")[2]


BAD = {
    "empty body": (b"", 400),
    "malformed JSON": (b'{"parties": [', 400),
    "byte order mark": (b"\xef\xbb\xbf{}", 400),
    "invalid UTF-8": (b'{"reference": "\xff"}', 400),
    "lone surrogate": (b'{"reference": "\\udc00"}', 400),
    "null byte": (b'{"reference": "\x00"}', 400),
    "not a number": (b'{"parties": [{"id": "a", "x": NaN}]}', 400),
    "deep nesting": (b"[" * 1_000_000, 400),
    "duplicate key": (b'{"parties": [], "parties": []}', 400),
    "integer of 5000 digits": (b'{"reference": ' + b"9" * 5000 + b"}", 400),
    "list at the top": (b"[]", 422),
    "escaped null byte": (b'{"parties": [], "reference": "\\u0000"}', 422),
    "huge exponent": (b'{"parties": [{"id": "a", "activities": {"items": [{"node_nm": 1e999999999}]}}]}', 422),
    "wrong type": (b'{"parties": {}}', 422),
    "unknown choice": (b'{"parties": [{"id": "a", "kind": "ghost"}]}', 422),
    "dangling id": (b'{"parties": [], "acquirer": "a"}', 422),
    "self-ownership": (b'{"parties": [{"id": "a"}], "interests": [{"holder": "a", "subject": "a"}]}', 422),
    "10,000 activities": (
        json.dumps({"parties": [{"id": "a", "activities": {"items": [{"verb": "designs"}] * 10_000}}]}).encode(),
        422,
    ),
    "too large": (b" " * (10 * 1024 * 1024), 413),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_a_clear_problem_with_little_work(app, name):
    sent, expected = BAD[name]
    status, headers, body, _ = ask(app, parts=[sent])
    assert calls(lambda: ask(app, parts=[sent])) < 5_000
    assert status == expected
    assert headers[b"content-type"] == b"application/problem+json"
    problem = json.loads(body)
    assert problem["status"] == expected
    assert problem["detail"]
    assert problem["request_id"].encode() == headers[b"x-request-id"]
    if expected == 422:
        assert problem["errors"]


def test_a_body_announced_as_too_large_is_refused_before_it_is_read(app):
    status, _, body, taken = ask(app, headers=[JSON, (b"content-length", str(LIMIT + 1).encode())])
    assert (status, kind(body), taken) == (413, "body-too-large", 0)


def test_a_body_in_parts_is_refused_as_soon_as_it_is_too_large(app):
    status, _, body, taken = ask(app, parts=[b" " * (LIMIT // 4 + 1)] * 40)
    assert (status, kind(body), taken) == (413, "body-too-large", 4)


def test_a_body_in_parts_is_read_whole(app):
    status, _, body, _ = ask(app, parts=[b'{"part', b'ies"', b": []}", b""])
    assert status == 200, body


def test_a_body_that_never_ends_is_a_problem_and_no_screening(app):
    status, _, body, _ = ask(app, parts=[b'{"parties": []}'], hang_up=True)
    assert (status, kind(body)) == (400, "incomplete-body")


@pytest.mark.parametrize(
    "media_type",
    [
        None,
        b"text/plain",
        b"application/x-www-form-urlencoded",
        b"application/jsonp",
        b"application/json; charset=latin-1",
    ],
)
def test_a_body_that_is_not_announced_as_json_is_refused(app, media_type):
    headers = [] if media_type is None else [(b"content-type", media_type)]
    status, _, body, taken = ask(app, parts=[b'{"parties": []}'], headers=headers)
    assert (status, kind(body), taken) == (415, "unsupported-media-type", 0)


@pytest.mark.parametrize("media_type", [b"application/json; charset=utf-8", b'Application/JSON;charset="UTF-8"'])
def test_json_may_name_its_only_charset(app, media_type):
    assert ask(app, parts=[b'{"parties": []}'], headers=[(b"content-type", media_type)])[0] == 200


@pytest.mark.parametrize("given", [b"abc-1.2_3", b"a" * 64])
def test_the_request_id_of_the_caller_comes_back(app, given):
    assert ask(app, headers=[JSON, (b"x-request-id", given)])[1][b"x-request-id"] == given


@pytest.mark.parametrize("given", [b"", b"a b", b"a" * 65, b"x\ny", b"<script>"])
def test_a_request_id_that_could_do_harm_is_replaced(app, given):
    answered = ask(app, headers=[JSON, (b"x-request-id", given)])[1][b"x-request-id"]
    assert answered != given
    assert answered


@pytest.mark.parametrize("path", ["/", "/v1/screening", "/v1/screenings/", "/v2/facts", "/docs/../etc/passwd"])
def test_an_unknown_path_is_a_problem(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/v1/screenings", "POST"),
        ("HEAD", "/v1/screenings", "POST"),
        ("OPTIONS", "/v1/screenings", "POST"),
        ("DELETE", "/v1/facts", "GET"),
        ("POST", "/healthz", "GET"),
    ],
)
def test_a_method_that_a_path_does_not_take_is_a_problem(client, method, path, allow):
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["allow"] == allow


@pytest.mark.parametrize("path", ["/v1/facts", "/v1/rule-sets", "/v1/rule-sets/us-oisp"])
def test_a_path_without_parameters_takes_none(client, path):
    answer = client.get(path, params={"page": 2})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "unknown_parameter"


@pytest.mark.parametrize("coding", [b"gzip", b"br", b" GZIP "])
def test_a_body_in_a_coding_of_its_own_is_refused_with_the_cure(app, coding):
    status, _, body, _ = ask(app, headers=[JSON, (b"content-encoding", coding)])
    assert (status, kind(body)) == (415, "unsupported-media-type")
    assert "Content-Encoding" in json.loads(body)["detail"]


def test_a_small_body_of_many_parts_is_not_read_on_the_event_loop(app, example, monkeypatch):
    elsewhere = []

    async def work(task):
        elsewhere.append(task.use)
        return ScreeningResult(b"{}", "undetermined", "us-oisp", None)

    monkeypatch.setitem(app.state._state, "services", replace(app.state.services, work=work))
    ask(app, parts=[example])
    assert elsewhere == []
    ask(app, parts=[b'{"parties": [{"id": "a", "activities": {"items": [' + b"{}," * 200 + b"{}]}}]}"])
    assert elsewhere == [Use.SCREEN]
