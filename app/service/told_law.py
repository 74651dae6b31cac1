"""Carries the law at hand to another process, which compiles it once and answers under it."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from app.domain.canonical import digest
from app.domain.errors import StorageUnavailable
from app.domain.screening import Law
from app.service.ports import Document, VersionSummary
from app.service.snapshot import Snapshot

_HELD: Final = 4


@dataclass(frozen=True, slots=True)
class ToldLaw:
    """Holds all versions at one moment, with the text of each that can be applied.

    ``name`` is the same for the same versions with the same standing and history.
    """

    name: str
    versions: Mapping[str, tuple[VersionSummary, ...]]
    failures: Mapping[str, str]
    documents: Mapping[str, Document]

    @classmethod
    def of(cls, snapshot: Snapshot, documents: Mapping[str, Document]) -> Self:
        """Make it of a snapshot, and the texts by digest."""
        versions = {name: tuple(timeline.by_name.values()) for name, timeline in snapshot.rule_sets.items()}
        held = {text: documents[text] for text in snapshot.compiled if text in documents}
        return cls(name_of(snapshot), versions, dict(snapshot.failures), held)


def name_of(snapshot: Snapshot) -> str:
    """Give what tells this law from any other: the versions, how each stands, and how it came to."""
    known = [
        (version, version.log)
        for _, timeline in sorted(snapshot.rule_sets.items())
        for _, version in sorted(timeline.by_name.items())
    ]
    return digest(repr((known, sorted(snapshot.compiled), sorted(snapshot.failures.items()))).encode())


class TextNotHeld(StorageUnavailable):
    """Says that a text that was superseded is held by the process with the database, and not by this one."""


def _earlier(version: VersionSummary) -> Law:
    raise TextNotHeld(f"The text {version.digest} of version `{version.version}` is not at hand.")


class HeldLaw:
    """Holds the law that this process was told last, and a few that it was told before, for those who began earlier."""

    def __init__(self, compile_document: Callable[[Document], Law]) -> None:
        self._compile = compile_document
        self._snapshots: OrderedDict[str, Snapshot] = OrderedDict()
        self._compiled: dict[str, Law] = {}

    def learn(self, told: ToldLaw) -> None:
        """Hold this law from now on; what was compiled before is not compiled again."""
        for text, document in told.documents.items():
            if text not in self._compiled:
                self._compiled[text] = self._compile(document)
        compiled = {text: self._compiled[text] for text in told.documents}
        self._snapshots[told.name] = Snapshot.of(told.versions, compiled, failures=told.failures, earlier=_earlier)
        self._snapshots.move_to_end(told.name)
        while len(self._snapshots) > _HELD:
            self._snapshots.popitem(last=False)

    def current(self) -> Snapshot:
        """Give the law that was told last; raises ``StorageUnavailable`` before any was."""
        if not self._snapshots:
            raise StorageUnavailable("The rule sets have not been read from the database yet.")
        return next(reversed(self._snapshots.values()))

    def named(self, name: str) -> Snapshot | None:
        """Give the law of this name; ``None`` if it is not held any more."""
        return self._snapshots.get(name)
