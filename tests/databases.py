"""A database of either kind for each test: a copy of one that was filled once, for migrating takes long."""

import shutil
from collections.abc import Callable
from typing import Any

import pytest
from psycopg import sql


def copies_of(name: str, filled: Callable[[str], dict[str, str]]) -> tuple[Any, Any, Any]:
    """The fixtures ``sqlite_template``, ``postgresql_template`` and ``copied``, for a ``conftest.py`` to name so.

    ``filled`` fills the database behind a URL, and gives the keys of the people in it. A template is the path of a
    file, or the name of a database, and those keys. ``copied`` is the URL of a copy that belongs to one test alone,
    and the keys; a test that asks for it is done on both kinds.
    """

    @pytest.fixture(scope="session")
    def sqlite_template(tmp_path_factory):
        path = tmp_path_factory.mktemp(name) / "template.sqlite3"
        return path, filled(f"sqlite:///{path}")

    @pytest.fixture(scope="session")
    def postgresql_template(postgresql_connection):
        postgresql_connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return name, filled(postgresql_url(postgresql_connection, name))

    @pytest.fixture(params=["sqlite", "postgresql"])
    def copied(request, tmp_path, database_names):
        if request.param == "sqlite":
            path, keys = request.getfixturevalue("sqlite_template")
            yield f"sqlite:///{shutil.copy(path, tmp_path)}", keys
            return
        connection = request.getfixturevalue("postgresql_connection")
        template, keys = request.getfixturevalue("postgresql_template")
        own = next(database_names)
        names = [sql.Identifier(each) for each in (own, template)]
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        try:
            yield postgresql_url(connection, own), keys
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(own)))

    return sqlite_template, postgresql_template, copied


def postgresql_url(connection, name):
    return f"postgresql+psycopg://{connection.info.user}@/{name}?host={connection.info.host}"
