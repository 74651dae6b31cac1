"""Publishes a draft, withdraws a version, and takes a publication back. Each is one unit of work."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from app.domain.answers.law import TextOnRecord, VersionStatus
from app.domain.answers.lifecycle import EntryJson, HistoryJson
from app.domain.errors import VersionNotFound
from app.domain.language.head import LAW, Standing, head_of
from app.domain.located import located
from app.domain.screening import ENGINE_VERSION
from app.service.catalogue import texts_json
from app.service.clock import Clock, time_in_utc
from app.service.drafting import WROTE, Drafting, Seen, refuse_published, unpublished_draft
from app.service.drafts import Draft, DraftStep, Repository, WritableArchive
from app.service.ports import RuleSetReader, RuleSetVersion, Transition, is_stored
from app.service.refusals import RefusedByGate, SecondPersonNeeded, WrongStanding
from app.service.succession import published, rolled_back
from app.service.timeline import Timeline, next_moment


class Publishing:
    """Publishes drafts, withdraws versions and rolls publications back."""

    def __init__(self, archive: WritableArchive, drafting: Drafting, *, clock: Clock = time_in_utc) -> None:
        self._archive = archive
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
        """Store the draft as a version, never to be changed: scheduled until its first day, then in force.

        ``effective_from`` is the first day as the publisher understands it, and has to be that of the text. What the
        gate has not passed in this text is put to it now.

        Raises ``DraftNotFound``, ``PreconditionMissing``, ``PreconditionFailed``, ``RefusedByGate`` with the findings,
        ``SecondPersonNeeded``, or ``WrongStanding`` where the text was not reviewed, is published already, or cannot
        take its place in time.
        """
        draft = self._drafting.draft(rule_set, version)
        with self._archive.reading() as now:
            refuse_published(now, rule_set, version)
        seen.require(draft.digest)
        if not draft.checked(engine=ENGINE_VERSION):
            report = self._drafting.check(rule_set, version, actor=actor)
            if not report["passed"]:
                raise RefusedByGate(report["findings"])
        with self._archive.writing() as work:
            # All that was found before may have changed while this one waited for its turn.
            draft = unpublished_draft(work, rule_set, version, seen=seen)
            timeline = _timeline(work, rule_set)
            moment = next_moment(timeline.by_name.values(), self._clock())
            stated = _fit_to_publish(draft, actor=actor, effective_from=effective_from, moment=moment)
            succession = published(stated, timeline, today=moment.date(), replaces=replaces)
            stored = replace(stated, **succession.own.standing_fields())
            work.add_version(stored, actor=actor, note=_note(draft, publisher=actor))
            _record(work, rule_set, succession.others, moment=moment, actor=actor, caused_by=version)
        return stored

    def withdraw(self, rule_set: str, version: str, *, reason: str, actor: str) -> None:
        """Let the version answer only who pins it, and nothing in its place until something is published there.

        Raises ``RuleSetNotFound``, ``VersionNotFound``, or ``WrongStanding`` if it is withdrawn already.
        """
        with self._archive.writing() as work:
            stored = work.version(rule_set, version)
            if stored.status is VersionStatus.WITHDRAWN:
                raise WrongStanding(f"Version `{version}` of `{rule_set}` is withdrawn already.")
            begins, ends = (stored.effective_from, stored.effective_to) if stored.governs else (None, None)
            withdrawn = Standing(status=VersionStatus.WITHDRAWN, effective_from=begins, effective_to=ends)
            moment = next_moment(work.versions(rule_set), self._clock())
            _record(work, rule_set, {version: withdrawn}, moment=moment, actor=actor, note=reason)

    def roll_back(self, rule_set: str, version: str, *, reason: str, actor: str) -> tuple[str, ...]:
        """Take the publication of a version back, and return the names of those that stand again as before it.

        The version answers only who pins it, and what it superseded is the law again. Raises ``RuleSetNotFound``,
        ``VersionNotFound``, or ``WrongStanding`` where it is not the last one published.
        """
        with self._archive.writing() as work:
            work.version(rule_set, version)
            timeline = _timeline(work, rule_set)
            moment = next_moment(timeline.by_name.values(), self._clock())
            succession = rolled_back(version, timeline, today=moment.date())
            own, note = {version: succession.own}, f"rolled back: {reason}"
            _record(work, rule_set, own, moment=moment, actor=actor, note=note)
            _record(work, rule_set, succession.others, moment=moment, actor=actor, caused_by=version)
        return tuple(succession.others)

    def history(self, rule_set: str, version: str) -> HistoryJson:
        """Return everything that happened to a version, as a draft and since.

        It stands as the calendar says: what is recorded as scheduled is in force from its first day on. Raises
        ``RuleSetNotFound`` or ``VersionNotFound``.
        """
        with self._archive.reading() as now:
            log: tuple[Transition, ...] = ()
            texts: list[TextOnRecord] = []
            steps = now.draft_log(rule_set, version)
            if is_stored(now, rule_set, version):
                stored = now.version(rule_set, version)
                standing, log = str(stored.standing_on(self._clock().date())), stored.log
                texts = texts_json(stored)
            elif (draft := now.draft(rule_set, version)) is not None:
                standing = draft.standing
            elif steps:
                standing = steps[-1].step
            else:
                now.versions(rule_set)
                raise VersionNotFound(rule_set, version)
        entries = [*map(_step_json, steps), *map(_transition_json, log)]
        return {"rule_set": rule_set, "version": version, "standing": standing, "entries": entries, "texts": texts}


def _fit_to_publish(draft: Draft, *, actor: str, effective_from: date | None, moment: datetime) -> RuleSetVersion:
    """Return the version that a draft states, which may be published by this person; raises ``WrongStanding``."""
    if not draft.checked(engine=ENGINE_VERSION):
        raise WrongStanding("The last check of this text refused it: check it again.")
    if draft.review is None:
        raise WrongStanding("This text has not been reviewed: put a review of it on record first.")
    if actor in draft.authors:
        raise SecondPersonNeeded(WROTE)
    if draft.review_for(actor) is None:
        raise SecondPersonNeeded("No other person than its authors and you has reviewed this text. A third has to.")
    tree = located(draft.document, "draft")
    stated = RuleSetVersion.of(tree, head_of(tree), source=f"draft {draft.digest}", recorded_at=moment)
    if stated.effective_from != effective_from and (stated.status in LAW or effective_from is not None):
        says = f"says {stated.effective_from}" if stated.effective_from else "names no day"
        raise WrongStanding(f"The text that was reviewed {says} as `effective_from`: publish it for that day.")
    return stated


def _timeline(rule_sets: RuleSetReader, rule_set: str) -> Timeline:
    known = rule_sets.versions(rule_set) if rule_set in rule_sets.rule_sets() else ()
    return Timeline.of(rule_set, known)


def _record(
    work: Repository,
    rule_set: str,
    standings: Mapping[str, Standing],
    *,
    moment: datetime,
    actor: str,
    note: str = "",
    caused_by: str | None = None,
) -> None:
    for version, standing in standings.items():
        stands = standing.standing_fields()
        entry = Transition(**stands, recorded_at=moment, actor=actor, note=note, caused_by=caused_by)
        work.record_transition(rule_set, version, transition=entry)


def _note(draft: Draft, *, publisher: str) -> str:
    review = draft.review_for(publisher)
    return f"drafted by {', '.join(sorted(draft.authors))}" + (f"; reviewed by {review.actor}" if review else "")


def _step_json(step: DraftStep) -> EntryJson:
    return {
        "status": step.step,
        "recorded_at": step.recorded_at,
        "actor": step.actor,
        "digest": step.digest,
        "record": step.record,
    }


def _transition_json(entry: Transition) -> EntryJson:
    return {
        "status": entry.status,
        "recorded_at": entry.recorded_at,
        "actor": entry.actor,
        "effective_from": entry.effective_from,
        "effective_to": entry.effective_to,
        "note": entry.note,
        "caused_by": entry.caused_by,
    }
