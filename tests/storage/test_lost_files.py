"""A SQLite file that is deleted or replaced while this process has it open."""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from itertools import count
from stat import S_IMODE

import pytest
from sqlalchemy import event

from app.domain.errors import ArchiveMissing, StorageUnavailable
from app.storage.archive import SqlArchive
from app.storage.engine import open_engine, reading
from app.storage.migration import upgrade
from tests.service.builders import a_version, put


@pytest.fixture
def path(tmp_path):
    """A database file in which `ours` is the law."""
    return made(tmp_path / "screening.sqlite3", "ours")


@pytest.fixture
def other(tmp_path):
    """Another database file, in which `theirs` is the law."""
    return made(tmp_path / "other.sqlite3", "theirs", "more")


@pytest.fixture
def engine(path):
    engine = open_engine(f"sqlite:///{path}")
    with reading(engine):
        pass
    yield engine
    engine.dispose()


def made(path, *rule_sets):
    upgrade(f"sqlite:///{path}")
    engine = open_engine(f"sqlite:///{path}")
    put(SqlArchive(engine), *(a_version(rule_set, note="x" * 20_000) for rule_set in rule_sets))
    engine.dispose()
    return path


def known(engine):
    with SqlArchive(engine).reading() as reader:
        return reader.rule_sets()


def stored_in(path):
    """What a process that starts now finds at the path."""
    engine = open_engine(f"sqlite:///{path}")
    try:
        return known(engine)
    finally:
        engine.dispose()


def deleted(path, _other):
    path.unlink()


def moved(path, _other):
    path.rename(path.with_name("moved"))


def replaced(path, other):
    other.replace(path)


def overwritten(path, other):
    shutil.copyfile(other, path)


def replaced_by_an_empty_file(path, _other):
    path.unlink()
    path.touch()


def emptied(path, _other):
    os.truncate(path, 0)


def replaced_by_what_is_no_database(path, _other):
    path.unlink()
    path.write_bytes(b"no database at all" * 1000)


@pytest.mark.parametrize("happens", [replaced, overwritten])
def test_what_is_read_is_what_the_file_at_the_path_holds_now(engine, path, other, happens):
    assert known(engine) == ("ours",)
    happens(path, other)
    assert known(engine) == ("more", "theirs")
    put(SqlArchive(engine), a_version("mine"))
    assert stored_in(path) == ("mine", "more", "theirs")


@pytest.mark.parametrize(
    ("happens", "told"),
    [
        (deleted, "deleted or moved"),
        (moved, "deleted or moved"),
        (replaced_by_an_empty_file, "does not have the tables"),
        (emptied, "does not have the tables"),
        (replaced_by_what_is_no_database, "does not have the tables"),
    ],
)
def test_where_no_archive_is_there_any_more_that_is_told_and_none_is_made(engine, path, other, happens, told):
    happens(path, other)
    size = path.stat().st_size if path.exists() else None
    for _ in range(2):
        with pytest.raises(ArchiveMissing, match=told):
            known(engine)
        with pytest.raises(ArchiveMissing, match=told):
            put(SqlArchive(engine), a_version("mine"))
    assert (path.stat().st_size if path.exists() else None) == size


def test_a_folder_in_the_place_of_the_file_is_no_archive(engine, path):
    path.unlink()
    path.mkdir()
    with pytest.raises(StorageUnavailable):
        known(engine)


def test_a_file_put_back_is_read_again(engine, path):
    aside = shutil.copy(path, path.with_name("aside"))
    path.unlink()
    with pytest.raises(ArchiveMissing):
        known(engine)
    shutil.copy(aside, path)
    assert known(engine) == ("ours",)
    put(SqlArchive(engine), a_version("mine"))
    assert stored_in(path) == ("mine", "ours")


def test_a_file_overwritten_by_one_that_counts_as_many_changes_and_pages_is_read_anew(engine, path, tmp_path):
    alike = made(tmp_path / "alike.sqlite3", "hers")
    assert alike.read_bytes()[24:40] == path.read_bytes()[24:40]
    assert known(engine) == ("ours",)
    os.utime(path, ns=(0, 0))
    overwritten(path, alike)
    assert known(engine) == ("hers",)


def test_a_file_that_was_emptied_and_filled_again_is_read_again(engine, path):
    aside = shutil.copy(path, path.with_name("aside"))
    emptied(path, None)
    with pytest.raises(ArchiveMissing):
        known(engine)
    overwritten(path, aside)
    assert known(engine) == ("ours",)


def test_a_file_reached_by_a_link_is_replaced_when_the_link_is(tmp_path, path, other):
    link = tmp_path / "current"
    link.symlink_to(path)
    engine = open_engine(f"sqlite:///{link}")
    assert known(engine) == ("ours",)
    link.unlink()
    link.symlink_to(other)
    assert known(engine) == ("more", "theirs")
    engine.dispose()


