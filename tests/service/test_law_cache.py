import asyncio
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest

from app.domain.errors import Fault, InvalidRuleSet, StorageUnavailable
from app.domain.located import Place
from app.service.law_cache import LawCache
from app.service.repeating import Repeating
from tests.service.builders import a_transition, a_version, put
from tests.service.fakes import InMemoryArchive


class Compiler:
    """Remembers what it compiled; refuses documents that say ``broken``, and fails itself on ``cursed`` ones."""

    def __init__(self):
        self.compiled = []

    def __call__(self, document):
        self.compiled.append(document["version"])
        if "broken" in document:
            raise InvalidRuleSet([Fault(Place("us-oisp#/rules/3"), "unknown fact `target.activty`")])
        if "cursed" in document:
            raise ZeroDivisionError("the words of this error stay inside")
        return f"compiled {document['version']}"


@pytest.fixture
def archive():
    return InMemoryArchive()


@pytest.fixture
def compiler():
    return Compiler()


@pytest.fixture
def cache(archive, compiler):
    return LawCache(archive, compiler, clock=iter(range(100)).__next__)


def test_before_the_first_refresh_nothing_is_ready(cache):
    readiness = cache.ready()
    assert (readiness.ready, readiness.in_force, readiness.age_seconds) == (False, (), None)
    with pytest.raises(StorageUnavailable):
        cache.snapshot().select()


def test_a_refreshed_cache_holds_every_version_compiled(cache, archive):
    put(archive, a_version(), a_version(version="2024", status="proposed", begins=None), a_version("eu"))
    cache.refresh()
    assert cache.snapshot().select().compiled == "compiled 2025-01-02"
    assert cache.snapshot().select("us-oisp", "2024").compiled == "compiled 2024"
    readiness = cache.ready()
    assert readiness.ready
    assert {known.rule_set for known in readiness.in_force} == {"us-oisp", "eu"}
    assert readiness.age_seconds == 1


def test_each_document_is_compiled_once(cache, archive, compiler):
    put(archive, a_version(), a_version(version="broken", broken="yes"))
    for _ in range(3):
        cache.refresh()
    assert sorted(compiler.compiled) == ["2025-01-02", "broken"]


def test_a_request_keeps_the_law_it_began_with(cache, archive):
    put(archive, a_version())
    cache.refresh()
    held = cache.snapshot()
    put(archive, a_version(version="2025-02", begins="2025-02-01"))
    cache.refresh()
    assert held.select(completion_date=date(2025, 3, 1)).version.version == "2025-01-02"
    assert cache.snapshot().select(completion_date=date(2025, 3, 1)).version.version == "2025-02"


def test_a_change_of_standing_needs_no_new_compilation(cache, archive, compiler):
    put(archive, a_version())
    cache.refresh()
    with archive.writing() as rule_sets:
        rule_sets.record_transition("us-oisp", "2025-01-02", transition=a_transition("withdrawn"))
    cache.refresh()
    assert not cache.ready().ready
    assert cache.snapshot().select("us-oisp", "2025-01-02").version.status == "withdrawn"
    assert compiler.compiled == ["2025-01-02"]


def test_a_version_that_does_not_compile_is_reported_and_costs_no_other(cache, archive):
    broken = a_version(version="broken", broken="yes", begins="2024-01-02")
    put(archive, a_version(), broken, a_version("eu", "cursed", cursed="yes"))
    cache.refresh()
    readiness = cache.ready()
    assert readiness.ready
    assert [(known.version, reason) for known, reason in readiness.unusable] == [
        ("cursed", "The compiler failed with ZeroDivisionError."),
        ("broken", "us-oisp#/rules/3: unknown fact `target.activty`"),
    ]


def test_law_in_force_that_does_not_compile_is_not_readiness(cache, archive):
    put(archive, a_version(broken="yes"))
    cache.refresh()
    assert not cache.ready().ready
    assert cache.ready().in_force == ()


def test_a_document_that_lost_its_digest_is_not_applied(cache, archive, compiler):
    put(archive, a_version())
    archive.tamper(replace(a_version(), document={"version": "forged"}))
    cache.refresh()
    assert compiler.compiled == []
    assert "digest" in cache.ready().unusable[0][1]


