"""Persons, who they are at an issuer of tokens, keys that end and are counted, and a second person for transitions.

Why this is safe beside processes of the release before: two tables are new, and every new column may be empty or has a
default, so that those processes go on writing rows without them. A key that one of them makes has no end, and opens
nothing in this release.

Owners of keys were free text. They become persons, each under a name of small letters, digits and few signs, so that
two spellings are one person. An owner whose name cannot be written so keeps no key that opens.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PERSON = re.compile(r"[a-z0-9]+(?:[._@+-][a-z0-9]+)*", re.ASCII)
_KEYS = sa.table(
    "api_keys",
    sa.column("id", sa.Text),
    sa.column("owner", sa.Text),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("expires_at", sa.DateTime(timezone=True)),
    sa.column("revoked_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    """Every key gets a person and ends in a year; transitions so far had no second person and no emergency."""
    persons = op.create_table(
        "persons",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("persons_key")),
    )
    op.create_table(
        "person_tokens",
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("person_tokens_key")),
        sa.ForeignKeyConstraint(["person"], ["persons.person"], name=op.f("person_tokens_of_persons")),
    )
    op.add_column("api_keys", sa.Column("expires_at", sa.DateTime(timezone=True)))
    op.add_column("api_keys", sa.Column("replaces", sa.Text))
    op.add_column("api_keys", sa.Column("uses", sa.Integer, nullable=False, server_default="0"))
    op.add_column("api_keys", sa.Column("last_used_at", sa.DateTime(timezone=True)))
    for name in ("proposed_by", "emergency"):
        op.add_column("rule_set_transitions", sa.Column(name, sa.Text))
    _make_persons(persons)


def downgrade() -> None:
    """Persons, ends and counts are gone; keys remain, under the names of their persons."""
    for name in ("emergency", "proposed_by"):
        op.drop_column("rule_set_transitions", name)
    for name in ("last_used_at", "uses", "replaces", "expires_at"):
        op.drop_column("api_keys", name)
    for table in ("person_tokens", "persons"):
        op.drop_table(table)


def _make_persons(persons: sa.Table) -> None:
    connection, now = op.get_bind(), datetime.now(UTC)
    if connection.dialect.name == "sqlite":
        now = now.replace(tzinfo=None)  # as SQLite keeps every moment, in UTC
    known = set()
    for key in connection.execute(sa.select(_KEYS)).mappings().all():
        folded = "-".join(unicodedata.normalize("NFKC", key["owner"]).casefold().split())
        fits = _PERSON.fullmatch(folded) is not None and len(folded) <= 128
        person = folded if fits else f"key-{key['id']}"
        changes = {"owner": person, "expires_at": now + timedelta(days=365)}
        if not fits and key["revoked_at"] is None:
            changes["revoked_at"] = now
        connection.execute(sa.update(_KEYS).where(_KEYS.c.id == key["id"]).values(changes))
        if person not in known:
            known.add(person)
            connection.execute(sa.insert(persons), {"person": person, "name": key["owner"], "created_at": now})
