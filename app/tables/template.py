"""Makes a workbook to fill in: the four sheets with questions, drop-downs, an example, and what to mind."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.facts.countries import COUNTRY_NAMES
from app.domain.facts.dictionary import Kind
from app.tables.columns import MORE, FactColumn, Holds, SheetForm, sheet_forms
from app.tables.explanation import EXAMPLE, EXPLANATION, KEY_NOTES, ORDINARY
from app.tables.table import column_letters
from app.tables.workbook import EXPLAINS, WORDS

_FONT: Final = "Calibri"
_ROWS: Final = 2_000
"""The rows that have drop-downs."""
_HEAD: Final = PatternFill("solid", fgColor="1F3864")
_RARE: Final = PatternFill("solid", fgColor="7F7F7F")
_KEY: Final = PatternFill("solid", fgColor="833C0B")
_EDGE: Final = Border(right=Side("thin", color="FFFFFF"))
_TRUTH: Final = ("yes", "no")
_NONE: Final = ("none",)


def write_template(file: Path) -> None:
    """Write the workbook."""
    book = Workbook()
    explains = book.worksheets[0]
    explains.title = EXPLAINS
    _explain(explains)
    sheets = {name: book.create_sheet(name) for name in sheet_forms()}
    lists = _WordLists(book.create_sheet(WORDS))
    for name, form in sheet_forms().items():
        _fill(sheets[name], form, lists)
    lists.hide()
    book.active = 0
    book.save(file)


def ordered_columns(form: SheetForm) -> list[FactColumn]:
    """List the columns of a sheet: those that ordinary deals need first, in the order in which they are filled in."""
    first = [form.columns[name] for name in ORDINARY[form.name]]
    rest = [column for column in form.columns.values() if column not in first and column.name != MORE]
    return [*first, *rest, form.columns[MORE]]


class _WordLists:
    """Writes each list of words once, in a hidden sheet that drop-downs refer to."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, words: Sequence[str]) -> str:
        key = tuple(words)
        if key not in self._ranges:
            column = column_letters(len(self._ranges) + 1)
            for row, word in enumerate(key, 1):
                self._sheet[f"{column}{row}"] = word
            self._ranges[key] = f"{self._sheet.title}!${column}$1:${column}${len(key)}"
        return self._ranges[key]

    def hide(self) -> None:
        self._sheet.sheet_state = "hidden"


def _fill(sheet: Worksheet, form: SheetForm, lists: _WordLists) -> None:
    columns = ordered_columns(form)
    validations: dict[tuple[str, bool], DataValidation] = {}
    for at, column in enumerate(columns, 1):
        letters = column_letters(at)
        cell = sheet.cell(1, at, column.name)
        cell.font = Font(name=_FONT, bold=True, color="FFFFFF")
        cell.fill = _KEY if column.holds is Holds.KEY else _HEAD if column.name in ORDINARY[form.name] else _RARE
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.border = _EDGE
        note = column_note(column)
        cell.comment = Comment(
            note, "template", width=420, height=min(60 + 17 * (len(note) // 55 + note.count("\n")), 600)
        )
        sheet.column_dimensions[letters].width = _width(column)
        if words := _offered(column):
            several = column.holds is Holds.WORDS
            range_ = lists.range_of(words)
            if (range_, several) not in validations:
                validations[range_, several] = _validation(range_, several=several)
            validations[range_, several].add(f"{letters}2:{letters}{_ROWS}")
        if column.type is not None and column.type.kind is Kind.DATE:
            for row in range(2, 52):
                sheet[f"{letters}{row}"].number_format = "yyyy-mm-dd"
    for validation in validations.values():
        sheet.add_data_validation(validation)
    sheet.row_dimensions[1].height = 24
    keys = sum(column.holds is Holds.KEY for column in columns)
    sheet.freeze_panes = f"{column_letters(keys + 1)}2"
    # On paper come the columns that most deals need, side by side.
    sheet.print_area = f"A1:{column_letters(len(ORDINARY[form.name]))}{len(EXAMPLE[form.name]) + 21}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for number, stated in enumerate(EXAMPLE[form.name], 2):
        _state(sheet, number, columns, stated)


def _state(sheet: Worksheet, row: int, columns: Sequence[FactColumn], stated: Mapping[str, Any]) -> None:
    places = {column.name: at for at, column in enumerate(columns, 1)}
    for name, value in stated.items():
        sheet.cell(row, places[name], value)


def column_note(column: FactColumn) -> str:
    """Say in words what a column asks for and how it is written."""
    return "\n".join(_note(column))


def _note(column: FactColumn) -> Iterator[str]:
    if column.name in KEY_NOTES:
        yield KEY_NOTES[column.name]
        return
    fact = column.field.fact if column.field is not None else None
    if column.holds is Holds.COMPLETE:
        listed = column.name.rpartition(".")[0]
        yield f"Is that all under `{listed}`? `yes` says that there is nothing else. Empty: it is not known."
        return
    if fact is not None:
        yield fact.question
        yield from filter(None, [fact.note, f"Unit: {fact.unit}" if fact.unit else None, fact.citation])
        if fact.silence is not None:
            yield f"Empty: {fact.silence[0].lower()}{fact.silence[1:]}"
    if column.holds is Holds.NONE:
        yield "Write `none` if there is none; otherwise leave this empty and fill in rows of the sheet `activities`."
    elif column.holds is Holds.WORDS:
        yield "Several are parted by `;`. `none` says that there is none at all."
    if column.type is not None and column.type.meanings is not None:
        yield from (f"• {word}: {choice.says}" for word, choice in column.type.meanings.words.items())


def _offered(column: FactColumn) -> Sequence[str]:
    """List what a cell can be chosen from."""
    if column.holds is Holds.NONE:
        return _NONE
    if column.holds is Holds.COMPLETE:
        return _TRUTH
    if column.type is None:
        return ()
    more = _NONE if column.holds is Holds.WORDS else ()
    match column.type.kind:
        case Kind.TRUTH:
            return _TRUTH
        case Kind.CHOICE:
            return (*column.type.choices, *more)
        case Kind.COUNTRY:
            return (*sorted(COUNTRY_NAMES), *more)
        case _:
            return more


def _validation(range_: str, *, several: bool) -> DataValidation:
    """Offer words. Where several can stand in a cell, others are let through; reading checks them."""
    validation = DataValidation("list", formula1=range_, allow_blank=True, showErrorMessage=not several)
    validation.errorTitle = "Not one of the words"
    validation.error = "Choose one of the list, or leave the cell empty if it is not known."
    return validation


def _width(column: FactColumn) -> float:
    # A header has no space at which it could break, so the column is as wide as it.
    return 30 if column.name == "name" else max(18, len(column.name) * 1.15 + 2)


def _explain(sheet: Worksheet) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 100
    for row, (left, right) in enumerate(EXPLANATION, 1):
        first, second = sheet.cell(row, 1, left), sheet.cell(row, 2, right)
        first.alignment = second.alignment = Alignment(wrap_text=True, vertical="top")
        first.font = Font(name=_FONT, bold=True, size=16 if row == 1 else 11)
        if row == 1:
            first.alignment = Alignment(wrap_text=False)
        # a line of the column holds about 105 characters
        sheet.row_dimensions[row].height = 24 if row == 1 else 16 * max(1, -(-len(right) // 115)) + 4
