"""Bodies as forms that are filled in: what stays the same from one body to the next, and what was put in.

Systems write their bodies by one pattern: the same properties in the same order, with other numbers, days, names and
ids. Taken apart at the values, the rest of two such bodies is the same to the byte. A form is learned from one body,
which is read in full with every value marked; after that, a body of the same form needs no reading but of its values.

Why that is safe: with marks in the places of the values the body was valid JSON in which each mark was one whole
text. So it is with any other text or number in these places, as long as that is valid itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic_core import CoreSchema, SchemaSerializer, SchemaValidator, core_schema

from app.api.wire import values
from app.api.wire.blanks import Blank, Form
from app.api.wire.parsing import parse_json
from app.api.wire.quantities import canonical_quantity, quantity_reader
from app.api.wire.reader import relation_problems
from app.api.wire.references import reference_check
from app.api.wire.shape import bounds_of, leaf_of, schema_of
from app.domain.facts.dictionary import Field, FieldType, Kind
from app.domain.facts.transaction import Transaction
from app.domain.tracing import CLOSE, OPEN, Trace, TracedDay, TracedId, TracedNumber, TracedText

_taken_apart = re.compile(rb":[ \t\r\n]*+(%b)" % values.TOKEN).split
_MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")
_LONGEST = 16 * 1024
"""Longer bodies have little in common, and take long to answer in any case."""
_TEXTS = {"reference": values.LINE, "name": values.LINE, **values.IDENTIFIERS}
"""The texts that no rule reads."""


def take_apart(body: bytes) -> tuple[bytes, list[bytes]]:
    """What identifies the form of a body, and its parts: the fixed ones at even places, the values at odd ones."""
    parts = _taken_apart(body)
    return b"\0".join(parts[::2]), parts


@dataclass(slots=True)
class _Marked:
    """What is found out about the values of one body while it is read with a mark in the place of each."""

    tokens: Sequence[bytes]
    trace: Trace = field(default_factory=Trace)
    blanks: list[Blank] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    ids: dict[bytes, TracedId] = field(default_factory=dict)
    identifiers: dict[str, dict[bytes, str]] = field(default_factory=dict)

    def token(self, mark: object) -> int:
        """The number of the value that the mark stands for. Every other text could be anything: it is refused."""
        found = _MARK.fullmatch(mark) if isinstance(mark, str) else None
        if found is None:
            raise values.NotThisForm
        return int(found[1])

    def blank(self, mark: object, reader: values.Reader) -> tuple[str, Any]:
        """The value is put in anew in every body: how it is written in conditions, and what it says in this one."""
        number = self.token(mark)
        token = self.tokens[number]
        self.blanks.append(Blank(2 * number + 1, reader))
        return self.trace.state(), token if reader.read is None else reader.read(token)

    def word(self, value: object) -> object:
        """The value is one of a closed list and belongs to the form."""
        if not isinstance(value, str):
            return value
        found = _MARK.fullmatch(value)
        if found is None:
            return value
        number = int(found[1])
        self.words.append(2 * number + 1)
        return values.unquoted(self.tokens[number])

    def number(self, mark: object) -> Any:
        return TracedNumber(self.trace, *self.blank(mark, values.NUMBER))

    def party(self, mark: object, reader: values.Reader) -> TracedId:
        """The id of a party. Only where it is given to the party is it read: a reference has to equal one of those."""
        code, value = self.blank(mark, reader)
        known = self.ids.get(value)
        if known is None:
            known = self.ids[value] = TracedId(self.trace, code, value)
        else:
            self.trace.note(f"{code} == {known.code}", result=True)
        return known

    def text(self, mark: object, name: str) -> TracedText:
        """A text that no rule reads; raises ``NotThisForm`` for others. No two parties have one identifier."""
        reader = _TEXTS.get(name)
        if reader is None:
            raise values.NotThisForm
        code, value = self.blank(mark, reader)
        if name in values.IDENTIFIERS and self.identifiers.setdefault(name, {}).setdefault(value, code) != code:
            raise values.NotThisForm
        return TracedText(self.trace, code, value)

    def finish(self) -> None:
        """Every value has been put somewhere once, and ids are as different as they were."""
        if len(self.words) + len(self.blanks) != len(self.tokens):
            raise values.NotThisForm
        ids = {token: each.code for token, each in self.ids.items()}
        for codes in (ids, *self.identifiers.values()):
            if len(codes) > 1:
                self.trace.note(f"len({{{', '.join(codes.values())}}}) == {len(codes)}", result=True)


def _marked_leaf(field: Field, type_: FieldType) -> CoreSchema:
    """The schema of a leaf whose value is a mark; its context is what is found out."""
    match type_.kind:
        case Kind.QUANTITY:
            bounds = bounds_of(field)
            return core_schema.with_info_plain_validator_function(
                lambda value, info: quantity_reader(bounds, info.context.number)(value),
                serialization=core_schema.plain_serializer_function_ser_schema(canonical_quantity),
            )
        case Kind.DATE:
            return core_schema.with_info_plain_validator_function(
                lambda value, info: TracedDay(info.context.trace, *info.context.blank(value, values.DAY)),
                serialization=core_schema.plain_serializer_function_ser_schema(TracedDay.isoformat),
            )
        case Kind.PARTY:
            reader = values.ID if field.name == "id" else values.REFERENCE
            return core_schema.with_info_plain_validator_function(lambda value, info: info.context.party(value, reader))
        case Kind.TEXT:
            return core_schema.with_info_plain_validator_function(
                lambda value, info: info.context.text(value, field.name)
            )
        case _:
            return core_schema.with_info_before_validator_function(
                lambda value, info: info.context.word(value), leaf_of(field, type_)
            )


@dataclass(frozen=True, slots=True)
class Specimen:
    """The transaction in a body of a form, with traced values, and its canonical form with gaps."""

    form: Form
    transaction: Transaction
    canonical: str
    trace: Trace


class FormReader:
    """Learns forms of bodies of at most ``limit_bytes``. Made once; several threads may use it at once."""

    take_apart = staticmethod(take_apart)

    def __init__(self, *, limit_bytes: int = 8 * 1024 * 1024) -> None:
        self.longest = min(_LONGEST, limit_bytes)
        self._reference_problems = reference_check()

    @cached_property
    def _marked(self) -> tuple[SchemaValidator, SchemaSerializer]:
        """What reads and writes a transaction of marks; whoever screens but once does not wait for it."""
        schema = schema_of(Transaction, _marked_leaf)
        return SchemaValidator(schema), SchemaSerializer(schema)

    def learn(self, parts: Sequence[bytes]) -> Specimen:
        """A body, taken apart, as a specimen of its form.

        Raises ``NotThisForm``, ``Untraced``, or what reading the body in full would raise, if it has no form that is
        safe to remember.
        """
        marked = _Marked(parts[1::2])
        pieces = [parts[0]]
        for number, fixed in enumerate(parts[2::2]):
            pieces += (f':"{OPEN}{number}{CLOSE}"'.encode(), fixed)
        validator, serializer = self._marked
        value = parse_json(b"".join(pieces), limit_bytes=8 * _LONGEST)
        transaction: Transaction = validator.validate_python(value, context=marked)
        marked.finish()
        if self._reference_problems(transaction) or relation_problems(transaction):
            raise values.NotThisForm
        canonical = serializer.to_json(transaction, exclude_none=True).decode()
        form = Form(len(parts), tuple(marked.words), tuple(marked.blanks))
        return Specimen(form, transaction, canonical, marked.trace)
