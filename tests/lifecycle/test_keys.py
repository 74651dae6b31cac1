import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.service.access.keys import ApiKeys, KeyNotFound, UnfitKey
from app.service.access.persons import UnfitPerson
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
    key, token = own_ring.create("Ann.Author", [AccessScope.REVIEW, AccessScope.DRAFT, AccessScope.DRAFT], name="Ann")
    person = own_ring.authenticate(token).principal()
    assert (person.person, person.name) == ("ann.author", "Ann")
    assert person.scopes == {AccessScope.DRAFT, AccessScope.REVIEW, AccessScope.READ}
    own_ring.revoke(key.id)
    with pytest.raises(NotAuthenticated):
        own_ring.authenticate(token)
    first = next(each for each in own_ring.all() if each.id == key.id).revoked_at
    own_ring.revoke(key.id)
    assert next(each for each in own_ring.all() if each.id == key.id).revoked_at == first


def test_a_key_ends_on_its_day_and_after_a_year_if_none_was_given(own_ring, service):
    given = service.clock.now + timedelta(days=30)
    _, ends = own_ring.create("ann", [AccessScope.DRAFT], expires_at=given)
    key, stays = own_ring.create("ann", [AccessScope.DRAFT])
    assert key.expires_at - key.created_at == timedelta(days=365)
    service.clock.now = given
    with pytest.raises(NotAuthenticated):
        own_ring.authenticate(ends)
    assert own_ring.authenticate(stays).id == key.id
    with pytest.raises(UnfitKey, match="day to come"):
        own_ring.create("ann", [AccessScope.DRAFT], expires_at=given)


def test_a_key_is_replaced_without_a_gap(own_ring, service):
    old, before = own_ring.create("ann", [AccessScope.DRAFT])
    new, after = own_ring.rotate(old.id, overlap=timedelta(hours=1))
    assert (new.person, new.scopes, new.replaces) == ("ann", old.scopes, old.id)
    assert own_ring.authenticate(before).id == old.id
    service.clock.now += timedelta(hours=1)
    with pytest.raises(NotAuthenticated):
        own_ring.authenticate(before)
    assert own_ring.authenticate(after).id == new.id
    with pytest.raises(UnfitKey, match="nothing any more"):
        own_ring.rotate(old.id)


def test_uses_are_counted_together_and_written_now_and_then(service):
    access = service.client._app.state.services.access
    ids = [key.id for key in access._keys.all() if key.person == "alice"]
    for _ in range(3):
        assert service.call("GET", "/v1/drafts", by="alice").status_code == 200
    assert uses(access, ids) == [0]
    access.write_uses()
    access.write_uses()
    assert uses(access, ids) == [3]
    assert access._keys.all()[0].last_used_at is not None


def uses(access, ids):
    return [key.uses for key in access._keys.all() if key.id in ids]


def test_a_key_that_was_revoked_opens_nothing_from_the_next_look_on(service):
    access = service.client._app.state.services.access
    assert service.call("GET", "/v1/drafts", by="alice").status_code == 200
    ApiKeys(SqlKeys(service.engine)).revoke(service.keys["alice"].split("_")[1])
    access.refresh()
    assert service.call("GET", "/v1/drafts", by="alice").status_code == 401


def test_a_key_that_is_remembered_ends_on_its_day_without_a_look(service, own_ring):
    ends = service.clock.now + timedelta(hours=1)
    service.keys["ann"] = own_ring.create("ann", [AccessScope.DRAFT], expires_at=ends)[1]
    assert service.call("GET", "/v1/drafts", by="ann").status_code == 200
    service.clock.now = ends
    assert service.call("GET", "/v1/drafts", by="ann").status_code == 401


def test_the_database_keeps_nothing_that_opens(own_ring, service):
    _, token = own_ring.create("ann.author", [AccessScope.DRAFT])
    secret = token.split("_", 2)[2]
    with service.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM api_keys")).all()
    assert len(secret) >= 43
    assert secret not in repr(rows)


@pytest.mark.parametrize("change", ["secret", "id", "empty", "none", "other form", "surrogate"])
def test_what_is_no_key_opens_nothing(ring, change):
    _, token = ring.create("ann.author", [AccessScope.DRAFT])
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


@pytest.mark.parametrize(
    "person",
    [
        "",
        " ann",
        "ann\nbob",
        "x" * 129,
        "Ann Archer",
        ".ann",
        "ann..archer",
        "\u0430nn",
        "ann|archer",
        "https://issuer",
    ],
)
def test_a_person_has_an_id_with_one_spelling(ring, person):
    """Among them one with a Cyrillic letter that looks like a Latin one."""
    with pytest.raises(UnfitPerson):
        ring.create(person, [AccessScope.DRAFT])


@pytest.mark.parametrize("spelled", ["ANN.ARCHER", "Ann.Archer", "\uff41nn\uff0earcher"])
def test_one_person_by_several_spellings_is_one_person(own_ring, spelled):
    key, _ = own_ring.create("ann.archer", [AccessScope.DRAFT])
    other, _ = own_ring.create(spelled, [AccessScope.PUBLISH])
    assert key.person == other.person


@pytest.mark.parametrize("name", ["", " Ann", "Ann\r\nX-Evil: 1", "Ann\u202earcher", "Ann\u200b", "x" * 201])
def test_a_name_is_one_line_that_can_be_seen(ring, name):
    with pytest.raises(UnfitPerson):
        ring.create("nina", [AccessScope.DRAFT], name=name or " ")


def test_a_person_is_known_by_one_name(own_ring):
    own_ring.create("nina", [AccessScope.DRAFT], name="Nina")
    with pytest.raises(UnfitPerson, match="is known as Nina"):
        own_ring.create("nina", [AccessScope.DRAFT], name="Nora")


def test_a_key_without_a_scope_is_not_made_and_one_that_is_not_there_not_revoked(ring):
    with pytest.raises(UnfitKey):
        ring.create("ann", [])
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
