"""Rule sets in the database, behind the port ``Archive``."""

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, Select, Table, func, insert, select

from app.domain.answers.law import Status
from app.domain.canonical import canonical_json
from app.domain.errors import RuleSetNotFound, StorageUnavailable, VersionConflict, VersionNotFound
from app.service.ports import Addition, RuleSetReader, RuleSetRepository, RuleSetVersion, Transition, VersionSummary
from app.storage.engine import reading, writing
from app.storage.tables import rule_set_transitions, rule_set_versions, rule_sets

versions = rule_set_versions.c
transitions = rule_set_transitions.c
_ENTRY = tuple(transitions[field.name] for field in dataclasses.fields(Transition))


class SqlArchive:
    """The archive in a migrated database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[RuleSetReader]:
        """A unit of work that only reads."""
        with reading(self._engine) as connection:
            yield SqlRuleSets(connection)

    @contextmanager
    def writing(self) -> Iterator[RuleSetRepository]:
        """A unit of work that is alone in writing."""
        with writing(self._engine) as connection:
            yield SqlRuleSets(connection)


class SqlRuleSets:
    """The rule sets as one transaction sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rule_sets(self) -> tuple[str, ...]:
        """The identifiers of all rule sets, sorted."""
        # Sorted here and not in the database, whose order depends on its locale.
        return tuple(sorted(self._connection.scalars(select(rule_sets.c.rule_set))))

    def versions(self, rule_set: str) -> tuple[VersionSummary, ...]:
        """The versions of ``rule_set`` sorted by name; raises ``RuleSetNotFound``."""
        self._require(rule_set)
        rows = self._connection.execute(_standing().where(versions.rule_set == rule_set)).mappings()
        return tuple(sorted((VersionSummary(**_fields(row)) for row in rows), key=lambda known: known.version))

    def version(self, rule_set: str, version: str) -> RuleSetVersion:
        """One version with its document; raises ``RuleSetNotFound`` or ``VersionNotFound``."""
        query = _standing(versions.document).where(versions.rule_set == rule_set, versions.version == version)
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            self._require(rule_set)
            raise VersionNotFound(rule_set, version)
        return RuleSetVersion(**_fields(row) | {"document": json.loads(row["document"])})

    def history(self, rule_set: str, version: str) -> tuple[Transition, ...]:
        """The log of a version, oldest entry first; raises ``RuleSetNotFound`` or ``VersionNotFound``."""
        self._require_version(rule_set, version)
        query = (
            select(*_ENTRY)
            .where(transitions.rule_set == rule_set, transitions.version == version)
            .order_by(transitions.sequence)
        )
        return tuple(Transition(**_fields(row)) for row in self._connection.execute(query).mappings())

    def logs(self, rule_set: str) -> dict[str, tuple[Transition, ...]]:
        """The logs of all versions of ``rule_set`` by their names; raises ``RuleSetNotFound``."""
        self._require(rule_set)
        query = (
            select(transitions.version, *_ENTRY)
            .where(transitions.rule_set == rule_set)
            .order_by(transitions.version, transitions.sequence)
        )
        logs: dict[str, tuple[Transition, ...]] = {}
        for row in self._connection.execute(query).mappings():
            fields = _fields(row)
            version = fields.pop("version")
            logs[version] = (*logs.get(version, ()), Transition(**fields))
        return logs

    def add_version(self, version: RuleSetVersion, *, actor: str, note: str = "") -> Addition:
        """The version is stored with the first entry of its log, or was there; raises ``VersionConflict``."""
        stored = self._digest(version.rule_set, version.version)
        if stored == version.digest:
            return Addition.UNCHANGED
        if stored is not None:
            raise VersionConflict(
                version.rule_set, version.version, stored_digest=stored, offered_digest=version.digest
            )
        if version.rule_set not in self.rule_sets():
            self._add(rule_sets, rule_set=version.rule_set, recorded_at=version.recorded_at)
        self._add(
            rule_set_versions,
            rule_set=version.rule_set,
            version=version.version,
            title=version.title,
            digest=version.digest,
            document=canonical_json(version.document).decode(),
            source=version.source,
            recorded_at=version.recorded_at,
        )
        first = Transition(
            status=version.status,
            effective_from=version.effective_from,
            effective_to=version.effective_to,
            recorded_at=version.recorded_at,
            actor=actor,
            note=note,
        )
        self.record_transition(version.rule_set, version.version, transition=first)
        return Addition.ADDED

    def record_transition(self, rule_set: str, version: str, *, transition: Transition) -> None:
        """The log of the version ends with ``transition``; raises ``RuleSetNotFound`` or ``VersionNotFound``."""
        self._require_version(rule_set, version)
        last = self._connection.scalar(
            select(func.max(transitions.sequence)).where(
                transitions.rule_set == rule_set, transitions.version == version
            )
        )
        self._add(
            rule_set_transitions,
            rule_set=rule_set,
            version=version,
            sequence=(last or 0) + 1,
            **dataclasses.asdict(transition),
        )

    def _require(self, rule_set: str) -> None:
        if rule_set not in self.rule_sets():
            raise RuleSetNotFound(rule_set)

    def _require_version(self, rule_set: str, version: str) -> None:
        if self._digest(rule_set, version) is None:
            self._require(rule_set)
            raise VersionNotFound(rule_set, version)

    def _digest(self, rule_set: str, version: str) -> str | None:
        return self._connection.scalar(
            select(versions.digest).where(versions.rule_set == rule_set, versions.version == version)
        )

    def _add(self, table: Table, **values: str | int | date | None) -> None:
        self._connection.execute(insert(table), values)


def _standing(*further: ColumnElement[str]) -> Select[*tuple[Any, ...]]:
    """The versions, each with the last entry of its log."""
    earlier = rule_set_transitions.alias().c
    last = (
        select(func.max(earlier.sequence))
        .where(earlier.rule_set == versions.rule_set, earlier.version == versions.version)
        .correlate(rule_set_versions)
        .scalar_subquery()
    )
    return (
        select(
            versions.rule_set,
            versions.version,
            versions.title,
            transitions.status,
            transitions.effective_from,
            transitions.effective_to,
            versions.digest,
            versions.source,
            versions.recorded_at,
            *further,
        )
        .join_from(rule_set_versions, rule_set_transitions)
        .where(transitions.sequence == last)
    )


def _fields(row: RowMapping) -> dict[str, Any]:
    """The row by field names, its status as a value of the service."""
    try:
        return {**row, "status": Status(row["status"])}
    except ValueError:
        raise StorageUnavailable("The database holds a status that this release does not know.") from None
