"""Lets versions that were read from files be used like those of a database, without storing them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from app.domain.errors import RuleSetNotFound, VersionNotFound
from app.service.ports import TEXT_MARK, RuleSetReader, RuleSetVersion


class SourceArchive:
    """Holds the versions given, for reading only. Each stands as its document says; there is no log."""

    def __init__(self, versions: Iterable[RuleSetVersion]) -> None:
        self._versions = {(version.rule_set, version.version): version for version in versions}

    @contextmanager
    def reading(self) -> Iterator[RuleSetReader]:
        """Begin a unit of work that only reads."""
        yield self

    def rule_sets(self) -> tuple[str, ...]:
        """Return the identifiers of all rule sets, sorted."""
        return tuple(sorted({rule_set for rule_set, _ in self._versions}))

    def versions(self, rule_set: str) -> tuple[RuleSetVersion, ...]:
        """Return the versions of ``rule_set`` sorted by name; raises ``RuleSetNotFound``."""
        found = tuple(self._versions[key] for key in sorted(self._versions) if key[0] == rule_set)
        if not found:
            raise RuleSetNotFound(rule_set)
        return found

    def version(self, rule_set: str, version: str, *, text: str | None = None) -> RuleSetVersion:
        """Return one version with its document, of which no text but one is at hand.

        Raises ``RuleSetNotFound`` or ``VersionNotFound``.
        """
        self.versions(rule_set)
        known = self._versions.get((rule_set, version))
        if known is None:
            raise VersionNotFound(rule_set, version)
        if text not in (None, known.digest):
            raise VersionNotFound(rule_set, f"{version}{TEXT_MARK}{text}")
        return known
