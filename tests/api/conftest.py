"""The whole interface in this process: the real law from `rules/`, no database, no network."""

from pathlib import Path

import pytest

from app.api.application import Parts, application
from app.api.door import Door
from app.main import OPENAPI, check_rules, comparer, law_shelf, screener
from app.service.catalogue import Catalogue
from app.service.source_archive import SourceArchive
from app.settings import Settings
from tests.api.asgi import Client

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def archive() -> SourceArchive:
    return SourceArchive(check_rules(ROOT / "rules"))


@pytest.fixture(scope="session")
def door(archive) -> Door:
    settings = Settings()
    shelf = law_shelf(archive)
    shelf.refresh()
    return application(
        Parts(
            screener=screener(shelf, settings),
            comparer=comparer(shelf, settings),
            catalogue=Catalogue(archive),
            readiness=shelf.ready,
            openapi=OPENAPI.read_bytes(),
            body_limit_bytes=settings.body_limit_bytes,
        )
    )


@pytest.fixture(scope="session")
def client(door) -> Client:
    return Client(door)


@pytest.fixture(scope="session")
def example() -> bytes:
    return (ROOT / "rules/us-oisp/2025-01-02/examples/ai-developer.json").read_bytes()
