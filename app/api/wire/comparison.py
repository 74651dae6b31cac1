"""Reads comparisons: the transaction, and which versions it is to be screened under."""

from collections.abc import Iterator
from typing import Any

from app.api.wire.parsing import parse_json
from app.api.wire.reader import TransactionReader
from app.api.wire.scalars import NOT_A_NAME, NOT_A_TEXT_NAME, is_name, is_text_name
from app.api.wire.unknown_names import unknown_name
from app.domain.errors import InvalidTransaction, Problem
from app.domain.facts import limits
from app.service.comparing import ComparisonRead, Pin

VERSIONS = 16
"""The most versions compared in one request."""

_KEYS = ("transaction", "versions", "baseline")

_PIN_KEYS = ("rule_set", "version", "variants")


class ComparisonReader:
    """Reads comparisons of at most ``limit_bytes``; the transaction in them with the reader of screenings."""

    def __init__(self, transactions: TransactionReader, *, limit_bytes: int) -> None:
        self._transactions = transactions
        self._limit_bytes = limit_bytes

    def read(self, body: bytes) -> ComparisonRead:
        """Reads the comparison in a JSON body.

        Raises ``BodyTooLarge``, ``MalformedBody``, or ``InvalidTransaction`` with the problems of the request or, where
        it has none, those of the transaction, whose pointers begin with ``/transaction``.
        """
        value = parse_json(body, limit_bytes=self._limit_bytes)
        if not isinstance(value, dict):
            raise InvalidTransaction([Problem("", "Give one JSON object with a `transaction`.", "wrong_type")])
        problems = list(_problems(value))
        if problems:
            raise InvalidTransaction(problems[: limits.PROBLEMS])
        try:
            read = self._transactions.read_plain(value["transaction"])
        except InvalidTransaction as error:
            located = [Problem(f"/transaction{each.pointer}", each.detail, each.code) for each in error.problems]
            raise InvalidTransaction(located) from None
        given = value.get("versions")
        versions = None if given is None else tuple(map(_pin, given))
        baseline = None if value.get("baseline") is None else _pin(value["baseline"])
        return ComparisonRead(read, versions, baseline)


def _problems(value: dict[str, object]) -> Iterator[Problem]:
    yield from _misnamed(value, _KEYS, "", needed="transaction")
    versions, baseline = value.get("versions"), value.get("baseline")
    if versions is None:
        versions = []
    elif not isinstance(versions, list) or not 1 <= len(versions) <= VERSIONS:
        detail = f"Give a list of 1 to {VERSIONS} versions, or leave it out to compare all that are published."
        yield Problem("/versions", detail, "wrong_type")
        return
    named = {f"/versions/{index}": each for index, each in enumerate(versions)}
    if baseline is not None:
        named["/baseline"] = baseline
    faulty = [problem for pointer, each in named.items() for problem in _pin_problems(each, pointer)]
    yield from faulty
    if faulty:
        return
    for index, each in enumerate(versions):
        if _pin(each) in map(_pin, versions[:index]):
            yield Problem(f"/versions/{index}", "This version is given twice.", "repeated")
    if baseline is not None and not versions:
        yield Problem("/baseline", "Give the `versions` too, and the baseline among them.", "missing")
    elif baseline is not None and baseline not in versions:
        yield Problem("/baseline", "Name one of the `versions`, spelled as there.", "unknown_choice")


def _pin_problems(value: object, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        detail = 'Give an object that names a version: {"version": "2025-01-02"}.'
        yield Problem(pointer, detail, "wrong_type")
        return
    yield from _misnamed(value, _PIN_KEYS, pointer, needed="version")
    if not is_name(value.get("rule_set", "name")):
        yield Problem(f"{pointer}/rule_set", NOT_A_NAME, "not_a_name")
    if not is_text_name(value.get("version", "name")):
        yield Problem(f"{pointer}/version", NOT_A_TEXT_NAME, "not_a_name")
    variants = value.get("variants", {})
    if not isinstance(variants, dict) or not all(isinstance(each, str) for each in variants.values()):
        detail = 'Give an object that names an alternative for each variant: {"ai_notify": "above_1e24"}.'
        yield Problem(f"{pointer}/variants", detail, "wrong_type")


def _misnamed(value: dict[str, object], known: tuple[str, ...], pointer: str, *, needed: str) -> Iterator[Problem]:
    for name in value:
        if name not in known:
            yield unknown_name(name, known, "property", at=pointer, cure=f"Known are `{'`, `'.join(known)}`.")
    if needed not in value:
        yield Problem(f"{pointer}/{needed}", "This property is required.", "missing")


def _pin(value: dict[str, Any]) -> Pin:
    return Pin(value["version"], value.get("rule_set"), value.get("variants", {}))
