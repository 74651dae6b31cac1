"""Reads parties and interests that are to be exported as beneficial ownership statements."""

from pydantic_core import ValidationError

from app.api.wire.complaints import problems_of
from app.api.wire.identifiers import identifier_problems
from app.api.wire.parsing import parse_json
from app.api.wire.references import reference_check
from app.api.wire.shape import validator_of
from app.domain.errors import InvalidTransaction, Problem
from app.domain.facts import limits
from app.domain.facts.export import ExportRequest
from app.domain.ownership import graph_problems


class ExportReader:
    """Reads requests of at most ``limit_bytes``. Made once; reading is safe from several threads."""

    def __init__(self, *, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._validate = validator_of(ExportRequest).validate_python
        self._reference_problems = reference_check(ExportRequest)

    def read(self, body: bytes) -> ExportRequest:
        """Reads a JSON body; raises ``BodyTooLarge``, ``MalformedBody``, or ``InvalidTransaction``."""
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
        return request
