"""Says of a determination which provisions of the law it turns on."""

from collections.abc import Callable, Iterator

from app.domain.answers.determination import EXCEPTED, NOT_COVERED, UNDETERMINED, Determination, Reason

_OUTCOME, _ACTIVITY, _EXCEPTION = "outcome", "activity", "exception"


def deciding_provisions(answer: Determination) -> list[str]:
    """Name the provisions that decide, each once, as ``code`` of the reasons has them.

    Of a duty they are the paragraphs on the activity, such as `850.224(d)(1)`; of an exception the paragraphs of it;
    where no duty is left, the elements that are not met; where it is open, those that are unknown.
    """
    word, wanted = answer["determination"], _ACTIVITY
    if word == EXCEPTED:
        outcomes, wanted = _outcomes(answer, "met", lambda code: code.startswith(EXCEPTED)), _EXCEPTION
    elif word == NOT_COVERED:
        outcomes, wanted = _outcomes(answer, "not_met"), ""
    elif word == UNDETERMINED:
        outcomes = _outcomes(answer, "unknown")
    else:
        outcomes = _outcomes(answer, "met", lambda code: code == word)
    found = [*_supports(answer, outcomes)]
    chosen = [each for each in found if each["element"] == wanted] or found
    return [*dict.fromkeys(each["code"] for each in chosen)]


def _outcomes(answer: Determination, verdict: str, named: Callable[[str], bool] = lambda _: True) -> list[Reason]:
    return [
        each
        for each in answer["reasons"]
        if each["element"] == _OUTCOME and each["verdict"] == verdict and named(each["code"])
    ]


def _supports(answer: Determination, reasons: list[Reason]) -> Iterator[Reason]:
    """Give what the reasons rest on and has their verdict; of what has a name in the place of a paragraph, its own."""
    for reason in reasons:
        below = [answer["reasons"][int(pointer.rpartition("/")[2])] for pointer in reason["rests_on"]]
        for each in below:
            if each["verdict"] == reason["verdict"]:
                inner = [] if each["code"][0].isdigit() else [*_supports(answer, [each])]
                yield from inner or [each]
