"""Lists what else a fact could be, so that each rule that tests it finds what it can find."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from app.domain.analysis.values import FactValues
from app.domain.facts.dictionary import Field, FieldType, Kind
from app.domain.facts.fact import Fact, Listing
from app.domain.quantity import is_exact

_TIMES: Final = (Decimal("0.1"), Decimal("0.25"), Decimal("0.5"), Decimal(2), Decimal(4), Decimal(10))
"""What a number that no rule compares with one of the law's own is multiplied with."""

_DAY: Final = timedelta(days=1)
_DAYS: Final = 40
"""So many days that a transaction states are tried on, before and after each."""


class Scale(NamedTuple):
    """Numbers or days to try of a fact, in order.

    ``thresholds`` are those that rules compare it with: between two of the values nothing changes. Where there are
    none, rules reckon with it, and what lies between two values is not known before it is tried.
    """

    values: tuple[Any, ...]
    thresholds: frozenset[Any]


class OtherValues:
    """Lists the values that the rules of one version tell apart."""

    def __init__(self, values: FactValues) -> None:
        self._values = values

    def scale(self, field: Field, stated: Any, days: Collection[date]) -> Scale | None:
        """List numbers or days on, between and beyond those of the law; ``None`` for a fact that is neither.

        ``days`` are those that the transaction states: facts are compared with one another as well. Shares are added
        up and multiplied, so that their turns lie anywhere.
        """
        known = self._values.thresholds(field)
        match field.type.kind:
            case Kind.DATE if known and len(days) <= _DAYS:
                beside = {day + distance for day in days for distance in (-_DAY, timedelta(0), _DAY)}
                return Scale(tuple(sorted({*self._values.of_field(field), *beside})), known)
            case Kind.QUANTITY if field.fact is not None and field.fact.unit == "percent":
                shares = {Decimal(0), Decimal(100), *self._values.shares, *self._values.of_field(field)}
                return Scale(tuple(sorted(shares)), frozenset())
            case Kind.QUANTITY if known:
                return Scale(self._values.of_field(field), known)
            case Kind.QUANTITY if is_exact(stated) and stated != 0:
                return Scale(tuple(sorted({Decimal(0), *(stated * each for each in _TIMES)})), frozenset())
            case _:
                return None

    def words(self, field: Field, stated: Any) -> Iterator[Any]:
        """List the other words, truths or countries; of a list, the same with one item more or less."""
        fact = field.fact
        if fact is None:
            return
        if isinstance(stated, Listing):
            if field.type.item is not None:
                yield from self._lists(field, field.type.item, stated)
            return
        yield from (each for each in self._single(field, field.type) if each != stated)

    def _lists(self, field: Field, item: FieldType, stated: Listing[Any]) -> Iterator[Listing[Any]]:
        there = stated.items
        for each in self._single(field, item):
            if each not in there:
                yield replace(stated, items=(*there, each))
        if item.kind in (Kind.CHOICE, Kind.COUNTRY):
            for each in there:
                yield replace(stated, items=tuple(other for other in there if other != each))

    def _single(self, field: Field, type_: FieldType) -> Iterator[Any]:
        match type_.kind:
            case Kind.TRUTH:
                yield from (True, False)
            case Kind.CHOICE:
                open_choice = field.fact.open_choice if isinstance(field.fact, Fact) else None
                yield from (each for each in type_.choices if each != open_choice)
            case Kind.COUNTRY:
                yield from self._values.of_field(field)
            case _:
                return

    def unnamed(self, field: Field) -> frozenset[str]:
        """Give the values of the fact that stand for all that no rule names, such as one of the other countries."""
        item = field.type.item or field.type
        if item.kind is not Kind.COUNTRY:
            return frozenset()
        return frozenset(self._single(field, item)) - self._values.thresholds(field)
