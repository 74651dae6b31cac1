"""Loads rule documents into the archive: checked first, then stored all together or not at all."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from app.domain.errors import Fault
from app.domain.fields import Faults
from app.domain.language.head import Heading, head_of
from app.domain.located import Node
from app.service.drafts import WritableArchive
from app.service.ports import Addition, RuleSetVersion, is_stored

FaultsOf = Callable[[RuleSetVersion], Iterable[Fault]]
"""What is wrong with a version: the faults of its text, or the golden cases that its law does not meet."""


def load_rule_sets(
    documents: Iterable[Node],
    archive: WritableArchive,
    *,
    faults_of: FaultsOf,
    actor: str,
    recorded_at: datetime,
) -> list[tuple[RuleSetVersion, Addition]]:
    """Store every document, and return the versions, sorted by name, with what became of each.

    A version that is not stored yet is checked first, once and for all: what has been stored never changes. No unit of
    work is open meanwhile, for that takes seconds and other processes may be waiting to start. Raises
    ``InvalidRuleSet`` with the faults of all documents, or ``VersionConflict`` for a document that differs from the one
    stored under its version. Then nothing of this load is stored.
    """
    versions = checked_versions(documents, check=head_of, recorded_at=recorded_at)
    with archive.reading() as rule_sets:
        fresh = [known for known in versions if not is_stored(rule_sets, known.rule_set, known.version)]
    faults = Faults()
    for version in fresh:
        faults.found.extend(faults_of(version))
    faults.refuse_any()
    with archive.writing() as rule_sets:
        return [
            (version, rule_sets.add_version(version, actor=actor, note=f"loaded from {version.source}"))
            for version in versions
        ]


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
