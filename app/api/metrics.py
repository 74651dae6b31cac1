"""Counts what the service does, for Prometheus: of one process, or of all workers together.

Several workers share a folder that ``PROMETHEUS_MULTIPROC_DIR`` names, as the library has it: whichever of them is
asked gives the sum of what all have counted. A gauge shows the worst of the workers that live; of memory, handles and
time it shows each worker by its ``pid``.
"""

import os
from functools import cache
from pathlib import Path
from platform import python_version
from typing import Any, Final, Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from app.api.release import API_VERSION
from app.domain.screening import ENGINE_VERSION
from app.service.law_cache import Readiness
from app.service.supersession import OtherText

_SECONDS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0, 5.0)
_PROCESS: Final = {
    "process_resident_memory_bytes": "Resident memory in bytes.",
    "process_cpu_seconds_total": "Processor time in seconds, of the user and the system.",
    "process_open_fds": "How many file handles are open.",
    "process_max_fds": "How many file handles may be open.",
    "process_start_time_seconds": "When the process started, in seconds since 1970.",
}

# Versions are added and never removed. This many are named; a gauge of its own says how many there are.
_VERSIONS = 100

COUNTS: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder, which has to be set before this module is loaded."""

Worst = Literal["livemin", "livemax", "liveall"]
"""Which of the values of several workers is shown: the least, the greatest, or each."""


class Metrics:
    """Counts for one process, and tells what all workers have counted.

    Whoever makes it calls :meth:`measure` from time to time, so that a worker that is not asked shows no old values.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        requests = Counter("screening_requests", "Requests answered.", ("route", "status"), registry=self._registry)
        determinations = Counter(
            "screening_determinations",
            "Determinations given.",
            ("determination", "rule_set", "version"),
            registry=self._registry,
        )
        seconds = Histogram(
            "screening_request_seconds",
            "Seconds from the request's headers to the end of the answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        work = Counter(
            "screening_work",
            "Requests done beside the event loop, by how that ended.",
            ("ended",),
            registry=self._registry,
        )
        self._by_end = cache(work.labels)
        # Finding a labelled counter takes longer than counting.
        self._by_answer = cache(lambda route, status: (requests.labels(route, status), seconds.labels(route)))
        self._by_law = cache(determinations.labels)

        self._ready = self._gauge("ready", "1 if screenings are answered, else 0.", "livemin")
        age = "Seconds since this process last saw the law in the database; +Inf before the first time."
        self._age = self._gauge("law_age_seconds", age, "livemax")
        limit = "The age beyond which the law at hand answers nobody; +Inf where there is none."
        self._age_limit = self._gauge("law_age_limit_seconds", limit, "livemax")
        failed = "1 if the last look into the database failed, else 0."
        self._refresh_failed = self._gauge("law_refresh_failed", failed, "livemax")
        self._versions = self._gauge("law_versions", "The versions that can be applied.", "livemin")
        named = f"1 for each version that can be applied; of many, for the {_VERSIONS} stored last. 0 where it was so."
        self._law = self._gauge("law_info", named, "livemax", ("rule_set", "version", "status", "digest"))
        other = "1 for each version for which another text answers than this release ships; 0 where it was so."
        labels = ("rule_set", "version", "digest", "shipped_digest", "outcome")
        self._other_text = self._gauge("law_other_text", other, "livemax", labels)
        self._shown: dict[Any, set[tuple[str, ...]]] = {self._law: set(), self._other_text: set()}

        build = self._gauge("build_info", "1, with what runs.", "livemax", ("version", "engine_version", "python"))
        build.labels(API_VERSION, ENGINE_VERSION, python_version()).set(1)
        self._process = {
            name: Gauge(name, says, registry=self._registry, multiprocess_mode="liveall")
            for name, says in _PROCESS.items()
        }
        self._collector = ProcessCollector(registry=None)

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Counts one more request to ``route`` that was answered with ``status`` after ``seconds``."""
        counter, histogram = self._by_answer(route, status)
        counter.inc()
        histogram.observe(seconds)

    def worked(self, ended: str) -> None:
        """Counts one more request that was done beside the event loop, or was to be."""
        self._by_end(ended).inc()

    def determined(self, determination: str, rule_set: str, version: str | None) -> None:
        """Counts one more determination of this class under this law."""
        self._by_law(determination, rule_set, version or "none").inc()

    def measure(self, state: Readiness) -> None:
        """Takes down the law that this process has at hand, and what the process uses."""
        self._ready.set(state.ready)
        self._age.set(float("inf") if state.age_seconds is None else state.age_seconds)
        self._age_limit.set(float("inf") if state.age_limit_seconds is None else state.age_limit_seconds)
        self._refresh_failed.set(state.failure is not None)
        self._versions.set(len(state.held))
        newest = sorted(state.held, key=lambda law: law.recorded_at, reverse=True)[:_VERSIONS]
        self._show(self._law, {(law.rule_set, law.version, str(law.status), law.digest) for law in newest})
        self._show(self._other_text, {_other_text_labels(other) for other in state.other_texts[:_VERSIONS]})
        for family in self._collector.collect():
            for sample in family.samples:
                if sample.name in self._process:
                    self._process[sample.name].set(sample.value)

    def text(self, state: Readiness) -> bytes:
        """Writes everything counted, and measured now, in the text format of Prometheus."""
        self.measure(state)
        folder = os.environ.get(COUNTS)
        if folder is None:
            return generate_latest(self._registry)
        _forget_dead_workers(Path(folder))
        of_all = CollectorRegistry()
        MultiProcessCollector(of_all, folder)  # type: ignore[no-untyped-call]
        return generate_latest(of_all)

    def _show(self, gauge: Any, shown: set[tuple[str, ...]]) -> None:
        """Sets a gauge to 1 for these labels, and to 0 for those that it showed before."""
        for labels in self._shown[gauge] | shown:
            gauge.labels(*labels).set(labels in shown)
        self._shown[gauge] |= shown

    def _gauge(self, name: str, says: str, worst: Worst, labels: tuple[str, ...] = ()) -> Any:
        return Gauge(f"screening_{name}", says, labels, registry=self._registry, multiprocess_mode=worst)


def _other_text_labels(other: OtherText) -> tuple[str, ...]:
    stored, shipped = other.stored, other.shipped
    return stored.rule_set, stored.version, stored.digest, shipped.digest, str(other.outcome)


def _forget_dead_workers(folder: Path) -> None:
    """Removes the gauges of workers that no longer live, also of those that were killed."""
    pids = {int(file.stem.rpartition("_")[2]) for file in folder.glob("gauge_live*.db")}
    for pid in pids:
        if not Path(f"/proc/{pid}").exists():
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
