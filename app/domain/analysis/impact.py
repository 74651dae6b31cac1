"""Counts what a version would change for many deals: how many move from which class to which, by which provisions.

Of each deal only counts are kept, and of one deal in each cell its place and reference.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.analysis.responsible_provisions import AppliedVersion, ResponsibleProvisions, VersionReasons
from app.domain.answers.comparison import Cause
from app.domain.answers.determination import Class
from app.domain.facts.transaction import Transaction
from app.domain.screening import Law, Outline

Provision = tuple[str, str, Cause]
"""A code, its citation, and why it is judged otherwise."""

LISTED = 1_000
"""The numbers of so many lines that are no transactions are kept; the rest are counted."""


@dataclass(slots=True)
class Cell:
    """The deals that moved in one way: their number, one of them, and how often each provision was responsible."""

    count: int = 0
    line: int = 0
    reference: str | None = None
    provisions: Counter[Provision] = field(default_factory=Counter)

    def add(self, other: "Cell") -> None:
        """Count what the other counts too, and show the earlier deal."""
        if other.count and (not self.count or other.line < self.line):
            self.line, self.reference = other.line, other.reference
        self.count += other.count
        self.provisions.update(other.provisions)


@dataclass(slots=True)
class Impact:
    """What was counted. ``cells`` are keyed by the class before and the class after.

    ``other_duties`` counts deals that stay in their class and owe something else or on another day,
    ``other_possibilities`` those that stay undetermined between other classes.
    """

    transactions: int = 0
    invalid: int = 0
    invalid_lines: list[int] = field(default_factory=list)
    cells: dict[tuple[Class, Class], Cell] = field(default_factory=dict)
    other_duties: Cell = field(default_factory=Cell)
    other_possibilities: Cell = field(default_factory=Cell)

    @property
    def changed(self) -> bool:
        """Whether any deal gets another determination, owes something else or is open between other classes."""
        moved = any(before != after for before, after in self.cells)
        return moved or bool(self.other_duties.count or self.other_possibilities.count)

    def refuse(self, line: int) -> None:
        """Count one more line that is no transaction."""
        self.invalid += 1
        if len(self.invalid_lines) < LISTED:
            self.invalid_lines.append(line)

    def add(self, other: "Impact") -> None:
        """Count everything that the other counted, which came later."""
        self.transactions += other.transactions
        self.invalid += other.invalid
        self.invalid_lines += other.invalid_lines[: LISTED - len(self.invalid_lines)]
        for key, cell in other.cells.items():
            self.cells.setdefault(key, Cell()).add(cell)
        self.other_duties.add(other.other_duties)
        self.other_possibilities.add(other.other_possibilities)


ChosenLaw = tuple[Law, Mapping[str, str]]
"""A version, with the alternatives chosen of what a proposal leaves open."""


class Assessment:
    """Assesses for any number of deals what the change from one version to another means."""

    def __init__(self, before: ChosenLaw, after: ChosenLaw) -> None:
        self._sides = before, after
        self._responsible = ResponsibleProvisions(
            *(AppliedVersion(law.rule_set, chosen) for law, chosen in self._sides)
        )

    def put(self, transaction: Transaction, impact: Impact, *, line: int) -> None:
        """Count the transaction, which came at the line.

        Raises ``InvalidTransaction`` where a legal decision does not fit one of the versions, and ``InvalidVariants``;
        then nothing is counted.
        """
        before, after = (law.outline(transaction, variants=chosen) for law, chosen in self._sides)
        moved = before["determination"], after["determination"]
        one = Cell(1, line, transaction.reference)
        if moved[0] != moved[1]:
            one.provisions.update(self._provisions(transaction))
        elif _duties(before) != _duties(after):
            impact.other_duties.add(one)
        elif before["possible_determinations"] != after["possible_determinations"]:
            impact.other_possibilities.add(one)
        impact.transactions += 1
        impact.cells.setdefault(moved, Cell()).add(one)

    def _provisions(self, transaction: Transaction) -> set[Provision]:
        before, after = (
            VersionReasons(*map(tuple, law.reasons(transaction, variants=chosen))) for law, chosen in self._sides
        )
        return {(each["code"], each["citation"], each["cause"]) for each in self._responsible.provisions(before, after)}


def _duties(answer: Outline) -> list[tuple[str, str, str | None, bool]]:
    return [(each["kind"], each["who"]["role"], each["due"], each["certain"]) for each in answer["obligations"]]
