"""Writes the canonical form of what was understood: equal transactions give equal bytes, however they were written.

Keys are sorted; what is unknown, and what says no more than its default, is left out; quantities are texts of plain
digits. The bytes are those of :func:`app.domain.canonical.canonical_json` for the same value.
"""

from collections.abc import Callable
from typing import Any

import orjson
from pydantic_core import SchemaSerializer

from app.api.wire.shape import schema_of
from app.domain.facts.transaction import Transaction


def canonical_writer(record: type[Any] = Transaction) -> Callable[[Any], bytes]:
    """Makes a function from a transaction, or another record, to its canonical bytes; safe for several threads."""
    serializer = SchemaSerializer(schema_of(record))
    return lambda value: serializer.to_json(value, exclude_none=True)


def answer_bytes(value: object) -> bytes:
    """Writes an answer, its members in the order in which they were put: what a person looks for comes first."""
    return orjson.dumps(value)


def canonical_bytes(value: object) -> bytes:
    """Writes the bytes of :func:`app.domain.canonical.canonical_json` for the same value, many times faster."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
