"""Answers on what versions of the law differ in: for one transaction, for many, and in their words."""

from enum import StrEnum
from typing import Annotated, NotRequired, TypedDict

from app.domain.answers.determination import ClassText, Determination, ElementVerdict, QuotedFact
from app.domain.answers.law import VersionNamed
from app.domain.answers.written import ChosenVariants, Digest


class Cause(StrEnum):
    """Why an element of the law has another verdict under another version."""

    PARAMETER = "parameter"
    READING = "reading"
    VARIANT = "variant"
    TEXT = "text"
    ONLY_IN_BASELINE = "only_in_baseline"
    ONLY_IN_OTHER = "only_in_other"
    FOLLOWS = "follows"


class ChangeAction(StrEnum):
    """What became of a part of the law."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class PartingParameter(TypedDict):
    """A parameter that has other values under the two versions."""

    name: Annotated[str, "Its name in the rule set."]
    unit: Annotated[str | None, "The unit of its values."]
    citation: Annotated[str, "The paragraph that fixes it."]
    baseline: Annotated[list[str], "Its values under the baseline."]
    other: Annotated[list[str], "Its values under the other version."]


class JudgedJson(TypedDict):
    """The verdict under one version."""

    verdict: Annotated[ElementVerdict, "What became of the element."]
    statement: Annotated[str, "What the element asks for under this version, as a sentence."]
    facts: Annotated[list[QuotedFact], "The facts that the verdict rests on."]


class PartingProvision(TypedDict):
    """An element of the law that the versions judge differently."""

    code: Annotated[str, "The label of the paragraph or of the named definition."]
    element: Annotated[str, "The part of the law that the paragraph belongs to."]
    citation: Annotated[str, "The paragraph."]
    subject: Annotated[str, "JSON Pointer to what was tested; empty for the transaction."]
    cause: Annotated[
        Cause,
        "`parameter`: a number, date or list in it differs. `reading`: another reading is taken. `variant`: another "
        "alternative of a proposal is chosen. `text`: its conditions differ. `only_in_…`: the other version has no "
        "such element. `follows`: an element that it builds on has another verdict.",
    ]
    parameters: Annotated[list[PartingParameter], "The parameters in it that differ."]
    baseline: Annotated[JudgedJson | None, "Under the baseline; null where it has no such element or does not ask."]
    other: Annotated[JudgedJson | None, "Under the other version; null where it has no such element or does not ask."]


class ComparedVersion(VersionNamed):
    """The version compared with."""

    variants: NotRequired[
        Annotated[ChosenVariants, "The alternatives chosen of what a proposal leaves open, by variant."]
    ]


_Moved = TypedDict(
    "_Moved",
    {
        "from": Annotated[ClassText, "The determination under the baseline."],
        "to": Annotated[ClassText, "The determination under this version."],
    },
)


class Difference(ComparedVersion, _Moved):
    """How the determination under one version parts from that under the baseline."""

    provisions: Annotated[
        list[PartingProvision], "The elements of the law responsible; none if the answers rest on the same."
    ]


class ComparisonJson(TypedDict):
    """What several versions say of one transaction, and on what they part."""

    baseline: Annotated[ComparedVersion, "The version that the others are compared with."]
    determinations: Annotated[
        list[Determination], "Byte for byte what a brief screening under each version, pinned, gives."
    ]
    differences: Annotated[list[Difference], "One for each version but the baseline, in their order."]


class DiffedVersion(TypedDict):
    """One of the two."""

    version: Annotated[str, "The version."]
    title: Annotated[str, "Its title."]
    digest: Annotated[Digest, "Identifies its document."]


class ChangeJson(TypedDict):
    """One part of the law that differs."""

    section: Annotated[str, "`parameter`, `definition`, `obligation`, …"]
    name: Annotated[str, "The name of the part."]
    action: Annotated[ChangeAction, "What became of it."]
    citation: Annotated[str, "The paragraph."]
    details: Annotated[list[str], "What differs, clause by clause."]
    sentence: Annotated[str, "All of it in one sentence."]


_Between = TypedDict(
    "_Between",
    {"from": Annotated[DiffedVersion, "The version before."], "to": Annotated[DiffedVersion, "The version after."]},
)


class Diff(_Between):
    """What one version changes against another, in words."""

    rule_set: Annotated[str, "The rule set of both."]
    changes: Annotated[list[ChangeJson], "Every part that differs, section by section."]


class ResponsibleProvision(TypedDict):
    """A provision by which deals move, and how many."""

    code: Annotated[str, "The label of the paragraph or of the named definition."]
    citation: Annotated[str, "The paragraph."]
    cause: Annotated[Cause, "Why it is judged otherwise."]
    count: Annotated[int, "So many deals move by it."]


class SampleLine(TypedDict):
    """One of the deals counted."""

    line: Annotated[int, "The number of its line."]
    reference: Annotated[str | None, "Its reference."]


class CountedDeals(TypedDict):
    """The deals that move in one way."""

    count: Annotated[int, "So many deals."]
    sample: Annotated[SampleLine | None, "The first of them; null where there is none."]
    provisions: Annotated[list[ResponsibleProvision], "The provisions responsible, the most frequent first."]


class MovedDeals(CountedDeals, _Moved):
    """The deals that have one determination before and one after."""


class SameDetermination(TypedDict):
    """The deals that keep their determination and for which something changes all the same."""

    other_duties: Annotated[CountedDeals, "They owe something else, or on another day."]
    other_possibilities: Annotated[CountedDeals, "They stay undetermined, between other classes."]


class InvalidLines(TypedDict):
    """The lines that are no transactions."""

    count: Annotated[int, "So many lines."]
    lines: Annotated[list[int], "Their numbers, of many the first."]


class ImpactJson(TypedDict):
    """What a version would change for many deals."""

    transactions: Annotated[int, "So many deals were counted."]
    changed: Annotated[bool, "Whether anything changes for any of them."]
    cells: Annotated[list[MovedDeals], "The ways in which deals move, the most frequent first."]
    same_determination: Annotated[SameDetermination, "What changes for deals that keep their determination."]
    invalid: Annotated[InvalidLines, "The lines that got no determination."]
