"""Applies tables of facts that exclude each other to a record, and finds what they leave of unknown facts.

``docs/contradictions.md`` lists the pairs for lawyers, beside those that were considered and can both be true.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from app.domain.errors import Problem
from app.domain.facts.dictionary import Field, FieldType, Kind, fields_of
from app.domain.facts.fact import Listing
from app.domain.ownership.resolve.bounds import bounds_of
from app.domain.quantity import Quantity, Range, is_exact, more_than
from app.domain.truth import MET

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """A fact and another one beside it, by their dotted names in the record, and when they exclude each other.

    ``excludes`` is asked only where both are stated. The problem stands at ``fact``. While ``fact`` is unknown, only
    the choices that ``beside`` leaves are taken to be possible, unless the pair does not ``narrow`` it.
    """

    fact: str
    beside: str
    excludes: Callable[[Any, Any], bool]
    detail: str
    code: str = "contradicting_facts"
    narrow: bool = True


@dataclass(frozen=True, slots=True)
class Needs:
    """A fact that a list beside it must bear out: of each set of ``words`` for the fact, the list has one.

    The problem stands at ``fact``, where a complete list has none of a set.
    """

    fact: str
    beside: str
    words: Callable[[Any], Iterable[Words]]
    detail: str
    code: str

    def excludes(self, fact: Any, listing: Any) -> bool:
        """Whether the list, which is complete, has none of the words of a set."""
        return listing.complete is True and any(words.isdisjoint(listing.items) for words in self.words(fact))


class PairTable:
    """The pairs of one kind of record."""

    __slots__ = ("_besides", "_facts", "_needs", "_placed", "rows")

    def __init__(self, *rows: Pair | Needs) -> None:
        self.rows = rows
        facts, besides = [*dict.fromkeys(row.fact for row in rows)], [*dict.fromkeys(row.beside for row in rows)]
        self._facts, self._besides = _reader(facts), _reader(besides)
        self._placed = [(row, facts.index(row.fact), besides.index(row.beside)) for row in rows]
        """Each row, with the places of its facts among those that are read."""
        self._needs = [(row, fact_at) for row, fact_at, _ in self._placed if isinstance(row, Needs)]

    def problems(self, record: object, place: str) -> Iterator[Problem]:
        """Find what the record at this JSON Pointer says against itself."""
        facts, besides = self._facts(record), self._besides(record)
        for row, fact_at, beside_at in self._placed:
            fact, beside = facts[fact_at], besides[beside_at]
            if fact is not None and beside is not None and row.excludes(fact, beside):
                yield Problem(f"{place}/{row.fact.replace('.', '/')}", row.detail, row.code)

    def choices_left(self, record: object, place: str) -> Iterator[tuple[str, tuple[object, ...]]]:
        """List the unknown facts of the record with the choices that the facts beside them leave."""
        kind: Any = type(record)
        left: dict[str, tuple[object, ...]] = {}
        facts, besides = self._facts(record), self._besides(record)
        for row, fact_at, beside_at in self._placed:
            fact, beside = facts[fact_at], besides[beside_at]
            if isinstance(row, Needs) or (fact is None) is (beside is None) or (fact is None and not row.narrow):
                continue
            name = row.fact if fact is None else row.beside
            choices = _choices_of(kind, name)
            pairs = {each: (each, beside) if fact is None else (fact, each) for each in choices}
            excluded = {each for each, pair in pairs.items() if row.excludes(*pair)}
            if pairs:
                left[name] = tuple(each for each in left.get(name, pairs) if each not in excluded)
        yield from ((f"{place}/{name.replace('.', '/')}", choices) for name, choices in left.items())

    def words_needed(self, record: object, place: str) -> Iterator[tuple[str, Words]]:
        """List the lists of the record that facts beside them must bear out, with words of which each has one."""
        facts = self._facts(record)
        for row, fact_at in self._needs:
            if facts[fact_at] is not None:
                words_of_fact = row.words(facts[fact_at])
                yield from ((f"{place}/{row.beside.replace('.', '/')}", words) for words in words_of_fact)


def placed_beside(record: type[Any], beside: str) -> Iterator[tuple[Field, tuple[str, ...], Words]]:
    """List the facts that belong to some choices of the fact ``beside`` alone, with those choices.

    Last come the choices that leave room for the fact: the one that leaves ``beside`` open is among them.
    """
    fields = fields_of(record)
    neighbour = fields[beside].fact
    left_open = (neighbour.open_choice,) if neighbour is not None and neighbour.open_choice is not None else ()
    for field in fields.values():
        if field.fact is not None and field.fact.only_where is not None and field.fact.only_where[0] == beside:
            choices = field.fact.only_where[1]
            yield field, choices, Words({*choices, *left_open})


def is_something(value: object) -> bool:
    """Whether a stated fact says that there is something: a list with items, and anything but false."""
    return bool(value.items) if isinstance(value, Listing) else value is not None and value is not False


def over(value: Quantity | None, bound: Decimal) -> bool:
    """Whether a quantity is more than the bound for sure."""
    if is_exact(value):
        return value > bound
    return isinstance(value, Range) and more_than(value, bound) == MET


def exceeds(value: Quantity, whole: Quantity) -> bool:
    """Whether every number that the one can be is more than every number that the other can be."""
    least, above, _, _ = bounds_of(value)
    _, _, most, below = bounds_of(whole)
    if least is None or most is None:
        return False
    return least >= most if above or below else least > most


def _reader(names: list[str]) -> Callable[[object], tuple[Any, ...]]:
    """Build what reads the facts of these names, however many there are."""
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda record: (read(record),)


@cache
def _choices_of(record: type[Any], name: str) -> tuple[object, ...]:
    """List the choices of a fact by its dotted name; none for a fact that is no choice."""
    type_ = FieldType(Kind.RECORD, record=record)
    for step in name.split("."):
        type_ = fields_of(type_.record)[step].type
    return (True, False) if type_.kind is Kind.TRUTH else type_.choices
