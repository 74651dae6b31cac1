"""Later texts of a version, which supersede the first, and what a text says that it supersedes.

Why this is safe beside processes of the release before: the table is new, and the one new column may be empty, so that
those processes go on writing rows without it. They go on answering under the first text of a version.

The first text stays where it is. Like it, later ones are only added: an answer names a digest, and the text with that
digest must be found for as long as the database is kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLE = "rule_set_revisions"


def upgrade() -> None:
    """The new table is empty: every version has the one text that it was stored with."""
    op.add_column("rule_set_versions", sa.Column("supersedes", sa.Text))
    op.create_table(
        TABLE,
        sa.Column("rule_set", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("supersedes", sa.Text),
        sa.PrimaryKeyConstraint("rule_set", "version", "digest", name=op.f("rule_set_revisions_key")),
        sa.ForeignKeyConstraint(
            ["rule_set", "version"],
            ["rule_set_versions.rule_set", "rule_set_versions.version"],
            name=op.f("rule_set_revisions_of_rule_set_versions"),
        ),
        sa.CheckConstraint("sequence >= 2", name=op.f("rule_set_revisions_sequence_follows_the_first")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {TABLE}_stay_as_they_are BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    else:
        _refuse_changes_on_sqlite()


def downgrade() -> None:
    """Later texts are gone: every version answers with its first."""
    op.drop_table(TABLE)
    op.drop_column("rule_set_versions", "supersedes")


def _refuse_changes_on_sqlite() -> None:
    refusal = f"SELECT RAISE(ABORT, 'rows of {TABLE} are never changed or removed');"
    same_key = "rule_set = NEW.rule_set AND version = NEW.version AND digest = NEW.digest"
    for change, condition in {
        "UPDATE": "",
        "DELETE": "",
        "INSERT": f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE {same_key})",
    }.items():
        op.execute(
            f"CREATE TRIGGER {TABLE}_refuse_{change.lower()} BEFORE {change} ON {TABLE} {condition} BEGIN {refusal} END"
        )
