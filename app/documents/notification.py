"""Writes the draft of a notification as a document: every item with its content and with what is to be answered."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Written
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from app.domain.answers.notification import (
    AnswerPlace,
    ItemState,
    LackingJson,
    NotificationDraft,
    NotificationItemJson,
    OneNotificationJson,
)

_HEAD: Final = "Draft of content. Nothing has been sent to anybody."
_STATES: Final = {
    ItemState.FILLED: "Filled",
    ItemState.LACKING: "Lacking",
    ItemState.NOT_APPLICABLE: "Not applicable",
}
_SHADES: Final = {ItemState.FILLED: "E2EFDA", ItemState.LACKING: "FFF2CC", ItemState.NOT_APPLICABLE: "EDEDED"}
_HEADING_SHADE: Final = "DDE6F0"
_GREY: Final = RGBColor(0x59, 0x59, 0x59)
_SMALL: Final = Pt(8)
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WHEN: Final = datetime(2025, 1, 2, tzinfo=UTC)
"""What a document says of when it was made: equal drafts give equal bytes, on any day."""


def notification_document(draft: NotificationDraft) -> bytes:
    """Write a draft as Office Open XML. Equal drafts give equal bytes."""
    document = _empty()
    document.add_heading("Draft content of a notification", 0)
    _lines(document, draft["disclaimer"])
    law = draft["rule_set"]
    _pairs(
        document,
        [
            ("Reference", draft["reference"] or "Not stated"),
            ("Determination", _words(draft["determination"])),
            ("Content asked for by", draft["citation"]),
            ("Law", f"{law['id']}, version {law['version']} ({_words(law['status'] or '')})"),
            ("Text of the law", law["digest"] or ""),
            ("Transaction", draft["input_digest"]),
            ("Engine", draft["engine_version"]),
        ],
    )
    for notification in draft["notifications"]:
        _notification(document, notification)
    _rests_on(document, draft)
    document.add_heading("Certification", 1)
    document.add_paragraph(f"{draft['certification']['says']} ({draft['certification']['citation']})")
    return _bytes(document)


def _notification(document: Written, notification: OneNotificationJson) -> None:
    filer = notification["filer"]["name"] if notification["filer"] is not None else "a U.S. person still to be named"
    document.add_heading(_printable(f"Section {notification['section']}: {filer}"), 1)
    due = notification["due"] or "cannot be computed: a day is not stated"
    owed = [f"{each['what']} ({each['citation']})" for each in notification["owed"]]
    certain = "Yes" if notification["certain"] else "Open: an unknown fact decides it"
    _pairs(
        document,
        [
            ("Owed by", filer),
            ("Owed under", f"{notification['citation']}: {notification['says']}"),
            ("Last day", due),
            ("Owed for certain", certain),
            *(("To be done", each) for each in owed),
        ],
    )
    overview = [
        (each["paragraph"], each["asks"], _STATES[each["state"]], each["state"]) for each in notification["items"]
    ]
    table = _table(document, ("Item", "Asks for", "State"), [each[:3] for each in overview], widths=(3.6, 9.9, 2.9))
    for row, (*_, state) in zip(table.rows[1:], overview, strict=True):
        _shade(row.cells[2], _SHADES[state])
    for item in notification["items"]:
        _item(document, item)


def _item(document: Written, item: NotificationItemJson) -> None:
    document.add_heading(f"{item['paragraph']}  {_STATES[item['state']]}", 2)
    asks = document.add_paragraph(item["asks"])
    asks.paragraph_format.keep_with_next = True
    if "why" in item:
        document.add_paragraph(item["why"])
    if item["content"]:
        rows = [(row["label"], row["value"], "\n".join(row["pointers"])) for row in item["content"]]
        _table(document, ("What", "Content", "Stated at"), rows, widths=(3.6, 8.2, 4.6))
    if item["lacking"]:
        rows = [(each["label"], _question(each), _place(each)) for each in item["lacking"]]
        _table(document, ("What", "To be answered", "Answer goes to"), rows, widths=(3.6, 8.2, 4.6))


def _question(lacking: LackingJson) -> str:
    about = f"{lacking['about']['name']}: " if "about" in lacking else ""
    unit = f" (in {lacking['unit']})" if "unit" in lacking else ""
    before = f" Asked before: {_words(lacking['inquiry'])}." if "inquiry" in lacking else ""
    return f"{about}{lacking['question']}{unit}{before}"


def _place(lacking: LackingJson) -> str:
    return lacking.get("pointer", "") if lacking["place"] is AnswerPlace.TRANSACTION else "Outside of the transaction"


def _rests_on(document: Written, draft: NotificationDraft) -> None:
    if draft["assumptions"]:
        document.add_heading("Taken for granted", 1)
        rows = [(each["statement"], each["pointer"]) for each in draft["assumptions"]]
        _table(document, ("Assumption", "Replaced by a statement at"), rows, widths=(10.4, 6.0))
    if draft["relied_on"]:
        document.add_heading("Conclusions relied on", 1)
        told = [
            (
                f"{each['party']}: {each['conclusion']}"
                + ("" if each["met"] else " It is concluded that this is not so."),
                ", ".join(filter(None, (_words(each["basis"]), each["source"], each["as_of"]))),
                each["pointer"],
            )
            for each in draft["relied_on"]
        ]
        _table(document, ("Conclusion", "Evidence", "Stated at"), told, widths=(8.2, 4.6, 3.6))


def _empty() -> Written:
    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.0)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    _small(section.header.paragraphs[0], _HEAD)
    _page_number(section.footer.paragraphs[0])
    properties = document.core_properties
    properties.author, properties.title = "", "Draft content of a notification"
    properties.comments, properties.created, properties.modified = "", _WHEN, _WHEN
    return document


def _lines(document: Written, sentences: Iterable[str]) -> None:
    """Put sentences into a shaded box."""
    cell = document.add_table(1, 1, "Table Grid").cell(0, 0)
    _shade(cell, _SHADES[ItemState.LACKING])
    for index, sentence in enumerate(sentences):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.add_run(sentence).bold = index == 0
    document.add_paragraph()


def _pairs(document: Written, pairs: Sequence[tuple[str, str]]) -> None:
    table = _table(document, None, pairs, widths=(3.6, 12.8))
    for row in table.rows:
        _shade(row.cells[0], _HEADING_SHADE)


def _table(
    document: Written, heads: Sequence[str] | None, rows: Sequence[Sequence[str]], *, widths: Sequence[float]
) -> Any:
    table = document.add_table(0, len(widths), "Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for number, texts in enumerate([heads, *rows] if heads is not None else rows):
        row = table.add_row()
        _unbroken(row)
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Cm(width)
            run = cell.paragraphs[0].add_run(_printable(text))
            run.bold = heads is not None and number == 0
            if text.startswith("/"):  # a place in the transaction
                run.font.size = _SMALL
        if heads is not None and number == 0:
            _repeated(row)
            for cell in row.cells:
                _shade(cell, _HEADING_SHADE)
    document.add_paragraph().paragraph_format.space_after = Pt(4)
    return table


def _small(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = _SMALL, _GREY


def _shade(cell: _Cell, color: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", color)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 (the library has no word for the shade of a cell)


def _repeated(row: Any) -> None:
    """Let a row stand at the head of every page that the table reaches."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 (as in ``_shade``)


def _unbroken(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 (as in ``_shade``)


def _page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    _small(paragraph, "Page ")
    paragraph._p.append(field)  # noqa: SLF001 (as in ``_shade``)


def _printable(text: str) -> str:
    """Put a mark in place of the characters that the format cannot hold."""
    return _UNPRINTABLE.sub("\ufffd", text)


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


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
