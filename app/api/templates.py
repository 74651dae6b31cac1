"""Serves ``/v1/templates…``: a transaction to begin with for each kind of deal."""

from enum import StrEnum
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from app.api.access import MAY_READ
from app.api.description.operation import SECURED, fails, unchanged
from app.api.description.reference import ref
from app.api.parameters import IfNoneMatch, known_query
from app.api.responses import YamlResponse, unless_known
from app.api.services import Provided
from app.domain.answers.templates import TemplateJson, TemplatesJson
from app.domain.canonical import digest

_AS_YAML: Final = {"application/yaml": {"schema": ref("Transaction")}}


class TemplateFormat(StrEnum):
    """Names the formats of a template."""

    JSON = "json"
    YAML = "yaml"


router = APIRouter(
    prefix="/v1/templates",
    tags=["screenings"],
    dependencies=[MAY_READ, Depends(known_query)],
    responses=fails(*SECURED, 422),
)


@router.get("", responses=unchanged(TemplatesJson))
async def templates(provided: Provided, if_none_match: IfNoneMatch = None) -> Response:
    """Gives a transaction to begin with for each kind of deal, and the facts to fill in."""
    found: TemplatesJson = {"templates": provided.templates.all()}
    return _kept(if_none_match, orjson.dumps(found))


@router.get("/{kind}", responses=unchanged(TemplateJson, failing=(404,), also=_AS_YAML))
async def template(
    provided: Provided,
    kind: str,
    format: Annotated[  # noqa: A002 (the word of the interface)
        TemplateFormat,
        Query(description="`yaml` gives a file to fill in, in which comments ask the questions."),
    ] = TemplateFormat.JSON,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Gives the transaction to begin with for one kind of deal, and the facts to fill in."""
    if format is TemplateFormat.YAML:
        return _kept(if_none_match, provided.templates.commented(kind).encode(), as_=YamlResponse)
    return _kept(if_none_match, orjson.dumps(provided.templates.one(kind)))


def _kept(if_none_match: str | None, content: bytes, **form: Any) -> Response:
    return unless_known(if_none_match, content, f'"{digest(content)}"', **form)
