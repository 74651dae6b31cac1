"""Reads the head of a rule document: which law it states, and how that stands in time."""

import re
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from app.domain.answers.law import VersionStatus
from app.domain.errors import InvalidRuleSet
from app.domain.fields import Faults, Fields, shown
from app.domain.located import Node

NEVER_LAW = (VersionStatus.PROPOSED, VersionStatus.ENACTED)
"""The statuses of a text that was never law. It answers whoever names its rule set, and says how it stands."""
LAW = (VersionStatus.SCHEDULED, VersionStatus.IN_FORCE, VersionStatus.SUPERSEDED)
"""How a version with a place in time can stand; which of them it is on a day follows from the calendar."""
STATUSES = (*NEVER_LAW, *LAW, VersionStatus.WITHDRAWN)

_HEAD = ("rule_set", "version", "title", "status", "language", "elements")
_REST = (
    *("effective_from", "effective_to", "regime", "paragraphs_of", "sources", "reference", "parameters"),
    *("interpretations", "variants", "excluded_combinations", "pending", "definitions", "outcomes", "obligations"),
    *("phrases", "summary"),
    "diligence",
    *("notification", "notification_items"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Says how a version stands, with its first and its last day in force, both included.

    No last day means until further notice.
    """

    status: VersionStatus
    effective_from: date | None
    effective_to: date | None

    @property
    def governs(self) -> bool:
        """Whether there is any day on which this was, is or will be the law.

        A superseded version without a last day was replaced from its first day on.
        """
        dated = self.effective_from is not None and self.status in LAW
        return dated and not (self.status is VersionStatus.SUPERSEDED and self.effective_to is None)

    def spans(self, day: date) -> bool:
        """Tell whether ``day`` lies between the first and the last day, both included."""
        begun = self.effective_from is not None and self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)

    def standing_on(self, day: date) -> VersionStatus:
        """Return the status on ``day``: scheduled before the first day and superseded after the last."""
        if not self.governs or self.effective_from is None:
            return self.status
        if day < self.effective_from:
            return VersionStatus.SCHEDULED
        return VersionStatus.IN_FORCE if self.spans(day) else VersionStatus.SUPERSEDED

    def standing_fields(self) -> dict[str, Any]:
        """Return status, first and last day by the names of the fields, as arguments for another record with them."""
        return {each.name: getattr(self, each.name) for each in fields(Standing)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading(Standing):
    """Says which law a document states and how it stands."""

    rule_set: str
    version: str
    title: str


def document_fields(document: Node, faults: Faults) -> Fields:
    """Open a rule document, all parts of which are known by name."""
    return Fields(document, "a rule set", faults, needs=_HEAD, may=_REST, may_be_empty=True)


def head_of(document: Node) -> Heading:
    """Read the head of a rule document by itself; raises like :func:`heading`."""
    return heading(document_fields(document, Faults()))


def heading(document: Fields) -> Heading:
    """Read the head of a rule document; raises ``InvalidRuleSet`` with every fault found."""
    rule_set, version, title = (document.text(key) for key in ("rule_set", "version", "title"))
    for key, name in (("rule_set", rule_set), ("version", version)):
        # The names stand in addresses (`/v1/rule-sets/{rule_set}/versions/{version}`).
        if name and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name) is None:
            cure = "give letters, digits, `.`, `_` and `-`, beginning with a letter or digit, at most 64"
            document.fault(key, f"`{key}`: `{shown(name)}` does not fit; {cure}.")
    status = document.word("status", STATUSES)
    begins, ends = document.day("effective_from"), document.day("effective_to")
    if status in LAW and "effective_from" not in document.entries:
        document.fault("effective_from", f"`effective_from` is missing: what is `{status}` needs it.")
    # Where a law ended is needed to know that nothing of it answers afterwards.
    if status == VersionStatus.SUPERSEDED and "effective_to" not in document.entries:
        document.fault("effective_to", f"`effective_to` is missing: what is `{status}` needs it.")
    if begins and ends and ends < begins:
        document.fault("effective_to", f"`effective_to` {ends} is before `effective_from` {begins}.")
    if not document.sound:
        raise InvalidRuleSet(document.faults.found)
    return Heading(
        rule_set=rule_set,
        version=version,
        title=title,
        status=VersionStatus(status),
        effective_from=begins,
        effective_to=ends,
    )
