"""The statements in a body: a JSON array, one statement, or JSON Lines, told apart by what the body holds."""

import re
from typing import Any

from app.api.wire.parsing import parse_json
from app.domain.errors import BodyTooLarge, MalformedBody

_OF_STATEMENTS = ("recordId", "recordType", "statementType", "statementId")
_PLACE = re.compile(r"at line 1 column (\d+)\.\Z")


def parse_statements(body: bytes, *, limit_bytes: int) -> Any:
    """The JSON value of the body; the values of its lines as a list, where each line that is not empty holds one.

    One object by itself is a list of one. Raises ``BodyTooLarge``, or ``MalformedBody`` with line and column.
    """
    if len(body) > limit_bytes:
        raise BodyTooLarge(limit_bytes)
    try:
        value = parse_json(body, limit_bytes=limit_bytes)
    except MalformedBody:
        if not body.lstrip(b" \t\r\n").startswith(b"{"):
            raise
        first = next(line for line in body.split(b"\n") if line.strip())
        try:
            parse_json(first, limit_bytes=limit_bytes)
        except MalformedBody:
            first = b""
        if not first:  # an object over several lines that is broken somewhere
            raise
        return _values(body, limit_bytes=limit_bytes)
    return [value] if isinstance(value, dict) and not value.keys().isdisjoint(_OF_STATEMENTS) else value


def _values(body: bytes, *, limit_bytes: int) -> list[Any]:
    values = []
    for number, line in enumerate(body.split(b"\n"), start=1):
        if not line.strip(b" \t\r"):
            continue
        try:
            values.append(parse_json(line, limit_bytes=limit_bytes))
        except MalformedBody as error:
            raise MalformedBody(_PLACE.sub(rf"at line {number} column \1.", error.detail)) from None
    return values
