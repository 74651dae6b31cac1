"""A form, learned: where its blanks are, and how what is put into them is read from another body."""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

from app.api.wire.values import TOKEN, NotThisForm, Reader

Pick = Callable[[Sequence[Any]], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Blank:
    """The place of a value among the parts of a body, and what reads it."""

    part: int
    reader: Reader


@dataclass(frozen=True)
class Form:
    """What the bodies of one form have in common: nothing of what any of them says, but which lists words come from.

    ``words`` are the places of these words among the parts of a body. The values of a body are in the order of
    ``blanks``.
    """

    parts: int
    words: tuple[int, ...]
    blanks: tuple[Blank, ...]

    @cached_property
    def words_of(self) -> Callable[[Sequence[bytes]], Hashable]:
        """From the parts of a body to the words in it."""
        return _pick(self.words)

    @cached_property
    def _tokens_of(self) -> Pick:
        return _pick([blank.part for blank in self.blanks])

    @cached_property
    def _readers(self) -> tuple[tuple[int, Callable[[bytes], Any]], ...]:
        return tuple(
            (place, each.reader.read) for place, each in enumerate(self.blanks) if each.reader.read is not None
        )

    def read(self, parts: Sequence[bytes]) -> list[Any] | None:
        """The values of a body of this form; ``None`` if only a full reading can tell what is wrong with one."""
        return _converted(self._tokens_of(parts), self._readers)

    def stencil(self, parts: Sequence[bytes]) -> "Stencil":
        """What finds the values of bodies that have the same words as this one and write every value its way."""
        usual = [_usual(blank, parts[blank.part]) for blank in self.blanks]
        written = {blank.part: pattern for blank, (pattern, _) in zip(self.blanks, usual, strict=True)}
        pieces = [re.escape(parts[0])]
        for place in range(1, len(parts), 2):
            value = written.get(place) or re.escape(parts[place])
            pieces += (rb":[ \t\r\n]*+", value, re.escape(parts[place + 1]))
        order = sorted(blank.part for blank in self.blanks)
        said = tuple((place, convert) for place, (_, convert) in enumerate(usual) if convert is not None)
        matched = re.compile(b"".join(pieces)).fullmatch
        return Stencil(matched, _pick([order.index(blank.part) for blank in self.blanks]), said)


@dataclass(frozen=True, slots=True)
class Stencil:
    """One regular expression for bodies that differ in nothing but their values."""

    matched: Callable[[bytes], re.Match[bytes] | None]
    order: Pick
    said: tuple[tuple[int, Callable[[bytes], Any]], ...]

    def read(self, body: bytes) -> list[Any] | None:
        """The values of a body, as :meth:`Form.read` gives them; ``None`` where another way of reading is needed."""
        found = self.matched(body)
        return _converted(self.order(found.groups()), self.said) if found is not None else None


def _converted(tokens: tuple[bytes, ...], readers: tuple[tuple[int, Callable[[bytes], Any]], ...]) -> list[Any] | None:
    values: list[Any] = [*tokens]
    try:
        for place, read in readers:
            values[place] = read(values[place])
    except (NotThisForm, ValueError):
        return None
    return values


def _pick(places: Sequence[int]) -> Pick:
    """From a sequence to what stands at these places, always as a tuple."""
    match places:
        case []:
            return lambda _: ()
        case [place]:
            return lambda parts: (parts[place],)
        case _:
            return itemgetter(*places)


def _usual(blank: Blank, token: bytes) -> tuple[bytes, Callable[[bytes], Any] | None]:
    """A pattern with one group that fits the token, and what reads the group."""
    for pattern, said in blank.reader.usual:
        if re.fullmatch(pattern, token):
            return pattern, said
    return rb"(%b)" % TOKEN, blank.reader.read
