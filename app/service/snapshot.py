"""Holds the law as one process knows it at one moment, and chooses the version that answers a request."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple, Self

from app.domain.answers.law import SelectedBy, VersionStatus
from app.domain.canonical import canonical_json, digest
from app.domain.effort import Effort
from app.domain.errors import RuleSetNotFound, StorageUnavailable, VersionNotFound
from app.domain.located import Plain
from app.domain.screening import Law
from app.service.clock import day_in_utc
from app.service.ports import VersionSummary, named_text
from app.service.timeline import NoLaw, Timeline

DEFAULT_RULE_SET = "us-oisp"
"""The rule set that answers where none is named."""


class Selected(NamedTuple):
    """Holds the version that answers, ready to be applied."""

    version: VersionSummary
    compiled: Law
    selected_by: SelectedBy

    def within(self, effort: Effort) -> "Selected":
        """Return the same, with all that the law is asked for taken from one effort."""
        return self._replace(compiled=self.compiled.within(effort))


@dataclass(frozen=True, slots=True)
class Absent:
    """Says that no law answers, and why."""

    law: NoLaw
    selected_by: SelectedBy


def no_earlier_text(version: VersionSummary) -> Law:
    """Say that a text that was superseded is not at hand."""
    raise StorageUnavailable(f"The text {version.digest} of version `{version.version}` is not at hand.")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Holds all versions at one moment. Nothing in it changes, so any number of threads read it without waiting.

    ``compiled`` and ``failures`` are keyed by digest, and the text of each version is in one of them. ``earlier`` gives
    the law by a text that was superseded, which few ask for. ``default`` answers a request that names no rule set.
    ``today`` says only what is in force, never what answers a transaction.
    """

    rule_sets: Mapping[str, Timeline]
    compiled: Mapping[str, Law]
    failures: Mapping[str, str]
    default: Timeline | None
    today: Callable[[], date] = field(default=day_in_utc)
    earlier: Callable[[VersionSummary], Law] = field(default=no_earlier_text)

    @classmethod
    def of(
        cls,
        rule_sets: Mapping[str, Iterable[VersionSummary]],
        compiled: Mapping[str, Law],
        *,
        failures: Mapping[str, str],
        today: Callable[[], date] = day_in_utc,
        earlier: Callable[[VersionSummary], Law] = no_earlier_text,
    ) -> Self:
        """Make a snapshot. The default is ``DEFAULT_RULE_SET``, or else the first that ever was law.

        A default whose versions have all been withdrawn remains the default: no other law stands in for it.
        """
        timelines = {name: Timeline.of(name, versions) for name, versions in rule_sets.items()}
        ever_law = {name: timeline for name, timeline in timelines.items() if timeline.placed}
        default = ever_law.get(DEFAULT_RULE_SET) or next(iter(ever_law.values()), None)
        return cls(timelines, compiled, failures, default, today, earlier)

    def select(
        self,
        rule_set: str | None = None,
        version: str | None = None,
        *,
        completion_date: date | None = None,
        fund_completions: tuple[date | None, ...] = (),
        as_known_on: datetime | None = None,
    ) -> Selected | Absent:
        """Return the version that answers: the pinned one, or else the law on the completion date.

        ``fund_completions`` holds the completion date of the fund's deal where there is one. A date that is not known
        may be any day: then a version answers only if it is the law on every day. Where two dates fall under two
        versions, none answers. ``as_known_on`` (UTC) shuts out all that was recorded later. A rule set that never had
        a law gives its latest proposed or enacted version: it answers only callers who name it, and the answer carries
        the status.

        Raises ``RuleSetNotFound``, ``VersionNotFound``, or ``StorageUnavailable`` if the version cannot be applied.
        """
        if version is not None:
            return self.pinned(rule_set, version)
        timeline = self._timeline(rule_set)
        selected_by = SelectedBy.DEFAULT if completion_date is None else SelectedBy.COMPLETION_DATE
        if as_known_on is not None:
            selected_by, timeline = SelectedBy.AS_KNOWN, timeline.as_known(as_known_on)
        if timeline.placed:
            law = _law(timeline, completion_date, fund_completions)
        elif rule_set is not None and timeline.pending is not None:
            law = timeline.pending
            selected_by = SelectedBy.DEFAULT if as_known_on is None else selected_by
        elif as_known_on is not None:
            known = f"No version of `{timeline.rule_set}` with force of law was on record at {as_known_on.isoformat()}."
            law = NoLaw(timeline.rule_set, known)
        else:
            raise VersionNotFound(timeline.rule_set, VersionStatus.IN_FORCE)
        return Absent(law, selected_by) if isinstance(law, NoLaw) else self._selected(law, selected_by)

    def pinned(self, rule_set: str | None, version: str) -> Selected:
        """Return the version of this name, or one text of it, named as ``NAME@DIGEST``; raises like :meth:`select`."""
        timeline = self._timeline(rule_set)
        name, text = named_text(version)
        if name not in timeline.by_name:
            raise VersionNotFound(timeline.rule_set, version)
        return self._selected(timeline.by_name[name].with_text(text), SelectedBy.PINNED_VERSION)

    def stored(self, rule_set: str, version: str) -> VersionSummary | None:
        """Return the version of this name, if there is one."""
        timeline = self.rule_sets.get(rule_set)
        return timeline.by_name.get(version) if timeline is not None else None

    @property
    def in_force(self) -> tuple[VersionSummary, ...]:
        """The versions in force today that can be applied."""
        today = self.today()
        laws = (timeline.law_on(today) for timeline in self.rule_sets.values())
        return tuple(
            law for law in laws if not isinstance(law, NoLaw) and law.spans(today) and law.digest in self.compiled
        )

    @property
    def held(self) -> tuple[VersionSummary, ...]:
        """The versions that can be applied, sorted by rule set and version, each with its standing of today."""
        today = self.today()
        return tuple(
            replace(known, status=known.standing_on(today))
            for _, timeline in sorted(self.rule_sets.items())
            for _, known in sorted(timeline.by_name.items())
            if known.digest in self.compiled
        )

    @property
    def digest(self) -> str:
        """What identifies the versions and how each stands, the same for every process that knows the same law."""
        standing: Plain = [
            [v.rule_set, v.version, *_digests(v), v.status, str(v.effective_from), str(v.effective_to)]
            for _, timeline in sorted(self.rule_sets.items())
            for _, v in sorted(timeline.by_name.items())
        ]
        return digest(canonical_json(standing))

    @property
    def unusable(self) -> tuple[tuple[VersionSummary, str], ...]:
        """The versions that this process cannot apply, whatever their standing, each with the reason."""
        return tuple(
            (known, self.failures[known.digest])
            for timeline in self.rule_sets.values()
            for known in timeline.by_name.values()
            if known.digest in self.failures
        )

    def _timeline(self, rule_set: str | None) -> Timeline:
        if rule_set is None:
            if self.default is None:
                raise StorageUnavailable("No rule set with a version in force has been loaded.")
            return self.default
        if rule_set not in self.rule_sets:
            raise RuleSetNotFound(rule_set)
        return self.rule_sets[rule_set]

    def _selected(self, version: VersionSummary, selected_by: SelectedBy) -> Selected:
        if version.superseded:
            return Selected(version, self.earlier(version), selected_by)
        # A version that cannot be applied is never replaced by another, nor a text by an earlier one: that would answer
        # under the wrong law.
        if version.digest not in self.compiled:
            raise StorageUnavailable(
                f"Version `{version.version}` of `{version.rule_set}` is stored but cannot be applied by this release."
            )
        return Selected(version, self.compiled[version.digest], selected_by)


