"""Publishing a draft, withdrawing a version, and taking a publication back. Each is one unit of work."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from app.domain.answers.law import Status
from app.domain.canonical import canonical_json, digest
from app.domain.errors import VersionNotFound
from app.domain.language.located import Mapping, located
from app.domain.screening import ENGINE_VERSION
from app.service.drafting import Clock, Drafting, Seen, draft_in, is_published, refuse_published, time_in_utc
from app.service.drafts import DraftState, DraftStep, Register, Writing
from app.service.heading import Heading, heading
from app.service.ports import LAW, RuleSetVersion, Transition
from app.service.refusals import RefusedByGate, SecondPersonNeeded, WrongStanding
from app.service.succession import Place, Succession, published, rolled_back
from app.service.timeline import Timeline


@dataclass(frozen=True, slots=True)
class History:
    """Everything that happened to one version: its steps as a draft, then how it stood. ``standing`` is how it stands.

    ``standing`` follows the calendar: what is recorded as scheduled is in force from its first day on.
    """

    rule_set: str
    version: str
    standing: str
    steps: tuple[DraftStep, ...]
    transitions: tuple[Transition, ...]


class Enactment:
    """What makes a text the law, and what ends that."""

    def __init__(self, register: Register, drafting: Drafting, *, clock: Clock = time_in_utc) -> None:
        self._register = register
        self._drafting = drafting
        self._clock = clock

    def publish(
        self,
        rule_set: str,
        version: str,
        *,
        seen: Seen,
        actor: str,
        effective_from: date | None = None,
        replaces: str | None = None,
    ) -> RuleSetVersion:
        """The version, stored and never to be changed: scheduled until its first day, then in force.

        ``effective_from`` is the first day as the publisher understands it, and has to be that of the text. What the
        gate has not passed in this text is put to it now.

        Raises ``DraftNotFound``, ``PreconditionMissing``, ``PreconditionFailed``, ``RefusedByGate`` with the findings,
        ``SecondPersonNeeded``, or ``WrongStanding`` where the text was not reviewed, is published already, or cannot
        take its place in time.
        """
        state = self._drafting.draft(rule_set, version)
        with self._register.reading() as now:
            refuse_published(now.rule_sets, rule_set, version)
        seen.require(state.draft.digest)
        if not state.checked(engine=ENGINE_VERSION):
            report = self._drafting.check(rule_set, version, actor=actor)
            if not report.passed:
                raise RefusedByGate(report.findings)
        with self._register.writing() as work:
            # All that was found before may have changed while this one waited for its turn.
            refuse_published(work.rule_sets, rule_set, version)
            state = draft_in(work, rule_set, version)
            seen.require(state.draft.digest)
            head = _fit_to_publish(state, actor=actor, effective_from=effective_from)
            timeline = _timeline(work, rule_set)
            moment = _after(timeline, self._clock())
            succession = published(head, timeline, today=moment.date(), replaces=replaces)
            stored = _stored(state, head, succession.own, moment=moment)
            work.rule_sets.add_version(stored, actor=actor, note=_note(state))
            self._move_others(work, rule_set, succession, moment=moment, actor=actor, because=version)
        return stored

    def withdraw(self, rule_set: str, version: str, *, reason: str, actor: str) -> None:
        """The version answers only who pins it, and nothing answers in its place until something is published there.

        Raises ``RuleSetNotFound``, ``VersionNotFound``, or ``WrongStanding`` if it is withdrawn already.
        """
        with self._register.writing() as work:
            stored = work.rule_sets.version(rule_set, version)
            if stored.status is Status.WITHDRAWN:
                raise WrongStanding(f"Version `{version}` of `{rule_set}` is withdrawn already.")
            place = (stored.effective_from, stored.effective_to) if stored.governs else (None, None)
            moment = _after(_timeline(work, rule_set), self._clock())
            entry = _entry((Status.WITHDRAWN, *place), moment=moment, actor=actor, note=reason)
            work.rule_sets.record_transition(rule_set, version, transition=entry)

    def roll_back(self, rule_set: str, version: str, *, reason: str, actor: str) -> tuple[str, ...]:
        """The version answers only who pins it, and what it superseded is the law again; the names of those.

        Raises ``RuleSetNotFound``, ``VersionNotFound``, or ``WrongStanding`` where it is not the last one published.
        """
        with self._register.writing() as work:
            work.rule_sets.version(rule_set, version)
            timeline = _timeline(work, rule_set)
            moment = _after(timeline, self._clock())
            succession = rolled_back(version, timeline, today=moment.date())
            entry = _entry(succession.own, moment=moment, actor=actor, note=f"rolled back: {reason}")
            work.rule_sets.record_transition(rule_set, version, transition=entry)
            self._move_others(work, rule_set, succession, moment=moment, actor=actor, because=version)
        return tuple(succession.others)

    def history(self, rule_set: str, version: str) -> History:
        """The log of a version, or of its draft; raises ``RuleSetNotFound`` or ``VersionNotFound``."""
        with self._register.reading() as now:
            steps, draft = now.drafts.steps(rule_set, version), now.drafts.find(rule_set, version)
            if is_published(now.rule_sets, rule_set, version):
                stored = now.rule_sets.version(rule_set, version)
                standing = stored.standing_on(self._clock().date())
                return History(rule_set, version, standing, steps, now.rule_sets.history(rule_set, version))
            if draft is not None:
                return History(rule_set, version, DraftState(draft, steps).standing, steps, ())
            if steps:
                return History(rule_set, version, steps[-1].step, steps, ())
            now.rule_sets.versions(rule_set)
            raise VersionNotFound(rule_set, version)

    def _move_others(
        self, work: Writing, rule_set: str, succession: Succession, *, moment: datetime, actor: str, because: str
    ) -> None:
        for name, place in succession.others.items():
            entry = _entry(place, moment=moment, actor=actor, caused_by=because)
            work.rule_sets.record_transition(rule_set, name, transition=entry)


def _fit_to_publish(state: DraftState, *, actor: str, effective_from: date | None) -> Heading:
    if not state.checked(engine=ENGINE_VERSION):
        raise WrongStanding("The last check of this text refused it: check it again.")
    if state.review is None:
        raise WrongStanding("This text has not been reviewed: put a review of it on record first.")
    if actor in state.authors:
        raise SecondPersonNeeded
    head = heading(cast("Mapping", located(state.draft.document, "draft")))
    if head.effective_from != effective_from and (head.status in LAW or effective_from is not None):
        says = f"says {head.effective_from}" if head.effective_from else "names no day"
        raise WrongStanding(f"The text that was reviewed {says} as `effective_from`: publish it for that day.")
    return head


def _timeline(work: Writing, rule_set: str) -> Timeline:
    if rule_set not in work.rule_sets.rule_sets():
        return Timeline.of(rule_set, [])
    return Timeline.of(rule_set, work.rule_sets.versions(rule_set), work.rule_sets.logs(rule_set))


def _after(timeline: Timeline, moment: datetime) -> datetime:
    # Clocks of several machines disagree, and what is known as of a time rests on these times being in order.
    last = max((entry.recorded_at for log in timeline.logs.values() for entry in log), default=None)
    return moment if last is None or moment > last else last + timedelta(microseconds=1)


def _entry(place: Place, *, moment: datetime, actor: str, note: str = "", caused_by: str | None = None) -> Transition:
    status, begins, ends = place
    return Transition(
        status=status,
        effective_from=begins,
        effective_to=ends,
        recorded_at=moment,
        actor=actor,
        note=note,
        caused_by=caused_by,
    )


def _stored(state: DraftState, head: Heading, place: Place, *, moment: datetime) -> RuleSetVersion:
    status, begins, ends = place
    return RuleSetVersion(
        rule_set=head.rule_set,
        version=head.version,
        title=head.title,
        status=status,
        effective_from=begins,
        effective_to=ends,
        digest=digest(canonical_json(state.draft.document)),
        source=f"draft {state.draft.digest}",
        recorded_at=moment,
        document=state.draft.document,
    )


def _note(state: DraftState) -> str:
    review = state.review
    return f"drafted by {', '.join(sorted(state.authors))}" + (f"; reviewed by {review.actor}" if review else "")
