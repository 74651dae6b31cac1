"""Answers on the life of a rule set: drafts, checks, reviews and histories."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, NotRequired, TypedDict

from app.domain.answers.law import TextOnRecord, VersionNamed
from app.domain.answers.written import AnyObject, ChosenVariants, DayText, Digest, LineText, NamedComponent, Written


class FindingLevel(StrEnum):
    """What a finding means for publishing: refused, or published with a remark."""

    REFUSE = "refuse"
    WARN = "warn"


class ReviewJson(TypedDict):
    """What a reviewer stands for."""

    reviewer: Annotated[LineText, "The name of the reviewer."]
    capacity: Annotated[LineText, "As what the reviewer acts."]
    authority_relied_on: Annotated[LineText, "The text that the rules were compared with."]
    date: Annotated[DayText, "The day of the review; not a day to come."]
    next_review_date: Annotated[DayText, "When to look again; after `date`."]


class DraftJson(TypedDict):
    """A draft and how far it has come."""

    rule_set: Annotated[str, "The rule set."]
    version: Annotated[str, "The version that it is to become."]
    standing: Annotated[
        str,
        Written(words=("draft", "checked", "refused", "reviewed")),
        NamedComponent("DraftStanding", "How far a draft has come."),
        "How far it has come.",
    ]
    digest: Annotated[Digest, "Of document and cases; the entity tag of the draft."]
    authors: Annotated[list[str], "Who may not publish it."]
    saved_at: Annotated[datetime, "When it was last saved."]
    review: Annotated[ReviewJson | None, "The last review of this very text."]


class Drafts(TypedDict):
    """The drafts that are not published."""

    drafts: Annotated[list[DraftJson], "The drafts, sorted by name."]


class FindingJson(TypedDict):
    """Something found in a draft."""

    level: Annotated[FindingLevel, "Whether it stands in the way of publishing."]
    rule: Annotated[str, "The definition, the golden case or the check concerned."]
    sentence: Annotated[str, "What was found, as a sentence."]
    pointer: Annotated[str | None, "JSON Pointer into the draft."]
    counterexample: Annotated[AnyObject | None, "A transaction that shows it, as it is posted to be screened."]
    variants: Annotated[ChosenVariants, "The alternatives to screen it under, where a proposal leaves some open."]


class CheckReportJson(TypedDict):
    """What the publishing gate found in a draft."""

    passed: Annotated[bool, "Whether the text may go on to review."]
    digest: Annotated[Digest, "Identifies the text that was checked."]
    findings: Annotated[list[FindingJson], "What was found."]


class EntryJson(TypedDict):
    """One entry of the log of a version, as a draft or since."""

    status: Annotated[str, "How it stood from then on."]
    recorded_at: Annotated[datetime, "When that was recorded."]
    actor: Annotated[str, "Who did it."]
    digest: NotRequired[Annotated[Digest, "Of a draft, identifies the text."]]
    record: NotRequired[Annotated[dict[str, str], "Of a draft, what else was stated, such as the review."]]
    effective_from: NotRequired[Annotated[date | None, "The first day in force."]]
    effective_to: NotRequired[Annotated[date | None, "The last day in force."]]
    note: NotRequired[Annotated[str, "Why it was done."]]
    caused_by: NotRequired[Annotated[str | None, "The version whose publication did this."]]
    proposed_by: NotRequired[Annotated[str, "Who proposed it; `actor` confirmed it."]]
    emergency: NotRequired[Annotated[str, "Why one person did it at once."]]


class HistoryJson(VersionNamed):
    """Everything that happened to a version, as a draft and since, and who did it."""

    standing: Annotated[str, "How it stands today; scheduled law moves with the calendar."]
    entries: Annotated[list[EntryJson], "The log, oldest entry first."]
    texts: Annotated[list[TextOnRecord], "Every text that it had since it was stored, oldest first."]
