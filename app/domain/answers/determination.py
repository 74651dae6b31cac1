"""The determination: what one version of the law says of one transaction."""

from typing import Annotated, Literal, NewType, NotRequired, TypedDict

from app.domain.answers.choices import ChoiceJson
from app.domain.answers.law import AppliedLaw, FactKind, GroupName
from app.domain.answers.ownership import OwnershipAnswer
from app.domain.answers.written import DayText, DescribedElsewhere, Digest, NamedComponent, Written
from app.domain.truth import VerdictWord

Class = NewType("Class", str)
"""The word of a determination: an outcome that carries a duty, named by the regime, or one of the three below."""

EXCEPTED, NOT_COVERED, UNDETERMINED = Class("excepted"), Class("not_covered"), Class("undetermined")

ClassText = Annotated[Class, DescribedElsewhere("Class")]
"""The class of a transaction."""

PossibleClass = Annotated[Class, DescribedElsewhere("PossibleClass")]
"""A class that a transaction can turn out to be in once everything is known."""

ElementVerdict = Annotated[
    Literal[VerdictWord, "not_applicable"],
    NamedComponent("ElementVerdict", "What became of one element of the law; `not_applicable` where it is not asked."),
]

DealName = Annotated[Literal["deal", "fund_deal"], NamedComponent("DealName", "The deals of a transaction, by member.")]


NextStep = Annotated[
    Literal["stop", "file", "ask", "record", "none"],
    NamedComponent("NextStep", "What to do now: not go on, file with Treasury, ask, keep on record, or nothing."),
]
STEPS = ("stop", "file", "ask", "record", "none")
"""What to do now, in the order of urgency."""


class SubjectJson(TypedDict):
    """A record of the transaction, by its place and its name."""

    pointer: Annotated[str, "JSON Pointer into the transaction; empty for the transaction itself."]
    name: NotRequired[Annotated[str, "The party, or the holder and the held, by name or id."]]


class QuotedFact(TypedDict):
    """One fact as it was read, and the test that the paragraph puts it to. A number is quoted digit by digit."""

    pointer: Annotated[str, "JSON Pointer into the transaction."]
    value: Annotated[object, "The value, or null where it is unknown."]
    test: NotRequired[
        Annotated[str, "The test in words; in brief answers absent where a step that is left out put it to a test."]
    ]


class Reason(TypedDict):
    """The verdict on one element of the law for one subject, and the reasons that it rests on."""

    code: Annotated[str, "The label of the paragraph or of the named definition."]
    element: Annotated[str, "The part of the law that the paragraph belongs to."]
    verdict: Annotated[ElementVerdict, "Whether the element is met; `not_applicable` where it is not asked for."]
    citation: Annotated[str, "The paragraph."]
    statement: Annotated[str, "What the element asks for, as a sentence."]
    subject: Annotated[SubjectJson, "What was tested."]
    facts: Annotated[list[QuotedFact], "The facts the verdict rests on, beside those of the reasons it rests on."]
    rests_on: Annotated[list[str], "JSON Pointers into this answer: the reasons that it rests on."]
    ownership: NotRequired[Annotated[list[OwnershipAnswer], "The answers on ownership and control that it rests on."]]


class QuestionJson(TypedDict):
    """A fact to ask for, or a point of law to decide."""

    pointer: Annotated[str, "JSON Pointer to the place in the transaction where the answer goes."]
    question: Annotated[str, "The question as a person asks it."]
    citation: Annotated[str, "The paragraph that makes it matter."]
    group: Annotated[GroupName, "What it is about. Questions stand in the order of these groups."]
    deal: NotRequired[Annotated[DealName, "The deal that it is about, where it is about one."]]
    about: NotRequired[Annotated[str, "The party that it is about, or the holder and the held, by name or id."]]
    type: NotRequired[Annotated[FactKind, "The kind of value that answers it; absent for a point of law."]]
    items: NotRequired[Annotated[FactKind, "Of a list, the kind of its items."]]
    unit: NotRequired[Annotated[str, "The unit of a number."]]
    note: NotRequired[Annotated[str, "What to mind when answering."]]
    stated: NotRequired[Annotated[int, "Of a list that was begun, how many items are stated so far."]]
    inquiry: NotRequired[Annotated[str, "What became of the question when it was asked before."]]
    conclusion: NotRequired[Annotated[str, "The element of the law on which a conclusion is asked for."]]
    interpretation: NotRequired[Annotated[str, "The interpretation to decide on."]]
    variant: NotRequired[Annotated[str, "The variant of a proposal to choose an alternative of."]]
    choices: NotRequired[
        Annotated[list[ChoiceJson], "The words to choose from; of a point of law, its readings or alternatives."]
    ]


class Assumption(TypedDict):
    """Something taken for granted because nothing was stated. Stating the fact replaces it."""

    pointer: Annotated[str, "JSON Pointer to the fact that was not stated."]
    statement: Annotated[str, "What is taken for granted, as a sentence."]


class ReliedOn(TypedDict):
    """A conclusion that was stated with its evidence and not worked out from facts, and on which the answer rests."""

    pointer: Annotated[str, "JSON Pointer to the conclusion in the transaction."]
    element: Annotated[str, "The element of the law that it is about, as `code` of the reasons has it."]
    citation: Annotated[str, "The paragraph."]
    conclusion: Annotated[str, "The sentence that is concluded to be true or not."]
    met: Annotated[bool, "Whether it is concluded to be true."]
    party: Annotated[str, "The party that it is about, by name or id."]
    basis: Annotated[str, "The kind of evidence."]
    source: Annotated[str | None, "From whom or from which document the evidence is."]
    as_of: Annotated[DayText | None, "The day of the evidence."]
    standard: Annotated[str, "What the law makes of such evidence, and what follows if it proves wrong."]
    warning_signs: Annotated[list[str], "JSON Pointers to the inquiries that were refused or never made (850.104(c))."]


