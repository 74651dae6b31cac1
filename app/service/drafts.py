"""Describes drafts, which are texts that become law or not, and what the use cases need of the place of drafts."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.domain.answers.lifecycle import FindingJson, FindingLevel
from app.domain.canonical import canonical_json, digest
from app.domain.located import Plain
from app.service.ports import Addition, Document, RuleSetReader, RuleSetVersion, Transition

Cases = list[Plain]
"""Golden cases as in their files: ``topic``, ``base`` (a transaction written out) and ``cases``; numbers as text."""


class DraftAction(StrEnum):
    """Names what was done with a draft, and what was proposed for the version that it became."""

    SAVED = "draft"
    CHECKED = "checked"
    REFUSED = "refused"
    REVIEWED = "reviewed"
    REMOVED = "removed"
    WITHDRAWAL_PROPOSED = "withdrawal_proposed"
    ROLLBACK_PROPOSED = "rollback_proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStep:
    """Records what was done with a draft, with which text, by whom, and in ``record`` what else was stated."""

    step: DraftAction
    digest: str
    recorded_at: datetime
    actor: str
    record: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Describes a draft as last saved, with its log, oldest entry first.

    ``digest`` is that of document and cases together: the entity tag of the draft.
    """

    rule_set: str
    version: str
    document: Document
    cases: Cases
    digest: str
    saved_at: datetime
    log: tuple[DraftStep, ...] = ()

    @property
    def standing(self) -> DraftAction:
        """How far this very text has come: saved, checked or refused, reviewed."""
        last = self._last(DraftAction.CHECKED, DraftAction.REFUSED, DraftAction.REVIEWED)
        return last.step if last is not None else DraftAction.SAVED

    @property
    def review(self) -> DraftStep | None:
        """The last review of this very text."""
        return self._last(DraftAction.REVIEWED)

    def review_for(self, publisher: str) -> DraftStep | None:
        """The last review of this very text by somebody who is neither an author nor the publisher."""
        reviews = [each for each in self.log if each.digest == self.digest and each.step is DraftAction.REVIEWED]
        others = (each for each in reversed(reviews) if each.actor not in self.authors | {publisher})
        return next(others, None)

    @property
    def authors(self) -> frozenset[str]:
        """Everyone who has saved this draft since it was last begun, or this very text at any time."""
        begun = max((number for number, each in enumerate(self.log) if each.step is DraftAction.REMOVED), default=-1)
        return frozenset(
            each.actor
            for number, each in enumerate(self.log)
            if each.step is DraftAction.SAVED and (number > begun or each.digest == self.digest)
        )

    def checked(self, *, engine: str) -> bool:
        """Tell whether this text has passed the gate of this engine, as its last check says."""
        last = self._last(DraftAction.CHECKED, DraftAction.REFUSED)
        return last is not None and last.step is DraftAction.CHECKED and last.record.get("engine_version") == engine

    def _last(self, *actions: DraftAction) -> DraftStep | None:
        of_this_text = (each for each in reversed(self.log) if each.digest == self.digest)
        return next((each for each in of_this_text if each.step in actions), None)


def draft_digest(document: Document, cases: Cases) -> str:
    """Return what identifies the text of a draft: equal documents with equal cases have equal digests."""
    return digest(canonical_json({"document": document, "cases": cases}))


Gate = Callable[[Document, Cases], list[FindingJson]]
"""Every finding about a draft; it may be published if none of them refuses."""


def passes(findings: Iterable[FindingJson]) -> bool:
    """Tell whether a draft with these findings may be published."""
    return all(finding["level"] != FindingLevel.REFUSE for finding in findings)


class DraftReader(RuleSetReader, Protocol):
    """Reads stored versions and drafts at one moment."""

    def drafts(self) -> tuple[Draft, ...]:
        """Return every draft, sorted by rule set and version."""

    def draft(self, rule_set: str, version: str) -> Draft | None:
        """Return the draft of a version."""

    def draft_log(self, rule_set: str, version: str) -> tuple[DraftStep, ...]:
        """Return the log of a draft, oldest entry first; it outlives the draft."""


class Repository(DraftReader, Protocol):
    """Adds to the stored versions, and changes drafts."""

    def add_version(self, version: RuleSetVersion, *, actor: str, note: str = "") -> Addition:
        """Store the version, whose log begins with the standing that it came with.

        The same document under the same name again changes nothing. Raises ``VersionConflict`` for another document.
        """

    def supersede_text(self, version: RuleSetVersion, *, actor: str) -> None:
        """Store a later text of a version, which answers from then on. How the version stands is left as it is.

        Raises ``RuleSetNotFound``, ``VersionNotFound``, or ``VersionConflict`` for a text that it has or had already.
        """

    def record_transition(self, rule_set: str, version: str, *, transition: Transition) -> None:
        """Add to the log of the version; raises ``RuleSetNotFound`` or ``VersionNotFound``."""

    def save_draft(self, draft: Draft) -> None:
        """Keep the draft in place of the one before; its log stays as it is."""

    def remove_draft(self, rule_set: str, version: str) -> None:
        """Remove the draft; its log stays."""

    def record_step(self, rule_set: str, version: str, *, step: DraftStep) -> None:
        """Add to the log of the draft."""


class WritableArchive(Protocol):
    """Gives units of work on the place where versions and drafts are kept; raises ``StorageUnavailable``."""

    def reading(self) -> AbstractContextManager[DraftReader]:
        """Begin a unit of work like that of ``Archive``."""

    def writing(self) -> AbstractContextManager[Repository]:
        """Begin a unit of work kept whole on leaving the block and dropped whole on an exception.

        One writer at a time, across processes: what is read inside stays true until the end of the block. Leaving
        it without an exception means that the next who reads will find what was written.
        """
