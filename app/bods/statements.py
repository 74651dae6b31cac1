"""Reads statements out of a JSON value, and puts those on one record in the order in which they were made.

A date is compared with a date as it is written, and a moment with its zone is compared with another as an instant. A
date or a time without a zone is earlier than an instant only if it is so in every zone of the earth.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, TypeVar

from app.bods.report import ConversionReport, StatementPart
from app.domain.days import day_of
from app.domain.errors import InvalidTransaction, Problem
from app.domain.facts import limits

VERSION: Final = "0.4"
START = date.min
"""The day of a statement that does not say its own."""
_TYPES = ("entity", "person", "relationship")
_OLDER_TYPES = ("entityStatement", "personStatement", "ownershipOrControlStatement")
_CURE = (
    f"Only {VERSION} is read, whose statements have other properties: ask the publisher for the data in {VERSION}, or "
    "state parties and interests as in a transaction."
)
_CORRECTED = "A statement of the same moment that was published later corrects it."
_MOST = 200
_ANY_VERSION = re.compile(r"\d{1,3}\.\d{1,3}", re.ASCII)
"""What names a version; nothing else of the body is repeated in a problem."""
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LINE = re.compile(limits.LINE)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([Zz]|[+-]\d{2}:\d{2})?", re.ASCII)
_WESTMOST, _EASTMOST = timedelta(hours=12), timedelta(hours=14)
ONE_DAY = timedelta(days=1)
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement at its place in the list, with when it was made and published where that can be read.

    ``record`` is the identifier of the record, ``type`` its type, ``details`` what is stated of it; ``closes`` is true
    where the statement closes the record.
    """

    place: int
    part: StatementPart
    record: str
    type: str
    details: StatementPart
    closes: bool
    made: date | None
    published: date | None


def statements_in(value: object, report: ConversionReport) -> list[Statement]:
    """Reads the statements of a list; raises ``InvalidTransaction`` for what are no statements of this version."""
    if not isinstance(value, list):
        detail = "Give a list of statements as a JSON array, or one statement a line."
        raise InvalidTransaction([Problem("", detail, "wrong_type")])
    if problems := list(_problems_in(value)):
        raise InvalidTransaction(problems[: limits.PROBLEMS])
    found = []
    for place, each in enumerate(value):
        part = StatementPart(each, f"/{place}", report)
        published = part.get("publicationDetails").get("publicationDate").value
        found.append(
            Statement(
                place,
                part,
                record=each["recordId"],
                type=each["recordType"],
                details=part.get("recordDetails"),
                closes=each.get("recordStatus") == "closed",
                made=_moment_of(each.get("statementDate")),
                published=_moment_of(published),
            )
        )
    return found


def grouped(items: Iterable[_Item], *, by: Callable[[_Item], str]) -> dict[str, list[_Item]]:
    """Groups items by a key, in their order."""
    groups: dict[str, list[_Item]] = {}
    for each in items:
        groups.setdefault(by(each), []).append(each)
    return groups


