"""Publishing from several processes, and processes that die while they publish, on SQLite and on PostgreSQL.

``CRASH_ROUNDS=8`` kills one at so many moments on each database.
"""

import os
import signal
import time
from contextlib import suppress
from datetime import date

import pytest

from app.domain.errors import ScreeningError
from app.main import lifecycle
from app.service.drafting import Seen
from app.storage.archive import SqlRepository
from app.storage.engine import open_engine
from tests.lifecycle.laws import a_law
from tests.processes import PROCESSES, at_once

NEXT = "2027-03-15"
ROUNDS = int(os.environ.get("CRASH_ROUNDS", "2"))
MOMENT_SECONDS = 0.01


def publish(database_url, *versions):
    """What came of publishing the drafts one after the other, in a process of its own."""
    engine = open_engine(database_url)
    publication = lifecycle(engine).publishing
    outcomes = {}
    for version in versions:
        try:
            seen, begins = Seen(any_text=True), date.fromisoformat(NEXT)
            stored = publication.publish("eu", version, seen=seen, actor="carol", effective_from=begins)
            outcomes[version] = stored.status.value
        except ScreeningError as refusal:
            outcomes[version] = type(refusal).__name__
    engine.dispose()
    return outcomes


def publish_and_die(database_url, method):
    """Publishes, and is killed as hard as it can be when the method has done its work inside the unit of work."""
    original = getattr(SqlRepository, method)

    def dying(self, *arguments, **named):
        original(self, *arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(SqlRepository, method, dying)
    publish(database_url, NEXT)


def publish_and_tell(database_url, telling):
    """Publishes, and tells when it begins and when publishing is acknowledged."""
    publication = lifecycle(open_engine(database_url)).publishing
    telling.send("begun")
    publication.publish("eu", NEXT, seen=Seen(any_text=True), actor="carol", effective_from=date.fromisoformat(NEXT))
    telling.send("acknowledged")


def reviewed(service, version=NEXT, **law):
    service.save(a_law(version, **law))
    assert service.check(version).json()["passed"]
    assert service.review(version).status_code == 200


def test_of_several_publications_at_once_exactly_one_wins(service, copied):
    database_url, _ = copied
    other = "2027-03-15.b"
    reviewed(service)
    reviewed(service, other)
    with at_once(2) as processes:
        first = processes.submit(publish, database_url, NEXT, other)
        second = processes.submit(publish, database_url, other, NEXT)
        outcomes = [(version, came) for each in (first, second) for version, came in each.result().items()]
    assert sorted(came for _, came in outcomes) == ["WrongStanding"] * 3 + ["scheduled"]
    winner = next(version for version, came in outcomes if came == "scheduled")
    assert [entry["status"] for entry in service.history(winner)["entries"]].count("scheduled") == 1
    assert service.history(({NEXT, other} - {winner}).pop())["standing"] == "reviewed"
    assert len(service.history("2025-01-02")["entries"]) == 2


@pytest.mark.parametrize(
    "dies_at",
    ["_insert", "add_version", "record_transition"],
    ids=["after the text", "after the first entry", "after the last entry"],
)
def test_a_process_killed_while_it_publishes_leaves_nothing_half_done(service, copied, dies_at):
    database_url, _ = copied
    reviewed(service)
    before = service.history(NEXT), service.history("2025-01-02")
    process = PROCESSES.Process(target=publish_and_die, args=(database_url, dies_at))
    process.start()
    process.join(timeout=60)
    assert process.exitcode == -signal.SIGKILL
    assert (service.history(NEXT), service.history("2025-01-02")) == before
    assert service.call("GET", f"/v1/rule-sets/eu/versions/{NEXT}").status_code == 404
    assert service.publish(NEXT, effective_from=NEXT).status_code == 201


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_process_killed_at_any_moment_has_published_or_has_not(service, copied, round_):
    reviewed(service)
    heard, telling = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=publish_and_tell, args=(copied[0], telling))
    process.start()
    telling.close()
    assert heard.recv() == "begun"
    time.sleep(MOMENT_SECONDS * round_)
    process.kill()
    process.join(timeout=60)
    with suppress(EOFError):
        assert heard.recv() == "acknowledged"
        assert standings(service)[0][-1] == "scheduled"
    if standings(service)[0][-1] == "reviewed":
        assert service.call("GET", f"/v1/rule-sets/eu/versions/{NEXT}").status_code == 404
        assert service.publish(NEXT, effective_from=NEXT).status_code == 201
    assert standings(service) == (["draft", "checked", "reviewed", "scheduled"], ["in_force", "in_force"])
    assert service.call("GET", f"/v1/rule-sets/eu/versions/{NEXT}").status_code == 200


def standings(service):
    """What each entry says that the new version, and the one before it, became."""
    return tuple([entry["status"] for entry in service.history(each)["entries"]] for each in (NEXT, "2025-01-02"))


def test_a_process_killed_while_it_saves_leaves_the_draft_as_it_was(service, copied):
    database_url, _ = copied
    service.save(a_law())
    before = service.call("GET", f"/v1/drafts/eu/{NEXT}", by="alice").content
    process = PROCESSES.Process(target=save_and_die, args=(database_url,))
    process.start()
    process.join(timeout=60)
    assert process.exitcode == -signal.SIGKILL
    assert service.call("GET", f"/v1/drafts/eu/{NEXT}", by="alice").content == before
    assert len(service.history(NEXT)["entries"]) == 1


def save_and_die(database_url):
    original = SqlRepository.save_draft

    def dying(self, draft):
        original(self, draft)
        os.kill(os.getpid(), signal.SIGKILL)

    SqlRepository.save_draft = dying
    drafting = lifecycle(open_engine(database_url)).drafting
    drafting.save("eu", NEXT, document=a_law(title="Changed"), cases=[], seen=Seen(any_text=True), actor="alice")
