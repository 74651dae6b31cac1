"""Writes records for others, one JSON object on each line, with places masked that they are not to see."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from app.domain.answers.records import WholeRecordJson
from app.domain.errors import ScreeningError
from app.domain.facts.dictionary import FieldType, Kind, fields_of
from app.domain.facts.transaction import Transaction
from app.domain.fields import did_you_mean
from app.service.answering import Write
from app.service.records.entries import RecordStore, Sought, is_held
from app.service.records.keeping import record_json

MASKED: Final = "(masked)"
_PAGE: Final = 50
_ANY: Final = "*"
_ITEMS: Final = "items"
_INDEX: Final = re.compile(r"0|[1-9][0-9]*", re.ASCII)
# What an answer tells that is not the words, numbers or days of the parties. Everything else is left out: names and
# figures stand in summaries, statements and questions in too many ways to find them all, and the day of a duty tells
# that of the completion.
_TOLD: Final = (
    "determination",
    "possible_determinations",
    "next_step",
    "rule_set",
    "engine_version",
    "input_digest",
    "determination_digest",
)
_TOLD_OF_EACH: Final = {
    "reasons": ("code", "element", "verdict", "citation"),
    "obligations": ("kind", "step", "citation", "certain"),
}


class UnfitMask(ScreeningError):
    """A place to mask is none of a transaction, so that masking it would mask nothing."""

    def __init__(self, pointer: str, cure: str) -> None:
        super().__init__(f"`{pointer}` is no place of a transaction. {cure}")


class Mask(NamedTuple):
    """Names places of a transaction by a JSON Pointer, in which ``*`` stands for every item of a list."""

    pointer: str
    steps: tuple[str, ...]


def mask_of(pointer: str) -> Mask:
    """Read a place to mask, such as `/parties/*/name`; raises ``UnfitMask``."""
    first, *steps = pointer.split("/")
    if first or not steps:
        raise UnfitMask(pointer, "Write a JSON Pointer, such as `/parties/*/name`.")
    _check(pointer, Transaction, steps)
    return Mask(pointer, tuple(steps))


def _check(pointer: str, record: Any, steps: Sequence[str]) -> None:
    name, *rest = steps
    fields = fields_of(record)
    if name not in fields:
        raise UnfitMask(pointer, did_you_mean(name, sorted(fields)))
    of: FieldType | None = fields[name].type
    if rest and of is not None and of.kind is Kind.LISTING:
        if rest[0] not in (_ITEMS, "complete") or (rest[0] == "complete" and rest[1:]):
            raise UnfitMask(pointer, f"A list is masked by `{name}`, or its items by `{name}/{_ITEMS}/{_ANY}`.")
        rest = rest[1:]
        of = of.item if rest else None
        rest = _after_index(pointer, rest) if rest else rest
    elif rest and of is not None and of.kind is Kind.SERIES:
        rest, of = _after_index(pointer, rest), of.item
    if rest:
        if of is None or of.record is None:
            raise UnfitMask(pointer, f"There is nothing below `{name}`.")
        _check(pointer, of.record, rest)


def _after_index(pointer: str, steps: list[str]) -> list[str]:
    if steps[0] != _ANY and _INDEX.fullmatch(steps[0]) is None:
        raise UnfitMask(pointer, f"Give the number of an item, or `{_ANY}` for every one, in place of `{steps[0]}`.")
    return steps[1:]


def exported(store: RecordStore, sought: Sought, masks: Iterable[Mask] = (), *, write: Write) -> Iterator[bytes]:
    """Write the records that fit, one on each line, in their order.

    It reads some at a time, so that nobody waits for it. Raises ``StorageUnavailable``.
    """
    chosen = tuple(masks)
    hide: Callable[[WholeRecordJson], WholeRecordJson] = (
        (lambda each: masked(each, chosen)) if chosen else lambda each: each
    )
    after = 0
    while page := store.page(sought, after=after, limit=_PAGE):
        done = store.about([each.entry.sequence for each in page])
        for each in page:
            held = is_held([entry for entry in done if entry.about == each.entry.sequence])
            yield write(hide(record_json(each, held=held))) + b"\n"
        after = page[-1].entry.sequence


def masked(record: WholeRecordJson, masks: Sequence[Mask]) -> WholeRecordJson:
    """Mask places of the transaction, and leave out of the answer what could repeat them.

    ``keep_until`` is masked too, since it can rest on the day of the completion. Both digests remain those of what was
    sent and answered.
    """
    transaction = json.loads(record["transaction"], parse_float=_Number, parse_int=_Number)
    for mask in masks:
        transaction = _hidden(transaction, mask.steps)
    answer = json.loads(record["answer"])
    told = {name: answer[name] for name in _TOLD if name in answer}
    for name, members in _TOLD_OF_EACH.items():
        told[name] = [{each: item[each] for each in members if each in item} for item in answer[name]]
    reference = transaction.get("reference")
    return {
        **record,
        "reference": reference if isinstance(reference, str) else None,
        "keep_until": MASKED,
        "transaction": _text(transaction),
        "answer": json.dumps(told, ensure_ascii=False, separators=(",", ":")),
        "masked": [mask.pointer for mask in masks],
    }


class _Number(str):
    """Holds a number as it was written, since no digit of it may change."""

    __slots__ = ()


def _hidden(value: Any, steps: Sequence[str]) -> Any:
    if not steps:
        return None if value is None else MASKED
    step, *rest = steps
    if isinstance(value, dict):
        return {name: _hidden(inner, rest) if name == step else inner for name, inner in value.items()}
    if isinstance(value, list):
        # A list can be written without `items`.
        step, rest = (rest[0], rest[1:]) if step == _ITEMS and rest else (step, rest)
        if step == _ITEMS:
            return MASKED
        return [_hidden(inner, rest) if step in (_ANY, str(place)) else inner for place, inner in enumerate(value)]
    # A word in the place of a list or a record stands for what is in it.
    return None if value is None else MASKED


def _text(value: Any) -> str:
    """Write JSON, with each number as it was written."""
    match value:
        case _Number():
            return str(value)
        case dict():
            return "{" + ",".join(f"{_text(name)}:{_text(inner)}" for name, inner in value.items()) + "}"
        case list():
            return "[" + ",".join(map(_text, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)
