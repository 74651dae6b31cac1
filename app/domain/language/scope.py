"""Resolves names in rules: which variables stand for which records, and what a dotted path leads to."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.domain.facts.dictionary import FieldType, Kind, fields_of
from app.domain.fields import Faults, nearest
from app.domain.language.nodes import TRANSACTION, Path, Step
from app.domain.located import Place
from app.domain.regime import Regime


def snake_case(name: str) -> str:
    """``FinancialStatement`` becomes ``financial_statement``."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def _records_below(record: type[Any]) -> Iterable[type[Any]]:
    yield record
    for field in fields_of(record).values():
        inner = field.type.item or field.type
        if inner.record is not None:
            yield from _records_below(inner.record)


@cache
def records_of(transaction: Any) -> dict[str, type[Any]]:
    """Give the records that a definition can be about, by the name that rules use: the transaction, and its parts."""
    _, *parts = _records_below(transaction)
    return {TRANSACTION: transaction, **{snake_case(part.__name__): part for part in parts}}


@dataclass(frozen=True, slots=True)
class Scope:
    """Describes the variables that a condition can use, by name, with the type of what they stand for."""

    variables: dict[str, FieldType]
    regime: Regime

    @classmethod
    def root(cls, regime: Regime) -> "Scope":
        """Give the whole transaction under its name."""
        return cls({TRANSACTION: FieldType(Kind.RECORD, record=regime.transaction)}, regime)

    def plus(self, variable: str, item: FieldType) -> "Scope":
        """Give the same scope with one more variable."""
        return Scope({**self.variables, variable: item}, self.regime)

    def path(self, text: str, place: Place, faults: Faults) -> Path | None:
        """Give the path written as ``text``; a fault and ``None`` if a name in it is not known."""
        variable, *names = text.split(".")
        current = self.variables.get(variable)
        if current is None:
            faults.add(place, f"`{variable}` is not a name here{nearest(variable, self.variables)}")
            return None
        steps: list[Step] = []
        for name in names:
            through_party = current.kind is Kind.PARTY
            if through_party and any(step.through_party for step in steps):
                faults.add(place, f"`{text}` passes through two parties; give the second step a definition of its own")
                return None
            record = self.regime.party if through_party else current.record
            if record is None:
                faults.add(place, f"`{text}`: `{name}` asks for a part of {current.words}, which has none")
                return None
            fields = fields_of(record)
            if name not in fields:
                faults.add(place, f"`{text}`: {snake_case(record.__name__)} has no `{name}`{nearest(name, fields)}")
                return None
            steps.append(Step(fields[name], through_party))
            current = fields[name].type
        return Path(variable, tuple(steps), current)
