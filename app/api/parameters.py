"""Reads the parameters of paths and queries, and says what is wrong with one that does not fit."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Annotated, Any, Final, get_origin
from urllib.parse import parse_qsl

from fastapi import Path
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from app.api.wire.scalars import NAME, NOT_A_NAME, day, is_name, moment_of
from app.domain.errors import Problem, RuleSetNotFound, ScreeningError, VersionNotFound
from app.service.refusals import DraftNotFound

VARIANT: Final = "^[A-Za-z0-9_]{1,64}:[A-Za-z0-9_]{1,64}$"
"""How the choice of an alternative of a proposal is written: the axis, a colon, the alternative."""

_VARIANT = re.compile(VARIANT, re.ASCII)
_SHOWN: Final = 80


class InvalidQuery(ScreeningError):
    """Says that the query of the address is not one that the path knows; every problem found is listed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__("The query of the address does not fit.")
        self.problems = tuple(problems)


def _name(text: str) -> str:
    if not is_name(text):
        raise PydanticCustomError("not_a_name", NOT_A_NAME)
    return text


def _variants(chosen: tuple[str, ...]) -> tuple[str, ...]:
    if not all(map(_VARIANT.fullmatch, chosen)):
        detail = "Give the name of a variant, a colon and the name of an alternative: `ai_notify:above_1e24`."
        raise PydanticCustomError("not_a_variant", detail)
    if len({choice.partition(":")[0] for choice in chosen}) < len(chosen):
        raise PydanticCustomError("repeated", "Two alternatives of the same variant are chosen: choose one.")
    return chosen


def _past(text: str) -> datetime:
    try:
        moment = moment_of(text)
    except ValueError:
        detail = "Give a day as YYYY-MM-DD, or a time with its zone as 2026-01-31T12:00:00Z."
        raise PydanticCustomError("not_a_time", detail) from None
    if moment.date() > datetime.now(UTC).date():
        raise PydanticCustomError("not_past", "Nothing is known yet on a day to come.")
    return moment


RuleSetName = Annotated[str, Path(pattern=NAME)]
VersionName = Annotated[str, Path(pattern=NAME)]

# Of a parameter that may be left out: it has the default None, and no other way to say so.
Name = Annotated[str | None, AfterValidator(_name), WithJsonSchema({"type": "string", "pattern": NAME})]
Variants = Annotated[
    tuple[str, ...],
    AfterValidator(_variants),
    WithJsonSchema({"type": "array", "items": {"type": "string", "pattern": VARIANT}}),
]
PastMoment = Annotated[
    datetime | None,
    PlainValidator(_past),
    WithJsonSchema(
        {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}], "examples": ["2026-01-31"]}
    ),
]
QueryDay = Annotated[date | None, PlainValidator(day), WithJsonSchema({"type": "string", "format": "date"})]


async def known_query(request: Request) -> None:
    """Refuses a query that is no text, names a parameter that the path does not take, or gives one value twice."""
    if not request.scope["query_string"]:
        return
    parameters = {field.alias: field.field_info for field in request.scope["route"].dependant.query_params}
    several = {name for name, field in parameters.items() if get_origin(field.annotation) is tuple}
    problems = list(_name_problems(request.scope["query_string"], sorted(parameters), several))
    if problems:
        raise InvalidQuery(problems)


def _name_problems(query: bytes, known: list[str], several: set[str]) -> Iterator[Problem]:
    if not known:
        yield Problem("", "This path takes no query.", "unknown_parameter")
        return
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        yield Problem("", "The query cannot be read.", "unreadable")
        return
    names = [name for name, _ in pairs]
    for name in dict.fromkeys(names):
        if name not in known:
            nearest = get_close_matches(name[:_SHOWN], known, n=1)
            cure = f"Did you mean `{nearest[0]}`?" if nearest else f"Known are `{'`, `'.join(known)}`."
            yield Problem(f"/{name[:_SHOWN]}", f"There is no such parameter. {cure}", "unknown_parameter")
        elif name not in several and names.count(name) > 1:
            yield Problem(f"/{name}", "This parameter is given twice.", "repeated")


async def known_rule_set(request: Request) -> None:
    """Refuses names that no rule set or version has, so that no database is asked for them."""
    names = request.path_params
    if not is_name(names.get("rule_set", "any")):
        raise RuleSetNotFound(names["rule_set"])
    for version in ("version", "other"):
        if not is_name(names.get(version, "any")):
            raise VersionNotFound(names["rule_set"], names[version])


async def known_draft(request: Request) -> None:
    """Refuses names that no draft has."""
    names = request.path_params
    if not all(map(is_name, names.values())):
        raise DraftNotFound(names["rule_set"], names["version"])


def invalid_query(error: RequestValidationError) -> InvalidQuery:
    """Gives what does not fit in the parameters of a request, in words that repeat no value."""
    return InvalidQuery([_problem(each) for each in error.errors()])


def _problem(found: Any) -> Problem:
    pointer = f"/{found['loc'][1]}"
    if found["type"] == "enum":
        return Problem(pointer, f"Give {found['ctx']['expected'].replace(chr(39), '`')}.", "unknown_choice")
    return Problem(pointer, found["msg"], found["type"])
