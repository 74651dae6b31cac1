"""Answers on deals that were screened before and that something has touched since."""

from enum import StrEnum
from typing import Annotated, NotRequired, TypedDict

from app.domain.answers.rescreening import DealDifference, DutyOwed, ResultSide
from app.domain.answers.written import DayText, Digest


class TouchCause(StrEnum):
    """What touches a deal that was screened before."""

    LAW = "law"
    ENGINE = "engine"
    FACTS = "facts"
    LISTS = "lists"
    DATE = "date"
    PROBLEM = "problem"
    UNSCREENED = "unscreened"
    NO_DEAL = "no_deal"
    REPEATED = "repeated"
    ANSWER = "answer"


class TouchAction(StrEnum):
    """What to do about a deal that is touched."""

    RESCREEN = "rescreen"
    FILE_NOW = "file_now"
    ACT_NOW = "act_now"
    OVERDUE = "overdue"
    CONFIRM_FILING = "confirm_filing"
    REVIEW = "review"
    MEND = "mend"


class TouchDate(StrEnum):
    """The days of an answer that can pass."""

    DUE = "due"
    UNTIL = "until"
    EFFECTIVE_TO = "effective_to"


class PassedDate(TypedDict):
    """A day of the recorded answer that has come or is near."""

    of: Annotated[TouchDate, "Which day: of a duty its last day or its end, of the law the last day in force."]
    day: Annotated[DayText, "The day."]
    duty: NotRequired[Annotated[DutyOwed, "The duty whose day it is."]]


class ListedFact(TypedDict):
    """What a deal states of restricted lists, or concludes on evidence from before the lists moved."""

    pointer: Annotated[str, "JSON Pointer to the place in the transaction."]
    element: NotRequired[Annotated[str, "Of a conclusion, the element of the law that it is about."]]
    as_of: Annotated[DayText | None, "The day of the evidence; null where none is stated."]


class MovedLists(TypedDict):
    """Restricted lists that moved, and what the deal takes from before that day."""

    day: Annotated[DayText, "The day on which the lists moved."]
    rests_on: Annotated[list[ListedFact], "What was taken from the lists as they stood before, or without a day."]
    completed: Annotated[
        list[DayText | None], "The days of completion; the law tests the lists as they stand on that day."
    ]


class TouchedDeal(TypedDict):
    """One thing that touches one deal, and what to do about it: `data` of an event."""

    reference: Annotated[str | None, "The reference of the deal; null where it has none."]
    input_digest: Annotated[Digest | None, "Of the facts of the deal; null where they cannot be understood."]
    cause: Annotated[TouchCause, "What touches it."]
    action: Annotated[TouchAction, "What to do."]
    says: Annotated[str, "The cause and what to do, as a sentence."]
    recorded: Annotated[ResultSide | None, "What the recorded result says; null where it says nothing of the deal."]
    now: Annotated[ResultSide | None, "What the law says now; null where there is no deal to put to it."]
    difference: Annotated[DealDifference | None, "On what the two part; null where they say the same, or one is none."]
    date: NotRequired[Annotated[PassedDate, "Of a date, which."]]
    lists: NotRequired[Annotated[MovedLists, "Of moved lists, what rests on them."]]
