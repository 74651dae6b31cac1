"""A service of two workers as an operator sees it: its log, its traces, and what it has counted."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.rules import with_few_cases

ROOT = Path(__file__).parents[2]
EXAMPLE = json.loads((ROOT / "rules/us-oisp/2025-01-02/examples/ai-developer.json").read_bytes())
CONFIDENTIAL = "Kestrel-Project-9931"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SENT = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01", "origin": "https://deals.example"}
TOGETHER = 40


@contextmanager
def collector():
    """Takes what is sent to a collector of OpenTelemetry."""
    received = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append((self.path, self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_):
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", received
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def observed(tmp_path_factory):
    """The lines of the log, the spans, the metrics, and the answers to some requests."""
    folder = tmp_path_factory.mktemp("served")
    with collector() as (address, received):
        variables = {
            "SCREENING_DATABASE_URL": f"sqlite:///{folder}/screening.sqlite3",
            "SCREENING_RULES_DIR": str(with_few_cases(folder)),
            "SCREENING_WORKERS": "2",
            "SCREENING_PORT": "0",
            "SCREENING_TRACING": "true",
            "SCREENING_COMPRESSION": "true",
            "SCREENING_ACCESS": "open",
            "SCREENING_CORS_ORIGINS": "https://deals.example",
            "OTEL_EXPORTER_OTLP_ENDPOINT": address,
        }
        command = [sys.executable, "-m", "app", "serve"]
        log = folder / "log"
        with log.open("wb") as stderr:
            server = subprocess.Popen(command, stderr=stderr, cwd=ROOT, env={**os.environ, **variables})
        try:
            url = listening(log)
            answers = {
                "good": httpx.post(
                    f"{url}/v1/screenings", json={**EXAMPLE, "reference": CONFIDENTIAL}, headers=SENT, timeout=60
                ),
                "bad": httpx.post(f"{url}/v1/screenings?{CONFIDENTIAL}=1", json={CONFIDENTIAL: 1}, timeout=60),
                "preflight": httpx.options(
                    f"{url}/v1/screenings",
                    headers={"origin": "https://deals.example", "access-control-request-method": "POST"},
                ),
                "foreign": httpx.get(f"{url}/v1/templates", headers={"origin": "https://elsewhere.example"}),
            }
            for _ in range(TOGETHER):  # each on a connection of its own, so that both workers have a share
                httpx.get(f"{url}/v1/templates")
            metrics = [httpx.get(f"{url}/metrics").text for _ in range(4)]
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)
    sent = [span for path, body in received for span in spans(path, body)]
    return log.read_text("utf-8").splitlines(), sent, metrics, answers


def listening(log):
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        text = log.read_text("utf-8")
        if text.count("Application startup complete") == 2:
            return re.search(r"running on (http://[0-9.:]+)", text)[1]
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))


def spans(path, body):
    assert path == "/v1/traces"
    sent = ExportTraceServiceRequest.FromString(body)
    return [span for each in sent.resource_spans for scope in each.scope_spans for span in scope.spans]


def test_every_line_of_the_log_is_an_object_and_each_request_has_one(observed):
    lines, _, _, answers = observed
    told = [json.loads(line) for line in lines]
    requests = [each for each in told if each["event"] == "request"]
    assert len(requests) == len(answers) + TOGETHER
    (good,) = [each for each in requests if each["request_id"] == answers["good"].headers["x-request-id"]]
    assert (good["method"], good["route"], good["status"]) == ("POST", "/v1/screenings", 200)
    assert good["trace_id"] == TRACE
    (bad,) = [each for each in requests if each["request_id"] == answers["bad"].headers["x-request-id"]]
    assert bad["status"] == 422


def test_nothing_of_a_request_stands_in_the_log_or_in_a_span(observed):
    lines, sent, _, _ = observed
    assert not any(CONFIDENTIAL in line for line in lines)
    assert sent
    for span in sent:
        assert CONFIDENTIAL not in str(span), str(span)


def test_the_trace_of_the_caller_goes_on_through_the_steps_of_a_screening(observed):
    _, sent, _, _ = observed
    of_caller = [span for span in sent if span.trace_id.hex() == TRACE]
    names = {span.name for span in of_caller}
    assert names == {"POST /v1/screenings", "read transaction", "determine", "write answer"}
    (whole,) = [span for span in of_caller if span.name == "POST /v1/screenings"]
    assert {span.parent_span_id for span in of_caller if span is not whole} == {whole.span_id}


def test_whichever_worker_is_asked_counts_what_all_have_answered(observed):
    _, _, metrics, _ = observed
    for text in metrics:
        assert f'screening_requests_total{{route="/v1/templates",status="200"}} {TOGETHER + 1}.0' in text
        assert len(re.findall(r"^process_resident_memory_bytes\{pid=", text, re.MULTILINE)) == 2
        assert "screening_ready 1.0" in text


def test_pages_of_the_origins_that_are_set_may_call_and_no_others(observed):
    _, _, _, answers = observed
    assert answers["preflight"].headers["access-control-allow-origin"] == "https://deals.example"
    shown = answers["good"].headers["access-control-expose-headers"].split(", ")
    assert {"Signature-JWS", "Record-Receipt", "Record-Receipt-JWS"} <= set(shown)
    assert "access-control-allow-origin" not in answers["foreign"].headers
    assert answers["foreign"].headers["content-encoding"] in ("gzip", "br", "zstd")
