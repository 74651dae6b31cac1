"""An issuer of tokens on a loopback address."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from joserfc import jwk, jwt

AUDIENCE = "https://screening.example"


class Issuer:
    """Signs tokens, and publishes the keys that verify them."""

    def __init__(self):
        self.key = jwk.ECKey.generate_key("P-256", {"kid": "first", "use": "sig", "alg": "ES256"})
        self.published = [self.key.as_dict(private=False)]
        self.fetched = 0
        self.away = False
        issuer = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self):
                issuer.fetched += 1
                content = json.dumps({"keys": issuer.published}).encode()
                self.send_response(503 if issuer.away else 200)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.jwks_url = f"{self.address}/keys"

    def rotate(self, kid):
        self.key = jwk.ECKey.generate_key("P-256", {"kid": kid, "use": "sig"})
        self.published = [self.key.as_dict(private=False)]

    def claims(self, now, **changes):
        seconds = int(now.timestamp())
        usual = {"iss": self.address, "aud": AUDIENCE, "sub": "248289761001", "client_id": "deals"}
        given = {**usual, "iat": seconds, "exp": seconds + 300, "scope": "screen profile"} | changes
        return {name: value for name, value in given.items() if value is not None}

    def token(self, now, *, header=None, key=None, **changes):
        described = {"alg": "ES256", "kid": self.key.kid, "typ": "at+jwt"} | (header or {})
        described = {name: value for name, value in described.items() if value is not None}
        algorithms = [described["alg"]]
        return jwt.encode(described, self.claims(now, **changes), key or self.key, algorithms=algorithms)


@contextmanager
def running_issuer():
    """An issuer whose keys can be fetched."""
    issuer = Issuer()
    thread = threading.Thread(target=issuer.server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield issuer
    finally:
        issuer.server.shutdown()
        thread.join()
        issuer.server.server_close()