def _digests(version: VersionSummary) -> list[Plain]:
    return [version.digest, *(text.digest for text in version.texts[:-1])]


def _law(
    timeline: Timeline, completion: date | None, fund_completions: tuple[date | None, ...]
) -> VersionSummary | NoLaw:
    """Choose the law on all completion dates.

    There is none where a date is unknown and the law changes with it, or where two dates fall under two versions.
    """
    if completion is not None and not fund_completions:
        return timeline.law_on(completion)
    days = [day for day in (completion, *fund_completions) if day is not None]
    if len(days) == 1 + len(fund_completions):
        found = [timeline.law_on(day) for day in days]
    elif len(found := timeline.laws()) != 1 or isinstance(found[0], NoLaw):
        return NoLaw(timeline.rule_set, _undated(timeline.rule_set, found, completion))
    law, *of_fund = found
    other = next((each for each in of_fund if each is not law), law)
    if isinstance(law, NoLaw) or isinstance(other, NoLaw) or other is law:
        return law if isinstance(law, NoLaw) else other
    why = f"The deal is completed under version `{law.version}` and the fund's deal under version `{other.version}`"
    return NoLaw(timeline.rule_set, f"{why}: screen each by itself.")


def _undated(rule_set: str, laws: list[VersionSummary | NoLaw], completion: date | None) -> str:
    names = [f"`{law.version}`" for law in laws if not isinstance(law, NoLaw)]
    undated = "the transaction gives no completion date" if completion is None else "the fund's deal has no such date"
    if not names:
        return f"No version of `{rule_set}` is in force, and {undated}."
    choice = " or ".join(names if len(names) == len(laws) else [*names, "none"])
    return f"Which version of `{rule_set}` applies ({choice}) turns on the completion date, and {undated}."
