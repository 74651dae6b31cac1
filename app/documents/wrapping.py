"""Breaks text into lines of a terminal, on which Chinese characters are two columns wide."""

from collections.abc import Iterator
from unicodedata import combining, east_asian_width


def wrapped(text: str, width: int, *, margin: str = "", hanging: str | None = None) -> list[str]:
    """Break a text into lines of at most so many columns: the first after ``margin``, the others after ``hanging``."""
    hanging = margin if hanging is None else hanging
    lines, line = [], margin
    room = max(width - columns(hanging), 10)
    for word in _pieces(text, room):
        if line not in (margin, hanging) and columns(line) + 1 + columns(word) > width:
            lines.append(line)
            line = hanging
        line += word if line in (margin, hanging) else f" {word}"
    return [each.rstrip() for each in (*lines, line)]


def columns(text: str) -> int:
    """Count the columns that a text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if combining(character) or character in "\u200e\u200f":
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _pieces(text: str, room: int) -> Iterator[str]:
    """Give the words, those cut that are too long for a line."""
    for word in text.split():
        piece, taken = "", 0
        for character in word if columns(word) > room else ():
            wide = _columns_of(character)
            if taken + wide > room:
                yield piece
                piece, taken = "", 0
            piece, taken = piece + character, taken + wide
        yield piece or word
