"""Bodies in, bodies out: statements to parties and interests, and back."""

from datetime import date
from typing import Any

from pydantic_core import ValidationError

from app.api.wire import limits
from app.api.wire.bods.lines import parse_statements
from app.api.wire.bods.reading import imported
from app.api.wire.bods.versions import VERSION
from app.api.wire.bods.writing import exported
from app.api.wire.canonical import canonical_bytes
from app.api.wire.complaints import problems_of
from app.api.wire.identifiers import identifier_problems
from app.api.wire.parsing import parse_json
from app.api.wire.reader import TransactionReader
from app.api.wire.references import reference_check
from app.api.wire.shape import validator_of
from app.domain.errors import InvalidTransaction, Problem
from app.domain.facts.export import ExportRequest
from app.domain.ownership import graph_problems


class BodsDesk:
    """Converts bodies of at most ``limit_bytes``. Nothing of a body outlives the call."""

    def __init__(self, *, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._transactions = TransactionReader(limit_bytes=limit_bytes)
        self._validate = validator_of(ExportRequest).validate_python
        self._reference_problems = reference_check(ExportRequest)

    def read_in(self, body: bytes, *, as_of: date | None = None) -> bytes:
        """The parties and interests that a list of statements tells of, as JSON; those of a day, if one is given.

        The body is a JSON array or JSON Lines. ``problems`` are those that a screening of them would be refused for:
        the statements contradict one another. Raises ``BodyTooLarge``, ``MalformedBody``, or ``InvalidTransaction``
        where a statement is none, or one of another version.
        """
        found = imported(parse_statements(body, limit_bytes=self._limit_bytes), as_of=as_of)
        transaction = {"parties": found.parties, "interests": found.interests}
        answer = {
            "bods_version": VERSION,
            "as_of": as_of.isoformat() if as_of is not None else None,
            **transaction,
            "joined": found.joined,
            "questions": found.questions,
            "not_carried_over": found.not_carried_over,
        }
        deal = {"deal": {"completion_date": as_of.isoformat()}} if as_of is not None else {}
        return canonical_bytes({**answer, "problems": self._problems_in({**transaction, **deal})})

    def write_out(self, body: bytes) -> bytes:
        """The statements on parties and interests, as JSON.

        Raises ``BodyTooLarge``, ``MalformedBody``, or ``InvalidTransaction`` with the problems found.
        """
        value = parse_json(body, limit_bytes=self._limit_bytes)
        if not isinstance(value, dict):
            raise InvalidTransaction([Problem("", "Give one JSON object with `parties`.", "wrong_type")])
        try:
            request: ExportRequest = self._validate(value)
        except ValidationError as error:
            raise InvalidTransaction(problems_of(error, ExportRequest)) from None
        problems = self._reference_problems(request) or [
            *graph_problems(request.parties, request.interests, days=(request.day,)),
            *identifier_problems(request.parties),
        ]
        if problems:
            raise InvalidTransaction(problems[: limits.PROBLEMS])
        found = exported(request.parties, request.interests, about=str(request.about), day=request.day)
        return canonical_bytes(
            {"bods_version": VERSION, "statements": found.statements, "not_carried_over": found.not_carried_over}
        )

    def _problems_in(self, transaction: dict[str, Any]) -> list[dict[str, str]]:
        try:
            self._transactions.read_plain(transaction)
        except InvalidTransaction as error:
            return [{"pointer": each.pointer, "detail": each.detail, "code": each.code} for each in error.problems]
        return []
