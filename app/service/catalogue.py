"""What law is known: the rule sets, their versions, and each version's document."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.domain.canonical import canonical_json, digest
from app.domain.language.located import Plain
from app.service.ports import Archive, Document, RuleSetReader, RuleSetVersion, VersionSummary
from app.service.snapshot import day_in_utc

LEFT_OPEN = ("variants", "excluded_combinations", "pending")
"""The sections of a document that a caller has to know of before asking for the version by name."""


@dataclass(frozen=True, slots=True)
class RuleSetEntry:
    """One rule set and its versions, sorted by name."""

    rule_set: str
    versions: tuple[VersionSummary, ...]
    left_open: Mapping[str, Document]
    """By digest, what a version leaves open: those of the sections in ``LEFT_OPEN`` that its document has."""

    @property
    def etag(self) -> str:
        """The strong entity tag of this entry."""
        return listing_etag(self.versions)


class Catalogue:
    """The law known to the archive, read when asked, so that an answer is never older than the question."""

    def __init__(self, archive: Archive, *, today: Callable[[], date] = day_in_utc) -> None:
        self._archive = archive
        self._today = today
        self._left_open: dict[str, Document] = {}

    def rule_sets(self) -> tuple[RuleSetEntry, ...]:
        """Every rule set, sorted by name; raises ``StorageUnavailable``."""
        with self._archive.reading() as reader:
            return tuple(self._entry(reader, name) for name in reader.rule_sets())

    def rule_set(self, rule_set: str) -> RuleSetEntry:
        """One rule set; raises ``RuleSetNotFound`` or ``StorageUnavailable``."""
        with self._archive.reading() as reader:
            return self._entry(reader, rule_set)

    def version(self, rule_set: str, version: str) -> RuleSetVersion:
        """One version with its document; raises ``RuleSetNotFound``, ``VersionNotFound`` or ``StorageUnavailable``."""
        with self._archive.reading() as reader:
            return reader.version(rule_set, version)

    def _entry(self, reader: RuleSetReader, rule_set: str) -> RuleSetEntry:
        versions = reader.versions(rule_set)
        for known in versions:
            # A document never changes, so that it is looked into once.
            if known.digest not in self._left_open:
                document = reader.version(rule_set, known.version).document
                self._left_open[known.digest] = {key: document[key] for key in LEFT_OPEN if key in document}
        left_open = {known.digest: self._left_open[known.digest] for known in versions}
        return RuleSetEntry(rule_set, self._standing(versions), left_open)

    def _standing(self, versions: Iterable[VersionSummary]) -> tuple[VersionSummary, ...]:
        """The versions as they stand today: the calendar moves them, and nobody needs to record it."""
        today = self._today()
        return tuple(replace(known, status=known.standing_on(today)) for known in versions)


def document_bytes(version: RuleSetVersion) -> bytes:
    """The document in the spelling its digest was taken of: hashing these bytes gives ``version.digest``."""
    return canonical_json(version.document)


def document_etag(version: VersionSummary) -> str:
    """The strong entity tag of the document alone; it never changes."""
    return f'"{version.digest}"'


def listing_etag(versions: Iterable[VersionSummary]) -> str:
    """The strong entity tag of a list that shows how ``versions`` stand; a new version or standing changes it."""
    shown: list[Plain] = [
        [known.rule_set, known.version, known.digest, known.status, str(known.effective_from), str(known.effective_to)]
        for known in versions
    ]
    return f'"{digest(canonical_json(shown))}"'
