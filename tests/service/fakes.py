"""An archive in memory. It passes the same contract test as the one in the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import RLock

from app.domain.errors import ArchiveMissing, RuleSetNotFound, StorageUnavailable, VersionConflict, VersionNotFound
from app.service.ports import Addition, RuleSetReader, RuleSetVersion, Transition, VersionSummary

Versions = dict[tuple[str, str], tuple[RuleSetVersion, ...]]
"""The texts of each version, oldest first."""
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

    def version(self, rule_set: str, version: str, *, text: str | None = None) -> RuleSetVersion:
        self._require(rule_set)
        if (rule_set, version) not in self.stored:
            raise VersionNotFound(rule_set, version)
        first, *later = self.stored[rule_set, version]
        last = self.logs_kept[rule_set, version][-1]
        texts = tuple(each.texts[-1] for each in (first, *later))
        known = replace(
            (first, *later)[-1],
            **last.standing_fields(),
            recorded_at=first.recorded_at,
            texts=texts,
            log=self.logs_kept[rule_set, version],
        ).with_text(text)
        document = next(each.document for each in (first, *later) if each.digest == known.digest)
        return replace(known, document=document)

    def add_version(self, version: RuleSetVersion, *, actor: str, note: str = "") -> Addition:
        key = version.rule_set, version.version
        stored = self.stored.get(key)
        if stored is not None:
            if stored[-1].digest != version.digest:
                raise VersionConflict(*key, stored_digest=stored[-1].digest, offered_digest=version.digest)
            return Addition.UNCHANGED
        self.stored[key] = (version,)
        self.logs_kept[key] = (
            Transition(**version.standing_fields(), recorded_at=version.recorded_at, actor=actor, note=note),
        )
        return Addition.ADDED

    def supersede_text(self, version: RuleSetVersion, *, actor: str) -> None:
        assert actor
        stored = self.version(version.rule_set, version.version)
        if version.digest in {text.digest for text in stored.texts}:
            key = version.rule_set, version.version
            raise VersionConflict(*key, stored_digest=stored.digest, offered_digest=version.digest)
        self.stored[version.rule_set, version.version] += (version,)

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
        self._kept.stored[version.rule_set, version.version] = (version,)

    def _copy(self) -> InMemoryRuleSets:
        return InMemoryRuleSets(dict(self._kept.stored), dict(self._kept.logs_kept))

    def _refuse_when_down(self) -> None:
        if self.gone:
            raise ArchiveMissing("The archive is gone.")
        if self.down:
            raise StorageUnavailable("The archive is down.")


def _summary(version: RuleSetVersion) -> VersionSummary:
    return VersionSummary(**{name: getattr(version, name) for name in VersionSummary.__dataclass_fields__})