def test_no_file_beside_the_database_outlives_a_unit_of_work(engine, path):
    put(SqlArchive(engine), a_version("mine"))
    assert known(engine) == ("mine", "ours")
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_a_release_with_a_write_ahead_log_left_is_read_and_made_whole(engine, path, other):
    with closing(sqlite3.connect(other)) as earlier:
        assert earlier.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    assert other.read_bytes()[18:20] == b"\x02\x02"
    replaced(path, other)
    assert known(engine) == ("more", "theirs")
    assert path.read_bytes()[18:20] == b"\x01\x01", "1 is a rollback journal, 2 a write-ahead log"


MISHAPS = [deleted, moved, replaced, replaced_by_an_empty_file, replaced_by_what_is_no_database]


def before_it_begins(engine, mishap):
    mishap()
    put(SqlArchive(engine), a_version("mine"))


def before_it_writes(engine, mishap):
    with SqlArchive(engine).writing() as rule_sets:
        mishap()
        rule_sets.add_version(a_version("mine"), actor="counsel")


def after_it_wrote(engine, mishap):
    with SqlArchive(engine).writing() as rule_sets:
        rule_sets.add_version(a_version("mine"), actor="counsel")
        mishap()


def as_it_commits(engine, mishap):
    event.listen(engine, "commit", lambda _connection: mishap(), once=True)
    put(SqlArchive(engine), a_version("mine"))


@pytest.mark.parametrize("when", [before_it_begins, before_it_writes, after_it_wrote, as_it_commits])
@pytest.mark.parametrize("happens", MISHAPS)
def test_what_is_acknowledged_is_in_the_file_that_is_there(engine, path, other, happens, when):
    acknowledged = False
    with suppress(StorageUnavailable):
        when(engine, lambda: happens(path, other))
        acknowledged = True
    assert acknowledged is (when is before_it_begins and happens is replaced)
    if happens is replaced:
        assert ("mine" in stored_in(path)) is acknowledged


@pytest.mark.parametrize(
    ("when", "told"),
    [(before_it_writes, "Nothing was stored"), (after_it_wrote, "Nothing was stored"), (as_it_commits, "may be lost")],
)
def test_who_loses_a_change_is_told_what_became_of_it(engine, path, when, told):
    with pytest.raises(ArchiveMissing, match=told):
        when(engine, path.unlink)


def test_whoever_connects_while_others_write_all_the_time_connects(engine, path):
    numbers = count(1)

    def written(*_):
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute(f"PRAGMA user_version = {next(numbers)}")
        os.utime(path, ns=(0, next(numbers)))

    event.listen(engine, "connect", written)
    written()
    for _ in range(3):
        assert known(engine) == ("ours",)


def test_a_reader_waits_for_no_writer_however_much_is_written(engine):
    with SqlArchive(engine).writing() as rule_sets:
        for number in range(40):
            rule_sets.add_version(a_version("large", str(number), note="x" * 200_000), actor="counsel")
        assert known(engine) == ("ours",)
    assert known(engine) == ("large", "ours")


def test_a_file_that_is_deleted_or_replaced_as_it_is_opened_is_neither_made_nor_taken_for_the_one_that_was_there(
    engine, path, other, monkeypatch
):
    connect = engine.dialect.connect

    def meanwhile(*, before=lambda: None, after=lambda: None):
        def connecting(*arguments, **options):
            monkeypatch.undo()
            before()
            connection = connect(*arguments, **options)
            after()
            return connection

        engine.dispose()
        monkeypatch.setattr(engine.dialect, "connect", connecting)

    third, fourth = (made(path.with_name(f"{name}.sqlite3"), name) for name in ("third", "fourth"))
    meanwhile(before=lambda: other.replace(path))
    assert known(engine) == ("more", "theirs")
    for mishap in ({"before": lambda: third.replace(path)}, {"after": lambda: fourth.replace(path)}):
        meanwhile(**mishap)
        with pytest.raises(ArchiveMissing, match="Nothing was stored"):
            put(SqlArchive(engine), a_version("mine"))
    assert stored_in(path) == ("fourth",)
    put(SqlArchive(engine), a_version("mine"))
    assert stored_in(path) == ("fourth", "mine")
    meanwhile(before=path.unlink)
    with pytest.raises(StorageUnavailable):
        known(engine)
    assert not path.exists()


def test_a_file_that_is_made_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "var/screening.sqlite3"
    upgrade(f"sqlite:///{path}")
    assert S_IMODE(path.stat().st_mode) == 0o600
