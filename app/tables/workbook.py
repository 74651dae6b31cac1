"""Reads a workbook (.xlsx): its cells as they are stored, with what cannot be read rightly said at its place."""

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.errors import MalformedBody
from app.tables.cells import TableCell
from app.tables.columns import sheet_forms
from app.tables.rows import NOTES
from app.tables.table import CellPlace, FactTable, PlacedFault, TableRow

EXPLAINS: Final = "read me"
WORDS: Final = "words"
ERRORS: Final = "errors"
NOT_READ: Final = frozenset({EXPLAINS, WORDS, ERRORS})
"""The sheets beside the four that a template or a copy with errors has."""

_LITERAL: Final = re.compile(r'"[^"]*"|[\\_*].')
"""What a format shows as it stands: a percent sign in it does not multiply what is stored."""
_READ: Final = (str, bool, int, float, Decimal, date, datetime)


def read_workbook(file: Path) -> dict[str, FactTable]:
    """Read the four tables of a workbook; raises ``OSError`` or ``MalformedBody``."""
    written, shown = _opened(file, values=False), _opened(file, values=True)
    missing = [name for name in sheet_forms() if name not in written.sheetnames]
    if missing:
        raise MalformedBody(
            f"{file}: the sheet `{missing[0]}` is missing. Where it has nothing to say, its header is enough."
        )
    tables = {name: _table(written[name], shown[name]) for name in sheet_forms()}
    unknown = [
        PlacedFault(
            CellPlace(sheet.title, 1, 1), "This is none of the sheets that are read. Notes of your own begin with `#`."
        )
        for sheet in written.worksheets
        if sheet.title not in {*tables, *NOT_READ} and not sheet.title.startswith(NOTES) and _says_something(sheet)
    ]
    first = tables["deals"]
    return {**tables, "deals": FactTable(first.name, first.title, first.header, first.rows, [*first.faults, *unknown])}


def _opened(file: Path, *, values: bool) -> Workbook:
    try:
        with warnings.catch_warnings():
            # Of what is warned, as of extensions to drop-downs, no cell depends.
            warnings.simplefilter("ignore", UserWarning)
            return load_workbook(file, data_only=values)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, AttributeError, SyntaxError) as error:
        raise MalformedBody(f"{file} is no workbook (.xlsx) that can be read: save it anew.") from error


def _says_something(sheet: Worksheet) -> bool:
    return any(cell is not None for row in sheet.iter_rows(values_only=True) for cell in row)


def _table(written: Worksheet, shown: Worksheet) -> FactTable:
    name = written.title
    rows = [TableRow(number, cells) for number, cells in enumerate(_rows(written, shown), 1)]
    merged = [
        PlacedFault(
            CellPlace(name, each.min_row, each.min_col),
            "Cells are merged here, so nobody knows which row is meant: part them.",
        )
        for each in written.merged_cells.ranges
    ]
    return FactTable(name, name, rows[0].cells if rows else (), rows[1:], merged)


def _rows(written: Worksheet, shown: Worksheet) -> Iterator[list[TableCell]]:
    for formulas, values in zip(written.iter_rows(), shown.iter_rows(), strict=True):
        yield [_cell(formula, value) for formula, value in zip(formulas, values, strict=True)]


def _cell(formula: Any, shown: Any) -> TableCell:
    value = shown.value
    if formula.data_type == "f" and value is None:
        return TableCell(
            fault="The formula has no stored value: save the file in a spreadsheet program, or write the value."
        )
    if value is None:
        return TableCell()
    if shown.data_type == "e":
        return TableCell(fault="The cell shows an error of the spreadsheet: mend the formula, or write the value.")
    if not isinstance(value, _READ):
        return TableCell(fault="The cell holds a time or something else that is not read here: write it as text.")
    percent = "%" in _LITERAL.sub("", shown.number_format)
    return TableCell(value, percent, plain=shown.number_format in {"General", "0", "@"})
