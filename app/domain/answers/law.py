"""Answers on the law that is known: rule sets and versions, the facts, and what the process has at hand."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, NotRequired, TypedDict

from app.domain.answers.choices import ChoiceJson
from app.domain.answers.written import AnyObject, ChosenVariants, DayText, Digest, NamedComponent
from app.domain.facts.dictionary import Kind
from app.domain.facts.fact import Group


class SelectedBy(StrEnum):
    """What can decide which version answers."""

    PINNED_VERSION = "pinned_version"
    COMPLETION_DATE = "completion_date"
    AS_KNOWN = "as_known"
    DEFAULT = "default"


class VersionStatus(StrEnum):
    """The standing of a version."""

    DRAFT = "draft"
    CHECKED = "checked"
    REVIEWED = "reviewed"
    PROPOSED = "proposed"
    ENACTED = "enacted_awaiting_regulations"
    SCHEDULED = "scheduled"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class LoadOutcome(StrEnum):
    """What becomes of a text that a release ships; where it is `kept_…`, the stored text goes on answering."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    SUPERSEDES = "supersedes"
    NEWER = "kept_newer"
    UNKNOWN = "kept_unknown"
    PUBLISHED = "kept_published"
    WITHDRAWN = "kept_withdrawn"
    STANDING = "kept_standing"


GroupName = Annotated[
    Group, NamedComponent("GroupName", "What questions are about, in the order in which a person asks them.")
]
FactKind = Annotated[Kind, NamedComponent("FactKind", "The kinds of value that answer a question.")]


class AppliedLaw(TypedDict):
    """Which law was applied, and why this version; nothing but the rule set where none is in force."""

    id: Annotated[str, "The rule set."]
    version: Annotated[str | None, "The version of the rule set."]
    status: Annotated[str | None, "As the document of the version says; it never changes."]
    effective_from: Annotated[DayText | None, "The first day in force, as the document says."]
    effective_to: Annotated[DayText | None, "The last day in force, as the document says; null until further notice."]
    digest: Annotated[Digest | None, "The entity tag under which the version's document is served."]
    selected_by: Annotated[SelectedBy, "What decided which version answers."]
    unverified_sources: Annotated[
        int, "How many of its sources were not checked against an official text: `GET /v1/rule-sets` names them."
    ]
    variants: NotRequired[
        Annotated[ChosenVariants, "Under a proposal that leaves alternatives open: those that were chosen, by axis."]
    ]


class VersionNamed(TypedDict):
    """A version by name."""

    rule_set: Annotated[str, "The rule set."]
    version: Annotated[str, "Its version."]


class DocumentParts(TypedDict, total=False):
    """What a caller has to know of a version before asking for it, as in its document."""

    variants: Annotated[
        list[AnyObject],
        "What a proposal leaves open, each with its alternatives; chosen with `variant`. As in the document.",
    ]
    excluded_combinations: Annotated[
        list[AnyObject], "Alternatives that cannot be chosen together. As in the document."
    ]
    pending: Annotated[list[AnyObject], "Regulations that the law awaits. As in the document."]
    sources: Annotated[
        list[AnyObject], "The texts that it was taken from, and which of them were not checked. As in the document."
    ]


class TextOnRecord(TypedDict):
    """A text that a version had or has; `version@digest` names it wherever a version is named to be read or applied."""

    digest: Annotated[Digest, "Identifies the text."]
    recorded_at: Annotated[datetime, "When it was stored; it answered from then on."]
    source: Annotated[str, "Where it came from: the folder of its files, or the draft."]


class Version(VersionNamed, DocumentParts):
    """One version of a rule set, without its text."""

    title: Annotated[str, "The title of the document."]
    status: Annotated[VersionStatus, "How it stands today."]
    effective_from: Annotated[date | None, "The first day in force."]
    effective_to: Annotated[date | None, "The last day in force; null until further notice."]
    digest: Annotated[Digest, "Identifies the document that answers; also its entity tag."]
    texts: Annotated[
        list[TextOnRecord], "Every text that it had, oldest first. The last one answers; the others were superseded."
    ]


