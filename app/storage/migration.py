"""Brings a database to the schema that this release needs."""

from alembic import command
from alembic.config import Config

from app.shipped_files import ALEMBIC_INI
from app.storage.engine import opened_engine, writing


def upgrade(database_url: str) -> None:
    """Give the database the schema of this release; one that has it already is left alone.

    Any number of processes may call this at once: each runs the migrations inside the one writing transaction on the
    database, so the first does the work whole and the others find it done. Raises ``StorageUnavailable``.
    """
    with opened_engine(database_url) as engine, writing(engine) as connection:
        command.upgrade(Config(ALEMBIC_INI, attributes={"connection": connection}), "head")
