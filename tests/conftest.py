"""What every test may rely on: property tests that repeat, and an empty database of either kind.

A test that asks for ``database_url`` runs twice: on SQLite, and on a PostgreSQL server that the first such test
starts and the end of the session stops. Where that server cannot start, those tests fail; none is skipped.
"""

from collections.abc import Iterator
from itertools import count

import psycopg
import pytest
import structlog
from psycopg import sql

from tests import profiles
from tests.postgresql import running_server

profiles.register()
# An application in the process of the tests would print a line for each request.
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("CRITICAL"))


@pytest.fixture(scope="session")
def postgresql_connection() -> Iterator[psycopg.Connection]:
    """The administrator's connection, in autocommit, to this session's PostgreSQL server."""
    with running_server() as server, psycopg.connect(server.address, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def database_names() -> Iterator[str]:
    """Names no database of this session has yet."""
    return (f"screening_{number}" for number in count(1))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path, database_names) -> Iterator[str]:
    """The SQLAlchemy URL of a database that is empty, belongs to this test alone and is gone after it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'screening.sqlite3'}"
        return

    connection = request.getfixturevalue("postgresql_connection")
    name = next(database_names)
    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield f"postgresql+psycopg://{connection.info.user}@/{name}?host={connection.info.host}"
    finally:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
