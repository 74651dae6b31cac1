"""What a definite answer rests on, and where it would turn if one fact were another."""

from enum import StrEnum
from typing import Annotated, NotRequired, TypedDict

from app.domain.answers.determination import ClassText, DealName, PossibleClass
from app.domain.answers.law import AppliedLaw, FactKind, GroupName
from app.domain.answers.written import Digest


class TurnDirection(StrEnum):
    """Where an answer would turn to, in the order in which turning points are told."""

    GRAVER = "graver"
    OPEN = "open"
    LESS_GRAVE = "less_grave"
    ALIKE = "alike"


class CautionJson(TypedDict):
    """What the law has to say of an answer like this, whatever the deal."""

    citation: Annotated[str, "The paragraphs that it follows from."]
    says: Annotated[str, "The caution, as a sentence or two."]


class FactRestedOn(TypedDict):
    """A fact that the answer rests on, to be verified."""

    pointer: Annotated[str, "JSON Pointer to the fact in the transaction."]
    about: NotRequired[Annotated[str, "The party that it is about, or the holder and the held, by name or id."]]
    deal: NotRequired[Annotated[DealName, "The deal that it is about, where it is about one."]]
    group: Annotated[GroupName, "What it is about. Facts stand in the order of these groups."]
    question: Annotated[str, "The question that it answers."]
    type: Annotated[FactKind, "The kind of value."]
    value: Annotated[object, "The value, as a determination quotes it."]
    text: Annotated[str, "The value in words."]
    assumed: Annotated[bool, "Whether it counts only because nothing was stated."]
    citation: Annotated[str, "The paragraph that makes it matter."]
    read_by: Annotated[list[str], "The elements of the law that read it, as `code` of the reasons has them."]
    says: Annotated[str, "The same as sentences for a person."]


class TurningPointJson(TypedDict):
    """Other values of one fact with which, all else being the same, the answer would be another one."""

    pointer: Annotated[str, "JSON Pointer to the fact in the transaction."]
    about: NotRequired[Annotated[str, "The party that it is about, or the holder and the held, by name or id."]]
    direction: Annotated[TurnDirection, "Where the answer would turn to."]
    determination: Annotated[ClassText, "The determination that it would then be."]
    possible_determinations: Annotated[list[PossibleClass], "Every class that would then be possible, gravest first."]
    values: Annotated[list[object], "Values that were tried, each as it would be stated at the pointer."]
    range: NotRequired[
        Annotated[dict[str, str], "Of numbers that rules compare with thresholds: all with which it would turn so."]
    ]
    stays_at: NotRequired[
        Annotated[str, "Of other numbers: the nearest value tried with which the answer is still what it is."]
    ]
    citation: Annotated[str, "The paragraph on which it would turn."]
    says: Annotated[str, "The same as sentences for a person."]


class TurningPointsJson(TypedDict):
    """What the determination of one transaction rests on, and where it would turn if one fact were another.

    It says what to verify. Where the determination is undetermined, there is nothing that could turn yet.
    """

    reference: Annotated[str | None, "The reference of the transaction."]
    determination: Annotated[ClassText, "The determination as it stands."]
    possible_determinations: Annotated[list[PossibleClass], "Every class that is still possible, the gravest first."]
    summary: Annotated[str, "What this answer tells, or where to go instead, in a sentence or two."]
    cautions: Annotated[list[CautionJson], "What the law has to say of the use of such an answer."]
    facts: Annotated[list[FactRestedOn], "The facts that the determination rests on."]
    turning_points: Annotated[list[TurningPointJson], "Where it would turn: to the graver first, the nearest first."]
    complete: Annotated[bool, "False where there was not room or time for every fact and every turning point."]
    not_tried: Annotated[list[str], "JSON Pointers to facts above of which no other value was tried."]
    rule_set: Annotated[AppliedLaw, "The law that was applied."]
    engine_version: Annotated[str, "Changes whenever the same input can give other bytes."]
    input_digest: Annotated[Digest, "Of the canonical form of the transaction."]
