"""Writing, checking and reviewing drafts. Every step is noted in a log with the person who took it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.domain.errors import RuleSetNotFound, VersionNotFound
from app.domain.screening import ENGINE_VERSION
from app.service.drafts import Draft, DraftState, DraftStep, Register, Step, Writing, draft_digest
from app.service.gate import Cases, Finding, Gate, passes
from app.service.ports import Document, RuleSetReader
from app.service.refusals import DraftNotFound, PreconditionFailed, PreconditionMissing, WrongStanding

Clock = Callable[[], datetime]


def time_in_utc() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Seen:
    """Which text a request is about: any of these digests, or any text at all, or that there is none yet."""

    digests: frozenset[str] = frozenset()
    any_text: bool = False
    no_text: bool = False

    def require(self, digest: str | None) -> None:
        """The draft with this digest, or its absence, is what was seen.

        Raises ``PreconditionMissing`` or ``PreconditionFailed``.
        """
        if not (self.digests or self.any_text or self.no_text):
            cure = "send its entity tag as `If-Match`" if digest else "send `If-None-Match: *` for a new draft"
            raise PreconditionMissing(f"{cure}.")
        met = self.no_text if digest is None else (self.any_text or digest in self.digests)
        if not met:
            raise PreconditionFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a reviewer stands for: name, capacity, the authority relied on, the day, and when to look again."""

    reviewer: str
    capacity: str
    authority_relied_on: str
    reviewed_on: date
    next_review_on: date

    def record(self) -> dict[str, str]:
        """The review under the names that the log shows."""
        return {
            "reviewer": self.reviewer,
            "capacity": self.capacity,
            "authority_relied_on": self.authority_relied_on,
            "date": self.reviewed_on.isoformat(),
            "next_review_date": self.next_review_on.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the gate found in the text with this digest."""

    digest: str
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether the text may go on to review."""
        return passes(self.findings)


class Drafting:
    """The work on drafts, up to publication."""

    def __init__(self, register: Register, *, gate: Gate, clock: Clock = time_in_utc) -> None:
        self._register = register
        self._gate = gate
        self._clock = clock

    def all(self) -> tuple[DraftState, ...]:
        """Every draft that has not been published, sorted by name."""
        with self._register.reading() as work:
            names = [name for name in work.drafts.names() if not is_published(work.rule_sets, *name)]
            found = [(work.drafts.find(*name), work.drafts.steps(*name)) for name in names]
        return tuple(DraftState(draft, steps) for draft, steps in found if draft is not None)

    def draft(self, rule_set: str, version: str) -> DraftState:
        """One draft, also after its publication; raises ``DraftNotFound``."""
        with self._register.reading() as work:
            draft, steps = work.drafts.find(rule_set, version), work.drafts.steps(rule_set, version)
        if draft is None:
            raise DraftNotFound(rule_set, version)
        return DraftState(draft, steps)

    def save(
        self, rule_set: str, version: str, *, document: Document, cases: Cases, seen: Seen, actor: str
    ) -> tuple[DraftState, bool]:
        """The draft as it is now, and whether it is new.

        Raises ``PreconditionMissing``, ``PreconditionFailed``, or ``WrongStanding`` once the version is published.
        """
        with self._register.writing() as work:
            refuse_published(work.rule_sets, rule_set, version)
            before = work.drafts.find(rule_set, version)
            seen.require(before.digest if before is not None else None)
            draft = Draft(
                rule_set=rule_set,
                version=version,
                document=document,
                cases=cases,
                digest=draft_digest(document, cases),
                saved_at=self._clock(),
            )
            work.drafts.save(draft)
            self._note(work, draft, Step.SAVED, actor=actor)
            return DraftState(draft, work.drafts.steps(rule_set, version)), before is None

    def remove(self, rule_set: str, version: str, *, seen: Seen, actor: str) -> None:
        """The draft is gone and its log stays; raises what :meth:`save` raises, or ``DraftNotFound``."""
        with self._register.writing() as work:
            refuse_published(work.rule_sets, rule_set, version)
            state = draft_in(work, rule_set, version)
            seen.require(state.draft.digest)
            work.drafts.remove(rule_set, version)
            self._note(work, state.draft, Step.REMOVED, actor=actor)

    def check(self, rule_set: str, version: str, *, actor: str) -> CheckReport:
        """What the gate finds in the draft, noted in its log.

        No unit of work is open while the gate is at it, which takes seconds. Raises ``DraftNotFound`` or
        ``WrongStanding``.
        """
        draft = self.draft(rule_set, version).draft
        report = CheckReport(draft.digest, self._gate(draft.document, draft.cases))
        with self._register.writing() as work:
            refuse_published(work.rule_sets, rule_set, version)
            step = Step.CHECKED if report.passed else Step.REFUSED
            self._note(work, draft, step, actor=actor, engine_version=ENGINE_VERSION)
        return report

    def review(self, rule_set: str, version: str, *, review: Review, seen: Seen, actor: str) -> DraftState:
        """The draft with this review on record.

        Raises ``DraftNotFound``, ``PreconditionMissing``, ``PreconditionFailed``, or ``WrongStanding`` for a text that
        has not passed the gate.
        """
        with self._register.writing() as work:
            refuse_published(work.rule_sets, rule_set, version)
            state = draft_in(work, rule_set, version)
            seen.require(state.draft.digest)
            if not state.checked(engine=ENGINE_VERSION):
                raise WrongStanding("This text has not passed its check. Check it first, so that it is reviewed once.")
            self._note(work, state.draft, Step.REVIEWED, actor=actor, **review.record())
            return draft_in(work, rule_set, version)

    def _note(self, work: Writing, draft: Draft, step: Step, *, actor: str, **record: str) -> None:
        entry = DraftStep(step=step, digest=draft.digest, recorded_at=self._clock(), actor=actor, record=dict(record))
        work.drafts.record(draft.rule_set, draft.version, step=entry)


def draft_in(work: Writing, rule_set: str, version: str) -> DraftState:
    """The draft as the unit of work sees it; raises ``DraftNotFound``."""
    draft = work.drafts.find(rule_set, version)
    if draft is None:
        raise DraftNotFound(rule_set, version)
    return DraftState(draft, work.drafts.steps(rule_set, version))


def is_published(rule_sets: RuleSetReader, rule_set: str, version: str) -> bool:
    """Whether there is a stored version of this name."""
    try:
        rule_sets.history(rule_set, version)
    except (RuleSetNotFound, VersionNotFound):
        return False
    return True


def refuse_published(rule_sets: RuleSetReader, rule_set: str, version: str) -> None:
    """The name is free; raises ``WrongStanding`` where a version of this name is stored."""
    if is_published(rule_sets, rule_set, version):
        raise WrongStanding(
            f"Version `{version}` of `{rule_set}` is published and never changes: draft a version of its own."
        )
