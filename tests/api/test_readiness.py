from dataclasses import replace
from datetime import timedelta
from math import inf

import pytest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from app.api.application import application
from app.domain.answers.law import LoadOutcome
from app.main import compiled_law, services
from app.service.law_cache import LawCache, Readiness
from app.service.source_archive import SourceArchive
from app.service.supersession import OtherText
from app.settings import Settings
from app.storage.engine import open_engine
from tests.api.asgi import Client
from tests.service.builders import LONG_AGO, a_document, a_version, shipped

UNUSABLE = (a_version(), "It does not compile.")


def not_ready(unusable, age_seconds) -> Readiness:
    return readiness_of(ready=False, unusable=unusable, age_seconds=age_seconds)


def readiness_of(*held, **more) -> Readiness:
    told = {"ready": True, "refusal": None, "in_force": (), "unusable": (), "age_limit_seconds": None, "failure": None}
    told["other_texts"] = ()
    return Readiness(**{**told, "held": held, "age_seconds": 1.0, **more})


def client_of(readiness) -> Client:
    archive = SourceArchive([])
    cache = LawCache(archive, compiled_law)
    provided = services(cache, archive, open_engine(Settings().database_url), Settings(body_limit_bytes=1_000))
    return Client(application(replace(provided, readiness=lambda: readiness), openapi=b"{}"))


@pytest.mark.parametrize(
    ("readiness", "words"),
    [
        (not_ready((), None), "not been read"),
        (readiness_of(ready=False, refusal="The law is 301 seconds old."), "301 seconds old"),
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


def samples(readiness, family) -> list[Sample]:
    families = text_string_to_metric_families(client_of(readiness).get("/metrics").text)
    return [sample for each in families if each.name == family for sample in each.samples]


def test_readiness_tells_the_age_of_the_law_and_what_is_at_hand():
    version = a_version()
    body = client_of(readiness_of(version, age_seconds=1.23456, failure="The database is away.")).get("/readyz").json()
    assert body["law"] == {
        "age_seconds": 1.235,
        "age_limit_seconds": None,
        "failure": "The database is away.",
        "versions": [{"rule_set": "us-oisp", "version": "2025-01-02", "status": "in_force", "digest": version.digest}],
        "other_texts": [],
    }


def test_readiness_and_metrics_tell_where_another_text_answers_than_this_release_ships():
    older, newer = shipped(a_document()), a_version(title="Newer")
    state = readiness_of(newer, other_texts=(OtherText(older, newer, LoadOutcome.NEWER),))
    (told,) = client_of(state).get("/readyz").json()["law"]["other_texts"]
    named = {"rule_set": "us-oisp", "version": "2025-01-02", "digest": newer.digest, "shipped_digest": older.digest}
    assert told == {**named, "outcome": "kept_newer", "detail": told["detail"]}
    assert f"the text {newer.digest} answers, and this release ships {older.digest}" in told["detail"]
    (sample,) = samples(state, "screening_law_other_text")
    assert (sample.labels, sample.value) == ({**named, "outcome": "kept_newer"}, 1)


def test_the_metrics_name_what_is_at_hand_with_its_standing_and_digest():
    version = a_version()
    (named,) = samples(readiness_of(version), "screening_law_info")
    told = {"rule_set": "us-oisp", "version": "2025-01-02", "status": "in_force", "digest": version.digest}
    assert (named.labels, named.value) == (told, 1)


def test_of_many_versions_the_metrics_name_those_stored_last_and_count_all():
    many = [a_version(version=f"{n:03}", recorded_at=LONG_AGO + timedelta(days=n)) for n in range(250)]
    state = readiness_of(*many)
    assert {each.labels["version"] for each in samples(state, "screening_law_info")} == {
        f"{n:03}" for n in range(150, 250)
    }
    assert [each.value for each in samples(state, "screening_law_versions")] == [250]


def test_law_that_was_never_seen_is_older_than_any_limit():
    unknown = readiness_of(age_seconds=None)
    for family in ("screening_law_age_seconds", "screening_law_age_limit_seconds"):
        assert [each.value for each in samples(unknown, family)] == [inf]
    known = readiness_of(age_seconds=7.5, age_limit_seconds=60.0, failure="away")
    for family, value in (("age_seconds", 7.5), ("age_limit_seconds", 60.0), ("refresh_failed", 1.0)):
        assert [each.value for each in samples(known, f"screening_law_{family}")] == [value]
    assert [each.value for each in samples(known, "screening_ready")] == [1]
    assert [each.value for each in samples(not_ready((), 1.0), "screening_ready")] == [0]
