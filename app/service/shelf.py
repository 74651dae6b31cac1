"""Compiled rule sets at hand: each version compiled once, and all swapped in one step when the archive changes."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from app.domain.canonical import canonical_json, digest
from app.domain.errors import ScreeningError, StorageUnavailable
from app.service.ports import Archive, Document, Transition, VersionSummary
from app.service.snapshot import Snapshot, Unusable, day_in_utc

T = TypeVar("T")

DEFAULT_RULE_SET = "us-oisp"
"""The rule set that answers where none is named."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether screenings can be answered: only if some version in force can be applied.

    ``age_seconds`` counts from the last successful look into the archive; ``None`` means there was none yet. A
    growing age alone does not stop the answers: the versions at hand do not change.
    """

    ready: bool
    in_force: tuple[VersionSummary, ...]
    unusable: tuple[Unusable, ...]
    age_seconds: float | None


class Shelf(Generic[T]):
    """The compiled versions of an archive.

    ``snapshot`` is replaced, never changed, so a request that holds one sees one law throughout and waits for nothing.
    A version stored by anyone is on the shelf after at most one interval and the time it takes to compile it.
    """

    def __init__(
        self,
        archive: Archive,
        compile_document: Callable[[Document], T],
        *,
        default_rule_set: str = DEFAULT_RULE_SET,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = day_in_utc,
    ) -> None:
        self._archive = archive
        self._compile = compile_document
        self._clock = clock
        self._today = today
        self._refreshing = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._refreshed_at: float | None = None
        self._default_rule_set = default_rule_set
        self._snapshot: Snapshot[T] = Snapshot.of({}, {}, failures={}, default_rule_set=default_rule_set, today=today)

    @property
    def snapshot(self) -> Snapshot[T]:
        """The law as last read; empty before the first refresh."""
        return self._snapshot

    def refresh(self) -> None:
        """The snapshot shows what the archive holds now; on an exception it stays as it was.

        Raises ``StorageUnavailable``. A version that does not compile is no exception: the snapshot lists it.
        """
        with self._refreshing:
            known = self._snapshot
            compiled, failures = dict(known.compiled), dict(known.failures)
            rule_sets: dict[str, tuple[VersionSummary, ...]] = {}
            logs: dict[str, dict[str, tuple[Transition, ...]]] = {}
            with self._archive.reading() as reader:
                for rule_set in reader.rule_sets():
                    rule_sets[rule_set] = reader.versions(rule_set)
                    logs[rule_set] = reader.logs(rule_set)
                fresh = {
                    version.digest: reader.version(version.rule_set, version.version).document
                    for versions in rule_sets.values()
                    for version in versions
                    if version.digest not in compiled and version.digest not in failures
                }
            # The archive is left before compiling, so that no connection waits on it.
            for expected, document in fresh.items():
                self._add(expected, document, compiled=compiled, failures=failures)
            self._snapshot = Snapshot.of(
                rule_sets,
                compiled,
                failures=failures,
                default_rule_set=self._default_rule_set,
                logs=logs,
                today=self._today,
            )
            self._refreshed_at = self._clock()

    def ready(self) -> Readiness:
        """Whether screenings can be answered now, and what stands in the way."""
        snapshot, refreshed_at = self._snapshot, self._refreshed_at
        return Readiness(
            ready=bool(snapshot.in_force),
            in_force=snapshot.in_force,
            unusable=snapshot.unusable,
            age_seconds=None if refreshed_at is None else self._clock() - refreshed_at,
        )

    def start(self, *, every_seconds: float) -> None:
        """A background thread refreshes the shelf until ``stop``; call once."""
        self._thread = threading.Thread(target=self._keep_fresh, args=(every_seconds,), name="shelf", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """The background thread has ended."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def _keep_fresh(self, every_seconds: float) -> None:
        while not self._stopped.wait(every_seconds):
            try:
                self.refresh()
            except StorageUnavailable as error:
                log.warning("the shelf keeps the versions it has: %s", error)
            except Exception:
                # Whatever it is, the next round must come: a thread that died would hide every later version.
                log.exception("the shelf could not be refreshed")

    def _add(self, expected: str, document: Document, *, compiled: dict[str, T], failures: dict[str, str]) -> None:
        if digest(canonical_json(document)) != expected:
            failures[expected] = "The stored document does not have the digest it was stored under."
        else:
            try:
                compiled[expected] = self._compile(document)
            except ScreeningError as error:
                failures[expected] = str(error)
            except Exception as error:  # noqa: BLE001 - a compiler's mistake about one version must not cost the others
                failures[expected] = f"The compiler failed with {type(error).__name__}."
        if expected in failures:
            log.error("a stored version cannot be applied: %s", failures[expected])
