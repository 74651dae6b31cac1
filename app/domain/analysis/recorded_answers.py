"""Reads answers that were given before, as a result has them on its lines.

Such a line comes from a file, so nothing of it is taken on trust: what is not shaped as an answer or as the problem in
the place of one is :class:`Unread`, and is never taken for a deal that nothing happened to.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.domain.answers.determination import Class
from app.domain.days import day_of

SCHEME: Final = "sha256:"
"""What every digest begins with."""
_DIGEST: Final = re.compile(SCHEME + "[0-9a-f]{64}")
_MET, _NOT_ASKED = "met", "not_applicable"


class Unread(ValueError):
    """A line that is neither an answer nor a problem; the message names the member that is at fault."""


@dataclass(frozen=True, slots=True)
class RecordedLaw:
    """Names the law that answered; ``version`` and ``digest`` are ``None`` where none applied."""

    rule_set: str
    version: str | None
    digest: str | None
    effective_to: str | None
    selected_by: str
    variants: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RecordedDuty:
    """Holds a duty. ``who`` is the party that owes it, or its role; days are written as YYYY-MM-DD."""

    kind: str
    step: str
    citation: str
    who: str
    certain: bool
    due: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class RecordedConclusion:
    """Holds a stated conclusion that the answer rests on: its place, what it is about, the day of the evidence."""

    pointer: str
    element: str
    as_of: str | None


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """Holds what is compared of an answer. ``met`` are the provisions told as met: codes with citations, sorted.

    ``thorough`` tells a full answer, which walks through every element of the law, from a brief one.
    """

    line: int
    reference: str | None
    input_digest: str
    engine: str
    determination: Class
    possible: tuple[Class, ...]
    law: RecordedLaw
    thorough: bool
    met: tuple[tuple[str, str], ...]
    duties: tuple[RecordedDuty, ...]
    relied_on: tuple[RecordedConclusion, ...]


@dataclass(frozen=True, slots=True)
class RecordedProblem:
    """Holds a problem that stands in the place of an answer: its type, and its codes in their order."""

    line: int
    reference: str | None
    kind: str
    codes: tuple[str, ...]


Recorded = RecordedAnswer | RecordedProblem


def recorded(value: object, *, line: int, classes: Collection[Class]) -> Recorded | None:
    """Read the JSON value of a line. ``classes`` are the words that a determination can be.

    Return ``None`` for the line that names the law of a whole batch. Raises ``Unread``.
    """
    told = _record(value, "the line")
    if "determination" in told:
        return _answer(told, line, classes)
    if "law_snapshot" in told:
        return None
    if "status" in told and "type" in told:
        errors = _records(told, "errors") if "errors" in told else ()
        codes = tuple(_text(each, "code") for each in errors)
        return RecordedProblem(line, _text_or_none(told, "reference"), _text(told, "type"), codes)
    raise Unread("the line is neither an answer nor a problem")


def _answer(told: dict[str, Any], line: int, classes: Collection[Class]) -> RecordedAnswer:
    determination, possible = told["determination"], _list(told, "possible_determinations")
    if determination not in classes or not possible or any(each not in classes for each in possible):
        raise Unread("`determination`")
    if _DIGEST.fullmatch(_text(told, "input_digest")) is None:
        raise Unread("`input_digest`")
    reasons = _records(told, "reasons")
    verdicts = [_text(each, "verdict") for each in reasons]
    met = {
        (_text(each, "code"), _text(each, "citation"))
        for each, verdict in zip(reasons, verdicts, strict=True)
        if verdict == _MET and each["code"] not in classes
    }
    return RecordedAnswer(
        line,
        _text_or_none(told, "reference"),
        told["input_digest"],
        _text(told, "engine_version"),
        determination,
        tuple(possible),
        _law(_record(told.get("rule_set"), "rule_set")),
        _NOT_ASKED in verdicts,
        tuple(sorted(met)),
        tuple(map(_duty, _records(told, "obligations"))),
        tuple(map(_conclusion, _records(told, "relied_on"))),
    )


def _law(told: dict[str, Any]) -> RecordedLaw:
    variants = _record(told.get("variants", {}), "variants")
    return RecordedLaw(
        _text(told, "id"),
        _text_or_none(told, "version"),
        _text_or_none(told, "digest"),
        _day_or_none(told, "effective_to"),
        _text(told, "selected_by"),
        tuple(sorted((axis, _text(variants, axis)) for axis in variants)),
    )


def _duty(told: dict[str, Any]) -> RecordedDuty:
    who = _record(told.get("who"), "who")
    certain = told.get("certain")
    if not isinstance(certain, bool):
        raise Unread("`certain`")
    return RecordedDuty(
        _text(told, "kind"),
        _text(told, "step"),
        _text(told, "citation"),
        _text(who, "name" if "name" in who else "role"),
        certain,
        _day_or_none(told, "due"),
        _day_or_none(told, "until"),
    )


def _conclusion(told: dict[str, Any]) -> RecordedConclusion:
    return RecordedConclusion(_text(told, "pointer"), _text(told, "element"), _day_or_none(told, "as_of"))


def _record(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unread(f"`{name}`")
    return value


def _list(told: dict[str, Any], name: str) -> Sequence[Any]:
    if not isinstance(found := told.get(name), list):
        raise Unread(f"`{name}`")
    return found


def _records(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [_record(each, name) for each in _list(told, name)]


def _text(told: dict[str, Any], name: str) -> str:
    if not isinstance(found := told.get(name), str):
        raise Unread(f"`{name}`")
    return found


def _text_or_none(told: dict[str, Any], name: str) -> str | None:
    return None if told.get(name) is None else _text(told, name)


def _day_or_none(told: dict[str, Any], name: str) -> str | None:
    text = _text_or_none(told, name)
    if text is None:
        return None
    if day_of(text) is None:
        raise Unread(f"`{name}`")
    return text
