"""Publishes a draft, withdraws a version, and takes a publication back. Each is one unit of work."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from app.domain.answers.law import TextOnRecord, VersionStatus
from app.domain.answers.lifecycle import EntryJson, HistoryJson
from app.domain.canonical import canonical_json, digest
from app.domain.errors import VersionNotFound
from app.domain.language.head import LAW, Standing, head_of
from app.domain.located import Plain, located
from app.domain.screening import ENGINE_VERSION
from app.service.access.scopes import WRITING, AccessScope
from app.service.catalogue import texts_json
from app.service.clock import Clock, time_in_utc
from app.service.drafting import WROTE, Drafting, Seen, refuse_published, unpublished_draft
from app.service.drafts import Draft, DraftAction, DraftReader, DraftStep, Repository, WritableArchive
from app.service.ports import RuleSetReader, RuleSetVersion, Transition, is_stored
from app.service.refusals import PreconditionMissing, RefusedByGate, SecondPersonNeeded, WrongStanding
from app.service.succession import published, rolled_back
from app.service.timeline import Timeline, next_moment

PROPOSALS: Final = frozenset({DraftAction.WITHDRAWAL_PROPOSED, DraftAction.ROLLBACK_PROPOSED})
PROPOSAL_LASTS: Final = timedelta(days=7)
"""How long another person may confirm what was proposed."""


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

    def withdraw(
        self, rule_set: str, version: str, *, seen: Seen, reason: str, actor: str, emergency: str | None = None
    ) -> HistoryJson:
        """Propose that the version answer only who pins it, and nothing else its days until something is published.

        Where ``emergency`` says why that cannot wait for a second person, it is done at once. Returns the history.
        Raises ``RuleSetNotFound``, ``VersionNotFound``, ``PreconditionMissing``, ``PreconditionFailed``, or
        ``WrongStanding`` if it is withdrawn already.
        """
        proposal = DraftAction.WITHDRAWAL_PROPOSED
        return self._propose(rule_set, version, proposal, seen=seen, reason=reason, actor=actor, emergency=emergency)

    def roll_back(
        self, rule_set: str, version: str, *, seen: Seen, reason: str, actor: str, emergency: str | None = None
    ) -> HistoryJson:
        """Propose to take the publication of a version back: it answers only who pins it.

        What it superseded is the law again. ``emergency``, what is returned and what is raised are as in
        :meth:`withdraw`; ``WrongStanding`` where it is not the last one published.
        """
        proposal = DraftAction.ROLLBACK_PROPOSED
        return self._propose(rule_set, version, proposal, seen=seen, reason=reason, actor=actor, emergency=emergency)

    def confirm(self, rule_set: str, version: str, *, seen: Seen, actor: str) -> HistoryJson:
        """Do what another person has proposed of a version since it last changed, and return the history.

        Raises what :meth:`withdraw` raises, ``SecondPersonNeeded`` for who proposed it, or ``WrongStanding`` where
        nothing is proposed, or only long ago.
        """
        with self._archive.writing() as work:
            self._require_seen(work, rule_set, version, seen)
            proposal = _proposal(work, rule_set, version)
            moment = next_moment(work.versions(rule_set), self._clock())
            if proposal is None or moment - proposal.recorded_at > PROPOSAL_LASTS:
                raise WrongStanding(f"Nothing is proposed of version `{version}`: propose it first.")
            if proposal.actor == actor:
                raise SecondPersonNeeded("You have proposed this yourself. Another person has to confirm it.")
            moment = max(moment, proposal.recorded_at + timedelta(microseconds=1))
            ending = _ending(work, rule_set, version, proposal.step, moment=moment)
            reason = proposal.record["reason"]
            ending.record(work, moment=moment, actor=actor, reason=reason, proposed_by=proposal.actor)
            return self._history(work, rule_set, version)

    def history(self, rule_set: str, version: str, *, shown_to: Collection[AccessScope] = WRITING) -> HistoryJson:
        """Return everything that happened to a version, as a draft and since.

        It stands as the calendar says: what is recorded as scheduled is in force from its first day on. What is not
        published is shown to whoever works on the law, by the scopes ``shown_to``, and to others is not there. Raises
        ``RuleSetNotFound`` or ``VersionNotFound``.
        """
        with self._archive.reading() as now:
            if set(WRITING).isdisjoint(shown_to):
                now.version(rule_set, version)
            return self._history(now, rule_set, version)

    def _propose(
        self,
        rule_set: str,
        version: str,
        proposal: DraftAction,
        *,
        seen: Seen,
        reason: str,
        actor: str,
        emergency: str | None,
    ) -> HistoryJson:
        with self._archive.writing() as work:
            self._require_seen(work, rule_set, version, seen)
            moment = next_moment(work.versions(rule_set), self._clock())
            # Whatever cannot be done is refused before anybody is asked to confirm it.
            ending = _ending(work, rule_set, version, proposal, moment=moment)
            if emergency is not None:
                ending.record(work, moment=moment, actor=actor, reason=reason, emergency=emergency)
            else:
                step = DraftStep(
                    step=proposal,
                    digest=work.version(rule_set, version).digest,
                    recorded_at=moment,
                    actor=actor,
                    record={"reason": reason},
                )
                work.record_step(rule_set, version, step=step)
            return self._history(work, rule_set, version)

    def _require_seen(self, work: Repository, rule_set: str, version: str, seen: Seen) -> None:
        work.version(rule_set, version)
        if seen.any_text or not seen.digests:
            raise PreconditionMissing("send the entity tag of the history of this version as `If-Match`.")
        seen.require(history_tag(self._history(work, rule_set, version)))

    def _history(self, now: DraftReader, rule_set: str, version: str) -> HistoryJson:
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
        as_draft = [_step_json(step) for step in steps if step.step not in PROPOSALS]
        proposed = [_step_json(step) for step in steps if step.step in PROPOSALS]
        since = sorted([*map(_transition_json, log), *proposed], key=lambda entry: entry["recorded_at"])
        entries = [*as_draft, *since]
        return {"rule_set": rule_set, "version": version, "standing": standing, "entries": entries, "texts": texts}


@dataclass(frozen=True, slots=True)
class Ending:
    """Holds what the withdrawal or the rollback of a version makes of its standing, and of the standings of others."""

    rule_set: str
    version: str
    own: Standing
    others: Mapping[str, Standing]
    rolled_back: bool

    def record(
        self,
        work: Repository,
        *,
        moment: datetime,
        actor: str,
        reason: str,
        proposed_by: str | None = None,
        emergency: str | None = None,
    ) -> None:
        """Record it, with who did it and why."""
        note = f"rolled back: {reason}" if self.rolled_back else reason
        by: dict[str, Any] = {"actor": actor, "proposed_by": proposed_by, "emergency": emergency}
        _record(work, self.rule_set, {self.version: self.own}, moment=moment, note=note, **by)
        _record(work, self.rule_set, self.others, moment=moment, caused_by=self.version, **by)


def history_tag(history: HistoryJson) -> str:
    """Return what identifies how a version stands and stood: it changes with every entry, and with the calendar."""
    entries: list[Plain] = [
        [each["status"], each["recorded_at"].isoformat(), each["actor"]] for each in history["entries"]
    ]
    texts: list[Plain] = [text["digest"] for text in history["texts"]]
    return digest(canonical_json([history["standing"], texts, *entries]))


def open_proposal(history: HistoryJson) -> bool:
    """Tell whether the last entry is a proposal, which somebody else may confirm."""
    return history["entries"][-1]["status"] in PROPOSALS


def _proposal(work: Repository, rule_set: str, version: str) -> DraftStep | None:
    """Return what was last proposed of a version, if nothing has happened to it since."""
    steps = [step for step in work.draft_log(rule_set, version) if step.step in PROPOSALS]
    changed = work.version(rule_set, version).log[-1].recorded_at
    return steps[-1] if steps and steps[-1].recorded_at > changed else None


def _ending(work: Repository, rule_set: str, version: str, proposal: DraftAction, *, moment: datetime) -> Ending:
    """Work out what is proposed; raises ``WrongStanding``."""
    if proposal is DraftAction.ROLLBACK_PROPOSED:
        succession = rolled_back(version, _timeline(work, rule_set), today=moment.date())
        return Ending(rule_set, version, succession.own, succession.others, rolled_back=True)
    stored = work.version(rule_set, version)
    if stored.status is VersionStatus.WITHDRAWN:
        raise WrongStanding(f"Version `{version}` of `{rule_set}` is withdrawn already.")
    begins, ends = (stored.effective_from, stored.effective_to) if stored.governs else (None, None)
    withdrawn = Standing(status=VersionStatus.WITHDRAWN, effective_from=begins, effective_to=ends)
    return Ending(rule_set, version, withdrawn, {}, rolled_back=False)


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
    proposed_by: str | None = None,
    emergency: str | None = None,
) -> None:
    for version, standing in standings.items():
        stands = standing.standing_fields()
        entry = Transition(
            **stands,
            recorded_at=moment,
            actor=actor,
            note=note,
            caused_by=caused_by,
            proposed_by=proposed_by,
            emergency=emergency,
        )
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
    told: EntryJson = {
        "status": entry.status,
        "recorded_at": entry.recorded_at,
        "actor": entry.actor,
        "effective_from": entry.effective_from,
        "effective_to": entry.effective_to,
        "note": entry.note,
        "caused_by": entry.caused_by,
    }
    if entry.proposed_by is not None:
        told["proposed_by"] = entry.proposed_by
    if entry.emergency is not None:
        told["emergency"] = entry.emergency
    return told
