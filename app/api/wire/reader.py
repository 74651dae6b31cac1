"""Reading a transaction: bytes in; the domain's record, the canonical input bytes, or every problem found, out."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pydantic_core import ValidationError

from app.api.wire.canonical import canonical_writer
from app.api.wire.complaints import problems_of
from app.api.wire.identifiers import identifier_problems
from app.api.wire.inquiries import inquiry_problems
from app.api.wire.parsing import parse_json
from app.api.wire.references import reference_check
from app.api.wire.shape import validator_of
from app.domain.consistency import contradictions
from app.domain.errors import InvalidTransaction, Problem
from app.domain.facts import limits
from app.domain.facts.transaction import Transaction, days_of
from app.domain.ownership import graph_problems, incomplete_lists_of, repeated_amounts, tables


@dataclass(frozen=True, slots=True)
class Reading:
    """A transaction as understood; ``canonical`` is the same for every way of writing it."""

    transaction: Transaction
    canonical: bytes


class TransactionReader:
    """Reads transactions of at most ``limit_bytes``. Made once; reading is safe from several threads."""

    def __init__(self, *, limit_bytes: int = 8 * 1024 * 1024) -> None:
        self._limit_bytes = limit_bytes
        self._validate = validator_of(Transaction).validate_python
        self._reference_problems = reference_check()
        self._write = canonical_writer()

    def read(self, body: bytes) -> Reading:
        """The transaction in a JSON body.

        Raises ``BodyTooLarge``, ``MalformedBody``, or ``InvalidTransaction`` with the problems found: those of the
        shape or, where the shape is right, those of ids, references, shares, contradictions and inquiries.
        """
        return self.read_plain(parse_json(body, limit_bytes=self._limit_bytes))

    def read_plain(self, value: object) -> Reading:
        """The transaction in a JSON value that is parsed already, with numbers as ``int`` or ``Decimal``.

        Raises ``InvalidTransaction`` like :meth:`read`.
        """
        if not isinstance(value, dict):
            raise InvalidTransaction([Problem("", "Give one JSON object: the transaction.", "wrong_type")])
        try:
            transaction: Transaction = self._validate(value)
        except ValidationError as error:
            raise InvalidTransaction(problems_of(error)) from None
        problems = self._reference_problems(transaction) or [
            *identifier_problems(transaction.parties),
            *relation_problems(transaction),
        ]
        if problems:
            raise InvalidTransaction(problems[: limits.PROBLEMS])
        return Reading(transaction, self._write(transaction))


def relation_problems(transaction: Transaction) -> list[Problem]:
    """What the parts of a transaction, whose references all name a party, say of one another that cannot be."""
    if transaction.interests:
        apart = tables(transaction)
        problems = graph_problems(transaction.parties, transaction.interests, days=days_of(transaction), apart=apart)
    else:
        problems = repeated_amounts(transaction.parties)
    if not problems:
        problems = list(incomplete_lists_of(transaction))
    problems += _extent_problems(transaction)
    problems += contradictions(transaction)
    if transaction.inquiries:
        problems += list(islice(inquiry_problems(transaction), limits.PROBLEMS))
    return problems


def _extent_problems(transaction: Transaction) -> Iterator[Problem]:
    listed = sum(len(party.activities.items) for party in transaction.parties if party.activities is not None)
    if listed > limits.ACTIVITIES:
        detail = f"Give at most {limits.ACTIVITIES} activities of all parties together; here are {listed}."
        yield Problem("/parties", detail, "too_many_items")
