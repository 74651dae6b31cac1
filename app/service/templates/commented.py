"""Writes a transaction to be filled in as YAML: what is to be filled in is empty, and comments ask for it."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.domain.answers.determination import QuestionJson
from app.domain.answers.templates import TemplateJson
from app.domain.pointers import below
from app.service.templates.answer_forms import answer_form

_WIDTH: Final = 110
_STEP: Final = 2
# Text that every reader of YAML takes for text, and for the same; all other is quoted.
_is_plain = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII).fullmatch
_WORDS_OF_YAML: Final = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null"})
_UNBROKEN: Final = "\N{NO-BREAK SPACE}"
_HEAD: Final = (
    "Fill in what is known, after the colons. What stays empty is unknown, never a no, and is asked if it matters.",
    "A text with a colon or another sign in it goes in quotes. So does NO for Norway.",
)


def commented_yaml(skeleton: Mapping[str, Any], template: TemplateJson) -> str:
    """Write the transaction of a template; in its skeleton a null stands for what is to be filled in."""
    head = [line for text in (f"{template['title']}. {template['when']}", *_HEAD) for line in _comment(text, 0)]
    questions = {each["pointer"]: each for each in template["fill_in"]}
    return "\n".join([*head, *_Writer(questions).mapping(skeleton, "", 0)]) + "\n"


class _Writer:
    """Writes one skeleton; what was explained once is not explained again."""

    def __init__(self, questions: Mapping[str, QuestionJson]) -> None:
        self._questions = questions
        self._explained: set[str] = set()

    def mapping(self, value: Mapping[str, Any], pointer: str, indent: int) -> Iterator[str]:
        margin = " " * indent
        for key, inner in value.items():
            place = below(pointer, key)
            if not pointer:
                yield ""
            match inner:
                case None:
                    question = self._questions.get(place.removesuffix("/complete"))
                    yield from () if question is None else self._asked(question, indent)
                    yield f"{margin}{key}:"
                case dict():
                    yield f"{margin}{key}:"
                    yield from self.mapping(inner, place, indent + _STEP)
                case [{}, *_]:
                    yield f"{margin}{key}:"
                    for index, item in enumerate(inner):
                        yield from [""] if index else []
                        yield from _item(list(self.mapping(item, below(place, index), indent + 2 * _STEP)), indent)
                case list():
                    yield f"{margin}{key}: [{', '.join(map(_scalar, inner))}]"
                case _:
                    yield f"{margin}{key}: {_scalar(inner)}"

    def _asked(self, question: QuestionJson, indent: int) -> Iterator[str]:
        yield from _comment(f"{question['question']} ({_unbroken(question['citation'])})", indent)
        known = question["question"] in self._explained
        self._explained.add(question["question"])
        if "note" in question and not known:
            yield from _comment(question["note"], indent)
        choices = () if question.get("stated") else question.get("choices", ())
        yield from _comment(
            f"Write {answer_form(question)}{'' if not choices else ', as above' if known else ''}.", indent
        )
        for choice in () if known else choices:
            yield from _comment(f"{choice['value']}: {choice['says']}", indent, hanging=_STEP)


def _item(lines: list[str], indent: int) -> Iterator[str]:
    """Mark the first line of an item that is no comment with the dash; comments stand above it."""
    first = next(number for number, line in enumerate(lines) if not line.lstrip().startswith("#"))
    dash = " " * (indent + _STEP) + "- "
    yield from lines[:first]
    yield dash + lines[first].lstrip()
    yield from lines[first + 1 :]


def _comment(text: str, indent: int, *, hanging: int = 0) -> Iterator[str]:
    start = " " * indent + "# " + " " * hanging
    further = start + " " * hanging
    width = max(_WIDTH, indent + 60)
    shape = textwrap.TextWrapper(width, start, further, break_long_words=False, break_on_hyphens=False)
    yield from (line.replace(_UNBROKEN, " ") for line in shape.wrap(text))


def _unbroken(text: str) -> str:
    """Keep the words of a citation on one line."""
    return text.replace(" ", _UNBROKEN)


def _scalar(value: object) -> str:
    plain = isinstance(value, str) and _is_plain(value) and value.lower() not in _WORDS_OF_YAML
    return str(value) if plain else json.dumps(value, ensure_ascii=False)
