"""Patterns of bodies: what stays the same from one body to the next, and how the values in it are read.

Systems write their bodies by one pattern: the same properties in the same order, with other numbers, days, names and
ids. Taken apart at the values, the rest of two such bodies is the same to the byte. A pattern is learned from one body,
which is read in full with a mark in the place of every value; after that, a body of the same pattern needs no reading
but of its values.

Why that is safe: with the marks the body was valid JSON in which each mark was one whole text. So it is with any other
text or number in these places, as long as that is valid itself.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from operator import eq
from typing import Any, cast

from pydantic_core import CoreSchema, SchemaSerializer, SchemaValidator, core_schema

from app.api.wire.days import day
from app.api.wire.identifiers import SCHEMES, Scheme
from app.api.wire.parsing import parse_json
from app.api.wire.quantities import canonical_quantity, exact_number, quantity_reader
from app.api.wire.reader import relation_problems
from app.api.wire.references import reference_check
from app.api.wire.shape import bounds_of, leaf_of, schema_of
from app.domain.facts import limits
from app.domain.facts.dictionary import Field, FieldType, Kind
from app.domain.facts.transaction import Transaction
from app.recall.templates import Pick, pick
from app.recall.trace import CLOSE, OPEN, Trace
from app.recall.traced_values import TracedDay, TracedId, TracedName, TracedNumber, place_of

LONGEST = 16 * 1024
"""Longer bodies have little in common, and take long to answer in any case."""

_LONGEST_TEXT = limits.IDENTIFIER
"""A body with a longer text, in bytes, is not remembered either."""

_split = re.compile(rb':[ \t\r\n]*+("[^"]{1,%d}+"|[-0-9][0-9.eE+-]*+)' % _LONGEST_TEXT).split
"""At every token: what JSON writes for a text without escapes or a number, and more that no reading accepts."""

_MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")
_UNUSED = ("reference", "name")
"""The texts that no rule looks at, beside identifiers."""

_QUOTE, _ESCAPE, _BETWEEN = b'"', b"\\", b"\0"


ReadToken = Callable[[bytes], Any]
"""Returns what a token says; raises ``ValueError`` where only reading the whole body can tell what is wrong."""


class NoPattern(Exception):
    """A body has no pattern that is safe to remember."""


def take_apart(body: bytes) -> tuple[bytes, list[bytes]] | None:
    """Return what stands between the values of a body, as one key, and the tokens of these values, in order.

    ``None`` for a body that is long, or written with escapes.
    """
    if len(body) > LONGEST or _ESCAPE in body:
        return None
    parts = _split(body)
    return _BETWEEN.join(parts[::2]), parts[1::2]


def _marked(key: bytes, tokens: Sequence[bytes]) -> bytes:
    """Return the body with a mark in the place of each value. Raises ``NoPattern`` if it has marks of its own."""
    first, *others = key.split(_BETWEEN)
    if len(others) != len(tokens) or OPEN.encode() in key:
        raise NoPattern
    marks = (f':"{OPEN}{place}{CLOSE}"'.encode() for place in range(len(tokens)))
    return first + b"".join(mark + each for mark, each in zip(marks, others, strict=True))


def read_texts(tokens: Sequence[bytes]) -> list[bytes]:
    """Return the texts in tokens; raises ``ValueError`` unless each is a text, of characters that can be printed."""
    joined = b"".join(tokens)
    if joined.count(_QUOTE) != 2 * len(tokens) or not joined.decode().isprintable():
        raise ValueError
    return joined[1:-1].split(_QUOTE * 2) if tokens else []


def read_number(token: bytes) -> Decimal:
    """Return the number in a token, which may be written as a text."""
    return exact_number(token.strip(_QUOTE).decode())


def read_day(token: bytes) -> date:
    """Return the day in a token."""
    if not token.startswith(_QUOTE):
        raise ValueError
    return day(token[1:-1].decode())


def read_identifier(token: bytes, scheme: Scheme) -> bytes:
    """Return the text in a token whose check digits are right."""
    (text,) = read_texts([token])
    if not scheme.is_valid(text.decode()):
        raise ValueError
    return text


_IDENTIFIERS: dict[str, ReadToken] = {name: partial(read_identifier, scheme=each) for name, each in SCHEMES.items()}
"""How identifiers are read, by the field of the party."""


@dataclass(frozen=True)
class BodyPattern:
    """What the bodies of one pattern have in common: nothing of what any of them says.

    There are ``length`` tokens in each: ``words`` from closed lists, ``texts``, and others with their ``readings``,
    each with its place. ``completions`` are the places of the days by which the law is chosen, if stated.
    """

    length: int
    words: tuple[int, ...]
    texts: tuple[int, ...]
    readings: tuple[tuple[int, ReadToken], ...]
    completions: tuple[int | None, ...]

    @cached_property
    def _words_of(self) -> Pick:
        return pick(self.words)

    @cached_property
    def _texts_of(self) -> Pick:
        return pick(self.texts)

    def words_of(self, tokens: Sequence[bytes]) -> bytes:
        """Return the words in a body, one after the other."""
        return b"".join(self._words_of(tokens))

    def read(self, tokens: Sequence[bytes]) -> list[Any] | None:
        """Read the values of a body; ``None`` if only reading it in full can tell what is wrong with one."""
        if len(tokens) != self.length:
            return None
        values: list[Any] = [*tokens]
        try:
            for place, text in zip(self.texts, read_texts(self._texts_of(tokens)), strict=True):
                values[place] = text
            for place, read in self.readings:
                values[place] = read(values[place])
        except ValueError:
            return None
        return values


@dataclass(frozen=True, slots=True)
class Example:
    """A body from which a pattern was learned: its transaction with traced values, its canonical form with gaps."""

    pattern: BodyPattern
    transaction: Transaction
    canonical: str
    trace: Trace


@dataclass(slots=True)
class _Marks:
    """What is found out about the tokens of one body while it is read with marks in their places."""

    tokens: Sequence[bytes]
    trace: Trace
    words: list[int] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    readings: dict[int, ReadToken] = field(default_factory=dict)
    ids: dict[bytes, TracedId] = field(default_factory=dict)
    identifiers: dict[str, dict[bytes, int]] = field(default_factory=dict)

    def place(self, mark: object) -> int:
        """Return the place of the token behind a mark. Any other value could be anything: it is refused."""
        found = _MARK.fullmatch(mark) if isinstance(mark, str) else None
        if found is None:
            raise NoPattern
        return int(found[1])

    def value(self, mark: object, read: ReadToken) -> tuple[Trace, int, Any]:
        """Note how the token behind a mark is read; return what a traced value is made of."""
        place = self.place(mark)
        self.readings[place] = read
        return self.trace, place, read(self.tokens[place])

    def text(self, mark: object) -> tuple[Trace, int, bytes]:
        """Note that the token behind a mark is a text; return what a traced one is made of."""
        place = self.place(mark)
        self.texts.append(place)
        return self.trace, place, read_texts([self.tokens[place]])[0]

    def word(self, value: object) -> object:
        """Return the word behind a mark, or the value that stands for itself: both belong to the pattern."""
        found = _MARK.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            return value
        place = int(found[1])
        self.words.append(place)
        return read_texts([self.tokens[place]])[0].decode()

    def party(self, mark: object) -> TracedId:
        """Return the id of a party, the same one wherever it is stated."""
        stated = TracedId(*self.text(mark))
        known = self.ids.setdefault(stated.value, stated)
        if known is not stated:
            self.trace.compare(eq, stated.place, known.place, result=True)
        return known

    def name(self, mark: object, field: str) -> TracedName:
        """Return a text that no rule looks at. No two parties have the same identifier."""
        if field not in _IDENTIFIERS:
            if field not in _UNUSED:
                raise NoPattern
            return TracedName(*self.text(mark))
        stated = TracedName(*self.value(mark, _IDENTIFIERS[field]))
        if self.identifiers.setdefault(field, {}).setdefault(stated.value, stated.place) != stated.place:
            raise NoPattern
        return stated

    def finish(self) -> None:
        """Check that every token was read once, and make it a condition that ids are as different as they are here."""
        if sorted([*self.words, *self.texts, *self.readings]) != [*range(len(self.tokens))]:
            raise NoPattern
        ids = {value: each.place for value, each in self.ids.items()}
        self.trace.distinct += [tuple(places.values()) for places in (ids, *self.identifiers.values())]


class PatternReader:
    """Learns the patterns of bodies. Made once; several threads may use it at once."""

    def __init__(self) -> None:
        self._reference_problems = reference_check()

    @cached_property
    def _marked(self) -> tuple[SchemaValidator, SchemaSerializer]:
        """What reads and writes a transaction of marks; whoever screens but once does not wait for it."""
        schema = schema_of(Transaction, _marked_leaf)
        return SchemaValidator(schema), SchemaSerializer(schema)

    def learn(self, key: bytes, tokens: Sequence[bytes]) -> Example:
        """Learn the pattern of a body that was taken apart.

        Raises ``NoPattern``, ``Untraced``, or what reading the body in full would raise, if it has none that is safe to
        remember.
        """
        marks = _Marks(tokens, Trace(len(tokens)))
        validator, serializer = self._marked
        value = parse_json(_marked(key, tokens), limit_bytes=8 * LONGEST)
        transaction: Transaction = validator.validate_python(value, context=marks)
        marks.finish()
        if self._reference_problems(transaction) or relation_problems(transaction):
            raise NoPattern
        deals = (transaction.deal, transaction.fund_deal)
        completions = tuple(place_of(deal.completion_date) for deal in deals if deal is not None)
        pattern = BodyPattern(
            len(tokens), tuple(marks.words), tuple(marks.texts), tuple(marks.readings.items()), completions
        )
        canonical = serializer.to_json(transaction, exclude_none=True).decode()
        return Example(pattern, transaction, canonical, marks.trace)


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


def _traced(read: Callable[[Any, _Marks], object], *, write: Callable[[Any], object] | None = None) -> CoreSchema:
    """Return a schema of a value that is read with the marks and, unless it is a text, written by a function."""
    return core_schema.with_info_plain_validator_function(
        lambda value, info: read(value, info.context),
        serialization=None if write is None else core_schema.plain_serializer_function_ser_schema(write),
    )
