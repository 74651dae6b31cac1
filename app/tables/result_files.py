"""Writes rows of results as text (.csv), as a workbook (.xlsx) or in columns (.parquet)."""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from pyarrow import parquet

from app.tables.result_rows import COLUMNS, ResultRow

_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
_LONGEST: Final = 32_767
"""The most characters of a cell in a workbook."""
_MOST_ROWS: Final = 1_048_575
_AT_ONCE: Final = 1_000
_WIDTHS: Final = {"line": 8, "summary": 90, "first_duty": 50, "problem": 70, "first_due": 12, "deciding_provisions": 30}
_FILLS: Final = {"prohibited": "F8CBAD", "notifiable": "FFE699", "undetermined": "DDEBF7"}
_WRAPPED: Final = frozenset({"summary", "first_duty", "problem"})


class TooManyRows(OSError):
    """A workbook has no room for the results."""


def write_text(file: Path, rows: Iterable[ResultRow]) -> None:
    """Write results as CSV. A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([_guarded(row[name]) for name in COLUMNS])


def write_workbook(file: Path, rows: Iterable[ResultRow]) -> None:
    """Write results as a workbook, in which no text is a formula; raises ``TooManyRows``."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("results")
    sheet.freeze_panes = "C2"
    for at, name in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + at)].width = _WIDTHS.get(name, 22)
    sheet.append([_head(sheet, name) for name in COLUMNS])
    count = 0
    for row in rows:
        count += 1
        if count > _MOST_ROWS:
            raise TooManyRows("A workbook has no room for so many deals: name OUT .csv, .parquet or .ndjson.")
        sheet.append([_shown(sheet, row, name) for name in COLUMNS])
    sheet.auto_filter.ref = f"A1:{chr(ord('A') + len(COLUMNS) - 1)}{count + 1}"
    book.save(file)


def write_columns(file: Path, rows: Iterable[ResultRow]) -> None:
    """Write results as Parquet: `line` is a whole number, `first_due` a day, the rest is text."""
    kinds = {"line": pa.int64(), "first_due": pa.date32()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for some in _some_at_once(iter(rows)):
            days = [{**row, "first_due": _day(row["first_due"])} for row in some]
            writer.write_table(pa.Table.from_pylist(days, schema=schema))


RESULT_FILES: Final[dict[str, Callable[[Path, Iterable[ResultRow]], None]]] = {
    ".csv": write_text,
    ".xlsx": write_workbook,
    ".parquet": write_columns,
}
"""What writes results, by the ending of the name."""


def _some_at_once(rows: Iterator[ResultRow]) -> Iterator[list[ResultRow]]:
    while some := [*islice(rows, _AT_ONCE)]:
        yield some


def _day(value: str | int | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _guarded(value: str | int | None) -> str | int | None:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULAS) else value


def _head(sheet: Any, name: str) -> Any:
    cell = WriteOnlyCell(sheet, name)
    cell.font = Font(name="Calibri", bold=True)
    return cell


def _shown(sheet: Any, row: ResultRow, name: str) -> Any:
    value: Any = row[name]
    if name == "first_due":
        value = _day(value)
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub(" ", value)
        value = value if len(value) <= _LONGEST else f"{value[: _LONGEST - 2]} …"
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_FORMULAS)
    if name == "determination" and value in _FILLS:
        cell.fill = PatternFill("solid", fgColor=_FILLS[str(value)])
    cell.alignment = Alignment(vertical="top", wrap_text=name in _WRAPPED)
    return cell
