"""Finds what a caller may have meant by a property or word that is not known; nothing of the caller's is repeated."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import takewhile
from operator import eq
from typing import Any

from app.domain.facts.aliases import CHOICES, FACTS
from app.domain.facts.dictionary import FieldType, Kind, fields_of

_LONGEST = 80
_MOST_PLACES = 3
_CLOSE_ALIAS = 0.8
"""How much a misspelt alias looks like one, at least: what it stands for is a guess at a guess."""

_HUMP = re.compile("(?<=[a-z0-9])(?=[A-Z])")
_GAP = re.compile(r"[\s./-]+")


@dataclass(frozen=True, slots=True)
class PropertyPlace:
    """Says where a property belongs: under its name in the record, or in each record of a list, at the pointer."""

    record: Any
    name: str
    pointer: str

    @property
    def words(self) -> str:
        """Gives the property with its place, as a message has them."""
        return f"`{self.name}`, which belongs " + (f"in `{self.pointer}`" if self.pointer else "at the top level")


def either(names: Sequence[str]) -> str:
    """Writes names as a message has them."""
    return " or ".join(f"`{name}`" for name in names)


def property_meant(given: str, record: Any, *, at: str, root: Any) -> str:
    """Words the properties of a record that a name may mean, or those elsewhere below the root; empty for none.

    ``at`` is the pointer to the record. What the name means elsewhere comes before what only looks like it here.
    """
    plain, known = _plain(given), _named(record)
    if plain in known:
        return either(known[plain])
    elsewhere = _nearest_twins(_places(root).get(plain, ()), at)
    if 0 < len(elsewhere) <= _MOST_PLACES:
        return ", or ".join(place.words for place in elsewhere)
    return either(_closest(plain, [*fields_of(record)], known))


@cache
def names_below(root: Any) -> frozenset[str]:
    """Gives the names and aliases of all properties of a record and of those below it."""
    return frozenset(_places(root))


def words_meant(given: str, type_: FieldType) -> Sequence[str]:
    """Gives the choices that a word may mean."""
    aliases = _by_alias(CHOICES.get(type_.meanings.name, {}) if type_.meanings is not None else {})
    plain = _plain(given)
    return aliases.get(plain) or _closest(plain, type_.choices, aliases)


def _plain(given: str) -> str:
    """Gives a name as names are written here: in small letters, with underscores."""
    return _GAP.sub("_", _HUMP.sub("_", given[:_LONGEST]).strip()).lower()


def _closest(plain: str, names: Sequence[str], aliases: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Gives the name that looks most like it, or else those that the alias that does stands for."""
    close = get_close_matches(plain, names, n=1) or get_close_matches(plain, aliases, n=1, cutoff=_CLOSE_ALIAS)
    return [name for each in close for name in aliases.get(each, [each])]


def _by_alias(aliases: Mapping[str, str]) -> dict[str, list[str]]:
    """Gives the names that each alias stands for."""
    found: dict[str, list[str]] = {}
    for name, words in aliases.items():
        for word in words.split():
            found.setdefault(word, []).append(name)
    return found


@cache
def _named(record: Any) -> dict[str, list[str]]:
    """Gives the properties of a record by name and alias."""
    return _by_alias(FACTS.get(record, {})) | {name: [name] for name in fields_of(record)}


@cache
def _places(root: Any) -> dict[str, list[PropertyPlace]]:
    """Gives the places of all properties below the root by name and alias."""
    found: dict[str, list[PropertyPlace]] = {}
    for record, pointer in _records(root, ""):
        for alias, names in _named(record).items():
            found.setdefault(alias, []).extend(PropertyPlace(record, name, pointer) for name in names)
    return found


def _records(record: Any, pointer: str) -> Iterator[tuple[Any, str]]:
    yield record, pointer
    for field in fields_of(record).values():
        inner, below = field.type, f"{pointer}/{field.name}"
        if inner.item is not None:
            below += "/items/{i}" if inner.kind is Kind.LISTING else "/{i}"
            inner = inner.item
        if inner.record is not None:
            yield from _records(inner.record, below)


def _nearest_twins(places: Sequence[PropertyPlace], at: str) -> list[PropertyPlace]:
    """Gives of each property only the place that has most of the way in common with where it was looked for."""
    nearest: dict[tuple[Any, str], PropertyPlace] = {}
    for place in sorted(places, key=lambda each: -_in_common(each.pointer, at)):
        nearest.setdefault((place.record, place.name), place)
    return [*nearest.values()]


def _in_common(pointer: str, other: str) -> int:
    """Counts the steps that two pointers begin with together."""
    return sum(takewhile(bool, map(eq, pointer.split("/"), other.split("/"))))
