"""What to ask of a transaction: the next question and what its answers would mean, or one form of all that it needs."""

from enum import StrEnum
from typing import Annotated, NotRequired, TypedDict

from app.domain.answers.determination import ClassText, PossibleClass, QuestionJson
from app.domain.answers.law import AppliedLaw, GroupName
from app.domain.answers.written import Digest


class QuestionMode(StrEnum):
    """What is asked: one question, or all that a transaction will need."""

    NEXT = "next"
    FORM = "form"


class ConsequenceJson(TypedDict):
    """What an answer would settle by itself."""

    determination: Annotated[ClassText, "The determination after that answer, whatever else is answered."]
    says: Annotated[str, "The same in words, such as `Prohibited if yes`, as a sentence."]
    answer: NotRequired[
        Annotated[
            object, "The answer as it is stated in a transaction, of a conclusion `met`; absent for days and countries."
        ]
    ]


class NextQuestionJson(QuestionJson):
    """The question to ask first, with what its answers would mean."""

    means: Annotated[list[ConsequenceJson], "The answers that would settle the matter by themselves."]


class FormQuestionJson(QuestionJson):
    """A question of a form."""

    after: NotRequired[
        Annotated[str, "Where it only arises if another question is not answered so as to end the matter: its pointer."]
    ]


class QuestionGroupJson(TypedDict):
    """Questions of a form that are about the same thing."""

    group: Annotated[GroupName, "What they are about."]
    questions: Annotated[list[FormQuestionJson], "The questions, in the order to ask them."]


class QuestionsJson(TypedDict):
    """What to ask of one transaction. Where its determination is definite, there is nothing to ask."""

    reference: Annotated[str | None, "The reference of the transaction."]
    determination: Annotated[ClassText, "The determination as it stands."]
    possible_determinations: Annotated[list[PossibleClass], "Every class that is still possible, the gravest first."]
    mode: Annotated[QuestionMode, "Whether one question is asked, or all in one form."]
    next: NotRequired[
        Annotated[
            NextQuestionJson | None,
            "The question to ask first; with `mode=next`. Null where nothing is open, or all was asked in vain.",
        ]
    ]
    open_at_most: NotRequired[
        Annotated[int, "How many questions are open that bear on the answer, this one included; with `mode=next`."]
    ]
    groups: NotRequired[
        Annotated[list[QuestionGroupJson], "All that is to be asked if answers are ordinary; with `mode=form`."]
    ]
    rule_set: Annotated[AppliedLaw, "The law that was applied."]
    engine_version: Annotated[str, "Changes whenever the same input can give other bytes."]
    input_digest: Annotated[Digest, "Of the canonical form of the transaction."]
