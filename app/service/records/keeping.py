"""Reads the record, holds what may not be removed, and removes what was kept for its time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from app.domain.answers.records import RecordPageJson, RecordSummary, WholeRecordJson
from app.domain.canonical import digest
from app.service.clock import Clock, time_in_utc
from app.service.records.entries import (
    EntryKind,
    RecordedScreening,
    RecordNotFound,
    RecordStore,
    Sought,
    is_held,
)
from app.service.records.verifying import Anchor

_AT_ONCE: Final = 100
_MAY_BE_REMOVED: Final = "Its time is over."


class RecordKeeper:
    """Keeps a record: what is in it, what is held, and what is removed. All raise ``StorageUnavailable``."""

    def __init__(self, store: RecordStore, *, clock: Clock = time_in_utc) -> None:
        self.store = store
        self._clock = clock

    def page(self, sought: Sought, *, after: int, limit: int) -> RecordPageJson:
        """List records that fit, in their order, from the first after a number on."""
        found = self.store.page(sought, after=after, limit=limit)
        last = found[-1].entry.sequence if len(found) == limit else None
        return {"records": self._summaries(found), "next_after": last}

    def one(self, sequence: int) -> RecordedScreening:
        """Return a record; raises ``RecordNotFound``."""
        found = self.store.find(sequence)
        if found is None:
            raise self._missing(sequence)
        return found

    def whole(self, sequence: int) -> WholeRecordJson:
        """Tell everything of a record; raises ``RecordNotFound``."""
        return record_json(found := self.one(sequence), held=self._held([found])[sequence])

    def head(self) -> Anchor | None:
        """Return the last entry of the chain, which vouches for all before it."""
        last = self.store.head()
        return Anchor(last.sequence, last.chain_digest) if last is not None else None

    def hold(self, sequence: int, *, person: str, reason: str) -> RecordSummary:
        """Hold a record, so that it is not removed even after its time; raises ``RecordNotFound`` or ``WrongHold``."""
        return self._noted(EntryKind.HOLD, sequence, person=person, reason=reason)

    def release(self, sequence: int, *, person: str, reason: str) -> RecordSummary:
        """Hold a record no longer; raises ``RecordNotFound`` or ``WrongHold``."""
        return self._noted(EntryKind.RELEASE, sequence, person=person, reason=reason)

    def removable(self) -> int:
        """Count the records whose time is over and that are not held."""
        counted, after = 0, 0
        while found := self._removable(after):
            counted, after = counted + len(found), found[-1]
        return counted

    def remove(self, *, person: str) -> int:
        """Remove the records whose time is over and that are not held, and return how many; their entries stay."""
        counted = 0
        while found := self._removable(0):
            self.store.remove(found, person=person, reason=_MAY_BE_REMOVED, recorded_at=self._clock())
            counted += len(found)
        return counted

    def _removable(self, after: int) -> list[int]:
        return self.store.removable(day=self._clock().date(), after=after, limit=_AT_ONCE)

    def _noted(self, kind: EntryKind, sequence: int, *, person: str, reason: str) -> RecordSummary:
        found = self.one(sequence)
        self.store.note(kind, sequence, person=person, reason=reason, recorded_at=self._clock())
        return summary_of(found, held=kind is EntryKind.HOLD)

    def _summaries(self, found: Sequence[RecordedScreening]) -> list[RecordSummary]:
        held = self._held(found)
        return [summary_of(each, held=held[each.entry.sequence]) for each in found]

    def _held(self, found: Sequence[RecordedScreening]) -> dict[int, bool]:
        sequences = [each.entry.sequence for each in found]
        done = self.store.about(sequences)
        return {sequence: is_held([each for each in done if each.about == sequence]) for sequence in sequences}

    def _missing(self, sequence: int) -> RecordNotFound:
        removals = [each for each in self.store.about([sequence]) if each.kind is EntryKind.REMOVAL]
        return RecordNotFound(sequence, removals[0].recorded_at.date() if removals else None)


def summary_of(recorded: RecordedScreening, *, held: bool) -> RecordSummary:
    """Tell of a record, without what was sent and answered."""
    entry, content = recorded
    return {
        "sequence": entry.sequence,
        "recorded_at": written(entry.recorded_at),
        "person": entry.person,
        "reference": content.reference,
        "determination": content.determination,
        "rule_set": content.rule_set,
        "version": content.version,
        "law_digest": content.law_digest,
        "engine_version": content.engine_version,
        "asked": dict(content.asked),
        "keep_until": str(entry.keep_until),
        "held": held,
        "chain_digest": entry.chain_digest,
    }


def record_json(recorded: RecordedScreening, *, held: bool) -> WholeRecordJson:
    """Tell everything of a record."""
    content = recorded.content
    return {
        **summary_of(recorded, held=held),
        "transaction": content.transaction.decode(),
        "transaction_digest": digest(content.transaction),
        "answer": content.answer.decode(),
        "answer_digest": digest(content.answer),
        "masked": [],
    }


def written(moment: datetime) -> str:
    """Write a time as receipts and records have it."""
    return moment.isoformat()
