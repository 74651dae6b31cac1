"""Reads a mapping of known keys, with a fault at the place of everything that does not fit."""

from app.domain.errors import Fault
from app.domain.located import Entry, Mapping, Node, Place, Scalar, Sequence, type_names
from app.rulefiles.wording import nearest, shown


class Fields:
    """Reads the entries of one mapping, called ``kind`` in messages, and adds what does not fit to ``faults``.

    What does not fit is read as if it were absent, so that the rest can be read. Keys that are not among ``needed`` and
    ``optional`` are faults, and so are those of ``needed`` that are absent.
    """

    def __init__(
        self, node: Node, kind: str, *, needed: tuple[str, ...], optional: tuple[str, ...] = (), faults: list[Fault]
    ) -> None:
        self.place = node.place
        self._kind = kind
        self._faults = faults
        self._nodes: dict[str, Node] = {}
        if not isinstance(node, Mapping):
            self._fault(node, f"A {kind} is a mapping, not {type_names[type(node)]}: begin it with `{needed[0]}:`.")
            return
        for entry in node.entries:
            if entry.key in (*needed, *optional):
                self._nodes[entry.key] = entry.value
            else:
                cure = nearest(entry.key, (*needed, *optional))
                faults.append(Fault(entry.place, f"`{shown(entry.key)}` is no part of a {kind}: {cure}"))
        missing = [key for key in needed if key not in self._nodes]
        faults.extend(Fault(node.place, f"`{key}` is missing: a {kind} needs it.") for key in missing)

    def node(self, key: str) -> Node | None:
        """Returns whatever stands under ``key``."""
        return self._nodes.get(key)

    def text(self, key: str) -> str:
        """Returns the text under ``key``; empty if it is absent or does not fit."""
        node = self._nodes.get(key)
        return "" if node is None else self._text(node, key)

    def mapping(self, key: str) -> tuple[Entry, ...]:
        """Returns the entries of the mapping under ``key``. An empty mapping is a fault, as an empty list is."""
        node = self._nodes.get(key)
        if node is None:
            return ()
        if isinstance(node, Mapping) and node.entries:
            return node.entries
        self._fault(node, f"`{key}` is a mapping: write its entries, or remove the key.")
        return ()

    def items(self, key: str) -> tuple[Node, ...]:
        """Returns the items of the list under ``key``. An empty list is a fault: it says nothing."""
        node = self._nodes.get(key)
        if node is None:
            return ()
        if isinstance(node, Sequence) and node.items:
            return node.items
        self._fault(node, f"`{key}` is a list: write its items, or remove the key.")
        return ()

    def texts(self, key: str) -> tuple[str, ...]:
        """Returns the texts of the list under ``key``; none of them may be there twice."""
        return tuple(text for text, _ in self.located_texts(key))

    def located_texts(self, key: str) -> tuple[tuple[str, Place], ...]:
        """Returns the texts of the list under ``key``, each with its place."""
        found: dict[str, Place] = {}
        for node in self.items(key):
            text = self._text(node, key)
            if text in found:
                self._fault(node, f"`{shown(text)}` stands in `{key}` already: keep one of the two.")
            elif text:
                found[text] = node.place
        return tuple(found.items())

    def word(self, key: str, known: tuple[str, ...]) -> str:
        """Returns the text under ``key``, which is one of ``known``; empty if it is absent or does not fit."""
        node, text = self._nodes.get(key), self.text(key)
        return text if node is not None and self._is_known(text, key, known, place=node.place) else ""

    def words(self, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """Returns the texts of the list under ``key``, each one of ``known``."""
        return tuple(text for text, place in self.located_texts(key) if self._is_known(text, key, known, place=place))

    def _is_known(self, text: str, key: str, known: tuple[str, ...], *, place: Place) -> bool:
        if text and text not in known:
            self._faults.append(Fault(place, f"`{shown(text)}` has no meaning in `{key}`: {nearest(text, known)}"))
        return text in known

    def _text(self, node: Node, key: str) -> str:
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.value.strip():
            return node.value
        self._fault(node, f"`{key}` takes text: write it, in quotes if it is a word like `true`.")
        return ""

    def _fault(self, node: Node, message: str) -> None:
        self._faults.append(Fault(node.place, message))
