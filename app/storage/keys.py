"""Keeps API keys in the database, as the port ``KeyStore`` asks."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Engine, insert, select, update

from app.service.access.keys import ApiKey
from app.storage.engine import reading, writing
from app.storage.tables import api_keys


class SqlKeys:
    """Keeps keys in a migrated database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, key_id: str) -> ApiKey | None:
        """Return the key with this id."""
        with reading(self._engine) as connection:
            row = connection.execute(select(api_keys).where(api_keys.c.id == key_id)).mappings().one_or_none()
        return ApiKey(**row) if row is not None else None

    def all(self) -> tuple[ApiKey, ...]:
        """Return every key ever made, the oldest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(api_keys).order_by(api_keys.c.created_at, api_keys.c.id)).mappings().all()
        return tuple(ApiKey(**row) for row in rows)

    def add(self, key: ApiKey) -> None:
        """Keep a new key."""
        with writing(self._engine) as connection:
            connection.execute(insert(api_keys), asdict(key))

    def revoke(self, key_id: str, *, revoked_at: datetime) -> None:
        """Let the key open nothing any more; one that was revoked before keeps that time."""
        this = (api_keys.c.id == key_id) & api_keys.c.revoked_at.is_(None)
        with writing(self._engine) as connection:
            connection.execute(update(api_keys).where(this).values(revoked_at=revoked_at))
