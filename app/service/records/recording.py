"""Records screenings: the answer is given out only once it is on record, and one key stands for one request."""

import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from typing import Final, NamedTuple

from app.domain.canonical import digest
from app.domain.days import CalendarYears
from app.domain.located import Plain
from app.domain.screening import NO_VARIANTS, Explain
from app.service.answering import ScreeningResult
from app.service.clock import Clock, time_in_utc
from app.service.records.entries import (
    IdempotencyKeyReused,
    NewScreening,
    RecordedScreening,
    RecordStore,
    RecordWhich,
    ScreeningContent,
)

_AT_ONCE: Final = 64


class AnswerOnRecord(NamedTuple):
    """Holds an answer that is on record, and whether it was before the caller asked this time."""

    recorded: RecordedScreening
    repeated: bool


class Recorder:
    """Records screenings in a store; each is kept for ``years`` at least. Safe for several threads."""

    def __init__(self, store: RecordStore, *, which: RecordWhich, years: int, clock: Clock = time_in_utc) -> None:
        self.which = which
        self._store = store
        self._years = years
        self._clock = clock
        self._group = _GroupWriter(lambda new: store.add(new, recorded_at=clock()))

    def record(
        self,
        body: bytes,
        answer: Callable[[], ScreeningResult],
        *,
        person: str,
        idempotency_key: str | None,
        asked: Mapping[str, Plain],
    ) -> AnswerOnRecord:
        """Record an answer and give it, or give again what is on record under the key.

        Raises ``IdempotencyKeyReused``, ``StorageUnavailable``, and what ``answer`` does.
        """
        if idempotency_key is not None:
            before = self._store.under_key(person, idempotency_key)
            if before is not None:
                if (before.content.transaction, dict(before.content.asked)) != (body, dict(asked)):
                    raise IdempotencyKeyReused
                return AnswerOnRecord(before, repeated=True)
        new = self.prepared(body, answer(), person=person, idempotency_key=idempotency_key, asked=asked)
        (recorded,) = self.recorded([new])
        if not recorded.content.same_request(new.content):
            raise IdempotencyKeyReused  # of two requests at once, the other came first
        return AnswerOnRecord(recorded, repeated=False)

    def prepared(
        self,
        body: bytes,
        result: ScreeningResult,
        *,
        person: str,
        idempotency_key: str | None = None,
        asked: Mapping[str, Plain],
    ) -> NewScreening:
        """Make what is to be recorded of an answer."""
        said = json.loads(result.body)
        law = said["rule_set"]
        content = ScreeningContent(
            reference=said["reference"],
            determination=result.determination,
            rule_set=result.rule_set,
            version=result.version,
            law_digest=law["digest"],
            engine_version=said["engine_version"],
            asked=asked,
            transaction=body,
            answer=result.body,
        )
        # Of a notification, documents are kept for ten years from the filing (31 CFR 850.405(c)).
        until = (date.fromisoformat(each["until"]) for each in said["obligations"] if each.get("until"))
        keep_until = max((self._clock().date() + CalendarYears(self._years), *until))
        return NewScreening(person, idempotency_key, keep_until, content)

    def recorded(self, new: Sequence[NewScreening]) -> list[RecordedScreening]:
        """Record screenings, all or none; returns once they outlive a crash. Raises ``StorageUnavailable``."""
        return self._group.write(new)


def asked_of(
    *,
    rule_set: str | None,
    version: str | None,
    as_known_on: datetime | None,
    explain: Explain,
    variants: Mapping[str, str] = NO_VARIANTS,
) -> dict[str, Plain]:
    """Say what is asked beside a transaction, by parameter; what is left out is left out."""
    moment = as_known_on.isoformat() if as_known_on is not None else None
    chosen: Plain = dict(variants)
    said = {"rule_set": rule_set, "version": version, "as_known_on": moment, "variant": chosen or None}
    return {"explain": explain.value, **{name: value for name, value in said.items() if value is not None}}


def receipt_of(recorded: RecordedScreening) -> bytes:
    """Write what the caller can keep to show that this answer to this transaction is in the record, and where."""
    entry, content = recorded
    said = {
        "sequence": entry.sequence,
        "recorded_at": entry.recorded_at.isoformat(),
        "transaction_digest": digest(content.transaction),
        "answer_digest": digest(content.answer),
        "chain_digest": entry.chain_digest,
    }
    return json.dumps(said, separators=(",", ":")).encode()


class _GroupWriter:
    """Writes what several threads bring in one go: a commit waits for the disk, and so they wait for one together.

    One thread writes. What is brought while it waits for a commit is in the next.
    """

    def __init__(self, write: Callable[[Sequence[NewScreening]], list[RecordedScreening]]) -> None:
        self._write = write
        self._waiting: deque[tuple[Sequence[NewScreening], Future[list[RecordedScreening]]]] = deque()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="record")

    def write(self, new: Sequence[NewScreening]) -> list[RecordedScreening]:
        """Write, and return what was written; raises what the group failed with."""
        mine: Future[list[RecordedScreening]] = Future()
        self._waiting.append((new, mine))
        self._writer.submit(self._write_group)
        return mine.result()

    def _write_group(self) -> None:
        group = [self._waiting.popleft() for _ in range(min(len(self._waiting), _AT_ONCE))]
        if not group:
            return  # an earlier group had it
        try:
            written = iter(self._write([each for new, _ in group for each in new]))
        except BaseException as error:  # noqa: BLE001 (whatever it is, none of the group is on record)
            for _, future in group:
                future.set_exception(error)
            return
        for new, future in group:
            future.set_result([next(written) for _ in new])
