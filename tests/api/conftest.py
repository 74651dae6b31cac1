"""The whole interface in this process, with the real law from `rules/` and no network.

Screenings need no database; what changes the law has one of its own in SQLite.
"""

from pathlib import Path

import pytest
from fastapi import FastAPI

from app.api.application import application
from app.main import compiled_law, services
from app.service.access.keys import ApiKeys
from app.service.access.scopes import AccessScope
from app.service.law_cache import LawCache
from app.service.source_archive import SourceArchive
from app.settings import Settings
from app.shipped_files import OPENAPI
from app.storage.archive import SqlArchive
from app.storage.engine import open_engine
from app.storage.keys import SqlKeys
from app.storage.migration import upgrade
from tests import at_hand
from tests.api.asgi import Client
from tests.service.builders import put

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def archive() -> SourceArchive:
    return at_hand.archive()


@pytest.fixture(scope="session")
def engine(archive, tmp_path_factory):
    database_url = f"sqlite:///{tmp_path_factory.mktemp('api')}/screening.sqlite3"
    upgrade(database_url)
    engine = open_engine(database_url)
    for rule_set in archive.rule_sets():
        put(SqlArchive(engine), *archive.versions(rule_set))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def key(engine) -> str:
    """An API key that opens everything."""
    return ApiKeys(SqlKeys(engine)).create("tess.tester", AccessScope)[1]


@pytest.fixture(scope="session")
def app(archive, engine) -> FastAPI:
    settings = Settings()
    cache = LawCache(archive, compiled_law)
    cache.refresh()
    return application(services(cache, archive, engine, settings), openapi=OPENAPI.read_bytes())


@pytest.fixture(scope="session")
def client(app) -> Client:
    return Client(app)


@pytest.fixture(scope="session")
def example() -> bytes:
    return (ROOT / "rules/us-oisp/2025-01-02/examples/ai-developer.json").read_bytes()
