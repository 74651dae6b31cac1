"""``POST /v1/screenings``: one transaction in, one determination out."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from starlette.types import Receive, Scope

from app.api.metrics import Metrics
from app.api.problems import Answer
from app.api.requests import json_body, screening_query
from app.domain.screening import Explain
from app.service.answering import ScreeningResult

# Screening takes a fraction of a millisecond and no waiting, so that it runs where the request was read. A transaction
# beyond this size, or of more parts, takes long enough that other requests must not wait for it.
_LARGE_BODY = 64 * 1024
_MANY_PARTS = 100


class Screener(Protocol):
    """The use case behind the path."""

    def screen(
        self,
        body: bytes,
        *,
        rule_set: str | None,
        version: str | None,
        as_known_on: datetime | None,
        explain: Explain,
        variants: Mapping[str, str],
    ) -> ScreeningResult:
        """The determination with its class and its law; raises the exceptions of ``app.domain.errors``."""


class Screenings:
    """The handler of the path."""

    def __init__(self, screener: Screener, *, limit_bytes: int, metrics: Metrics) -> None:
        self._screener = screener
        self._limit_bytes = limit_bytes
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive) -> Answer:
        """The determination; raises a ``ScreeningError`` where there is none."""
        body = await json_body(scope, receive, limit_bytes=self._limit_bytes)
        query = screening_query(scope["query_string"])

        def screen() -> ScreeningResult:
            return self._screener.screen(
                body,
                rule_set=query.rule_set,
                version=query.version,
                as_known_on=query.as_known_on,
                explain=query.explain,
                variants=query.variants,
            )

        large = len(body) > _LARGE_BODY or body.count(b"{") > _MANY_PARTS
        given = await asyncio.to_thread(screen) if large else screen()
        self._metrics.determined(given.determination, given.rule_set, given.version)
        return Answer(200, given.body)
