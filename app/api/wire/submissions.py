"""What is sent to the lifecycle, read: drafts, reviews, publications, reasons; and what it finds, written."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from app.api.wire.parsing import parse_json
from app.domain.errors import Problem
from app.domain.language.located import Plain
from app.service.drafting import Review
from app.service.gate import Cases, Finding
from app.service.ports import Document
from app.service.refusals import InvalidSubmission

T = TypeVar("T")

_DEPTH: Final = 40
_PROBLEMS: Final = 100
_LINE: Final = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,1000}")
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_draft(body: bytes, rule_set: str, version: str, *, limit_bytes: int) -> tuple[Document, Cases]:
    """The document and the golden cases of a draft of this version.

    In the cases, whose transactions are written as they are posted, numbers become text digit by digit, and members
    that are null are left out. Whether the rules make sense is not looked at. Raises ``BodyTooLarge``,
    ``MalformedBody`` or ``InvalidSubmission``.
    """
    members = _object(body, limit_bytes)
    problems: list[Problem] = []
    given = members.pop("cases", [])
    document = _plain(members, "", problems, numbers=False, depth=1)
    cases = _plain(given, "/cases", problems, numbers=True, depth=2)
    if not isinstance(given, list):
        problems.append(Problem("/cases", "Give a list of files of golden cases.", "wrong_type"))
    elif not all(isinstance(each, dict) for each in given):
        problems.append(Problem("/cases", "Every file of golden cases is an object.", "wrong_type"))
    for key, name in (("rule_set", rule_set), ("version", version)):
        if members.get(key) != name:
            problems.append(Problem(f"/{key}", f"The address names `{name}`: the document has to as well.", "mismatch"))
    if problems or not isinstance(document, dict) or not isinstance(cases, list):
        raise InvalidSubmission(problems[:_PROBLEMS])
    return document, cases


def read_review(body: bytes, *, limit_bytes: int) -> Review:
    """The review; raises like :func:`read_draft`."""
    form = _Form(body, limit_bytes, needs=("reviewer", "capacity", "authority_relied_on", "date", "next_review_date"))
    reviewer, capacity, authority = form.line("reviewer"), form.line("capacity"), form.line("authority_relied_on")
    on, again = form.day("date"), form.day("next_review_date")
    if on is not None and on > datetime.now(UTC).date():
        form.refuse("date", "A review that is still to come cannot be put on record.", "not_past")
    if on is not None and again is not None and again <= on:
        form.refuse("next_review_date", "The next review comes after this one.", "out_of_order")
    form.finish()
    return Review(
        reviewer=reviewer,
        capacity=capacity,
        authority_relied_on=authority,
        reviewed_on=on or date.min,
        next_review_on=again or date.min,
    )


def read_publication(body: bytes, *, limit_bytes: int) -> tuple[date | None, str | None]:
    """The first day as the publisher understands it, and the version that is replaced; raises like `read_draft`."""
    form = _Form(body, limit_bytes, may=("effective_from", "replaces"))
    begins = form.day("effective_from") if form.has("effective_from") else None
    replaces = form.line("replaces") if form.has("replaces") else None
    form.finish()
    return begins, replaces


def read_reason(body: bytes, *, limit_bytes: int) -> str:
    """Why something is done; raises like :func:`read_draft`."""
    form = _Form(body, limit_bytes, needs=("reason",))
    reason = form.line("reason")
    form.finish()
    return reason


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as it is sent."""
    return {
        "level": finding.level.value,
        "rule": finding.rule,
        "sentence": finding.sentence,
        "pointer": finding.pointer,
        "counterexample": finding.counterexample,
        "variants": dict(finding.variants),
    }


class _Form:
    """A small flat object with known members; what does not fit is collected, and raised by ``finish``."""

    def __init__(
        self, body: bytes, limit_bytes: int, *, needs: tuple[str, ...] = (), may: tuple[str, ...] = ()
    ) -> None:
        self._given = {name: value for name, value in _object(body, limit_bytes).items() if value is not None}
        known = ", ".join(f"`{name}`" for name in needs + may)
        self._problems = [
            Problem(_pointer("", name), f"There is no such member. Known are {known}.", "unknown_member")
            for name in self._given
            if name not in needs + may
        ]
        self._problems += [
            Problem(f"/{name}", "This member is needed.", "missing") for name in needs if name not in self._given
        ]

    def has(self, name: str) -> bool:
        return name in self._given

    def line(self, name: str) -> str:
        return self._read(name, _line, "Give one line of text, at most 1000 characters.", "not_a_line") or ""

    def day(self, name: str) -> date | None:
        return self._read(name, _day, "Give a day of the calendar as YYYY-MM-DD.", "not_a_date")

    def refuse(self, name: str, detail: str, code: str) -> None:
        self._problems.append(Problem(f"/{name}", detail, code))

    def finish(self) -> None:
        if self._problems:
            raise InvalidSubmission(self._problems[:_PROBLEMS])

    def _read(self, name: str, read: Callable[[object], T], expected: str, code: str) -> T | None:
        if name not in self._given:
            return None
        try:
            return read(self._given[name])
        except ValueError:
            self.refuse(name, expected, code)
            return None


def _line(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or _LINE.fullmatch(value) is None:
        raise ValueError
    return value.strip()


def _day(value: object) -> date:
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        raise ValueError
    return date.fromisoformat(value)


def _object(body: bytes, limit_bytes: int) -> dict[str, Any]:
    value = parse_json(body, limit_bytes=limit_bytes)
    if not isinstance(value, dict):
        raise InvalidSubmission([Problem("", "Give one JSON object.", "wrong_type")])
    return value


def _plain(value: object, pointer: str, problems: list[Problem], *, numbers: bool, depth: int) -> Plain:
    """The value as text, truth values, lists and mappings; what it cannot hold is added to ``problems``."""
    match value:
        case dict() | list() if depth > _DEPTH:
            problems.append(Problem(pointer, "This is nested too deep: flatten it.", "too_deep"))
        case dict():
            kept = {key: inner for key, inner in value.items() if not (numbers and inner is None)}
            if any(_UNSTORABLE.search(key) for key in kept):
                problems.append(Problem(pointer, "A member name has a character that no text has.", "not_a_text"))
            return {
                key: _plain(inner, _pointer(pointer, key), problems, numbers=numbers, depth=depth + 1)
                for key, inner in kept.items()
            }
        case list():
            return [
                _plain(inner, f"{pointer}/{index}", problems, numbers=numbers, depth=depth + 1)
                for index, inner in enumerate(value)
            ]
        case bool():
            return value
        case str():
            if _UNSTORABLE.search(value):
                problems.append(Problem(pointer, "The text has a character that no text has.", "not_a_text"))
            return value
        case int() | Decimal() if numbers:
            return str(value)
        case None:
            problems.append(Problem(pointer, "Leave out what is not said: null has no meaning here.", "null"))
        case _:
            problems.append(Problem(pointer, "Write numbers as text, so that every digit stays.", "number"))
    return ""


def _pointer(above: str, key: str) -> str:
    return f"{above}/{key[:80].replace('~', '~0').replace('/', '~1')}"
