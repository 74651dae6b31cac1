import re

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from app.domain.errors import StorageUnavailable
from app.shipped_files import ALEMBIC_INI
from app.storage.archive import SqlArchive
from app.storage.engine import open_engine, writing
from app.storage.migration import upgrade
from app.storage.tables import metadata
from tests.processes import at_once
from tests.service.builders import a_version, put

MIGRATIONS = ALEMBIC_INI.parent / "migrations/versions"


@pytest.fixture
def engine(database_url):
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def test_the_migrated_schema_is_the_one_the_code_expects(database_url, engine):
    upgrade(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_names_of_constraints_are_the_ones_the_code_expects(database_url, engine):
    upgrade(database_url)
    found = inspect(engine)
    for table in metadata.sorted_tables:
        named = {found.get_pk_constraint(table.name)["name"]}
        named |= {constraint["name"] for constraint in found.get_foreign_keys(table.name)}
        named |= {constraint["name"] for constraint in found.get_check_constraints(table.name)}
        assert named == {constraint.name for constraint in table.constraints}


def test_migrating_twice_changes_nothing(database_url, engine):
    upgrade(database_url)
    upgrade(database_url)
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_a_downgrade_leaves_nothing_and_the_way_up_is_open_again(database_url, engine):
    upgrade(database_url)
    with writing(engine) as connection:
        command.downgrade(Config(ALEMBIC_INI, attributes={"connection": connection}), "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    upgrade(database_url)
    assert set(metadata.tables) < set(inspect(engine).get_table_names())


def test_several_processes_may_migrate_a_new_database_at_once(database_url, engine):
    with at_once(4) as processes:
        list(processes.map(upgrade, [database_url] * 4))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1


def test_a_migration_that_fails_half_way_leaves_nothing_behind(database_url, engine):
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE rule_set_transitions (unrelated INTEGER)"))
    with pytest.raises(StorageUnavailable):
        upgrade(database_url)
    assert inspect(engine).get_table_names() == ["rule_set_transitions"]


def later(engine, revision):
    """Let the database look as a later release leaves it."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
        connection.execute(text("ALTER TABLE rule_set_versions ADD COLUMN something_new TEXT"))
        connection.execute(text("CREATE TABLE something_else (id INTEGER)"))


def test_a_release_works_on_the_schema_of_a_later_one(database_url, engine, caplog):
    upgrade(database_url)
    later(engine, "0999")
    upgrade(database_url)
    assert "schema 0999 of a later release" in caplog.text
    put(SqlArchive(engine), a_version())
    with SqlArchive(engine).writing() as work:
        work.supersede_text(a_version(title="Later"), actor="loader")
    with SqlArchive(engine).reading() as reader:
        assert reader.version("us-oisp", "2025-01-02").title == "Later"
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0999"


@pytest.mark.parametrize("revision", ["1001", "0000", "ae1027a6acf", "99999", "x"])
def test_a_schema_that_is_not_a_later_one_or_that_lacks_something_is_refused_in_words(tmp_path, revision):
    database_url = f"sqlite:///{tmp_path}/screening.sqlite3"
    upgrade(database_url)
    engine = open_engine(database_url)
    later(engine, revision)
    with pytest.raises(StorageUnavailable, match=f"has schema `{revision}`, with which this release cannot work"):
        upgrade(database_url)
    engine.dispose()


TAKES_AWAY = re.compile(
    r"drop_|alter_column|rename_|batch_alter|nullable=False\)\)|\b(DROP|UPDATE|DELETE FROM|ALTER)\b"
)


@pytest.mark.parametrize("migration", sorted(MIGRATIONS.glob("*.py")), ids=lambda path: path.stem)
def test_a_migration_only_adds_unless_it_begins_a_thousand(migration):
    """So that the release before goes on working: a new column may be empty, or the database fills it."""
    source = migration.read_text("utf-8")
    number = re.search(r'^revision = "([0-9]{4})"$', source, re.MULTILINE)
    assert number is not None, "revisions are numbers of four digits"
    assert migration.name.startswith(f"{number[1]}_")
    way_up = source.partition("def upgrade()")[2].partition("def downgrade()")[0]
    added = re.findall(r"add_column\(.*\)", way_up)
    assert int(number[1]) % 1000 == 1 or (
        not TAKES_AWAY.search(re.sub(r"TRUNCATE|BEFORE UPDATE OR DELETE", "", way_up))
        and all("nullable=False" not in column or "server_default" in column for column in added)
    )
