"""Orders one rule set in time: which version is the law on a day, and why there may be none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

from app.domain.answers.law import VersionStatus
from app.domain.language.head import NEVER_LAW
from app.service.ports import VersionSummary


@dataclass(frozen=True, slots=True)
class NoLaw:
    """Says that no version is the law on the day asked for; ``statement`` is a sentence that says why."""

    rule_set: str
    statement: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Orders the versions of one rule set in time.

    ``by_name`` are all its versions. ``placed`` are those that have or had a place in time, by the day they take
    effect; of two from one day the later stored comes last. A withdrawn version keeps its place, and nothing answers
    there: what it replaced is not the law again until someone says so. ``pending`` is the latest proposed or enacted.
    """

    rule_set: str
    by_name: Mapping[str, VersionSummary]
    placed: tuple[VersionSummary, ...]
    pending: VersionSummary | None

    @classmethod
    def of(cls, rule_set: str, versions: Iterable[VersionSummary]) -> Self:
        """Order the versions, given in any order, each as it stands."""
        ordered = tuple(sorted(versions, key=lambda v: (v.effective_from or date.min, v.recorded_at, v.version)))
        return cls(
            rule_set=rule_set,
            by_name={known.version: known for known in ordered},
            placed=tuple(known for known in ordered if known.governs or _leaves_a_gap(known)),
            pending=next((known for known in reversed(ordered) if known.status in NEVER_LAW), None),
        )

    def as_known(self, moment: datetime) -> Self:
        """Return the timeline as it was on record at ``moment`` (UTC), each version with the text of that moment."""
        standing = (_as_known(known, moment) for known in self.by_name.values())
        return self.of(self.rule_set, [known for known in standing if known is not None])

    def laws(self) -> list[VersionSummary | NoLaw]:
        """Return what is the law on some day, the earliest first, each once."""
        begins = {known.effective_from for known in self.placed if known.effective_from is not None}
        ends = {known.effective_to for known in self.placed if known.effective_to is not None}
        turns = begins | {day + timedelta(days=1) for day in ends if day < date.max}
        laws = (self.law_on(day) for day in sorted(turns))
        return list({None if isinstance(law, NoLaw) else law.version: law for law in laws}.values())

    def law_on(self, day: date) -> VersionSummary | NoLaw:
        """Return the law on ``day``; before the first law the first one, whose text says from when on it reaches.

        In a gap, after the end and where a version was withdrawn there is none.
        """
        first = self.placed[0].effective_from if self.placed else None
        begun = first is not None and first <= day
        # Of those that span the day, the last to take effect has the place.
        there = next((known for known in reversed(self.placed) if known.spans(day if begun else first or day)), None)
        if there is not None and there.governs:
            return there
        if there is not None:
            why = f": version `{there.version}` was withdrawn, and nothing has taken its place"
        elif begun:
            over = [known for known in self.placed if known.effective_from is not None and known.effective_from <= day]
            last = max(over, key=lambda known: known.effective_to or date.max)
            why = f": version `{last.version}` ended on {last.effective_to}, and nothing follows it"
        else:
            why = ": none has been published"
        return NoLaw(self.rule_set, f"No version of `{self.rule_set}` is in force on {day}{why}.")


def _leaves_a_gap(version: VersionSummary) -> bool:
    return version.status is VersionStatus.WITHDRAWN and version.effective_from is not None


def _as_known(version: VersionSummary, moment: datetime) -> VersionSummary | None:
    if not version.log:
        return version if version.recorded_at <= moment else None
    last = next((entry for entry in reversed(version.log) if entry.recorded_at <= moment), None)
    if last is None:
        return None
    text = next((text.digest for text in reversed(version.texts) if text.recorded_at <= moment), None)
    return replace(version.with_text(text), **last.standing_fields())


def next_moment(known: Iterable[VersionSummary], now: datetime) -> datetime:
    """Return ``now``, or a moment after everything on record of the versions of a rule set, if that is later.

    Clocks of several machines disagree, and what is known as of a time rests on these times being in order.
    """
    texts = {text.recorded_at for version in known for text in version.texts}
    entries = {entry.recorded_at for version in known for entry in version.log}
    last = max(texts | entries, default=None)
    return now if last is None or now > last else last + timedelta(microseconds=1)
