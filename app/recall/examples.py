"""Learns a pattern from one body, which is read in full with a mark in the place of every value.

Why that is safe: with the marks the body was valid JSON in which each mark was one whole text. So it is with any other
text or number in these places, as long as that is valid itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from operator import eq
from typing import Any, cast

from pydantic_core import CoreSchema, SchemaSerializer, SchemaValidator, core_schema

from app.api.wire.parsing import parse_json
from app.api.wire.quantities import canonical_quantity, quantity_reader
from app.api.wire.references import reference_problems
from app.api.wire.shape import bounds_of, leaf_of, schema_of, written_out
from app.domain.consistency import contradictions
from app.domain.facts.dictionary import Field, FieldType, Kind
from app.domain.facts.transaction import Transaction
from app.recall.patterns import (
    BETWEEN,
    READ_IDENTIFIER,
    BodyPattern,
    ReadToken,
    read_day,
    read_number,
    read_text,
)
from app.recall.trace import GAP, OPEN, Trace, Untraced, gap
from app.recall.traced_values import TracedDay, TracedId, TracedName, TracedNumber, place_of

_UNUSED = ("reference", "name", "case_number", "source")
"""The texts that no rule looks at, beside identifiers."""


@dataclass(frozen=True, slots=True)
class Example:
    """Holds what was learned from a body, its transaction with traced values, and its canonical form with gaps."""

    pattern: BodyPattern
    transaction: Transaction
    canonical: str
    trace: Trace


@dataclass(slots=True)
class _Marks:
    """Gathers what is found out about the tokens of one body while it is read with marks in their places."""

    tokens: Sequence[bytes]
    trace: Trace
    words: list[int] = field(default_factory=list)
    readings: dict[int, ReadToken] = field(default_factory=dict)
    ids: dict[bytes, TracedId] = field(default_factory=dict)
    identifiers: dict[str, dict[bytes, int]] = field(default_factory=dict)

    def value(self, mark: object, read: ReadToken) -> tuple[Trace, int, Any]:
        """Note how the token behind a mark is read; return what a traced value is made of.

        Any other value than a mark could be anything: it is refused.
        """
        place = _place_behind(mark)
        if place is None:
            raise Untraced
        self.readings[place] = read
        return self.trace, place, read(self.tokens[place])

    def word(self, value: object) -> object:
        """Return the word behind a mark, or the value that stands for itself: both belong to the pattern."""
        place = _place_behind(value)
        if place is None:
            return value
        self.words.append(place)
        return read_text(self.tokens[place]).decode()

    def party(self, mark: object) -> TracedId:
        """Return the id of a party, the same one wherever it is stated."""
        stated = TracedId(*self.value(mark, read_text))
        known = self.ids.setdefault(stated.value, stated)
        if known is not stated:
            self.trace.compare(eq, stated.place, known.place, result=True)
        return known

    def name(self, mark: object, field: str) -> TracedName:
        """Return a text that no rule looks at. No two parties have the same identifier."""
        if field in _UNUSED:
            return TracedName(*self.value(mark, read_text))
        if field not in READ_IDENTIFIER:
            raise Untraced
        stated = TracedName(*self.value(mark, READ_IDENTIFIER[field]))
        if self.identifiers.setdefault(field, {}).setdefault(stated.value, stated.place) != stated.place:
            raise Untraced
        return stated

    def finish(self) -> None:
        """Check that every token was read once, and make it a condition that ids are as different as they are here."""
        if sorted([*self.words, *self.readings]) != [*range(len(self.tokens))]:
            raise Untraced
        ids = {value: each.place for value, each in self.ids.items()}
        self.trace.distinct += [tuple(places.values()) for places in (ids, *self.identifiers.values())]


def _place_behind(mark: object) -> int | None:
    found = GAP.fullmatch(mark) if isinstance(mark, str) else None
    return int(found[1]) if found is not None else None


def read_example(key: bytes, tokens: Sequence[bytes]) -> Example:
    """Read a body that was taken apart, and learn its pattern.

    Raises ``Untraced``, or what reading the body in full would raise, if it has none that is safe to remember.
    """
    marks = _Marks(tokens, Trace(len(tokens)))
    validator, serializer = _marked_transaction()
    value = parse_json(_marked(key, tokens))
    transaction: Transaction = validator.validate_python(value, context=marks)
    marks.finish()
    if reference_problems(transaction) or contradictions(transaction):
        raise Untraced
    deals = (transaction.deal, transaction.fund_deal)
    completions = tuple(place_of(deal.completion_date) for deal in deals if deal is not None)
    texts = tuple(place for place, read in marks.readings.items() if read is read_text)
    readings = tuple((place, read) for place, read in marks.readings.items() if place not in texts)
    pattern = BodyPattern(len(tokens), tuple(marks.words), texts, readings, completions)
    canonical = serializer.to_json(transaction, exclude_none=True).decode()
    return Example(pattern, transaction, canonical, marks.trace)


@cache
def _marked_transaction() -> tuple[SchemaValidator, SchemaSerializer]:
    """Make what reads and writes a transaction of marks; who screens but once does not wait for it."""
    schema = schema_of(Transaction, _marked_leaf, _marked_listing)
    return SchemaValidator(schema), SchemaSerializer(schema)


def _marked(key: bytes, tokens: Sequence[bytes]) -> bytes:
    """Return the body with a mark in the place of each value. Raises ``Untraced`` if it has marks of its own."""
    first, *others = key.split(BETWEEN)
    if len(others) != len(tokens) or OPEN.encode() in key:
        raise Untraced
    return first + b"".join(f':"{gap(place)}"'.encode() + fixed for place, fixed in enumerate(others))


def _marked_leaf(field: Field, type_: FieldType) -> CoreSchema:
    """Return the schema of a leaf whose value is a mark; its context is :class:`_Marks`."""
    match type_.kind:
        case Kind.QUANTITY:
            bounds = bounds_of(field)
            return _traced(
                lambda value, marks: quantity_reader(
                    bounds, lambda mark: cast("Decimal", TracedNumber(*marks.value(mark, read_number)))
                )(value),
                write=canonical_quantity,
            )
        case Kind.DATE:
            return _traced(lambda mark, marks: TracedDay(*marks.value(mark, read_day)), write=TracedDay.isoformat)
        case Kind.PARTY:
            return _traced(lambda mark, marks: marks.party(mark))
        case Kind.TEXT:
            return _traced(lambda mark, marks: marks.name(mark, field.name))
        case _:
            return core_schema.with_info_before_validator_function(
                lambda value, info: info.context.word(value), leaf_of(field, type_)
            )


def _marked_listing(listing: CoreSchema) -> CoreSchema:
    """Return the schema of a listing in whose place the mark of a word can stand."""
    return core_schema.with_info_before_validator_function(
        lambda value, info: written_out(info.context.word(value)), listing
    )


def _traced(read: Callable[[Any, _Marks], object], *, write: Callable[[Any], object] | None = None) -> CoreSchema:
    """Return a schema of a value that is read with the marks and, unless it is a text, written by a function."""
    return core_schema.with_info_plain_validator_function(
        lambda value, info: read(value, info.context),
        serialization=None if write is None else core_schema.plain_serializer_function_ser_schema(write),
    )
