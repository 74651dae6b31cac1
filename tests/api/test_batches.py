"""`POST /v1/screenings/batch`, over loopback: each line gets what a single call gets, or a problem in its place."""

import gzip
import http.client
import json
import socket
import time
from contextlib import closing
from dataclasses import replace

import httpx
import pytest
import zstandard

from app.api.batch.response import AT_ONCE
from app.service.snapshot import Snapshot
from tests.api.builders import transaction
from tests.api.test_connections import served
from tests.golden.versions import BATCHES, cases_in

PATH = "/v1/screenings/batch"
HEAD = b"POST %b HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n" % PATH.encode()
LINES = {"content-type": "application/x-ndjson"}


@pytest.fixture(scope="module")
def service(app):
    with served(app) as (host, port), httpx.Client(base_url=f"http://{host}:{port}", timeout=60) as caller:
        yield caller


def deal(number=0, **stated):
    return json.dumps(transaction(reference=f"DEAL-{number}", **stated)).encode()


def singly(service, body, query=""):
    return service.post(f"/v1/screenings{query}", content=body, headers={"content-type": "application/json"}).content


def answers(response):
    assert response.status_code == 200, response.text
    assert response.text.endswith("\n")
    return response.content.split(b"\n")[:-1]


def test_every_golden_case_gets_the_bytes_of_a_single_call_in_its_place(service, app):
    cases = [case for batch in range(BATCHES) for case, _ in cases_in("2025-01-02", batch)]
    bodies = [json.dumps(case.transaction).encode() for case in cases]
    given = answers(service.post(f"{PATH}?version=2025-01-02", content=b"\n".join(bodies), headers=LINES))
    screen = app.state.services.screener.screen
    assert [screen(body, version="2025-01-02").body for body in bodies] == given
    assert {case.expect for case in cases} == {json.loads(each)["determination"] for each in given}


def test_a_line_that_is_no_transaction_gets_a_problem_with_its_number_and_reference(service):
    stranger = "Very-Confidential-Target"
    lines = [
        deal(1),
        b"",
        b"{bad",
        json.dumps({"reference": "R-4", "parties": stranger}).encode(),
        b'["%s"]' % stranger.encode(),
        json.dumps({"reference": 7, stranger: 1}).encode(),
        b"  \r",
        deal(8) + b"\r",
        b"\xff\xfe",
    ]
    response = service.post(PATH, content=b"\n".join(lines), headers=LINES)
    first, *problems, last, unreadable = map(json.loads, answers(response))
    assert first["reference"] == "DEAL-1"
    assert last["reference"] == "DEAL-8"
    assert [(each["line"], each["reference"], each["status"]) for each in (*problems, unreadable)] == [
        (3, None, 400),
        (4, "R-4", 422),
        (5, None, 422),
        (6, None, 422),
        (9, None, 400),
    ]
    assert problems[1]["errors"] == [{"pointer": "/parties", "detail": "Give a list.", "code": "wrong_type"}]
    assert not any("determination" in each for each in (*problems, unreadable))
    assert stranger not in response.text.replace(f"/{stranger}", "")


def test_a_line_that_is_too_long_is_refused_and_the_next_is_not(app):
    services = replace(app.state.services, body_limit_bytes=4000)
    with served(app, services=services) as (host, port):
        content = b"\n".join([deal(1), b" " * 5000 + deal(2) + b"x" * 900_000, deal(3)])
        response = httpx.post(f"http://{host}:{port}{PATH}", content=content, headers=LINES)
    first, long, third = map(json.loads, answers(response))
    assert (first["reference"], third["reference"]) == ("DEAL-1", "DEAL-3")
    assert (long["status"], long["line"]) == (413, 2)


def test_an_envelope_has_options_of_its_own(service):
    plain, other = deal(1), deal(2)
    lines = [
        b'{"transaction":%b,"explain":"full"}' % plain,
        b' { "version" : "2025-01-02", "transaction" : %b , "rule_set": null } ' % other,
        b'{"transaction":%b,"as_known_on":"2024-01-01"}' % plain,
        b'{"rule_set":"us-oisp","version":"nprm-2024","variants":{"ai_notify":"above_1e23"},"transaction":%b}' % plain,
    ]
    full, pinned, known, proposed = answers(service.post(PATH, content=b"\n".join(lines), headers=LINES))
    assert full == singly(service, plain, "?explain=full")
    assert pinned == singly(service, other, "?version=2025-01-02")
    assert known == singly(service, plain, "?as_known_on=2024-01-01")
    assert json.loads(proposed)["rule_set"]["version"] == "nprm-2024" or json.loads(proposed)["status"] == 422


