"""Counts how two results part, over all deals. Nothing of a deal is kept."""

from collections import Counter
from dataclasses import dataclass, field

from app.domain.analysis.recorded_answers import Recorded, RecordedAnswer, RecordedProblem
from app.domain.answers.rescreening import (
    DealDifference,
    DealMove,
    MovedDuty,
    MovedProvision,
    ResultDifferences,
    UnreadLines,
)

LISTED = 1_000
"""The numbers of so many lines that could not be compared are kept; the rest are counted."""
PROBLEM, NONE = "problem", "none"
"""The words for a line without a determination, and for a deal of which a result says nothing."""


@dataclass(slots=True)
class LineCount:
    """Counts lines, and keeps the numbers of the first."""

    count: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, line: int) -> None:
        """Count one more line."""
        self.count += 1
        if len(self.lines) < LISTED:
            self.lines.append(line)

    def told(self) -> UnreadLines:
        """Return the count as a JSON value."""
        return {"count": self.count, "lines": list(self.lines)}


@dataclass(slots=True)
class DifferenceCount:
    """Holds what was counted. ``unread`` are the lines of the old and of the new result that could not be compared."""

    compared: int = 0
    changed: int = 0
    other_facts: int = 0
    problems_in_both: int = 0
    moves: Counter[DealMove] = field(default_factory=Counter)
    cells: Counter[tuple[str, str]] = field(default_factory=Counter)
    provisions: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    duties: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    unread_old: LineCount = field(default_factory=LineCount)
    unread_new: LineCount = field(default_factory=LineCount)

    @property
    def incomplete(self) -> bool:
        """Whether some lines could not be read, or not be matched with another beyond doubt."""
        return bool(self.unread_old.count or self.unread_new.count or self.moves[DealMove.REPEATED])

    def add(self, old: Recorded | None, new: Recorded | None, found: DealDifference | None) -> None:
        """Count one deal, with the difference that was found."""
        if found is not None and found["move"] is DealMove.REPEATED:
            self.changed += 1
            self.moves[DealMove.REPEATED] += 1
            return
        self.compared += old is not None and new is not None
        self.cells[_word(old), _word(new)] += 1
        self.problems_in_both += isinstance(old, RecordedProblem) and isinstance(new, RecordedProblem)
        if isinstance(old, RecordedAnswer) and isinstance(new, RecordedAnswer):
            self.other_facts += old.input_digest != new.input_digest
        if found is None:
            return
        self.changed += 1
        self.moves[found["move"]] += 1
        for code, citation, way in _provisions(found):
            self.provisions[code, citation, way] += 1
        for kind, citation, way in _duties(found):
            self.duties[kind, citation, way] += 1

    def add_same(self, determination: str | None) -> None:
        """Count one deal of which both results say the same; ``None`` where both have the same problem."""
        self.compared += 1
        self.problems_in_both += determination is None
        self.cells[determination or PROBLEM, determination or PROBLEM] += 1

    def told(self) -> ResultDifferences:
        """Return what was counted as a JSON value, the most frequent first."""
        cells = sorted(self.cells.items(), key=lambda item: (item[0][0] == item[0][1], -item[1], item[0]))
        return {
            "compared": self.compared,
            "changed": self.changed,
            "other_facts": self.other_facts,
            "problems_in_both": self.problems_in_both,
            "moves": {move.value: self.moves[move] for move in DealMove if self.moves[move]},
            "cells": [{"from": before, "to": after, "count": count} for (before, after), count in cells],
            "provisions": self._moved_provisions(),
            "duties": self._moved_duties(),
            "unread_old": self.unread_old.told(),
            "unread_new": self.unread_new.told(),
        }

    def _moved_provisions(self) -> list[MovedProvision]:
        told: list[MovedProvision] = [
            {
                "code": code,
                "citation": citation,
                "begins": self.provisions[code, citation, "begin"],
                "ceases": self.provisions[code, citation, "cease"],
            }
            for code, citation in sorted({key[:2] for key in self.provisions})
        ]
        return sorted(told, key=lambda each: -each["begins"] - each["ceases"])

    def _moved_duties(self) -> list[MovedDuty]:
        told: list[MovedDuty] = [
            {
                "kind": kind,
                "citation": citation,
                "new": self.duties[kind, citation, "new"],
                "gone": self.duties[kind, citation, "gone"],
                "altered": self.duties[kind, citation, "altered"],
            }
            for kind, citation in sorted({key[:2] for key in self.duties})
        ]
        return sorted(told, key=lambda each: -each["new"] - each["gone"] - each["altered"])


def _word(each: Recorded | None) -> str:
    if each is None:
        return NONE
    return each.determination if isinstance(each, RecordedAnswer) else PROBLEM


def _provisions(found: DealDifference) -> set[tuple[str, str, str]]:
    provisions = found["provisions"]
    if provisions is None:
        return set()
    begin = {(each["code"], each["citation"], "begin") for each in provisions["begin"]}
    return begin | {(each["code"], each["citation"], "cease") for each in provisions["cease"]}


def _duties(found: DealDifference) -> list[tuple[str, str, str]]:
    duties = found["duties"]
    return [
        *((each["kind"], each["citation"], "new") for each in duties["new"]),
        *((each["kind"], each["citation"], "gone") for each in duties["gone"]),
        *((each["kind"], each["to"]["citation"], "altered") for each in duties["altered"]),
    ]
