"""Gives a determination in other forms than JSON."""

from typing import Annotated, Any, Final, NamedTuple

from fastapi import Depends
from starlette.responses import Response

from app.api.bodies import JSON
from app.api.media import DOCX, accepted_of
from app.api.wire.canonical import answer_bytes
from app.domain.screening import Explain
from app.service.answering import ScreeningResult, of_fit_length
from app.service.presenting import Presented

FORMS: Final = {
    "text/html": "A memo as one page that needs nothing else and prints well.",
    DOCX: "The memo for a word processor.",
    "text/plain": "Text for a terminal of 80 columns.",
    "text/calendar": "The duties by day, for a calendar (RFC 5545).",
}
"""The media types of a determination beside JSON, and what each gives."""
CONTENT: Final[dict[str, Any]] = {
    form: {"schema": {"type": "string", "description": says} | ({} if form[:5] == "text/" else {"format": "binary"})}
    for form, says in FORMS.items()
}
"""The same, as the description of the interface has it."""

accepted_form = accepted_of(JSON, *FORMS)
AcceptedForm = Annotated[str, Depends(accepted_form)]

_FILES: Final = {DOCX: ("memo", "docx"), "text/calendar": ("duties", "ics")}
VARY: Final = {"vary": "accept"}


class MadeDocument(NamedTuple):
    """Holds a document with the determination that it tells; ``digest`` is that of the full one, to name a file by."""

    content: bytes
    told: ScreeningResult
    digest: str

    @classmethod
    def of(cls, presented: Presented, content: bytes) -> "MadeDocument":
        """Make it of what was presented; raises ``InvalidTransaction`` where it is too long."""
        told = presented.full if presented.explain is Explain.FULL else presented.brief
        law = told["rule_set"]
        result = ScreeningResult(answer_bytes(told), told["determination"], law["id"], law["version"])
        return cls(of_fit_length(content), result, presented.full["determination_digest"])


def document_response(made: MadeDocument, form: str) -> Response:
    """Gives the response with a document."""
    headers = {**VARY}
    if form == "text/html":
        # Whatever a transaction says, the page runs nothing and loads nothing.
        headers["content-security-policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    if form in _FILES:
        # Named after the answer, since a reference may be confidential, or no name for a file.
        name, suffix = _FILES[form]
        answer = made.digest.removeprefix("sha256:")[:12]
        headers["content-disposition"] = f'attachment; filename="{name}-{answer}.{suffix}"'
    return Response(made.content, headers=headers, media_type=form)
