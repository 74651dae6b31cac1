"""Reads mappings of known keys in documents, and collects a fault at the place of everything that does not fit."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from app.domain.days import day_of
from app.domain.errors import Fault, InvalidRuleSet
from app.domain.located import Entry, Mapping, Node, Place, Scalar, Sequence, type_names

_LONGEST_SHOWN = 60
_MOST_KNOWN = 16
_LONGEST_COMPARED = 200
_T = TypeVar("_T")


class Faults:
    """Collects everything wrong in a document, so that one check reports it all."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, place: Place, message: str) -> None:
        """Note one fault."""
        self.found.append(Fault(place, message))

    def unless_refused(self, read: Callable[[], _T]) -> _T | None:
        """Return what ``read`` returns; ``None`` where it raises ``InvalidRuleSet``, whose faults are noted."""
        try:
            return read()
        except InvalidRuleSet as error:
            self.found.extend(error.faults)
            return None

    def refusal(self) -> InvalidRuleSet:
        """Return the exception that tells all faults, each once."""
        return InvalidRuleSet([*dict.fromkeys(self.found)])

    def refuse_any(self) -> None:
        """Raise ``InvalidRuleSet`` if there are faults."""
        if self.found:
            raise self.refusal()


class Fields:
    """Reads the entries of one mapping, called ``what`` in messages, such as "a case".

    What does not fit is read as if it were absent, so that the rest can be read; ``sound`` is then false. Keys that are
    not among ``needs`` and ``may`` are faults, and so are those of ``needs`` that are absent. An empty list or mapping
    says nothing and is a fault, unless ``may_be_empty``.
    """

    def __init__(
        self,
        node: Node,
        what: str,
        faults: Faults,
        *,
        needs: tuple[str, ...] = (),
        may: tuple[str, ...] = (),
        may_be_empty: bool = False,
    ) -> None:
        self.place = node.place
        self.faults = faults
        self.sound = True
        self.entries: dict[str, Node] = {}
        self._may_be_empty = may_be_empty
        if not isinstance(node, Mapping):
            found, first = type_names[type(node)], (*needs, *may)[0]
            self._fault(node.place, f"{what[0].upper()}{what[1:]} is a mapping, not {found}: begin it with `{first}:`.")
            return
        for entry in node.entries:
            if entry.key in needs + may:
                self.entries[entry.key] = entry.value
            else:
                self._fault(entry.place, f"`{shown(entry.key)}` is no part of {what}{nearest(entry.key, needs + may)}")
        for key in needs:
            if key not in self.entries:
                self._fault(node.place, f"`{key}` is missing: {what} needs it.")

    def fault(self, key: str, message: str) -> None:
        """Note a fault at the place of what stands under ``key``, or of the whole mapping where nothing does."""
        self._fault(self.entries[key].place if key in self.entries else self.place, message)

    def text(self, key: str) -> str:
        """Return the text under ``key`` on one line; empty if it is absent or does not fit."""
        node = self.entries.get(key)
        return " ".join(self._text(node, key).split()) if node is not None else ""

    def word(self, key: str, known: tuple[str, ...]) -> str:
        """Return the text under ``key``, which is one of ``known``; empty if it is absent or does not fit."""
        text = self.text(key)
        return text if text and self._is_known(text, key, known, place=self.entries[key].place) else ""

    def day(self, key: str) -> date | None:
        """Return the day under ``key``, if there is one."""
        text = self.text(key)
        day = day_of(text)
        if text and day is None:
            self.fault(key, f"`{shown(text)}` is no day of the calendar: write it as YYYY-MM-DD.")
        return day

    def mapping(self, key: str) -> tuple[Entry, ...]:
        """Return the entries of the mapping under ``key``."""
        node = self.entries.get(key)
        if node is None or (isinstance(node, Mapping) and (node.entries or self._may_be_empty)):
            return node.entries if node is not None else ()
        self._fault(node.place, f"`{key}` is a mapping: write its entries, or remove the key.")
        return ()

    def texts_by_name(self, key: str) -> dict[str, str]:
        """Return the texts of the mapping under ``key``, each on one line, by their names."""
        found = {entry.key: self._text(entry.value, entry.key) for entry in self.mapping(key)}
        return {name: " ".join(text.split()) for name, text in found.items() if text}

    def items(self, key: str) -> tuple[Node, ...]:
        """Return the items of the list under ``key``."""
        node = self.entries.get(key)
        if node is None or (isinstance(node, Sequence) and (node.items or self._may_be_empty)):
            return node.items if node is not None else ()
        self._fault(node.place, f"`{key}` is a list: write its items, or remove the key.")
        return ()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of the list under ``key``; none of them may be there twice."""
        return tuple(text for text, _ in self.located_texts(key))

    def located_texts(self, key: str) -> tuple[tuple[str, Place], ...]:
        """Return the texts of the list under ``key``, each with its place."""
        found: dict[str, Place] = {}
        for node in self.items(key):
            text = self._text(node, key)
            if text in found:
                self._fault(node.place, f"`{shown(text)}` stands in `{key}` already: keep one of the two.")
            elif text:
                found[text] = node.place
        return tuple(found.items())

    def words(self, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """Return the texts of the list under ``key``, each one of ``known``."""
        return tuple(text for text, place in self.located_texts(key) if self._is_known(text, key, known, place=place))

    def _is_known(self, text: str, key: str, known: tuple[str, ...], *, place: Place) -> bool:
        if text not in known:
            self._fault(place, f"`{shown(text)}` has no meaning in `{key}`{nearest(text, known)}")
        return text in known

    def _text(self, node: Node, key: str) -> str:
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.value.strip():
            return node.value
        self._fault(node.place, f"`{key}` takes text: write it, in quotes if it is a word like `true`.")
        return ""

    def _fault(self, place: Place, message: str) -> None:
        self.faults.add(place, message)
        self.sound = False


def refusal(place: Place, message: str) -> InvalidRuleSet:
    """Make the exception for one fault after which there is nothing to read."""
    return InvalidRuleSet([Fault(place, message)])


def shown(text: str) -> str:
    """Put ``text`` on one line that is short enough to stand within a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 1]}…"


def nearest(word: str, known: Iterable[str]) -> str:
    """Word the end of a message about an unknown ``word`` in a document: what is known is told if it is little."""
    names = list(known)
    if not names or (len(names) > _MOST_KNOWN and closest(word, names) is None):
        return "."
    cure = did_you_mean(word, names)
    return f": {cure[0].lower()}{cure[1:]}"


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Word the cure for an unknown ``word`` as a sentence: the known word that looks most like it, or all of them."""
    close = closest(word, known)
    return f"Did you mean `{close}`?" if close is not None else f"Known are {', '.join(f'`{name}`' for name in known)}."


def closest(word: str, known: Collection[str]) -> str | None:
    """Return the known word that looks most like ``word``, if any does; of a very long one the beginning counts."""
    return next(iter(get_close_matches(word[:_LONGEST_COMPARED], known, n=1)), None)
