"""Describes the versions of law, and what the use cases need of the places where versions are kept.

A rule-set *version* has a *text*, a document that never changes and is known by its digest. A later text may supersede
it; then the version has both, and the last one answers. Its *standing* (proposed, in force, superseded, …) is kept as a
log of *transitions* to which entries are only added; there too the last one counts.

Nothing here raises anything but the exceptions of ``app.domain.errors``.
"""

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol, Self

from app.domain.canonical import canonical_json, digest
from app.domain.errors import VersionNotFound
from app.domain.language.head import Heading, Standing
from app.domain.located import Node, Plain, plain

Document = dict[str, Plain]
TEXT_MARK: Final = "@"
"""Stands between the name of a version and the digest of one of its texts: ``2025-01-02@sha256:…``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition(Standing):
    """Records how a version stands from ``recorded_at`` (UTC) on, by whose act and why.

    ``caused_by`` names the version of the same rule set whose publication or rollback brought this about. Of what takes
    two persons, ``proposed_by`` names the first and ``actor`` the second; ``emergency`` says why one had to do.
    """

    recorded_at: datetime
    actor: str
    note: str = ""
    caused_by: str | None = None
    proposed_by: str | None = None
    emergency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredText:
    """Describes a text of a version: where it came from, when it was stored (UTC), and what it says it supersedes."""

    title: str
    digest: str
    source: str
    recorded_at: datetime
    supersedes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSummary(Heading):
    """Describes a version without its text, by how it stands now and the digest that identifies the text.

    ``recorded_at`` (UTC) is when the version was first stored. ``texts`` are all that it had, oldest first; the last
    one answers, unless another was asked for. ``log`` is empty where versions are read from files.
    """

    digest: str
    source: str
    recorded_at: datetime
    texts: tuple[StoredText, ...] = field(default=(), compare=False, repr=False)
    log: tuple[Transition, ...] = field(default=(), compare=False, repr=False)

    @property
    def superseded(self) -> bool:
        """Whether this is the version with a text that a later one has superseded."""
        return bool(self.texts) and self.texts[-1].digest != self.digest

    def with_text(self, wanted: str | None) -> Self:
        """Return the version with the text of this digest, ``None`` for the last; raises ``VersionNotFound``."""
        if wanted in (None, self.digest):
            return self
        for text in self.texts:
            if text.digest == wanted:
                return replace(self, title=text.title, digest=text.digest, source=text.source)
        raise VersionNotFound(self.rule_set, f"{self.version}{TEXT_MARK}{wanted}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetVersion(VersionSummary):
    """Describes a version with its document: text, truth values, lists and mappings only."""

    document: Document

    @classmethod
    def of(cls, document: Node, head: Heading, *, source: str, recorded_at: datetime) -> Self:
        """Return the version that a rule document states, as its head does."""
        # Read back from its canonical form, the document is the same whether it has been stored or not: in either case
        # the order of keys is lost, and nothing may rest on it.
        canonical = canonical_json(plain(document))
        stated = {each.name: getattr(head, each.name) for each in fields(Heading)}
        taken = digest(canonical)
        text = StoredText(title=head.title, digest=taken, source=source, recorded_at=recorded_at)
        return cls(
            **stated,
            digest=taken,
            source=source,
            recorded_at=recorded_at,
            texts=(text,),
            document=json.loads(canonical),
        )


class Addition(StrEnum):
    """Names what adding a version did."""

    ADDED = "added"
    UNCHANGED = "unchanged"


class RuleSetReader(Protocol):
    """Reads the stored rule sets as they stood when the unit of work began or later."""

    def rule_sets(self) -> tuple[str, ...]:
        """Return the identifiers of all rule sets, sorted."""

    def versions(self, rule_set: str) -> tuple[VersionSummary, ...]:
        """Return the versions of ``rule_set`` sorted by name; raises ``RuleSetNotFound``."""

    def version(self, rule_set: str, version: str, *, text: str | None = None) -> RuleSetVersion:
        """Return one version with its document, the last or that of the digest ``text``.

        Raises ``RuleSetNotFound`` or ``VersionNotFound``.
        """


class Archive(Protocol):
    """Gives units of work on a place where rule sets are kept; raises ``StorageUnavailable`` when it cannot.

    It raises ``ArchiveMissing`` where it can tell that what it was reading from is gone.
    """

    def reading(self) -> AbstractContextManager[RuleSetReader]:
        """Begin a unit of work that only reads; it waits for no writer, but perhaps for the moment of a commit."""


def stored_version(rule_sets: RuleSetReader, rule_set: str, version: str) -> VersionSummary | None:
    """Return the version of this name, if it is stored, whatever its text."""
    if rule_set not in rule_sets.rule_sets():
        return None
    return next((known for known in rule_sets.versions(rule_set) if known.version == version), None)


def is_stored(rule_sets: RuleSetReader, rule_set: str, version: str) -> bool:
    """Tell whether a version of this name is stored, whatever its text."""
    return stored_version(rule_sets, rule_set, version) is not None


def named_text(version: str) -> tuple[str, str | None]:
    """Take ``NAME@DIGEST`` apart, which names one text of a version; without a digest the last is meant."""
    name, _, wanted = version.partition(TEXT_MARK)
    return name, wanted or None
