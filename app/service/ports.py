"""Describes the versions of law, and what the use cases need of the places where versions are kept.

A rule-set *version* is a document that never changes. What changes is its *standing* (proposed, in force, superseded,
…), kept as a log of *transitions* to which entries are only added; the last one counts.

Nothing here raises anything but the exceptions of ``app.domain.errors``.
"""

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Protocol, Self

from app.domain.canonical import canonical_json, digest
from app.domain.errors import RuleSetNotFound, VersionNotFound
from app.domain.language.head import Heading, Standing
from app.domain.located import Node, Plain, plain

Document = dict[str, Plain]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition(Standing):
    """Records how a version stands from ``recorded_at`` (UTC) on, by whose act and why.

    ``caused_by`` names the version of the same rule set whose publication or rollback brought this about.
    """

    recorded_at: datetime
    actor: str
    note: str = ""
    caused_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSummary(Heading):
    """Describes a version without its text, by how it stands now and the digest that identifies the text.

    ``recorded_at`` (UTC) is when it was stored. ``log`` is empty where versions are read from files.
    """

    digest: str
    source: str
    recorded_at: datetime
    log: tuple[Transition, ...] = field(default=(), compare=False, repr=False)


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
        return cls(
            **stated, digest=digest(canonical), source=source, recorded_at=recorded_at, document=json.loads(canonical)
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

    def version(self, rule_set: str, version: str) -> RuleSetVersion:
        """Return one version with its document; raises ``RuleSetNotFound`` or ``VersionNotFound``."""


class Archive(Protocol):
    """Gives units of work on a place where rule sets are kept; raises ``StorageUnavailable`` when it cannot.

    It raises ``ArchiveMissing`` where it can tell that what it was reading from is gone.
    """

    def reading(self) -> AbstractContextManager[RuleSetReader]:
        """Begin a unit of work that only reads; it waits for no writer, but perhaps for the moment of a commit."""


def is_stored(rule_sets: RuleSetReader, rule_set: str, version: str) -> bool:
    """Tell whether a version of this name is stored, whatever its text."""
    try:
        rule_sets.version(rule_set, version)
    except (RuleSetNotFound, VersionNotFound):
        return False
    return True
