"""Events as CloudEvents, sent as signed webhooks to an address that may be out of order."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import stamina
from cloudevents.core.bindings.http import HTTPMessage, from_structured_event
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from app.main import opened_webhook
from app.service.clock import time_in_utc
from app.settings import SettingError, Settings
from app.webhooks.events import cloud_event
from app.webhooks.sender import NotDelivered, UnfitAddress, opened_sender
from tests.rescreening.receiver import SECRET, receiving

DAY = datetime(2026, 3, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_waiting():
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


@pytest.fixture
def receiver():
    with receiving() as running:
        yield running


def event(number=1, **data):
    return cloud_event(
        {"reference": "Müller, 株式会社", **data},
        id=f"sha256:{number}",
        type="screening.deal.touched.v1",
        source="urn:outbound-screening:portfolio",
        subject="A",
        time=DAY,
    )


def send(url, *events, clock=time_in_utc):
    with opened_sender(url, SECRET, clock=clock) as sender:
        for number, each in enumerate(events or (event(),), start=1):
            sender.send(f"sha256:{number}", each)


def test_an_event_is_one_line_that_reads_back_as_the_same_cloud_event():
    body = event(n=None, of=[1, {"a": True}])
    assert b"\n" not in body
    read = from_structured_event(HTTPMessage({"content-type": "application/cloudevents+json"}, body))
    assert (read.get_id(), read.get_subject(), read.get_time()) == ("sha256:1", "A", DAY)
    assert read.get_data() == {"reference": "Müller, 株式会社", "n": None, "of": [1, {"a": True}]}
    assert json.loads(body)["specversion"] == "1.0"


def test_an_event_arrives_with_a_signature_that_the_receiver_can_verify(receiver):
    send(receiver.url)
    [(path, headers, body)] = receiver.calls
    assert path == "/hook"
    assert headers["Content-Type"] == "application/cloudevents+json"
    assert body == event()
    assert Webhook(SECRET).verify(body, headers)["id"] == headers["webhook-id"] == "sha256:1"
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body + b" ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 32).verify(body, headers)


@pytest.mark.parametrize("failures", [[500], [503, 502], [429], [408], [None], [None, 500, 429, 408, 504]])
def test_an_event_that_fails_at_first_is_sent_again_under_its_id(receiver, failures):
    receiver.answers = list(failures)
    send(receiver.url)
    assert receiver.ids == ["sha256:1"] * (len(failures) + 1)
    for _, headers, body in receiver.calls:
        Webhook(SECRET).verify(body, headers)


def test_each_try_is_signed_with_the_time_of_its_own(receiver):
    receiver.answers = [500]
    times = iter([time_in_utc() - timedelta(seconds=90), time_in_utc()])
    send(receiver.url, clock=lambda: next(times))
    first, second = (int(headers["webhook-timestamp"]) for _, headers, _ in receiver.calls)
    assert 89 <= second - first <= 91


@pytest.mark.parametrize("status", [400, 401, 404, 410, 422, 301, 302, 307, 308])
def test_what_another_try_cannot_help_is_not_tried_again(receiver, status):
    receiver.always = status
    receiver.headers = {"Location": "/elsewhere"}
    with pytest.raises(NotDelivered, match=str(status)):
        send(receiver.url)
    assert [path for path, _, _ in receiver.calls] == ["/hook"]


def test_an_event_that_never_arrives_is_told_after_six_tries(receiver):
    receiver.always = 500
    with pytest.raises(NotDelivered, match="500"):
        send(receiver.url)
    assert len(receiver.calls) == 6


def test_an_address_that_is_out_of_order_is_left_alone_after_three_events(receiver):
    receiver.always = 400
    with opened_sender(receiver.url, SECRET, clock=time_in_utc) as sender:
        for number in range(5):
            with pytest.raises(NotDelivered):
                sender.send(f"sha256:{number}", event())
    assert receiver.ids == ["sha256:0", "sha256:1", "sha256:2"]


def test_one_event_that_arrives_ends_the_count(receiver):
    receiver.answers = [400, 400, 204, 400, 400, 204]
    with opened_sender(receiver.url, SECRET, clock=time_in_utc) as sender:
        for number in range(6):
            try:
                sender.send(f"sha256:{number}", event())
            except NotDelivered:
                assert number % 3 != 2
    assert len(receiver.calls) == 6


def test_nobody_at_the_address_is_told():
    with receiving() as gone:
        url = gone.url
    with pytest.raises(NotDelivered, match="ConnectError"):
        send(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "http://10.0.0.1/hook",
        "http://localhost.example.org/",
        "http://127.0.0.1@example.org/",
        "http://127.0.0.1:pass@localhost/",
        "https://name:pass@example.org/",
        "ftp://127.0.0.1/",
        "file://localhost/x",
        "https://",
        "//localhost/",
        "localhost",
        "",
        "http://[::1",
    ],
)
def test_an_address_that_is_not_safe_is_refused_and_not_repeated(url):
    with pytest.raises(UnfitAddress) as refused, opened_sender(url, SECRET, clock=time_in_utc):
        pass
    assert len(url) < 10 or url not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["https://example.org/hook", "http://localhost:1/", "http://127.0.0.9:1/", "http://[::1]:1/"]
)
def test_an_address_over_tls_or_on_this_machine_is_taken(url):
    with opened_sender(url, SECRET, clock=time_in_utc):
        pass


def test_the_secret_is_needed_and_never_shown():
    with (
        pytest.raises(SettingError, match="SCREENING_WEBHOOK_SECRET"),
        opened_webhook("https://example.org", Settings()),
    ):
        pass
    settings = Settings(webhook_secret=SECRET)
    assert settings.webhook_secret == SECRET
    assert SECRET[6:] not in repr(settings)


@pytest.mark.parametrize(
    "secret", ["secret", SECRET[6:], "whsec_", "whsec_AAAA", "whsec_" + "A" * 88, "whsec_" + "!" * 32]
)
def test_a_secret_that_is_none_is_refused_and_not_repeated(monkeypatch, secret):
    monkeypatch.setenv("SCREENING_WEBHOOK_SECRET", secret)
    with pytest.raises(SettingError) as refused:
        Settings.from_environment()
    assert secret.removeprefix("whsec_") not in str(refused.value) or secret in ("whsec_", "secret")
