"""Reads the header ``Idempotency-Key``, under which a request that is sent again gets the answer on record."""

import re
from typing import Annotated, Final

from fastapi import Header
from pydantic import WithJsonSchema
from starlette.requests import Request

from app.domain.errors import ScreeningError

_QUOTED: Final = re.compile(r'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)"', re.ASCII)
_BARE: Final = re.compile(r"[A-Za-z0-9._:~+/=-]+", re.ASCII)
_LONGEST: Final = 255
_PATTERN: Final = f'^(?:"(?:[ !#-\\[\\]-~]|\\\\["\\\\])+"|{_BARE.pattern})$'
"""Both forms, for the OpenAPI document."""


class UnfitIdempotencyKey(ScreeningError):
    """Says that a request has an idempotency key that cannot be read, or that it can have none."""

    def __init__(
        self, cure: str = "Send one header Idempotency-Key: a text in quotes, of at most 255 characters."
    ) -> None:
        super().__init__(cure)


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Of a request that is recorded: sent again, the same request gets the answer on record.",
    ),
    WithJsonSchema({"type": "string", "pattern": _PATTERN, "maxLength": _LONGEST}),
]


def idempotency_key_of(request: Request) -> str | None:
    """Gives the idempotency key of a request, if it has one; raises ``UnfitIdempotencyKey``.

    It is a text in quotes (draft-ietf-httpapi-idempotency-key-header); one without is taken as well.
    """
    sent = request.headers.getlist("idempotency-key")
    if not sent:
        return None
    quoted = _QUOTED.fullmatch(sent[0].strip())
    if len(sent) > 1 or len(sent[0]) > _LONGEST or not (quoted or _BARE.fullmatch(sent[0].strip())):
        raise UnfitIdempotencyKey
    return quoted[1] if quoted else sent[0].strip()
