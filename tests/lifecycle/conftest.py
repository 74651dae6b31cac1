"""The whole service on a database of either kind, with one law in force, and people with keys."""

import json
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.api.application import application
from app.main import compiled_law, services
from app.service.access.keys import ApiKeys
from app.service.access.scopes import AccessScope
from app.service.law_cache import LawCache
from app.service.loading import load_rule_sets
from app.settings import Settings
from app.shipped_files import OPENAPI
from app.storage.archive import SqlArchive
from app.storage.engine import open_engine
from app.storage.keys import SqlKeys
from app.storage.migration import upgrade
from tests.api.asgi import Answer, Client
from tests.databases import copies_of
from tests.lifecycle.laws import a_deal, a_law, cases
from tests.service.builders import shipped

REVIEW = {
    "reviewer": "Roberta Review",
    "capacity": "Outside counsel",
    "authority_relied_on": "Official Journal L 1, 15.3.2027",
    "date": "2026-06-01",
    "next_review_date": "2027-06-01",
}


class Clock:
    """A clock that is set by hand and goes on by a second whenever it is read."""

    def __init__(self, hour: int = 12) -> None:
        self.now = datetime(2026, 6, 1, hour, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def day(self) -> date:
        return self.now.date()


def texts():
    return [shipped(a_law("2025-01-02", begins="2025-01-02", prohibits="us_government_business"))]


@dataclass
class Service:
    """Calls the service as one of its people and remembers the entity tag of the draft last seen."""

    client: Client
    cache: Any
    keys: dict[str, str]
    clock: Clock
    engine: Any
    tags: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: Any = None, *, by: str | None = None, **headers: str) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if by is not None:
            sent["authorization"] = f"Bearer {self.keys[by]}"
        if body is not None:
            sent["content-type"] = "application/json"
        content = b"" if body is None else json.dumps(body).encode()
        return self.client.request(method, path, content=content, headers=sent)

    def save(self, document: Any, golden: Any = None, *, by: str = "alice", **headers: str) -> Answer:
        path = f"/v1/drafts/{document['rule_set']}/{document['version']}"
        if not headers:
            headers = {"if_match": self.tags[path]} if path in self.tags else {"if_none_match": "*"}
        answer = self.call("PUT", path, {**document, "cases": cases() if golden is None else golden}, by=by, **headers)
        if answer.status_code < 300:
            self.tags[path] = answer.headers["etag"]
        return answer

    def check(self, version: str, *, by: str = "alice") -> Answer:
        return self.call("POST", f"/v1/drafts/eu/{version}/check", by=by)

    def review(self, version: str, *, by: str = "bob", **changes: str) -> Answer:
        path = f"/v1/drafts/eu/{version}"
        return self.call("POST", f"{path}/review", REVIEW | changes, by=by, if_match=self.tags[path])

    def publish(self, version: str, *, by: str = "carol", **body: str) -> Answer:
        path = f"/v1/drafts/eu/{version}"
        return self.call("POST", f"{path}/publish", body, by=by, if_match=self.tags[path])

    def enact(self, version: str, *, begins: str, replaces: str | None = None, **law: Any) -> Answer:
        """The whole way from a draft to a law."""
        golden = cases(prohibits=law.get("prohibits", "designated_country"))
        assert self.save(a_law(version, begins=begins, **law), golden).status_code == 201
        assert self.check(version).json()["passed"]
        assert self.review(version).status_code == 200
        answer = self.publish(version, effective_from=begins, **({"replaces": replaces} if replaces else {}))
        self.cache.refresh()
        return answer

    def act(self, what: str, version: str, *, by: str = "carol", second: str | None = "dora", **more: Any) -> Answer:
        """Propose to end a version, and have a second person confirm it; ``more`` stands beside the reason."""
        path = f"/v1/rule-sets/eu/versions/{version}"
        seen = {"if_match": self.tag(version)}
        answer = self.call("POST", f"{path}/{what}", {"reason": "Vacated."} | more, by=by, **seen)
        if answer.status_code == 202 and second is not None:
            answer = self.call("POST", f"{path}/confirm", by=second, if_match=answer.headers["etag"])
        self.cache.refresh()
        return answer

    def tag(self, version: str) -> str:
        """The entity tag of the history of a version; of one that is not there, one that is not right."""
        return self._history(version).headers.get("etag", '"none"')

    def history(self, version: str) -> Any:
        return self._history(version).json()

    def _history(self, version: str) -> Answer:
        """What everybody is shown, or else what those are shown who work on the law."""
        path = f"/v1/rule-sets/eu/versions/{version}/history"
        shown = self.call("GET", path)
        return shown if shown.status_code == 200 else self.call("GET", path, by="alice")

    def screen(self, circumstance: str = "us_government_business", *, completed: str | None = None, query: str = ""):
        deal = a_deal(circumstance, completed=completed)
        answer = self.call("POST", f"/v1/screenings{query}", deal)
        assert answer.status_code == 200, answer.text
        return answer


SCOPES = {
    "alice": [AccessScope.DRAFT],
    "bob": [AccessScope.REVIEW],
    "carol": [AccessScope.PUBLISH],
    "dora": [AccessScope.DRAFT, AccessScope.REVIEW, AccessScope.PUBLISH],
}


def filled(database_url):
    upgrade(database_url)
    engine, clock = open_engine(database_url), Clock(hour=11)
    load_rule_sets(texts(), SqlArchive(engine), faults_of=lambda _: (), actor="loader", recorded_at=clock())
    ring = ApiKeys(SqlKeys(engine), clock=clock)
    keys = {name: ring.create(name, granted)[1] for name, granted in SCOPES.items()}
    engine.dispose()
    return keys


sqlite_template, postgresql_template, copied = copies_of("lifecycle", filled)


@contextmanager
def opened(database_url, keys, *, age_limit_seconds=None, monotonic=time.monotonic):
    """The service on a database that is filled."""
    engine, clock = open_engine(database_url), Clock()
    archive = SqlArchive(engine)
    cache = LawCache(archive, compiled_law, age_limit_seconds=age_limit_seconds, clock=monotonic, today=clock.day)
    cache.refresh()
    settings = Settings(body_limit_bytes=1_000_000)
    provided = services(cache, archive, engine, settings, clock=clock, today=clock.day)
    yield Service(Client(application(provided, openapi=OPENAPI.read_bytes())), cache, dict(keys), clock, engine)
    engine.dispose()


@pytest.fixture
def service(copied):
    """The service on a database of its own, of either kind."""
    with opened(*copied) as service:
        yield service


@pytest.fixture(scope="module")
def unchanged(sqlite_template, tmp_path_factory):
    """The service on one database for all tests of a module that change nothing in it."""
    path, keys = sqlite_template
    with opened(f"sqlite:///{shutil.copy(path, tmp_path_factory.mktemp('unchanged'))}", keys) as service:
        yield service
