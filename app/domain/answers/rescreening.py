"""Answers on what became of deals that were screened before: how two results part."""

from enum import StrEnum
from typing import Annotated, TypedDict

from app.domain.answers.determination import ClassText, PossibleClass
from app.domain.answers.written import DayText, Digest


class DealMove(StrEnum):
    """What became of a deal between two results."""

    OTHER_ANSWER = "other_answer"
    OTHER_PROBLEM = "other_problem"
    BECAME_PROBLEM = "became_problem"
    CEASED_TO_BE_PROBLEM = "ceased_to_be_problem"
    ONLY_IN_OLD = "only_in_old"
    ONLY_IN_NEW = "only_in_new"
    REPEATED = "repeated"


class ResultSide(TypedDict):
    """What one of the two results says of a deal: an answer, or a problem in the place of one."""

    line: Annotated[int, "The number of the line, from 1. Empty lines count."]
    determination: Annotated[ClassText | None, "The determination; null where the line is a problem."]
    possible_determinations: Annotated[list[PossibleClass], "The classes still possible; none of a problem."]
    rule_set: Annotated[str | None, "The rule set that answered; null where the line is a problem."]
    version: Annotated[str | None, "The version that answered; null where none applied, and of a problem."]
    digest: Annotated[Digest | None, "Identifies the document of the version."]
    input_digest: Annotated[Digest | None, "Of the transaction as it was understood; null where it was not."]
    problem: Annotated[str | None, "The type of the problem; null where the line is an answer."]


class DutyTerms(TypedDict):
    """Under which paragraph a duty is owed and when, as one result says it."""

    citation: Annotated[str, "The paragraph that it follows from."]
    due: Annotated[DayText | None, "The last day, where it can be computed."]
    until: Annotated[DayText | None, "Of a duty that lasts, the last day of it."]
    certain: Annotated[bool, "False where an unknown fact decides whether it applies."]


class NamedDuty(TypedDict):
    """A duty by what it is and who owes it."""

    kind: Annotated[str, "What is to be done, as a word to branch on."]
    who: Annotated[str, "The party that owes it or, where it cannot be named, the role in which it is owed."]


class DutyOwed(NamedDuty, DutyTerms):
    """A duty as one of the two results tells of it."""


_OtherTerms = TypedDict(
    "_OtherTerms",
    {"from": Annotated[DutyTerms, "As it was."], "to": Annotated[DutyTerms, "As it is now."]},
)


class AlteredDuty(NamedDuty, _OtherTerms):
    """A duty of both results that is due on another day, lasts until another day, or became certain or uncertain."""


class DutyDifferences(TypedDict):
    """What is owed otherwise."""

    new: Annotated[list[DutyOwed], "The duties that only the new result tells of."]
    gone: Annotated[list[DutyOwed], "The duties that only the old result tells of."]
    altered: Annotated[list[AlteredDuty], "The duties of both with other days, or another certainty."]


class NamedProvision(TypedDict):
    """A provision by its label."""

    code: Annotated[str, "The label of the paragraph or of the named definition, as in `reasons`."]
    citation: Annotated[str, "The paragraph."]


class ProvisionDifferences(TypedDict):
    """The provisions that one answer tells as met, and the other does not."""

    begin: Annotated[list[NamedProvision], "Told as met by the new answer alone."]
    cease: Annotated[list[NamedProvision], "Told as met by the old answer alone."]


_Sides = TypedDict(
    "_Sides",
    {
        "from": Annotated[ResultSide | None, "What the old result says; null where it says nothing of the deal."],
        "to": Annotated[ResultSide | None, "What the new result says; null where it says nothing of the deal."],
    },
)


class DealDifference(_Sides):
    """How two results part on one deal."""

    reference: Annotated[str | None, "The reference of the deal; null where it has none and is known by its facts."]
    severity: Annotated[int, "How grave the change is, from 1, which is a deal that is newly of the gravest class."]
    move: Annotated[DealMove, "What became of the deal."]
    other_facts: Annotated[bool, "Whether the two results are about different facts of the deal."]
    duties: Annotated[DutyDifferences, "What is owed otherwise."]
    provisions: Annotated[
        ProvisionDifferences | None,
        "What begins or ceases to be met; null where one answer is brief and the other full, or one is none.",
    ]


_Moving = TypedDict(
    "_Moving",
    {
        "from": Annotated[str, "The determination before; `problem` or `none` where there was none."],
        "to": Annotated[str, "The determination now; `problem` or `none` where there is none."],
        "count": Annotated[int, "So many deals."],
    },
)


class MovedCell(_Moving):
    """The deals that moved in one way, or stayed."""


class MovedProvision(NamedProvision):
    """A provision that begins or ceases to be met for some deals."""

    begins: Annotated[int, "For so many deals it begins to be met."]
    ceases: Annotated[int, "For so many deals it ceases to be met."]


class MovedDuty(TypedDict):
    """A duty that some deals owe otherwise."""

    kind: Annotated[str, "What is to be done, as a word to branch on."]
    citation: Annotated[str, "The paragraph that it follows from."]
    new: Annotated[int, "So many are new."]
    gone: Annotated[int, "So many are gone."]
    altered: Annotated[int, "So many are due on another day, or became certain or uncertain."]


class UnreadLines(TypedDict):
    """Lines that are neither an answer nor a problem, or that cannot be matched."""

    count: Annotated[int, "So many lines."]
    lines: Annotated[list[int], "Their numbers, of many the first."]


class ResultDifferences(TypedDict):
    """What changed between two results, counted."""

    compared: Annotated[int, "So many deals stand in both and were compared."]
    changed: Annotated[int, "So many deals are told of: they changed, stand in one result alone, or are repeated."]
    other_facts: Annotated[int, "So many deals were compared whose facts differ, whether the answer does or not."]
    problems_in_both: Annotated[int, "So many deals have the same problem in both, and no determination."]
    moves: Annotated[dict[str, int], "How many deals are told of, by what became of them: the words of `move`."]
    cells: Annotated[list[MovedCell], "By determination before and now, the most frequent first; those that stay last."]
    provisions: Annotated[list[MovedProvision], "What begins and ceases to be met, the most frequent first."]
    duties: Annotated[list[MovedDuty], "What is owed otherwise, the most frequent first."]
    unread_old: Annotated[UnreadLines, "Lines of the old result that could not be compared."]
    unread_new: Annotated[UnreadLines, "Lines of the new result that could not be compared."]
