"""The service while its database is deleted, replaced or stopped: no withdrawn law clears, and no loss is hidden."""

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import event

from app.domain.errors import StorageUnavailable
from app.main import create_app
from app.settings import Settings
from tests.api.asgi import Client
from tests.lifecycle.conftest import filled, opened
from tests.lifecycle.laws import a_deal
from tests.lifecycle.test_at_once import reviewed
from tests.postgresql import running_server

LIMIT = 300.0
NEXT = "2027-03-15"


class Monotonic:
    """A clock for durations that is set by hand."""

    def __init__(self):
        self.now = 5000.0

    def __call__(self):
        return self.now


@pytest.fixture
def monotonic():
    return Monotonic()


@pytest.fixture
def path(sqlite_template, tmp_path):
    return Path(shutil.copy(sqlite_template[0], tmp_path / "screening.sqlite3"))


@pytest.fixture
def service(sqlite_template, path, monotonic):
    """The service on a SQLite file of its own, with law that may answer for 300 seconds after it was last seen."""
    with opened(f"sqlite:///{path}", sqlite_template[1], age_limit_seconds=LIMIT, monotonic=monotonic) as service:
        yield service


@pytest.fixture
def elsewhere(sqlite_template, tmp_path):
    """Another database with the same people, in which the one law was withdrawn."""
    path = Path(shutil.copy(sqlite_template[0], tmp_path / "elsewhere.sqlite3"))
    with opened(f"sqlite:///{path}", sqlite_template[1]) as other:
        assert other.act("withdraw", "2025-01-02").status_code == 200
    return path


def outcome(service):
    """The determination of a deal that the one law clears, or the status of the refusal."""
    body = json.dumps(a_deal("designated_country")).encode()
    answer = service.client.post("/v1/screenings", content=body, headers={"content-type": "application/json"})
    return answer.json()["determination"] if answer.status_code == 200 else answer.status_code


def ready(service):
    answer = service.client.get("/readyz")
    return answer.status_code, answer.json()


def gauges(service):
    lines = service.client.get("/metrics").text.splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


def refreshed(service):
    try:
        service.cache.refresh()
    except StorageUnavailable:
        return False
    return True


def test_law_that_was_withdrawn_in_the_file_now_there_clears_nothing_any_more(service, path, elsewhere):
    assert outcome(service) == "not_covered"
    elsewhere.replace(path)
    assert refreshed(service)
    assert outcome(service) == "undetermined"
    assert ready(service)[0] == 503
    assert [law["status"] for law in ready(service)[1]["law"]["versions"]] == ["withdrawn"]
    (info,) = [name for name in gauges(service) if name.startswith("screening_law_info")]
    assert 'status="withdrawn"' in info


@pytest.mark.parametrize("empty", [False, True])
def test_without_a_database_nothing_is_answered_or_published_until_it_is_back(service, path, empty):
    reviewed(service)
    before = ready(service)
    assert before[0] == 200
    aside = path.rename(path.with_name("aside"))
    if empty:
        path.touch()
    assert not refreshed(service)
    told = "does not have the tables" if empty else "deleted or moved"
    status, problem = ready(service)
    assert (status, problem["type"]) == (503, "urn:problem-type:screening:not-ready")
    assert told in problem["detail"]
    assert told in problem["law"]["failure"]
    assert problem["law"]["versions"] == before[1]["law"]["versions"]
    assert (gauges(service)["screening_ready"], gauges(service)["screening_law_refresh_failed"]) == (0, 1)
    assert outcome(service) == 503
    refused = published(service)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert told in refused.json()["detail"]
    aside.replace(path)
    assert refreshed(service)
    assert ready(service) == before
    assert outcome(service) == "not_covered"
    assert published(service).status_code == 201


@pytest.fixture(params=[False, True], ids=["deleted", "replaced"])
def mishap(request, path, elsewhere):
    """What happens to the file, the first time that it is called."""

    def happens():
        if path.exists() and elsewhere.exists():
            elsewhere.replace(path) if request.param else path.unlink()

    return happens


@pytest.mark.parametrize("act", ["publish", "withdraw"])
@pytest.mark.parametrize("moment", ["begin", "commit"])
def test_an_act_that_goes_into_a_file_that_is_gone_is_answered_with_a_problem(service, mishap, act, moment):
    reviewed(service)

    def happens(_connection, _cursor, statement, *_):
        if statement != "BEGIN IMMEDIATE":
            return
        if moment == "begin":
            mishap()
        else:
            event.listen(service.engine, "commit", lambda _: mishap(), once=True)

    event.listen(service.engine, "after_cursor_execute", happens)
    answer = published(service) if act == "publish" else withdrawn(service)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert "deleted or replaced" in answer.json()["detail"]
    assert ("may be lost" in answer.json()["detail"]) is (moment == "commit")


def published(service):
    return service.publish(NEXT, effective_from=NEXT)


def withdrawn(service):
    path, seen = "/v1/rule-sets/eu/versions/2025-01-02/withdraw", service.tag("2025-01-02")
    return service.call("POST", path, {"reason": "Vacated."}, by="carol", if_match=seen)


def test_the_age_limit_of_the_service_is_the_one_that_was_set(path):
    app = create_app(Settings(database_url=f"sqlite:///{path}", law_age_limit_seconds=45.0))
    assert "screening_law_age_limit_seconds 45.0\n" in Client(app).get("/metrics").text


def test_while_postgresql_is_stopped_law_answers_up_to_its_age_limit_and_again_once_it_is_started(monotonic):
    with running_server() as server:
        database_url = f"postgresql+psycopg://screening@/postgres?host={server.folder}"
        keys = filled(database_url)
        with opened(database_url, keys, age_limit_seconds=LIMIT, monotonic=monotonic) as service:
            reviewed(service)
            digests = ready(service)[1]["law"]["versions"]
            server.stop()
            monotonic.now += LIMIT
            assert not refreshed(service)
            status, body = ready(service)
            assert (status, body["law"]["age_seconds"], body["law"]["versions"]) == (200, LIMIT, digests)
            assert "cannot be reached" in body["law"]["failure"]
            assert outcome(service) == "not_covered"
            assert published(service).status_code == 503
            told = gauges(service)
            assert (told["screening_ready"], told["screening_law_refresh_failed"]) == (1, 1)
            assert told["screening_law_age_seconds"] == told["screening_law_age_limit_seconds"] == LIMIT

            monotonic.now += 1
            status, body = ready(service)
            assert (status, body["law"]["age_seconds"], body["law"]["age_limit_seconds"]) == (503, LIMIT + 1, LIMIT)
            assert "301 seconds ago" in body["detail"]
            assert outcome(service) == 503
            assert gauges(service)["screening_ready"] == 0

            server.start()
            assert refreshed(service)
            status, body = ready(service)
            assert (status, body["law"]) == (
                200,
                {
                    "age_seconds": 0.0,
                    "age_limit_seconds": LIMIT,
                    "failure": None,
                    "versions": digests,
                    "other_texts": [],
                },
            )
            assert outcome(service) == "not_covered"
            assert published(service).status_code == 201
