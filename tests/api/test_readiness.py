import pytest

from app.api.application import Parts, application
from app.main import comparer, law_shelf, ownership_desk, screener
from app.service.catalogue import Catalogue
from app.service.shelf import Readiness
from app.service.snapshot import Unusable
from app.service.source_archive import SourceArchive
from app.settings import Settings
from tests.api.asgi import Client

UNUSABLE = Unusable("us-oisp", "2025-01-02", "in_force", "It does not compile.")


def not_ready(unusable, age_seconds) -> Readiness:
    return Readiness(ready=False, in_force=(), unusable=unusable, age_seconds=age_seconds)


def client_of(readiness) -> Client:
    archive = SourceArchive([])
    shelf = law_shelf(archive)
    parts = Parts(
        screener=screener(shelf, Settings()),
        ownership=ownership_desk(shelf, Settings()),
        comparer=comparer(shelf, Settings()),
        catalogue=Catalogue(archive),
        readiness=lambda: readiness,
        openapi=b"{}",
        body_limit_bytes=1_000,
    )
    return Client(application(parts))


@pytest.mark.parametrize(
    ("readiness", "words"),
    [
        (not_ready((), None), "not been read"),
        (not_ready((), 1.0), "no version in force"),
        (not_ready((UNUSABLE,), 1.0), "`2025-01-02` of `us-oisp`"),
    ],
)
def test_a_service_without_law_in_force_is_alive_but_not_ready_and_says_why(readiness, words):
    client = client_of(readiness)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]
    assert client.get("/healthz").status_code == 200


def test_without_law_a_screening_is_unavailable_and_never_an_answer():
    answer = client_of(not_ready((), 1.0)).post(
        "/v1/screenings", content=b'{"parties": []}', headers={"content-type": "application/json"}
    )
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
