"""Reads the lines of a result, each an answer or a problem, and names the deal that it is about."""

from collections.abc import Callable, Iterable, Iterator

from app.domain.analysis.answer_index import key_of
from app.domain.analysis.counted_differences import LineCount
from app.domain.analysis.recorded_answers import Recorded, Unread, recorded
from app.domain.outbound_investment import OUTBOUND_INVESTMENT

ResultLine = tuple[int, bytes]
"""A line with its number, from 1."""
Parse = Callable[[bytes], object]
"""A line to its JSON value; raises ``ValueError``."""


def keyed(lines: Iterable[ResultLine], unread: LineCount, *, parse: Parse) -> Iterator[tuple[str, Recorded]]:
    """Give what can be read and named; count the other lines, but for empty ones and the law of a batch."""
    for number, line in lines:
        if not line.strip():
            continue
        try:
            each = recorded_line(line, number, parse=parse)
        except Unread:
            unread.add(number)
            continue
        if each is None:
            continue
        key = key_of(each)
        if key is None:
            unread.add(number)
        else:
            yield key, each


def recorded_line(line: bytes, number: int, *, parse: Parse) -> Recorded | None:
    """Read a line; ``None`` for the line that names the law of a whole batch. Raises ``Unread``."""
    try:
        value = parse(line)
    except ValueError:
        raise Unread("the line is no JSON") from None
    return recorded(value, line=number, classes=OUTBOUND_INVESTMENT.determinations)
