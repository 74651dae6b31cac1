"""Describes the versions of law, and what the use cases need of the places where versions are kept.

A rule-set *version* is a document that never changes. What changes is its *standing* (proposed, in force, superseded,
…), kept as a log of *transitions* to which entries are only added; the last one counts.

Nothing here raises anything but the exceptions of ``app.domain.errors``.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from app.domain.answers.law import Status
from app.domain.errors import RuleSetNotFound, VersionNotFound
from app.domain.located import Mapping, Plain

Document = dict[str, Plain]


LAW = (Status.SCHEDULED, Status.IN_FORCE, Status.SUPERSEDED)
"""How a version with a place in time can stand; which of them it is on a day follows from the calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Says how a version stands, with its first and its last day in force, both included.

    No last day means until further notice.
    """

    status: Status
    effective_from: date | None
    effective_to: date | None

    @property
    def governs(self) -> bool:
        """Whether there is any day on which this was, is or will be the law.

        A superseded version without a last day was replaced from its first day on.
        """
        dated = self.effective_from is not None and self.status in LAW
        return dated and not (self.status is Status.SUPERSEDED and self.effective_to is None)

    def spans(self, day: date) -> bool:
        """Tell whether ``day`` lies between the first and the last day, both included."""
        begun = self.effective_from is not None and self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)

    def standing_on(self, day: date) -> Status:
        """Return the status on ``day``: scheduled before the first day and superseded after the last."""
        if not self.governs or self.effective_from is None:
            return self.status
        if day < self.effective_from:
            return Status.SCHEDULED
        return Status.IN_FORCE if self.spans(day) else Status.SUPERSEDED

    def standing_fields(self) -> dict[str, Any]:
        """Return status, first and last day by the names of the fields, for a value that stands alike."""
        return {each.name: getattr(self, each.name) for each in fields(Standing)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition(Standing):
    """Records how a version stands from ``recorded_at`` (UTC) on, by whose act and why.

    ``caused_by`` names the version of the same rule set whose publication or rollback brought this about.
    """

    recorded_at: datetime
    actor: str
    note: str = ""
    caused_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading(Standing):
    """Says which law a document states and how it stands."""

    rule_set: str
    version: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSummary(Heading):
    """Describes a version without its text, by how it stands now and the digest that identifies the text.

    ``recorded_at`` (UTC) is when it was stored. ``log`` is empty where versions are read from files.
    """

    digest: str
    source: str
    recorded_at: datetime
    log: tuple[Transition, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetVersion(VersionSummary):
    """Describes a version with its document: text, truth values, lists and mappings only."""

    document: Document


class Addition(StrEnum):
    """Names what adding a version did."""

    ADDED = "added"
    UNCHANGED = "unchanged"


class RuleSetReader(Protocol):
    """Reads the stored rule sets as they stood when the unit of work began or later."""

    def rule_sets(self) -> tuple[str, ...]:
        """Return the identifiers of all rule sets, sorted."""

    def versions(self, rule_set: str) -> tuple[VersionSummary, ...]:
        """Return the versions of ``rule_set`` sorted by name; raises ``RuleSetNotFound``."""

    def version(self, rule_set: str, version: str) -> RuleSetVersion:
        """Return one version with its document; raises ``RuleSetNotFound`` or ``VersionNotFound``."""


class Archive(Protocol):
    """Gives units of work on a place where rule sets are kept; raises ``StorageUnavailable`` when it cannot.

    It raises ``ArchiveMissing`` where it can tell that what it was reading from is gone.
    """

    def reading(self) -> AbstractContextManager[RuleSetReader]:
        """Begin a unit of work that only reads; it waits for no writer, but perhaps for the moment of a commit."""


def is_stored(rule_sets: RuleSetReader, rule_set: str, version: str) -> bool:
    """Tell whether a version of this name is stored, whatever its text."""
    try:
        rule_sets.version(rule_set, version)
    except (RuleSetNotFound, VersionNotFound):
        return False
    return True


@dataclass(frozen=True, slots=True)
class RuleDocument:
    """Holds a rule document as its author wrote it, with places; ``source`` names where it comes from."""

    source: str
    tree: Mapping
