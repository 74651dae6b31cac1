import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from app.domain.errors import StorageUnavailable
from app.shipped_files import ALEMBIC_INI
from app.storage.engine import open_engine, writing
from app.storage.migration import upgrade
from app.storage.tables import metadata


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
    spawning = multiprocessing.get_context("spawn")
    start_line = spawning.Barrier(4)
    with ProcessPoolExecutor(4, mp_context=spawning, initializer=_wait_at, initargs=(start_line,)) as processes:
        list(processes.map(upgrade, [database_url] * 4))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1


def test_a_migration_that_fails_half_way_leaves_nothing_behind(database_url, engine):
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE rule_set_transitions (unrelated INTEGER)"))
    with pytest.raises(StorageUnavailable):
        upgrade(database_url)
    assert inspect(engine).get_table_names() == ["rule_set_transitions"]


def _wait_at(start_line):
    start_line.wait(timeout=60)
