"""Reads what conditions name: definitions, and values written out or as a parameter."""

from decimal import Decimal, InvalidOperation
from typing import Any

from app.domain.days import day_of
from app.domain.facts.countries import COUNTRIES
from app.domain.facts.dictionary import FieldType, Kind
from app.domain.fields import Faults, nearest
from app.domain.language.nodes import Operand
from app.domain.language.ruleset import Vocabulary
from app.domain.language.scope import Scope
from app.domain.located import Node, Place, Scalar, Sequence

WrittenOperand = str | bool
"""A single value as a document holds it."""


class OperandReader:
    """Reads names and values within one document, whose vocabulary and definitions it knows by name."""

    def __init__(self, vocabulary: Vocabulary, records: dict[str, type[Any]], faults: Faults) -> None:
        self.vocabulary = vocabulary
        self.regime = vocabulary.regime
        self.root = Scope.root(vocabulary.regime)
        self.records = records
        self.faults = faults
        self.parameters_used: set[str] = set()
        """The parameters named since this was last cleared."""

    def definition(self, name: Node, record: type[Any] | None) -> str | None:
        """Read the definition named at ``name``, if there is one and it is about ``record``."""
        text = str(name.value) if isinstance(name, Scalar) else ""
        if text not in self.records:
            return self._fault(name.place, f"no definition is called `{text}`{nearest(text, self.records)}")
        if self.records[text] is not record:
            other = record.__name__ if record else "a single value"
            return self._fault(name.place, f"`{text}` is about {self.records[text].__name__}, but {other} is given")
        return text

    def values(self, node: Node, kind: Kind, choices: tuple[str, ...] = ()) -> tuple[list[Operand], str] | None:
        """Read the operand written at ``node`` as values of ``kind``, and the words to quote it with."""
        texts: list[tuple[str | bool, Place]] = []
        for item in node.items if isinstance(node, Sequence) else (node,):
            if not isinstance(item, Scalar):
                return self._fault(item.place, "a single value is expected here")
            texts.append((item.value, item.place))
        name = texts[0][0] if len(texts) == 1 else None
        if isinstance(name, str) and name.startswith("$"):
            known = self.vocabulary.parameters
            parameter = known.get(name[1:])
            if parameter is None:
                return self._fault(texts[0][1], f"no parameter is called `{name}`{nearest(name[1:], known)}")
            self.parameters_used.add(parameter.name)
            texts = [(value, texts[0][1]) for value in parameter.values]
        settled = [self._value(text, place, kind, choices) for text, place in texts]
        if any(value is None for value in settled):
            return None
        words = ", ".join(str(text).lower() if isinstance(text, bool) else text for text, _ in texts)
        return [value for value in settled if value is not None], words

    def _value(self, text: WrittenOperand, place: Place, kind: Kind, choices: tuple[str, ...]) -> Operand | None:
        value = _settled(text, kind, choices)
        if value is None:
            near = nearest(str(text), choices) if kind is Kind.CHOICE else "."
            return self._fault(place, f"`{text}` does not fit: {FieldType(kind).words} is expected here{near}")
        return value

    def _fault(self, place: Place, message: str) -> None:
        self.faults.add(place, message)


def _settled(text: WrittenOperand, kind: Kind, choices: tuple[str, ...]) -> Operand | None:
    """Return the value of this kind that is written so, if it is one."""
    if kind is Kind.TRUTH or isinstance(text, bool):
        return text if kind is Kind.TRUTH and isinstance(text, bool) else None
    if kind is Kind.QUANTITY:
        try:
            number = Decimal(text)
        except InvalidOperation:
            return None
        return number if number.is_finite() else None
    if kind is Kind.DATE:
        return day_of(text)
    fits = text in choices if kind is Kind.CHOICE else kind is Kind.COUNTRY and text in COUNTRIES
    return text if fits else None
