"""Verifies the record: that no entry was changed, taken out, put in or cut off, and nothing removed before its time."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final, NamedTuple

from app.domain.answers.records import ChainFault, ChainReportJson
from app.domain.errors import ScreeningError
from app.service.records.entries import BEFORE_ALL, ChainLink, EntryKind, RecordEntry, RecordStore, is_held

_PAGE: Final = 200
_MOST_TOLD: Final = 100
_CLOCKS_DIFFER: Final = timedelta(days=1)
"""How much later the clock of one machine may be, at most, than that of another."""
_ANCHOR: Final = re.compile(r"([1-9][0-9]{0,17}):(sha256:[0-9a-f]{64})", re.ASCII)


class UnfitAnchor(ScreeningError):
    """An anchor is not written as one."""

    def __init__(self) -> None:
        super().__init__("An anchor is a number and a digest, as `records head` prints it: `17:sha256:…`.")


class Anchor(NamedTuple):
    """Names an entry by its number and its digest in the chain, as it was known at some time."""

    sequence: int
    chain_digest: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.chain_digest}"


def anchor_of(text: str) -> Anchor:
    """Read an anchor, `17:sha256:…`; raises ``UnfitAnchor``."""
    found = _ANCHOR.fullmatch(text)
    if found is None:
        raise UnfitAnchor
    return Anchor(int(found[1]), found[2])


def verified(store: RecordStore, anchors: Iterable[Anchor] = ()) -> ChainReportJson:
    """Go through the whole record and report what is wrong with it, at most a hundred faults.

    It needs no key, for the digests are those of what is stored. It reads some entries at a time, so that nobody waits
    for it, and takes in what is added meanwhile.
    """
    return _Verification(store, anchors).report()


class _Verification:
    def __init__(self, store: RecordStore, anchors: Iterable[Anchor]) -> None:
        self._store = store
        self._anchors: dict[int, set[str]] = {}
        for each in anchors:
            self._anchors.setdefault(each.sequence, set()).add(each.chain_digest)
        self._faults: list[ChainFault] = []
        self._missing: set[int] = set()
        self._stored = 0
        self._removed: set[int] = set()
        self._last_removal: RecordEntry | None = None
        self._last: RecordEntry | None = None

    def report(self) -> ChainReportJson:
        previous, expected = BEFORE_ALL, 1
        for link in _links(self._store):
            entry = link.entry
            if entry.sequence != expected:
                self._fault(expected, f"Entries {expected} to {entry.sequence - 1} are missing.")
            if entry.linked_to(previous) != entry.chain_digest:
                self._fault(entry.sequence, "The entry, or one before it, is not what it was when it was added.")
            self._check_clock(entry)
            self._check_content(link)
            self._check_anchor(entry)
            previous, expected, self._last = entry.chain_digest, entry.sequence + 1, entry
        for sequence in sorted(self._missing - self._removed):
            self._fault(sequence, "What was recorded is missing, and no entry says that it was removed.")
        if (stored := self._store.count()) < self._stored:
            self._fault(expected, f"{self._stored - stored} records went missing during the verification.")
        elif self._store.head() == self._last and stored > self._stored:
            self._fault(expected, f"{stored - self._stored} records have no entry.")
        for sequence in sorted(self._anchors):
            self._fault(
                sequence,
                "The record ends before this entry, which the anchor names: it was cut off, or is another record.",
            )
        return {
            "whole": not self._faults,
            "entries": expected - 1,
            "records": self._stored,
            "removed": len(self._removed),
            "head": str(Anchor(self._last.sequence, self._last.chain_digest)) if self._last is not None else None,
            "faults": self._faults,
        }

    def _check_clock(self, entry: RecordEntry) -> None:
        """Find a removal by a clock that was ahead: with such a clock, the time of every record seems to be over."""
        last = self._last_removal
        if last is not None and entry.recorded_at < last.recorded_at - _CLOCKS_DIFFER:
            detail = f"A record was removed at {last.recorded_at}, and entry {entry.sequence} is of an earlier time."
            self._fault(last.sequence, f"{detail} The clock was ahead, or is behind now.")
            self._last_removal = None
        if entry.kind is EntryKind.REMOVAL:
            self._last_removal = entry

    def _check_content(self, link: ChainLink) -> None:
        entry = link.entry
        if entry.kind is EntryKind.SCREENING:
            if link.stored_digest is None:
                self._missing.add(entry.sequence)
                return
            self._stored += 1
            if link.stored_digest != entry.content_digest:
                self._fault(entry.sequence, "What is stored of the screening is not what was recorded.")
        elif entry.kind is EntryKind.REMOVAL and entry.about is not None:
            self._check_removal(entry, entry.about)

    def _check_removal(self, removal: RecordEntry, about: int) -> None:
        if about in self._removed:
            self._fault(removal.sequence, f"Record {about} is removed a second time.")
        self._removed.add(about)
        record = self._store.entry(about)
        if record is None or record.keep_until is None or record.sequence >= removal.sequence:
            self._fault(removal.sequence, f"There was no record {about} to remove.")
        elif removal.recorded_at.date() <= record.keep_until:
            self._fault(removal.sequence, f"Record {about} was removed before its time.")
        if is_held([each for each in self._store.about([about]) if each.sequence < removal.sequence]):
            self._fault(removal.sequence, f"Record {about} was removed although it was held.")

    def _check_anchor(self, entry: RecordEntry) -> None:
        known = self._anchors.pop(entry.sequence, None)
        if known is not None and known != {entry.chain_digest}:
            self._fault(entry.sequence, "The entry is not the one that the anchor names.")

    def _fault(self, sequence: int, detail: str) -> None:
        if len(self._faults) < _MOST_TOLD:
            self._faults.append({"sequence": sequence, "detail": detail})


def _links(store: RecordStore) -> Iterator[ChainLink]:
    after = 0
    while page := store.links(after=after, limit=_PAGE):
        yield from page
        after = page[-1].entry.sequence
