"""Drafts and the log of what was done with them, API keys, and the cause of a transition.

Why this is safe beside processes of the release before: three tables are new, and the one new column may be empty, so
that those processes go on writing rows without it. Nothing that exists is rewritten.

The log of the drafts is only added to, like that of the versions, and for the same reason: who wrote, checked and
reviewed a text must be known after its publication. Drafts themselves change until then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The new tables are empty, and every transition so far has no cause but its own version."""
    op.add_column("rule_set_transitions", sa.Column("caused_by", sa.Text))
    op.create_table(
        "drafts",
        sa.Column("rule_set", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("cases", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("rule_set", "version", name=op.f("drafts_key")),
    )
    op.create_table(
        "draft_steps",
        sa.Column("rule_set", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("rule_set", "version", "sequence", name=op.f("draft_steps_key")),
        sa.CheckConstraint("sequence >= 1", name=op.f("draft_steps_sequence_counts_from_one")),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("api_keys_key")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER draft_steps_stay_as_they_are BEFORE UPDATE OR DELETE OR TRUNCATE ON draft_steps "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    else:
        _refuse_changes_on_sqlite()


def downgrade() -> None:
    """Drafts, keys and causes are gone; the versions and how they stand remain."""
    for table in ("api_keys", "draft_steps", "drafts"):
        op.drop_table(table)
    op.drop_column("rule_set_transitions", "caused_by")


def _refuse_changes_on_sqlite() -> None:
    refusal = "SELECT RAISE(ABORT, 'rows of draft_steps are never changed or removed');"
    same_key = "rule_set = NEW.rule_set AND version = NEW.version AND sequence = NEW.sequence"
    for change, condition in {
        "UPDATE": "",
        "DELETE": "",
        "INSERT": f"WHEN EXISTS (SELECT 1 FROM draft_steps WHERE {same_key})",
    }.items():
        op.execute(
            f"CREATE TRIGGER draft_steps_refuse_{change.lower()} BEFORE {change} ON draft_steps {condition} "
            f"BEGIN {refusal} END"
        )
