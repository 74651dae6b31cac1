"""Takes bodies apart: into what stays the same from one to the next, and the values, which it reads.

Systems write their bodies by one pattern: the same properties in the same order, with other numbers, days, names and
ids. Taken apart at the values, the rest of two such bodies is the same to the byte. Once a pattern is known, another
body of it needs no reading but of its values.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from app.api.wire.identifiers import SCHEMES, Scheme
from app.api.wire.quantities import exact_number
from app.api.wire.scalars import day
from app.domain.facts import limits

LONGEST = 16 * 1024
"""Longer bodies have little in common, and take long to answer in any case."""

BETWEEN = b"\0"
"""Stands in the key of a body for each of its values: no JSON has this byte."""

_split = re.compile(rb':[ \t\r\n]*+("[^"]{1,%d}+"|[-0-9][0-9.eE+-]*+)' % limits.IDENTIFIER).split
"""At every token: what JSON writes for a text, neither long nor with escapes, or a number, and more that is refused."""

_QUOTE, _ESCAPE = b'"', b"\\"

ReadToken = Callable[[bytes], Any]
"""Returns what a token says; raises ``ValueError`` where only reading the whole body can tell what is wrong."""


def take_apart(body: bytes) -> tuple[bytes, list[bytes]] | None:
    """Return what stands between the values of a body, as one key, and the tokens of these values, in order.

    ``None`` for a body that is long, or written with escapes.
    """
    if len(body) > LONGEST or _ESCAPE in body:
        return None
    parts = _split(body)
    return BETWEEN.join(parts[::2]), parts[1::2]


def read_texts(tokens: Sequence[bytes]) -> list[bytes]:
    """Return the texts in tokens, all of whose characters can be printed: looked at together, which is quicker."""
    joined = b"".join(tokens)
    if joined.count(_QUOTE) != 2 * len(tokens) or not joined.decode().isprintable():
        raise ValueError
    return [token[1:-1] for token in tokens]


def read_text(token: bytes) -> bytes:
    """Return the text in a token, all of whose characters can be printed."""
    return read_texts([token])[0]


def read_number(token: bytes) -> Decimal:
    """Return the number in a token, which may be written as a text."""
    return exact_number(token.strip(_QUOTE).decode())


def read_day(token: bytes) -> date:
    """Return the day in a token."""
    if not token.startswith(_QUOTE):
        raise ValueError
    return day(token[1:-1].decode())


def read_identifier(token: bytes, scheme: Scheme) -> bytes:
    """Return the text in a token whose check digits are right."""
    text = read_text(token)
    if not scheme.is_valid(text.decode()):
        raise ValueError
    return text


READ_IDENTIFIER: dict[str, ReadToken] = {name: partial(read_identifier, scheme=each) for name, each in SCHEMES.items()}
"""How identifiers are read, by the field of the party."""


@dataclass(frozen=True, slots=True)
class BodyPattern:
    """Holds what the bodies of one pattern have in common: nothing of what any of them says.

    There are ``length`` tokens in each: ``words`` from closed lists, ``texts``, and others with their ``readings``,
    each with its place. ``completions`` are the places of the days by which the law is chosen, if stated.
    """

    length: int
    words: tuple[int, ...]
    texts: tuple[int, ...]
    readings: tuple[tuple[int, ReadToken], ...]
    completions: tuple[int | None, ...]

    def words_of(self, tokens: Sequence[bytes]) -> bytes:
        """Return the words in a body, one after the other."""
        return b"".join([tokens[place] for place in self.words])

    def read(self, tokens: Sequence[bytes]) -> list[Any] | None:
        """Read the values of a body; ``None`` if only reading it in full can tell what is wrong with one."""
        if len(tokens) != self.length:
            return None
        values: list[Any] = [*tokens]
        try:
            texts = read_texts([tokens[place] for place in self.texts])
            for place, text in zip(self.texts, texts, strict=True):
                values[place] = text
            for place, read in self.readings:
                values[place] = read(values[place])
        except ValueError:
            return None
        return values
