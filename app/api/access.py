"""Gives routes the person who makes a request, by its header ``Authorization`` (RFC 6750), with the scope it takes."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final

import structlog
from fastapi import Security
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase
from starlette.datastructures import Headers
from starlette.requests import Request

from app.api.services import Services, services
from app.service.access.keys import KEY_FORM
from app.service.access.principals import ANYBODY, NotAuthenticated, Principal, UnclearCredentials
from app.service.access.scopes import WRITING, AccessScope

_CREDENTIAL: Final = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*)", re.ASCII | re.IGNORECASE)
_LONGEST: Final = 8192
log: Final = structlog.get_logger()


class BearerScheme(SecurityBase):
    """Describes one way to say who makes a request, for the OpenAPI document alone."""

    def __init__(self, name: str, *, form: str, description: str) -> None:
        self.scheme_name = name
        self.model = HTTPBearer(bearerFormat=form, description=description)

    async def __call__(self) -> None:
        """Does nothing: the header is read once, whatever it holds."""


_KEY: Final = BearerScheme(
    "key",
    form="oik_<id>_<secret>",
    description="A key with scopes, made by `python -m app keys create`. Its person stands in the log.",
)
_TOKEN: Final = BearerScheme(
    "token",
    form="JWT",
    description="An access token of the issuer that is set up (OAuth 2, RFC 9068), with these scopes.",
)


def credential_of(headers: Headers) -> str | None:
    """Gives what a request sends to say who makes it; raises ``UnclearCredentials``.

    Another scheme than ``Bearer`` says nothing here.
    """
    sent = headers.getlist("authorization")
    if not sent:
        return None
    if len(sent) > 1 or len(sent[0]) > _LONGEST:
        raise UnclearCredentials
    header = sent[0].strip(" \t")
    if not re.match(r"bearer\b", header, re.IGNORECASE):
        return None
    found = _CREDENTIAL.fullmatch(header)
    if found is None:
        raise UnclearCredentials
    return found[1]


def caller_with(*scopes: AccessScope) -> Callable[[Request], Awaitable[Principal]]:
    """Gives what finds the person who makes a request and has one of the scopes; the log names whom it found.

    Where access is open, it gives ``ANYBODY`` for a request that brings nothing. It raises ``UnclearCredentials``,
    ``NotAuthenticated``, ``NotAllowed``, ``TooManyAttempts``, ``StorageUnavailable`` or ``IssuerUnavailable``.
    """

    async def caller(request: Request) -> Principal:
        provided = await services(request)
        access, rates = provided.access, provided.rates
        credential = credential_of(request.headers)
        asks = access.asks_for(*scopes)
        if credential is None and not asks:
            rates.count(request)
            return ANYBODY
        person = access.remembered(credential) if credential is not None else None
        if person is None:
            try:
                person = await _recognised(credential, request, provided)
            except NotAuthenticated:
                rates.count(request)
                raise
        request.scope["caller"] = person.person
        rates.count(request, person)
        if asks:
            person.require(*scopes)
        return person

    return caller


async def _recognised(credential: str | None, request: Request, provided: Services) -> Principal:
    """Gives who sends a key or a token that is not remembered, unless its address has failed too often."""
    if credential is None:
        raise NotAuthenticated(offered=False)
    address = request.client.host if request.client is not None else ""
    provided.failed_attempts.require(address, credential)
    try:
        # In a thread: a database or an issuer may make it wait.
        return await asyncio.to_thread(provided.access.recognise, credential)
    except NotAuthenticated:
        provided.failed_attempts.failed(address, credential)
        log.warning("not authenticated", request_id=request.scope["request_id"], sent=shown_of(credential))
        raise


def shown_of(credential: str) -> str:
    """Gives what a log may show of a key or a token: the part of a key that is no secret."""
    form = KEY_FORM.fullmatch(credential)
    return f"oik_{form[1]}_" if form is not None else "token"


def _secured(*scopes: AccessScope) -> Any:
    """Gives a dependency on the person who makes a request, with what the OpenAPI document says of it."""
    find = caller_with(*scopes)

    async def caller(
        request: Request, _key: Annotated[None, Security(_KEY)], _token: Annotated[None, Security(_TOKEN)]
    ) -> Principal:
        return await find(request)

    return Security(caller, scopes=list(scopes))


MAY_SCREEN: Final = _secured(AccessScope.SCREEN)
MAY_READ: Final = _secured(AccessScope.READ)
MAY_READ_RECORD: Final = _secured(AccessScope.RECORD)
MAY_OPERATE: Final = _secured(AccessScope.ADMIN)
"""For the ``dependencies`` of a router or a route, where the person is of no interest."""

screening_caller: Final = caller_with(AccessScope.SCREEN)
Caller = Annotated[Principal, MAY_SCREEN]
Reader = Annotated[Principal, MAY_READ]
RecordViewer = Annotated[Principal, MAY_READ_RECORD]
Writer = Annotated[Principal, _secured(*WRITING)]
Author = Annotated[Principal, _secured(AccessScope.DRAFT)]
Reviewer = Annotated[Principal, _secured(AccessScope.REVIEW)]
Publisher = Annotated[Principal, _secured(AccessScope.PUBLISH)]
