import logging
import traceback

import pytest
from sqlalchemy import text

from app.domain.errors import ArchiveMissing, StorageUnavailable
from app.storage import engine as storage
from app.storage.archive import SqlArchive
from app.storage.engine import open_engine, reading, writing
from app.storage.migration import upgrade


@pytest.fixture
def engine(database_url):
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def impatient(monkeypatch, database_url):
    monkeypatch.setattr(storage, "LOCK_WAIT_SECONDS", 1)
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def test_a_database_without_tables_is_told_as_such(engine):
    with pytest.raises(ArchiveMissing, match="tables of this release"), SqlArchive(engine).reading() as reader:
        reader.rule_sets()


def test_a_writer_that_waits_too_long_gives_up(engine, impatient):
    with writing(engine), pytest.raises(StorageUnavailable), writing(impatient):
        pytest.fail("two writers at once")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://deal:hunter2@127.0.0.1:1/secret",
        "postgres://deal:hunter2@127.0.0.1:1/secret",
        "sqlite:////dev/null/hunter2",
        "postgresql://deal:hunter2@127.0.0.1:port/secret",
        "hunter2",
    ],
)
def test_an_unreachable_database_is_named_without_its_address(address, caplog):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(StorageUnavailable) as failure:
        upgrade(address)
    told = caplog.text + "".join(traceback.format_exception(failure.value))
    assert "hunter2" not in told
    assert "127.0.0.1" not in str(failure.value)


def test_a_failing_statement_tells_neither_its_text_nor_its_values(engine, caplog):
    with pytest.raises(StorageUnavailable) as failure, reading(engine) as connection:
        connection.execute(text("SELECT :value FROM nowhere"), {"value": "confidential"})
    told = caplog.text + "".join(traceback.format_exception(failure.value))
    assert "nowhere" not in str(failure.value)
    assert "confidential" not in told
    assert "database failure" in caplog.text


def test_sqlite_keeps_foreign_keys_and_all_it_knows_in_one_file(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path}/made/on/the/way/archive.sqlite3")
    with reading(engine) as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA journal_mode")) == "delete"
        assert connection.scalar(text("PRAGMA busy_timeout")) == 10_000
    engine.dispose()