def in_order(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Groups the statements by moment, the earliest first; within a group none is known to be made after another.

    Raises ``InvalidTransaction`` where there are more than anybody makes.
    """
    if len(statements) > _MOST:
        detail = f"Give at most {_MOST} statements on one party or relationship."
        raise InvalidTransaction([Problem(f"/{statements[_MOST].place}", detail, "too_many_items")])
    groups: list[list[Statement]] = []
    # Sorts as `_order` does wherever that one knows.
    for each in sorted(statements, key=lambda each: _instants_of(each.made)[0] if each.made is not None else _EARLIEST):
        if groups and any(_order(other.made, each.made) == 0 for other in groups[-1]):
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def uncorrected(group: Sequence[Statement]) -> list[Statement]:
    """Returns the statements of a moment without those that another on the same record, published later, corrects."""
    return [
        each
        for each in group
        if not any(other.record == each.record and _order(other.published, each.published) > 0 for other in group)
    ]


def counting_in_order(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Groups the statements by moment like :func:`in_order`, and reports those that a later publication corrects."""
    groups = []
    for group in in_order(statements):
        groups.append(uncorrected(group))
        for each in group:
            if each not in groups[-1]:
                each.part.leave_out(_CORRECTED)
    return groups


def day_of_group(group: Sequence[Statement]) -> date:
    """Returns the day from which on the statements of one moment count."""
    return min((_day_in(each.made) for each in group if each.made is not None), default=START)


def is_line(value: Any, *, longest: int) -> bool:
    """Returns whether the value is one line of text of no more characters than that."""
    return isinstance(value, str) and len(value) <= longest and _LINE.fullmatch(value) is not None


def _problems_in(statements: Sequence[Any]) -> Iterator[Problem]:
    refused: set[str] = set()
    for place, statement in enumerate(statements):
        if (found := _other_version(statement)) is not None:
            version, pointer = found
            if version not in refused:
                refused.add(version)
                detail = f"This statement has version {version} of the standard. {_CURE}"
                yield Problem(f"/{place}{pointer}", detail, "unsupported_version")
        elif not isinstance(statement, dict) or not isinstance(statement.get("recordDetails"), dict):
            yield Problem(f"/{place}", "Give a statement with `recordDetails`.", "not_a_statement")
        elif statement.get("recordType") not in _TYPES:
            yield Problem(f"/{place}/recordType", "Give `entity`, `person` or `relationship`.", "unknown_choice")
        elif not is_line(statement.get("recordId"), longest=limits.IDENTIFIER):
            yield Problem(f"/{place}/recordId", "Give the identifier of the record, a text.", "wrong_type")


def _other_version(statement: Any) -> tuple[str, str] | None:
    """Returns the version, where it is another one, and the pointer to what shows it."""
    if not isinstance(statement, dict):
        return None
    published = statement.get("publicationDetails")
    version = published.get("bodsVersion") if isinstance(published, dict) else None
    if isinstance(version, str) and version != VERSION and _ANY_VERSION.fullmatch(version):
        return version, "/publicationDetails/bodsVersion"
    if statement.get("statementType") in _OLDER_TYPES and "recordType" not in statement:
        return "0.1, 0.2 or 0.3", "/statementType"
    return None


def _moment_of(text: Any) -> date | None:
    """Reads a day, or a time of a day with or without its zone; ``None`` for what is neither."""
    moment = day_of(text)
    try:
        if moment is None and isinstance(text, str) and _TIME.fullmatch(text) is not None:
            moment = datetime.fromisoformat(text.upper())
        if moment is not None:
            _instants_of(moment)
    except (ValueError, OverflowError):
        return None
    return moment


def _day_in(moment: date) -> date:
    """Returns the day of a moment as it is written."""
    return moment.date() if isinstance(moment, datetime) else moment


def _order(left: date | None, right: date | None) -> int:
    """Compares two moments: below 0 if the left is earlier, above 0 if later, 0 if they are one or it is open."""
    if left is None or right is None:
        return 0
    if _has_zone(left) == _has_zone(right):
        if not isinstance(left, datetime) or not isinstance(right, datetime):
            left, right = _day_in(left), _day_in(right)
        return (left > right) - (left < right)
    (first, last), (other_first, other_last) = _instants_of(left), _instants_of(right)
    return -1 if last < other_first else 1 if first > other_last else 0


def _instants_of(moment: date) -> tuple[datetime, datetime]:
    """Returns the first and the last instant that can be meant."""
    if not isinstance(moment, datetime):
        first = datetime.combine(moment, time.min, tzinfo=UTC)
        return first - _EASTMOST, first + ONE_DAY + _WESTMOST
    if moment.tzinfo is not None:
        return moment.astimezone(UTC), moment.astimezone(UTC)
    first = moment.replace(tzinfo=UTC)
    return first - _EASTMOST, first + _WESTMOST


def _has_zone(moment: date) -> bool:
    return isinstance(moment, datetime) and moment.tzinfo is not None
