"""Writes requests as plain text, to be pasted into e-mails side by side."""

from collections.abc import Iterator
from typing import Final

from app.domain.answers.requests import FactorJson, RepresentationJson, RequestJson, RequestsJson, SideJson
from app.domain.facts.dictionary import Kind

_STATES: Final = {"shown": "shown", "thin": "THIN", "nothing_stated": "NOTHING STATED"}


def requests_text(requests: RequestsJson) -> str:
    """Write what to ask of each side with the drafts of what it would represent, and what is for the file alone."""
    return "\n".join(line.rstrip() for line in _lines(requests)) + "\n"


def _lines(requests: RequestsJson) -> Iterator[str]:
    reference = f" on {requests['reference']}" if requests["reference"] is not None else ""
    yield f"Requests{reference}"
    yield requests["summary"]
    for side in requests["sides"]:
        yield from _of_side(side, [each for each in requests["representations"] if each["side"] == side["side"]])
        if any(each["side"] == side["side"] for each in requests["representations"]):
            yield from (f"   {each['says']} ({each['citation']})" for each in requests["draft_notice"])
    if not requests["sides"]:
        yield from ("", "There is nothing to ask.")
    if requests["left_out"]:
        yield from ("", f"{requests['left_out']} further questions were left out; answer these first.")
    if requests["factors"]:
        yield from ("", "FOR THE FILE, NOT TO BE SENT: what is weighed of the inquiry", "")
    for factor in requests["factors"]:
        yield from _of_factor(factor)
    for caution in requests["cautions"]:
        yield from ("", f"{caution['says']} ({caution['citation']})")


def _of_side(side: SideJson, drafts: list[RepresentationJson]) -> Iterator[str]:
    named = ", ".join(each["name"] for each in side["parties"])
    yield from ("", f"{side['side'].replace('_', ' ').upper()}{f' ({named})' if named else ''}", side["says"])
    if side["requests"]:
        yield ""
    for number, request in enumerate(side["requests"], start=1):
        yield from _of_request(number, request)
    if drafts:
        yield from ("", "   Drafts of what this side would represent:")
    for draft in drafts:
        yield f"   - {draft['draft']}"


def _of_request(number: int, request: RequestJson) -> Iterator[str]:
    about = f"{request['about']}: " if "about" in request else ""
    unit = f" In {request['unit']}." if "unit" in request else ""
    yield f"{number}. {about}{request['question']}{unit} ({request['citation']})"
    if "choices" in request:
        how = "Any of" if request.get("type") == Kind.LISTING else "One of"
        yield f"   {how}: {', '.join(str(each['value']) for each in request['choices'])}."
    if "note" in request:
        yield f"   {request['note']}"
    if request["evidence"]:
        yield f"   Evidence that would do: {request['evidence']}"
    if "warning" in request:
        yield f"   {request['warning']}"
    yield f"   (answer for {request['pointer']})"


def _of_factor(factor: FactorJson) -> Iterator[str]:
    yield f"{factor['factor']} {_STATES[factor['state']]}: {factor['says']}"
    yield from (f"   Shown: {each['says']}" for each in factor["shown"])
    yield from (f"   Warning sign: {each['says']}" for each in factor["warning_signs"])
    if factor["to_do"]:
        yield f"   To do: {factor['to_do']}"
