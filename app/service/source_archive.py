"""An archive that is its source: the versions that authors keep, read without storing them anywhere."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager

from app.domain.errors import RuleSetNotFound, StorageUnavailable, VersionNotFound
from app.service.ports import RuleSetReader, RuleSetRepository, RuleSetVersion, Transition, VersionSummary


class SourceArchive:
    """The versions given, for reading only. Each stands as its document says; there is no log."""

    def __init__(self, versions: Iterable[RuleSetVersion]) -> None:
        self._versions = {(version.rule_set, version.version): version for version in versions}

    @contextmanager
    def reading(self) -> Iterator[RuleSetReader]:
        """A unit of work that only reads."""
        yield self

    def writing(self) -> AbstractContextManager[RuleSetRepository]:
        """Raises ``StorageUnavailable``: a source is changed by its authors."""
        raise StorageUnavailable("Rule sets read from files cannot be changed through the service.")

    def rule_sets(self) -> tuple[str, ...]:
        """The identifiers of all rule sets, sorted."""
        return tuple(sorted({rule_set for rule_set, _ in self._versions}))

    def versions(self, rule_set: str) -> tuple[VersionSummary, ...]:
        """The versions of ``rule_set`` sorted by name; raises ``RuleSetNotFound``."""
        found = tuple(self._versions[key] for key in sorted(self._versions) if key[0] == rule_set)
        if not found:
            raise RuleSetNotFound(rule_set)
        return found

    def version(self, rule_set: str, version: str) -> RuleSetVersion:
        """One version with its document; raises ``RuleSetNotFound`` or ``VersionNotFound``."""
        self.versions(rule_set)
        if (rule_set, version) not in self._versions:
            raise VersionNotFound(rule_set, version)
        return self._versions[rule_set, version]

    def history(self, rule_set: str, version: str) -> tuple[Transition, ...]:
        """No entries, for there is no log; raises ``RuleSetNotFound`` or ``VersionNotFound``."""
        self.version(rule_set, version)
        return ()

    def logs(self, rule_set: str) -> dict[str, tuple[Transition, ...]]:
        """No entries for any version; raises ``RuleSetNotFound``."""
        return {known.version: () for known in self.versions(rule_set)}
