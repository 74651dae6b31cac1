"""The use case: what one version of a rule set changes against another, in words."""

from typing import Protocol

from app.domain.analysis.changes import changes
from app.domain.answers.comparison import Diff, DiffedVersion
from app.service.ports import RuleSetVersion


class Versions(Protocol):
    """Where the documents are."""

    def version(self, rule_set: str, version: str) -> RuleSetVersion:
        """One version; raises ``RuleSetNotFound``, ``VersionNotFound`` or ``StorageUnavailable``."""


class Differ:
    """Tells versions apart by their documents."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions

    def diff(self, rule_set: str, before: str, *, after: str) -> Diff:
        """Every change from the version ``before`` to the version ``after``, as a JSON value.

        Raises ``RuleSetNotFound``, ``VersionNotFound``, ``StorageUnavailable``, or ``InvalidRuleSet`` where this
        release does not read one of the documents.
        """
        one, two = self._versions.version(rule_set, before), self._versions.version(rule_set, after)
        return {
            "rule_set": rule_set,
            "from": _named(one),
            "to": _named(two),
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


def _named(version: RuleSetVersion) -> DiffedVersion:
    return {"version": version.version, "title": version.title, "digest": version.digest}
