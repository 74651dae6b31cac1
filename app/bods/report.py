"""Reports what a conversion could not carry over, and what it asks about the statements."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.domain.answers.bods import NotCarriedOver, StatementQuestion
from app.domain.pointers import below

JsonObject = dict[str, Any]

_NO_FACT = "There is no fact for this."
_OF_ALL = " So in every other statement."
_SAID_ONCE = {
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
"""What stands in most statements and says nothing of who holds what: reported once, where it first stands."""


def content_key(*values: Any) -> str:
    """Returns the same text for the same values, whatever the order of properties."""
    return json.dumps(values, default=str, sort_keys=True)


@dataclass(frozen=True, slots=True)
class ConversionReport:
    """Collects what is not carried over and what is asked, by JSON Pointer, and notes which parts were used."""

    not_carried_over: list[NotCarriedOver] = field(default_factory=list)
    questions: list[StatementQuestion] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)
    _above_used: set[str] = field(default_factory=set)
    _said: set[tuple[str, ...]] = field(default_factory=set)

    def use(self, pointer: str) -> None:
        """Notes that what stands at the pointer is made use of."""
        self._used.add(pointer)
        while pointer:
            pointer = pointer.rpartition("/")[0]
            if pointer in self._above_used:
                return
            self._above_used.add(pointer)

    def leave_out(self, pointer: str, says: str) -> None:
        """Reports that what stands at the pointer is not carried over."""
        self.use(pointer)
        if self._is_new(pointer, says):
            self.not_carried_over.append({"pointer": pointer, "says": says})

    def ask(self, pointer: str, asks: str) -> None:
        """Reports a question about what stands at the pointer."""
        if self._is_new(pointer, asks):
            self.questions.append({"pointer": pointer, "asks": asks})

    def leave_out_unused(self, part: "StatementPart") -> None:
        """Reports everything in the part that was neither used nor reported."""
        value, pointer = part.value, part.pointer
        if pointer in self._used or value is None or value in ([], {}):
            return
        if pointer in self._above_used:
            for name in value if isinstance(value, dict) else range(len(value)):
                self.leave_out_unused(part.at(name))
            return
        path = "/".join(step for step in pointer.split("/")[2:] if not step.isdigit())
        if path not in _SAID_ONCE:
            self.leave_out(pointer, _NO_FACT)
        elif self._is_new(path):
            self.leave_out(pointer, _SAID_ONCE[path] + _OF_ALL)

    def sort(self) -> None:
        """Puts what is reported in the order of the statements."""
        for reported in (self.not_carried_over, self.questions):
            reported.sort(key=lambda each: [(len(step), step) for step in each["pointer"].split("/")])

    def _is_new(self, *said: str) -> bool:
        """Notes what is reported; returns whether it was not before."""
        before = len(self._said)
        self._said.add(said)
        return len(self._said) > before


class StatementPart(NamedTuple):
    """A part of a statement with its JSON Pointer. ``value`` is ``None`` where nothing stands there."""

    value: Any
    pointer: str
    report: ConversionReport

    def at(self, name: str | int) -> "StatementPart":
        """Returns what the object or list has under the name or at the place."""
        return StatementPart(self.value[name], below(self.pointer, name), self.report)

    def get(self, name: str) -> "StatementPart":
        """Returns the property of this name, which may be absent."""
        value = self.value.get(name) if isinstance(self.value, dict) else None
        return StatementPart(value, f"{self.pointer}/{name}", self.report)

    def items(self) -> Iterator["StatementPart"]:
        """Yields the items of the list; none where this is no list."""
        for place in range(len(self.value) if isinstance(self.value, list) else 0):
            yield self.at(place)

    def use(self) -> Any:
        """Returns the value, and notes that it is made use of."""
        self.report.use(self.pointer)
        return self.value

    def leave_out(self, says: str) -> None:
        """Reports that the value is not carried over, if there is one."""
        if self.value is not None:
            self.report.leave_out(self.pointer, says)

    def ask(self, asks: str) -> None:
        """Reports that the part can be understood in several ways, or bears on a day that is not known."""
        self.report.ask(self.pointer, asks)
