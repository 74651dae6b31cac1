"""Gives the routes the use cases that they call."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Protocol

from fastapi import Depends
from starlette.requests import Request

from app.api.metrics import Metrics
from app.service.catalogue import Catalogue
from app.service.comparing import Comparer
from app.service.drafting import Drafting
from app.service.keys import ApiKeys
from app.service.law_cache import Readiness
from app.service.ownership import OwnershipAnalyzer
from app.service.publication import Publishing
from app.service.screening import Screener


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """Holds the use cases that change the law, and who may call them."""

    drafting: Drafting
    publishing: Publishing
    keys: ApiKeys


class StatementConverter(Protocol):
    """Converts bodies of statements to parties and interests, and back; see ``app.bods.converter``."""

    def import_statements(self, body: bytes, *, as_of: date | None = None) -> bytes:
        """Returns the parties and interests that statements tell of; those of a day, if one is given."""

    def export_statements(self, body: bytes) -> bytes:
        """Returns the statements on parties and interests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Holds the use cases that the routes call, and the bounds of a request.

    Between two parts of a body pass at most ``body_seconds``.
    """

    screener: Screener
    comparer: Comparer
    ownership: OwnershipAnalyzer
    bods: StatementConverter
    catalogue: Catalogue
    lifecycle: Lifecycle
    readiness: Callable[[], Readiness]
    body_limit_bytes: int
    body_seconds: float = 20.0
    metrics: Metrics = field(default_factory=Metrics)


async def services(request: Request) -> Services:
    """Gives the use cases, which ``application`` put there."""
    found: Services = request.app.state.services
    return found


Provided = Annotated[Services, Depends(services)]
