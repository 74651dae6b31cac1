import re

import pytest
from sqlalchemy import text

from app.service.access.keys import ApiKeys, KeyNotFound, UnfitKey
from app.service.access.principals import NotAuthenticated
from app.service.access.scopes import AccessScope
from app.storage.keys import SqlKeys


@pytest.fixture
def ring(unchanged):
    return ApiKeys(SqlKeys(unchanged.engine), clock=unchanged.clock)


@pytest.fixture
def own_ring(service):
    return ApiKeys(SqlKeys(service.engine), clock=service.clock)


def test_a_key_opens_what_its_scopes_say_until_it_is_revoked(own_ring):
    key, token = own_ring.create("Ann Author", [AccessScope.REVIEW, AccessScope.DRAFT, AccessScope.DRAFT])
    person = own_ring.authenticate(token)
    assert (person.person, person.scopes) == ("Ann Author", {AccessScope.DRAFT, AccessScope.REVIEW, AccessScope.READ})
    own_ring.revoke(key.id)
    with pytest.raises(NotAuthenticated):
        own_ring.authenticate(token)
    first = next(each for each in own_ring.all() if each.id == key.id).revoked_at
    own_ring.revoke(key.id)
    assert next(each for each in own_ring.all() if each.id == key.id).revoked_at == first


def test_the_database_keeps_nothing_that_opens(own_ring, service):
    _, token = own_ring.create("Ann Author", [AccessScope.DRAFT])
    secret = token.split("_", 2)[2]
    with service.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM api_keys")).all()
    assert len(secret) >= 43
    assert secret not in repr(rows)


@pytest.mark.parametrize("change", ["secret", "id", "empty", "none", "other form", "surrogate"])
def test_what_is_no_key_opens_nothing(ring, change):
    _, token = ring.create("Ann Author", [AccessScope.DRAFT])
    changed = {
        "secret": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "id": re.sub(r"_.{12}_", "_000000000000_", token),
        "empty": "",
        "none": None,
        "other form": token.replace("oik", "OIK"),
        "surrogate": token + "ÿ",
    }[change]
    with pytest.raises(NotAuthenticated):
        ring.authenticate(changed)


@pytest.mark.parametrize("owner", ["", " Ann", "Ann\nBob", "x" * 201])
def test_a_key_belongs_to_a_person_with_a_name(ring, owner):
    with pytest.raises(UnfitKey):
        ring.create(owner, [AccessScope.DRAFT])


def test_a_key_without_a_scope_is_not_made_and_one_that_is_not_there_not_revoked(ring):
    with pytest.raises(UnfitKey):
        ring.create("Ann", [])
    with pytest.raises(KeyNotFound):
        ring.revoke("0" * 12)


WRITES = [
    ("PUT", "/v1/drafts/eu/1", "draft"),
    ("DELETE", "/v1/drafts/eu/1", "draft"),
    ("POST", "/v1/drafts/eu/1/review", "review"),
    ("POST", "/v1/drafts/eu/1/publish", "publish"),
    ("POST", "/v1/rule-sets/eu/versions/1/withdraw", "publish"),
    ("POST", "/v1/rule-sets/eu/versions/1/rollback", "publish"),
]
READS = [("GET", "/v1/drafts"), ("GET", "/v1/drafts/eu/1"), ("POST", "/v1/drafts/eu/1/check")]


@pytest.mark.parametrize(("method", "path"), [*READS, *(write[:2] for write in WRITES)])
def test_without_a_key_nothing_is_shown_or_done(unchanged, method, path):
    for headers, challenge in (
        ({}, 'Bearer realm="screening"'),
        ({"authorization": "Basic YTpi"}, 'Bearer realm="screening"'),
        ({"authorization": "Bearer nonsense"}, 'Bearer realm="screening", error="invalid_token"'),
    ):
        answer = unchanged.call(method, path, {}, **headers)
        assert (answer.status_code, answer.json()["type"].rsplit(":", 1)[1]) == (401, "not-authenticated")
        assert answer.headers["www-authenticate"] == challenge


@pytest.mark.parametrize(("method", "path", "scope"), WRITES)
def test_a_key_without_the_scope_is_told_which_it_needs(unchanged, method, path, scope):
    other = {"draft": "bob", "review": "carol", "publish": "alice"}[scope]
    answer = unchanged.call(method, path, {}, by=other)
    assert (answer.status_code, answer.json()["type"].rsplit(":", 1)[1]) == (403, "not-allowed")
    assert f'scope="{scope}"' in answer.headers["www-authenticate"]
