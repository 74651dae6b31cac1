"""Bringing rule documents into the archive: checked first, then stored all together or not at all."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.canonical import canonical_json, digest
from app.domain.errors import Fault, InvalidRuleSet, RuleSetNotFound, VersionNotFound
from app.domain.language.located import Mapping, plain
from app.service.heading import heading
from app.service.ports import Addition, Archive, Document, RuleDocument, RuleSetReader, RuleSetVersion, RuleSource

Check = Callable[[Mapping], object]
Prove = Callable[[RuleSetVersion], Iterable[Fault]]
"""What is wrong with a version beyond its text: the golden cases that its law does not meet."""


@dataclass(frozen=True, slots=True)
class LoadedVersion:
    """One version of a load and what became of it."""

    rule_set: str
    version: str
    digest: str
    addition: Addition


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Every version of a load, in the order of their names."""

    versions: tuple[LoadedVersion, ...]

    @property
    def added(self) -> tuple[LoadedVersion, ...]:
        """The versions that were not stored before."""
        return tuple(version for version in self.versions if version.addition is Addition.ADDED)

    @property
    def unchanged(self) -> tuple[LoadedVersion, ...]:
        """The versions that were stored already, with the same document."""
        return tuple(version for version in self.versions if version.addition is Addition.UNCHANGED)


def load_rule_sets(
    source: RuleSource, archive: Archive, *, check: Check, prove: Prove, actor: str, recorded_at: datetime
) -> LoadReport:
    """Every document of ``source`` is stored; loading the same again changes nothing.

    A version that is not stored yet is proven first, once and for all: what has been stored never changes. No unit of
    work is open meanwhile, for a proof takes seconds and other processes may be waiting to start. Raises
    ``InvalidRuleSet`` with the faults of all documents (``check`` raises it for one, ``prove`` gives them for one), or
    ``VersionConflict`` for a document that differs from the one stored under its version. Then nothing of this load is
    stored.
    """
    versions = checked_versions(source, check=check, recorded_at=recorded_at)
    with archive.reading() as rule_sets:
        fresh = [version for version in versions if not _is_stored(version, rule_sets)]
    faults = [fault for version in fresh for fault in prove(version)]
    if faults:
        raise InvalidRuleSet(faults)
    loaded: list[LoadedVersion] = []
    with archive.writing() as rule_sets:
        for version in versions:
            addition = rule_sets.add_version(version, actor=actor, note=f"loaded from {version.source}")
            loaded.append(LoadedVersion(version.rule_set, version.version, version.digest, addition))
    return LoadReport(tuple(loaded))


def _is_stored(version: RuleSetVersion, rule_sets: RuleSetReader) -> bool:
    """Whether a text of this name is stored, be it another one."""
    try:
        rule_sets.history(version.rule_set, version.version)
    except (RuleSetNotFound, VersionNotFound):
        return False
    return True


def checked_versions(source: RuleSource, *, check: Check, recorded_at: datetime) -> list[RuleSetVersion]:
    """Every version of ``source``, checked and sorted by name; nothing is stored.

    Raises ``InvalidRuleSet`` with the faults of all documents.
    """
    versions: list[RuleSetVersion] = []
    faults: list[Fault] = []
    for document in source.documents():
        try:
            check(document.tree)
            versions.append(_version(document, recorded_at))
        except InvalidRuleSet as error:
            faults.extend(error.faults)
    if faults:
        raise InvalidRuleSet(faults)
    return sorted(versions, key=lambda version: (version.rule_set, version.version))


def _version(document: RuleDocument, recorded_at: datetime) -> RuleSetVersion:
    head = heading(document.tree)
    # Read back from its canonical form, the document is the same whether it has been stored or not: in either case the
    # order of keys is lost, and nothing may rest on it.
    canonical = canonical_json({entry.key: plain(entry.value) for entry in document.tree.entries})
    text: Document = json.loads(canonical)
    return RuleSetVersion(
        rule_set=head.rule_set,
        version=head.version,
        title=head.title,
        status=head.status,
        effective_from=head.effective_from,
        effective_to=head.effective_to,
        digest=digest(canonical),
        source=document.source,
        recorded_at=recorded_at,
        document=text,
    )
