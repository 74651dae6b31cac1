"""Drafts: texts that become law or not, what was done with them, and the ports to where they are kept."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.domain.canonical import canonical_json, digest
from app.domain.language.located import Plain
from app.service.gate import Cases
from app.service.ports import Document, RuleSetReader, RuleSetRepository


class Step(StrEnum):
    """What was done with a draft."""

    SAVED = "draft"
    CHECKED = "checked"
    REFUSED = "refused"
    REVIEWED = "reviewed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One draft as last saved. ``digest`` is that of its document and cases together: its entity tag."""

    rule_set: str
    version: str
    document: Document
    cases: Cases
    digest: str
    saved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStep:
    """One entry of a draft's log: what was done, with which text, by whom; ``record`` holds what else was stated."""

    step: Step
    digest: str
    recorded_at: datetime
    actor: str
    record: dict[str, Plain]


@dataclass(frozen=True, slots=True)
class DraftState:
    """A draft with its log, oldest entry first."""

    draft: Draft
    steps: tuple[DraftStep, ...]

    @property
    def standing(self) -> Step:
        """How far this very text has come: saved, checked or refused, reviewed."""
        done = (Step.CHECKED, Step.REFUSED, Step.REVIEWED)
        return next((each.step for each in reversed(self._of_this_text) if each.step in done), Step.SAVED)

    @property
    def authors(self) -> frozenset[str]:
        """Everyone who has saved this draft since it was last begun, or this very text at any time."""
        begun = max((number for number, each in enumerate(self.steps) if each.step is Step.REMOVED), default=-1)
        saved = (*self.steps[begun + 1 :], *self._of_this_text)
        return frozenset(each.actor for each in saved if each.step is Step.SAVED)

    def checked(self, *, engine: str) -> bool:
        """Whether this text has passed the gate of this engine, as its last check says."""
        last = [each for each in self._of_this_text if each.step in (Step.CHECKED, Step.REFUSED)][-1:]
        return any(each.step is Step.CHECKED and each.record.get("engine_version") == engine for each in last)

    @property
    def review(self) -> DraftStep | None:
        """The last review of this very text."""
        return next((each for each in reversed(self._of_this_text) if each.step is Step.REVIEWED), None)

    @property
    def _of_this_text(self) -> tuple[DraftStep, ...]:
        return tuple(each for each in self.steps if each.digest == self.draft.digest)


def draft_digest(document: Document, cases: Cases) -> str:
    """What identifies the text of a draft: equal documents with equal cases have equal digests."""
    return digest(canonical_json({"document": document, "cases": cases}))


class DraftReader(Protocol):
    """The drafts, read."""

    def names(self) -> tuple[tuple[str, str], ...]:
        """Rule set and version of every draft, sorted."""

    def find(self, rule_set: str, version: str) -> Draft | None:
        """The draft of a version."""

    def steps(self, rule_set: str, version: str) -> tuple[DraftStep, ...]:
        """The log of a draft, oldest entry first; it outlives the draft."""


class DraftRepository(DraftReader, Protocol):
    """The drafts, open for changes."""

    def save(self, draft: Draft) -> None:
        """The draft is kept, in place of the one before."""

    def remove(self, rule_set: str, version: str) -> None:
        """The draft is gone; its log stays."""

    def record(self, rule_set: str, version: str, *, step: DraftStep) -> None:
        """The log of the draft ends with ``step``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One unit of work that reads: versions and drafts at one moment."""

    rule_sets: RuleSetReader
    drafts: DraftReader


@dataclass(frozen=True, slots=True)
class Writing:
    """One unit of work that writes versions and drafts together."""

    rule_sets: RuleSetRepository
    drafts: DraftRepository


class Register(Protocol):
    """Where versions and drafts are kept; gives units of work like ``Archive`` and raises ``StorageUnavailable``."""

    def reading(self) -> AbstractContextManager[Reading]:
        """A unit of work that only reads; it waits for no writer, but perhaps for the moment of a commit."""

    def writing(self) -> AbstractContextManager[Writing]:
        """A unit of work kept whole or dropped whole; one writer at a time, across processes."""
