"""Gives a determination in other forms than JSON: made beside the event loop, a few at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Any, Final

from fastapi import Depends
from starlette.responses import Response

from app.api.bodies import JSON
from app.api.media import DOCX, accepted_of
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
# A memo takes many times as long as a screening; more of them at once would only take the processor from those.
_MAKERS: Final = ThreadPoolExecutor(2, thread_name_prefix="documents")


async def made(
    present: Callable[[], Presented], form: str, *, document: Callable[[Presented], bytes]
) -> tuple[Presented, Response]:
    """Gives what was presented, and the response with the document of it."""

    def make() -> tuple[Presented, bytes]:
        presented = present()
        return presented, document(presented)

    presented, content = await asyncio.get_running_loop().run_in_executor(_MAKERS, make)
    headers = {**VARY}
    if form == "text/html":
        # Whatever a transaction says, the page runs nothing and loads nothing.
        headers["content-security-policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    if form in _FILES:
        # Named after the answer, since a reference may be confidential, or no name for a file.
        name, suffix = _FILES[form]
        answer = presented.full["determination_digest"].removeprefix("sha256:")[:12]
        headers["content-disposition"] = f'attachment; filename="{name}-{answer}.{suffix}"'
    return presented, Response(content, headers=headers, media_type=form)
