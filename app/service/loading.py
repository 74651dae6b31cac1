"""Loads the texts that a release ships into the archive: checked first, then stored all together or not at all."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from app.domain.answers.law import LoadOutcome
from app.domain.errors import Fault
from app.domain.fields import Faults
from app.domain.language.head import Heading
from app.domain.located import Node
from app.service.drafts import Repository, WritableArchive
from app.service.ports import RuleSetReader, RuleSetVersion, StoredText, Transition, VersionSummary, stored_version
from app.service.supersession import (
    STORES,
    OtherText,
    ShippedText,
    acted_on_by_a_person,
    outcome_of,
    standing,
)
from app.service.timeline import next_moment

FaultsOf = Callable[[RuleSetVersion], Iterable[Fault]]
"""What is wrong with a version: the faults of its text, or the golden cases that its law does not meet."""

log = logging.getLogger(__name__)


class Loaded(NamedTuple):
    """Says what became of a shipped text; ``stored`` is the version as it was stored before, if it was."""

    shipped: ShippedText
    outcome: LoadOutcome
    stored: VersionSummary | None


def load_rule_sets(
    shipped: Iterable[ShippedText],
    archive: WritableArchive,
    *,
    faults_of: FaultsOf,
    actor: str,
    recorded_at: datetime,
) -> list[Loaded]:
    """Store every shipped text that is to answer, and return what became of each, in the order given.

    A text that was not checked before it was shipped is checked now, if it is to be stored: what has been stored never
    changes. No unit of work is open meanwhile, for that takes seconds and other processes may be waiting to start.
    Raises ``InvalidRuleSet`` with the faults of all texts; then nothing of this load is stored. A text that is not to
    answer, because another is stored that it may not supersede, is no error: that is logged.
    """
    texts = list(shipped)
    with archive.reading() as rule_sets:
        outcomes = [outcome_of(text, _stored(rule_sets, text)) for text in texts]
    faults = Faults()
    for text, outcome in zip(texts, outcomes, strict=True):
        if outcome in STORES and (version := faults.unless_refused(text.read)) is not None and not text.checked:
            faults.found.extend(faults_of(version))
    faults.refuse_any()
    with archive.writing() as work:
        # Another process may have loaded meanwhile, and persons may have acted: here nobody else does.
        loaded = [_load(work, text, actor=actor, now=recorded_at) for text in texts]
    for text, outcome, stored in loaded:
        if outcome is LoadOutcome.SUPERSEDES and stored is not None:
            log.info("version `%s` of `%s` has the text %s now", text.version, text.rule_set, text.digest)
        elif outcome not in (*STORES, LoadOutcome.UNCHANGED) and stored is not None:
            log.warning("%s", OtherText(text, stored, outcome))
    return loaded


def checked_versions(
    documents: Iterable[Node], *, check: Callable[[Node], Heading], recorded_at: datetime
) -> list[RuleSetVersion]:
    """Check every document, and return the versions that they state, sorted by name; nothing is stored.

    ``check`` reads at least the head. Raises ``InvalidRuleSet`` with the faults of all documents.
    """
    faults = Faults()
    versions = [
        RuleSetVersion.of(document, head, source=str(document.place), recorded_at=recorded_at)
        for document in documents
        if (head := faults.unless_refused(partial(check, document))) is not None
    ]
    faults.refuse_any()
    return sorted(versions, key=lambda version: (version.rule_set, version.version))


def _stored(rule_sets: RuleSetReader, text: ShippedText) -> VersionSummary | None:
    return stored_version(rule_sets, text.rule_set, text.version)


def _load(work: Repository, shipped: ShippedText, *, actor: str, now: datetime) -> Loaded:
    stored = _stored(work, shipped)
    outcome = outcome_of(shipped, stored)
    if outcome not in STORES:
        return Loaded(shipped, outcome, stored)
    known = work.versions(shipped.rule_set) if shipped.rule_set in work.rule_sets() else ()
    moment = next_moment(known, now)
    version = _as_stored(shipped, moment)
    if stored is None:
        work.add_version(version, actor=actor, note=f"loaded from {version.source}")
        return Loaded(shipped, outcome, stored)
    work.supersede_text(version, actor=actor)
    # How a version stands is taken over from its text until a person has acted on it.
    if not acted_on_by_a_person(stored) and standing(version) != standing(stored):
        note = f"loaded from {version.source}, in place of {stored.digest}"
        entry = Transition(**version.standing_fields(), recorded_at=moment, actor=actor, note=note)
        work.record_transition(shipped.rule_set, shipped.version, transition=entry)
    return Loaded(shipped, outcome, stored)


def _as_stored(shipped: ShippedText, moment: datetime) -> RuleSetVersion:
    version = shipped.read()
    text = StoredText(
        title=version.title,
        digest=version.digest,
        source=version.source,
        recorded_at=moment,
        supersedes=tuple(sorted(shipped.supersedes)),
    )
    return replace(version, recorded_at=moment, texts=(text,))
