"""Names the forms in which a determination is given to people, by their media types."""

from collections.abc import Callable, Mapping
from typing import Final

from app.documents.composing import memo_of
from app.documents.docx import memo_docx
from app.documents.duty_calendar import duty_calendar
from app.documents.html import memo_html
from app.documents.text import determination_text
from app.service.presenting import Presented

MEDIA_TYPES: Final = {
    "text": "text/plain",
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar",
}
"""The media types by the names that the command line has for them."""


def _text(presented: Presented) -> bytes:
    return f"{determination_text(presented.brief)}\n".encode()


def _html(presented: Presented) -> bytes:
    return memo_html(memo_of(presented))


def _docx(presented: Presented) -> bytes:
    return memo_docx(memo_of(presented))


DOCUMENTS: Final[Mapping[str, Callable[[Presented], bytes]]] = {
    MEDIA_TYPES["text"]: _text,
    MEDIA_TYPES["html"]: _html,
    MEDIA_TYPES["docx"]: _docx,
    MEDIA_TYPES["ics"]: duty_calendar,
}
"""Functions from what was presented to the bytes of a document, by media type."""
