"""Carries the law from the process that plans a computation to those that do it, and sees that it arrives unchanged."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple, Self

from app.api.batch.line_screener import LineScreener
from app.domain.screening import ENGINE_VERSION
from app.main import law_in, line_screener, versions_at_hand
from app.service.ports import RuleSetVersion
from app.service.snapshot import Snapshot
from app.service.source_archive import SourceArchive
from app.settings import Settings


class LawDiffers(Exception):
    """Says that a process does not arrive at the law under which a computation was planned; it answers nothing."""


class LawIdentity(NamedTuple):
    """Identifies what answers come from: the versions and how each stands, those that can be applied, the engine."""

    snapshot: str
    applicable: tuple[str, ...]
    engine_version: str

    @classmethod
    def of(cls, snapshot: Snapshot) -> Self:
        """Return the identity of the law that this process holds."""
        return cls(snapshot.digest, tuple(sorted(snapshot.compiled)), ENGINE_VERSION)


_screeners: Final[dict[tuple[LawIdentity, Settings], LineScreener]] = {}
"""What this process answers with, made once for each law and bounds."""
_making: Final = Lock()


@dataclass(frozen=True, slots=True)
class CarriedLaw:
    """Holds the text of every version, and the identity that a process has to arrive at before it answers under them.

    ``settings`` has the bounds of a screening and nothing that opens anything.
    """

    identity: LawIdentity
    versions: tuple[RuleSetVersion, ...]
    settings: Settings

    @classmethod
    def gathered(cls, settings: Settings, *, rules: Path | None) -> tuple[Self, Snapshot]:
        """Read the law of a folder or else of the database, and return it also ready to be applied.

        Raises ``InvalidRuleSet`` or ``StorageUnavailable``.
        """
        versions = versions_at_hand(settings, rules=rules)
        bounds = Settings(body_limit_bytes=settings.body_limit_bytes, remembered_bytes=settings.remembered_bytes)
        snapshot = law_in(SourceArchive(versions))()
        return cls(LawIdentity.of(snapshot), versions, bounds), snapshot

    def screener(self) -> LineScreener:
        """Return what answers under this law in this process; raises ``LawDiffers`` if it arrives at another."""
        with _making:
            key = self.identity, self.settings
            if key not in _screeners:
                law = law_in(SourceArchive(self.versions))
                if (found := LawIdentity.of(law())) != self.identity:
                    raise LawDiffers(_difference(self.identity, found))
                _screeners[key] = line_screener(law, self.settings)
            return _screeners[key]


def _difference(planned: LawIdentity, found: LawIdentity) -> str:
    parts = zip(LawIdentity._fields, planned, found, strict=True)
    differing = ", ".join(f"`{name}`" for name, there, here in parts if there != here)
    return f"This process would answer under another law than was planned ({differing} differ), and answers nothing."