class RuleSetJson(TypedDict):
    """One rule set with its versions."""

    id: Annotated[str, "The name of the rule set."]
    versions: Annotated[list[Version], "Its versions, sorted by name."]


class RuleSets(TypedDict):
    """Every rule set with its versions."""

    rule_sets: Annotated[list[RuleSetJson], "The rule sets, sorted by name."]


class NeighbourJson(TypedDict):
    """Another fact of the same record, and choices of it."""

    fact: Annotated[str, "The name of the other fact."]
    choices: Annotated[list[str], "Some of its words."]


class FactJson(TypedDict):
    """A fact that a transaction can state, with what a person needs to state it."""

    pointers: Annotated[
        list[str],
        "Every place of it, as a JSON Pointer with `{i}` for a position in a list; a fund's deal has all of a deal.",
    ]
    type: Annotated[FactKind, "The kind of value."]
    question: Annotated[str, "The question as a person asks it."]
    citation: Annotated[str, "The paragraph that makes it matter."]
    group: Annotated[GroupName, "What it is about. Questions stand in the order of these groups."]
    items: NotRequired[Annotated[FactKind, "Of a list, the kind of its items."]]
    choices: NotRequired[Annotated[list[ChoiceJson], "The words to choose from."]]
    unit: NotRequired[Annotated[str, "The unit of a number."]]
    note: NotRequired[Annotated[str, "What to mind when answering."]]
    read_by: NotRequired[
        Annotated[list[str], "The versions that read it, if the law in force does not; none, if no rule reads it."]
    ]
    only_where: NotRequired[
        Annotated[NeighbourJson, "Beside which choices of another fact it belongs, or where that is not stated."]
    ]
    silence: NotRequired[Annotated[str, "What is assumed while a fact with a default is not stated."]]
    default: NotRequired[Annotated[str | bool, "What it counts as when absent. Other facts are then unknown."]]


class FactsJson(TypedDict):
    """The dictionary of everything a transaction can state."""

    facts: Annotated[list[FactJson], "The facts, in the order of the transaction."]


class Alive(TypedDict):
    """The process is alive."""

    status: Annotated[Literal["alive"], "Nothing else is ever said here."]


class VersionInForce(VersionNamed):
    """A version that is in force and can be applied."""

    digest: Annotated[Digest, "Identifies the document."]


class HeldVersion(VersionInForce):
    """A version that can be applied."""

    status: Annotated[VersionStatus, "How it stands today."]


class UnusableVersion(VersionNamed):
    """A version that this process cannot apply."""

    reason: Annotated[str, "Why it cannot be applied."]


class OtherTextJson(VersionInForce):
    """A version for which another text answers than this release ships."""

    shipped_digest: Annotated[Digest, "Identifies the text that this release ships."]
    outcome: Annotated[LoadOutcome, "Why the stored text answers. `kept_newer`: it is that of a newer release."]
    detail: Annotated[str, "The same as a sentence, with what to do."]


class LawAtHandJson(TypedDict):
    """The versions that this process can apply, with their standing of today."""

    age_seconds: Annotated[
        float | None, "Seconds since this process last saw the law in the database; null before that."
    ]
    age_limit_seconds: Annotated[float | None, "The age beyond which the law at hand answers nobody."]
    failure: Annotated[str | None, "What the last look into the database failed with; null if it did not."]
    versions: Annotated[list[HeldVersion], "The versions that can be applied."]
    other_texts: Annotated[list[OtherTextJson], "The versions for which another text answers than this release ships."]


class Ready(TypedDict):
    """Screenings are answered, and under which law."""

    status: Annotated[Literal["ready"], "Nothing else is ever said here."]
    law: Annotated[LawAtHandJson, "The law that this process has at hand."]
    in_force: Annotated[list[VersionInForce], "The versions in force today."]
    unusable: Annotated[list[UnusableVersion], "The versions that cannot be applied."]
