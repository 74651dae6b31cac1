"""Writes a transaction to be filled in as YAML: what is to be filled in is empty, and comments ask for it."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.domain.answers.determination import QuestionJson
from app.domain.answers.templates import TemplateJson
from app.service.templates.answer_forms import answer_form
from app.service.templates.yaml_text import yaml_text

_WIDTH: Final = 98
_STEP: Final = 2
_UNBROKEN: Final = "\N{NO-BREAK SPACE}"
_HEAD: Final = (
    "Fill in what is known, after the colons. What stays empty is unknown, never a no, and is asked if it matters.",
    "A text with a colon or another sign in it goes in quotes. So does NO for Norway.",
)


def commented_yaml(skeleton: Mapping[str, Any], template: TemplateJson) -> str:
    """Write the transaction of a template; in its skeleton a null stands for what is to be filled in."""
    explained: set[str] = set()
    comments: dict[str, list[str]] = {}
    for question in template["fill_in"]:
        pointer = question["pointer"] + ("/complete" if question.get("stated") else "")
        comments[pointer] = [*_asked(question, known=question["question"] in explained)]
        explained.add(question["question"])
    head = [*_comment(f"{template['title']}. {template['when']}"), *(line for text in _HEAD for line in _comment(text))]
    return "".join(f"{line}\n" for line in (*head, "")) + yaml_text(skeleton, comments)


def question_comment(question: QuestionJson) -> list[str]:
    """Write the question that an answer stands for as a comment."""
    return [*_comment(f"{question['question']} ({_unbroken(question['citation'])})")]


def _asked(question: QuestionJson, *, known: bool) -> Iterator[str]:
    """Ask a question; where one of the same words is ``known``, what was explained there is not explained again."""
    yield from question_comment(question)
    if "note" in question and not known:
        yield from _comment(question["note"])
    choices = question.get("choices", ())
    above = ", as above" if known and choices else ""
    yield from _comment(f"Write {answer_form(question)}{above}.")
    for choice in () if known else choices:
        yield from _comment(f"{choice['value']}: {choice['says']}", hanging=_STEP)


def _comment(text: str, *, hanging: int = 0) -> list[str]:
    start = "# " + " " * hanging
    further = start + " " * hanging
    shape = textwrap.TextWrapper(_WIDTH, start, further, break_long_words=False, break_on_hyphens=False)
    return [line.replace(_UNBROKEN, " ") for line in shape.wrap(text)]


def _unbroken(text: str) -> str:
    """Keep the words of a citation on one line."""
    return text.replace(" ", _UNBROKEN)
