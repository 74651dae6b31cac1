"""Screenings that are put on record: the same answer, once for each key, or none that claims to be recorded."""

import json
import threading
from datetime import timedelta

import httpx
import pytest

from app.__main__ import main
from app.domain.canonical import digest
from app.domain.errors import StorageUnavailable
from app.storage.records import SqlRecords
from tests.api.test_connections import served
from tests.records.conftest import DEAL, OTHER


def receipt_of(answer):
    return json.loads(answer.headers["record-receipt"])


def test_an_answer_on_record_has_the_bytes_of_any_and_comes_with_a_receipt(service):
    plain = service.screen(query="")
    answer = service.screen(reference="x")
    assert (answer.status_code, answer.content) == (200, plain.content)
    assert "record-receipt" not in plain.headers
    receipt = receipt_of(answer)
    assert receipt["transaction_digest"] == digest(DEAL)
    assert receipt["answer_digest"] == digest(answer.content)

    (listed,) = service.records()
    law = answer.json()["rule_set"]
    assert listed == {
        "sequence": 1,
        "recorded_at": receipt["recorded_at"],
        "person": "ann",
        "reference": "DEAL-2025-0147",
        "determination": "notifiable",
        "rule_set": "us-oisp",
        "version": law["version"],
        "law_digest": law["digest"],
        "engine_version": answer.json()["engine_version"],
        "asked": {"explain": "brief"},
        "keep_until": "2036-06-01",
        "held": False,
        "chain_digest": receipt["chain_digest"],
    }
    whole = service.call("GET", "/v1/records/1").json()
    assert (whole["transaction"].encode(), whole["answer"].encode()) == (DEAL, answer.content)
    assert whole["masked"] == []


def test_one_key_stands_for_one_request_of_one_person(service):
    first = service.screen(idempotency_key='"k-1"')
    service.clock.now += timedelta(days=1)
    again = service.screen(idempotency_key="k-1")
    assert (again.content, receipt_of(again)) == (first.content, receipt_of(first))
    others = {"record=true": OTHER, "record=true&explain=full": DEAL}
    for other in (service.screen(body, query=query, idempotency_key="k-1") for query, body in others.items()):
        assert (other.status_code, other.json()["type"]) == (422, "urn:problem-type:screening:idempotency-key-reused")
        assert "record-receipt" not in other.headers
    assert service.screen(OTHER, by="ben", idempotency_key="k-1").status_code == 200
    assert [each["person"] for each in service.records()] == ["ann", "ben"]


def test_of_two_requests_at_once_under_one_key_one_is_recorded(service):
    answers, start = [], threading.Barrier(6)

    def ask(body):
        start.wait()
        answers.append(service.screen(body, idempotency_key="k-1"))

    threads = [threading.Thread(target=ask, args=(body,)) for body in (DEAL, DEAL, DEAL, OTHER, OTHER, OTHER)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 422, 422, 422]
    assert len({answer.content for answer in answers if answer.status_code == 200}) == 1
    assert len(service.records()) == 1


@pytest.mark.parametrize("key", ["", '"', "a b", "a" * 256, '""', "é"])
def test_a_key_that_cannot_be_read_is_refused(service_with, key):
    answer = service_with().screen(idempotency_key=key)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:problem-type:screening:unfit-idempotency-key")


def test_what_is_no_transaction_is_not_recorded(service_with):
    service = service_with()
    assert service.screen(b"{}", idempotency_key="k-1").status_code == 422
    assert service.records() == []
    assert service.screen(DEAL, idempotency_key="k-1").status_code == 200


class Broken(SqlRecords):
    """A record that cannot be written."""

    def add(self, new, *, recorded_at):
        raise StorageUnavailable("The disk is full.")


def test_an_answer_that_cannot_be_recorded_is_not_given(service_with):
    service = service_with(record="always")
    service.provided.recorder._group._write = lambda new: Broken(service.engine).add(new, recorded_at=service.clock())
    memo = service.screen(query="", accept="text/html")
    for answer in (service.screen(query=""), service.screen(), memo):
        assert answer.status_code == 503
        assert b"notifiable" not in answer.content
    (line,) = batch_of(service, ONE_LINE)
    assert (json.loads(line)["status"], json.loads(line)["reference"]) == (503, "DEAL-2025-0147")


ONE_LINE = DEAL.replace(b"\n", b"")


