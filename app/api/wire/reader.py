"""Reading a transaction: bytes in; the domain's record, the canonical input bytes, or every problem found, out."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from pydantic_core import ValidationError

from app.api.wire import limits
from app.api.wire.canonical import canonical_writer, without_nulls
from app.api.wire.complaints import problems_of
from app.api.wire.inquiries import inquiry_problems
from app.api.wire.parsing import parse_json
from app.api.wire.references import reference_check
from app.api.wire.shape import transaction_validator
from app.domain.errors import InvalidTransaction, Problem
from app.domain.facts.transaction import Transaction
from app.domain.ownership import graph_problems


@dataclass(frozen=True, slots=True)
class Reading:
    """A transaction as understood; ``canonical`` is the same for every way of writing it."""

    transaction: Transaction
    canonical: bytes


class TransactionReader:
    """Reads transactions of at most ``limit_bytes``. Made once; reading is safe from several threads."""

    def __init__(self, *, limit_bytes: int = 8 * 1024 * 1024) -> None:
        self._limit_bytes = limit_bytes
        self._validate = transaction_validator().validate_python
        self._reference_problems = reference_check()
        self._write = canonical_writer()

    def read(self, body: bytes) -> Reading:
        """The transaction in a JSON body.

        Raises ``BodyTooLarge``, ``MalformedBody``, or ``InvalidTransaction`` with the problems found: those of the
        shape or, where the shape is right, those of ids, references, shares and inquiries.
        """
        parsed = parse_json(body, limit_bytes=self._limit_bytes)
        return self._reading(parsed, self._transaction(parsed), may_hold_nulls=b"null" in body)

    def read_plain(self, value: object) -> Reading:
        """The transaction in a JSON value that is parsed already, with numbers as ``int`` or ``Decimal``.

        Raises ``InvalidTransaction`` like :meth:`read`; the value is left as it was.
        """
        return self._reading(value, self._transaction(value), may_hold_nulls=True)

    def _transaction(self, parsed: object) -> Transaction:
        if not isinstance(parsed, dict):
            raise InvalidTransaction([Problem("", "Give one JSON object: the transaction.", "wrong_type")])
        try:
            transaction: Transaction = self._validate(parsed)
        except ValidationError as error:
            raise InvalidTransaction(problems_of(error)) from None
        problems = self._reference_problems(transaction) or _relations(transaction)
        if problems:
            raise InvalidTransaction(problems[: limits.PROBLEMS])
        return transaction

    def _reading(self, parsed: Any, transaction: Transaction, *, may_hold_nulls: bool) -> Reading:
        # Writing uses its input up: `without_nulls` makes a copy.
        return Reading(transaction, self._write(without_nulls(parsed) if may_hold_nulls else parsed, transaction))


def _relations(transaction: Transaction) -> list[Problem]:
    problems = graph_problems(transaction.parties, transaction.interests) if transaction.interests else []
    if transaction.inquiries:
        problems += list(islice(inquiry_problems(transaction), limits.PROBLEMS))
    return problems
