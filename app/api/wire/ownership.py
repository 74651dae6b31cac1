"""Reading a question about ownership: the request, its canonical bytes, or every problem found."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pydantic_core import ValidationError

from app.api.wire.canonical import canonical_writer
from app.api.wire.complaints import problems_of
from app.api.wire.identifiers import identifier_problems
from app.api.wire.parsing import parse_json
from app.api.wire.references import reference_check
from app.api.wire.shape import validator_of
from app.domain.errors import InvalidTransaction, Problem
from app.domain.facts import limits
from app.domain.facts.ownership import OwnershipRequest
from app.domain.ownership import effective, graph_problems, incomplete_lists

WORK = 60_000
"""The most answers times parties and interests in one request, so that none keeps a processor busy for long."""


@dataclass(frozen=True, slots=True)
class OwnershipReading:
    """A request as understood; ``canonical`` is the same for every way of writing it."""

    request: OwnershipRequest
    canonical: bytes


class OwnershipReader:
    """Reads questions of at most ``limit_bytes``. Made once; reading is safe from several threads."""

    def __init__(self, *, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._validate = validator_of(OwnershipRequest).validate_python
        self._reference_problems = reference_check(OwnershipRequest)
        self._write = canonical_writer(OwnershipRequest)

    def read(self, body: bytes) -> OwnershipReading:
        """The question in a JSON body.

        Raises ``BodyTooLarge``, ``MalformedBody``, or ``InvalidTransaction`` with the problems found: those of the
        shape or, where the shape is right, those of ids, references, shares and of the question.
        """
        value = parse_json(body, limit_bytes=self._limit_bytes)
        if not isinstance(value, dict):
            raise InvalidTransaction([Problem("", "Give one JSON object: the question.", "wrong_type")])
        try:
            request: OwnershipRequest = self._validate(value)
        except ValidationError as error:
            raise InvalidTransaction(problems_of(error, OwnershipRequest)) from None
        problems = self._reference_problems(request) or graph_problems(
            request.parties, request.interests, days=(request.day,)
        )
        problems = problems or [
            *_list_problems(request),
            *identifier_problems(request.parties),
            *_question_problems(request),
        ]
        if problems:
            raise InvalidTransaction(problems[: limits.PROBLEMS])
        return OwnershipReading(request, self._write(request))


def _list_problems(request: OwnershipRequest) -> Iterator[Problem]:
    """Lists of holders that cannot be complete, and interests that show a moment of a deal, of which there is none."""
    for index, interest in enumerate(request.interests):
        if interest.moment is not None:
            detail = "A question about ownership is about one table of holders, and no deal: leave this out."
            yield Problem(f"/interests/{index}/moment", detail, "unused")
    parties = {party.id: party for party in request.parties}
    yield from incomplete_lists(request.parties, effective(request.interests, (request.day,), parties=parties))


def _question_problems(request: OwnershipRequest) -> Iterator[Problem]:
    for name in ("subjects", "measures", "methods"):
        if not getattr(request, name):
            yield Problem(f"/{name}", "Name at least one.", "empty")
    if request.persons is None and request.persons_meeting is None:
        detail = "Say whose holdings are asked about: name them here, or give a definition in `persons_meeting`."
        yield Problem("/persons", detail, "missing")
    if request.threshold is not None and not (isinstance(request.threshold, Decimal) and request.threshold > 0):
        yield Problem("/threshold", "Give one number above 0, at most 100.", "not_a_threshold")
    if request.persons_meeting is None:
        for name in ("rule_set", "version"):
            if getattr(request, name) is not None:
                yield Problem(f"/{name}", "The law is consulted only for `persons_meeting`: leave this out.", "unused")
    answers = len(request.subjects) * len(request.measures) * len(request.methods)
    if answers * (len(request.parties) + len(request.interests)) > WORK:
        detail = (
            f"{answers} answers among so many parties and interests are too many at once: ask about fewer subjects, "
            "measures or methods, or leave out what has no bearing."
        )
        yield Problem("/subjects", detail, "too_much_work")