class WhoJson(TypedDict):
    """Who owes a duty."""

    role: Annotated[str, "In which role."]
    pointer: NotRequired[Annotated[str, "JSON Pointer to the party, where it can be named."]]
    name: NotRequired[Annotated[str, "The party by name or id."]]


class ObligationJson(TypedDict):
    """A duty that follows from the determination."""

    kind: Annotated[str, "What is to be done, as a word to branch on."]
    step: Annotated[NextStep, "What that is for whoever owes it now."]
    who: Annotated[WhoJson, "Who owes it."]
    what: Annotated[str, "What is to be done, as a sentence."]
    due: Annotated[DayText | None, "The last day, where it can be computed."]
    until: NotRequired[
        Annotated[
            DayText,
            "Of a duty that lasts, the last day of it, where it can be computed: counted from the last day to file, "
            "while the duty runs from the day of filing itself.",
        ]
    ]
    citation: Annotated[str, "The paragraph that it follows from."]
    certain: Annotated[bool, "False where an unknown fact decides whether it applies."]


class AppliedReading(TypedDict):
    """An open point of the text, the reading used, and what the other readings would give."""

    id: Annotated[str, "The name of the interpretation in the rule set."]
    citation: Annotated[str, "The paragraph that can be read in several ways."]
    note: Annotated[str, "The point and the reading used; in full answers also what else could be said."]
    reading: Annotated[str | None, "The reading used; null where none is."]
    other_readings_give: NotRequired[
        Annotated[dict[str, str], "The determination under each reading that gives another one; in full answers."]
    ]


class PendingRegulationJson(TypedDict):
    """A regulation that the law calls for and that has not been made."""

    id: Annotated[str, "Its name in the rule set."]
    citation: Annotated[str, "The provision that calls for it."]
    awaits: Annotated[str, "What is to be made, and by whom."]
    note: NotRequired[Annotated[str, "What stays open until then; in full answers."]]


class Guidance(TypedDict):
    """A ruling that touches what the answer rests on. It never changes the determination."""

    id: Annotated[str, "Its name in the rule set."]
    citation: Annotated[str, "Where it is published."]
    released: Annotated[DayText, "The day of its release."]
    note: Annotated[str, "What it says."]
    confidence: NotRequired[
        Annotated[
            str,
            Written(words=("official", "unverified")),
            NamedComponent("Confidence", "Whether something was read in an official text."),
            "Whether it was read in an official text.",
        ]
    ]


class UnverifiedJson(TypedDict):
    """A part of the rule set that was not checked against an official text."""

    id: Annotated[str, "Its name in the document."]
    kind: Annotated[
        str,
        Written(words=("parameter", "definition", "interpretation", "variant", "pending_regulation")),
        NamedComponent("UnverifiedKind", "The kinds of parts of a rule set that can be unverified."),
        "What kind of part it is.",
    ]
    citation: NotRequired[Annotated[str, "The text that it was taken from; in full answers."]]
    note: NotRequired[Annotated[str, "What it says; in full answers."]]


class Provenance(TypedDict, total=False):
    """The ground that an answer stands on, as far as there is something to tell of it."""

    pending_regulations: Annotated[list[PendingRegulationJson], "The regulations that the answer waits for."]
    guidance: Annotated[list[Guidance], "Rulings on what the answer rests on, of the day of completion."]
    unverified: Annotated[list[UnverifiedJson], "What the answer rests on that no official text confirms."]


class Screening(Provenance):
    """The part of a determination that rests on the transaction and the rules alone."""

    reference: Annotated[str | None, "The reference of the transaction."]
    determination: Annotated[ClassText, "The class of the transaction, to branch on."]
    possible_determinations: Annotated[
        list[PossibleClass], "Every class that some value of the unknown facts leads to, the gravest first."
    ]
    next_step: Annotated[NextStep, "What to do now, the most urgent of what the obligations ask for."]
    summary: Annotated[str, "A few sentences for a person, with names, paragraphs and days."]
    reasons: Annotated[
        list[Reason],
        "In the order of a memo, the outcome first: the chain that decides or, in full answers, every element.",
    ]
    missing_facts: Annotated[list[QuestionJson], "The shortest list of questions that can settle it, ordinarily."]
    further_questions: Annotated[list[QuestionJson], "Other open questions that bear on the answer."]
    assumptions: Annotated[list[Assumption], "What the answer takes for granted because nothing was stated."]
    relied_on: Annotated[
        list[ReliedOn], "The stated conclusions that the answer rests on, apart from what it computed."
    ]
    obligations: Annotated[list[ObligationJson], "What to do next, by day; what has no day comes last."]
    interpretations: Annotated[list[AppliedReading], "The readings of open points that were used."]


class ScreeningUnderLaw(Screening):
    """A screening with the law that it was done under."""

    rule_set: Annotated[AppliedLaw, "The law that was applied."]


class Determination(ScreeningUnderLaw):
    """What one version of the law says of one transaction. `not_covered` and `excepted` mean that nobody has a duty;
    `undetermined` means that more than one class is still possible, and is never a pass.
    """

    engine_version: Annotated[str, "Changes whenever the same input can give other bytes."]
    input_digest: Annotated[Digest, "Of the canonical form of the transaction."]
    determination_digest: Annotated[Digest, "Of the rest of this determination."]
