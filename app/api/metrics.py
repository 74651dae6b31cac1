"""What the service counts, for Prometheus. Each process counts for itself."""

import re

import orjson
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

CONTENT_TYPE = CONTENT_TYPE_LATEST

_SECONDS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0, 5.0)

# Read off the answer's own bytes, whose members are sorted. A quotation mark inside a JSON text is escaped, so that
# none of these stands there.
_OUTCOME = re.compile(rb'\{"determination":"([a-z_]+)"')
_LAW, _AFTER_LAW = b',"rule_set":', b',"summary":'


class Metrics:
    """The counters of one process."""

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
        self._by_law: dict[tuple[bytes, bytes], Counter] = {}

    def answered(self, route: str, status: int, seconds: float) -> None:
        """One more request to ``route`` was answered with ``status`` after ``seconds``."""
        known = self._by_answer.get((route, status))
        if known is None:
            known = self._by_answer[route, status] = (
                self._requests.labels(route, str(status)),
                self._seconds.labels(route),
            )
        known[0].inc()
        known[1].observe(seconds)

    def determined(self, determination: bytes) -> None:
        """One more determination was given: the JSON of an answer."""
        outcome, end = _OUTCOME.match(determination), determination.rfind(_AFTER_LAW)
        start = determination.rfind(_LAW, 0, end) + len(_LAW)
        if outcome is None or end < 0 or start < len(_LAW):
            return
        key = outcome[1], determination[start:end]
        counter = self._by_law.get(key)
        if counter is None:
            rule_set = orjson.loads(key[1])
            labels = outcome[1].decode(), str(rule_set["id"]), str(rule_set["version"] or "none")
            counter = self._by_law[key] = self._determinations.labels(*labels)
        counter.inc()

    def text(self) -> bytes:
        """Everything counted, in the text format of Prometheus."""
        return generate_latest(self._registry)
