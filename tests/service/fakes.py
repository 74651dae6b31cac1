"""An archive in memory. It passes the same contract test as the one in the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import RLock

from app.domain.errors import ArchiveMissing, RuleSetNotFound, StorageUnavailable, VersionConflict, VersionNotFound
from app.service.ports import Addition, RuleSetReader, RuleSetVersion, Transition, VersionSummary

Versions = dict[tuple[str, str], RuleSetVersion]
Logs = dict[tuple[str, str], tuple[Transition, ...]]


@dataclass
class InMemoryRuleSets:
    stored: Versions = field(default_factory=dict)
    logs_kept: Logs = field(default_factory=dict)

    def rule_sets(self) -> tuple[str, ...]:
        return tuple(sorted({rule_set for rule_set, _ in self.stored}))

    def versions(self, rule_set: str) -> tuple[VersionSummary, ...]:
        self._require(rule_set)
        return tuple(_summary(self.version(*key)) for key in sorted(self.stored) if key[0] == rule_set)

    def version(self, rule_set: str, version: str) -> RuleSetVersion:
        self._require(rule_set)
        if (rule_set, version) not in self.stored:
            raise VersionNotFound(rule_set, version)
        last = self.logs_kept[rule_set, version][-1]
        return replace(
            self.stored[rule_set, version],
            **last.standing_fields(),
            log=self.logs_kept[rule_set, version],
        )

    def add_version(self, version: RuleSetVersion, *, actor: str, note: str = "") -> Addition:
        key = version.rule_set, version.version
        stored = self.stored.get(key)
        if stored is not None:
            if stored.digest != version.digest:
                raise VersionConflict(*key, stored_digest=stored.digest, offered_digest=version.digest)
            return Addition.UNCHANGED
        self.stored[key] = version
        self.logs_kept[key] = (
            Transition(**version.standing_fields(), recorded_at=version.recorded_at, actor=actor, note=note),
        )
        return Addition.ADDED

    def record_transition(self, rule_set: str, version: str, *, transition: Transition) -> None:
        self.version(rule_set, version)
        self.logs_kept[rule_set, version] += (transition,)

    def _require(self, rule_set: str) -> None:
        if rule_set not in self.rule_sets():
            raise RuleSetNotFound(rule_set)


class InMemoryArchive:
    """Fails like a database that cannot be reached if ``down`` is set, and like one that is gone if ``gone`` is.

    ``readings`` counts the looks taken.
    """

    def __init__(self) -> None:
        self.down = False
        self.gone = False
        self.readings = 0
        self._kept = InMemoryRuleSets()
        self._writer = RLock()

    @contextmanager
    def reading(self) -> Iterator[RuleSetReader]:
        self._refuse_when_down()
        self.readings += 1
        yield self._copy()

    @contextmanager
    def writing(self) -> Iterator[InMemoryRuleSets]:
        self._refuse_when_down()
        with self._writer:
            work = self._copy()
            yield work
            self._refuse_when_down()
            self._kept = work

    def tamper(self, version: RuleSetVersion) -> None:
        """Put another document under an existing version, which no archive allows."""
        self._kept.stored[version.rule_set, version.version] = version

    def _copy(self) -> InMemoryRuleSets:
        return InMemoryRuleSets(dict(self._kept.stored), dict(self._kept.logs_kept))

    def _refuse_when_down(self) -> None:
        if self.gone:
            raise ArchiveMissing("The archive is gone.")
        if self.down:
            raise StorageUnavailable("The archive is down.")


def _summary(version: RuleSetVersion) -> VersionSummary:
    return VersionSummary(**{name: getattr(version, name) for name in VersionSummary.__dataclass_fields__})
