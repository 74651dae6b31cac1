"""Writes a transaction as YAML that every reader takes for the same, with comments above what they are about."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from app.domain.pointers import below

_STEP: Final = 2
_LAST_OF_FOUR: Final = 0xFFFF
"""The last character whose escape has four digits."""
# Text that no reader of YAML takes for something else than the text, or than the number or day, that it shows.
_WORD, _NUMBER, _DAY = "[A-Za-z][A-Za-z0-9_]*", "-?(0|[1-9][0-9]{0,9})(\\.[0-9]{1,4})?", "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_is_plain = re.compile(f"{_WORD}|{_NUMBER}|{_DAY}", re.ASCII).fullmatch
_WORDS_OF_YAML: Final = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null"})


def yaml_text(document: Mapping[str, Any], comments: Mapping[str, Iterable[str]]) -> str:
    """Write a document of texts, truth values, lists and mappings; a null is an empty value.

    ``comments`` are lines by JSON Pointer, and stand above what the pointer leads to. A line that is not empty begins
    with ``#``. What stands under the empty pointer is the end.
    """
    lines = [*_Writer(comments).mapping(document, "", 0), *comments.get("", ())]
    return "\n".join(lines).lstrip("\n") + "\n"


def _shown(character: str) -> str:
    """Escape a character that a reader of the file could not see."""
    if character.isprintable():
        return character
    return f"\\u{ord(character):04x}" if ord(character) <= _LAST_OF_FOUR else f"\\U{ord(character):08x}"


class _Writer:
    """Writes one document."""

    def __init__(self, comments: Mapping[str, Iterable[str]]) -> None:
        self._comments = comments

    def mapping(self, value: Mapping[str, Any], pointer: str, indent: int) -> Iterator[str]:
        margin = " " * indent
        for key, inner in value.items():
            place = below(pointer, key)
            if not pointer:
                yield ""
            yield from self._above(place, margin)
            match inner:
                case {"at_least": _} | {"more_than": _} | {"at_most": _} | {"less_than": _}:
                    yield f"{margin}{key}: {self._inline(inner)}"
                case dict() if inner:
                    yield f"{margin}{key}:"
                    yield from self.mapping(inner, place, indent + _STEP)
                case [{}, *_]:
                    yield f"{margin}{key}:"
                    for index, item in enumerate(inner):
                        yield from [""] if index else []
                        yield from self._item(item, below(place, index), indent + _STEP)
                case None:
                    yield f"{margin}{key}:"
                case _:
                    yield from self._within(place, margin)
                    yield f"{margin}{key}: {self._inline(inner)}"

    def _item(self, item: Any, place: str, indent: int) -> Iterator[str]:
        """Mark the first line of an item that is no comment with the dash; comments stand above it."""
        margin = " " * indent
        yield from self._above(place, margin)
        lines = [*self.mapping(item, place, indent + _STEP)] if isinstance(item, dict) and item else []
        first = next((at for at, line in enumerate(lines) if line and not line.lstrip().startswith("#")), None)
        if first is None:
            yield f"{margin}- {self._inline(item)}"
            return
        yield from lines[:first]
        yield f"{margin}- {lines[first].lstrip()}"
        yield from lines[first + 1 :]

    def _inline(self, value: Any) -> str:
        match value:
            case dict():
                return f"{{{', '.join(f'{key}: {self._inline(inner)}' for key, inner in value.items())}}}"
            case list():
                return f"[{', '.join(map(self._inline, value))}]"
            case str() if _is_plain(value) and value.lower() not in _WORDS_OF_YAML:
                return value
            case _:
                return "".join(map(_shown, json.dumps(value, ensure_ascii=False)))

    def _above(self, place: str, margin: str) -> Iterator[str]:
        return (f"{margin}{line}" if line else "" for line in self._comments.get(place, ()))

    def _within(self, place: str, margin: str) -> Iterator[str]:
        """Give the comments on parts of what stands on one line."""
        for pointer, lines in self._comments.items():
            if pointer.startswith(f"{place}/"):
                yield from (f"{margin}{line}" for line in lines if line)
