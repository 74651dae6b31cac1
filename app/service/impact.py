"""Counts what a version would change for deals, given line by line. Nothing of a deal is kept."""

from collections.abc import Callable, Iterable

from app.domain.analysis.impact import Assessment, Cell, Impact
from app.domain.answers.comparison import CountedDeals, ImpactJson
from app.domain.errors import BodyTooLarge, InvalidTransaction, MalformedBody
from app.service.comparing import Pin
from app.service.screening import TransactionRead
from app.service.snapshot import Snapshot


class Assessor:
    """Counts what the change from one version to another means for deals."""

    def __init__(
        self, snapshot: Snapshot, *, before: Pin, after: Pin, read: Callable[[bytes], TransactionRead]
    ) -> None:
        """Raise ``RuleSetNotFound``, ``VersionNotFound`` or ``StorageUnavailable`` for a version that is not there."""
        self._read = read
        self._assessment = Assessment(
            (snapshot.pinned(before.rule_set, before.version).compiled, before.variants),
            (snapshot.pinned(after.rule_set, after.version).compiled, after.variants),
        )

    def assess(self, lines: Iterable[tuple[int, bytes]]) -> Impact:
        """Count the deals in the numbered lines. Raises ``InvalidVariants``."""
        impact = Impact()
        for number, line in lines:
            try:
                self._assessment.put(self._read(line).transaction, impact, line=number)
            except (BodyTooLarge, InvalidTransaction, MalformedBody):
                impact.refuse(number)
        return impact


def impact_json(impact: Impact) -> ImpactJson:
    """Return what was counted, as a JSON value: the ways in which deals move, the most frequent first."""
    cells = sorted(impact.cells.items(), key=lambda item: (item[0][0] == item[0][1], -item[1].count, item[0]))
    return {
        "transactions": impact.transactions,
        "changed": impact.changed,
        "cells": [{"from": before, "to": after, **_cell(cell)} for (before, after), cell in cells],
        "same_determination": {
            "other_duties": _cell(impact.other_duties),
            "other_possibilities": _cell(impact.other_possibilities),
        },
        "invalid": {"count": impact.invalid, "lines": impact.invalid_lines},
    }


def _cell(cell: Cell) -> CountedDeals:
    ordered = sorted(cell.provisions.items(), key=lambda item: (-item[1], item[0]))
    return {
        "count": cell.count,
        "sample": {"line": cell.line, "reference": cell.reference} if cell.count else None,
        "provisions": [
            {"code": code, "citation": citation, "cause": cause, "count": count}
            for (code, citation, cause), count in ordered
        ],
    }
