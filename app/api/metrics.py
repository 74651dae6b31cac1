"""Counts what the service does, for Prometheus; each process counts for itself."""

from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from app.service.law_cache import Readiness

_SECONDS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0, 5.0)

# Versions are added and never removed. This many are named; a gauge of its own says how many there are.
_VERSIONS = 100


class Metrics:
    """Counts for one process."""

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
        # Finding a labelled counter takes longer than counting.
        self._by_answer = cache(lambda route, status: (requests.labels(route, status), seconds.labels(route)))
        self._by_law = cache(determinations.labels)

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Counts one more request to ``route`` that was answered with ``status`` after ``seconds``."""
        counter, histogram = self._by_answer(route, status)
        counter.inc()
        histogram.observe(seconds)

    def determined(self, determination: str, rule_set: str, version: str | None) -> None:
        """Counts one more determination of this class under this law."""
        self._by_law(determination, rule_set, version or "none").inc()

    def text(self, state: Readiness) -> bytes:
        """Writes everything counted, and the law that is at hand, in the text format of Prometheus."""
        return generate_latest(self._registry) + generate_latest(_law_at_hand(state))


def _law_at_hand(state: Readiness) -> CollectorRegistry:
    """Gives the law that this process has at hand as gauges; one whose value is not known is left out."""
    registry = CollectorRegistry()

    def gauge(name: str, says: str, value: float | None) -> None:
        if value is not None:
            Gauge(f"screening_{name}", says, registry=registry).set(value)

    gauge("ready", "1 if screenings are answered, else 0.", state.ready)
    gauge("law_age_seconds", "Seconds since this process last saw the law in the database.", state.age_seconds)
    gauge("law_age_limit_seconds", "The age beyond which the law at hand answers nobody.", state.age_limit_seconds)
    gauge("law_refresh_failed", "1 if the last look into the database failed, else 0.", state.failure is not None)
    gauge("law_versions", "The versions that can be applied.", len(state.held))
    named = Gauge(
        "screening_law_info",
        f"1 for each version that can be applied; of many, for the {_VERSIONS} stored last.",
        ("rule_set", "version", "status", "digest"),
        registry=registry,
    )
    for law in sorted(state.held, key=lambda law: law.recorded_at, reverse=True)[:_VERSIONS]:
        named.labels(law.rule_set, law.version, law.status, law.digest).set(1)
    return registry
