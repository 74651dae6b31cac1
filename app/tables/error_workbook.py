"""Copies a workbook with its faulty cells marked, and a sheet that lists what is wrong with them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from app.tables.table import PlacedFault, column_letters
from app.tables.workbook import ERRORS

_MARK: Final = PatternFill("solid", fgColor="FF9999")
_HEADS: Final = ("sheet", "row", "column", "what is wrong")
_WIDTHS: Final = (14, 8, 10, 110)


def write_errors(source: Path, target: Path, faults: Sequence[PlacedFault]) -> None:
    """Write the copy; each fault stands beside its cell as a comment, and in the sheet `errors`."""
    book = load_workbook(source)
    if ERRORS in book.sheetnames:
        del book[ERRORS]
    listed = book.create_sheet(ERRORS, 0)
    listed.freeze_panes = "A2"
    listed.append(_HEADS)
    for at, width in enumerate(_WIDTHS, 1):
        listed.cell(1, at).font = Font(name="Calibri", bold=True)
        listed.column_dimensions[column_letters(at)].width = width
    for number, (place, detail) in enumerate(faults, 2):
        listed.append((place.sheet, place.row, column_letters(place.column), detail))
        listed.cell(number, 4).alignment = Alignment(wrap_text=True, vertical="top")
        if place.sheet in book.sheetnames:
            link = listed.cell(number, 1)
            link.hyperlink = f"#'{place.sheet}'!{column_letters(place.column)}{place.row}"
            link.font = Font(name="Calibri", underline="single", color="0563C1")
            cell = book[place.sheet].cell(place.row, place.column)
            cell.fill = _MARK
            before = f"{cell.comment.text}\n" if cell.comment is not None and place.row > 1 else ""
            cell.comment = Comment(f"{before}{detail}", "portfolio", width=340, height=140)
    book.active = 0
    new = target.with_name(f"{target.name}.new")
    book.save(new)
    new.replace(target)
