"""Gives the routes the use cases that they call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from app.api.attempts import FailedAttempts
from app.api.metrics import Metrics
from app.api.rate_limits import RateLimits
from app.api.turns import Turns
from app.service.access.access import Access
from app.service.catalogue import Catalogue
from app.service.drafting import Drafting
from app.service.law_cache import Readiness
from app.service.publication import Publishing
from app.service.records.keeping import RecordKeeper
from app.service.records.recomputing import Recomputer
from app.service.records.recording import Recorder
from app.service.screening import Screener
from app.service.signing import Sign
from app.service.templates.kinds import Templates
from app.service.working import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """Holds the use cases that change the law."""

    drafting: Drafting
    publishing: Publishing


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Holds the use cases that the routes call, and the bounds of a request.

    ``work`` does what takes long beside the event loop, and ``turns`` the rest on it; ``rates`` are those of a caller.
    ``sign`` signs an answer, and ``verification_keys`` is the JWK Set of the keys by which anyone can check that.
    Between two parts of a body pass at most ``body_seconds``.
    """

    access: Access
    screener: Screener
    work: Workplace
    catalogue: Catalogue
    templates: Templates
    lifecycle: Lifecycle
    recorder: Recorder
    records: RecordKeeper
    recomputer: Recomputer
    sign: Sign
    verification_keys: bytes
    readiness: Callable[[], Readiness]
    body_limit_bytes: int
    body_seconds: float = 20.0
    metrics: Metrics = field(default_factory=Metrics)
    failed_attempts: FailedAttempts = field(default_factory=FailedAttempts)
    turns: Turns = field(default_factory=Turns)
    rates: RateLimits = field(default_factory=RateLimits)


async def services(request: Request) -> Services:
    """Gives the use cases, which ``application`` put there."""
    found: Services = request.app.state.services
    return found


Provided = Annotated[Services, Depends(services)]
