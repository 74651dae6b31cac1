"""Keeps persons and API keys in the database, as the ports of ``app.service.access`` ask."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Engine, RowMapping, Select, delete, insert, select, update

from app.service.access.keys import ApiKey, Uses
from app.service.access.persons import Person, TokenLink
from app.storage.engine import reading, writing
from app.storage.tables import api_keys, person_tokens, persons


class SqlKeys:
    """Keeps persons and keys in a migrated database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, key_ids: Iterable[str]) -> Mapping[str, ApiKey]:
        """Return the keys with these ids, as far as there are any."""
        with reading(self._engine) as connection:
            rows = connection.execute(_KEYS.where(api_keys.c.id.in_([*key_ids]))).mappings().all()
        return {row["id"]: _key(row) for row in rows}

    def all(self) -> tuple[ApiKey, ...]:
        """Return every key ever made, the oldest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(_KEYS.order_by(api_keys.c.created_at, api_keys.c.id)).mappings().all()
        return tuple(map(_key, rows))

    def add(self, key: ApiKey) -> None:
        """Keep a new key."""
        stored = asdict(key)
        with writing(self._engine) as connection:
            connection.execute(
                insert(api_keys),
                {**{each.name: stored[each.name] for each in api_keys.c if each.name in stored}, "owner": key.person},
            )

    def expire(self, key_id: str, *, expires_at: datetime) -> None:
        """Let the key end at this time."""
        with writing(self._engine) as connection:
            connection.execute(update(api_keys).where(api_keys.c.id == key_id).values(expires_at=expires_at))

    def revoke(self, key_id: str, *, revoked_at: datetime) -> None:
        """Let the key open nothing any more; one that was revoked before keeps that time."""
        this = (api_keys.c.id == key_id) & api_keys.c.revoked_at.is_(None)
        with writing(self._engine) as connection:
            connection.execute(update(api_keys).where(this).values(revoked_at=revoked_at))

    def count(self, uses: Mapping[str, Uses]) -> None:
        """Add the uses of keys to what was counted before; of two last uses the later one stays."""
        with writing(self._engine) as connection:
            for key_id, each in sorted(uses.items()):
                this = api_keys.c.id == key_id
                connection.execute(update(api_keys).where(this).values(uses=api_keys.c.uses + each.count))
                earlier = api_keys.c.last_used_at.is_(None) | (api_keys.c.last_used_at < each.last)
                connection.execute(update(api_keys).where(this & earlier).values(last_used_at=each.last))

    def person(self, person: str) -> Person | None:
        """Return the person with this id."""
        with reading(self._engine) as connection:
            row = connection.execute(select(persons).where(persons.c.person == person)).mappings().one_or_none()
        return Person(**row) if row is not None else None

    def persons(self) -> tuple[Person, ...]:
        """Return every person, sorted by id."""
        with reading(self._engine) as connection:
            found = [Person(**row) for row in connection.execute(select(persons)).mappings()]
        return tuple(sorted(found, key=lambda each: each.person))

    def add_person(self, person: Person) -> None:
        """Keep a new person."""
        with writing(self._engine) as connection:
            connection.execute(insert(persons), asdict(person))

    def links(self) -> tuple[TokenLink, ...]:
        """Return every link, sorted by person."""
        with reading(self._engine) as connection:
            found = [TokenLink(**row) for row in connection.execute(select(person_tokens)).mappings()]
        return tuple(sorted(found, key=lambda each: (each.person, each.issuer, each.subject)))

    def linked(self, issuer: str, subject: str) -> Person | None:
        """Return the person whose tokens these are."""
        tokens = (person_tokens.c.issuer == issuer) & (person_tokens.c.subject == subject)
        query = select(persons).join(person_tokens, person_tokens.c.person == persons.c.person).where(tokens)
        with reading(self._engine) as connection:
            row = connection.execute(query).mappings().one_or_none()
        return Person(**row) if row is not None else None

    def add_link(self, link: TokenLink) -> None:
        """Keep a link in place of the one before for the same tokens."""
        tokens = (person_tokens.c.issuer == link.issuer) & (person_tokens.c.subject == link.subject)
        with writing(self._engine) as connection:
            connection.execute(delete(person_tokens).where(tokens))
            connection.execute(insert(person_tokens), asdict(link))

    def remove_link(self, issuer: str, subject: str) -> None:
        """Remove a link, if it is there."""
        tokens = (person_tokens.c.issuer == issuer) & (person_tokens.c.subject == subject)
        with writing(self._engine) as connection:
            connection.execute(delete(person_tokens).where(tokens))


_KEYS: Select[tuple[object, ...]] = select(
    *(each for each in api_keys.c if each.name != "owner"), persons.c.person, persons.c.name
).join(persons, persons.c.person == api_keys.c.owner)


def _key(row: RowMapping) -> ApiKey:
    # A process of the release before makes keys without an end: they have ended.
    return ApiKey(**{**row, "expires_at": row["expires_at"] or row["created_at"]})
