"""Reads transactions, questions about ownership and exports: bytes become records, or every problem found."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Final, Generic, TypeVar

from pydantic_core import SchemaValidator, ValidationError

from app.api.wire.canonical import canonical_writer
from app.api.wire.identifiers import identifier_problems
from app.api.wire.parsing import parse_json
from app.api.wire.references import HasParties, reference_problems
from app.api.wire.shape import schema_of
from app.api.wire.validation_errors import problems_of
from app.domain.errors import InvalidTransaction, Problem
from app.domain.facts import limits
from app.domain.facts.ownership import ExportRequest, OwnershipRequest
from app.domain.facts.transaction import Transaction
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.domain.ownership.resolve.complete_lists import incomplete_lists
from app.domain.ownership.resolve.counted import counted_on
from app.domain.ownership.resolve.problems import graph_problems
from app.service.ownership import OwnershipRead
from app.service.screening import TransactionRead

BODY_LIMIT_BYTES: Final = 8 * 1024 * 1024
"""The longest body that is read, unless a reader is made with another limit."""

WORK: Final = 60_000
"""The most answers times parties and interests in one request, so that none keeps a processor busy for long."""

Record = TypeVar("Record", bound=HasParties)
Understood = TypeVar("Understood")


class RecordReader(Generic[Record, Understood]):
    """Reads records of one type from bodies of at most ``limit_bytes``; safe for use by several threads.

    ``relations`` gives what the parts of a record, whose references all name a party, say of one another that cannot
    be. ``understood`` makes what is given back of the record and its canonical form. ``wanted`` is what to say of a
    body that is no object.
    """

    def __init__(
        self,
        record: type[Record],
        relations: Callable[[Record], Iterable[Problem]],
        understood: Callable[[Record, bytes], Understood],
        *,
        wanted: str,
        limit_bytes: int,
    ) -> None:
        self._record = record
        self._relations = relations
        self._understood = understood
        self._wanted = wanted
        self._limit_bytes = limit_bytes
        self._validate = SchemaValidator(schema_of(record)).validate_python
        self._write = canonical_writer(record)

    def read(self, body: bytes) -> Understood:
        """Reads the record in a JSON body.

        Raises ``BodyTooLarge``, ``MalformedBody``, or ``InvalidTransaction`` with the problems found: those of the
        shape or, where the shape is right, those of references or, where these are right, those of relations.
        """
        return self.read_plain(parse_json(body, limit_bytes=self._limit_bytes))

    def read_plain(self, value: object) -> Understood:
        """Reads the record in a JSON value that is parsed already, with numbers as ``int`` or ``Decimal``.

        Raises ``InvalidTransaction`` like :meth:`read`.
        """
        if not isinstance(value, dict):
            raise InvalidTransaction([Problem("", self._wanted, "wrong_type")])
        try:
            record: Record = self._validate(value)
        except ValidationError as error:
            raise InvalidTransaction(problems_of(error, self._record)) from None
        problems = reference_problems(record) or [*islice(self._relations(record), limits.PROBLEMS)]
        if problems:
            raise InvalidTransaction(problems[: limits.PROBLEMS])
        return self._understood(record, self._write(record))


class TransactionReader(RecordReader[Transaction, TransactionRead]):
    """Reads transactions."""

    def __init__(self, *, limit_bytes: int = BODY_LIMIT_BYTES) -> None:
        wanted = "Give one JSON object: the transaction."
        super().__init__(Transaction, _problems, TransactionRead, wanted=wanted, limit_bytes=limit_bytes)


class OwnershipReader(RecordReader[OwnershipRequest, OwnershipRead]):
    """Reads questions about ownership."""

    def __init__(self, *, limit_bytes: int) -> None:
        wanted = "Give one JSON object: the question."
        super().__init__(OwnershipRequest, _ownership_problems, OwnershipRead, wanted=wanted, limit_bytes=limit_bytes)


class ExportReader(RecordReader[ExportRequest, ExportRequest]):
    """Reads parties and interests that are to be exported as beneficial ownership statements."""

    def __init__(self, *, limit_bytes: int) -> None:
        wanted = "Give one JSON object with `parties`."
        super().__init__(
            ExportRequest, _export_problems, lambda request, _: request, wanted=wanted, limit_bytes=limit_bytes
        )


def _problems(transaction: Transaction) -> Iterator[Problem]:
    yield from identifier_problems(transaction.parties)
    yield from OUTBOUND_INVESTMENT.contradictions(transaction)


def _export_problems(request: ExportRequest) -> Iterator[Problem]:
    yield from graph_problems(request.parties, request.interests, days=(request.day,))
    yield from identifier_problems(request.parties)


def _ownership_problems(request: OwnershipRequest) -> list[Problem]:
    return [*graph_problems(request.parties, request.interests, days=(request.day,))] or [
        *_list_problems(request),
        *identifier_problems(request.parties),
        *_question_problems(request),
    ]


def _list_problems(request: OwnershipRequest) -> Iterator[Problem]:
    """Finds lists of holders that cannot be complete, and interests that show a moment of a deal."""
    for index, interest in enumerate(request.interests):
        if interest.moment is not None:
            detail = "A question about ownership is about one table of holders, and no deal: leave this out."
            yield Problem(f"/interests/{index}/moment", detail, "unused")
    parties = {party.id: party for party in request.parties}
    yield from incomplete_lists(request.parties, counted_on(request.interests, (request.day,), parties=parties))


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
