"""Gives the routes the use cases that they call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from app.api.attempts import FailedAttempts
from app.api.metrics import Metrics
from app.domain.answers.notification import NotificationDraft
from app.service.access.access import Access
from app.service.catalogue import Catalogue
from app.service.comparing import Comparer
from app.service.drafting import Drafting
from app.service.law_cache import Readiness
from app.service.notifying import NotificationDrafter
from app.service.ownership import OwnershipAnalyzer
from app.service.presenting import Presented, Presenter
from app.service.publication import Publishing
from app.service.questioning import Questioner
from app.service.records.keeping import RecordKeeper
from app.service.records.recomputing import Recomputer
from app.service.records.recording import Recorder
from app.service.requesting import Requester
from app.service.screening import Screener
from app.service.signing import Sign
from app.service.templates.kinds import Templates
from app.service.turning import TurningPointFinder


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """Holds the use cases that change the law."""

    drafting: Drafting
    publishing: Publishing


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Holds the use cases that the routes call, and the bounds of a request.

    Beneficial ownership statements, those of a day if one is given, are imported as parties and interests; these are
    exported as such statements. ``notification_document`` makes a document of the draft of a notification,
    ``documents`` of what was presented, by media type. ``sign`` signs an answer, and ``verification_keys`` is the
    JWK Set of the keys by which anyone can check that. Between two parts of a body pass at most ``body_seconds``.
    """

    access: Access
    screener: Screener
    comparer: Comparer
    questioner: Questioner
    turning_points: TurningPointFinder
    requester: Requester
    ownership: OwnershipAnalyzer
    notifications: NotificationDrafter
    notification_document: Callable[[NotificationDraft], bytes]
    presenter: Presenter
    documents: Mapping[str, Callable[[Presented], bytes]]
    import_statements: Callable[[bytes, date | None], bytes]
    export_statements: Callable[[bytes], bytes]
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


async def services(request: Request) -> Services:
    """Gives the use cases, which ``application`` put there."""
    found: Services = request.app.state.services
    return found


Provided = Annotated[Services, Depends(services)]
