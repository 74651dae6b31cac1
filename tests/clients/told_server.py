"""A server that answers one request after another as it was told, for what a client does with it."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ALIVE = (200, {"Content-Type": "application/json"}, b'{"status": "alive"}')
DROPPED = None


def problem(status, **headers):
    body = {"type": "about:blank", "title": "Busy", "status": status, "request_id": "1"}
    return status, {"Content-Type": "application/problem+json", **headers}, json.dumps(body).encode()


def busy(status, after):
    return problem(status, **{"Retry-After": after})


@contextmanager
def serving(*replies):
    """Answers one request after another as told; gives the address, and the heads of the requests that came."""
    left, seen = list(replies), []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            seen.append({name.lower(): value for name, value in self.headers.items()})
            reply = left.pop(0)
            self.close_connection = True
            if reply is DROPPED:
                return
            status, headers, body = reply
            if self.headers.get("Transfer-Encoding") == "chunked":
                while size := int(self.rfile.readline(), 16):
                    self.rfile.read(size + 2)
                self.rfile.readline()
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 (the name is given by the base class)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", seen
        finally:
            server.shutdown()
            thread.join()
