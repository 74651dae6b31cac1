"""`POST /v1/notifications/draft`: as JSON, as a document, and every way in which it is refused."""

import json
from io import BytesIO

import pytest
from docx import Document
from pydantic import TypeAdapter

from app.api.description.answer_schema import model_of
from app.api.media import DOCX
from app.domain.answers.notification import NotificationDraft
from tests.api.asgi import JSON, ask
from tests.api.conftest import ROOT

PATH = "/v1/notifications/draft"
EXAMPLES = ROOT / "rules/us-oisp/2025-01-02/examples"


def example(name: str) -> bytes:
    return (EXAMPLES / f"{name}.json").read_bytes()


def drafted(app, body, *, accept=None, query=b"", headers=(JSON,)):
    sent = [*headers, *([(b"accept", accept.encode())] if accept is not None else [])]
    status, answered, content, _ = ask(app, path=PATH, query=query, headers=sent, parts=[body])
    return status, answered[b"content-type"].decode(), content


def problem_of(answer):
    status, media_type, content = answer
    assert media_type == "application/problem+json"
    problem = json.loads(content)
    assert problem["status"] == status
    return status, problem["type"].rpartition(":")[2], problem


def test_a_notifiable_deal_gets_a_draft_under_the_law_of_its_day(app):
    status, media_type, content = drafted(app, example("ai-developer"))
    draft = json.loads(content)
    assert (status, media_type) == (200, "application/json")
    assert draft["determination"] == "notifiable"
    assert draft["rule_set"]["version"] == "2025-01-02"
    assert draft["rule_set"]["selected_by"] == "completion_date"
    assert [each["section"] for each in draft["notifications"]] == ["850.401"]


def test_the_digest_of_the_transaction_is_that_of_its_screening(app):
    draft = json.loads(drafted(app, example("ai-developer"))[2])
    screening = json.loads(ask(app, parts=[example("ai-developer")])[2])
    assert draft["input_digest"] == screening["input_digest"]
    assert draft["rule_set"] == screening["rule_set"]
    (notification,) = draft["notifications"]
    assert notification["due"] in {each["due"] for each in screening["obligations"] if "file" in each["kind"]}


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*;q=0.5", "application/json"),
        (DOCX, DOCX),
        (f"application/json;q=0.2, {DOCX}", DOCX),
        (f"{DOCX};q=0, */*", "application/json"),
        ("text/html, APPLICATION/JSON; q=0.1", "application/json"),
    ],
)
def test_the_media_type_is_the_one_that_the_request_likes_best(app, accept, expected):
    status, media_type, content = drafted(app, example("ai-developer"), accept=accept)
    assert (status, media_type) == (200, expected)
    if expected == DOCX:
        assert Document(BytesIO(content)).paragraphs


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "application/pdf, text/*"])
def test_another_media_type_is_refused_with_those_that_there_are(app, accept):
    status, kind, problem = problem_of(drafted(app, example("ai-developer"), accept=accept))
    assert (status, kind) == (406, "not-acceptable")
    assert DOCX in problem["detail"]


@pytest.mark.parametrize(
    ("name", "kind", "says"),
    [
        ("machine-tools-in-germany", "no-notification-owed", "`not_covered`"),
        ("ai-developer-listed-in-hong-kong", "no-notification-owed", "`excepted`"),
        ("ai-developer-large-model", "no-notification-owed", "`prohibited`"),
        ("ai-developer-compute-not-known", "notification-open", "/v1/screenings/questions"),
    ],
)
def test_where_no_notification_is_owed_the_problem_says_why(app, name, kind, says):
    status, found, problem = problem_of(drafted(app, example(name)))
    assert (status, found) == (422, kind)
    assert says in problem["detail"]


def test_before_there_was_law_nothing_is_owed_for_certain(app):
    deal = json.loads(example("ai-developer"))
    deal["deal"]["completion_date"] = None
    deal["deal"]["agreement_date"] = None
    status, kind, _ = problem_of(drafted(app, json.dumps(deal).encode()))
    assert (status, kind) == (422, "notification-open")


def test_a_version_without_the_content_of_a_notification_says_so(app):
    status, kind, problem = problem_of(drafted(app, example("ai-developer"), query=b"version=coins-2025"))
    assert (status, kind) == (422, "no-notification-content")
    assert "coins-2025" in problem["detail"]


def test_a_proposal_says_that_nobody_ever_owed_a_notification_under_it(app):
    chosen = ("ai_notify:above_1e23", "ai_prohibit:above_1e25", "lp_exception:small_commitment")
    query = "&".join(["version=nprm-2024", *(f"variant={each}" for each in chosen)]).encode()
    status, _, content = drafted(app, example("ai-developer"), query=query)
    assert status == 200, content
    draft = json.loads(content)
    assert "never took effect" in draft["disclaimer"][0]
    assert draft["notifications"][0]["items"][0]["citation"] == "proposed 31 CFR 850.405(b)(1)"
    assert draft["rule_set"]["variants"]["ai_notify"] == "above_1e23"


@pytest.mark.parametrize(
    ("body", "headers", "status", "kind"),
    [
        (b"", (JSON,), 400, "malformed-body"),
        (b"[]", (JSON,), 422, "invalid-transaction"),
        (b'{"parties": [{"id": "a", "kind": "ghost"}]}', (JSON,), 422, "invalid-transaction"),
        (b"{}", ((b"content-type", b"text/plain"),), 415, "unsupported-media-type"),
        (b" " * (10 * 1024 * 1024), (JSON,), 413, "body-too-large"),
    ],
)
def test_a_bad_body_gets_a_problem(app, body, headers, status, kind):
    assert problem_of(drafted(app, body, headers=headers))[:2] == (status, kind)


@pytest.mark.parametrize("query", [b"explain=full", b"version=2025-01-02&as_known_on=2026-01-01", b"variant=nonsense"])
def test_a_query_that_does_not_fit_gets_a_problem(app, query):
    assert problem_of(drafted(app, example("ai-developer"), query=query))[:2] == (422, "invalid-query")


def test_a_problem_repeats_nothing_of_the_deal(app):
    for name in ("machine-tools-in-germany", "ai-developer-compute-not-known"):
        _, _, content = drafted(app, example(name))
        for party in json.loads(example(name))["parties"]:
            assert party.get("name", "no name").encode() not in content


def test_a_draft_is_as_its_type_says(app):
    draft = json.loads(drafted(app, example("ai-developer"))[2])
    draft["determination"] = {}  # the words of a class are told elsewhere
    assert TypeAdapter(model_of(NotificationDraft)).validate_python(draft)
