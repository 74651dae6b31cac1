"""Parses bytes into plain JSON values, with every digit of every number."""

import re
import sys

import jiter

from app.domain.errors import BodyTooLarge, MalformedBody

_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

# What the parser says, up to the place, and how the caller reads it. The parser's own words may hold a property name
# of the body, so only those listed here go out.
_CAUSES = {
    "EOF while parsing": "The body ends in the middle of a value",
    "Detected duplicate key": "A property is given twice in one object",
    "expected value": "A JSON value is expected (JSON has no NaN, no Infinity and no comments)",
    "expected ident": "A JSON value is expected (the words of JSON are true, false and null)",
    "key must be a string": "A property name in quotation marks is expected",
    "trailing characters": "Something follows after the end of the value",
    "trailing comma": "A comma stands after the last item",
    "control character": "A control character stands in a text; write it as an escape",
    "invalid unicode": "A text is not valid UTF-8",
    "invalid escape": "A text has an unknown escape",
    "recursion limit exceeded": "Lists and objects are nested too deeply",
    "number out of range": "A number has too many digits",
    "invalid number": "A number is not written as JSON writes numbers",
    "Internal error": "A number is out of all bounds",
    "lone leading surrogate": "A text has half of a surrogate pair",
    "unexpected end of hex escape": "A text has half of a surrogate pair",
}
_PLACE = re.compile(r" at (line \d+ column \d+)\Z")


def parse_json(body: bytes, *, limit_bytes: int = sys.maxsize) -> object:
    """Parses ``body``: numbers are ``int`` or ``Decimal``, both exact.

    Raises ``BodyTooLarge``, or ``MalformedBody`` with line and column and nothing of the body's content.
    """
    if len(body) > limit_bytes:
        raise BodyTooLarge(limit_bytes)
    try:
        # Names recur from body to body and are worth remembering; values are not, and are nobody else's business.
        return jiter.from_json(
            body, float_mode="decimal", allow_inf_nan=False, catch_duplicate_keys=True, cache_mode="keys"
        )
    except ValueError as error:
        raise MalformedBody(_detail(body, str(error))) from None


def _detail(body: bytes, said: str) -> str:
    if not body.strip(b" \t\r\n"):
        return "The body is empty: send one JSON object."
    if body.startswith(_BYTE_ORDER_MARKS):
        return "The body begins with a byte order mark: send UTF-8 without one."
    cause = next((words for start, words in _CAUSES.items() if said.startswith(start)), "The body is not valid JSON")
    place = _PLACE.search(said)
    return f"{cause}, at {place[1]}." if place else f"{cause}."
