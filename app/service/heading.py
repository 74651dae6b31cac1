"""The head of a rule document: the few entries the archive keeps beside the text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.domain.answers.law import Status
from app.domain.errors import Fault, InvalidRuleSet
from app.domain.language.located import Mapping, Scalar
from app.service.ports import LAW

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Heading:
    """Which law a document states and how it stood when it was written."""

    rule_set: str
    version: str
    title: str
    status: Status
    effective_from: date | None
    effective_to: date | None


def heading(tree: Mapping) -> Heading:
    """The heading of a rule document; raises ``InvalidRuleSet`` with every fault found in it."""
    faults: list[Fault] = []

    def entry(key: str, read: Callable[[str], T], *, expected: str) -> T | None:
        node = tree.get(key)
        if node is None:
            return None
        if not isinstance(node, Scalar) or isinstance(node.value, bool):
            faults.append(Fault(node.place, f"`{key}` needs a single text: {expected}."))
            return None
        try:
            return read(node.value)
        except ValueError:
            faults.append(Fault(node.place, f"`{key}`: `{node.value}` does not fit; {expected}."))
        return None

    name = "give letters, digits, `.`, `_` and `-`, beginning with a letter or digit, at most 64"
    day = "give a day as YYYY-MM-DD"
    rule_set = entry("rule_set", _name, expected=name)
    version = entry("version", _name, expected=name)
    title = entry("title", _line, expected="give one line of text")
    status = entry("status", Status, expected=f"give one of {', '.join(Status)}")
    begins = entry("effective_from", _day, expected=day)
    ends = entry("effective_to", _day, expected=day)

    dates = ["effective_from"] if status in LAW else []
    # Where a law ended is needed to know that nothing of it answers afterwards.
    dates += ["effective_to"] if status is Status.SUPERSEDED else []
    needed = ["rule_set", "version", "title", "status", *dates]
    faults += [Fault(tree.place, f"`{key}` is missing in the head.") for key in needed if tree.get(key) is None]
    if begins and ends and ends < begins:
        faults.append(Fault(tree.place, f"`effective_to` {ends} is before `effective_from` {begins}."))
    if faults or rule_set is None or version is None or title is None or status is None:
        raise InvalidRuleSet(faults)
    return Heading(rule_set, version, title, status, begins, ends)


def _name(text: str) -> str:
    # The name stands in addresses (`/v1/rule-sets/{rule_set}/versions/{version}`).
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", text) is None:
        raise ValueError(text)
    return text


def _line(text: str) -> str:
    if not text.strip() or "\n" in text.strip():
        raise ValueError(text)
    return text.strip()


def _day(text: str) -> date:
    # ISO 8601 knows other spellings (20250102, 2025-W01-4); one is enough for a reader.
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) is None:
        raise ValueError(text)
    return date.fromisoformat(text)
