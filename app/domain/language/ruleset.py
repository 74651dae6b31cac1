"""Defines rule sets as values: what the compiler builds from a document and the evaluation works with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from app.domain.answers.determination import Class, NextStep
from app.domain.days import CalendarYears
from app.domain.language.contents import NotificationContent
from app.domain.language.diligence import Diligence
from app.domain.language.head import Heading
from app.domain.language.nodes import TRANSACTION, All, Condition, Not, Path
from app.domain.language.phrases import Phrase
from app.domain.located import Place
from app.domain.regime import Regime


@dataclass(frozen=True, slots=True)
class Parameter:
    """Describes a number, date or list that the law fixes, with the paragraph that fixes it."""

    name: str
    values: tuple[str, ...]
    is_list: bool
    unit: str | None
    citation: str
    place: Place


@dataclass(frozen=True, slots=True)
class Interpretation:
    """Describes a point that the text leaves open.

    ``readings`` maps the name of every reading to what it says. ``taken`` is the one that the rule set uses; ``None``
    leaves the choice to the user, and conditions that turn on it stay unknown until a legal decision is supplied.
    """

    id: str
    citation: str
    question: str
    readings: dict[str, str]
    taken: str | None
    otherwise: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Axis:
    """Describes what a proposal leaves open. ``alternatives`` maps the name of each to what it says."""

    id: str
    citation: str
    question: str
    alternatives: dict[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Combination:
    """Alternatives, by axis, that cannot be chosen together, and the sentence that says why."""

    choices: dict[str, str]
    statement: str
    place: Place


@dataclass(frozen=True, slots=True)
class PendingRegulation:
    """Describes a regulation awaited: who is to make it under which provision, and what stays open until then."""

    id: str
    citation: str
    awaits: str
    statement: str
    place: Place


@dataclass(frozen=True, slots=True)
class Statable:
    """Says that a conclusion on an element can be stated, with evidence, where the facts leave the element open.

    ``question`` is asked for it, in place of the facts from which it could be worked out; without one nobody is asked.
    ``standard`` says what such a statement is worth: the standard of knowledge that the law applies to it.
    """

    question: str | None
    standard: str


@dataclass(frozen=True, slots=True)
class Definition:
    """Describes a named element of the law: the record it is about, its sentence, citation and conditions.

    ``statable`` is there where a conclusion on it can be stated. ``parameters`` are the names of the parameters that
    its conditions use, sorted, ``guidance`` the reference entries to tell with it when it is met, ``unverified`` the
    keys of what it rests on that was not checked.
    """

    id: str
    record: type[Any]
    variable: str
    element: str
    statement: str
    citation: str
    given: Condition | None
    when: Condition
    unless: Condition | None
    notes: tuple[str, ...]
    place: Place
    statable: Statable | None = None
    parameters: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()

    @property
    def is_about_transaction(self) -> bool:
        """Say whether the definition is about the whole transaction, not one of its records."""
        return self.variable == TRANSACTION

    @property
    def is_paragraph(self) -> bool:
        """Say whether the definition is a paragraph of the law, not a step that the rule set gave a name."""
        return any(cited.endswith(f" {self.id}") for cited in self.citation.split("; "))


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """Describes something that holds from one day to another beside the rules: a list, an amount or a ruling.

    ``begins`` and ``ends`` are the first and the last day. ``parameter`` names the parameter that states the same,
    ``touches`` the definitions that answers rest on when the entry is told with them. ``confidence`` is ``unverified``
    where the source was not read.
    """

    id: str
    kind: str
    citation: str
    statement: str
    begins: date
    ends: date | None
    values: tuple[str, ...]
    unit: str | None
    about: tuple[str, ...]
    parameter: str | None
    touches: tuple[str, ...]
    superseded_by: str | None
    confidence: str | None
    place: Place

    def holds_on(self, day: date) -> bool:
        """Say whether the entry holds on ``day``."""
        return self.begins <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Unverified:
    """Describes a part of a rule set that was not checked against an official text: of which kind, and what it says."""

    kind: str
    id: str
    citation: str
    statement: str


def whole_of(definition: Definition) -> Condition:
    """Give everything that a definition asks for, as one condition."""
    parts = [part for part in (definition.given, definition.when) if part is not None]
    if definition.unless is not None:
        parts.append(Not(definition.unless))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Describes a class with a duty: the definition that brings a transaction into it, and the one that excepts it."""

    name: Class
    when: str
    unless: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Due:
    """Describes a number of calendar days after the date at a path."""

    days: int
    after: Path


