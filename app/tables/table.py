"""What was read of one table, whatever file it is from, and the places in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.tables.cells import TableCell


class CellPlace(NamedTuple):
    """Where something stands: a sheet as a person calls it, a row and a column, both from 1."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.sheet}!{column_letters(self.column)}{self.row}"


class PlacedFault(NamedTuple):
    """What is wrong at one place, as a sentence with the cure."""

    place: CellPlace
    detail: str


class TableRow(NamedTuple):
    """One row: its number, and its cells from the first column on."""

    number: int
    cells: Sequence[TableCell]


@dataclass(frozen=True, slots=True)
class FactTable:
    """One table: which of the four it is, what a person calls it, its cells, and what is wrong with its form."""

    name: str
    title: str
    header: Sequence[TableCell]
    rows: Sequence[TableRow]
    faults: Sequence[PlacedFault] = field(default=())


class InvalidTables(Exception):
    """The tables cannot be read as a portfolio at all; nothing of them is screened."""

    def __init__(self, faults: Sequence[PlacedFault]) -> None:
        super().__init__("\n".join(f"{each.place}: {each.detail}" for each in faults))
        self.faults = tuple(faults)


def column_letters(column: int) -> str:
    """Name a column as spreadsheets do: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
