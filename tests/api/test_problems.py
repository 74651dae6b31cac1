import json
import logging
from dataclasses import replace

import pytest

from app.api.problems import KINDS, problem
from app.domain.errors import Fault, InvalidRuleSet, ScreeningError, StorageUnavailable, VersionConflict
from app.domain.located import Place
from app.service.working import Use, in_threads
from tests.api.asgi import JSON, ask

SECRET_TEXT = "the acquirer is Zanzibar-7"  # noqa: S105 (a transaction's content, not a password)


def leaves(kind: type[ScreeningError]) -> set[type[ScreeningError]]:
    """The errors without more special ones; those below an entry of the table are of its kind."""
    below = {leaf for child in kind.__subclasses__() for leaf in leaves(child)}
    return {kind} if kind in KINDS or not below else below


def test_the_table_covers_every_leaf_of_the_exception_tree_and_nothing_else():
    assert set(KINDS) == {leaf for leaf in leaves(ScreeningError) if leaf.__module__.startswith("app.")}


def test_every_kind_of_problem_has_a_type_of_its_own():
    assert len({kind.type for kind in KINDS.values()}) == len(KINDS)


def test_a_conflict_names_both_digests():
    answer = problem(VersionConflict("r", "v", stored_digest="sha256:1", offered_digest="sha256:2"), request_id="i")
    assert answer.status_code == 409
    assert "sha256:1" in json.loads(answer.body)["detail"]


def test_the_faults_of_a_rule_document_are_listed_with_their_places():
    answer = problem(InvalidRuleSet([Fault(Place("a.yaml", 3, 5), "what")]), request_id="i")
    assert json.loads(answer.body)["errors"] == [{"place": "a.yaml:3:5", "detail": "what"}]


class Screener:
    def __init__(self, error: Exception) -> None:
        self._error = error

    def screen(self, body, **_):
        raise self._error


@pytest.fixture
def failing(app, monkeypatch):
    def make(error):
        screener = Screener(error)
        work = in_threads({Use.SCREEN: screener.screen})
        monkeypatch.setitem(app.state._state, "services", replace(app.state.services, screener=screener, work=work))
        return app

    return make


@pytest.mark.parametrize("body", [b"{}", b" " * 300_000], ids=["in the event loop", "in a thread"])
def test_an_unexpected_failure_tells_the_caller_nothing_and_the_log_where(failing, caplog, body):
    with caplog.at_level(logging.ERROR):
        status, _, answer, _ = ask(
            failing(ValueError(SECRET_TEXT)), parts=[body], headers=[JSON, (b"x-request-id", b"req-1")]
        )
    assert status == 500
    assert b"Zanzibar" not in answer
    assert json.loads(answer)["request_id"] == "req-1"
    (record,) = caplog.records
    assert "req-1" in record.getMessage()
    assert "ValueError" in record.getMessage()
    assert "test_problems.py" in record.getMessage()
    assert "Zanzibar" not in caplog.text


def test_an_unexpected_failure_elsewhere_is_answered_the_same_way(client, archive, monkeypatch, caplog):
    def fail(_):
        raise IndexError(SECRET_TEXT)

    monkeypatch.setattr(type(archive), "rule_sets", fail)
    answer = client.get("/v1/rule-sets")
    assert answer.status_code == 500
    assert answer.json()["type"].endswith(":unexpected")
    assert "IndexError" in caplog.text
    assert "Zanzibar" not in caplog.text + answer.text


def test_a_lost_database_is_unavailable_for_a_while(failing):
    status, headers, answer, _ = ask(failing(StorageUnavailable("The database cannot be reached.")))
    assert (status, headers[b"retry-after"]) == (503, b"5")
    assert json.loads(answer)["type"].endswith(":unavailable")
