"""Gives the rows of a table with the column that each cell belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.domain.fields import did_you_mean
from app.tables.cells import CellFault, TableCell, text_of
from app.tables.columns import FactColumn, Holds, SheetForm
from app.tables.table import CellPlace, FactTable, PlacedFault

NOTES: Final = "#"
"""What the header of a column begins with that holds notes of one's own."""


@dataclass(frozen=True, slots=True)
class StatedRow:
    """A row whose key is read: the table, its columns by place, and the cell of each that is not empty."""

    table: FactTable
    number: int
    cells: list[tuple[FactColumn, int, TableCell]]

    def place(self, column: int) -> CellPlace:
        """Say where a cell of it stands."""
        return CellPlace(self.table.title, self.number, column)

    def place_of(self, name: str) -> CellPlace:
        """Say where the cell under a header stands, or else the first cell of the row."""
        at = (at for column, at, _ in self.cells if column.name == name)
        return self.place(next(at, self.cells[0][1]))

    def key(self, name: str, faults: list[PlacedFault]) -> str:
        """Read the key under a header; without one it is empty, and a fault is added."""
        found = next((cell for column, _, cell in self.cells if column.name == name), None)
        detail = f"The row says nothing under `{name}`, so nobody knows what it belongs to."
        if found is not None:
            try:
                return text_of(found)
            except CellFault as fault:
                detail = str(fault)
        faults.append(PlacedFault(self.place_of(name), detail))
        return ""


def stated_rows(table: FactTable, form: SheetForm, faults: list[PlacedFault]) -> Iterator[StatedRow]:
    """Give the rows with something in them; a value in a column without a header is a fault."""
    columns = _header(table, form, faults)
    for number, cells in table.rows:
        stated = [(at, cell) for at, cell in enumerate(cells, 1) if not cell.empty]
        known = [(columns[at], at, cell) for at, cell in stated if at in columns]
        faults.extend(
            PlacedFault(CellPlace(table.title, number, at), "The column has no header, so what it says has no meaning.")
            for at, _ in stated
            if at > len(table.header) or table.header[at - 1].empty
        )
        if known:
            yield StatedRow(table, number, known)


def _header(table: FactTable, form: SheetForm, faults: list[PlacedFault]) -> dict[int, FactColumn]:
    columns: dict[int, FactColumn] = {}
    for at, cell in enumerate(table.header, 1):
        if cell.empty:
            continue
        try:
            name = text_of(cell)
        except CellFault as fault:
            faults.append(PlacedFault(CellPlace(table.title, 1, at), str(fault)))
            continue
        if name.startswith(NOTES):
            continue
        place = CellPlace(table.title, 1, at)
        if name not in form.columns:
            hint = did_you_mean(name, tuple(form.columns))
            faults.append(PlacedFault(place, f"No column has this header. {hint} Notes of your own begin with `#`."))
        elif form.columns[name] in columns.values():
            faults.append(PlacedFault(place, "Two columns have this header."))
        else:
            columns[at] = form.columns[name]
    faults.extend(
        PlacedFault(CellPlace(table.title, 1, 1), f"The column `{column.name}` is missing.")
        for column in form.columns.values()
        if column.holds is Holds.KEY and column not in columns.values()
    )
    return columns
