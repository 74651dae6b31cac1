"""Whom the service answers: everybody where access is open, and who brings a key where it is required."""

import dataclasses
import json

import pytest
from fastapi.routing import iter_route_contexts

from app.api.application import application
from app.main import access
from app.service.access.keys import ApiKeys
from app.service.access.scopes import AccessMode, AccessScope
from app.settings import Settings
from app.shipped_files import OPENAPI
from app.storage.keys import SqlKeys
from tests.api.asgi import JSON, Client, ask

OPEN = {"/healthz", "/readyz", "/openapi.json", "/docs", "/.well-known/jwks.json"}
NEEDS = {
    "/v1/screenings": AccessScope.SCREEN,
    "/v1/notifications": AccessScope.SCREEN,
    "/v1/ownership": AccessScope.SCREEN,
    "/v1/templates": AccessScope.READ,
    "/v1/facts": AccessScope.READ,
    "/v1/rule-sets": AccessScope.READ,
    "/metrics": AccessScope.ADMIN,
}


def guarded(app, engine, **changes):
    """The application with another setting of access."""
    settings = Settings(**{"access": AccessMode.REQUIRED, **changes})
    services = dataclasses.replace(app.state.services, access=access(engine, settings))
    return application(services, openapi=OPENAPI.read_bytes())


@pytest.fixture(scope="module")
def required(app, engine):
    return guarded(app, engine)


@pytest.fixture(scope="module")
def keys(engine):
    ring = ApiKeys(SqlKeys(engine))
    return {scope: ring.create(f"holder-of-{scope}", [scope])[1] for scope in AccessScope}


def routes(app):
    """Every path of the application with each of its methods, names filled in."""
    for route in iter_route_contexts(app.routes):
        for method in route.methods or ():
            path = route.original_route.path
            for name, value in (("{rule_set}", "us-oisp"), ("{version}", "2025-01-02"), ("{other}", "nprm-2024")):
                path = path.replace(name, value)
            yield method, path.replace("{kind}", "loan")


def test_no_path_answers_without_a_key_where_access_is_required_but_those_that_are_open(required):
    answered = set()
    for method, path in routes(required):
        status, headers, _, _ = ask(required, method=method, path=path, parts=[b"{}"])
        if status == 401:
            assert headers[b"www-authenticate"] == b'Bearer realm="screening"'
        else:
            answered.add(path)
    assert {path for path in answered if not path.startswith("/docs/")} == OPEN


@pytest.mark.parametrize("query", [b"", b"explain=full"])
@pytest.mark.parametrize("method", ["POST", "GET", "HEAD", "OPTIONS"])
def test_a_screening_takes_a_key_on_either_way_through_the_framework(required, example, method, query):
    status, _, body, taken = ask(required, method=method, query=query, parts=[example])
    assert status == (401 if method == "POST" else 405)
    assert taken == 0
    assert b"determination" not in body


@pytest.mark.parametrize(("path", "scope"), NEEDS.items())
def test_a_key_opens_what_its_scope_says(required, keys, path, scope):
    method = "POST" if scope is AccessScope.SCREEN else "GET"
    path = f"{path}/draft" if path == "/v1/notifications" else path
    for held, key in keys.items():
        answer = Client(required).request(method, path, headers={"authorization": f"Bearer {key}"})
        implied = scope is AccessScope.READ and held is not AccessScope.ADMIN
        assert (answer.status_code != 403) is (held is scope or implied), (path, held)
        if answer.status_code == 403:
            assert f'scope="{scope}"' in answer.headers["www-authenticate"]


@pytest.mark.parametrize("mode", [AccessMode.LOOPBACK, AccessMode.OPEN])
def test_where_access_is_open_a_key_that_is_wrong_is_refused_all_the_same(app, engine, example, keys, mode):
    client = Client(guarded(app, engine, access=mode))
    sent = {"content-type": "application/json"}
    assert client.post("/v1/screenings", content=example, headers=sent).status_code == 200
    for_the_law = {**sent, "authorization": f"Bearer {keys[AccessScope.DRAFT]}"}
    assert client.post("/v1/screenings", content=example, headers=for_the_law).status_code == 200
    wrong = {**sent, "authorization": "Bearer oik_nonsense"}
    assert client.post("/v1/screenings", content=example, headers=wrong).status_code == 401
    assert client.get("/v1/drafts").status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([b"Bearer %b"], 200),
        ([b"bearer  %b \t"], 200),
        ([b"Bearer %b", b"Bearer %b"], 400),
        ([b"Basic YTpi", b"Bearer %b"], 400),
        ([b"Bearer %b, Bearer %b"], 400),
        ([b"Bearer %b x"], 400),
        ([b"Bearer"], 400),
        ([b"Bearer " + b"x" * 8192], 400),
        ([b"Bearer\xa0%b"], 400),
        ([b"Bearer " + b"x" * 8000], 401),
        ([b"Basic %b"], 401),
        ([b"%b"], 401),
        ([b""], 401),
    ],
)
def test_one_header_says_who_makes_a_request(required, keys, headers, status):
    key = keys[AccessScope.READ].encode()
    sent = [(b"authorization", value.replace(b"%b", key)) for value in headers]
    given, answered, body, _ = ask(required, method="GET", path="/v1/facts", headers=sent)
    assert given == status
    assert key not in body
    if status == 400:
        assert answered[b"www-authenticate"] == b'Bearer realm="screening", error="invalid_request"'


@pytest.mark.parametrize("query", [b"access_token=%b", b"key=%b"])
def test_a_key_in_the_address_opens_nothing(required, keys, query):
    query = query.replace(b"%b", keys[AccessScope.SCREEN].encode())
    status, _, body, _ = ask(required, headers=[JSON], query=query, parts=[b"{}"])
    assert status == 401
    assert keys[AccessScope.SCREEN].encode() not in body


def test_operations_name_ways_to_be_allowed_only_where_one_is_needed():
    document = json.loads(OPENAPI.read_bytes())
    for path, methods in document["paths"].items():
        for operation in methods.values():
            ways = operation.get("security", [])
            assert bool(ways) is (path not in OPEN)
            assert all(set(way) <= {"key", "token"} for way in ways)
            # What is open on a machine that nobody else reaches takes nothing there.
            assert ({} in ways) is ((bool(ways) and "publishing" not in operation["tags"]) or path.endswith("history"))
