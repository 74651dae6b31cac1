"""Writes a memo for a word processor (Office Open XML), with headings, tables and page numbers that it understands."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Written
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from app.documents.memo import Bullets, Chapter, Grid, Memo, Prose, Spans, strong

_WHEN: Final = datetime(2025, 1, 2, tzinfo=UTC)
"""What a document says of when it was made: equal answers give equal bytes, on any day."""
_TEXT_WIDTH: Final = Mm(170)
_FONT, _ASIAN_FONT, _FIXED_FONT = "Georgia", "SimSun", "Consolas"
_INK, _LINK = RGBColor(0x1A, 0x1A, 0x1A), RGBColor(0x0B, 0x3D, 0x78)
_SHADE: Final = "F1F1EE"
_CELL, _BULLET = "TableText", "ListBullet"


def memo_docx(memo: Memo) -> bytes:
    """Write a memo as Office Open XML. Equal memos give equal bytes."""
    document = _empty(memo)
    document.add_heading(memo.title, 0)
    _grid(document, Grid((), tuple((strong(label), words) for label, words in memo.head), (26, 74)))
    for chapter in memo.chapters:
        _chapter(document, chapter, 1)
    return _bytes(document)


def _chapter(document: Written, chapter: Chapter, level: int) -> None:
    document.add_heading(chapter.title, level)
    for block in chapter.blocks:
        match block:
            case Prose(words=words):
                _write(document.add_paragraph(), words)
            case Bullets(items=items):
                for item in items:
                    paragraph = document.add_paragraph()
                    paragraph._p.style = _BULLET  # noqa: SLF001 (as in ``_grid``)
                    _write(paragraph, item)
            case Grid():
                _grid(document, block)
    for part in chapter.parts:
        _chapter(document, part, level + 1)


def _grid(document: Written, held: Grid) -> None:
    widths = [Emu(_TEXT_WIDTH * width // 100) for width in held.widths]
    table = document.add_table(len(held.rows) + bool(held.heads), len(widths), "Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    rows: list[Sequence[Spans]] = [*([[strong(each) for each in held.heads]] if held.heads else []), *held.rows]
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        _mark(row, "w:cantSplit")
        if number == 0 and held.heads:
            _mark(row, "w:tblHeader")
        for place, (cell, words, width) in enumerate(zip(row.cells, texts, widths, strict=True)):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph._p.style = _CELL  # noqa: SLF001 (a style by its name is looked for among all, for each cell)
            _write(paragraph, words)
            if (number == 0 and held.heads) or (place == 0 and not held.heads):
                _shade(cell)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _write(paragraph: Paragraph, words: Spans) -> None:
    for span in words:
        run = _link(paragraph, span.text, span.link) if span.link else paragraph.add_run(span.text)
        run.bold = True if span.tone == "strong" else None
        if span.tone == "code":
            run.font.name, run.font.size = _FIXED_FONT, Pt(8)


def _link(paragraph: Paragraph, text: str, address: str) -> Run:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)
    run.font.color.rgb, run.font.underline = _LINK, True
    link.append(run._r)  # noqa: SLF001 (the library has no word for a link)
    paragraph._p.append(link)  # noqa: SLF001 (as above)
    return run


def _empty(memo: Memo) -> Written:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    styles: Any = document.styles
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
        style = styles[name]
        style.font.name, style.font.color.rgb = _FONT, _INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        for kind, font in (("ascii", _FONT), ("hAnsi", _FONT), ("cs", _FONT), ("eastAsia", _ASIAN_FONT)):
            fonts.set(qn(f"w:{kind}"), font)
    styles["Normal"].font.size, styles["Title"].font.size = Pt(10.5), Pt(20)
    styles["Normal"].paragraph_format.space_after = Pt(5)
    cells = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    cells.base_style, cells.font.size = styles["Normal"], Pt(9)
    cells.paragraph_format.space_before = cells.paragraph_format.space_after = Pt(2)
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{memo.notice}\t\tPage ").font.size = Pt(8)
    _field(footer, "PAGE")
    footer.add_run(" of ").font.size = Pt(8)
    _field(footer, "NUMPAGES")
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", memo.title, ""
    properties.created, properties.modified, properties.language = _WHEN, _WHEN, "en-US"
    return document


def _field(paragraph: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)  # noqa: SLF001 (the library has no word for a field)


def _mark(row: Any, name: str) -> None:
    """Say of a row that it stays on one page, or stands at the head of every page that the table reaches."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 (the library has no word for it)


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 (the library has no word for it)


def _bytes(document: Written) -> bytes:
    """Write the document with one time on all of its parts, whenever that is done."""
    made, written = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as parts, ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            part = ZipInfo(name, _WHEN.timetuple()[:6])
            part.compress_type = ZIP_DEFLATED
            archive.writestr(part, parts.read(name))
    return written.getvalue()
