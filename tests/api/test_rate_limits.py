"""A caller that sends more than its rate is told when to come again; the others are not."""

from dataclasses import replace

import pytest

from app.api.application import application
from app.api.rate_limits import RateLimits
from app.main import OPENAPI
from app.settings import PREFIX, SettingError, Settings
from tests.api.asgi import Client


@pytest.fixture
def limited(app):
    services = replace(app.state.services, rates=RateLimits("2/hour"))
    return Client(application(services, openapi=OPENAPI.read_bytes()))


def test_beyond_the_rate_the_answer_says_when_to_come_again(limited, example):
    sent = [
        limited.post("/v1/screenings", content=example, headers={"content-type": "application/json"}) for _ in "123"
    ]
    assert [each.status_code for each in sent] == [200, 200, 429]
    refused = sent[-1]
    assert refused.json()["type"].endswith(":too-many-requests")
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    assert limited.get("/v1/rule-sets").status_code == 429
    assert limited.get("/healthz").status_code == 200


def test_a_person_has_a_rate_of_its_own_and_wrong_keys_use_up_that_of_the_address(limited, key):
    mine, wrong = {"authorization": f"Bearer {key}"}, {"authorization": "Bearer oik_wrong_wrong"}
    assert [limited.get("/v1/drafts", headers=wrong).status_code for _ in "123"] == [401, 401, 429]
    assert [limited.get("/v1/drafts", headers=mine).status_code for _ in "123"] == [200, 200, 429]


def test_a_rate_that_is_none_ends_the_start(monkeypatch):
    monkeypatch.setenv(f"{PREFIX}RATE_LIMIT", "often")
    with pytest.raises(SettingError, match="100/second"):
        Settings.from_environment()
