"""Reads one line of a batch: a transaction, or an envelope with a transaction and how it is to be screened."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Final, NamedTuple

from pydantic import AfterValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from app.api.wire.parsing import parse_json
from app.api.wire.scalars import NOT_A_NAME, NOT_A_TEXT_NAME, is_name, is_text_name, past_moment
from app.api.wire.submissions import Submission, read_members
from app.domain.errors import BodyTooLarge, InvalidTransaction, Problem
from app.domain.facts import limits
from app.domain.screening import Explain

TRANSACTION: Final = "transaction"
_MARK: Final = f'"{TRANSACTION}"'.encode()
_SPACE: Final = " \t\r\n"
_value_at = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str).raw_decode


def _name(value: str) -> str:
    if not is_name(value):
        raise PydanticCustomError("not_a_name", NOT_A_NAME)
    return value


def _text_name(value: str) -> str:
    if not is_text_name(value):
        raise PydanticCustomError("not_a_name", NOT_A_TEXT_NAME)
    return value


def _explain(value: object) -> Explain:
    found = next((each for each in Explain if each == value), None)
    if found is None:
        raise PydanticCustomError("unknown_choice", "Give `brief` or `full`.")
    return found


class Envelope(Submission):
    """Holds what an envelope says beside its transaction; the names are those of the query parameters."""

    rule_set: Annotated[str, Field(strict=True), AfterValidator(_name)] | None = None
    version: Annotated[str, Field(strict=True), AfterValidator(_text_name)] | None = None
    as_known_on: Annotated[datetime, PlainValidator(past_moment)] | None = None
    variants: dict[str, str] | None = None
    explain: Annotated[Explain, PlainValidator(_explain)] | None = None


@dataclass(frozen=True, slots=True)
class LineOptions:
    """Says how a line is screened; ``version`` and ``as_known_on`` are not given together."""

    rule_set: str | None = None
    version: str | None = None
    as_known_on: datetime | None = None
    variants: dict[str, str] = field(default_factory=dict)
    explain: Explain = Explain.BRIEF

    def overridden(self, envelope: Envelope) -> "LineOptions":
        """Return the options with what an envelope says in their place; the law is chosen by one of the two."""
        law = envelope.rule_set, envelope.version, envelope.as_known_on
        if law == (None, None, None):
            law = self.rule_set, self.version, self.as_known_on
        variants = self.variants if envelope.variants is None else envelope.variants
        return LineOptions(*law, variants, envelope.explain or self.explain)


class ReadLine(NamedTuple):
    """Holds the bytes of a transaction, and how it is to be screened; ``pointer`` is where it stands in the line."""

    body: bytes
    options: LineOptions
    pointer: str = ""


def read_line(line: bytes, options: LineOptions, *, limit_bytes: int) -> ReadLine:
    """Read a line. What is no envelope is given as it is, whatever is wrong with it.

    Raises ``BodyTooLarge``; ``MalformedBody`` or ``InvalidTransaction`` for an envelope that is none.
    """
    if len(line) > limit_bytes:  # and perhaps cut off there
        raise BodyTooLarge(limit_bytes)
    if _MARK not in line:
        return ReadLine(line, options)
    value = parse_json(line)
    if not isinstance(value, dict) or TRANSACTION not in value:
        return ReadLine(line, options)
    said: dict[str, Any] = {name: each for name, each in value.items() if name != TRANSACTION and each is not None}
    envelope, problems = read_members(Envelope, said)
    if envelope is None:
        raise InvalidTransaction(problems[: limits.PROBLEMS])
    if envelope.version is not None and envelope.as_known_on is not None:
        detail = "A pinned version is the same at any time: give one of the two."
        raise InvalidTransaction([Problem("/as_known_on", detail, "contradiction")])
    return ReadLine(_member(line.decode(), TRANSACTION), options.overridden(envelope), f"/{TRANSACTION}")


def items_of(body: bytes, *, limit_bytes: int) -> list[bytes]:
    """Return the bytes of each item of a JSON array.

    Raises ``MalformedBody``, ``BodyTooLarge``, or ``InvalidTransaction`` if it is no array.
    """
    value = parse_json(body, limit_bytes=limit_bytes)
    if not isinstance(value, list):
        detail = "Give a JSON array of transactions, or one on each line as Content-Type: application/x-ndjson."
        raise InvalidTransaction([Problem("", detail, "wrong_type")])
    text = body.decode()
    items, place = [], _after_space(text, 0) + 1
    for _ in value:
        start = _after_space(text, place)
        _, end = _value_at(text, start)
        items.append(text[start:end].encode())
        place = _after_space(text, end) + 1  # the comma, or the end of the array
    return items


def _member(text: str, wanted: str) -> bytes:
    """Return the bytes of a member of a JSON object that is known to have it."""
    place = _after_space(text, 0) + 1
    while True:
        name, place = _value_at(text, _after_space(text, place))
        start = _after_space(text, _after_space(text, place) + 1)
        _, end = _value_at(text, start)
        if name == wanted:
            return text[start:end].encode()
        place = _after_space(text, end) + 1


def _after_space(text: str, place: int) -> int:
    while text[place] in _SPACE:
        place += 1
    return place
