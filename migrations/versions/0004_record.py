"""The record of what was decided: a chain of entries, and what is stored of each recorded screening.

Why this is safe beside processes of the release before: both tables are new, and nothing that exists is touched.

Entries are only added to. What is stored of a screening is never changed, and is removed only after its time: the
trigger refuses that before the day until which it is to be kept, while it is held, and as long as no entry says that
it is removed. So a mistake in a console cannot take a record away; whoever can drop triggers can, and then the chain
shows it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MAY_NOT_BE_REMOVED = """
    NOT EXISTS (SELECT 1 FROM record_entries r WHERE r.about = OLD.sequence AND r.kind = 'removal')
    OR EXISTS (SELECT 1 FROM record_entries e WHERE e.sequence = OLD.sequence AND e.keep_until >= {today})
    OR 'hold' = (SELECT h.kind FROM record_entries h WHERE h.about = OLD.sequence AND h.kind IN ('hold', 'release')
                 ORDER BY h.sequence DESC LIMIT 1)
"""


def upgrade() -> None:
    """The new tables are empty, and accept new rows only."""
    op.create_table(
        "record_entries",
        sa.Column("sequence", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("about", sa.Integer),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("keep_until", sa.Date),
        sa.Column("content_digest", sa.Text),
        sa.Column("chain_digest", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("record_entries_key")),
        sa.ForeignKeyConstraint(["about"], ["record_entries.sequence"], name=op.f("record_entries_of_record_entries")),
        sa.CheckConstraint("sequence >= 1", name=op.f("record_entries_sequence_counts_from_one")),
    )
    op.create_index(op.f("record_entries_about"), "record_entries", ["about"])
    op.create_table(
        "recorded_screenings",
        sa.Column("sequence", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("request_token", sa.Text),
        sa.Column("reference_token", sa.Text),
        sa.Column("determination", sa.Text, nullable=False),
        sa.Column("rule_set", sa.Text, nullable=False),
        sa.Column("version", sa.Text),
        sa.Column("law_digest", sa.Text),
        sa.Column("engine_version", sa.Text, nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("sealed_by", sa.Text),
        sa.Column("reference", sa.LargeBinary),
        sa.Column("transaction_body", sa.LargeBinary, nullable=False),
        sa.Column("answer_body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("recorded_screenings_key")),
        sa.ForeignKeyConstraint(
            ["sequence"], ["record_entries.sequence"], name=op.f("recorded_screenings_of_record_entries")
        ),
    )
    op.create_index(op.f("recorded_screenings_request"), "recorded_screenings", ["request_token"], unique=True)
    op.create_index(op.f("recorded_screenings_reference"), "recorded_screenings", ["reference_token"])
    if op.get_bind().dialect.name == "postgresql":
        _refuse_changes_on_postgresql()
    else:
        _refuse_changes_on_sqlite()


def downgrade() -> None:
    """The record is gone with everything in it."""
    for table in ("recorded_screenings", "record_entries"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_early_removal()")


def _refuse_changes_on_postgresql() -> None:
    op.execute(
        "CREATE TRIGGER record_entries_stay_as_they_are BEFORE UPDATE OR DELETE OR TRUNCATE ON record_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER recorded_screenings_stay_as_they_are BEFORE UPDATE OR TRUNCATE ON recorded_screenings "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"""
        CREATE FUNCTION refuse_early_removal() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {MAY_NOT_BE_REMOVED.format(today="(now() AT TIME ZONE 'UTC')::date")} THEN
                RAISE EXCEPTION 'rows of % are kept for their time', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN OLD;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER recorded_screenings_are_kept BEFORE DELETE ON recorded_screenings "
        "FOR EACH ROW EXECUTE FUNCTION refuse_early_removal()"
    )


def _refuse_changes_on_sqlite() -> None:
    for table in ("record_entries", "recorded_screenings"):
        refusal = f"SELECT RAISE(ABORT, 'rows of {table} are never changed or removed');"
        known = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE sequence = NEW.sequence)"
        op.execute(f"CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table} BEGIN {refusal} END")
        op.execute(f"CREATE TRIGGER {table}_refuse_insert BEFORE INSERT ON {table} {known} BEGIN {refusal} END")
    op.execute(
        "CREATE TRIGGER record_entries_refuse_delete BEFORE DELETE ON record_entries "
        "BEGIN SELECT RAISE(ABORT, 'rows of record_entries are never changed or removed'); END"
    )
    op.execute(
        "CREATE TRIGGER recorded_screenings_refuse_delete BEFORE DELETE ON recorded_screenings "
        f"WHEN {MAY_NOT_BE_REMOVED.format(today='date()')} "
        "BEGIN SELECT RAISE(ABORT, 'rows of recorded_screenings are kept for their time'); END"
    )