@pytest.mark.parametrize(
    ("member", "pointer"),
    [
        (b'"verzion":"2025-01-02"', "/verzion"),
        (b'"version":5', "/version"),
        (b'"version":"no such"', "/version"),
        (b'"as_known_on":"soon"', "/as_known_on"),
        (b'"as_known_on":"9999-01-01"', "/as_known_on"),
        (b'"version":"2025-01-02","as_known_on":"2025-01-01"', "/as_known_on"),
        (b'"explain":"all"', "/explain"),
        (b'"variants":["a"]', "/variants"),
        (b'"reference":"X"', ""),
    ],
)
def test_what_an_envelope_says_wrongly_is_a_problem_of_its_line(service, member, pointer):
    (given,) = answers(service.post(PATH, content=b'{"transaction":%b,%b}' % (deal(1), member), headers=LINES))
    problem = json.loads(given)
    assert problem["status"] == 422
    assert [each["pointer"] for each in problem["errors"]] == [pointer]
    assert problem["reference"] == "DEAL-1"


def test_problems_of_a_transaction_in_an_envelope_say_where_it_stands(service):
    (given,) = answers(service.post(PATH, content=b'{"transaction":{"parties":1,"reference":"A"}}', headers=LINES))
    assert json.loads(given)["errors"][0]["pointer"] == "/transaction/parties"


@pytest.mark.parametrize("nothing", [b"null", b"[]", b"{}", b'"none"', b'{"transaction":{}}'])
def test_an_envelope_without_a_transaction_is_a_problem_and_no_determination(service, nothing):
    (given,) = answers(service.post(PATH, content=b'{"transaction":%b}' % nothing, headers=LINES))
    assert json.loads(given)["status"] == 422
    assert "determination" not in json.loads(given)


def test_the_law_is_one_for_all_lines_and_can_be_told_first(service):
    response = service.post(f"{PATH}?law_line=true", content=deal(1), headers=LINES)
    law, answer = map(json.loads, answers(response))
    assert law["law_snapshot"] == response.headers["law-snapshot"]
    held = {(each["rule_set"], each["version"], each["digest"]) for each in law["versions"]}
    assert tuple(answer["rule_set"][name] for name in ("id", "version", "digest")) in held


def test_law_that_comes_in_the_middle_does_not_change_the_batch(app):
    screener = app.state.services.screener
    snapshot, fixed = screener.at_this_moment()
    screener._law, kept = (lambda: Snapshot.of({}, {}, failures={})), screener._law
    try:
        assert fixed.screen(deal(1)).version == "2025-01-02"
        assert screener.at_this_moment()[0].digest != snapshot.digest
    finally:
        screener._law = kept


def test_a_json_array_is_answered_with_one(service):
    items = [
        deal(1),
        b"3",
        b'{"transaction":%b,"explain":"full"}' % deal(2),
        b'{"reference":"A\\u0042","parties":1e999}',
    ]
    body = b" [ " + b" ,\n".join(items) + b" ] "
    response = service.post(PATH, content=body, headers={"content-type": "application/json"})
    assert response.headers["content-type"] == "application/json"
    first, number, full, invalid = response.json()
    assert json.dumps(first, separators=(",", ":"), ensure_ascii=False).encode() == singly(service, items[0])
    assert (number["line"], number["status"], invalid["line"], invalid["reference"]) == (2, 422, 4, "AB")
    assert full["reference"] == "DEAL-2"
    assert service.post(PATH, content=b"[]", headers={"content-type": "application/json"}).json() == []


