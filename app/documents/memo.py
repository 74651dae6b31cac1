"""Holds a memo as one value: headings, sentences, lists and tables, whatever it is then written as."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from app.documents.wording import printable


@dataclass(frozen=True, slots=True)
class Span:
    """Holds a stretch of text; ``link`` is an address that it leads to, ``tone`` how it stands out."""

    text: str
    link: str | None = None
    tone: str = "plain"


Spans = tuple[Span, ...]
"""A text, span by span."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Holds a paragraph."""

    words: Spans


@dataclass(frozen=True, slots=True)
class Bullets:
    """Holds a list."""

    items: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Holds a table. ``widths`` are the parts of the whole width that the columns have, in percent.

    Without ``heads``, the first cell of each row says what the row is.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Spans, ...], ...]
    widths: tuple[int, ...]


Block = Prose | Bullets | Grid


@dataclass(frozen=True, slots=True)
class Chapter:
    """Holds a part of a memo with its heading, and parts of it in turn."""

    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple["Chapter", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Memo:
    """Holds a memo: ``head`` are lines of a label and a text, ``notice`` stands at its end and on every page."""

    title: str
    head: tuple[tuple[str, Spans], ...]
    chapters: tuple[Chapter, ...]
    notice: str


_SECTION: Final = re.compile(r"(?<!proposed )(?<!Proposed )31 CFR (850\.\d{3})(?:\([A-Za-z0-9]+\))*")


def plain(text: str, *, tone: str = "plain") -> Spans:
    """Give a text without links."""
    return (Span(printable(text), tone=tone),) if text else ()


def strong(text: str) -> Spans:
    """Give a text that stands out."""
    return plain(text, tone="strong")


def place(pointer: str) -> Spans:
    """Give a JSON Pointer, or a digest."""
    return plain(pointer, tone="code")


def linked(text: str) -> Spans:
    """Give a text in which each paragraph of the regulation in force leads to its section."""
    return tuple(_linked(printable(text)))


def _linked(text: str) -> Iterator[Span]:
    end = 0
    for found in _SECTION.finditer(text):
        if found.start() > end:
            yield Span(text[end : found.start()])
        yield Span(found[0], f"https://www.ecfr.gov/current/title-31/section-{found[1]}")
        end = found.end()
    if end < len(text):
        yield Span(text[end:])


def joined(*parts: Spans) -> Spans:
    """Give several texts as one."""
    return tuple(span for part in parts for span in part)


def bullets(items: Iterable[Spans]) -> tuple[Block, ...]:
    """Give a list, or nothing where there are no items."""
    held = tuple(items)
    return (Bullets(held),) if held else ()


def grid(heads: tuple[str, ...], rows: Iterable[tuple[Spans, ...]], *, widths: tuple[int, ...]) -> tuple[Block, ...]:
    """Give a table, or nothing where there are no rows."""
    held = tuple(rows)
    return (Grid(heads, held, widths),) if held else ()


def texts_of(memo: Memo) -> Iterator[str]:
    """Give every text in a memo, in order."""
    yield memo.title
    for label, words in memo.head:
        yield label
        yield words_text(words)
    for chapter in memo.chapters:
        yield from _texts(chapter)
    yield memo.notice


def _texts(chapter: Chapter) -> Iterator[str]:
    yield chapter.title
    for block in chapter.blocks:
        match block:
            case Prose(words=words):
                yield words_text(words)
            case Bullets(items=items):
                yield from map(words_text, items)
            case Grid(heads=heads, rows=rows):
                yield from heads
                yield from (words_text(cell) for row in rows for cell in row)
    for part in chapter.parts:
        yield from _texts(part)


def words_text(words: Spans) -> str:
    """Give the text of several spans."""
    return "".join(span.text for span in words)
