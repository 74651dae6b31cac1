"""Describes a choice of words, each with its sentence and paragraph."""

from collections.abc import Mapping
from typing import Any

from app.domain.facts.choice import Choice


def choice_schema(says: str, words: Mapping[str, Choice]) -> dict[str, Any]:
    """Describes the choice of these words; ``says`` is what is chosen, as a sentence."""
    listed = "\n".join(f"- `{word}`: {each.says} ({each.citation})" for word, each in words.items())
    return {
        "type": "string",
        "enum": list(words),
        "description": f"{says}\n\n{listed}",
        "x-choices": {word: {"says": each.says, "citation": each.citation} for word, each in words.items()},
    }
