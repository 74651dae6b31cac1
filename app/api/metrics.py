"""Counts what the service does, for Prometheus; each process counts for itself."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from app.service.law_cache import Readiness

CONTENT_TYPE = CONTENT_TYPE_LATEST

_SECONDS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0, 5.0)

# Versions are added and never removed. This many are named; a gauge of its own says how many there are.
_VERSIONS = 100


class Metrics:
    """Counts for one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "screening_requests", "Requests answered.", ("route", "status"), registry=self._registry
        )
        self._determinations = Counter(
            "screening_determinations",
            "Determinations given.",
            ("determination", "rule_set", "version"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "screening_request_seconds",
            "Seconds from the request's headers to the end of the answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        # Finding a labelled counter takes longer than counting.
        self._by_answer: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        self._by_law: dict[tuple[str, str, str | None], Counter] = {}

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Counts one more request to ``route`` that was answered with ``status`` after ``seconds``."""
        known = self._by_answer.get((route, status))
        if known is None:
            known = self._by_answer[route, status] = (
                self._requests.labels(route, str(status)),
                self._seconds.labels(route),
            )
        known[0].inc()
        known[1].observe(seconds)

    def determined(self, determination: str, rule_set: str, version: str | None) -> None:
        """Counts one more determination of this class under this law."""
        law = determination, rule_set, version
        counter = self._by_law.get(law)
        if counter is None:
            counter = self._by_law[law] = self._determinations.labels(determination, rule_set, version or "none")
        counter.inc()

    def text(self, state: Readiness) -> bytes:
        """Writes everything counted, and the law that is at hand, in the text format of Prometheus."""
        at_hand = CollectorRegistry()
        at_hand.register(_Law(state))
        return generate_latest(self._registry) + generate_latest(at_hand)


class _Law(Collector):
    """Shows the law that this process has at hand, as gauges."""

    def __init__(self, state: Readiness) -> None:
        self._state = state

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Gives the gauges; one whose value is not known, or that there is none of, is left out."""
        state = self._state
        yield GaugeMetricFamily("screening_ready", "1 if screenings are answered, else 0.", int(state.ready))
        if state.age_seconds is not None:
            told = "Seconds since this process last saw the law in the database."
            yield GaugeMetricFamily("screening_law_age_seconds", told, state.age_seconds)
        if state.age_limit_seconds is not None:
            told = "The age beyond which the law at hand answers nobody."
            yield GaugeMetricFamily("screening_law_age_limit_seconds", told, state.age_limit_seconds)
        told = "1 if the last look into the database failed, else 0."
        yield GaugeMetricFamily("screening_law_refresh_failed", told, int(state.failure is not None))
        yield GaugeMetricFamily("screening_law_versions", "The versions that can be applied.", len(state.held))
        named = GaugeMetricFamily(
            "screening_law_info",
            f"1 for each version that can be applied; of many, for the {_VERSIONS} stored last.",
            labels=("rule_set", "version", "status", "digest"),
        )
        latest = sorted(state.held, key=lambda version: version.recorded_at, reverse=True)[:_VERSIONS]
        for version in latest:
            named.add_metric([version.rule_set, version.version, version.status, version.digest], 1)
        yield named
