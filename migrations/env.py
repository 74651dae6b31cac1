"""Alembic's entry: runs the migrations on the connection it is given, inside the caller's transaction.

Called by ``app.storage.migration``, which holds the one writing transaction on the database. Called by the ``alembic``
command it opens that same transaction itself, on the database that the settings name.
"""

import os

from alembic import context
from sqlalchemy import Connection

from app.settings import Settings
from app.storage.engine import opened_engine, writing
from app.storage.tables import metadata


def migrate(connection: Connection) -> None:
    """The migrations asked for have run on ``connection``; nothing is committed."""
    context.configure(connection=connection, target_metadata=metadata)
    context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with opened_engine(Settings.from_environment(os.environ).database_url) as engine, writing(engine) as own:
        migrate(own)
