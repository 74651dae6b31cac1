"""Answers on ownership and control: those inside a reason, and those to a question by itself."""

from typing import Annotated, NotRequired, TypedDict

from app.domain.answers.law import AppliedLaw
from app.domain.answers.written import DescribedElsewhere, Digest, NamedComponent, Percent
from app.domain.ownership.answer.question import Method
from app.domain.ownership.explain.breakdown import CountsAs
from app.domain.ownership.resolve.measures import Measure
from app.domain.truth import VerdictWord

MeasureText = Annotated[Measure, DescribedElsewhere("MeasureName")]
MethodText = Annotated[Method, DescribedElsewhere("MethodName")]
VerdictText = Annotated[VerdictWord, NamedComponent("Verdict", "What the law, or a question, says of what is known.")]


class OwnershipPath(TypedDict):
    """Interests in a row, from a holder down to the party, in words, and what they come to."""

    says: Annotated[str, "Such as: A 60 % of B, B 55 % of C: full attribution, 55 %."]
    counts: Annotated[
        CountsAs,
        "`held`: from a person asked about. `possible`: the largest path that may come from one. `outside`: nothing of "
        "what the holder has counts as theirs.",
    ]
    interests: Annotated[list[str], "JSON Pointers to the percentages, roles or powers used, in the order of the path."]


class OwnershipRing(TypedDict):
    """Entities that hold one another, through which paths run. A path visits each of them once at most; what it comes
    to in further rounds is counted in the bounds on the share, and told here.
    """

    says: Annotated[
        str,
        "Such as: B and C hold one another: what is held, counted once for every round, comes to at least 40 and at "
        "most 45 % of B and 30 % of C.",
    ]
    parties: Annotated[list[str], "JSON Pointers to the entities."]


class MissingLink(TypedDict):
    """A fact that could settle an open answer."""

    pointer: Annotated[str, "JSON Pointer to the fact or the party."]
    says: Annotated[str, "What is not known, in words."]


class AnsweredShare(TypedDict):
    """What is held of a party: the bounds on the share, what it is made up of, and what is missing."""

    at_least: NotRequired[Annotated[Percent, "The least that the persons asked about hold, in percent."]]
    at_most: NotRequired[Annotated[Percent, "The most that they hold, in percent."]]
    paths: Annotated[list[OwnershipPath], "The paths that the share is made up of."]
    missing: Annotated[list[MissingLink], "What could settle it; empty where nothing is open."]


class OwnershipAnswer(AnsweredShare):
    """One question on ownership or control of one party: the bounds on the share, in percent, the paths of interests
    that it is made up of, and what is missing where it is open.
    """

    party: Annotated[str, "JSON Pointer to the party that is or is not held."]
    asks: Annotated[str, "The question in words."]
    measure: NotRequired[Annotated[MeasureText, "The measure that meets the question, or comes closest to it."]]
    rings: NotRequired[Annotated[list[OwnershipRing], "Left out where the paths run through none."]]


class ReckonedShare(AnsweredShare):
    """The verdict by one method, with the bounds on the share in percent; an individual has none."""

    method: Annotated[MethodText, "How the share is reckoned."]
    verdict: Annotated[VerdictText, "Whether the question is met."]
    rings: Annotated[list[OwnershipRing], "The rings that the paths run through."]


class MeasuredShare(TypedDict):
    """The share of one party in one measure, by each method."""

    subject: Annotated[str, "The id of the party."]
    party: Annotated[str, "JSON Pointer to the party."]
    measure: Annotated[MeasureText, "What the share is a share of."]
    methods_agree: Annotated[bool, "Whether all methods give the same verdict."]
    by_method: Annotated[list[ReckonedShare], "The answer by each method."]


class PersonAskedAbout(TypedDict):
    """A party that is, or may be, one of the persons asked about."""

    id: Annotated[str, "The id of the party."]
    party: Annotated[str, "JSON Pointer to the party."]
    verdict: Annotated[VerdictText, "`met` where it is one of them, `unknown` where it may be."]


class Ownership(TypedDict):
    """Who holds how much of whom. The same question always gets the same bytes, but for the law of the day."""

    asks: Annotated[str, "The question in words."]
    persons: Annotated[list[PersonAskedAbout], "Who the persons asked about are, or may be."]
    answers: Annotated[list[MeasuredShare], "One for each subject and measure."]
    methods: Annotated[dict[str, str], "The methods in words."]
    rule_set: Annotated[
        AppliedLaw | None, "The law whose definition says who the persons are; null where they are named."
    ]
    engine_version: Annotated[str, "Changes whenever the same input can give other bytes."]
    input_digest: Annotated[Digest, "Of the canonical form of the request."]
