"""Reads what is sent to the lifecycle: drafts, reviews, publications and reasons; and writes what it finds."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from app.api.wire.parsing import parse_json
from app.api.wire.scalars import day
from app.api.wire.unknown_names import unknown_name
from app.api.wire.validation_errors import pointer_to
from app.domain.answers.lifecycle import ReviewJson
from app.domain.errors import Problem
from app.domain.facts import limits
from app.domain.located import Plain
from app.service.drafts import Cases
from app.service.ports import Document
from app.service.refusals import InvalidSubmission

_DEPTH: Final = 40
_LINE: Final = re.compile(r"[^\x00-\x1f\x7f]{1,1000}")
_UNSTORABLE: Final = "\0"


def _line(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or _LINE.fullmatch(value) is None:
        raise PydanticCustomError("not_a_line", "Give one line of text, at most 1000 characters.")
    return value.strip()


def _past(on: date) -> date:
    if on > datetime.now(UTC).date():
        raise PydanticCustomError("not_past", "A review that is still to come cannot be put on record.")
    return on


Line = Annotated[str, PlainValidator(_line)]
Day = Annotated[date, PlainValidator(day)]


class Submission(BaseModel):
    """Reads a small flat object with known members; a member that is null is one that is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ReviewSubmission(Submission):
    """Holds a review of a draft."""

    reviewer: Line
    capacity: Line
    authority_relied_on: Line
    reviewed_on: Annotated[Day, AfterValidator(_past), Field(alias="date")]
    next_review_on: Annotated[Day, Field(alias="next_review_date")]

    @field_validator("next_review_on")
    @classmethod
    def _follows(cls, again: date, info: ValidationInfo) -> date:
        if "reviewed_on" in info.data and again <= info.data["reviewed_on"]:
            raise PydanticCustomError("out_of_order", "The next review comes after this one.")
        return again

    def review(self) -> ReviewJson:
        """Gives the review as the log keeps it."""
        stated = {name: str(value) for name, value in self.model_dump(by_alias=True).items()}
        return cast("ReviewJson", stated)


class PublicationSubmission(Submission):
    """Holds the first day as the publisher understands it, and the version that is replaced."""

    effective_from: Day | None = None
    replaces: Line | None = None


class ReasonSubmission(Submission):
    """Holds the reason for which something is done."""

    reason: Line


class EndingSubmission(ReasonSubmission):
    """Holds the reason for which a version is withdrawn or rolled back, and why that cannot wait."""

    emergency: ReasonSubmission | None = None


Sent = TypeVar("Sent", bound=Submission)


def read_submission(record: type[Sent], body: bytes) -> Sent:
    """Reads a record from a JSON body; raises ``MalformedBody`` or ``InvalidSubmission`` with every problem found."""
    given = {name: value for name, value in _object(body).items() if value is not None}
    sent, problems = read_members(record, given)
    if sent is None:
        raise InvalidSubmission(problems)
    return sent


def read_members(record: type[Sent], given: dict[str, Any]) -> tuple[Sent | None, list[Problem]]:
    """Reads a record from the members of an object, or gives every problem found."""
    try:
        return record.model_validate(given), []
    except ValidationError as error:
        return None, [_problem(each, record) for each in error.errors(include_url=False)[: limits.PROBLEMS]]


def _problem(found: ErrorDetails, record: type[Submission]) -> Problem:
    pointer = pointer_to(found["loc"])
    match found["type"]:
        case "missing":
            return Problem(pointer, "This member is needed.", "missing")
        case "extra_forbidden":
            *above, last = found["loc"]
            known = [field.alias or name for name, field in record.model_fields.items()]
            cure = f"Known are {', '.join(f'`{each}`' for each in known)}."
            return unknown_name(str(last), known, "member", at=pointer_to(above), cure=cure)
        case code:
            return Problem(pointer, found["msg"], code)


def read_draft(body: bytes, rule_set: str, version: str) -> tuple[Document, Cases]:
    """Reads the document and the golden cases of a draft of this version.

    In the cases, whose transactions are written as they are posted, numbers become text digit by digit, and members
    that are null are left out. Whether the rules make sense is not looked at. Raises ``MalformedBody`` or
    ``InvalidSubmission``.
    """
    members = _object(body)
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
        raise InvalidSubmission(problems[: limits.PROBLEMS])
    return document, cases


def _object(body: bytes) -> dict[str, Any]:
    value = parse_json(body)
    if not isinstance(value, dict):
        raise InvalidSubmission([Problem("", "Give one JSON object.", "wrong_type")])
    return value


def _plain(value: object, pointer: str, problems: list[Problem], *, numbers: bool, depth: int) -> Plain:
    """Gives the value as text, truth values, lists and mappings; what it cannot hold is added to ``problems``."""
    match value:
        case dict() | list() if depth > _DEPTH:
            problems.append(Problem(pointer, "This is nested too deep: flatten it.", "too_deep"))
        case dict():
            kept = {key: inner for key, inner in value.items() if not (numbers and inner is None)}
            if any(_UNSTORABLE in key for key in kept):
                problems.append(Problem(pointer, "A member name has a character that no text has.", "not_a_text"))
            return {
                key: _plain(inner, pointer + pointer_to([key]), problems, numbers=numbers, depth=depth + 1)
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
            if _UNSTORABLE in value:
                problems.append(Problem(pointer, "The text has a character that no text has.", "not_a_text"))
            return value
        case int() | Decimal() if numbers:
            return str(value)
        case None:
            problems.append(Problem(pointer, "Leave out what is not said: null has no meaning here.", "null"))
        case _:
            problems.append(Problem(pointer, "Write numbers as text, so that every digit stays.", "number"))
    return ""
