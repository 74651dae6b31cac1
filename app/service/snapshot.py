"""The law as one process knows it at one moment, and the choice of the version that answers a request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, Self, TypeVar

from app.domain.errors import RuleSetNotFound, StorageUnavailable, VersionNotFound
from app.service.ports import Status, VersionSummary

T = TypeVar("T")

# What a rule set without any law in force offers to a caller who names it: the answer carries the status.
PENDING = (Status.PROPOSED, Status.ENACTED, Status.SCHEDULED)


class SelectedBy(StrEnum):
    """What decided which version answers."""

    PINNED_VERSION = "pinned_version"
    COMPLETION_DATE = "completion_date"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Selected(Generic[T]):
    """The version that answers, ready to be applied."""

    version: VersionSummary
    compiled: T
    selected_by: SelectedBy


@dataclass(frozen=True, slots=True)
class Unusable:
    """A stored version that this process cannot apply, and why."""

    rule_set: str
    version: str
    status: Status
    reason: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """One rule set through time, sorted out beforehand so that choosing costs a request next to nothing.

    ``versions`` are all there are, by the day they take effect; of two from one day the later stored comes last.
    ``governing`` are those that were, are or will be law. ``in_force`` is the latest in force; ``pending`` the latest
    that is proposed, enacted or scheduled.
    """

    rule_set: str
    versions: tuple[VersionSummary, ...]
    by_name: Mapping[str, VersionSummary]
    governing: tuple[VersionSummary, ...]
    in_force: VersionSummary | None
    pending: VersionSummary | None

    @classmethod
    def of(cls, rule_set: str, versions: Iterable[VersionSummary]) -> Self:
        """The timeline of the versions, given in any order."""
        ordered = tuple(sorted(versions, key=lambda v: (v.effective_from or date.min, v.recorded_at, v.version)))
        return cls(
            rule_set=rule_set,
            versions=ordered,
            by_name={known.version: known for known in ordered},
            governing=tuple(known for known in ordered if known.status in (Status.IN_FORCE, Status.SUPERSEDED)),
            in_force=next((known for known in reversed(ordered) if known.status is Status.IN_FORCE), None),
            pending=next((known for known in reversed(ordered) if known.status in PENDING), None),
        )

    def law_on(self, day: date) -> VersionSummary | None:
        """The law on ``day``; before the first law the first one, in a gap or after the end the one that ended last.

        What it says of its own reach in time is part of the answer. ``None`` if there never was any law.
        """
        begun = [known for known in self.governing if known.effective_from is not None and known.effective_from <= day]
        in_force = [known for known in begun if known.effective_to is None or day <= known.effective_to]
        ended_last = sorted(begun, key=lambda known: known.effective_to or date.max)
        return (in_force or ended_last or self.governing[:1] or (None,))[-1]


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[T]):
    """All versions at one moment. Nothing in it changes, so any number of threads read it without waiting.

    ``compiled`` and ``failures`` are keyed by digest, and each digest is in one of them. ``default`` answers a request
    that names no rule set.
    """

    rule_sets: Mapping[str, Timeline]
    compiled: Mapping[str, T]
    failures: Mapping[str, str]
    default: Timeline | None

    @classmethod
    def of(
        cls,
        rule_sets: Mapping[str, Iterable[VersionSummary]],
        compiled: Mapping[str, T],
        *,
        failures: Mapping[str, str],
        default_rule_set: str,
    ) -> Self:
        """The snapshot of these versions. The default is ``default_rule_set``, or else the first one in force."""
        timelines = {name: Timeline.of(name, versions) for name, versions in rule_sets.items()}
        with_law = {name: timeline for name, timeline in timelines.items() if timeline.in_force}
        default = with_law.get(default_rule_set) or next(iter(with_law.values()), None)
        return cls(timelines, compiled, failures, default)

    def select(
        self, rule_set: str | None = None, version: str | None = None, *, completion_date: date | None = None
    ) -> Selected[T]:
        """The version that answers: the pinned one, else the law on the completion date, else the latest in force.

        A rule set that never had a law in force gives its latest proposed, enacted or scheduled version: it answers
        only callers who name it, and the answer carries the status.

        Raises ``RuleSetNotFound``, ``VersionNotFound``, or ``StorageUnavailable`` if the version cannot be applied.
        """
        timeline = self._timeline(rule_set)
        if version is not None:
            if version not in timeline.by_name:
                raise VersionNotFound(timeline.rule_set, version)
            return self._selected(timeline.by_name[version], SelectedBy.PINNED_VERSION)
        if completion_date is not None:
            law = timeline.law_on(completion_date)
            if law is not None:
                return self._selected(law, SelectedBy.COMPLETION_DATE)
        offered = timeline.in_force or timeline.pending
        if offered is None:
            raise VersionNotFound(timeline.rule_set, Status.IN_FORCE)
        return self._selected(offered, SelectedBy.DEFAULT)

    @property
    def in_force(self) -> tuple[VersionSummary, ...]:
        """The versions in force that can be applied."""
        return tuple(
            known
            for timeline in self.rule_sets.values()
            for known in timeline.versions
            if known.status is Status.IN_FORCE and known.digest in self.compiled
        )

    @property
    def unusable(self) -> tuple[Unusable, ...]:
        """The versions that cannot be applied, whatever their standing."""
        return tuple(
            Unusable(known.rule_set, known.version, known.status, self.failures[known.digest])
            for timeline in self.rule_sets.values()
            for known in timeline.versions
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

    def _selected(self, version: VersionSummary, selected_by: SelectedBy) -> Selected[T]:
        # A version that cannot be applied is never replaced by another: that would answer under the wrong law.
        if version.digest not in self.compiled:
            raise StorageUnavailable(
                f"Version `{version.version}` of `{version.rule_set}` is stored but cannot be applied by this release."
            )
        return Selected(version, self.compiled[version.digest], selected_by)
