"""Reads the head of a rule document: the few entries that are kept beside the text."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from app.domain.answers.law import Status
from app.domain.canonical import canonical_json, digest
from app.domain.days import day_of
from app.domain.errors import Fault, InvalidRuleSet
from app.domain.located import Mapping, Scalar, plain
from app.service.ports import LAW, Heading, RuleSetVersion

T = TypeVar("T")

_NAME = "give letters, digits, `.`, `_` and `-`, beginning with a letter or digit, at most 64"
_DAY = "give a day as YYYY-MM-DD"


def version_of(tree: Mapping, *, source: str, recorded_at: datetime) -> RuleSetVersion:
    """Return the version that a rule document states; raises ``InvalidRuleSet`` like :func:`heading`."""
    head = heading(tree)
    # Read back from its canonical form, the document is the same whether it has been stored or not: in either case the
    # order of keys is lost, and nothing may rest on it.
    canonical = canonical_json({entry.key: plain(entry.value) for entry in tree.entries})
    return RuleSetVersion(
        rule_set=head.rule_set,
        version=head.version,
        title=head.title,
        **head.standing_fields(),
        digest=digest(canonical),
        source=source,
        recorded_at=recorded_at,
        document=json.loads(canonical),
    )


def heading(tree: Mapping) -> Heading:
    """Return the heading of a rule document; raises ``InvalidRuleSet`` with every fault found in it."""
    faults: list[Fault] = []

    def entry(key: str, read: Callable[[str], T], expected: str) -> T | None:
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

    rule_set = entry("rule_set", _name, _NAME)
    version = entry("version", _name, _NAME)
    title = entry("title", _line, "give one line of text")
    status = entry("status", Status, f"give one of {', '.join(Status)}")
    begins = entry("effective_from", _day, _DAY)
    ends = entry("effective_to", _day, _DAY)

    needed = ["rule_set", "version", "title", "status"]
    needed += ["effective_from"] if status in LAW else []
    # Where a law ended is needed to know that nothing of it answers afterwards.
    needed += ["effective_to"] if status is Status.SUPERSEDED else []
    faults += [Fault(tree.place, f"`{key}` is missing in the head.") for key in needed if tree.get(key) is None]
    if begins and ends and ends < begins:
        faults.append(Fault(tree.place, f"`effective_to` {ends} is before `effective_from` {begins}."))
    if faults or rule_set is None or version is None or title is None or status is None:
        raise InvalidRuleSet(faults)
    return Heading(
        rule_set=rule_set, version=version, title=title, status=status, effective_from=begins, effective_to=ends
    )


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
    if (day := day_of(text)) is None:
        raise ValueError(text)
    return day
