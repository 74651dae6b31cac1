"""Keeps the law compiled: each version once, and all swapped in one step when the archive changes."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.canonical import canonical_json, digest
from app.domain.errors import ArchiveMissing, ScreeningError, StorageUnavailable
from app.domain.screening import Law
from app.service.clock import day_in_utc
from app.service.earlier_texts import EarlierTexts, Unusable
from app.service.ports import Archive, Document, VersionSummary
from app.service.snapshot import Snapshot
from app.service.supersession import OtherText, ShippedText, other_texts
from app.service.told_law import ToldLaw

_CHANGED = "The stored document does not have the digest it was stored under."

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Says whether screenings are answered, and by which law: only if some version in force can be applied, and may be.

    ``refusal`` says why the versions at hand may not be applied, where that is so. ``failure`` says what the last look
    into the archive failed with; ``None`` means that it did not fail. ``age_seconds`` counts from the beginning of the
    last look that did not; ``None`` means that there was none yet. ``held`` are all versions that can be applied, each
    with its standing of today, ``unusable`` the others, each with the reason.
    """

    ready: bool
    refusal: str | None
    in_force: tuple[VersionSummary, ...]
    held: tuple[VersionSummary, ...]
    unusable: tuple[tuple[VersionSummary, str], ...]
    other_texts: tuple[OtherText, ...]
    age_seconds: float | None
    age_limit_seconds: float | None
    failure: str | None


class LawCache:
    """Holds the compiled versions of an archive.

    ``snapshot`` is replaced, never changed, so a request that holds one sees one law throughout and waits for nothing.
    A version stored by anyone is in the cache after at most one interval and the time it takes to compile it.

    A text never changes, but how it stands does: whoever cannot look does not know of a withdrawal. Law at hand that
    was last seen in the archive more than ``age_limit_seconds`` ago answers nobody, and none answers once the archive
    itself is gone. Without a limit, for a command that reads the law once, it is the law of that moment. ``shipped``
    are the texts of this release, only to tell where others answer.

    ``tell`` is told the law that is about to be at hand, so that other processes have it as soon as this one.
    """

    def __init__(
        self,
        archive: Archive,
        compile_document: Callable[[Document], Law],
        *,
        age_limit_seconds: float | None = None,
        shipped: Sequence[ShippedText] = (),
        tell: Callable[[ToldLaw], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = day_in_utc,
    ) -> None:
        self._archive = archive
        self._compile = compile_document
        self._clock = clock
        self._today = today
        self._refreshing = threading.Lock()
        self._age_limit_seconds = age_limit_seconds
        self._shipped = tuple(shipped)
        self._earlier = EarlierTexts(archive, self._compiled)
        self._seen_at: float | None = None
        self._failure: StorageUnavailable | None = None
        self._tell = tell
        self._documents: dict[str, Document] = {}
        self._snapshot = Snapshot.of({}, {}, failures={}, today=today)

    def snapshot(self) -> Snapshot:
        """Return the law as last read, empty before the first refresh.

        Raises ``StorageUnavailable`` if it may not answer.
        """
        refusal = self._refusal()
        if refusal is not None:
            raise StorageUnavailable(refusal)
        return self._snapshot

    def refresh(self) -> None:
        """Let the snapshot show what the archive holds now; on an exception it stays as it was.

        Raises ``StorageUnavailable``. A version that does not compile is no exception: the snapshot lists it.
        """
        with self._refreshing:
            # The archive may change from this moment on, however long it takes to read and to compile.
            began = self._clock()
            try:
                snapshot = self._read()
                self._tell(ToldLaw.of(snapshot, self._documents))
                self._snapshot = snapshot
            except Exception as error:
                known = isinstance(error, StorageUnavailable)
                reason = str(error) if known else f"The refresh failed with {type(error).__name__}."
                # Once it was gone, only a look that succeeds shows that it is back.
                gone = isinstance(error, ArchiveMissing) or isinstance(self._failure, ArchiveMissing)
                self._failure = ArchiveMissing(reason) if gone else StorageUnavailable(reason)
                raise
            self._seen_at = began
            self._failure = None

    def ready(self) -> Readiness:
        """Tell whether screenings are answered now, and what stands in the way."""
        snapshot, failure, refusal = self._snapshot, self._failure, self._refusal()
        return Readiness(
            ready=refusal is None and bool(snapshot.in_force),
            refusal=refusal,
            in_force=snapshot.in_force,
            held=snapshot.held,
            unusable=snapshot.unusable,
            other_texts=tuple(other_texts(self._shipped, snapshot.stored)),
            age_seconds=self._age(),
            age_limit_seconds=self._age_limit_seconds,
            failure=str(failure) if failure is not None else None,
        )

    def _age(self) -> float | None:
        seen_at = self._seen_at
        return None if seen_at is None else self._clock() - seen_at

    def _refusal(self) -> str | None:
        failure, limit = self._failure, self._age_limit_seconds
        if isinstance(failure, ArchiveMissing):
            return str(failure)
        age = self._age() if limit is not None else None
        if age is None or limit is None or age <= limit:
            return None
        return (
            f"The law at hand was last seen in the database {age:.0f} seconds ago, and may have been withdrawn since; "
            f"the limit is {limit:g} seconds. {failure or 'A look is still under way.'}"
        )

    def _read(self) -> Snapshot:
        known = self._snapshot
        with self._archive.reading() as reader:
            rule_sets = {rule_set: reader.versions(rule_set) for rule_set in reader.rule_sets()}
            stored = {version.digest for versions in rule_sets.values() for version in versions}
            compiled = {text: law for text, law in known.compiled.items() if text in stored}
            # A text that was changed may be put right again; one that does not compile never will.
            failures = {
                text: reason for text, reason in known.failures.items() if text in stored and reason != _CHANGED
            }
            fresh = {
                version.digest: reader.version(version.rule_set, version.version).document
                for versions in rule_sets.values()
                for version in versions
                if version.digest not in compiled and version.digest not in failures
            }
        # The archive is left before compiling, so that no connection waits on it.
        for expected, document in fresh.items():
            found = self._compiled(expected, document)
            if isinstance(found, Unusable):
                failures[expected] = found.reason
            else:
                compiled[expected] = found
        return Snapshot.of(rule_sets, compiled, failures=failures, today=self._today, earlier=self._earlier.law)

    def _compiled(self, expected: str, document: Document) -> Law | Unusable:
        """Compile a stored document, or return why it cannot be applied."""
        reason = _CHANGED
        if digest(canonical_json(document)) == expected:
            try:
                law = self._compile(document)
            except ScreeningError as error:
                reason = str(error)
            except Exception as error:  # noqa: BLE001 - a compiler's mistake about one version must not cost the others
                reason = f"The compiler failed with {type(error).__name__}."
            else:
                self._documents[expected] = document
                return law
        if reason != self._snapshot.failures.get(expected):
            log.error("a stored version cannot be applied: %s", reason)
        return Unusable(reason)
