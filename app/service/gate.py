"""The publishing gate: what a draft has to stand before it can become law."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.domain.language.located import Plain
from app.service.ports import Document

Cases = list[Plain]
"""Golden cases as in their files: ``topic``, ``base`` (a transaction written out) and ``cases``; numbers as text."""


class Level(StrEnum):
    """How much a finding weighs."""

    REFUSE = "refuse"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a draft.

    ``rule`` is the definition or the check concerned, ``pointer`` the place in the draft where it is known. The
    ``counterexample`` is a transaction, as it is posted to be screened, that shows what ``sentence`` says; under the
    ``variants`` chosen of what a proposal leaves open.
    """

    level: Level
    rule: str
    sentence: str
    pointer: str | None = None
    counterexample: dict[str, Any] | None = field(default=None, hash=False)
    variants: Mapping[str, str] = field(default_factory=dict, hash=False)


Gate = Callable[[Document, Cases], tuple[Finding, ...]]
"""Every finding about a draft; it may be published if none of them refuses."""


def passes(findings: tuple[Finding, ...]) -> bool:
    """Whether a draft with these findings may be published."""
    return all(finding.level is not Level.REFUSE for finding in findings)
