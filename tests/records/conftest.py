"""The service with a record of its own, in a database of either kind."""

import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.api.application import application
from app.main import services
from app.service.access.keys import ApiKeys
from app.service.access.scopes import AccessScope
from app.settings import Settings
from app.shipped_files import OPENAPI
from app.storage.engine import open_engine
from app.storage.keys import SqlKeys
from app.storage.migration import upgrade
from tests import at_hand
from tests.api.asgi import Answer, Client
from tests.databases import copies_of

ROOT = Path(__file__).parents[2]
DEAL = (ROOT / "rules/us-oisp/2025-01-02/examples/ai-developer.json").read_bytes()
OTHER = DEAL.replace(b"2e24", b"2e25")
PEOPLE = {"ann": [AccessScope.SCREEN], "ben": [AccessScope.SCREEN], "rita": [AccessScope.RECORD]}


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Service:
    """Calls the service as one of its people."""

    client: Client
    keys: dict[str, str]
    clock: Clock
    engine: Any
    provided: Any

    def screen(self, body: bytes = DEAL, *, query: str = "record=true", by: str | None = "ann", **headers) -> Answer:
        return self.call("POST", f"/v1/screenings?{query}", body, by=by, **headers)

    def call(self, method: str, path: str, body: bytes = b"", *, by: str | None = "rita", **headers: str) -> Answer:
        sent = {"content-type": "application/json"} | {name.replace("_", "-"): each for name, each in headers.items()}
        if by is not None:
            sent["authorization"] = f"Bearer {self.keys[by]}"
        return self.client.request(method, path, content=body, headers=sent)

    def records(self, query: str = "") -> list[Any]:
        answer = self.call("GET", f"/v1/records{query}")
        assert answer.status_code == 200, answer.text
        return answer.json()["records"]

    def verified(self, query: str = "") -> Any:
        return self.call("GET", f"/v1/records/verification{query}").json()


@pytest.fixture(scope="session")
def law():
    return at_hand.law_cache()


@pytest.fixture
def engine(copied):
    engine = open_engine(copied[0])
    yield engine
    engine.dispose()


def filled(database_url):
    upgrade(database_url)
    engine = open_engine(database_url)
    ring = ApiKeys(SqlKeys(engine))
    keys = {name: ring.create(name, scopes)[1] for name, scopes in PEOPLE.items()}
    engine.dispose()
    return keys


sqlite_template, postgresql_template, copied = copies_of("record", filled)


@pytest.fixture(scope="session")
def app(law, sqlite_template):
    """The interface, made once: every test puts its own use cases behind it."""
    engine = open_engine(f"sqlite:///{sqlite_template[0]}")
    yield application(services(law, law._archive, engine, Settings()), openapi=OPENAPI.read_bytes())
    engine.dispose()


@contextmanager
def opened(app, law, database_url, keys, **settings):
    """The service on a database."""
    engine, clock = open_engine(database_url), Clock()
    provided = services(law, law._archive, engine, Settings(**settings), clock=clock)
    app.state.services = provided
    yield Service(Client(app), keys, clock, engine, provided)
    engine.dispose()


@pytest.fixture
def service(app, law, copied):
    """The service on SQLite and on PostgreSQL."""
    with opened(app, law, *copied) as service:
        yield service


@pytest.fixture
def service_with(app, law, sqlite_template, tmp_path):
    """Gives the service on SQLite, with settings."""
    with ExitStack() as opening:

        def made(**settings):
            template, keys = sqlite_template
            path = shutil.copy(template, tmp_path / "record.sqlite3")
            return opening.enter_context(opened(app, law, f"sqlite:///{path}", keys, **settings))

        yield made
