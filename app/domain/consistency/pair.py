"""A table of facts of one record that exclude each other, and what it leaves of those that are not known."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from app.domain.errors import Problem
from app.domain.facts.dictionary import FieldType, Kind, fields_of


@dataclass(frozen=True, slots=True)
class Pair:
    """A fact and another one beside it, by their dotted names in the record, and when they exclude each other.

    ``excludes`` is asked only where both are stated. The problem stands at ``fact``.
    """

    fact: str
    beside: str
    excludes: Callable[[Any, Any], bool]
    detail: str
    code: str = "contradicting_facts"


class Pairs:
    """All pairs of one kind of record."""

    __slots__ = ("_read", "rows")

    def __init__(self, *rows: Pair) -> None:
        self.rows = rows
        self._read = tuple((row, attrgetter(row.fact), attrgetter(row.beside)) for row in rows)

    def in_record(self, record: object, place: str) -> Iterator[Problem]:
        """What the record at this JSON Pointer says against itself."""
        for pair, fact_in, beside_in in self._read:
            fact = fact_in(record)
            if fact is not None:
                beside = beside_in(record)
                if beside is not None and pair.excludes(fact, beside):
                    yield Problem(f"{place}/{pair.fact.replace('.', '/')}", pair.detail, pair.code)

    def choices_left(self, record: object, place: str) -> Iterator[tuple[str, tuple[object, ...]]]:
        """The unknown facts of the record with the choices that the facts beside them leave."""
        left: dict[str, tuple[object, ...]] = {}
        for pair, fact_in, beside_in in self._read:
            fact, beside = fact_in(record), beside_in(record)
            if fact is None and beside is not None:
                choices = left.get(pair.fact) or _choices_of(record, pair.fact)
                left[pair.fact] = tuple(each for each in choices if not pair.excludes(each, beside))
            elif fact is not None and beside is None:
                choices = left.get(pair.beside) or _choices_of(record, pair.beside)
                left[pair.beside] = tuple(each for each in choices if not pair.excludes(fact, each))
        for name, choices in left.items():
            if choices:
                yield f"{place}/{name.replace('.', '/')}", choices


def _choices_of(record: object, name: str) -> tuple[object, ...]:
    """The choices of a fact by its dotted name; none for a fact that is no choice."""
    type_ = FieldType(Kind.RECORD, record=type(record))
    for step in name.split("."):
        type_ = fields_of(type_.record)[step].type
    return (True, False) if type_.kind is Kind.TRUTH else type_.choices
