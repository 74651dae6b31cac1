"""What a request is allowed to be: how large, of which type, with which query."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from typing import Final
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope

from app.domain.errors import BodyTooLarge, Problem, RuleSetNotFound, ScreeningError, VersionNotFound
from app.domain.screening import Explain

NAME: Final = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
"""How rule sets and versions are named."""

VARIANT: Final = "^[A-Za-z0-9_]{1,64}:[A-Za-z0-9_]{1,64}$"
"""How the choice of an alternative of a proposal is written: the axis, a colon, the alternative."""

JSON: Final = "application/json"
JSON_LINES: Final = ("application/x-ndjson", "application/jsonl")
"""The media types of values that stand one on each line."""

_NAME = re.compile(NAME, re.ASCII)
_VARIANT = re.compile(VARIANT, re.ASCII)
_KNOWN: Final = ("as_known_on", "explain", "rule_set", "variant", "version")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_SHOWN: Final = 80
_DISCARDED: Final = 64 * 1024 * 1024


class UnsupportedMediaType(ScreeningError):
    """The request has a body of another type than the path takes, or one in another coding than its own."""

    def __init__(self, cure: str = "Send the body as Content-Type: application/json.") -> None:
        super().__init__(cure)


class InvalidQuery(ScreeningError):
    """The query of the address is not one that the path knows; every problem found is listed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__("The query of the address does not fit.")
        self.problems = tuple(problems)


class ClientGone(ScreeningError):
    """The caller hung up before the body was complete."""


@dataclass(frozen=True, slots=True)
class ScreeningQuery:
    """Which law to apply, with which of a proposal's alternatives, and how far to explain the answer."""

    rule_set: str | None = None
    version: str | None = None
    explain: Explain = Explain.BRIEF
    variants: Mapping[str, str] = field(default_factory=dict)
    as_known_on: datetime | None = None


_PLAIN = ScreeningQuery()


def query_pairs(query: bytes) -> list[tuple[str, str]]:
    """The names and values of a query in their order; raises ``InvalidQuery`` if it cannot be read."""
    try:
        return parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        raise InvalidQuery([Problem("", "The query cannot be read.", "unreadable")]) from None


def screening_query(query: bytes) -> ScreeningQuery:
    """The query of a screening; raises ``InvalidQuery``."""
    if not query:
        return _PLAIN
    pairs = query_pairs(query)
    problems = list(_problems(pairs))
    if problems:
        raise InvalidQuery(problems)
    given = dict(pairs)
    known = given.get("as_known_on")
    return ScreeningQuery(
        given.get("rule_set"),
        given.get("version"),
        Explain(given.get("explain", Explain.BRIEF)),
        dict(_variants(pairs)),
        moment_of(known) if known is not None else None,
    )


def moment_of(text: str) -> datetime:
    """The moment in UTC that a timestamp with its zone names, or the last one of a day.

    Raises ``ValueError`` for anything else.
    """
    if _DAY.fullmatch(text):
        return datetime.combine(date.fromisoformat(text), time.max, UTC)
    if _MOMENT.fullmatch(text) is None:
        raise ValueError(text)
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except OverflowError:
        raise ValueError(text) from None


