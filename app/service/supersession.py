"""Decides what becomes of the text that a release ships for a version, beside the text that is stored under its name.

A release may correct the text of a version. The order between texts is stated by whoever made the later one: a text
lists the digests of the texts that it supersedes. Nothing else puts one text over another: a text that nobody listed
is kept, a text that was superseded never comes back, and what a person has published or withdrawn is for persons.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from app.domain.answers.law import LoadOutcome, VersionStatus
from app.domain.language.head import Standing
from app.service.ports import RuleSetVersion, VersionSummary

_PUBLISHED: Final = re.compile(r"draft sha256:[0-9a-f]{64}")


STORES: Final = (LoadOutcome.ADDED, LoadOutcome.SUPERSEDES)
"""With these outcomes the text is stored, and answers from then on."""

_SAYS: Final = {
    LoadOutcome.ADDED: "It is not stored yet: load the rules.",
    LoadOutcome.UNCHANGED: "It is the stored text.",
    LoadOutcome.SUPERSEDES: "It supersedes the stored text, and is not stored yet: load the rules.",
    LoadOutcome.NEWER: "The stored text is a later one: a newer release has superseded the text of this release.",
    LoadOutcome.UNKNOWN: (
        "Neither text says that it supersedes the other, so that the stored one is kept. Where the files were edited, "
        "record their text with `python -m app rules check --record`, or put the files of the release back."
    ),
    LoadOutcome.PUBLISHED: "The stored text was published by a person, and files never take its place.",
    LoadOutcome.WITHDRAWN: "A person withdrew this version, and files never change it afterwards.",
    LoadOutcome.STANDING: (
        "A person changed how this version stands, and the text of the files would have it stand otherwise: publish "
        "it as a draft under a name of its own, or leave it."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedText:
    """Describes the text that the rules folder of this release has for a version.

    ``supersedes`` are the digests of the texts that it takes the place of. ``checked`` says that its golden cases were
    put to it, by this engine, before it was shipped. ``read`` reads it; it raises ``InvalidRuleSet``.
    """

    rule_set: str
    version: str
    digest: str
    supersedes: frozenset[str]
    checked: bool
    read: Callable[[], RuleSetVersion]


@dataclass(frozen=True, slots=True)
class OtherText:
    """Says that the text that answers for a version is not the one that this release ships, and why."""

    shipped: ShippedText
    stored: VersionSummary
    outcome: LoadOutcome

    def __str__(self) -> str:
        of_whom = f"version `{self.stored.version}` of `{self.stored.rule_set}`"
        digests = f"the text {self.stored.digest} answers, and this release ships {self.shipped.digest}"
        return f"For {of_whom} {digests}. {_SAYS[self.outcome]}"


def outcome_of(shipped: ShippedText, stored: VersionSummary | None) -> LoadOutcome:
    """Decide what becomes of a shipped text; ``stored`` is the version as it is stored, if it is.

    The same two texts come to the same decision whoever starts first, last or again, so that releases that run side by
    side never take turns. Raises ``InvalidRuleSet`` if the shipped text has to be read and cannot be.
    """
    if stored is None:
        return LoadOutcome.ADDED
    if shipped.digest == stored.digest:
        return LoadOutcome.UNCHANGED
    known = {text.digest for text in stored.texts}
    if shipped.digest in known or shipped.digest in stored.texts[-1].supersedes:
        return LoadOutcome.NEWER
    if _PUBLISHED.fullmatch(stored.source):
        return LoadOutcome.PUBLISHED
    if stored.status is VersionStatus.WITHDRAWN and acted_on_by_a_person(stored):
        return LoadOutcome.WITHDRAWN
    if stored.digest not in shipped.supersedes:
        return LoadOutcome.UNKNOWN
    if acted_on_by_a_person(stored) and standing(shipped.read()) != standing(_as_shipped(stored)):
        return LoadOutcome.STANDING
    return LoadOutcome.SUPERSEDES


def other_texts(shipped: Iterable[ShippedText], stored: Callable[[str, str], VersionSummary | None]) -> list[OtherText]:
    """Return the versions for which another text answers than this release ships; ``stored`` finds one by name."""
    found = []
    for text in shipped:
        known = stored(text.rule_set, text.version)
        if known is not None and known.digest != text.digest:
            found.append(OtherText(text, known, outcome_of(text, known)))
    return found


def acted_on_by_a_person(stored: VersionSummary) -> bool:
    """Tell whether anything changed how the version stands, after it was stored, but a text that was loaded."""
    came_with_a_text = {text.recorded_at for text in stored.texts}
    return any(entry.recorded_at not in came_with_a_text for entry in stored.log)


def standing(version: Standing) -> Standing:
    """Return the standing alone, to compare it."""
    return Standing(**version.standing_fields())


def _as_shipped(stored: VersionSummary) -> Standing:
    """Return how the version stood by its last text, before persons acted."""
    came_with_a_text = {text.recorded_at for text in stored.texts}
    return next(entry for entry in reversed(stored.log) if entry.recorded_at in came_with_a_text)
