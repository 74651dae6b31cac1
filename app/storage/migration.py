"""Brings a database to the schema that this release needs, and accepts one that a later release has brought further."""

import logging
import re

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.domain.errors import StorageUnavailable
from app.shipped_files import ALEMBIC_INI
from app.storage.engine import opened_engine, writing

# Migrations are numbered. Within one thousand they only add, so that a release does its work on the schema of every
# later one; a migration that takes something away begins the next thousand, which releases before it do not touch.
_NUMBER = re.compile(r"[0-9]{4}")
_THOUSAND = 1000

log = logging.getLogger(__name__)
# It tells at every start that it "will assume non-transactional DDL", which does not hold here.
logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)


def upgrade(database_url: str) -> None:
    """Give the database the schema of this release; one that has it already, or more, is left alone.

    Any number of processes may call this at once: each runs the migrations inside the one writing transaction on the
    database, so the first does the work whole and the others find it done. Raises ``StorageUnavailable``, also for a
    schema that this release cannot work with.
    """
    with opened_engine(database_url) as engine, writing(engine) as connection:
        configuration = Config(ALEMBIC_INI, attributes={"connection": connection})
        known = ScriptDirectory.from_config(configuration)
        stored, latest = MigrationContext.configure(connection).get_current_heads(), known.get_current_head()
        unknown = sorted(set(stored) - {script.revision for script in known.walk_revisions()})
        if not unknown:
            command.upgrade(configuration, "head")
        elif all(_only_adds(revision, after=latest) for revision in unknown):
            log.warning("the database has schema %s of a later release; this one knows %s", ", ".join(unknown), latest)
        else:
            raise StorageUnavailable(
                f"The database has schema `{', '.join(unknown)}`, with which this release cannot work: it knows "
                f"schemas up to `{latest}`. Start the release that made it, or restore a backup from before it."
            )


def _only_adds(revision: str, *, after: str | None) -> bool:
    """Tell whether a revision that is not known here comes later, and took nothing away that this release needs."""
    if after is None or not _NUMBER.fullmatch(revision):
        return False
    return int(revision) > int(after) and int(revision) // _THOUSAND == int(after) // _THOUSAND
