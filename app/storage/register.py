"""Drafts in the database beside the rule sets, behind the port ``Register``."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, Table, delete, func, insert, select

from app.domain.canonical import canonical_json
from app.service.drafts import Draft, DraftStep, Reading, Step, Writing
from app.storage.archive import SqlRuleSets
from app.storage.engine import reading, writing
from app.storage.tables import draft_steps, drafts


class SqlRegister:
    """Versions and drafts in a migrated database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """A unit of work that only reads."""
        with reading(self._engine) as connection:
            yield Reading(SqlRuleSets(connection), SqlDrafts(connection))

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A unit of work that is alone in writing."""
        with writing(self._engine) as connection:
            yield Writing(SqlRuleSets(connection), SqlDrafts(connection))


class SqlDrafts:
    """The drafts as one transaction sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def names(self) -> tuple[tuple[str, str], ...]:
        """Rule set and version of every draft, sorted."""
        rows = self._connection.execute(select(drafts.c.rule_set, drafts.c.version))
        return tuple(sorted((row[0], row[1]) for row in rows))

    def find(self, rule_set: str, version: str) -> Draft | None:
        """The draft of a version."""
        query = select(drafts).where(_of(drafts, rule_set, version))
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        return Draft(**{**row, "document": json.loads(row["document"]), "cases": json.loads(row["cases"])})

    def steps(self, rule_set: str, version: str) -> tuple[DraftStep, ...]:
        """The log of a draft, oldest entry first; it outlives the draft."""
        query = select(draft_steps).where(_of(draft_steps, rule_set, version)).order_by(draft_steps.c.sequence)
        return tuple(_step(row) for row in self._connection.execute(query).mappings())

    def save(self, draft: Draft) -> None:
        """The draft is kept, in place of the one before."""
        self.remove(draft.rule_set, draft.version)
        row = {name: getattr(draft, name) for name in ("rule_set", "version", "digest", "saved_at")}
        texts = {"document": _text(draft.document), "cases": _text(draft.cases)}
        self._connection.execute(insert(drafts), {**row, **texts})

    def remove(self, rule_set: str, version: str) -> None:
        """The draft is gone; its log stays."""
        self._connection.execute(delete(drafts).where(_of(drafts, rule_set, version)))

    def record(self, rule_set: str, version: str, *, step: DraftStep) -> None:
        """The log of the draft ends with ``step``."""
        last = self._connection.scalar(
            select(func.max(draft_steps.c.sequence)).where(_of(draft_steps, rule_set, version))
        )
        row = {name: getattr(step, name) for name in ("step", "digest", "recorded_at", "actor")}
        place = {"rule_set": rule_set, "version": version, "sequence": (last or 0) + 1}
        self._connection.execute(insert(draft_steps), {**place, **row, "record": _text(step.record)})


def _of(table: Table, rule_set: str, version: str) -> ColumnElement[bool]:
    return (table.c.rule_set == rule_set) & (table.c.version == version)


def _step(row: RowMapping) -> DraftStep:
    return DraftStep(
        step=Step(row["step"]),
        digest=row["digest"],
        recorded_at=row["recorded_at"],
        actor=row["actor"],
        record=json.loads(row["record"]),
    )


def _text(value: object) -> str:
    return canonical_json(value).decode()  # type: ignore[arg-type]
