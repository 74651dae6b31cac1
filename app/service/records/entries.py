"""Describes the record: a chain of entries to which one only adds, and the screenings that it keeps.

An entry says that a screening was recorded, or that one is held, released or removed. Its ``chain_digest`` is the
digest of the entry together with that of the entry before, so that an entry that was changed, taken out or put in
shows, and the last one vouches for all. What the chain itself cannot show is that its end was cut off: who holds a
receipt, or keeps a head elsewhere, can.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from app.domain.answers.determination import Class
from app.domain.canonical import canonical_json, digest
from app.domain.errors import ScreeningError
from app.domain.located import Plain

BEFORE_ALL: Final = digest(b"")
"""What stands in the place of the digest before the first entry."""


class RecordWhich(StrEnum):
    """Names which screenings are recorded."""

    NEVER = "never"
    ON_REQUEST = "on_request"
    ALWAYS = "always"


class EntryKind(StrEnum):
    """Names what an entry of the record says."""

    SCREENING = "screening"
    HOLD = "hold"
    RELEASE = "release"
    REMOVAL = "removal"


class RecordNotFound(ScreeningError):
    """There is no record of this number, or none any more."""

    def __init__(self, sequence: int, removed_on: date | None = None) -> None:
        gone = f" any more: it was removed on {removed_on}, after its time." if removed_on else "."
        super().__init__(f"There is no record {sequence}{gone}")


class IdempotencyKeyReused(ScreeningError):
    """The caller used this key before, for another request."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key stands for another request of yours: give each request its own.")


class RecordingOff(ScreeningError):
    """The service records nothing."""

    def __init__(self) -> None:
        super().__init__("This service records no screenings: leave `record` out. Who runs it can let it.")


class WrongHold(ScreeningError):
    """A record is held already, or is not held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEntry:
    """Describes one entry of the chain.

    ``sequence`` counts from 1 without gaps; ``recorded_at`` is UTC. ``person`` is who asked or acted, empty where
    access was open. ``about`` is the record that is held, released or removed. Of a screening, ``keep_until`` is the
    last day on which it may not be removed, and ``content_digest`` that of what is stored of it.
    """

    sequence: int
    kind: EntryKind
    recorded_at: datetime
    person: str
    about: int | None = None
    reason: str = ""
    keep_until: date | None = None
    content_digest: str | None = None
    chain_digest: str = ""

    def linked_to(self, previous: str) -> str:
        """Compute the digest that this entry has in the chain after an entry with the digest ``previous``."""
        said: dict[str, Plain] = {
            "previous": previous,
            "sequence": str(self.sequence),
            "kind": self.kind,
            "recorded_at": self.recorded_at.isoformat(),
            "person": self.person,
            "about": str(self.about or ""),
            "reason": self.reason,
            "keep_until": str(self.keep_until or ""),
            "content_digest": self.content_digest or "",
        }
        return digest(canonical_json(said))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningContent:
    """Holds a screening as it was asked and answered: ``transaction`` and ``answer`` are the exact bytes.

    ``asked`` is what was asked beside the transaction, by parameter; what was left out is left out.
    """

    reference: str | None
    determination: Class
    rule_set: str
    version: str | None
    law_digest: str | None
    engine_version: str
    asked: Mapping[str, Plain]
    transaction: bytes = field(repr=False)
    answer: bytes = field(repr=False)

    def same_request(self, other: "ScreeningContent") -> bool:
        """Tell whether both were asked in the same way, byte for byte."""
        return (self.transaction, dict(self.asked)) == (other.transaction, dict(other.asked))


class NewScreening(NamedTuple):
    """Holds what is to be recorded, under the caller's idempotency key if there is one."""

    person: str
    idempotency_key: str | None
    keep_until: date
    content: ScreeningContent


class RecordedScreening(NamedTuple):
    """Holds a screening with its entry."""

    entry: RecordEntry
    content: ScreeningContent


class Sought(NamedTuple):
    """Says which records are looked for: all that fit; ``day`` is that of the recording (UTC)."""

    reference: str | None = None
    determination: str | None = None
    day: date | None = None


class ChainLink(NamedTuple):
    """Holds an entry with the digest of what is stored of it now, or ``None`` where nothing is."""

    entry: RecordEntry
    stored_digest: str | None


class RecordStore(Protocol):
    """Keeps the record; raises ``StorageUnavailable``. What it acknowledges outlives a crash."""

    def add(self, new: Sequence[NewScreening], *, recorded_at: datetime) -> list[RecordedScreening]:
        """Record screenings, all or none, in their order, and return what is on record in the place of each.

        That is the screening recorded before where the same person used the same key.
        """

    def find(self, sequence: int) -> RecordedScreening | None:
        """Return a record."""

    def under_key(self, person: str, idempotency_key: str) -> RecordedScreening | None:
        """Return what this person recorded under this key."""

    def page(self, sought: Sought, *, after: int, limit: int) -> list[RecordedScreening]:
        """Return the records that fit, in their order, from the first after a number on."""

    def entry(self, sequence: int) -> RecordEntry | None:
        """Return an entry of the chain."""

    def head(self) -> RecordEntry | None:
        """Return the last entry."""

    def about(self, sequences: Sequence[int]) -> list[RecordEntry]:
        """Return all that was done with records, in its order."""

    def links(self, *, after: int, limit: int) -> list[ChainLink]:
        """Return entries in their order, from the first after a number on."""

    def count(self) -> int:
        """Count the screenings of which anything is stored."""

    def note(self, entry_kind: EntryKind, about: int, *, person: str, reason: str, recorded_at: datetime) -> None:
        """Add that a record is held or released; raises ``WrongHold`` or ``RecordNotFound``."""

    def removable(self, *, day: date, after: int, limit: int) -> list[int]:
        """Return the records that were to be kept until a day before ``day``, and that are not held."""

    def remove(self, sequences: Sequence[int], *, person: str, reason: str, recorded_at: datetime) -> None:
        """Remove what is stored of records, and add that it was; their entries stay."""


def is_held(entries: Sequence[RecordEntry]) -> bool:
    """Tell whether a record is held, by all that was done with it, in its order."""
    turns = [entry.kind for entry in entries if entry.kind in (EntryKind.HOLD, EntryKind.RELEASE)]
    return bool(turns) and turns[-1] is EntryKind.HOLD
