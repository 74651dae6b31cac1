"""The canonical form of what was understood: equal transactions give equal bytes, however they were written.

Keys are sorted; what is unknown, and what says no more than its default, is left out; quantities are texts of plain
digits. The bytes are those of :func:`app.domain.canonical.canonical_json` for the same value.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import orjson

from app.api.wire.quantities import BOUNDS, plain_text
from app.domain.facts.dictionary import Field, FieldType, Kind, fields_of
from app.domain.facts.transaction import Transaction
from app.domain.quantity import Range

# Gives the canonical form of a parsed value, given what was read from it. Objects and lists are changed in place.
_Rewriter = Callable[[Any, Any], Any]


def canonical_writer() -> Callable[[dict[str, Any], Transaction], bytes]:
    """A function from a parsed transaction without nulls, which it uses up, and its record to the canonical bytes."""
    rewrite = _record(Transaction, {})

    def write(parsed: dict[str, Any], transaction: Transaction) -> bytes:
        return canonical_bytes(rewrite(parsed, transaction))

    return write


def canonical_bytes(value: dict[str, Any]) -> bytes:
    """The bytes of :func:`app.domain.canonical.canonical_json` for the same value, many times faster."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def without_nulls(value: Any) -> Any:
    """The same value without the properties that are null; where null is allowed, it says what absence says."""
    match value:
        case dict():
            return {name: without_nulls(inner) for name, inner in value.items() if inner is not None}
        case list():
            return [without_nulls(item) for item in value]
        case _:
            return value


def _record(record: type[Any], known: dict[type[Any], _Rewriter]) -> _Rewriter:
    if record not in known:
        fields = fields_of(record).values()
        rewriters = {field.name: rewriter for field in fields if (rewriter := _rewriter(field.type, known))}
        defaults = {field.name: _canonical_default(field) for field in fields if field.default is not None}
        known[record] = _record_rewriter(rewriters, defaults)
    return known[record]


def _record_rewriter(rewriters: dict[str, _Rewriter], defaults: dict[str, Any]) -> _Rewriter:
    def rewrite(parsed: dict[str, Any], record: Any) -> Any:
        idle = []
        for name, value in parsed.items():
            if name in rewriters:
                value = parsed[name] = rewriters[name](value, getattr(record, name))  # noqa: PLW2901 (now canonical)
            if name in defaults and value == defaults[name]:
                idle.append(name)
        for name in idle:
            del parsed[name]
        return parsed

    return rewrite


def _canonical_default(field: Field) -> Any:
    """What a property looks like that says no more than its absence."""
    match field.type.kind:
        case Kind.RECORD:
            return {}
        case Kind.SERIES:
            return []
        case _:
            return field.default


def _rewriter(type_: FieldType, known: dict[type[Any], _Rewriter]) -> _Rewriter | None:
    """The rewriter of a type, or ``None`` where every value is canonical as it stands."""
    match type_:
        case FieldType(kind=Kind.QUANTITY):
            return _quantity
        case FieldType(kind=Kind.RECORD, record=record) if record is not None:
            return _record(record, known)
        case FieldType(kind=Kind.LISTING, item=FieldType() as item):
            return _listing(_rewriter(item, known))
        case FieldType(kind=Kind.SERIES, item=FieldType() as item):
            return _series(_rewriter(item, known))
        case _:
            return None


def _quantity(_parsed: Any, quantity: Decimal | Range) -> Any:
    if isinstance(quantity, Decimal):
        return plain_text(quantity)
    bounds = {name: getattr(quantity, name) for name in BOUNDS}
    return {name: plain_text(bound) for name, bound in bounds.items() if bound is not None}


def _listing(rewrite: _Rewriter | None) -> _Rewriter | None:
    if rewrite is None:
        return None

    def rewrite_items(parsed: dict[str, Any], listing: Any) -> Any:
        parsed["items"] = list(map(rewrite, parsed["items"], listing.items))
        return parsed

    return rewrite_items


def _series(rewrite: _Rewriter | None) -> _Rewriter | None:
    if rewrite is None:
        return None

    def rewrite_items(parsed: list[Any], records: tuple[Any, ...]) -> Any:
        return list(map(rewrite, parsed, records))

    return rewrite_items
