"""Keeps rule sets and drafts in the database, as the ports of ``app.service`` ask."""

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, Table, delete, func, insert, select

from app.domain.answers.law import Status
from app.domain.canonical import canonical_json
from app.domain.errors import RuleSetNotFound, StorageUnavailable, VersionConflict, VersionNotFound
from app.service.drafts import Draft, DraftAction, DraftStep
from app.service.ports import Addition, RuleSetVersion, Transition, VersionSummary
from app.storage.engine import reading, writing
from app.storage.tables import draft_steps, drafts, rule_set_transitions, rule_set_versions, rule_sets

_SUMMARY = tuple(column for column in rule_set_versions.columns if column.name != "document")
_TRANSITION = tuple(rule_set_transitions.c[field.name] for field in dataclasses.fields(Transition))


class SqlArchive:
    """Gives units of work on a migrated database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator["SqlRepository"]:
        """Begin a unit of work that only reads."""
        with reading(self._engine) as connection:
            yield SqlRepository(connection)

    @contextmanager
    def writing(self) -> Iterator["SqlRepository"]:
        """Begin a unit of work that is alone in writing."""
        with writing(self._engine) as connection:
            yield SqlRepository(connection)


class SqlRepository:
    """Reads and writes rule sets and drafts in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rule_sets(self) -> tuple[str, ...]:
        """Return the identifiers of all rule sets, sorted."""
        # Sorted here and not in the database, whose order depends on its locale.
        return tuple(sorted(self._connection.scalars(select(rule_sets.c.rule_set))))

    def versions(self, rule_set: str) -> tuple[VersionSummary, ...]:
        """Return the versions of ``rule_set`` sorted by name; raises ``RuleSetNotFound``."""
        query = select(*_SUMMARY).where(rule_set_versions.c.rule_set == rule_set)
        rows = self._connection.execute(query).mappings().all()
        if not rows:
            raise RuleSetNotFound(rule_set)
        logs = self._logs(rule_set)
        summaries = (
            VersionSummary(**row, **log[-1].standing_fields(), log=log) for row in rows if (log := logs[row["version"]])
        )
        return tuple(sorted(summaries, key=lambda known: known.version))

    def version(self, rule_set: str, version: str) -> RuleSetVersion:
        """Return one version with its document; raises ``RuleSetNotFound`` or ``VersionNotFound``."""
        known = {each.version: each for each in self.versions(rule_set)}
        if version not in known:
            raise VersionNotFound(rule_set, version)
        this = _of(rule_set_versions, rule_set, version)
        document = json.loads(self._connection.scalars(select(rule_set_versions.c.document).where(this)).one())
        summary = {field.name: getattr(known[version], field.name) for field in dataclasses.fields(VersionSummary)}
        return RuleSetVersion(**summary, document=document)

    def add_version(self, version: RuleSetVersion, *, actor: str, note: str = "") -> Addition:
        """Store the version with the first entry of its log, or find it there; raises ``VersionConflict``."""
        this = _of(rule_set_versions, version.rule_set, version.version)
        stored = self._connection.scalar(select(rule_set_versions.c.digest).where(this))
        if stored == version.digest:
            return Addition.UNCHANGED
        if stored is not None:
            raise VersionConflict(
                version.rule_set, version.version, stored_digest=stored, offered_digest=version.digest
            )
        if version.rule_set not in self.rule_sets():
            row = {"rule_set": version.rule_set, "recorded_at": version.recorded_at}
            self._connection.execute(insert(rule_sets), row)
        row = {column.name: getattr(version, column.name) for column in _SUMMARY}
        self._connection.execute(insert(rule_set_versions), {**row, "document": _text(version.document)})
        first = Transition(**version.standing_fields(), recorded_at=version.recorded_at, actor=actor, note=note)
        self.record_transition(version.rule_set, version.version, transition=first)
        return Addition.ADDED

    def record_transition(self, rule_set: str, version: str, *, transition: Transition) -> None:
        """Add to the log of the version; raises ``RuleSetNotFound`` or ``VersionNotFound``."""
        this = _of(rule_set_versions, rule_set, version)
        if self._connection.scalar(select(rule_set_versions.c.version).where(this)) is None:
            raise VersionNotFound(rule_set, version) if rule_set in self.rule_sets() else RuleSetNotFound(rule_set)
        self._append(rule_set_transitions, rule_set, version, dataclasses.asdict(transition))

    def drafts(self) -> tuple[Draft, ...]:
        """Return every draft, sorted by rule set and version."""
        rows = self._connection.execute(select(drafts)).mappings().all()
        return tuple(map(self._draft, sorted(rows, key=lambda row: (row["rule_set"], row["version"]))))

    def draft(self, rule_set: str, version: str) -> Draft | None:
        """Return the draft of a version."""
        query = select(drafts).where(_of(drafts, rule_set, version))
        row = self._connection.execute(query).mappings().one_or_none()
        return self._draft(row) if row is not None else None

    def draft_log(self, rule_set: str, version: str) -> tuple[DraftStep, ...]:
        """Return the log of a draft, oldest entry first; it outlives the draft."""
        query = select(draft_steps).where(_of(draft_steps, rule_set, version)).order_by(draft_steps.c.sequence)
        return tuple(
            DraftStep(
                step=DraftAction(row.step),
                digest=row.digest,
                recorded_at=row.recorded_at,
                actor=row.actor,
                record=json.loads(row.record),
            )
            for row in self._connection.execute(query)
        )

    def save_draft(self, draft: Draft) -> None:
        """Keep the draft in place of the one before; its log stays as it is."""
        self.remove_draft(draft.rule_set, draft.version)
        row = {column.name: getattr(draft, column.name) for column in drafts.columns}
        texts = {"document": _text(draft.document), "cases": _text(draft.cases)}
        self._connection.execute(insert(drafts), {**row, **texts})

    def remove_draft(self, rule_set: str, version: str) -> None:
        """Remove the draft; its log stays."""
        self._connection.execute(delete(drafts).where(_of(drafts, rule_set, version)))

    def record_step(self, rule_set: str, version: str, *, step: DraftStep) -> None:
        """Add to the log of the draft."""
        row = {field.name: getattr(step, field.name) for field in dataclasses.fields(step)}
        self._append(draft_steps, rule_set, version, {**row, "record": _text(step.record)})

    def _draft(self, row: RowMapping) -> Draft:
        texts = {"document": json.loads(row["document"]), "cases": json.loads(row["cases"])}
        return Draft(**{**row, **texts}, log=self.draft_log(row["rule_set"], row["version"]))

    def _logs(self, rule_set: str) -> dict[str, tuple[Transition, ...]]:
        """Return the logs of all versions of a rule set by their names, oldest entries first."""
        query = (
            select(rule_set_transitions.c.version, *_TRANSITION)
            .where(rule_set_transitions.c.rule_set == rule_set)
            .order_by(rule_set_transitions.c.sequence)
        )
        logs: defaultdict[str, tuple[Transition, ...]] = defaultdict(tuple)
        for row in self._connection.execute(query).mappings():
            entry = dict(row)
            logs[entry.pop("version")] += (Transition(**{**entry, "status": _status(entry["status"])}),)
        return logs

    def _append(self, log: Table, rule_set: str, version: str, entry: dict[str, Any]) -> None:
        last = self._connection.scalar(select(func.max(log.c.sequence)).where(_of(log, rule_set, version)))
        place = {"rule_set": rule_set, "version": version, "sequence": (last or 0) + 1}
        self._connection.execute(insert(log), {**place, **entry})


def _of(table: Table, rule_set: str, version: str) -> ColumnElement[bool]:
    return (table.c.rule_set == rule_set) & (table.c.version == version)


def _status(text: str) -> Status:
    try:
        return Status(text)
    except ValueError:
        raise StorageUnavailable("The database holds a status that this release does not know.") from None


def _text(value: Any) -> str:
    return canonical_json(value).decode()
