"""The archive of rule sets: immutable versions and a log of how they stand.

Why this is safe while several processes start at once: it only makes new tables, and it runs inside the one writing
transaction on the database (see ``app.storage.engine.writing``), in which both SQLite and PostgreSQL undo schema
changes too. Whoever comes second waits, then finds the revision recorded and has nothing to do; a process killed half
way leaves nothing behind.

Immutability lives in the database, not only in the code, because a determination given a year ago must be
reproducible even after a mistake in a console: triggers refuse every change and removal of a row, and on SQLite also
the replacing insert, which would remove a row without a delete trigger noticing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEYS = {
    "rule_sets": ("rule_set",),
    "rule_set_versions": ("rule_set", "version"),
    "rule_set_transitions": ("rule_set", "version", "sequence"),
}


def upgrade() -> None:
    """The three tables exist, are empty, and accept new rows only."""
    op.create_table(
        "rule_sets",
        sa.Column("rule_set", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("rule_set", name=op.f("rule_sets_key")),
    )
    op.create_table(
        "rule_set_versions",
        sa.Column("rule_set", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("rule_set", "version", name=op.f("rule_set_versions_key")),
        sa.ForeignKeyConstraint(["rule_set"], ["rule_sets.rule_set"], name=op.f("rule_set_versions_of_rule_sets")),
    )
    op.create_table(
        "rule_set_transitions",
        sa.Column("rule_set", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("effective_from", sa.Date),
        sa.Column("effective_to", sa.Date),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("rule_set", "version", "sequence", name=op.f("rule_set_transitions_key")),
        sa.ForeignKeyConstraint(
            ["rule_set", "version"],
            ["rule_set_versions.rule_set", "rule_set_versions.version"],
            name=op.f("rule_set_transitions_of_rule_set_versions"),
        ),
        sa.CheckConstraint("sequence >= 1", name=op.f("rule_set_transitions_sequence_counts_from_one")),
        sa.CheckConstraint("effective_to >= effective_from", name=op.f("rule_set_transitions_interval_runs_forward")),
        sa.CheckConstraint(
            "effective_from IS NOT NULL OR status NOT IN ('scheduled', 'in_force', 'superseded')",
            name=op.f("rule_set_transitions_law_has_a_first_day"),
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        _refuse_changes_on_postgresql()
    else:
        _refuse_changes_on_sqlite()


def downgrade() -> None:
    """The archive is gone with everything in it."""
    for table in reversed(KEYS):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _refuse_changes_on_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
        END $$
        """
    )
    for table in KEYS:
        op.execute(
            f"CREATE TRIGGER {table}_stay_as_they_are BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _refuse_changes_on_sqlite() -> None:
    for table, key in KEYS.items():
        refusal = f"SELECT RAISE(ABORT, 'rows of {table} are never changed or removed');"
        same_key = " AND ".join(f"{column} = NEW.{column}" for column in key)
        for change, condition in {
            "UPDATE": "",
            "DELETE": "",
            "INSERT": f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same_key})",
        }.items():
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} {condition} "
                f"BEGIN {refusal} END"
            )
