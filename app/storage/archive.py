"""Keeps rule sets and drafts in the database, as the ports of ``app.service`` ask."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, Table, delete, func, insert, select

from app.domain.errors import RuleSetNotFound, VersionConflict, VersionNotFound
from app.service.drafts import Draft, DraftStep
from app.service.ports import Addition, RuleSetVersion, StoredText, Transition, VersionSummary
from app.storage.engine import reading, writing
from app.storage.tables import (
    draft_steps,
    drafts,
    rule_set_revisions,
    rule_set_transitions,
    rule_set_versions,
    rule_sets,
)

_TEXT = tuple(field.name for field in dataclasses.fields(StoredText))
_TRANSITION = tuple(rule_set_transitions.c[field.name] for field in dataclasses.fields(Transition))
_STEP = tuple(draft_steps.c[field.name] for field in dataclasses.fields(DraftStep))


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
        first = self._texts(rule_set_versions, rule_set)
        if not first:
            raise RuleSetNotFound(rule_set)
        later = self._texts(rule_set_revisions, rule_set)
        found = [self._summary_of(rule_set, name, (*texts, *later.get(name, ()))) for name, texts in first.items()]
        return tuple(sorted(found, key=lambda known: known.version))

    def version(self, rule_set: str, version: str, *, text: str | None = None) -> RuleSetVersion:
        """Return one version with its document, the last or that of the digest ``text``.

        Raises ``RuleSetNotFound`` or ``VersionNotFound``.
        """
        known = self._summary(rule_set, version).with_text(text)
        summary = {field.name: getattr(known, field.name) for field in dataclasses.fields(known)}
        table = rule_set_versions if known.digest == known.texts[0].digest else rule_set_revisions
        this = _of(table, rule_set, version) & (table.c.digest == known.digest)
        return RuleSetVersion(**summary, document=self._connection.scalars(select(table.c.document).where(this)).one())

    def add_version(self, version: RuleSetVersion, *, actor: str, note: str = "") -> Addition:
        """Store the version with the first entry of its log, or find it there; raises ``VersionConflict``."""
        this = _of(rule_set_versions, version.rule_set, version.version)
        if self._connection.scalar(select(rule_set_versions.c.digest).where(this)) is not None:
            stored = self._summary(version.rule_set, version.version)
            if stored.digest == version.digest:
                return Addition.UNCHANGED
            raise VersionConflict(
                version.rule_set, version.version, stored_digest=stored.digest, offered_digest=version.digest
            )
        if version.rule_set not in self.rule_sets():
            self._insert(rule_sets, version)
        self._insert(rule_set_versions, version, supersedes=version.texts[-1].supersedes)
        first = Transition(**version.standing_fields(), recorded_at=version.recorded_at, actor=actor, note=note)
        self._append(rule_set_transitions, version.rule_set, version.version, first)
        return Addition.ADDED

    def supersede_text(self, version: RuleSetVersion, *, actor: str) -> None:
        """Store a later text of a version; raises ``VersionConflict`` for one that it has or had already."""
        stored = self._summary(version.rule_set, version.version)
        if version.digest in {text.digest for text in stored.texts}:
            raise VersionConflict(
                version.rule_set, version.version, stored_digest=stored.digest, offered_digest=version.digest
            )
        further = {"sequence": len(stored.texts) + 1, "actor": actor, "supersedes": version.texts[-1].supersedes}
        self._insert(rule_set_revisions, version, **further)

    def record_transition(self, rule_set: str, version: str, *, transition: Transition) -> None:
        """Add to the log of the version; raises ``RuleSetNotFound`` or ``VersionNotFound``."""
        self._summary(rule_set, version)
        self._append(rule_set_transitions, rule_set, version, transition)

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
        query = select(*_STEP).where(_of(draft_steps, rule_set, version)).order_by(draft_steps.c.sequence)
        return tuple(DraftStep(**row) for row in self._connection.execute(query).mappings())

    def save_draft(self, draft: Draft) -> None:
        """Keep the draft in place of the one before; its log stays as it is."""
        self.remove_draft(draft.rule_set, draft.version)
        self._insert(drafts, draft)

    def remove_draft(self, rule_set: str, version: str) -> None:
        """Remove the draft; its log stays."""
        self._connection.execute(delete(drafts).where(_of(drafts, rule_set, version)))

    def record_step(self, rule_set: str, version: str, *, step: DraftStep) -> None:
        """Add to the log of the draft."""
        self._append(draft_steps, rule_set, version, step)

    def _draft(self, row: RowMapping) -> Draft:
        return Draft(**row, log=self.draft_log(row["rule_set"], row["version"]))

    def _summary(self, rule_set: str, version: str) -> VersionSummary:
        for known in self.versions(rule_set):
            if known.version == version:
                return known
        raise VersionNotFound(rule_set, version)

    def _texts(self, table: Table, rule_set: str) -> dict[str, tuple[StoredText, ...]]:
        """Read the texts that a table has of the versions of a rule set, by version, oldest first."""
        query = select(table.c.version, *(table.c[name] for name in _TEXT)).where(table.c.rule_set == rule_set)
        if table is rule_set_revisions:
            query = query.order_by(table.c.sequence)
        found: dict[str, tuple[StoredText, ...]] = {}
        for name, *text in self._connection.execute(query):
            found[name] = (*found.get(name, ()), StoredText(**dict(zip(_TEXT, text, strict=True))))
        return found

    def _summary_of(self, rule_set: str, version: str, texts: tuple[StoredText, ...]) -> VersionSummary:
        log, last = self._log(rule_set, version), texts[-1]
        return VersionSummary(
            rule_set=rule_set,
            version=version,
            title=last.title,
            digest=last.digest,
            source=last.source,
            recorded_at=texts[0].recorded_at,
            texts=texts,
            log=log,
            **log[-1].standing_fields(),
        )

    def _log(self, rule_set: str, version: str) -> tuple[Transition, ...]:
        this = _of(rule_set_transitions, rule_set, version)
        query = select(*_TRANSITION).where(this).order_by(rule_set_transitions.c.sequence)
        return tuple(Transition(**row) for row in self._connection.execute(query).mappings())

    def _insert(self, table: Table, record: RuleSetVersion | Draft, **further: object) -> None:
        own = {column.name: getattr(record, column.name) for column in table.columns if column.name not in further}
        self._connection.execute(insert(table), {**own, **further})

    def _append(self, log: Table, rule_set: str, version: str, entry: Transition | DraftStep) -> None:
        last = self._connection.scalar(select(func.max(log.c.sequence)).where(_of(log, rule_set, version)))
        place = {"rule_set": rule_set, "version": version, "sequence": (last or 0) + 1}
        self._connection.execute(insert(log), {**place, **dataclasses.asdict(entry)})


def _of(table: Table, rule_set: str, version: str) -> ColumnElement[bool]:
    return (table.c.rule_set == rule_set) & (table.c.version == version)
