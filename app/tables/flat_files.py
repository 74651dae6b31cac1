"""Reads tables of text (.csv) and of columns (.parquet): a folder of four, or a file with a transaction in each row."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from pyarrow import ArrowException
from pyarrow.parquet import ParquetFile

from app.domain.errors import MalformedBody
from app.tables.cells import TableCell
from app.tables.columns import sheet_forms
from app.tables.table import FactTable, TableRow

_READ: Final = (str, bool, int, float, Decimal, date, datetime)
_LONGEST: Final = 64 * 1024 * 1024
_AT_ONCE: Final = 1_000

Records = Iterator[tuple[int, Sequence[Any]]]
"""The rows of a file by number, the header first, as row 1."""


def read_folder(folder: Path) -> dict[str, FactTable]:
    """Read the four tables in a folder, each a file; raises ``OSError`` or ``MalformedBody``."""
    _check_others(folder)
    return {name: _table(name, _file_of(folder, name)) for name in sheet_forms()}


def folder_files(folder: Path) -> list[Path]:
    """Name the files of the four tables in a folder; raises ``MalformedBody``."""
    return [_file_of(folder, name) for name in sheet_forms()]


def records_of(file: Path) -> Records:
    """Read the rows of a file one by one; raises ``OSError`` or ``MalformedBody``."""
    return _RECORDS[file.suffix.lower()](file)


def _file_of(folder: Path, name: str) -> Path:
    found = [folder / f"{name}{ending}" for ending in _RECORDS if (folder / f"{name}{ending}").exists()]
    if len(found) > 1:
        raise MalformedBody(f"{folder} has `{name}` both as .csv and as .parquet: leave one of them.")
    if not found:
        detail = "is missing. Where it has nothing to say, its header is enough."
        raise MalformedBody(f"{folder}: the file `{name}.csv` or `{name}.parquet` {detail}")
    return found[0]


def _check_others(folder: Path) -> None:
    """Refuse a file that is called like more of a table, as `parties-2.csv`: its rows would be lost."""
    tables = tuple(sheet_forms())
    for each in sorted(folder.iterdir()):
        name = each.name.lower()
        if name.startswith(tables) and each.suffix.lower() in _RECORDS and each.stem not in tables:
            detail = "is not read. Put its rows into the one file of its table, or give it a name that begins with `#`"
            raise MalformedBody(f"{each} {detail}.")


def _table(name: str, file: Path) -> FactTable:
    rows = [TableRow(number, [_cell(value) for value in values]) for number, values in records_of(file)]
    return FactTable(name, file.name, rows[0].cells if rows else (), rows[1:])


def _cell(value: Any) -> TableCell:
    if value is None or isinstance(value, _READ):
        return TableCell(value)
    return TableCell(fault="The cell holds something that is no text, number, day or truth value.")


def _text_records(file: Path) -> Records:
    csv.field_size_limit(_LONGEST)
    width = 0
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream, strict=True)
        number = 0
        try:
            for number, values in enumerate(rows, 1):
                width = width or len(values)
                if values and len(values) != width:
                    detail = f"row {number} has {len(values)} cells, and the header has {width}"
                    raise MalformedBody(
                        f"{file}: {detail}. Cells are parted by commas, and text with a comma is quoted."
                    )
                yield number, values
        except (csv.Error, UnicodeDecodeError):
            detail = f"row {number + 1} cannot be read"
            raise MalformedBody(f"{file}: {detail}. Write the file as CSV with commas, in UTF-8.") from None


def _column_records(file: Path) -> Records:
    try:
        with ParquetFile(file) as opened:
            yield 1, opened.schema_arrow.names
            number = 1
            for batch in opened.iter_batches(_AT_ONCE):
                columns = [column.to_pylist() for column in batch.columns]
                for values in zip(*columns, strict=True):
                    number += 1
                    yield number, values
    except ArrowException as error:
        raise MalformedBody(f"{file} is no Parquet file that can be read.") from error


_RECORDS: Final[dict[str, Callable[[Path], Records]]] = {".csv": _text_records, ".parquet": _column_records}
