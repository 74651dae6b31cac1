"""A process that is killed while it records: what it acknowledged is on record, once, and the record is whole.

``CRASH_ROUNDS=8`` does it so many times on each database.
"""

import os
import signal
from itertools import count
from threading import Thread

import pytest

from app.domain.canonical import digest
from app.service.records.entries import RecordWhich, Sought
from app.service.records.recording import Recorder
from app.service.records.verifying import anchor_of, verified
from app.storage.engine import open_engine
from app.storage.records import SqlRecords
from tests.processes import PROCESSES
from tests.records.test_chain import NOON, screening

ROUNDS = int(os.environ.get("CRASH_ROUNDS", "2"))
THREADS = 4


def record_until_killed(database_url, acknowledged):
    """Records from several threads, and tells of each record once it is acknowledged."""
    store = SqlRecords(open_engine(database_url))
    recorder = Recorder(store, which=RecordWhich.ALWAYS, years=1, clock=lambda: NOON)
    numbers = count(1)

    def work():
        for number in numbers:
            new = screening(number, key=f"k-{number}")
            (recorded,) = recorder.recorded([new])
            told = recorded.entry.sequence, recorded.entry.chain_digest, digest(recorded.content.transaction), number
            acknowledged.send_bytes(repr(told).encode())

    threads = [Thread(target=work) for _ in range(THREADS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_nothing_that_was_acknowledged_is_lost_when_the_process_is_killed(engine, copied, round_):
    database_url, _ = copied
    heard, telling = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=record_until_killed, args=(database_url, telling))
    process.start()
    telling.close()
    told = [eval(heard.recv_bytes()) for _ in range(6 + 3 * round_)]  # noqa: S307 (our own words)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    while heard.poll():
        try:
            told.append(eval(heard.recv_bytes()))  # noqa: S307 (see above)
        except (EOFError, OSError):
            break

    store = SqlRecords(engine)
    report = verified(store, [anchor_of(f"{sequence}:{chain}") for sequence, chain, _, _ in told])
    assert report["faults"] == []
    for sequence, _, transaction, number in told:
        found = store.find(sequence)
        assert digest(found.content.transaction) == transaction
        assert store.under_key("ann", f"k-{number}").entry.sequence == sequence
    stored = store.page(Sought(), after=0, limit=1000)
    assert len({each.content.transaction for each in stored}) == len(stored) >= len(told)
    # Who was not answered sends the request again, and it is recorded once.
    again = [screening(number, key=f"k-{number}") for number in range(1, len(stored) + 1 + THREADS)]
    store.add(again, recorded_at=NOON)
    assert len(store.page(Sought(), after=0, limit=1000)) == len(again)