@dataclass(frozen=True, slots=True)
class Until:
    """Describes a number of calendar years after the last day of the duties of these kinds, the latest of them."""

    years: CalendarYears
    after_due_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwedBy:
    """Names the parties that owe a duty: those ``among`` the places that meet the definition."""

    among: tuple[Path, ...]
    definition: str


@dataclass(frozen=True, slots=True)
class Obligation:
    """Describes a duty that follows from an outcome; ``when`` names the definition that limits it.

    ``step`` is what to do now, ``who`` the role in which a party owes it, ``by`` the parties where they can be named,
    ``due`` the last day to do it, ``until`` how long it lasts, ``brief`` the duty as a summary tells it.
    """

    kind: str
    step: NextStep
    outcomes: tuple[str, ...]
    who: str
    by: OwedBy | None
    statement: str
    citation: str
    when: str | None
    due: Due | None
    until: Until | None
    brief: Phrase | None
    notes: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Sentence:
    """Describes a sentence of the summary of these determinations, told where a definition is met, or where it fails.

    Of those for a transaction that is not covered the first is told alone.
    """

    outcomes: tuple[str, ...]
    when: str | None
    fails: str | None
    statement: Phrase
    citation: str
    place: Place


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Says what the conditions of a rule set can call by name, beside its definitions."""

    parameters: dict[str, Parameter]
    interpretations: dict[str, Interpretation]
    variants: dict[str, Axis]
    pending: dict[str, PendingRegulation]
    paragraphs_of: str
    regime: Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet(Heading):
    """Describes one version of one body of law, checked and ready to evaluate.

    ``paragraphs_of`` is the body whose paragraph labels stand for citations, ``unverified`` what was not checked
    against an official text, ``reference`` the dated data beside the rules. ``phrases`` say in a summary what it means
    that a definition is met, ``sentences`` what else a summary tells. ``diligence`` is what is said
    of inquiry, ``notification`` what a notification contains, where the rule set says so.
    """

    parameters: dict[str, Parameter]
    interpretations: dict[str, Interpretation]
    definitions: dict[str, Definition]
    outcomes: tuple[Outcome, ...]
    obligations: tuple[Obligation, ...]
    phrases: dict[str, Phrase]
    sentences: tuple[Sentence, ...]
    elements: tuple[str, ...]
    paragraphs_of: str
    regime: Regime
    variants: dict[str, Axis]
    excluded: tuple[Combination, ...]
    pending: dict[str, PendingRegulation]
    reference: tuple[ReferenceEntry, ...]
    unverified: dict[str, Unverified]
    diligence: Diligence
    notification: NotificationContent | None

    @property
    def asked(self) -> list[str]:
        """Give the definitions that outcomes, obligations and summaries ask for, in which every answer begins."""
        asked = [name for each in self.outcomes for name in (each.when, each.unless)]
        asked += [each.when for each in self.obligations]
        asked += [each.when or each.fails for each in self.sentences]
        return [name for name in asked if name is not None]

    @property
    def readings(self) -> dict[str, str | None]:
        """Give the reading taken of each interpretation, and of each axis that no alternative is chosen."""
        taken = {each.id: each.taken for each in self.interpretations.values()}
        return {**taken, **dict.fromkeys(self.variants)}

    def permitted(self, chosen: Mapping[str, str | None]) -> list[dict[str, str]]:
        """Give the combinations of a proposal's alternatives that the choice leaves, none of them excluded.

        Each has one alternative of every axis that an excluded combination names; of other axes any can be chosen.
        """
        axes = sorted({name for each in self.excluded for name in each.choices})
        offered = [[each] if (each := chosen.get(name)) else self.variants[name].alternatives for name in axes]
        together = (dict(zip(axes, each, strict=True)) for each in product(*offered))
        return [each for each in together if not any(one.choices.items() <= each.items() for one in self.excluded)]