def batch_of(service, content, media_type="application/x-ndjson", *, by="ben"):
    """The answers to a batch, sent over a connection."""
    headers = {"content-type": media_type, "authorization": f"Bearer {service.keys[by]}"}
    with served(service.client._app) as (host, port):
        answer = httpx.post(f"http://{host}:{port}/v1/screenings/batch", content=content, headers=headers, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.content.splitlines()


def test_every_screening_is_recorded_where_that_is_set(service_with):
    service = service_with(record="always")
    answers = [service.screen(query=query) for query in ("", "explain=full", "rule_set=us-oisp&version=2025-01-02")]
    memo = service.screen(query="explain=full", accept="text/html")
    assert memo.headers["content-type"].startswith("text/html")
    first, problem, third = batch_of(service, b"%b\n{}\n%b" % (ONE_LINE, OTHER.replace(b"\n", b"")))
    (array,) = batch_of(service, b"[%b]" % DEAL, "application/json")
    assert json.loads(problem)["status"] == 422
    given = [*(each.content for each in answers), answers[1].content, first, third, array[1:-1]]
    recorded = [service.call("GET", f"/v1/records/{number}").json() for number in range(1, 8)]
    assert [each["answer"].encode() for each in recorded] == given
    assert [each["person"] for each in recorded] == ["ann"] * 4 + ["ben"] * 3
    assert recorded[2]["asked"] == {"explain": "brief", "rule_set": "us-oisp", "version": "2025-01-02"}
    assert len(service.records()) == 7
    assert len({service.screen(query="", idempotency_key="a").content for _ in range(2)}) == 1
    assert len(service.records()) == 8


def test_a_key_of_a_request_that_cannot_be_repeated_to_the_byte_is_refused(service_with):
    service = service_with()
    memo = service.screen(idempotency_key="a", accept="text/html")
    batch = service.call("POST", "/v1/screenings/batch?record=true", b"[]", by="ann", idempotency_key="a")
    assert (memo.status_code, batch.status_code) == (400, 400)


def test_a_service_that_records_nothing_says_so(service_with):
    service = service_with(record="never")
    for path in ("/v1/screenings", "/v1/screenings/batch"):
        answer = service.call("POST", f"{path}?record=true", DEAL, by="ann")
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:problem-type:screening:recording-off")
    assert service.screen(query="").status_code == 200


def test_without_being_asked_nothing_is_recorded(service_with):
    service = service_with()
    service.screen(query="")
    service.screen(query="explain=full", idempotency_key="a")
    assert service.records() == []


def test_an_answer_that_is_remembered_is_recorded_like_any(service_with):
    service = service_with()
    for number in range(3):
        service.screen(DEAL.replace(b"0147", b"%04d" % number))
    assert [each["reference"] for each in service.records()] == [f"DEAL-2025-{number:04}" for number in range(3)]


def test_who_asked_is_not_named_where_access_is_open(service_with):
    service = service_with()
    service.screen(by=None)
    assert [each["person"] for each in service.records()] == [""]


def test_a_receipt_is_signed_with_the_answer(service_with, tmp_path):
    keys = tmp_path / "keys.json"
    assert main(["signing-keys", "create", "--keys", str(keys)]) == 0
    answer = service_with(signing_keys_file=keys).screen(query="record=true&signed=true")
    for name, content, signature in (
        ("answer", answer.content, answer.headers["signature-jws"]),
        ("receipt", answer.headers["record-receipt"].encode(), answer.headers["record-receipt-jws"]),
    ):
        (tmp_path / name).write_bytes(content)
        (tmp_path / f"{name}.jws").write_text(signature)
        assert main(["verify", str(tmp_path / name), "--jwks", str(keys)]) == 0
    headers = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
    (tmp_path / "headers").write_text(headers)
    for name in ("answer", "receipt"):
        assert (
            main(["verify", str(tmp_path / name), "--signature", str(tmp_path / "headers"), "--jwks", str(keys)]) == 0
        )
    swapped = ["--signature", str(tmp_path / "receipt.jws"), "--jwks", str(keys)]
    assert main(["verify", str(tmp_path / "answer"), *swapped]) == 65


def test_the_record_is_read_with_its_scope_alone(service_with):
    service = service_with()
    service.screen()
    paths = ["/v1/records", "/v1/records/head", "/v1/records/verification", "/v1/records/export", "/v1/records/1"]
    changes = [f"/v1/records/1/{each}" for each in ("recompute", "hold", "release")]
    for method, path in [*(("GET", path) for path in paths), *(("POST", path) for path in changes)]:
        body = b'{"reason": "x"}' if path.endswith(("hold", "release")) else b""
        assert service.call(method, path, body, by="ann").status_code == 403
        assert service.call(method, path, body, by=None).status_code == 401
