"""Works out how the publication or the rollback of one version changes the standings of others. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.domain.answers.law import VersionStatus
from app.domain.language.head import LAW, Heading, Standing
from app.service.ports import VersionSummary
from app.service.refusals import WrongStanding
from app.service.timeline import NoLaw, Timeline


@dataclass(frozen=True, slots=True)
class Succession:
    """Says how the version itself stands from now on, and which others stand differently because of it."""

    own: Standing
    others: Mapping[str, Standing]


def published(head: Heading, timeline: Timeline, *, today: date, replaces: str | None = None) -> Succession:
    """Return the standing of a new version, and those of the versions that it supersedes.

    A law takes effect on its first day and lasts until its own last day or the day before the next law; what was law on
    its first day ends the day before. A law with a last day of its own interrupts others and ends none. A proposal or
    an enacted law without regulations has no place in time.

    Raises ``WrongStanding`` if another version takes effect on the same day and ``replaces`` does not name it: of two
    persons who publish at once, the second has not seen what the first did.
    """
    begins = head.effective_from
    if head.status not in LAW or begins is None:
        return Succession(head, {})
    current = timeline.law_on(begins)
    same_day = current if not isinstance(current, NoLaw) and current.effective_from == begins else None
    _require_named(same_day, current, replaces)
    days = [known.effective_from for known in timeline.placed if known.governs and known.effective_from is not None]
    ends = min(
        [day - timedelta(days=1) for day in days if day > begins] + ([head.effective_to] if head.effective_to else []),
        default=None,
    )
    others: dict[str, Standing] = {}
    if head.effective_to is None:
        for known in timeline.placed:
            if known.governs and known.effective_from == begins:
                others[known.version] = Standing(
                    status=VersionStatus.SUPERSEDED, effective_from=begins, effective_to=None
                )
            elif known.governs and known.spans(begins):
                others[known.version] = _placed(known.effective_from, begins - timedelta(days=1), today)
    return Succession(_placed(begins, ends, today), others)


def rolled_back(version: str, timeline: Timeline, *, today: date) -> Succession:
    """Return the standings as if ``version`` had never been published.

    Raises ``WrongStanding`` if it is not the last law published, if it has no place in time, or if there would be no
    law in its place.
    """
    target = timeline.by_name[version]
    if target not in timeline.placed:
        raise WrongStanding(f"Version `{version}` has no place in time that could be given back: withdraw it.")
    begun = _stored_at(target)
    for known in timeline.placed:
        if known is not target and _stored_at(known) > begun:
            raise WrongStanding(f"Version `{known.version}` was published after it: roll that one back first.")
    others: dict[str, Standing] = {}
    for name, known in timeline.by_name.items():
        if known.log and known.log[-1].caused_by == version:
            before = next(entry for entry in reversed(known.log) if entry.caused_by != version)
            others[name] = _placed(before.effective_from, before.effective_to, today) if before.governs else before
    remaining = [
        replace(known, **others.get(name, known).standing_fields())
        for name, known in timeline.by_name.items()
        if known is not target
    ]
    first_day = target.effective_from or date.min
    heir = Timeline.of(timeline.rule_set, remaining).law_on(first_day)
    if isinstance(heir, NoLaw) or not heir.spans(first_day):
        raise WrongStanding(f"No version would be the law in place of `{version}`: withdraw it instead.")
    return Succession(Standing(status=VersionStatus.WITHDRAWN, effective_from=None, effective_to=None), others)


def _require_named(same_day: VersionSummary | None, current: VersionSummary | NoLaw, replaces: str | None) -> None:
    name = current.version if not isinstance(current, NoLaw) else None
    if replaces is not None and replaces != name:
        raise WrongStanding(
            f"`replaces` names `{replaces}`, but the law on that day is {f'`{name}`' if name else 'none'}."
        )
    if same_day is not None and replaces is None:
        raise WrongStanding(f"`{same_day.version}` takes effect on the same day: to replace it, name it as `replaces`.")


def _placed(begins: date | None, ends: date | None, today: date) -> Standing:
    law = Standing(status=VersionStatus.IN_FORCE, effective_from=begins, effective_to=ends)
    return replace(law, status=law.standing_on(today))


def _stored_at(known: VersionSummary) -> datetime:
    return known.log[0].recorded_at if known.log else known.recorded_at
