"""Defines rule documents as trees whose every part knows where it was written.

Both sources of a rule set meet here: YAML files in ``rules/`` (place = file, line and column) and stored JSON
documents (place = JSON Pointer). Scalars are text exactly as written, or a truth value; nothing is coerced, so
``850.210`` keeps its last zero and a number reaches the type check with all its digits.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.pointers import below


@dataclass(frozen=True, slots=True)
class Place:
    """Says where something was written. ``line`` and ``column`` count from 1; 0 means the source has no lines."""

    source: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}" if self.line else self.source


@dataclass(frozen=True, slots=True)
class Scalar:
    """Describes a leaf: text as written, or ``True`` / ``False``."""

    value: str | bool
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """Describes a list."""

    items: tuple["Node", ...]
    place: Place

    def __iter__(self) -> Iterator["Node"]:
        return iter(self.items)


@dataclass(frozen=True, slots=True)
class Entry:
    """Describes one key of a mapping with its value; ``place`` is the key's."""

    key: str
    value: "Node"
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Describes a mapping whose keys are distinct text, in the order written."""

    entries: tuple[Entry, ...]
    place: Place

    def get(self, key: str) -> "Node | None":
        """Give the value under ``key``, or ``None``."""
        for entry in self.entries:
            if entry.key == key:
                return entry.value
        return None

    @property
    def keys(self) -> tuple[str, ...]:
        """Give the keys in the order written."""
        return tuple(entry.key for entry in self.entries)


type_names = {Scalar: "a single value", Sequence: "a list", Mapping: "a mapping"}

Node = Scalar | Sequence | Mapping
Plain = str | bool | list["Plain"] | dict[str, "Plain"]


def plain(node: Node) -> Plain:
    """Give the tree without places, ready to be written as JSON."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {entry.key: plain(entry.value) for entry in node.entries}


def located(value: Plain, source: str, pointer: str = "") -> Node:
    """Give the tree of a JSON document; each part's place is ``source`` followed by its JSON Pointer.

    Raises ``TypeError`` for a number or a null: rule documents hold text and truth values only.
    """
    place = Place(f"{source}#{pointer}")
    if isinstance(value, (str, bool)):
        return Scalar(value, place)
    if isinstance(value, list):
        return Sequence(tuple(located(v, source, f"{pointer}/{i}") for i, v in enumerate(value)), place)
    if isinstance(value, dict):
        entries = []
        for key, inner in value.items():
            inner_pointer = below(pointer, key)
            entries.append(Entry(key, located(inner, source, inner_pointer), Place(f"{source}#{inner_pointer}")))
        return Mapping(tuple(entries), place)
    raise TypeError(f"{place}: a rule document holds text and truth values only, found {type(value).__name__}")
