"""Writes the one-sentence summary of an answer."""

from collections.abc import Sequence

from app.domain.answers.determination import NOT_COVERED, UNDETERMINED, Class, PendingRegulationJson, QuestionJson

_MANY = 6


def summary(
    answer: Class,
    possible: Sequence[Class],
    paragraphs: Sequence[str],
    missing: Sequence[QuestionJson],
    pending: Sequence[PendingRegulationJson],
    *,
    paragraphs_of: str,
) -> str:
    """Give one sentence for a person: the class and the paragraphs it rests on, or what is open and what to ask first.

    Of a long list of paragraphs it names the first few and the number of the others.
    """
    if answer == UNDETERMINED:
        classes = " or ".join(map(_words, possible))
        first = f"; to ask first: {missing[0]['question']}" if missing else ""
        return f"Undetermined: it may still be {classes}{_awaited(pending)}{first}"
    if len(paragraphs) > _MANY + 1:
        paragraphs = [*paragraphs[:_MANY], f"and {len(paragraphs) - _MANY} more"]
    rests_on = ", ".join(paragraphs)
    tail = " Whether it would otherwise be covered is still open." if len(possible) > 1 else ""
    link = "because these are not met:" if answer == NOT_COVERED else "under"
    ground = f" {link} {paragraphs_of} {rests_on}" if rests_on else ""
    return f"{_words(answer).capitalize()}{ground}.{tail}"


def _words(answer: Class) -> str:
    return answer.replace("_", " ")


def _awaited(pending: Sequence[PendingRegulationJson]) -> str:
    """Say which regulations the answer waits for, as no fact can take their place."""
    citations = list(dict.fromkeys(each["citation"] for each in pending))
    more = f" and {len(citations) - _MANY} more" if len(citations) > _MANY else ""
    return f"; regulations are awaited under {', '.join(citations[:_MANY])}{more}" if citations else ""
