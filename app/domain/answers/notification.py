"""The draft of a notification: what its content is, item by item, as far as a transaction says it."""

from enum import StrEnum
from typing import Annotated, NotRequired, TypedDict, final

from app.domain.answers.choices import ChoiceJson
from app.domain.answers.determination import Assumption, ClassText, ReliedOn
from app.domain.answers.law import AppliedLaw, FactKind
from app.domain.answers.requests import NamedPartyJson
from app.domain.answers.written import DayText, Digest, NamedComponent


class ItemState(StrEnum):
    """How far an item is answered."""

    FILLED = "filled"
    LACKING = "lacking"
    NOT_APPLICABLE = "not_applicable"


class AnswerPlace(StrEnum):
    """Where the answer to a question goes."""

    TRANSACTION = "transaction"
    OUTSIDE = "outside"


ItemStateName = Annotated[
    ItemState,
    NamedComponent(
        "ItemState",
        "`filled`: all that is asked is there. `lacking`: something is not, though some of it may be. "
        "`not_applicable`: the item is not asked for.",
    ),
]
AnswerPlaceName = Annotated[
    AnswerPlace,
    NamedComponent("AnswerPlace", "Whether a fact of the transaction answers a question, or something outside of it."),
]


@final
class ContentRowJson(TypedDict):
    """One row of an item, taken from the transaction."""

    label: Annotated[str, "What the row says something of."]
    value: Annotated[str, "What is stated, as text."]
    pointers: Annotated[list[str], "JSON Pointers to the facts that it was taken from."]
    parties: Annotated[list[NamedPartyJson], "The parties that it is about, or names."]
    type: NotRequired[Annotated[FactKind, "The kind of value, where the row is one fact."]]
    paragraph: NotRequired[Annotated[str, "The paragraph of the rule that is met, where the row tells of one."]]


@final
class LackingJson(TypedDict):
    """A question that is to be answered before the item is complete."""

    label: Annotated[str, "What the answer says something of."]
    question: Annotated[str, "The question as a person asks it."]
    place: Annotated[AnswerPlaceName, "Where the answer goes."]
    citation: Annotated[str, "The paragraph that makes it matter."]
    pointer: NotRequired[Annotated[str, "JSON Pointer to the place in the transaction where the answer goes."]]
    about: NotRequired[Annotated[NamedPartyJson, "The party that it is about."]]
    type: NotRequired[Annotated[FactKind, "The kind of value that answers it."]]
    items: NotRequired[Annotated[FactKind, "Of a list, the kind of its items."]]
    unit: NotRequired[Annotated[str, "The unit of a number."]]
    note: NotRequired[Annotated[str, "What to mind when answering."]]
    choices: NotRequired[Annotated[list[ChoiceJson], "The words to choose from."]]
    inquiry: NotRequired[
        Annotated[str, "What became of the question when it was asked before; 850.405(d) asks for it."]
    ]


class NotificationItemJson(TypedDict):
    """One item of a notification."""

    paragraph: Annotated[str, "The label of the item."]
    citation: Annotated[str, "The paragraph."]
    asks: Annotated[str, "What the item asks for, in plain words."]
    state: Annotated[ItemStateName, "How far it is answered."]
    content: Annotated[list[ContentRowJson], "What is there of it; also where something is lacking."]
    lacking: Annotated[list[LackingJson], "What is to be answered; empty unless the state is `lacking`."]
    why: NotRequired[Annotated[str, "Why the item is not asked for, or why it is open whether it is."]]


class OwedJson(TypedDict):
    """An obligation from which the notification is owed."""

    kind: Annotated[str, "The kind of the obligation."]
    what: Annotated[str, "What is to be done, as a sentence."]
    citation: Annotated[str, "The paragraphs that it follows from."]
    due: Annotated[DayText | None, "The last day, where it can be computed."]
    certain: Annotated[bool, "False where an unknown fact decides whether it is owed."]


class OneNotificationJson(TypedDict):
    """The content of the notification that one U.S. person owes under one section."""

    section: Annotated[str, "The section under which it is owed: 850.401, 850.402 or 850.403."]
    citation: Annotated[str, "The section, in full."]
    says: Annotated[str, "When a notification is owed under this section, as a sentence."]
    filer: Annotated[NamedPartyJson | None, "The U.S. person that owes it; null where no party can be named."]
    due: Annotated[DayText | None, "The last day, the earliest of those of the obligations."]
    certain: Annotated[bool, "False where an unknown fact decides whether it is owed."]
    owed: Annotated[list[OwedJson], "The obligations from which it is owed."]
    items: Annotated[list[NotificationItemJson], "Every item, each once, in the order of the regulation."]


class MetParagraphJson(TypedDict):
    """A paragraph of the rule that the transaction, an activity or a party meets."""

    paragraph: Annotated[str, "Its label."]
    citation: Annotated[str, "The paragraph in full."]
    says: Annotated[str, "What it asks for, as a sentence."]
    pointers: Annotated[list[str], "JSON Pointers to what meets it."]


class CertificationJson(TypedDict):
    """What becomes of the certification."""

    citation: Annotated[str, "The paragraph that asks for it."]
    says: Annotated[str, "Where it is made, as a sentence."]


class NotificationContentJson(TypedDict):
    """The part of a draft that rests on the transaction and the rules alone."""

    reference: Annotated[str | None, "The reference of the transaction."]
    determination: Annotated[ClassText, "The class of the transaction."]
    citation: Annotated[str, "The provision that says what a notification contains."]
    disclaimer: Annotated[list[str], "What the draft is and is not, sentence by sentence."]
    certification: Annotated[CertificationJson, "What becomes of the certification, which is no part of the draft."]
    notifications: Annotated[list[OneNotificationJson], "One for each U.S. person and section under which one is owed."]
    paragraphs: Annotated[list[MetParagraphJson], "The paragraphs that the items name as met, each once."]
    assumptions: Annotated[list[Assumption], "What the determination takes for granted because nothing was stated."]
    relied_on: Annotated[list[ReliedOn], "The stated conclusions that the determination rests on."]


class NotificationDraft(NotificationContentJson):
    """The content of the notifications that are owed for one transaction, item by item. It is a draft: it is nothing
    that was or will be sent to anybody.
    """

    rule_set: Annotated[AppliedLaw, "The law that was applied."]
    engine_version: Annotated[str, "Changes whenever the same input can give other bytes."]
    input_digest: Annotated[Digest, "Of the canonical form of the transaction."]
