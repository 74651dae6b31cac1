"""Answers on the record of what was decided."""

from typing import Annotated, TypedDict

from app.domain.answers.determination import Class
from app.domain.answers.written import AnyObject, DayText, Digest, Written

AnchorText = Annotated[str, Written(pattern="^[1-9][0-9]*:sha256:[0-9a-f]{64}$")]
"""An entry of the record by its number and its digest."""


class RecordSummary(TypedDict):
    """One screening on record, without what was sent and answered."""

    sequence: Annotated[int, "The number of the record. Holds, releases and removals have numbers too."]
    recorded_at: Annotated[str, Written(format="date-time"), "When it was recorded (UTC)."]
    person: Annotated[str, "Who asked; empty where access was open."]
    reference: Annotated[str | None, "The reference of the transaction."]
    determination: Annotated[Class, "What was answered."]
    rule_set: Annotated[str, "The rule set that answered."]
    version: Annotated[str | None, "The version; null where none applied."]
    law_digest: Annotated[Digest | None, "The digest of its text; null where none applied."]
    engine_version: Annotated[str, "The engine that answered."]
    asked: Annotated[AnyObject, "What was asked beside the transaction, by parameter."]
    keep_until: Annotated[DayText, "The last day on which it may not be removed."]
    held: Annotated[bool, "True if it may not be removed even after that."]
    chain_digest: Annotated[Digest, "The digest of the entry and of all before it."]


class WholeRecordJson(RecordSummary):
    """One screening on record, with what was sent and answered."""

    transaction: Annotated[str, "The transaction, byte for byte as it was sent, as text."]
    transaction_digest: Annotated[Digest, "Of the transaction as it was sent, whether anything is masked or not."]
    answer: Annotated[str, "The answer, byte for byte as it was given, as text."]
    answer_digest: Annotated[Digest, "Of the answer as it was given, whether anything is masked or not."]
    masked: Annotated[list[str], "The places of the transaction that are masked; then the answer is cut short."]


class RecordPageJson(TypedDict):
    """Some of the screenings on record, in the order in which they were recorded."""

    records: Annotated[list[RecordSummary], "The records."]
    next_after: Annotated[int | None, "Give this as `after` for those that follow; null where there are none."]


class RecordHeadJson(TypedDict):
    """The last entry of the record, to be kept elsewhere: it vouches for all before it."""

    head: Annotated[AnchorText | None, "The number of the entry and its digest; null as long as there is none."]


class ChainFault(TypedDict):
    """One thing wrong with the record."""

    sequence: Annotated[int, "The number of the entry."]
    detail: Annotated[str, "What is wrong."]


class ChainReportJson(TypedDict):
    """What a verification of the whole record found."""

    whole: Annotated[bool, "True if nothing is wrong."]
    entries: Annotated[int, "The number of entries: screenings, holds, releases and removals."]
    records: Annotated[int, "The number of screenings of which what was sent and answered is there."]
    removed: Annotated[int, "The number of those that were removed; their entries are there."]
    head: Annotated[AnchorText | None, "The last entry."]
    faults: Annotated[list[ChainFault], "What is wrong, at most a hundred things."]


class AnswerChange(TypedDict):
    """One place at which two answers part."""

    pointer: Annotated[str, "JSON Pointer to the place in the answer."]
    recorded: Annotated[str | None, "What stands there in the answer on record, as JSON; null where nothing does."]
    now: Annotated[str | None, "What stands there in the answer of now, as JSON; null where nothing does."]


class RecomputationJson(TypedDict):
    """Whether the engine of now gives the same answer under the same law."""

    sequence: Annotated[int, "The number of the record."]
    same: Annotated[bool, "True if the answer has the same bytes."]
    rule_set: Annotated[str, "The rule set that answered."]
    version: Annotated[str | None, "The version that answered."]
    law_digest: Annotated[Digest | None, "The digest of the text by which it was computed again."]
    recorded_engine_version: Annotated[str, "The engine that answered."]
    engine_version: Annotated[str, "The engine that computed it again."]
    answer_digest: Annotated[Digest, "Of the answer on record."]
    refused: Annotated[str | None, "Why the engine of now does not screen this transaction; null where it does."]
    changes: Annotated[list[AnswerChange], "Where the answers part, at most a hundred places."]
