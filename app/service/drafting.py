"""Writes, checks and reviews drafts. Every step is noted in a log with the person who took it."""

from dataclasses import dataclass
from typing import Final, cast

from app.domain.answers.lifecycle import CheckReportJson, ReviewJson
from app.domain.screening import ENGINE_VERSION
from app.service.clock import Clock, time_in_utc
from app.service.drafts import (
    Cases,
    Draft,
    DraftAction,
    DraftReader,
    DraftStep,
    Gate,
    Repository,
    WritableArchive,
    draft_digest,
    passes,
)
from app.service.ports import Document, RuleSetReader, is_stored
from app.service.refusals import (
    DraftNotFound,
    PreconditionFailed,
    PreconditionMissing,
    SecondPersonNeeded,
    WrongStanding,
)

WROTE: Final = "You have written on this draft yourself. Another person has to review it, and a third to publish it."


@dataclass(frozen=True, slots=True)
class Seen:
    """Says which text a request is about: any of these digests, or any text at all, or that there is none yet."""

    digests: frozenset[str] = frozenset()
    any_text: bool = False
    no_text: bool = False

    def require(self, digest: str | None) -> None:
        """Raise unless the draft with this digest, or its absence, is what was seen.

        Raises ``PreconditionMissing`` or ``PreconditionFailed``.
        """
        if not (self.digests or self.any_text or self.no_text):
            cure = "send its entity tag as `If-Match`" if digest else "send `If-None-Match: *` for a new draft"
            raise PreconditionMissing(f"{cure}.")
        met = self.no_text if digest is None else (self.any_text or digest in self.digests)
        if not met:
            raise PreconditionFailed


class Drafting:
    """Works on drafts, up to their publication."""

    def __init__(self, archive: WritableArchive, *, gate: Gate, clock: Clock = time_in_utc) -> None:
        self._archive = archive
        self._gate = gate
        self._clock = clock

    def all(self) -> tuple[Draft, ...]:
        """Return every draft that has not been published, sorted by name."""
        with self._archive.reading() as work:
            return tuple(draft for draft in work.drafts() if not is_stored(work, draft.rule_set, draft.version))

    def draft(self, rule_set: str, version: str) -> Draft:
        """Return one draft, also after its publication; raises ``DraftNotFound``."""
        with self._archive.reading() as work:
            return draft_in(work, rule_set, version)

    def save(
        self, rule_set: str, version: str, *, document: Document, cases: Cases, seen: Seen, actor: str
    ) -> tuple[Draft, bool]:
        """Save a draft, and return it as it is now, and whether it is new.

        Raises ``PreconditionMissing``, ``PreconditionFailed``, or ``WrongStanding`` once the version is published.
        """
        with self._archive.writing() as work:
            refuse_published(work, rule_set, version)
            before = work.draft(rule_set, version)
            seen.require(before.digest if before is not None else None)
            draft = Draft(
                rule_set=rule_set,
                version=version,
                document=document,
                cases=cases,
                digest=draft_digest(document, cases),
                saved_at=self._clock(),
            )
            work.save_draft(draft)
            self._note(work, draft, DraftAction.SAVED, actor=actor)
            return draft_in(work, rule_set, version), before is None

    def remove(self, rule_set: str, version: str, *, seen: Seen, actor: str) -> None:
        """Remove the draft; its log stays. Raises what :meth:`save` raises, or ``DraftNotFound``."""
        with self._archive.writing() as work:
            draft = unpublished_draft(work, rule_set, version, seen=seen)
            work.remove_draft(rule_set, version)
            self._note(work, draft, DraftAction.REMOVED, actor=actor)

    def check(self, rule_set: str, version: str, *, actor: str) -> CheckReportJson:
        """Put the draft to the gate, and note in its log whether it passed.

        No unit of work is open while the gate is at it, which takes seconds. Raises ``DraftNotFound`` or
        ``WrongStanding``.
        """
        draft = self.draft(rule_set, version)
        findings = self._gate(draft.document, draft.cases)
        passed = passes(findings)
        with self._archive.writing() as work:
            refuse_published(work, rule_set, version)
            step = DraftAction.CHECKED if passed else DraftAction.REFUSED
            self._note(work, draft, step, actor=actor, record={"engine_version": ENGINE_VERSION})
        return {"passed": passed, "digest": draft.digest, "findings": findings}

    def review(self, rule_set: str, version: str, *, review: ReviewJson, seen: Seen, actor: str) -> Draft:
        """Put a review of the draft on record, and return the draft.

        Raises ``DraftNotFound``, ``PreconditionMissing``, ``PreconditionFailed``, ``SecondPersonNeeded`` for an author,
        or ``WrongStanding`` for a text that has not passed the gate.
        """
        with self._archive.writing() as work:
            draft = unpublished_draft(work, rule_set, version, seen=seen)
            if actor in draft.authors:
                raise SecondPersonNeeded(WROTE)
            if not draft.checked(engine=ENGINE_VERSION):
                raise WrongStanding("This text has not passed its check. Check it first, so that it is reviewed once.")
            self._note(work, draft, DraftAction.REVIEWED, actor=actor, record=cast("dict[str, str]", review))
            return draft_in(work, rule_set, version)

    def _note(
        self,
        work: Repository,
        draft: Draft,
        step: DraftAction,
        *,
        actor: str,
        record: dict[str, str] | None = None,
    ) -> None:
        entry = DraftStep(step=step, digest=draft.digest, recorded_at=self._clock(), actor=actor, record=record or {})
        work.record_step(draft.rule_set, draft.version, step=entry)


def draft_in(work: DraftReader, rule_set: str, version: str) -> Draft:
    """Return the draft as the unit of work sees it; raises ``DraftNotFound``."""
    draft = work.draft(rule_set, version)
    if draft is None:
        raise DraftNotFound(rule_set, version)
    return draft


def unpublished_draft(work: DraftReader, rule_set: str, version: str, *, seen: Seen) -> Draft:
    """Return the draft that was seen; raises what :meth:`Seen.require`, ``draft_in`` or ``refuse_published`` raises."""
    refuse_published(work, rule_set, version)
    draft = draft_in(work, rule_set, version)
    seen.require(draft.digest)
    return draft


def refuse_published(rule_sets: RuleSetReader, rule_set: str, version: str) -> None:
    """Raise ``WrongStanding`` where a version of this name is stored."""
    if is_stored(rule_sets, rule_set, version):
        raise WrongStanding(
            f"Version `{version}` of `{rule_set}` is published and never changes: draft a version of its own."
        )
