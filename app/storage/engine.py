"""Connections: how a database is opened, how one writer at a time is kept, and what becomes of its failures."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from app.domain.errors import StorageUnavailable

LOCK_WAIT_SECONDS = 10
CONNECT_SECONDS = 5

# Any number serves, as long as every process of every release uses the same.
WRITER_LOCK = 850_202_501_02

log = logging.getLogger(__name__)


def open_engine(database_url: str) -> Engine:
    """An engine for a SQLite file or a PostgreSQL database. No connection is made yet.

    The folder of a SQLite file is made if it is missing. Raises ``StorageUnavailable`` if it cannot be, or if the URL
    cannot be read.
    """
    try:
        url = make_url(database_url.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError):
        raise StorageUnavailable("The database URL cannot be read.") from None
    if url.get_backend_name() == "sqlite":
        try:
            Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageUnavailable(f"The folder of the database cannot be made: {error.strerror}.") from None
        # Without an isolation level the driver leaves BEGIN to us, and a transaction covers schema changes too.
        engine = create_engine(
            url, hide_parameters=True, connect_args={"timeout": LOCK_WAIT_SECONDS, "isolation_level": None}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_SECONDS},
    )


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads, waits for no writer and sees one moment. Raises ``StorageUnavailable``."""
    with _failures_named(), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            # Otherwise every statement would see its own moment, and a publication between two of them by half.
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """The only writing transaction on the database: committed on leaving the block, dropped on an exception.

    A second writer, in this process or another, waits up to ``LOCK_WAIT_SECONDS`` and then sees all the first wrote.
    Writes are a handful a day, so one lock for all is no cost, and no two of them can interleave. Raises
    ``StorageUnavailable``.
    """
    with _failures_named(), engine.connect() as connection:
        connection.execution_options(writes=True)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_WAIT_SECONDS}s'"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})
            yield connection


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that starts as a reader cannot always become a writer; IMMEDIATE waits for its turn at once.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    # With a write-ahead log, readers and the writer do not wait for each other. The mode stays with the file.
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


@contextmanager
def _failures_named() -> Iterator[None]:
    """Any failure of the database leaves as ``StorageUnavailable``, without address, statement or values."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
        log.warning("database failure: %s %s", type(cause).__name__, code or "")
        raise StorageUnavailable("The database cannot be reached or refuses to answer.") from None