def test_a_lost_archive_leaves_the_cache_as_it_was(cache, archive):
    put(archive, a_version())
    cache.refresh()
    archive.down = True
    with pytest.raises(StorageUnavailable):
        cache.refresh()
    assert cache.snapshot().select().compiled == "compiled 2025-01-02"
    assert cache.ready().ready
    assert cache.ready().age_seconds > 1


class Clock:
    """Stands still until it is set."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def limited(archive, compiler, clock):
    """A cache whose law may answer for ten seconds after it was last seen; there is one version."""
    put(archive, a_version())
    cache = LawCache(archive, compiler, age_limit_seconds=10.0, clock=clock)
    cache.refresh()
    return cache


def fails(cache):
    with pytest.raises(StorageUnavailable):
        cache.refresh()


def test_law_answers_up_to_the_limit_of_its_age_and_not_beyond_until_it_is_seen_again(limited, archive, clock):
    archive.down = True
    clock.now += 10.0
    fails(limited)
    assert limited.snapshot().select().compiled == "compiled 2025-01-02"
    assert (limited.ready().ready, limited.ready().age_seconds, limited.ready().refusal) == (True, 10.0, None)
    clock.now += 0.5
    with pytest.raises(StorageUnavailable, match=r"10 seconds ago.*limit is 10 seconds. The archive is down."):
        _ = limited.snapshot()
    assert (limited.ready().ready, limited.ready().age_seconds) == (False, 10.5)
    assert [known.version for known in limited.ready().held] == ["2025-01-02"]
    archive.down = False
    limited.refresh()
    assert limited.snapshot().select().compiled == "compiled 2025-01-02"
    assert (limited.ready().ready, limited.ready().age_seconds, limited.ready().failure) == (True, 0.0, None)


def test_a_look_that_never_ends_lets_the_law_grow_old_like_one_that_fails(limited, clock):
    clock.now += 11.0
    assert limited.ready().failure is None
    with pytest.raises(StorageUnavailable, match="still under way"):
        _ = limited.snapshot()


def test_the_age_counts_from_the_beginning_of_the_look(archive, clock):
    def slow(document):
        clock.now += 7.0
        return document["version"]

    put(archive, a_version())
    cache = LawCache(archive, slow, clock=clock)
    cache.refresh()
    assert cache.ready().age_seconds == 7.0


def test_without_a_limit_the_law_answers_at_any_age(archive, compiler, clock):
    put(archive, a_version())
    cache = LawCache(archive, compiler, clock=clock)
    cache.refresh()
    clock.now += 1e9
    assert cache.snapshot().select().compiled == "compiled 2025-01-02"
    assert cache.ready().ready


def test_the_last_failure_is_told_until_a_look_succeeds(limited, archive, monkeypatch):
    assert limited.ready().failure is None
    archive.down = True
    fails(limited)
    assert (limited.ready().ready, limited.ready().failure) == (True, "The archive is down.")
    archive.down = False
    with monkeypatch.context() as mistaken:
        mistaken.setattr(archive, "reading", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            limited.refresh()
    assert (limited.ready().ready, limited.ready().failure) == (True, "The refresh failed with ZeroDivisionError.")
    limited.refresh()
    assert limited.ready().failure is None


def test_once_the_archive_is_gone_nothing_answers_until_it_is_back(limited, archive, compiler):
    archive.gone = True
    fails(limited)
    with pytest.raises(StorageUnavailable, match="archive is gone"):
        _ = limited.snapshot()
    assert (limited.ready().ready, limited.ready().refusal) == (False, "The archive is gone.")
    archive.gone, archive.down = False, True
    fails(limited)
    assert (limited.ready().ready, limited.ready().refusal) == (False, "The archive is down.")
    archive.down = False
    limited.refresh()
    assert limited.snapshot().select().compiled == "compiled 2025-01-02"
    assert limited.ready().ready
    assert compiler.compiled == ["2025-01-02"]


def test_the_versions_at_hand_are_told_with_their_standing_of_today(archive, compiler):
    versions = [a_version(version="2025", ends="2026-12-31"), a_version(version="2027", begins="2027-01-01")]
    put(archive, a_version("eu"), *versions, a_version(version="broken", broken="yes"))
    cache = LawCache(archive, compiler, today=lambda: date(2027, 2, 1))
    cache.refresh()
    assert [(known.rule_set, known.version, known.status) for known in cache.ready().held] == [
        ("eu", "2025-01-02", "in_force"),
        ("us-oisp", "2025", "superseded"),
        ("us-oisp", "2027", "in_force"),
    ]


def test_a_document_that_has_its_digest_again_is_applied(cache, archive):
    put(archive, a_version())
    archive.tamper(replace(a_version(), document={"version": "forged"}))
    cache.refresh()
    assert not cache.ready().ready
    archive.tamper(a_version())
    cache.refresh()
    assert cache.snapshot().select().compiled == "compiled 2025-01-02"


@contextmanager
def refreshed_again_and_again(cache):
    """Refreshes the cache in the background, as the service does."""
    repeating, ended = threading.Event(), threading.Event()

    async def repeat():
        async with Repeating(cache.refresh, every_seconds=0.005, name="reading the law"):
            repeating.set()
            await asyncio.to_thread(ended.wait)

    thread = threading.Thread(target=asyncio.run, args=(repeat(),))
    thread.start()
    assert repeating.wait(timeout=10)
    try:
        yield
    finally:
        ended.set()
        thread.join()


def test_a_cache_in_the_background_brings_new_versions_and_outlives_a_lost_archive(archive, compiler):
    cache = LawCache(archive, compiler)
    archive.down = True
    with refreshed_again_and_again(cache):
        time.sleep(0.03)
        archive.down = False
        put(archive, a_version())
        assert _soon(lambda: cache.ready().ready)
    readings = archive.readings
    time.sleep(0.03)
    assert archive.readings == readings


def test_a_cache_in_the_background_outlives_a_mistake_of_ours(archive, compiler, monkeypatch, caplog):
    cache = LawCache(archive, compiler)
    put(archive, a_version())
    with monkeypatch.context() as mistaken, refreshed_again_and_again(cache):
        mistaken.setattr(archive, "reading", lambda: 1 / 0)
        assert _soon(lambda: "reading the law failed" in caplog.text)
        mistaken.undo()
        assert _soon(lambda: cache.ready().ready)


def test_no_reader_ever_waits_for_the_compiler(archive):
    compiling, may_finish = threading.Event(), threading.Event()

    def slow(document):
        if document["version"] == "slow":
            compiling.set()
            may_finish.wait(timeout=10)
        return f"compiled {document['version']}"

    cache = LawCache(archive, slow)
    put(archive, a_version())
    cache.refresh()
    put(archive, a_version(version="slow", begins="2025-02-01"))
    thread = threading.Thread(target=cache.refresh)
    thread.start()
    assert compiling.wait(timeout=10)
    assert cache.snapshot().select(completion_date=date(2025, 3, 1)).version.version == "2025-01-02"
    may_finish.set()
    thread.join(timeout=10)
    assert cache.snapshot().select(completion_date=date(2025, 3, 1)).version.version == "slow"


def test_no_request_fails_while_versions_arrive(archive, compiler):
    cache = LawCache(archive, compiler)
    put(archive, a_version(version="0000", begins="2025-01-01"))
    cache.refresh()
    done, seen, failures = threading.Event(), set(), []

    def ask():
        while not done.is_set():
            try:
                seen.add(cache.snapshot().select(completion_date=date(2025, 3, 1)).compiled)
            except Exception as failure:  # noqa: BLE001 - any failure at all is what must not happen
                failures.append(failure)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    threads = [threading.Thread(target=ask) for _ in range(4)]
    try:
        for thread in threads:
            thread.start()
        for number in range(1, 51):
            put(archive, a_version(version=f"{number:04}", begins=f"2025-02-{1 + number // 2:02}"))
            cache.refresh()
    finally:
        done.set()
        for thread in threads:
            thread.join()
        sys.setswitchinterval(interval)
    assert failures == []
    assert len(seen) > 1


def _soon(holds, within_seconds=60):
    end = time.monotonic() + within_seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.005)
    return holds()
