"""What an import says besides parties and interests: what it leaves behind, what it asks, and what it took for one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Json = dict[str, Any]

NO_FACT = "There is no fact for this."
_OF_ALL = " So in every other statement."
_ONCE = {
    "statementId": "Identifiers of statements are not kept.",
    "source": "Where a statement comes from is not kept.",
    "annotations": "Annotations are not kept; read those that correct something.",
    "declaration": "References to declarations are not kept.",
    "publicationDetails/license": "Licences are not kept.",
    "publicationDetails/publisher": "Publishers are not kept.",
    "recordDetails/isComponent": "Whether a party stands in a chain is read off the interests.",
    "recordDetails/jurisdiction/name": "The code of a country counts, and not its name.",
    "recordDetails/nationalities/name": "The code of a country counts, and not its name.",
    "recordDetails/identifiers/schemeName": "The name of a register is not kept.",
    "recordDetails/identifiers/uri": "Addresses of identifiers are not kept.",
    "recordDetails/interests/beneficialOwnershipOrControl": "There is no fact for what a register calls beneficial "
    "ownership.",
}
"""What stands in most statements and says nothing of who holds what: told once, where it first stands."""


def pointer_to(pointer: str, name: str | int) -> str:
    """The JSON Pointer of a part of what stands at the pointer."""
    return f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"


def content(*values: Any) -> str:
    """The same text for the same values, whatever the order of properties."""
    return json.dumps(values, default=str, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Told:
    """What is said by JSON Pointer, and which parts of the statements were read."""

    not_carried_over: list[dict[str, str]] = field(default_factory=list)
    questions: list[dict[str, str]] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _above: set[str] = field(default_factory=set)
    _once: set[str] = field(default_factory=set)

    def read(self, pointer: str) -> None:
        """What stands at the pointer is made use of."""
        self._seen.add(pointer)
        while pointer:
            pointer = pointer.rpartition("/")[0]
            if pointer in self._above:
                return
            self._above.add(pointer)

    def leave(self, pointer: str, says: str) -> None:
        """What stands at the pointer is not carried over."""
        self.read(pointer)
        self.not_carried_over.append({"pointer": pointer, "says": says})

    def ask(self, pointer: str, asks: str) -> None:
        """What stands at the pointer can be understood in several ways, or bears on a day that is not known."""
        self.questions.append({"pointer": pointer, "asks": asks})

    def leave_rest(self, value: Any, pointer: str) -> None:
        """Everything at the pointer that was neither read nor told is not carried over."""
        if pointer in self._seen or value is None or value in ([], {}):
            return
        if pointer in self._above:
            parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
            for name, part in parts:
                self.leave_rest(part, pointer_to(pointer, name))
            return
        path = "/".join(part for part in pointer.split("/")[2:] if not part.isdigit())
        if path not in _ONCE:
            self.leave(pointer, NO_FACT)
        elif path not in self._once:
            self._once.add(path)
            self.leave(pointer, _ONCE[path] + _OF_ALL)


class Node(NamedTuple):
    """A part of a statement and its place."""

    value: Any
    pointer: str
    told: Told

    def get(self, name: str) -> "Node":
        """The property of this name; its value is ``None`` where there is none."""
        value = self.value.get(name) if isinstance(self.value, dict) else None
        return Node(value, pointer_to(self.pointer, name), self.told)

    def each(self) -> Iterator["Node"]:
        """The items of the list; none where this is no list."""
        for place, value in enumerate(self.value if isinstance(self.value, list) else ()):
            yield Node(value, pointer_to(self.pointer, place), self.told)

    def take(self) -> Any:
        """The value, which is made use of."""
        self.told.read(self.pointer)
        return self.value

    def leave(self, says: str) -> None:
        """The value is not carried over."""
        if self.value is not None:
            self.told.leave(self.pointer, says)
