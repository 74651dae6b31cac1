"""Defines what an analysis of a rule set can find, and the transactions that show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.answers.lifecycle import FindingLevel
from app.domain.facts.transaction import Transaction


class FindingKind(StrEnum):
    """What can be wrong with a rule set although every sentence of it is well formed."""

    UNREACHABLE = "unreachable"
    CONFLICT = "conflict"
    SUBSUMED = "subsumed"
    NEEDLESS = "needless"
    GAP = "gap"
    CLEARS_ON_UNKNOWN = "clears_on_unknown"
    OVERTURNED = "overturned"
    FAILS = "fails"
    UNCOVERED = "uncovered"


@dataclass(frozen=True, slots=True)
class Sample:
    """A transaction to put to the rules, under the alternatives chosen of what a proposal leaves open."""

    transaction: Transaction
    variants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleSetFinding:
    """One thing wrong: the definitions or outcomes concerned, a sentence, and a transaction that shows it screened.

    ``counterexample`` is ``None`` only where nothing could show it, as of a condition that no transaction meets.
    """

    kind: FindingKind
    rules: tuple[str, ...]
    sentence: str
    counterexample: Sample | None = None
    level: FindingLevel = FindingLevel.REFUSE

    def __str__(self) -> str:
        return f"{self.level}: {self.kind} ({', '.join(self.rules)}): {self.sentence}"
