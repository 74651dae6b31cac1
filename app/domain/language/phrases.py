"""Reads phrases: the words from which summaries are made, with facts in braces.

``acquires [{share} of|an interest in] {deal.target}`` names the target, and of the two in brackets the first of which
all facts are known. A name in braces is a path or, without a dot, one of the phrases that the regime words by itself.
"""

import re
from dataclasses import dataclass

from app.domain.facts.dictionary import FieldType, Kind
from app.domain.fields import Fields, nearest
from app.domain.language.nodes import Path
from app.domain.language.scope import Scope
from app.domain.located import Node

_PIECES = re.compile(r"\[([^\]]*)\]|([^\[\]]+)|(.)", re.DOTALL)
_SLOTS = re.compile(r"\{([^{}]*)\}")
_WRITABLE = (Kind.PARTY, Kind.QUANTITY, Kind.DATE, Kind.COUNTRY, Kind.CHOICE, Kind.CURRENCY)


@dataclass(frozen=True, slots=True)
class Worded:
    """Stands for what the regime words under this name."""

    name: str


PhraseWords = tuple[str | Path | Worded, ...]
"""Text, and what stands in braces, in turn."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Says something in words and facts. Each piece has one or more alternatives, of which the first is told whose
    facts are all known; a piece of which none is known is left out. ``optional`` are the pieces in brackets.
    """

    pieces: tuple[tuple[PhraseWords, ...], ...]
    optional: tuple[bool, ...]


def read_phrase(fields: Fields, key: str, scope: Scope) -> Phrase | None:
    """Read the phrase under ``key``; ``None`` where there is none, or faults were found in it."""
    text = fields.text(key)
    if not text:
        return None
    node, before = fields.entries[key], len(fields.faults.found)
    pieces, optional = [], []
    for bracketed, plain, stray in _PIECES.findall(text):
        if stray:
            fields.fault(key, f"`{stray}` stands alone: brackets come in pairs, without others in them")
            continue
        alternatives = bracketed.split("|") if bracketed else [plain]
        pieces.append(tuple(_words(each, node, scope, fields) for each in alternatives))
        optional.append(bool(bracketed))
    return Phrase(tuple(pieces), tuple(optional)) if len(fields.faults.found) == before else None


def _words(text: str, node: Node, scope: Scope, fields: Fields) -> PhraseWords:
    found: list[str | Path | Worded] = []
    for index, piece in enumerate(_SLOTS.split(text)):
        if index % 2 == 0:
            if piece:
                found.append(piece)
        elif (slot := _slot(piece, node, scope, fields)) is not None:
            found.append(slot)
    return tuple(found)


def _slot(text: str, node: Node, scope: Scope, fields: Fields) -> Path | Worded | None:
    if "." not in text and text not in scope.variables:
        known = scope.regime.worded
        if text not in known:
            fields.faults.add(
                node.place, f"`{{{text}}}` is neither a fact nor worded by the regime{nearest(text, known)}"
            )
        return Worded(text)
    path = scope.path(text, node.place, fields.faults)
    if path is not None and not _can_be_written(path.type):
        fields.faults.add(node.place, f"`{{{text}}}` is {path.type.words}, which has no place in a sentence")
    return path


def _can_be_written(type_: FieldType) -> bool:
    return type_.kind in _WRITABLE or (type_.item is not None and type_.item.kind in _WRITABLE)
