"""Gives routes what a request says beside its body: names, the query and entity tags."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Annotated, Any, Final, NamedTuple, get_origin
from urllib.parse import parse_qsl

from fastapi import Depends, Header
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from app.api.wire.scalars import (
    NAME,
    NOT_A_NAME,
    NOT_A_TEXT_NAME,
    TEXT_NAME,
    day,
    is_name,
    is_text_name,
    past_moment,
)
from app.api.wire.unknown_names import unknown_name
from app.domain.errors import Problem, RuleSetNotFound, ScreeningError, VersionNotFound
from app.domain.fields import did_you_mean
from app.service.drafting import Seen
from app.service.refusals import DraftNotFound

VARIANT: Final = "^[A-Za-z0-9_]{1,64}:[A-Za-z0-9_]{1,64}$"
"""How the choice of an alternative of a proposal is written: the axis, a colon, the alternative."""


_CURES: Final = {
    "bool_parsing": "Give `true` or `false`.",
    "int_parsing": "Give a whole number.",
    "greater_than_equal": "Give a number that is not below {ge}.",
    "less_than_equal": "Give a number that is not above {le}.",
}
"""What to give instead, where the framework's own words do not say it."""


class InvalidQuery(ScreeningError):
    """Says that the query of the address is not one that the path knows; every problem found is listed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__("The query of the address does not fit.")
        self.problems = tuple(problems)


# Not checked against the pattern by the framework: a malformed name is answered 404, like an unknown one.
PathName = Annotated[str, WithJsonSchema({"type": "string", "pattern": NAME})]
PathTextName = Annotated[str, WithJsonSchema({"type": "string", "pattern": TEXT_NAME})]


class VersionKey(NamedTuple):
    """Names a version of a rule set, one text of it (``NAME@DIGEST``), or the draft of one."""

    rule_set: str
    version: str


async def _rule_set(rule_set: PathName) -> str:
    if not is_name(rule_set):
        raise RuleSetNotFound(rule_set)
    return rule_set


RuleSetName = Annotated[str, Depends(_rule_set)]


async def _version(rule_set: PathName, version: PathName) -> VersionKey:
    known = await _rule_set(rule_set)
    if not is_name(version):
        raise VersionNotFound(known, version)
    return VersionKey(known, version)


async def _text(rule_set: PathName, version: PathTextName) -> VersionKey:
    known = await _rule_set(rule_set)
    if not is_text_name(version):
        raise VersionNotFound(known, version)
    return VersionKey(known, version)


async def _other(rule_set: PathName, other: PathTextName) -> VersionKey:
    return await _text(rule_set, other)


async def _draft(rule_set: PathName, version: PathName) -> VersionKey:
    if not (is_name(rule_set) and is_name(version)):
        raise DraftNotFound(rule_set, version)
    return VersionKey(rule_set, version)


NamedVersion = Annotated[VersionKey, Depends(_version)]
NamedText = Annotated[VersionKey, Depends(_text)]
OtherNamedText = Annotated[VersionKey, Depends(_other)]
NamedDraft = Annotated[VersionKey, Depends(_draft)]


def _name(text: str) -> str:
    if not is_name(text):
        raise PydanticCustomError("not_a_name", NOT_A_NAME)
    return text


def _text_name(text: str) -> str:
    if not is_text_name(text):
        raise PydanticCustomError("not_a_name", NOT_A_TEXT_NAME)
    return text


def _variants(chosen: tuple[str, ...]) -> tuple[str, ...]:
    if not all(re.fullmatch(VARIANT, choice, re.ASCII) for choice in chosen):
        detail = "Give the name of a variant, a colon and the name of an alternative: `ai_notify:above_1e24`."
        raise PydanticCustomError("not_a_variant", detail)
    if len({choice.partition(":")[0] for choice in chosen}) < len(chosen):
        raise PydanticCustomError("repeated", "Two alternatives of the same variant are chosen: choose one.")
    return chosen


# For parameters that may be left out; None means absent.
QueryName = Annotated[str | None, AfterValidator(_name), WithJsonSchema({"type": "string", "pattern": NAME})]
QueryTextName = Annotated[
    str | None, AfterValidator(_text_name), WithJsonSchema({"type": "string", "pattern": TEXT_NAME})
]
Variants = Annotated[
    tuple[str, ...],
    AfterValidator(_variants),
    WithJsonSchema({"type": "array", "items": {"type": "string", "pattern": VARIANT}}),
]
PastMoment = Annotated[
    datetime | None,
    PlainValidator(past_moment),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}],
            "examples": ["2026-01-31"],
        }
    ),
]
QueryDay = Annotated[date | None, PlainValidator(day), WithJsonSchema({"type": "string", "format": "date"})]


async def known_query(request: Request) -> None:
    """Refuses a query that is no text, names a parameter that the path does not take, or gives one value twice."""
    if not request.scope["query_string"]:
        return
    parameters = {field.alias: field.field_info for field in request.scope["route"].dependant.query_params}
    several = {name for name, field in parameters.items() if get_origin(field.annotation) is tuple}
    problems = list(_query_problems(request.scope["query_string"], sorted(parameters), several))
    if problems:
        raise InvalidQuery(problems)


def _query_problems(query: bytes, known: list[str], several: set[str]) -> Iterator[Problem]:
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
            yield unknown_name(name, known, "parameter", at="", cure=did_you_mean(name, known))
        elif name not in several and names.count(name) > 1:
            yield Problem(f"/{name}", "This parameter is given twice.", "repeated")


def invalid_query(error: RequestValidationError) -> InvalidQuery:
    """Gives what does not fit in the parameters of a request, in words that repeat no value."""
    return InvalidQuery([_problem(each) for each in error.errors()])


def _problem(found: Any) -> Problem:
    pointer = f"/{found['loc'][1]}"
    if found["type"] == "enum":
        return Problem(pointer, f"Give {found['ctx']['expected'].replace(chr(39), '`')}.", "unknown_choice")
    cure = _CURES.get(found["type"])
    return Problem(pointer, cure.format_map(found.get("ctx", {})) if cure else found["msg"], found["type"])


_TEXT = WithJsonSchema({"type": "string"})
IfMatch = Annotated[str | None, Header(alias="If-Match"), _TEXT]
IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match"), _TEXT]


async def _text_seen(if_match: IfMatch = None) -> Seen:
    """Gives the text that a change is about (RFC 9110, 13.1); a weak tag matches nothing."""
    if if_match is None:
        return Seen()
    tags = [tag.strip() for tag in if_match.split(",")]
    known = frozenset(tag[1:-1] for tag in tags if len(tag) > 2 and tag[0] == tag[-1] == '"')
    # A header without any tag that could match is a precondition all the same, and fails.
    return Seen(digests=known or frozenset({""}), any_text="*" in tags)


async def _text_or_none_seen(if_match: IfMatch = None, if_none_match: IfNoneMatch = None) -> Seen:
    """Gives the text that a change is about, or that there is none yet; ``If-Match`` goes first."""
    if if_match is not None:
        return await _text_seen(if_match)
    return Seen(no_text=(if_none_match or "").strip() == "*")


TextSeen = Annotated[Seen, Depends(_text_seen)]
TextOrNoneSeen = Annotated[Seen, Depends(_text_or_none_seen)]
