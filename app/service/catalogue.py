"""Shows what law is known: the rule sets, their versions, each version's document, and what one changes."""

from collections.abc import Callable
from datetime import date
from typing import cast

from app.domain.analysis.version_diff import changes
from app.domain.answers.comparison import Diff
from app.domain.answers.law import DocumentParts, RuleSetJson, TextOnRecord, Version
from app.domain.canonical import canonical_json, digest
from app.domain.located import Plain
from app.service.clock import day_in_utc
from app.service.ports import Archive, RuleSetReader, RuleSetVersion, VersionSummary, named_text


class Catalogue:
    """Shows the law known to the archive, read when asked, so that an answer is never older than the question."""

    def __init__(self, archive: Archive, *, today: Callable[[], date] = day_in_utc) -> None:
        self._archive = archive
        self._today = today
        self._parts: dict[str, DocumentParts] = {}

    def rule_sets(self) -> list[RuleSetJson]:
        """Return every rule set with its versions, sorted by name; raises ``StorageUnavailable``."""
        with self._archive.reading() as reader:
            return [self._shown(reader, name) for name in reader.rule_sets()]

    def rule_set(self, rule_set: str) -> RuleSetJson:
        """Return one rule set with its versions; raises ``RuleSetNotFound`` or ``StorageUnavailable``."""
        with self._archive.reading() as reader:
            return self._shown(reader, rule_set)

    def version(self, rule_set: str, version: str) -> RuleSetVersion:
        """Return one version with its document, or with one of its texts, if it is named as ``NAME@DIGEST``.

        Raises ``RuleSetNotFound``, ``VersionNotFound`` or ``StorageUnavailable``.
        """
        name, text = named_text(version)
        with self._archive.reading() as reader:
            return reader.version(rule_set, name, text=text)

    def diff(self, rule_set: str, before: str, *, after: str) -> Diff:
        """Return every change from the version ``before`` to the version ``after``, in words, as a JSON value.

        Each can be one text of a version, as in :meth:`version`. Raises ``RuleSetNotFound``, ``VersionNotFound``,
        ``StorageUnavailable``, or ``InvalidRuleSet`` where this release does not read one of the documents.
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

    def _shown(self, reader: RuleSetReader, rule_set: str) -> RuleSetJson:
        # The calendar moves versions into force and out of it, and nobody needs to record it.
        today = self._today()
        versions: list[Version] = [
            {**version_json(known), "status": known.standing_on(today), **self._sections(reader, known)}
            for known in reader.versions(rule_set)
        ]
        return {"id": rule_set, "versions": versions}

    def _sections(self, reader: RuleSetReader, known: VersionSummary) -> DocumentParts:
        """Return the parts of the version's document that a caller has to know of before asking for it by name."""
        # A document never changes, so that it is looked into once.
        if known.digest not in self._parts:
            document = reader.version(known.rule_set, known.version).document
            sections = {key: document[key] for key in DocumentParts.__annotations__ if key in document}
            self._parts[known.digest] = cast("DocumentParts", sections)
        return self._parts[known.digest]


def version_json(version: VersionSummary) -> Version:
    """Return a version without its text, as it is sent."""
    return {
        "rule_set": version.rule_set,
        "version": version.version,
        "title": version.title,
        "status": version.status,
        "effective_from": version.effective_from,
        "effective_to": version.effective_to,
        "digest": version.digest,
        "texts": texts_json(version),
    }


def texts_json(version: VersionSummary) -> list[TextOnRecord]:
    """Return the texts that a version had and has, oldest first, as they are sent."""
    return [{"digest": text.digest, "recorded_at": text.recorded_at, "source": text.source} for text in version.texts]


def document_bytes(version: RuleSetVersion) -> bytes:
    """Return the document in the spelling its digest was taken of: hashing these bytes gives ``version.digest``."""
    return canonical_json(version.document)


def document_etag(version: VersionSummary) -> str:
    """Return the strong entity tag of the document alone; that of a version changes when its text is superseded."""
    return f'"{version.digest}"'


def listing_etag(*rule_sets: RuleSetJson) -> str:
    """Return the strong entity tag of a list that shows how versions stand; a new standing changes it."""
    shown: list[Plain] = [
        [
            *(each["rule_set"], each["version"], each["digest"], each["status"]),
            *(str(each["effective_from"]), str(each["effective_to"])),
        ]
        for rule_set in rule_sets
        for each in rule_set["versions"]
    ]
    return f'"{digest(canonical_json(shown))}"'
