"""The law as one process knows it at one moment, and the choice of the version that answers a request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

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
class Snapshot(Generic[T]):
    """All versions at one moment. Nothing in it changes, so any number of threads read it without waiting.

    ``rule_sets`` holds the versions of each rule set by the day they take effect; ``compiled`` and ``failures`` are
    keyed by digest, and each digest is in one of them.
    """

    rule_sets: Mapping[str, tuple[VersionSummary, ...]]
    compiled: Mapping[str, T]
    failures: Mapping[str, str]
    default_rule_set: str

    def select(
        self, rule_set: str | None = None, version: str | None = None, *, completion_date: date | None = None
    ) -> Selected[T]:
        """The version that answers: the pinned one, else the law on the completion date, else the latest in force.

        Before the first law in force the first one is given all the same, and after the end of the last one the last:
        what it says of its own reach in time is part of the answer. A rule set that never had a law in force gives
        its latest proposed, enacted or scheduled version. Without a name the default rule set answers.

        Raises ``RuleSetNotFound``, ``VersionNotFound``, or ``StorageUnavailable`` if the version cannot be applied.
        """
        versions = self._versions(rule_set)
        if version is not None:
            pinned = next((known for known in versions if known.version == version), None)
            if pinned is None:
                raise VersionNotFound(versions[0].rule_set, version)
            return self._selected(pinned, SelectedBy.PINNED_VERSION)
        governing = [known for known in versions if known.status in (Status.IN_FORCE, Status.SUPERSEDED)]
        if completion_date is not None and governing:
            return self._selected(_law_on(completion_date, governing), SelectedBy.COMPLETION_DATE)
        offered = _latest(versions, Status.IN_FORCE) or _latest(versions, *PENDING)
        if offered is None:
            raise VersionNotFound(versions[0].rule_set, Status.IN_FORCE)
        return self._selected(offered, SelectedBy.DEFAULT)

    @property
    def in_force(self) -> tuple[VersionSummary, ...]:
        """The versions in force that can be applied."""
        return tuple(
            known
            for versions in self.rule_sets.values()
            for known in versions
            if known.status is Status.IN_FORCE and known.digest in self.compiled
        )

    @property
    def unusable(self) -> tuple[Unusable, ...]:
        """The versions that cannot be applied, whatever their standing."""
        return tuple(
            Unusable(known.rule_set, known.version, known.status, self.failures[known.digest])
            for versions in self.rule_sets.values()
            for known in versions
            if known.digest in self.failures
        )

    def _versions(self, rule_set: str | None) -> tuple[VersionSummary, ...]:
        versions = self.rule_sets.get(self.default_rule_set if rule_set is None else rule_set, ())
        if rule_set is None and _latest(versions, Status.IN_FORCE) is None:
            with_law = (known for known in self.rule_sets.values() if _latest(known, Status.IN_FORCE))
            versions = next(with_law, ())
            if not versions:
                raise StorageUnavailable("No rule set with a version in force has been loaded.")
        if rule_set is not None and not versions:
            raise RuleSetNotFound(rule_set)
        return versions

    def _selected(self, version: VersionSummary, selected_by: SelectedBy) -> Selected[T]:
        # A version that cannot be applied is never replaced by another: that would answer under the wrong law.
        if version.digest not in self.compiled:
            raise StorageUnavailable(
                f"Version `{version.version}` of `{version.rule_set}` is stored but cannot be applied by this release."
            )
        return Selected(version, self.compiled[version.digest], selected_by)


def by_effect(versions: Iterable[VersionSummary]) -> tuple[VersionSummary, ...]:
    """The versions by the day they take effect, undated ones first; of two from one day the later stored comes last."""
    return tuple(sorted(versions, key=lambda v: (v.effective_from or date.min, v.recorded_at, v.version)))


def _law_on(day: date, governing: list[VersionSummary]) -> VersionSummary:
    in_force = [known for known in governing if known.in_force_on(day)]
    begun = [known for known in governing if known.effective_from is not None and known.effective_from <= day]
    return (in_force or begun or governing[:1])[-1]


def _latest(versions: Iterable[VersionSummary], *statuses: Status) -> VersionSummary | None:
    return next((known for known in reversed(tuple(versions)) if known.status in statuses), None)
