import os
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from psycopg import sql
from sqlalchemy import make_url, text
from sqlalchemy.exc import StatementError

from app.domain.errors import StorageUnavailable, VersionConflict
from app.service.loading import load_rule_sets
from app.storage.archive import SqlArchive
from app.storage.engine import open_engine
from app.storage.migration import upgrade
from tests.processes import PROCESSES, at_once
from tests.service.archive_contract import ArchiveContract
from tests.service.builders import LONG_AGO, a_version, put, shipped

VERSIONS = [f"2025-{number:02}" for number in range(12)]


@pytest.fixture
def engine(database_url):
    upgrade(database_url)
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def archive(engine):
    return SqlArchive(engine)


@pytest.fixture
def outage(engine, database_url, request):
    """The file of the database is elsewhere, or the server lets nobody in."""
    if engine.dialect.name == "sqlite":
        path = Path(make_url(database_url).database)
        aside = path.with_name("aside")
        return SimpleNamespace(begin=lambda: path.rename(aside), end=lambda: aside.rename(path))
    connection = request.getfixturevalue("postgresql_connection")
    name = engine.url.database

    def let_in(allowed):
        words = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        connection.execute(words.format(sql.Identifier(name), sql.SQL(allowed)))

    def begin():
        let_in("false")
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    return SimpleNamespace(begin=begin, end=lambda: let_in("true"))


class TestSqlArchive(ArchiveContract):
    """The archive in SQLite and in PostgreSQL keeps the contract of all archives."""


STATEMENTS = [
    "UPDATE rule_set_versions SET document = '{}'",
    "UPDATE rule_set_versions SET title = title",
    "DELETE FROM rule_set_versions",
    "UPDATE rule_set_transitions SET status = 'in_force'",
    "DELETE FROM rule_set_transitions",
    "UPDATE rule_sets SET rule_set = 'eu'",
    "DELETE FROM rule_sets",
    "UPDATE rule_set_revisions SET document = '{}'",
    "DELETE FROM rule_set_revisions",
]
REPLACING = {
    "sqlite": [
        """INSERT OR REPLACE INTO rule_set_versions
           SELECT rule_set, version, 'New', digest, '{}', source, recorded_at, NULL FROM rule_set_versions""",
        """INSERT OR REPLACE INTO rule_set_transitions
           SELECT rule_set, version, sequence, 'in_force', '2020-01-01', NULL, recorded_at, actor, note, caused_by,
           proposed_by, emergency FROM rule_set_transitions""",
        "INSERT OR REPLACE INTO rule_sets SELECT rule_set, '2020-01-01' FROM rule_sets",
        """INSERT OR REPLACE INTO rule_set_revisions
           SELECT rule_set, version, digest, sequence, title, '{}', source, recorded_at, actor, supersedes
           FROM rule_set_revisions""",
    ],
    "postgresql": [
        """INSERT INTO rule_set_versions SELECT * FROM rule_set_versions
           ON CONFLICT (rule_set, version) DO UPDATE SET document = '{}'""",
        "TRUNCATE rule_set_transitions",
        "TRUNCATE rule_sets CASCADE",
    ],
}


def test_the_database_itself_refuses_to_change_or_remove_anything(engine, archive):
    put(archive, a_version())
    with archive.writing() as rule_sets:
        rule_sets.supersede_text(a_version(title="Later"), actor="loader")
    for statement in STATEMENTS + REPLACING[engine.dialect.name]:
        with pytest.raises(Exception, match="never changed or removed"), engine.begin() as connection:
            connection.execute(text(statement))
    with archive.reading() as reader:
        for kept in (a_version(), a_version(title="Later")):
            assert reader.version("us-oisp", "2025-01-02", text=kept.digest) == kept


def test_the_database_itself_refuses_law_in_force_without_a_first_day(archive):
    with pytest.raises(StorageUnavailable):
        put(archive, a_version(begins=None))


def test_the_database_itself_refuses_an_interval_that_ends_before_it_begins(archive):
    with pytest.raises(StorageUnavailable):
        put(archive, a_version(ends="2025-01-01"))


def test_a_time_without_a_zone_is_refused(archive):
    with pytest.raises(StatementError, match="time zone"):
        put(archive, a_version(recorded_at=LONG_AGO.replace(tzinfo=None)))


def test_a_status_of_a_newer_release_is_named_as_such(engine, archive):
    put(archive, a_version())
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO rule_set_transitions SELECT rule_set, version, 2, 'enjoined', effective_from, "
                "effective_to, recorded_at, actor, note, caused_by, proposed_by, emergency FROM rule_set_transitions"
            )
        )
    with archive.reading() as reader, pytest.raises(StorageUnavailable, match="does not know"):
        reader.versions("us-oisp")


def test_of_two_processes_adding_different_documents_exactly_one_wins(database_url, archive):
    outcomes = _in_processes(_add_all, [(database_url, f"process {number}") for number in range(3)])
    for index in range(len(VERSIONS)):
        assert sorted(outcome[index] for outcome in outcomes) == ["added", "conflict", "conflict"]
    with archive.reading() as reader:
        assert len(reader.versions("us-oisp")) == len(VERSIONS)


def test_processes_adding_the_same_documents_all_succeed(database_url, archive):
    outcomes = _in_processes(_add_all, [(database_url, "the same") for _ in range(3)])
    for index in range(len(VERSIONS)):
        assert sorted(outcome[index] for outcome in outcomes) == ["added", "unchanged", "unchanged"]
    with archive.reading() as reader:
        assert all(len(known.log) == 1 for known in reader.versions("us-oisp"))


def test_a_process_killed_while_adding_leaves_nothing_behind(database_url, archive):
    process = PROCESSES.Process(target=_add_and_die, args=(database_url,))
    process.start()
    process.join(timeout=60)
    assert process.exitcode == 9
    with archive.reading() as reader:
        assert reader.rule_sets() == ()
    put(archive, a_version(note="the next one gets through"))


def _in_processes(function, arguments):
    with at_once(len(arguments)) as processes:
        return list(processes.map(function, arguments))


@contextmanager
def _opened(database_url):
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def _add_all(argument):
    database_url, note = argument
    with _opened(database_url) as engine:
        return [_add(SqlArchive(engine), version, note) for version in VERSIONS]


def _add(archive, version, note):
    try:
        with archive.writing() as rule_sets:
            return str(rule_sets.add_version(a_version(version=version, note=note), actor=note))
    except VersionConflict:
        return "conflict"


def _add_and_die(database_url):
    with _opened(database_url) as engine, SqlArchive(engine).writing() as rule_sets:
        rule_sets.add_version(a_version(), actor="doomed")
        os._exit(9)


def test_whoever_writes_does_not_wait_for_a_proof(archive):
    def prove(_):
        put(archive, a_version("eu"))
        return ()

    texts = [shipped(a_version().document)]
    load = load_rule_sets(texts, archive, faults_of=prove, actor="loader", recorded_at=LONG_AGO)
    assert [(each.shipped.version, each.outcome) for each in load] == [("2025-01-02", "added")]
    with archive.reading() as reader:
        assert reader.rule_sets() == ("eu", "us-oisp")
