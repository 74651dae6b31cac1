"""Shows what law is known: the rule sets, their versions, each version's document, and what one changes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from app.domain.analysis.version_diff import changes
from app.domain.answers.comparison import Diff
from app.domain.answers.law import LeftOpen
from app.domain.canonical import canonical_json, digest
from app.domain.language.located import Plain
from app.service.ports import Archive, RuleSetReader, RuleSetVersion, VersionSummary
from app.service.snapshot import day_in_utc


@dataclass(frozen=True, slots=True)
class RuleSetEntry:
    """Shows one rule set and its versions, sorted by name."""

    rule_set: str
    versions: tuple[VersionSummary, ...]
    left_open: Mapping[str, LeftOpen]
    """By digest, what a version leaves open, which a caller has to know of before asking for it by name."""

    @property
    def etag(self) -> str:
        """The strong entity tag of this entry."""
        return listing_etag(self.versions)


class Catalogue:
    """Shows the law known to the archive, read when asked, so that an answer is never older than the question."""

    def __init__(self, archive: Archive, *, today: Callable[[], date] = day_in_utc) -> None:
        self._archive = archive
        self._today = today
        self._left_open: dict[str, LeftOpen] = {}

    def rule_sets(self) -> tuple[RuleSetEntry, ...]:
        """Return every rule set, sorted by name; raises ``StorageUnavailable``."""
        with self._archive.reading() as reader:
            return tuple(self._entry(reader, name) for name in reader.rule_sets())

    def rule_set(self, rule_set: str) -> RuleSetEntry:
        """Return one rule set; raises ``RuleSetNotFound`` or ``StorageUnavailable``."""
        with self._archive.reading() as reader:
            return self._entry(reader, rule_set)

    def version(self, rule_set: str, version: str) -> RuleSetVersion:
        """Return one version with its document.

        Raises ``RuleSetNotFound``, ``VersionNotFound`` or ``StorageUnavailable``.
        """
        with self._archive.reading() as reader:
            return reader.version(rule_set, version)

    def diff(self, rule_set: str, before: str, *, after: str) -> Diff:
        """Return every change from the version ``before`` to the version ``after``, in words, as a JSON value.

        Raises ``RuleSetNotFound``, ``VersionNotFound``, ``StorageUnavailable``, or ``InvalidRuleSet`` where this
        release does not read one of the documents.
        """
        one, two = self.version(rule_set, before), self.version(rule_set, after)
        return {
            "rule_set": rule_set,
            "from": {"version": one.version, "title": one.title, "digest": one.digest},
            "to": {"version": two.version, "title": two.title, "digest": two.digest},
            "changes": [
                {
                    "section": each.section,
                    "name": each.name,
                    "action": each.action,
                    "citation": each.citation,
                    "details": list(each.details),
                    "sentence": str(each),
                }
                for each in changes(one.document, two.document)
            ],
        }

    def _entry(self, reader: RuleSetReader, rule_set: str) -> RuleSetEntry:
        versions = reader.versions(rule_set)
        for known in versions:
            # A document never changes, so that it is looked into once.
            if known.digest not in self._left_open:
                document = reader.version(rule_set, known.version).document
                sections = {key: document[key] for key in LeftOpen.__annotations__ if key in document}
                self._left_open[known.digest] = cast("LeftOpen", sections)
        left_open = {known.digest: self._left_open[known.digest] for known in versions}
        # The calendar moves versions into force and out of it, and nobody needs to record it.
        today = self._today()
        standing = tuple(replace(known, status=known.standing_on(today)) for known in versions)
        return RuleSetEntry(rule_set, standing, left_open)


def document_bytes(version: RuleSetVersion) -> bytes:
    """Return the document in the spelling its digest was taken of: hashing these bytes gives ``version.digest``."""
    return canonical_json(version.document)


def document_etag(version: VersionSummary) -> str:
    """Return the strong entity tag of the document alone; it never changes."""
    return f'"{version.digest}"'


def listing_etag(versions: Iterable[VersionSummary]) -> str:
    """Return the strong entity tag of a list that shows how ``versions`` stand; a new standing changes it."""
    shown: list[Plain] = [
        [known.rule_set, known.version, known.digest, known.status, str(known.effective_from), str(known.effective_to)]
        for known in versions
    ]
    return f'"{digest(canonical_json(shown))}"'
