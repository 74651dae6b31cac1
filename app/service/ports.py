"""What the use cases need from the outside, in the words of the trade.

A rule-set *version* is a document that never changes. What changes is its *standing* (proposed, in force, superseded,
…), kept as a log of *transitions* to which entries are only added; the last one counts.

Nothing here raises anything but the exceptions of ``app.domain.errors``.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from app.domain.answers.law import Status
from app.domain.language.located import Mapping, Plain

Document = dict[str, Plain]


LAW = (Status.SCHEDULED, Status.IN_FORCE, Status.SUPERSEDED)
"""The standings of a version that has a place in time; which of them it is on a day follows from the calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSummary:
    """One version without its text: which law it is, how it stands now, and the digest that identifies the text.

    ``effective_from`` and ``effective_to`` are the first and the last day in force, both included; no last day means
    until further notice. ``recorded_at`` (UTC) is when the version was stored.
    """

    rule_set: str
    version: str
    title: str
    status: Status
    effective_from: date | None
    effective_to: date | None
    digest: str
    source: str
    recorded_at: datetime

    @property
    def governs(self) -> bool:
        """Whether there is any day on which this version was, is or will be the law.

        A superseded version without a last day was replaced from its first day on.
        """
        dated = self.effective_from is not None and self.status in LAW
        return dated and not (self.status is Status.SUPERSEDED and self.effective_to is None)

    def spans(self, day: date) -> bool:
        """Whether ``day`` lies between the first and the last day of this version, both included."""
        begun = self.effective_from is not None and self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)

    def standing_on(self, day: date) -> Status:
        """How this version stands on ``day``: scheduled before its first day and superseded after its last."""
        if not self.governs or self.effective_from is None:
            return self.status
        if day < self.effective_from:
            return Status.SCHEDULED
        return Status.IN_FORCE if self.spans(day) else Status.SUPERSEDED


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetVersion(VersionSummary):
    """One version with its document: text, truth values, lists and mappings only."""

    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One entry of a version's log: how it stands from ``recorded_at`` (UTC) on, by whose act and why.

    ``caused_by`` names the version of the same rule set whose publication or rollback brought this about.
    """

    status: Status
    effective_from: date | None
    effective_to: date | None
    recorded_at: datetime
    actor: str
    note: str = ""
    caused_by: str | None = None


class Addition(StrEnum):
    """What adding a version did."""

    ADDED = "added"
    UNCHANGED = "unchanged"


class RuleSetReader(Protocol):
    """The stored rule sets, read as they stood when the unit of work began or later."""

    def rule_sets(self) -> tuple[str, ...]:
        """The identifiers of all rule sets, sorted."""

    def versions(self, rule_set: str) -> tuple[VersionSummary, ...]:
        """The versions of ``rule_set`` sorted by name; raises ``RuleSetNotFound``."""

    def version(self, rule_set: str, version: str) -> RuleSetVersion:
        """One version with its document; raises ``RuleSetNotFound`` or ``VersionNotFound``."""

    def history(self, rule_set: str, version: str) -> tuple[Transition, ...]:
        """The log of a version, oldest entry first; raises ``RuleSetNotFound`` or ``VersionNotFound``."""

    def logs(self, rule_set: str) -> dict[str, tuple[Transition, ...]]:
        """The logs of all versions of ``rule_set`` by their names; raises ``RuleSetNotFound``."""


class RuleSetRepository(RuleSetReader, Protocol):
    """The stored rule sets, open for additions."""

    def add_version(self, version: RuleSetVersion, *, actor: str, note: str = "") -> Addition:
        """The version is stored, and its log begins with the standing it came with.

        The same document under the same name again changes nothing. Raises ``VersionConflict`` for another document.
        """

    def record_transition(self, rule_set: str, version: str, *, transition: Transition) -> None:
        """The version stands as ``transition`` says; raises ``RuleSetNotFound`` or ``VersionNotFound``."""


class Archive(Protocol):
    """Where rule sets are kept; gives units of work and raises ``StorageUnavailable`` when it cannot.

    It raises ``ArchiveMissing`` where it can tell that what it was reading from is gone.
    """

    def reading(self) -> AbstractContextManager[RuleSetReader]:
        """A unit of work that only reads; it waits for no writer, but perhaps for the moment of a commit."""

    def writing(self) -> AbstractContextManager[RuleSetRepository]:
        """A unit of work kept whole on leaving the block and dropped whole on an exception.

        One writer at a time, across processes: what is read inside stays true until the end of the block. Leaving
        it without an exception means that the next who reads will find what was written.
        """


@dataclass(frozen=True, slots=True)
class RuleDocument:
    """A rule document as its author wrote it, with places; ``source`` names where it comes from."""

    source: str
    tree: Mapping


class RuleSource(Protocol):
    """Where authors keep rule documents."""

    def documents(self) -> Iterable[RuleDocument]:
        """Every document there is; raises ``InvalidRuleSet`` for one that cannot be read."""
