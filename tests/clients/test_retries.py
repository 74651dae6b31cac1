"""What the Python client does where a service is busy, goes away or is none; the server does as it is told."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.clients.told_server import ALIVE, DROPPED, busy, problem, serving


@pytest.fixture
def package(imported):
    return imported("outbound_screening")


def test_a_call_is_sent_again_after_as_long_as_the_service_asks(package):
    past = format_datetime(datetime.now(UTC) - timedelta(minutes=1), usegmt=True)
    with serving(busy(429, "0"), busy(503, past), ALIVE) as (address, seen), package.Client(address) as client:
        assert client.send(package.calls.alive()).status == "alive"
        assert len(seen) == 3


def test_a_service_that_stays_busy_is_told_of_after_the_last_attempt(package):
    with serving(*[busy(503, "0")] * 2) as (address, seen), package.Client(address, attempts=2) as client:
        with pytest.raises(package.Refused) as refused:
            client.send(package.calls.alive())
        assert (refused.value.status, len(seen)) == (503, 2)


def test_a_pause_that_is_too_long_is_not_taken(package):
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    for after in ("3600", later):
        with serving(busy(429, after)) as (address, seen), package.Client(address, longest_wait=5) as client:
            with pytest.raises(package.Refused) as refused:
                client.send(package.calls.alive())
            assert (refused.value.status, len(seen)) == (429, 1)


def test_another_refusal_is_final(package):
    with serving(problem(500)) as (address, seen), package.Client(address) as client:
        with pytest.raises(package.Refused):
            client.send(package.calls.alive())
        assert len(seen) == 1


def test_when_the_connection_breaks_only_a_call_that_reads_is_sent_again(package):
    with serving(DROPPED, ALIVE, DROPPED) as (address, seen), package.Client(address) as client:
        assert client.send(package.calls.alive()).status == "alive"
        with pytest.raises(package.NoAnswer):
            client.screen({"parties": []})
        assert len(seen) == 3


def test_a_call_with_an_idempotency_key_is_sent_again_too(package, address, shown):
    with package.Client(address) as client:
        answer = client.reply(package.calls.screen(shown))
    given = (200, {"Content-Type": "application/json"}, answer.content)
    with serving(DROPPED, given) as (other, seen), package.Client(other) as client:
        assert client.send(package.calls.screen(shown, idempotency_key="one")) == answer.answer
        assert [each["idempotency-key"] for each in seen] == ["one", "one"]


def test_the_record_is_read_page_by_page(package):
    summary = {
        "sequence": 1,
        "recorded_at": "2026-03-04T05:06:07Z",
        "person": "",
        "reference": None,
        "determination": "notifiable",
        "rule_set": "us-oisp",
        "version": None,
        "law_digest": None,
        "engine_version": "1",
        "asked": {},
        "chain_digest": f"sha256:{'0' * 64}",
        "keep_until": "2036-03-04",
        "held": False,
    }
    pages = [{"records": [summary], "next_after": 1}, {"records": [{**summary, "sequence": 2}], "next_after": None}]
    replies = [(200, {"Content-Type": "application/json"}, json.dumps(page).encode()) for page in pages]
    with serving(*replies) as (address, _), package.Client(address) as client:
        assert [each.sequence for each in client.records(reference="D")] == [1, 2]


def test_where_nobody_listens_nothing_is_answered(package):
    with serving() as (address, _):
        pass
    with package.Client(address, attempts=2) as client, pytest.raises(package.NoAnswer, match="ConnectError"):
        client.screen({"parties": []})


@pytest.mark.parametrize(
    "reply",
    [
        (200, {"Content-Type": "text/html"}, b"<p>Sign in</p>"),
        (502, {"Content-Type": "text/html"}, b"<p>Bad gateway</p>"),
        (302, {"Location": "/login"}, b""),
        (500, {"Content-Type": "application/problem+json"}, b"no JSON"),
        (200, {"Content-Type": "application/json"}, b"no JSON"),
        (200, {"Content-Type": "application/json"}, b'{"determination": "cleared"}'),
    ],
    ids=["another page", "a gateway", "a redirect", "no problem", "no JSON", "no determination"],
)
def test_what_is_no_answer_of_the_service_is_none(package, reply):
    with serving(reply) as (address, _), package.Client(address) as client, pytest.raises(package.NotAnAnswer):
        client.screen({"parties": []})


def test_a_determination_with_a_word_that_is_not_known_is_never_a_pass(package, address, shown):
    with package.Client(address) as client:
        answer = client.screen(shown).to_dict()
    body = json.dumps({**answer, "determination": "cleared", "new_member": 1}).encode()
    known = json.dumps({**answer, "new_member": 1}).encode()
    replies = [(200, {"Content-Type": "application/json"}, each) for each in (body, known)]
    with serving(*replies) as (other, _), package.Client(other) as client:
        with pytest.raises(package.NotAnAnswer):
            client.screen(shown)
        assert client.screen(shown).determination == "undetermined"


def test_a_key_is_shown_anew_for_each_attempt(package):
    keys = iter(["first", "second"])
    with (
        serving(busy(503, "0"), ALIVE) as (address, seen),
        package.Client(address, key=lambda: next(keys)) as client,
    ):
        client.send(package.calls.alive())
    assert [each["authorization"] for each in seen] == ["Bearer first", "Bearer second"]
    with serving(ALIVE) as (address, seen), package.Client(address, key="abc") as client:
        client.send(package.calls.alive())
    assert [each["authorization"] for each in seen] == ["Bearer abc"]


def test_a_batch_that_ends_early_is_told_with_how_far_it_came(package, address, shown):
    with package.Client(address) as client:
        answered = json.dumps(client.screen(shown).to_dict()).encode() + b"\n"
    lines = {"Content-Type": "application/x-ndjson"}
    with serving((200, lines, answered)) as (other, _), package.Client(other) as client:
        got = []
        with pytest.raises(package.BatchBrokenOff) as broken:
            got.extend(client.screen_lines([shown, shown, shown]))
    assert (broken.value.answered, broken.value.sent) == (1, 3)
    with (
        serving((200, lines, b"{}\n")) as (other, _),
        package.Client(other) as client,
        pytest.raises(package.NotAnAnswer),
    ):
        list(client.screen_lines([shown]))
    with serving(DROPPED) as (other, _), package.Client(other) as client, pytest.raises(package.BatchBrokenOff):
        list(client.screen_lines([shown]))
