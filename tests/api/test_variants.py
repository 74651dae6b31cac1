"""Choosing a proposal's alternatives with a request: how it is written, and what is refused."""

import json

import pytest

from app.main import compiled_law, screener
from app.service.law_cache import LawCache
from app.service.source_archive import SourceArchive
from app.settings import Settings
from tests.api.asgi import ask
from tests.language.documents import AGREED, AI_NOTIFY, COMPLETED, document
from tests.service.builders import a_version

DEAL = b'{"parties": [], "deal": {"completion_date": "2025-06-01", "agreement_date": "2024-06-01"}}'
PROPOSAL = document(
    prohibited=AGREED,
    notifiable={"all": [COMPLETED, {"variant": {"ai_notify": "low"}}]},
    variants=[AI_NOTIFY],
)


@pytest.fixture(scope="module")
def screen():
    """A screening of the deal under a proposal of its own, answered as over HTTP."""
    rules = {key: part for key, part in PROPOSAL.items() if key not in ("rule_set", "version")}
    cache = LawCache(SourceArchive([a_version("trial", "1", begins=None, **rules)]), compiled_law)
    cache.refresh()
    use_case = screener(cache.snapshot, Settings())
    return lambda variants: json.loads(use_case.screen(DEAL, rule_set="trial", variants=variants).body)


@pytest.mark.parametrize(
    ("variants", "determination"),
    [({"ai_notify": "low"}, "notifiable"), ({"ai_notify": "high"}, "not_covered"), ({}, "undetermined")],
)
def test_the_answer_names_the_alternatives_chosen_beside_the_law(screen, variants, determination):
    answer = screen(variants)
    assert (answer["determination"], answer["rule_set"]["variants"]) == (determination, variants)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (b"variant=ai_notify", "not_a_variant"),
        (b"variant=", "not_a_variant"),
        (b"variant=%E2%82%AC:low", "not_a_variant"),
        (b"variant=ai_notify:low&variant=ai_notify:high", "repeated"),
        (b"variants=ai_notify:low", "unknown_parameter"),
    ],
)
def test_a_choice_that_cannot_be_read_is_refused(app, query, code):
    status, _, body, _ = ask(app, query=query, parts=[DEAL])
    problem = json.loads(body)
    assert (status, problem["type"].rpartition(":")[2]) == (422, "invalid-query")
    assert [each["code"] for each in problem["errors"]] == [code]


def test_a_law_without_alternatives_refuses_a_choice_and_says_so(app):
    status, _, body, _ = ask(app, query=b"variant=ai_notify:low&version=2025-01-02", parts=[DEAL])
    problem = json.loads(body)
    assert (status, problem["type"].rpartition(":")[2]) == (422, "invalid-variants")
    assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [("/variant", "no_variants")]


def test_an_answer_under_a_law_without_alternatives_says_nothing_of_them(app):
    assert "variants" not in json.loads(ask(app, parts=[DEAL])[2])["rule_set"]
