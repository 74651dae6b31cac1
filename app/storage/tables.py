"""Declares the tables of the archive, of the drafts, of persons and their keys, and of the record.

In the archive, in the log of the drafts and in the record rows are added and never changed: triggers in the database
see to it (see migrations/). Drafts are working papers, of a key its end and its uses are written later, and what is
stored of a screening is removed after its time.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

from app.domain.answers.law import VersionStatus
from app.domain.canonical import canonical_json
from app.domain.errors import StorageUnavailable
from app.service.access.scopes import AccessScope
from app.service.drafts import DraftAction
from app.service.records.entries import EntryKind


class UtcTime(TypeDecorator[datetime]):
    """Keeps a moment in UTC. SQLite keeps no zone: it is taken off on the way in and put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as the database keeps it; raises ``ValueError`` for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A recorded time needs a time zone.")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC, whatever zone the connection speaks in."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class TextOf(TypeDecorator[Any]):
    """Keeps values as text; ``read`` raises ``ValueError`` for one of a later release."""

    impl = Text
    cache_ok = True

    def __init__(self, write: Callable[[Any], str], read: Callable[[str], Any]) -> None:
        super().__init__()
        self.write = write
        self.read = read

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """Return the text of the value."""
        return self.write(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Return the value; raises ``StorageUnavailable`` for one that this release does not know."""
        try:
            return self.read(value or "")
        except ValueError:
            raise StorageUnavailable("The database holds a value that this release does not know.") from None


# As text: a JSON column type would be free to respell it, and digests are of these bytes.
canonical = TextOf(lambda value: canonical_json(value).decode(), json.loads)
key_scopes = TextOf(" ".join, lambda text: tuple(map(AccessScope, text.split())))
digests = TextOf(" ".join, lambda text: tuple(text.split()))

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_key",
        "fk": "%(table_name)s_of_%(referred_table_name)s",
        "ck": "%(table_name)s_%(constraint_name)s",
    }
)

rule_sets = Table(
    "rule_sets",
    metadata,
    Column("rule_set", Text, primary_key=True),
    Column("recorded_at", UtcTime, nullable=False),
)

rule_set_versions = Table(
    "rule_set_versions",
    metadata,
    Column("rule_set", Text, ForeignKey(rule_sets.c.rule_set), primary_key=True),
    Column("version", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("document", canonical, nullable=False),
    Column("source", Text, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    Column("supersedes", digests),
)

# The texts of a version after its first, which stands with the version. A text that was superseded never comes back.
rule_set_revisions = Table(
    "rule_set_revisions",
    metadata,
    Column("rule_set", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("document", canonical, nullable=False),
    Column("source", Text, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("supersedes", digests),
    ForeignKeyConstraint(["rule_set", "version"], [rule_set_versions.c.rule_set, rule_set_versions.c.version]),
    CheckConstraint("sequence >= 2", name="sequence_follows_the_first"),
)

rule_set_transitions = Table(
    "rule_set_transitions",
    metadata,
    Column("rule_set", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    # Counts from 1 within a version. Clocks of several machines may disagree; this order does not.
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("status", TextOf(str, VersionStatus), nullable=False),
    Column("effective_from", Date),
    Column("effective_to", Date),
    Column("recorded_at", UtcTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("note", Text, nullable=False),
    # The version whose publication or rollback this entry belongs to, if it is not the version's own act.
    Column("caused_by", Text),
    # Of a withdrawal or a rollback: who proposed it, or why it could not wait for a second person.
    Column("proposed_by", Text),
    Column("emergency", Text),
    ForeignKeyConstraint(["rule_set", "version"], [rule_set_versions.c.rule_set, rule_set_versions.c.version]),
    CheckConstraint("sequence >= 1", name="sequence_counts_from_one"),
    CheckConstraint("effective_to >= effective_from", name="interval_runs_forward"),
    CheckConstraint(
        "effective_from IS NOT NULL OR status NOT IN ('scheduled', 'in_force', 'superseded')",
        name="law_has_a_first_day",
    ),
)

drafts = Table(
    "drafts",
    metadata,
    Column("rule_set", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("document", canonical, nullable=False),
    Column("cases", canonical, nullable=False),
    # Of document and cases together: what a check and a review are about.
    Column("digest", Text, nullable=False),
    Column("saved_at", UtcTime, nullable=False),
)

draft_steps = Table(
    "draft_steps",
    metadata,
    Column("rule_set", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("step", TextOf(str, DraftAction), nullable=False),
    Column("digest", Text, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("record", canonical, nullable=False),
    CheckConstraint("sequence >= 1", name="sequence_counts_from_one"),
)

persons = Table(
    "persons",
    metadata,
    Column("person", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

person_tokens = Table(
    "person_tokens",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("person", Text, ForeignKey(persons.c.person), nullable=False),
    Column("linked_at", UtcTime, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Text, primary_key=True),
    # The id of a person. It has another name and refers to no table, because keys are older than persons.
    Column("owner", Text, nullable=False),
    Column("scopes", key_scopes, nullable=False),
    Column("digest", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime),
    Column("revoked_at", UtcTime),
    Column("replaces", Text),
    Column("uses", Integer, nullable=False, server_default="0"),
    Column("last_used_at", UtcTime),
)

record_entries = Table(
    "record_entries",
    metadata,
    # Counts from 1 without gaps; each entry is linked to the one before.
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("kind", TextOf(str, EntryKind), nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    Column("person", Text, nullable=False),
    Column("about", Integer, ForeignKey("record_entries.sequence")),
    Column("reason", Text, nullable=False),
    Column("keep_until", Date),
    Column("content_digest", Text),
    Column("chain_digest", Text, nullable=False),
    Index("record_entries_about", "about"),
    CheckConstraint("sequence >= 1", name="sequence_counts_from_one"),
)

recorded_screenings = Table(
    "recorded_screenings",
    metadata,
    Column("sequence", Integer, ForeignKey(record_entries.c.sequence), primary_key=True, autoincrement=False),
    # Digests by which a row is found; see app/storage/sealing.py.
    Column("request_token", Text),
    Column("reference_token", Text),
    Column("determination", Text, nullable=False),
    Column("rule_set", Text, nullable=False),
    Column("version", Text),
    Column("law_digest", Text),
    Column("engine_version", Text, nullable=False),
    Column("asked", canonical, nullable=False),
    # The key by which the three columns below are encrypted, if they are.
    Column("sealed_by", Text),
    Column("reference", LargeBinary),
    Column("transaction_body", LargeBinary, nullable=False),
    Column("answer_body", LargeBinary, nullable=False),
    Index("recorded_screenings_request", "request_token", unique=True),
    Index("recorded_screenings_reference", "reference_token"),
)
