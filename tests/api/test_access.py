"""Whom the service answers: everybody where access is open, and who brings a key where it is required."""

import asyncio
import dataclasses
import json
from datetime import UTC, datetime

import pytest
import structlog
from fastapi.routing import iter_route_contexts
from starlette.middleware import Middleware
from structlog.testing import capture_logs

from app.api.application import application
from app.api.attempts import FailedAttempts
from app.api.loopback import LoopbackGuard
from app.main import access
from app.service.access.keys import ApiKeys
from app.service.access.persons import Persons
from app.service.access.scopes import AccessMode, AccessScope
from app.settings import Settings
from app.shipped_files import OPENAPI
from app.storage.keys import SqlKeys
from tests.access.issuer import AUDIENCE, running_issuer
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
    """The application with other settings of access, and nobody who has failed so far."""
    settings = Settings(**{"access": AccessMode.REQUIRED, **changes})
    parts = {"access": access(engine, settings), "failed_attempts": FailedAttempts()}
    services = dataclasses.replace(app.state.services, **parts)
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


def test_the_log_names_the_person_behind_a_key(required, keys, example):
    quiet = structlog.get_config()["wrapper_class"]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("INFO"))
    try:
        with capture_logs() as lines:
            ask(
                required,
                headers=[JSON, (b"authorization", f"Bearer {keys[AccessScope.SCREEN]}".encode())],
                parts=[example],
            )
    finally:
        structlog.configure(wrapper_class=quiet)
    assert [each["caller"] for each in lines if each["event"] == "request"] == ["holder-of-screen"]


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
            scopes = {scope for way in ways for (scope,) in way.values()}
            assert ({} in ways) is (bool(scopes) and scopes <= {"screen", "read", "admin"})


@pytest.fixture(scope="module")
def issuer():
    with running_issuer() as issuer:
        yield issuer


@pytest.fixture(scope="module")
def trusting(app, engine, issuer):
    """The application as it is where an issuer is named and nothing else said."""
    named = {"token_issuer": issuer.address, "token_audience": AUDIENCE, "token_jwks_url": issuer.jwks_url}
    named |= {"token_person_claim": "preferred_username"}
    return Client(guarded(app, engine, access=AccessMode.LOOPBACK, **named))


def bearing(sent):
    return {"authorization": f"Bearer {sent}", "content-type": "application/json"}


def test_a_token_of_the_issuer_screens_and_reads_and_no_more(trusting, issuer, example):
    token = issuer.token(datetime.now(UTC), scope="screen")
    for _ in range(2):
        assert trusting.post("/v1/screenings", content=example, headers=bearing(token)).status_code == 200
    assert trusting.get("/v1/facts", headers=bearing(token)).status_code == 200
    refused = trusting.get("/metrics", headers=bearing(token))
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (403, "not-allowed")
    assert (
        trusting.post("/v1/screenings", content=example, headers={"content-type": "application/json"}).status_code
        == 401
    )
    assert issuer.fetched == 1


def test_a_key_opens_beside_tokens(trusting, keys, example):
    assert (
        trusting.post("/v1/screenings", content=example, headers=bearing(keys[AccessScope.SCREEN])).status_code == 200
    )


def test_a_token_that_ends_while_it_is_remembered_opens_nothing_any_more(trusting, issuer, monkeypatch):
    token = issuer.token(datetime.now(UTC))
    assert trusting.get("/v1/facts", headers=bearing(token)).status_code == 200
    later = datetime.now(UTC).replace(year=2100)
    monkeypatch.setattr(trusting._app.state.services.access, "_clock", lambda: later)
    assert trusting._app.state.services.access.remembered(token) is None


def test_who_works_on_the_law_is_a_known_person_by_a_link_or_a_trusted_claim(trusting, issuer, engine):
    now = datetime.now(UTC)
    stranger = issuer.token(now, scope="draft", sub="stranger")
    refused = trusting.get("/v1/drafts", headers=bearing(stranger))
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (403, "unknown-person")
    named = issuer.token(now, scope="draft", sub="named", preferred_username="Ann.Archer")
    assert trusting.get("/v1/drafts", headers=bearing(named)).status_code == 200
    for homoglyph in ("\u0430nn.archer", "ann.archer|x", ""):
        unfit = issuer.token(now, scope="draft", sub="unfit", preferred_username=homoglyph)
        assert trusting.get("/v1/drafts", headers=bearing(unfit)).status_code == 403
    persons = Persons(SqlKeys(engine))
    persons.known("linked.person")
    persons.link("linked.person", issuer=issuer.address, subject="stranger")
    access = trusting._app.state.services.access
    access.refresh()
    fresh = issuer.token(now, scope="draft", sub="stranger", jti="2", preferred_username="ann.archer")
    assert trusting.get("/v1/drafts", headers=bearing(fresh)).status_code == 200
    assert access.remembered(fresh).person == "linked.person"
    assert access.remembered(named).person == "ann.archer"


