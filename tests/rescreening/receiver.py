"""A receiver of webhooks on this machine, which answers as it is told to and keeps what it was sent."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 (of these tests)


class Receiver:
    """Answers 204, or first the statuses of ``answers``, one after the other; ``calls`` are headers and bodies."""

    def __init__(self, port):
        self.url = f"http://127.0.0.1:{port}/hook"
        self.answers = []
        self.always = 204
        self.headers = {}
        self.calls = []

    @property
    def ids(self):
        return [headers["webhook-id"] for _, headers, _ in self.calls]


@contextmanager
def receiving():
    """Run a receiver for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.calls.append((self.path, dict(self.headers), body))
            status = receiver.answers.pop(0) if receiver.answers else receiver.always
            if status is None:  # the connection breaks off
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
