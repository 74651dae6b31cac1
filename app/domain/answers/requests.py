"""What to ask of whom about one transaction, what they would represent, and what is documented of the inquiry."""

from enum import StrEnum
from typing import Annotated, Literal, NotRequired, TypedDict

from app.domain.answers.determination import ClassText, PossibleClass, QuestionJson
from app.domain.answers.law import AppliedLaw
from app.domain.answers.turning_points import CautionJson
from app.domain.answers.written import Digest, NamedComponent

SideName = Annotated[
    Literal["investor_side", "target_side", "borrower_side", "fund_side", "counsel"],
    NamedComponent("SideName", "Those who can be asked."),
]
EvidenceWord = Annotated[
    Literal["document", "search", "representation"], NamedComponent("EvidenceWord", "The kinds of evidence.")
]


class RequestReason(StrEnum):
    """Why something is asked."""

    SETTLES = "settles"
    BEARS = "bears"
    ASSUMED = "assumed"
    RELIED_ON = "relied_on"
    INQUIRED = "inquired"


class FactorState(StrEnum):
    """How far a transaction shows what is weighed of an inquiry."""

    SHOWN = "shown"
    THIN = "thin"
    NOTHING_STATED = "nothing_stated"


class RequestJson(QuestionJson):
    """A question to send, with what would answer it."""

    reason: Annotated[
        RequestReason,
        "Why it is asked: `settles` of the shortest list that can settle the matter, `bears` of other open facts, "
        "`assumed` and `relied_on` of what the answer takes for granted or was told, `inquired` of what got no answer.",
    ]
    evidence: Annotated[str, "What evidence would do, as a sentence; empty where the rule set says nothing of it."]
    evidence_kinds: Annotated[list[EvidenceWord], "The kinds of that evidence."]
    warning: NotRequired[Annotated[str, "Where it was never asked, or refused: that this is a warning sign."]]


class NamedPartyJson(TypedDict):
    """A party of the transaction."""

    pointer: Annotated[str, "JSON Pointer to the party."]
    name: Annotated[str, "Its name, or its id where it has none."]


class SideJson(TypedDict):
    """Those who can answer, and what to ask them."""

    side: Annotated[SideName, "Whom to ask."]
    says: Annotated[str, "Who that is, as a sentence."]
    parties: Annotated[list[NamedPartyJson], "The parties that requests to this side, or its drafts, are about."]
    requests: Annotated[list[RequestJson], "What to ask them, in the order in which a person asks."]


class SupportedJson(TypedDict):
    """A conclusion that a representation would support."""

    pointer: Annotated[str, "JSON Pointer to where the conclusion goes."]
    conclusion: Annotated[str, "The element of the law that it is on."]
    citation: Annotated[str, "The paragraph."]


class RepresentationJson(TypedDict):
    """A draft of what a side would represent."""

    id: Annotated[str, "Its name in the rule set."]
    side: Annotated[SideName, "Who would represent it."]
    draft: Annotated[str, "The draft; what stands in brackets is to be filled in."]
    settles: Annotated[
        list[str], "JSON Pointers of the requests that it would answer, and of facts that a definite answer rests on."
    ]
    supports: Annotated[list[SupportedJson], "The conclusions on evidence that it would support."]


class TraceJson(TypedDict):
    """Something in the transaction that tells of the inquiry."""

    pointer: Annotated[str, "JSON Pointer to it."]
    says: Annotated[str, "What it tells, as a sentence."]


class FactorJson(TypedDict):
    """One of the things that are weighed to tell whether an inquiry was reasonable and diligent."""

    factor: Annotated[str, "Its name in the rule set, a paragraph label."]
    citation: Annotated[str, "The paragraph."]
    says: Annotated[str, "What is weighed, as a sentence."]
    state: Annotated[
        FactorState,
        "`shown` where the transaction tells something for it, with its day, and nothing against it; `thin` where what "
        "it tells has no day, or there are warning signs; else `nothing_stated`.",
    ]
    shown: Annotated[list[TraceJson], "What the transaction tells for it."]
    warning_signs: Annotated[list[TraceJson], "What the transaction tells against it."]
    to_do: Annotated[str, "What would fill it, as a sentence; empty where it is shown."]


class RequestsJson(TypedDict):
    """What to ask of whom about one transaction, and what is documented of the inquiry so far."""

    reference: Annotated[str | None, "The reference of the transaction."]
    determination: Annotated[ClassText, "The determination as it stands."]
    possible_determinations: Annotated[list[PossibleClass], "Every class that is still possible, the gravest first."]
    summary: Annotated[str, "What this list is for, in a sentence or two."]
    cautions: Annotated[list[CautionJson], "What the rule set has to say with such a list."]
    sides: Annotated[list[SideJson], "The requests, by who can answer them."]
    left_out: Annotated[int, "How many requests were left out for want of room; none that can settle the matter."]
    draft_notice: Annotated[list[CautionJson], "What goes with every draft."]
    representations: Annotated[list[RepresentationJson], "Drafts of what each side would represent."]
    factors: Annotated[list[FactorJson], "What is weighed of the inquiry, and what the transaction shows of it."]
    rule_set: Annotated[AppliedLaw, "The law that was applied."]
    engine_version: Annotated[str, "Changes whenever the same input can give other bytes."]
    input_digest: Annotated[Digest, "Of the canonical form of the transaction."]
