"""What the running service does with connections that are slow, too many, or no HTTP at all."""

import asyncio
import http.client
import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
import uvicorn
import uvloop

from app.api.application import application
from app.commands.connections import BoundedProtocol, Outgoing
from app.commands.serving import SERVER
from tests.api.builders import transaction

HEAD = b"POST /v1/screenings HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@contextmanager
def served(app, services=None, **limits):
    services = services or replace(app.state.services, body_seconds=0.4)
    hasty = {"timeout_keep_alive": 1, "timeout_graceful_shutdown": 1}
    config = {**SERVER, **hasty, "lifespan": "off", "log_level": "critical", **limits}
    server = uvicorn.Server(uvicorn.Config(application(services, openapi=b"{}"), port=0, **config))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()
    server.should_exit = True
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def address(app):
    with served(app) as address:
        yield address


def answer_to(address, *pieces, pause=0.0):
    """Everything that comes back until the service closes the connection."""
    with socket.create_connection(address, timeout=10) as connection:
        received = b""
        try:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)
        except OSError:
            pass  # the answer may have come before the end
        try:
            while part := connection.recv(65536):
                received += part
        except ConnectionError:
            pass
        return received


def problem_in(received):
    head, _, body = received.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    return json.loads(body)


@pytest.mark.parametrize("sizes", [[10_000_000], [8_000_000, 1_000_000], [9_000_000]])
@pytest.mark.parametrize("announced", [True, False])
def test_a_caller_that_closes_after_the_answer_can_read_that_its_body_is_too_large(address, sizes, announced):
    connection = http.client.HTTPConnection(*address, timeout=10)
    headers = {"Content-Type": "application/json", "Connection": "close"}
    length = {"Content-Length": str(sum(sizes))} if announced else {}

    connection.request(
        "POST", "/v1/screenings", (b" " * size for size in sizes), headers | length, encode_chunked=not announced
    )

    assert connection.getresponse().status == 413


def test_a_body_that_stops_is_told_that_it_is_late(address):
    received = answer_to(address, HEAD + b"Content-Length: 100\r\n\r\n", b"{")

    assert problem_in(received)["type"].endswith(":body-too-slow")


def test_a_slow_body_that_keeps_coming_is_answered(address):
    body = json.dumps(transaction(reference="x" * 900)).encode()
    pieces = [body[i : i + 200] for i in range(0, len(body), 200)]

    received = answer_to(
        address, HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body), *pieces, pause=0.1
    )

    assert received.startswith(b"HTTP/1.1 200 OK")


def test_what_is_no_http_is_refused(address):
    assert answer_to(address, b"\x16\x03\x01\r\n\r\n").startswith(b"HTTP/1.1 400")


def test_more_connections_than_the_limit_are_turned_away(app):
    with served(app, limit_concurrency=3) as address:
        open_already = [socket.create_connection(address) for _ in range(3)]
        time.sleep(0.1)
        received = answer_to(address, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        for connection in open_already:
            connection.close()
    assert received.startswith(b"HTTP/1.1 503")


def test_requests_after_one_another_on_a_connection_are_all_answered(address):
    body = json.dumps(transaction(reference="x" * 900)).encode()
    one = HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body

    received = answer_to(address, one + one + one[:50], one[50:])

    assert received.count(b"HTTP/1.1 200 OK") == 3


def test_a_connection_stays_open_after_a_request_for_the_head_alone(address):
    rest = b" /v1/templates HTTP/1.1\r\nHost: x\r\n\r\n"
    assert answer_to(address, b"HEAD" + rest, b"GET" + rest, pause=0.2).count(b"HTTP/1.1 200 OK") == 2


def test_the_service_stops_although_somebody_has_not_sent_everything(app):
    with served(app) as address:
        stalled = socket.create_connection(address)
        stalled.sendall(HEAD + b"Content-Length: 100\r\n\r\n{")
        time.sleep(0.1)
        began = time.monotonic()

    assert time.monotonic() - began < 5
    stalled.close()


class Impatient(BoundedProtocol):
    head_seconds = 0.2
    unread_seconds = 0.2


@pytest.fixture(scope="module")
def impatient(app):
    with served(app, http=Impatient) as address:
        yield address


def test_a_head_that_does_not_come_to_its_end_is_told_that_it_is_late(impatient):
    assert answer_to(impatient, b"GET /healthz HTTP/1.1\r\nHost").startswith(b"HTTP/1.1 408")


def test_a_connection_that_says_nothing_is_closed(impatient):
    assert answer_to(impatient).startswith(b"HTTP/1.1 408")


def test_a_head_that_is_too_long_is_refused(address):
    piece = b"x-long: " + b"x" * 50_000 + b"\r\n"
    received = answer_to(address, b"GET /healthz HTTP/1.1\r\n", *[piece] * 9, pause=0.02)
    assert received.startswith(b"HTTP/1.1 431")


def test_an_answer_that_nobody_reads_is_not_kept(impatient, example):
    asked = HEAD.replace(b" HTTP", b"?explain=full HTTP") + b"Content-Length: %d\r\n\r\n" % len(example) + example
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(impatient)
        connection.sendall(asked * 40)
        time.sleep(4)
        received = 0
        with suppress(ConnectionError):
            while part := connection.recv(65536):
                received += len(part)
    assert received < 40 * 100_000


def test_a_body_that_drips_is_told_that_it_is_late(app):
    with served(app, services=replace(app.state.services, body_seconds=1.0)) as address:
        received = answer_to(address, HEAD + b"Content-Length: 100\r\n\r\n", *[b" "] * 15, pause=0.1)
    assert problem_in(received)["type"].endswith(":body-too-slow")


def test_what_is_not_done_when_the_service_stops_is_told_so(app, example):
    begun = threading.Event()

    async def never(_):
        begun.set()
        await asyncio.Event().wait()

    sent = HEAD.replace(b" HTTP", b"?explain=full HTTP") + b"Content-Length: %d\r\n\r\n" % len(example) + example
    with ThreadPoolExecutor() as threads:
        with served(app, services=replace(app.state.services, work=never)) as address:
            answer = threads.submit(answer_to, address, sent)
            assert begun.wait(10)
        assert problem_in(answer.result())["type"].endswith(":stopping")


def test_what_is_written_to_a_connection_that_broke_is_dropped():
    async def scenario():
        mine, theirs = socket.socketpair()
        with theirs:
            transport, _ = await asyncio.get_running_loop().connect_accepted_socket(asyncio.Protocol, mine)
            outgoing = Outgoing(transport)
            outgoing.write(b"heard")
            await asyncio.sleep(0.05)
            transport.abort()
            await asyncio.sleep(0.05)
            with pytest.raises(RuntimeError):
                transport.write(b"lost")
            outgoing.write(b"lost")
            assert outgoing.is_closing()
            assert theirs.recv(100) == b"heard"

    uvloop.run(scenario())
