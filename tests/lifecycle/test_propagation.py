"""Two replicas on one database, asked without a pause while a version is published through one of them."""

import asyncio
import json
import time

from app.main import create_app
from app.settings import Settings
from tests.lifecycle.laws import a_deal
from tests.lifecycle.test_at_once import reviewed

NEXT = "2027-03-15"
PATIENCE_SECONDS = 240.0


class Replica:
    """One process' application, with its own cache, asked over and over."""

    def __init__(self, settings):
        self.app = create_app(settings)
        self.slowest, self.failures = 0.0, []
        self.seen = asyncio.Event()

    async def lifespan(self, started, ending):
        messages = iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive():
            kind = next(messages)
            if kind == "lifespan.shutdown":
                await ending.wait()
            return {"type": kind}

        async def send(message):
            if message["type"] == "lifespan.startup.complete":
                started.set()

        await self.app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send)

    async def ask(self, body):
        began = time.thread_time()
        status, answer = await call(self.app, "POST", "/v1/screenings", body)
        self.slowest = max(self.slowest, time.thread_time() - began)
        if status != 200:
            self.failures.append(answer)
            return
        version = json.loads(answer)["rule_set"]["version"]
        if version == NEXT:
            self.seen.set()


async def call(app, method, path, body, *, query="", **headers):
    sent = []
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive():
        message = next(messages, None)
        return message if message is not None else await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"content-type", b"application/json"), *((k.encode(), v.encode()) for k, v in headers.items())],
        "http_version": "1.1",
        "scheme": "http",
        "server": ("test", 80),
        "client": ("test", 1),
    }
    await app(scope, receive, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def test_a_published_version_serves_on_every_replica_and_no_request_fails_or_waits(service, copied, tmp_path):
    database_url, keys = copied
    reviewed(service)
    settings = Settings(database_url=database_url, rules_dir=tmp_path)
    replicas = [Replica(settings), Replica(settings)]
    asyncio.run(published_among(replicas, keys["carol"]))
    for replica in replicas:
        assert replica.failures == []
        assert replica.seen.is_set()
        # Compiling and looking into the database are other threads' work: a second of it in this one would be theirs.
        assert replica.slowest < 1.0


async def published_among(replicas, key):
    """Publish through the first replica while all are asked. Ends when all have the version, or after a long time."""
    ending = asyncio.Event()
    body = json.dumps(a_deal("designated_country", completed=NEXT)).encode()
    lives = []
    for replica in replicas:
        started = asyncio.Event()
        lives.append(asyncio.create_task(replica.lifespan(started, ending)))
        await started.wait()

    async def asking(replica):
        while not ending.is_set():
            await replica.ask(body)
            await asyncio.sleep(0.002)

    askers = [asyncio.create_task(asking(replica)) for replica in replicas]
    await asyncio.sleep(0.1)
    path = f"/v1/drafts/eu/{NEXT}/publish"
    publication = json.dumps({"effective_from": NEXT}).encode()
    bearer = {"authorization": f"Bearer {key}", "if-match": "*"}
    status, answer = await call(replicas[0].app, "POST", path, publication, **bearer)
    assert status == 201, answer
    await asyncio.wait([asyncio.create_task(replica.seen.wait()) for replica in replicas], timeout=PATIENCE_SECONDS)
    ending.set()
    await asyncio.gather(*askers, *lives)