@pytest.mark.parametrize(
    ("headers", "content", "query", "status"),
    [
        (LINES, b"", "", 400),
        (LINES, b"\n \n", "", 400),
        (LINES, deal(1), "?version=none", 404),
        (LINES, deal(1), "?verzion=2025-01-02", 422),
        (LINES, deal(1), "?version=2025-01-02&as_known_on=2025-01-01", 422),
        ({"content-type": "text/csv"}, deal(1), "", 415),
        ({**LINES, "content-encoding": "br"}, deal(1), "", 415),
        ({**LINES, "content-encoding": "gzip"}, deal(1), "", 400),
        ({**LINES, "content-encoding": "zstd"}, deal(1), "", 400),
        ({"content-type": "application/json"}, b'{"parties":[]}', "", 422),
        ({"content-type": "application/json"}, b"[1,", "", 400),
        ({"content-type": "application/json", "content-encoding": "gzip"}, b"[]", "", 415),
    ],
)
def test_what_is_wrong_with_the_whole_is_a_problem_of_the_request(service, headers, content, query, status):
    response = service.post(f"{PATH}{query}", content=content, headers=headers)
    if query == "?version=none":  # each line could name another
        assert [json.loads(each)["status"] for each in answers(response)] == [status]
    else:
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("coding", "compress"), [("gzip", gzip.compress), ("zstd", zstandard.ZstdCompressor().compress)]
)
def test_compressed_lines_are_taken_and_compressed_answers_given(service, coding, compress):
    lines = [deal(number) for number in range(3 * AT_ONCE)]
    half = len(lines) // 2
    # Two compressed files, one behind the other, are one body.
    content = compress(b"\n".join(lines[:half]) + b"\n") + compress(b"\n".join(lines[half:]))
    headers = {**LINES, "content-encoding": coding, "accept-encoding": coding}
    with service.stream("POST", PATH, content=content, headers=headers) as response:
        assert response.headers["content-encoding"] == coding
        raw = b"".join(response.iter_raw())
    given = gzip.decompress(raw) if coding == "gzip" else zstandard.ZstdDecompressor().decompressobj().decompress(raw)
    assert (
        given == service.post(PATH, content=b"\n".join(lines), headers={**LINES, "accept-encoding": "identity"}).content
    )
    assert len(raw) < len(given) / 4

    cut = service.post(PATH, content=content[:-5], headers={**headers, "accept-encoding": "identity"})
    last = json.loads(answers(cut)[-1])
    assert (last["status"], last["detail"]) == (400, "The compressed body ends too early.")
    assert "determination" not in last


def test_a_few_bytes_that_become_many_are_taken_piece_by_piece(service):
    for coding, compress in (("gzip", gzip.compress), ("zstd", zstandard.ZstdCompressor().compress)):
        content = compress(b" " * 50_000_000 + b"\n" * 5_000_000 + deal(1))
        given = answers(service.post(PATH, content=content, headers={**LINES, "content-encoding": coding}))
        assert json.loads(given[-1])["reference"] == "DEAL-1"


def test_answers_come_while_lines_are_still_to_be_sent(service):
    with closing(http.client.HTTPConnection(service.base_url.host, service.base_url.port, timeout=30)) as connection:
        connection.putrequest("POST", PATH)
        connection.putheader("content-type", "application/x-ndjson")
        connection.putheader("transfer-encoding", "chunked")
        connection.endheaders()
        response = None
        for number in range(3):
            line = deal(number) + b"\n"
            connection.send(b"%x\r\n%b\r\n" % (len(line), line))
            response = response or connection.getresponse()
            assert json.loads(response.readline())["reference"] == f"DEAL-{number}"
        connection.send(b"0\r\n\r\n")
        assert response.read() == b""


def test_a_caller_that_sends_everything_before_it_reads_gets_all_answers(service):
    """Its answers are many times as long as what the connection holds; so is what it sends."""
    size = 4000
    line = deal(1) + b" " * 8000 + b"\n"
    with socket.create_connection((service.base_url.host, service.base_url.port), timeout=60) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        connection.sendall(HEAD + b"Connection: close\r\n")
        connection.sendall(b"Content-Length: %d\r\n\r\n" % (size * len(line)))
        connection.sendall(line * size)
        received = []
        while part := connection.recv(1 << 20):
            received.append(part)
    assert b"".join(received).count(b'"reference":"DEAL-1"') == size
    assert b"".join(received).endswith(b"0\r\n\r\n")


def test_a_caller_that_leaves_ends_the_work_on_its_batch(service):
    before = determined(service)
    with socket.create_connection((service.base_url.host, service.base_url.port), timeout=60) as connection:
        lines = (deal(1) + b"\n") * 3000
        connection.sendall(HEAD)
        connection.sendall(b"Content-Length: %d\r\n\r\n" % (10 * len(lines)))
        connection.sendall(lines)
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
    assert service.get("/healthz").status_code == 200
    settled, last = determined(service), -1
    while settled != last:
        time.sleep(0.2)
        settled, last = determined(service), settled
    assert 0 < settled - before < 3000


def determined(service):
    lines = service.get("/metrics").text.splitlines()
    return sum(float(each.rpartition(" ")[2]) for each in lines if each.startswith("screening_determinations_total"))


def test_single_calls_are_quick_beside_a_batch(service):
    """Ten percent of a second is far above what was measured, and far below the seconds that the batch takes."""
    with service.stream("POST", PATH, content=(deal(1) + b"\n") * 6000, headers=LINES) as batch:
        lines = batch.iter_lines()
        next(lines)
        beside = []
        for _ in range(20):
            began = time.monotonic()
            assert service.get("/healthz").status_code == 200
            beside.append(time.monotonic() - began)
        assert sum(1 for _ in lines) == 5999
    assert sorted(beside)[10] < 0.1
