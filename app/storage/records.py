"""Keeps the record in the database, as the port ``RecordStore`` asks."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, RowMapping, Select, case, delete, func, insert, select

from app.domain.canonical import canonical_json, digest
from app.domain.located import Plain
from app.service.records.entries import (
    BEFORE_ALL,
    ChainLink,
    EntryKind,
    NewScreening,
    RecordedScreening,
    RecordEntry,
    RecordNotFound,
    ScreeningContent,
    Sought,
    WrongHold,
    is_held,
)
from app.storage.engine import RECORD_LOCK, reading, writing
from app.storage.sealing import Sealing
from app.storage.tables import record_entries, recorded_screenings

_ENTRY: Final = tuple(record_entries.c[field.name] for field in fields(RecordEntry))
_PLAIN: Final = ("determination", "rule_set", "version", "law_digest", "engine_version", "asked")
_STORED: Final = tuple(column.name for column in recorded_screenings.columns if column.name != "sequence")


class SqlRecords:
    """Keeps records in a migrated database, in part encrypted if there is a key."""

    def __init__(self, engine: Engine, sealing: Sealing | None = None) -> None:
        self._engine = engine
        self._sealing = sealing or Sealing()

    def add(self, new: Sequence[NewScreening], *, recorded_at: datetime) -> list[RecordedScreening]:
        """Record screenings, all or none, in their order; what a person recorded under the same key stays."""
        with writing(self._engine, lock=RECORD_LOCK) as connection:
            last, kept = _head(connection), list[RecordedScreening]()
            entries, rows = list[dict[str, Any]](), list[dict[str, Any]]()
            under_key = dict[str, RecordedScreening]()
            for each in new:
                request = _request(each)
                before = None
                if request is not None:
                    before = under_key.get(request) or self._found_under(connection, request)
                if before is None:
                    row = self._row(each, sequence=last.sequence + 1 if last is not None else 1, request=request)
                    last = _linked(
                        last,
                        EntryKind.SCREENING,
                        recorded_at,
                        person=each.person,
                        keep_until=each.keep_until,
                        content_digest=_content_digest(row),
                    )
                    entries.append(asdict(last))
                    rows.append(row)
                    before = RecordedScreening(last, each.content)
                if request is not None:
                    under_key[request] = before
                kept.append(before)
            if rows:
                connection.execute(insert(record_entries), entries)
                connection.execute(insert(recorded_screenings), rows)
            return kept

    def find(self, sequence: int) -> RecordedScreening | None:
        """Return a record."""
        with reading(self._engine) as connection:
            return self._one(connection, _SCREENINGS.where(recorded_screenings.c.sequence == sequence))

    def under_key(self, person: str, idempotency_key: str) -> RecordedScreening | None:
        """Return what this person recorded under this key."""
        with reading(self._engine) as connection:
            return self._found_under(connection, _request_of(person, idempotency_key))

    def page(self, sought: Sought, *, after: int, limit: int) -> list[RecordedScreening]:
        """Return the records that fit, in their order, from the first after a number on."""
        query = _SCREENINGS.where(recorded_screenings.c.sequence > after)
        if sought.reference is not None:
            tokens = self._sealing.tokens(sought.reference)
            query = query.where(recorded_screenings.c.reference_token.in_(tokens))
        if sought.determination is not None:
            query = query.where(recorded_screenings.c.determination == sought.determination)
        if sought.day is not None:
            begin = datetime.combine(sought.day, time(), UTC)
            query = query.where(
                record_entries.c.recorded_at >= begin, record_entries.c.recorded_at < begin + timedelta(days=1)
            )
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(recorded_screenings.c.sequence).limit(limit)).mappings()
            return [self._recorded(row) for row in rows]

    def entry(self, sequence: int) -> RecordEntry | None:
        """Return an entry of the chain."""
        with reading(self._engine) as connection:
            return _entry(connection, select(*_ENTRY).where(record_entries.c.sequence == sequence))

    def head(self) -> RecordEntry | None:
        """Return the last entry."""
        with reading(self._engine) as connection:
            return _head(connection)

    def about(self, sequences: Sequence[int]) -> list[RecordEntry]:
        """Return all that was done with records, in its order."""
        with reading(self._engine) as connection:
            return _about(connection, sequences)

    def links(self, *, after: int, limit: int) -> list[ChainLink]:
        """Return entries in their order, each with the digest of what is stored of it now."""
        chain = (
            select(*_ENTRY).where(record_entries.c.sequence > after).order_by(record_entries.c.sequence).limit(limit)
        )
        with reading(self._engine) as connection:
            entries = [RecordEntry(**row) for row in connection.execute(chain).mappings()]
            last = entries[-1].sequence if entries else after
            sequence = recorded_screenings.c.sequence
            found = select(recorded_screenings).where(sequence > after, sequence <= last)
            stored = {row["sequence"]: _content_digest(row) for row in connection.execute(found).mappings()}
        return [ChainLink(entry, stored.get(entry.sequence)) for entry in entries]

    def count(self) -> int:
        """Count the screenings of which anything is stored."""
        with reading(self._engine) as connection:
            return connection.scalar(select(func.count()).select_from(recorded_screenings)) or 0

    def note(self, entry_kind: EntryKind, about: int, *, person: str, reason: str, recorded_at: datetime) -> None:
        """Add that a record is held or released; raises ``WrongHold`` or ``RecordNotFound``."""
        with writing(self._engine, lock=RECORD_LOCK) as connection:
            done = _about(connection, [about])
            if any(entry.kind is EntryKind.REMOVAL for entry in done):
                raise RecordNotFound(about)
            if is_held(done) is (entry_kind is EntryKind.HOLD):
                raise WrongHold(f"Record {about} is {'held already' if is_held(done) else 'not held'}.")
            _append(connection, entry_kind, recorded_at, person=person, about=about, reason=reason)

    def removable(self, *, day: date, after: int, limit: int) -> list[int]:
        """Return the records that were to be kept until a day before ``day``, and that are not held."""
        # Holds and releases of a record take turns, the first a hold.
        turns = record_entries.alias("turns")
        balance = func.sum(case((turns.c.kind == EntryKind.HOLD, 1), else_=-1))
        held = (
            select(turns.c.about)
            .where(turns.c.kind.in_([EntryKind.HOLD, EntryKind.RELEASE]))
            .group_by(turns.c.about)
            .having(balance > 0)
        )
        query = (
            select(record_entries.c.sequence)
            .join(recorded_screenings)
            .where(record_entries.c.keep_until < day, record_entries.c.sequence > after)
            .where(record_entries.c.sequence.not_in(held))
            .order_by(record_entries.c.sequence)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return list(connection.scalars(query))

    def remove(self, sequences: Sequence[int], *, person: str, reason: str, recorded_at: datetime) -> None:
        """Remove what is stored of records, and add that it was; the database refuses those that are to be kept."""
        with writing(self._engine, lock=RECORD_LOCK) as connection:
            for sequence in sequences:
                _append(connection, EntryKind.REMOVAL, recorded_at, person=person, about=sequence, reason=reason)
            connection.execute(delete(recorded_screenings).where(recorded_screenings.c.sequence.in_(sequences)))

    def _found_under(self, connection: Connection, request: str) -> RecordedScreening | None:
        tokens = self._sealing.tokens(request)
        return self._one(connection, _SCREENINGS.where(recorded_screenings.c.request_token.in_(tokens)))

    def _row(self, new: NewScreening, *, sequence: int, request: str | None) -> dict[str, Any]:
        def sealed(name: str, value: bytes) -> bytes:
            return self._sealing.seal(value, _place(sequence, name))

        content, reference = new.content, new.content.reference
        return {
            "sequence": sequence,
            **{name: getattr(content, name) for name in _PLAIN},
            "request_token": self._sealing.token(request) if request is not None else None,
            "reference_token": self._sealing.token(reference) if reference is not None else None,
            "sealed_by": self._sealing.kid,
            "reference": sealed("reference", reference.encode()) if reference is not None else None,
            "transaction_body": sealed("transaction_body", content.transaction),
            "answer_body": sealed("answer_body", content.answer),
        }

    def _one(self, connection: Connection, query: Select[Any]) -> RecordedScreening | None:
        row = connection.execute(query).mappings().one_or_none()
        return self._recorded(row) if row is not None else None

    def _recorded(self, row: RowMapping) -> RecordedScreening:
        def opened(name: str) -> bytes:
            return self._sealing.unseal(bytes(row[name]), _place(row["sequence"], name), kid=row["sealed_by"])

        content = ScreeningContent(
            **{name: row[name] for name in _PLAIN},
            reference=opened("reference").decode() if row["reference"] is not None else None,
            transaction=opened("transaction_body"),
            answer=opened("answer_body"),
        )
        return RecordedScreening(RecordEntry(**{column.name: row[column.name] for column in _ENTRY}), content)


_SCREENINGS: Final = select(*_ENTRY, *(recorded_screenings.c[name] for name in _STORED)).join_from(
    recorded_screenings, record_entries
)


def _append(connection: Connection, kind: EntryKind, recorded_at: datetime, **more: Any) -> None:
    """Add an entry to the end of the chain."""
    connection.execute(insert(record_entries), asdict(_linked(_head(connection), kind, recorded_at, **more)))


def _linked(last: RecordEntry | None, kind: EntryKind, recorded_at: datetime, **more: Any) -> RecordEntry:
    """Make the entry that comes after the last one."""
    entry = RecordEntry(sequence=last.sequence + 1 if last else 1, kind=kind, recorded_at=recorded_at, **more)
    return replace(entry, chain_digest=entry.linked_to(last.chain_digest if last else BEFORE_ALL))


def _head(connection: Connection) -> RecordEntry | None:
    return _entry(connection, select(*_ENTRY).order_by(record_entries.c.sequence.desc()).limit(1))


def _about(connection: Connection, sequences: Sequence[int]) -> list[RecordEntry]:
    query = select(*_ENTRY).where(record_entries.c.about.in_(sequences)).order_by(record_entries.c.sequence)
    return [RecordEntry(**row) for row in connection.execute(query).mappings()]


def _entry(connection: Connection, query: Select[Any]) -> RecordEntry | None:
    row = connection.execute(query).mappings().one_or_none()
    return RecordEntry(**row) if row is not None else None


def _content_digest(row: Mapping[str, Any] | RowMapping) -> str:
    """Compute the digest of all that is stored of a screening, as it is stored."""
    said: dict[str, Plain] = {
        column.name: _as_stored(row[column.name]) for column in recorded_screenings.columns if column.name != "sequence"
    }
    return digest(canonical_json(said))


def _as_stored(value: Any) -> Plain:
    if value is None:
        return ""
    return digest(bytes(value)) if isinstance(value, bytes | memoryview) else value


def _place(sequence: int, column: str) -> str:
    """Name where a value stands, so that it is encrypted for this place alone."""
    return f"{sequence}:{column}"


def _request(new: NewScreening) -> str | None:
    """Name the request of a person by its key, if it has one."""
    return _request_of(new.person, new.idempotency_key) if new.idempotency_key is not None else None


def _request_of(person: str, key: str) -> str:
    return f"{person}\n{key}"
