"""The one-sentence summary of an answer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.domain.evaluation.classes import Class

_HEAD = {
    Class.PROHIBITED: "Prohibited",
    Class.NOTIFIABLE: "Notifiable",
    Class.EXCEPTED: "Excepted",
    Class.NOT_COVERED: "Not covered",
}
_MANY = 6


def summary(
    answer: Class,
    possible: Sequence[Class],
    reasons: Sequence[Mapping[str, Any]],
    missing: Sequence[Mapping[str, Any]],
    pending: Sequence[Mapping[str, Any]] = (),
    *,
    paragraphs_of: str,
) -> str:
    """One sentence for a person: the class and the paragraphs it rests on, or what is open and what to ask first."""
    if answer is Class.UNDETERMINED:
        classes = " or ".join(each.value.replace("_", " ") for each in possible)
        first = f"; to ask first: {missing[0]['question']}" if missing else ""
        return f"Undetermined: it may still be {classes}{_awaited(pending)}{first}"
    verdict = "not_met" if answer is Class.NOT_COVERED else "met"
    rests_on = ", ".join(_paragraphs(reasons, verdict, paragraphs_of))
    tail = " Whether it would otherwise be covered is still open." if len(possible) > 1 else ""
    link = "because these are not met" if answer is Class.NOT_COVERED else "under"
    return f"{_HEAD[answer]} {link} {paragraphs_of} {rests_on}.{tail}" if rests_on else f"{_HEAD[answer]}.{tail}"


def _awaited(pending: Sequence[Mapping[str, Any]]) -> str:
    """Which regulations the answer waits for, as no fact can take their place."""
    citations = list(dict.fromkeys(each["citation"] for each in pending))
    more = f" and {len(citations) - _MANY} more" if len(citations) > _MANY else ""
    return f"; regulations are awaited under {', '.join(citations[:_MANY])}{more}" if citations else ""


def _paragraphs(reasons: Iterable[Mapping[str, Any]], verdict: str, paragraphs_of: str) -> list[str]:
    """The paragraphs with this verdict, each once; of a long list the first few and the number of the others."""
    told = [r for r in reasons if r["verdict"] == verdict and r["facts"]]
    codes = [r["code"] for r in told if r["citation"] == f"{paragraphs_of} {r['code']}"]
    codes = list(dict.fromkeys(codes))
    return [*codes[:_MANY], f"and {len(codes) - _MANY} more"] if len(codes) > _MANY + 1 else codes
