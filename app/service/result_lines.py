"""Reads the lines of a result, each an answer or a problem, and names the deal that it is about."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from app.domain.analysis.answer_index import key_for
from app.domain.analysis.counted_differences import LineCount
from app.domain.analysis.recorded_answers import Recorded, Unread, recorded
from app.domain.outbound_investment import OUTBOUND_INVESTMENT

ResultLine = tuple[int, bytes]
"""A line with its number, from 1."""
Parse = Callable[[bytes], object]
"""A line to its JSON value; raises ``ValueError``."""


class NamedLine(NamedTuple):
    """Holds a line of which only the deal is known yet; ``key`` names it."""

    number: int
    line: bytes
    key: str
    value: object


def named(lines: Iterable[ResultLine], unread: LineCount, *, parse: Parse) -> Iterator[NamedLine]:
    """Give the lines that name a deal; count the others, but for empty ones and the law of a batch."""
    for number, line in lines:
        if not line.strip():
            continue
        try:
            value = parse(line)
        except ValueError:
            unread.add(number)
            continue
        key = _key(value)
        if key is not None:
            yield NamedLine(number, line, key, value)
        elif not _names_the_law(value):
            unread.add(number)


def keyed(lines: Iterable[ResultLine], unread: LineCount, *, parse: Parse) -> Iterator[tuple[NamedLine, Recorded]]:
    """Give what can be read and named; count the other lines, but for empty ones and the law of a batch."""
    for each in named(lines, unread, parse=parse):
        try:
            yield each, read_value(each.value, each.number)
        except Unread:
            unread.add(each.number)


def read_value(value: object, number: int) -> Recorded:
    """Read an answer or a problem; raises ``Unread``."""
    found = recorded(value, line=number, classes=OUTBOUND_INVESTMENT.determinations)
    if found is None:
        raise Unread("the line names only the law")
    return found


def _key(value: object) -> str | None:
    """Name the deal that a line is about, by its reference or, of an answer without one, by its facts."""
    if not isinstance(value, dict):
        return None
    reference, facts = value.get("reference"), value.get("input_digest")
    if isinstance(reference, str) and reference:
        return key_for(reference, None)
    return key_for(None, facts) if isinstance(facts, str) and reference in (None, "") else None


def _names_the_law(value: object) -> bool:
    return isinstance(value, dict) and "law_snapshot" in value and "determination" not in value