def test_who_fails_too_often_waits_and_shuts_out_nobody_who_is_known(app, engine, keys):
    client = Client(guarded(app, engine))
    assert client.get("/v1/facts", headers=bearing(keys[AccessScope.READ])).status_code == 200
    wrong = "oik_0123456789ab_" + "x" * 43
    statuses = [client.get("/v1/facts", headers=bearing(wrong)).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    others = [client.get("/v1/facts", headers=bearing(f"{wrong[:-2]}{n:02}")) for n in range(51)]
    assert [each.status_code for each in others] == [401] * 50 + [429]
    assert 1 <= int(others[-1].headers["retry-after"]) <= 60
    assert others[-1].json()["type"].endswith("too-many-attempts")
    assert client.get("/v1/facts").status_code == 401
    assert client.get("/v1/facts", headers=bearing(keys[AccessScope.READ])).status_code == 200


def test_a_batch_ends_when_its_key_is_revoked(app, engine, example):
    """What comes after the key was revoked is not answered, and the last line says so."""
    ring = ApiKeys(SqlKeys(engine))
    key, sent = ring.create("batches", [AccessScope.SCREEN])
    served = guarded(app, engine)
    line = json.dumps(json.loads(example)).encode() + b"\n"

    def parts():
        yield line
        yield line
        ring.revoke(key.id)
        served.state.services.access.refresh()
        yield line
        yield line

    answers = batch(served, sent, parts())
    assert [answer.get("status") for answer in answers] == [None] * (len(answers) - 1) + [401]
    assert answers[-1]["type"].endswith("not-authenticated")
    assert 1 <= len(answers) <= 3


def batch(served, sent, parts):
    """The answers to a body that arrives part by part, each once the part before was answered."""
    answered, chunks = [], []

    async def receive():
        await asyncio.sleep(0.05)
        part = next(parts, None)
        return {"type": "http.request", "body": part or b"", "more_body": part is not None}

    async def send(message):
        answered.append(message)
        chunks.append(message.get("body", b""))

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/screenings/batch",
        "raw_path": b"/v1/screenings/batch",
        "root_path": "",
        "query_string": b"",
        "headers": [(b"content-type", b"application/x-ndjson"), (b"authorization", f"Bearer {sent}".encode())],
        "http_version": "1.1",
        "scheme": "http",
        "server": ("test", 80),
        "client": ("test", 1),
    }
    asyncio.run(served(scope, receive, send))
    assert answered[0]["status"] == 200
    return [json.loads(each) for each in b"".join(chunks).splitlines()]


@pytest.fixture(scope="module")
def local(app):
    guard = Middleware(LoopbackGuard, origins=["https://deals.example"])
    guarded = application(app.state.services, openapi=OPENAPI.read_bytes(), middleware=[guard])

    async def on_this_machine(scope, receive, send):
        await guarded(scope | {"server": ("127.0.0.1", 8000), "client": ("127.0.0.1", 5)}, receive, send)

    return on_this_machine


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ((b"host", b"127.0.0.1:8000"), 200),
        ((b"host", b"localhost"), 200),
        ((b"host", b"LOCALHOST:80"), 200),
        ((b"host", b"[::1]:8000"), 200),
        ((b"host", b"127.9.9.9"), 200),
        ((b"x-other", b"evil.example"), 200),
        ((b"origin", b"http://localhost:3000"), 200),
        ((b"origin", b"https://deals.example"), 200),
        ((b"host", b"evil.example"), 403),
        ((b"host", b"localhost.evil.example"), 403),
        ((b"host", b"127.0.0.1.evil.example"), 403),
        ((b"host", b"evil.example@127.0.0.1"), 403),
        ((b"host", b"10.0.0.1"), 403),
        ((b"host", b"0.0.0.0"), 403),
        ((b"host", b""), 403),
        ((b"host", b"127.0.0.1:8000, evil.example"), 403),
        ((b"origin", b"https://evil.example"), 403),
        ((b"origin", b"null"), 403),
        ((b"x-forwarded-for", b"127.0.0.1"), 403),
        ((b"x-forwarded-proto", b"https"), 403),
        ((b"forwarded", b"for=127.0.0.1"), 403),
    ],
)
def test_where_nobody_is_asked_only_this_machine_is_answered(local, header, status):
    given, _, body, _ = ask(local, method="GET", path="/v1/facts", headers=[header])
    assert given == status
    assert b"evil" not in body


@pytest.mark.parametrize("end", ["server", "client"])
@pytest.mark.parametrize(("address", "fits"), [("127.0.0.1", True), ("::ffff:127.0.0.1", True), ("192.0.2.7", False)])
def test_another_machine_is_not_answered_whatever_it_says(end, address, fits):
    scope = {"type": "http", "headers": [], "server": ("127.0.0.1", 8000), "client": ("::1", 5)} | {end: (address, 1)}
    assert LoopbackGuard(None)._fits(scope) is fits