def _variants(pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for name, value in pairs:
        if name == "variant":
            axis, _, alternative = value.partition(":")
            yield axis, alternative


def refuse_query(query: bytes) -> None:
    """Nothing happens where no query is given; raises ``InvalidQuery`` for any."""
    if query:
        raise InvalidQuery([Problem("", "This path takes no query.", "unknown_parameter")])


def is_name(text: str) -> bool:
    """Whether a rule set or a version can be called this."""
    return _NAME.fullmatch(text) is not None


def require_names(rule_set: str, *versions: str) -> None:
    """Nothing happens where a rule set and versions can be called this: no database is asked for a name that none has.

    Raises ``RuleSetNotFound`` or ``VersionNotFound``.
    """
    if not is_name(rule_set):
        raise RuleSetNotFound(rule_set)
    for version in versions:
        if not is_name(version):
            raise VersionNotFound(rule_set, version)


def _problems(pairs: list[tuple[str, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    chosen: set[str] = set()
    for name, value in pairs:
        if name not in _KNOWN:
            nearest = get_close_matches(name[:_SHOWN], _KNOWN, n=1)
            cure = f"Did you mean `{nearest[0]}`?" if nearest else f"Known are `{'`, `'.join(_KNOWN)}`."
            yield Problem(f"/{name[:_SHOWN]}", f"There is no such parameter. {cure}", "unknown_parameter")
        elif name == "variant":
            if _VARIANT.fullmatch(value) is None:
                detail = "Give the name of a variant, a colon and the name of an alternative: `ai_notify:above_1e24`."
                yield Problem("/variant", detail, "not_a_variant")
            elif value.partition(":")[0] in chosen:
                yield Problem("/variant", "Two alternatives of the same variant are chosen: choose one.", "repeated")
            chosen.add(value.partition(":")[0])
        elif name in seen:
            yield Problem(f"/{name}", "This parameter is given twice.", "repeated")
        elif name == "explain" and value not in list(Explain):
            yield Problem("/explain", "Give `brief` or `full`.", "unknown_choice")
        elif name == "as_known_on":
            yield from _moment_problems(value)
        elif name != "explain" and _NAME.fullmatch(value) is None:
            detail = "Give a name of letters, digits, `.`, `_` and `-`, beginning with a letter or digit, at most 64."
            yield Problem(f"/{name}", detail, "not_a_name")
        seen.add(name)
    if {"version", "as_known_on"} <= seen:
        yield Problem("/as_known_on", "A pinned version is the same at any time: give one of the two.", "contradiction")


def _moment_problems(value: str) -> Iterator[Problem]:
    try:
        day = moment_of(value).date()
    except ValueError:
        detail = "Give a day as YYYY-MM-DD, or a time with its zone as 2026-01-31T12:00:00Z."
        yield Problem("/as_known_on", detail, "not_a_time")
    else:
        if day > datetime.now(UTC).date():
            yield Problem("/as_known_on", "Nothing is known yet on a day to come.", "not_past")


async def json_body(
    scope: Scope, receive: Receive, *, limit_bytes: int, media_types: Collection[str] = (JSON,)
) -> bytes:
    """The whole body of a request that says it is JSON, or another of the media types that the path takes.

    Raises ``UnsupportedMediaType``; ``BodyTooLarge`` as soon as the limit is passed, or before anything is read where
    the length is announced; ``ClientGone`` if the body never ends. A caller that closes after the answer could not read
    it while it sends, so that the rest of a body that is too large is taken from it first.
    """
    try:
        _check_headers(scope, limit_bytes, media_types)
    except BodyTooLarge:
        await _let_send(scope, receive)
        raise
    message = await receive()
    body: bytes = message.get("body", b"")
    if message.get("more_body"):
        parts, size = [body], len(body)
        while message.get("more_body") and size <= limit_bytes:
            message = await receive()
            parts.append(message.get("body", b""))
            size += len(parts[-1])
        body = b"".join(parts)
    if message["type"] == "http.disconnect":
        raise ClientGone
    if len(body) > limit_bytes:
        if message.get("more_body"):
            await _let_send(scope, receive)
        raise BodyTooLarge(limit_bytes)
    return body


async def _let_send(scope: Scope, receive: Receive) -> None:
    """The rest of the body is read and dropped, if the caller would miss the answer otherwise."""
    headers = dict(scope["headers"])
    closes = scope["http_version"] == "1.0" or headers.get(b"connection", b"").lower() == b"close"
    if not closes or b"expect" in headers:  # who asks before it sends has not begun
        return
    taken, more = 0, True
    while more and taken <= _DISCARDED:
        message = await receive()
        taken, more = taken + len(message.get("body", b"")), message.get("more_body", False)


def _check_headers(scope: Scope, limit_bytes: int, media_types: Collection[str]) -> None:
    is_taken = False
    for name, value in scope["headers"]:
        if name == b"content-type":
            is_taken = value == b"application/json" or _is_one_of(media_types, value)
        elif name == b"content-encoding" and value.strip().lower() not in (b"", b"identity"):
            raise UnsupportedMediaType("Send the body as it is, without a Content-Encoding.")
        elif name == b"content-length" and value.isdigit() and int(value[:20]) > limit_bytes:
            raise BodyTooLarge(limit_bytes)
    if not is_taken:
        raise UnsupportedMediaType(f"Send the body as Content-Type: {' or '.join(media_types)}.")


def _is_one_of(media_types: Collection[str], value: bytes) -> bool:
    kind, _, parameters = value.decode("latin-1").lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    return kind.strip() in media_types and charset in ("", "charset=utf-8")
