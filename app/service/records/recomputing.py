"""Computes a recorded answer again, by the very law that gave it, and says what differs."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, Final

from app.domain.answers.law import SelectedBy
from app.domain.answers.records import AnswerChange, RecomputationJson
from app.domain.canonical import digest
from app.domain.errors import (
    InvalidTransaction,
    InvalidVariants,
    MalformedBody,
    RuleSetNotFound,
    ScreeningError,
    VersionNotFound,
)
from app.domain.pointers import below
from app.domain.screening import ENGINE_VERSION, Explain
from app.service.answering import Write, determined_under, screening_result
from app.service.ports import TEXT_MARK
from app.service.records.entries import RecordedScreening
from app.service.screening import CurrentLaw, TransactionRead, law_for
from app.service.snapshot import Absent, Selected, Snapshot

_MOST_TOLD: Final = 100


class LawNotAtHand(ScreeningError):
    """The text that gave the answer is not in the database."""

    def __init__(self, recorded: RecordedScreening) -> None:
        content = recorded.content
        super().__init__(
            f"The text of version `{content.version}` of `{content.rule_set}` with the digest {content.law_digest} is "
            "not in this database."
        )


class Recomputer:
    """Computes recorded answers again. ``read`` and ``write`` are those that gave the answers."""

    def __init__(self, law: CurrentLaw, *, read: Callable[[bytes], TransactionRead], write: Write) -> None:
        self._law = law
        self._read = read
        self._write = write

    def recompute(self, recorded: RecordedScreening) -> RecomputationJson:
        """Compute an answer again by the text that has the recorded digest, whatever is in force now.

        Where no law applied, it is asked of the law that was on record at that time. Raises ``LawNotAtHand`` or
        ``StorageUnavailable``.
        """
        content = recorded.content
        refused, now = None, b""
        try:
            now = self._answer(recorded, self._law())
        except (InvalidTransaction, InvalidVariants, MalformedBody) as error:
            refused = str(error)
        same = now == content.answer
        changes = _changes(json.loads(content.answer), json.loads(now)) if now and not same else iter(())
        return {
            "sequence": recorded.entry.sequence,
            "same": same,
            "rule_set": content.rule_set,
            "version": content.version,
            "law_digest": content.law_digest,
            "recorded_engine_version": content.engine_version,
            "engine_version": ENGINE_VERSION,
            "answer_digest": digest(content.answer),
            "refused": refused,
            "changes": [*islice(changes, _MOST_TOLD)],
        }

    def _answer(self, recorded: RecordedScreening, snapshot: Snapshot) -> bytes:
        content, asked = recorded.content, recorded.content.asked
        read = self._read(content.transaction)
        chosen_by = SelectedBy(json.loads(content.answer)["rule_set"]["selected_by"])
        selected: Selected | Absent
        if content.law_digest is None:
            moment = asked.get("as_known_on")
            known = datetime.fromisoformat(str(moment)) if moment is not None else recorded.entry.recorded_at
            selected = law_for(read.transaction, partial(snapshot.select, content.rule_set, as_known_on=known))
            if not isinstance(selected, Absent):
                raise LawNotAtHand(recorded)
            selected = replace(selected, selected_by=chosen_by)
        else:
            selected = _by_digest(recorded, snapshot, chosen_by)
        variants: Any = asked.get("variant") or {}
        explain = Explain(str(asked["explain"]))
        answer = determined_under(selected, read.transaction, explain=explain, variants=variants)
        return screening_result(answer, canonical_input=read.canonical, write=self._write).body


def _by_digest(recorded: RecordedScreening, snapshot: Snapshot, chosen_by: SelectedBy) -> Selected:
    """Return the text with the recorded digest, whether a later one has superseded it or not."""
    content = recorded.content
    try:
        selected = snapshot.pinned(content.rule_set, f"{content.version}{TEXT_MARK}{content.law_digest}")
    except (RuleSetNotFound, VersionNotFound):
        raise LawNotAtHand(recorded) from None
    return selected._replace(selected_by=chosen_by)


def _changes(recorded: Any, now: Any, pointer: str = "") -> Iterator[AnswerChange]:
    """Tell where two JSON values part, as far down as both have the same shape."""
    if recorded == now:
        return
    if isinstance(recorded, dict) and isinstance(now, dict):
        for name in dict.fromkeys([*recorded, *now]):
            yield from _parts(recorded, now, name, pointer)
    elif isinstance(recorded, list) and isinstance(now, list):
        pairs = dict(enumerate(recorded)), dict(enumerate(now))
        for place in range(max(len(recorded), len(now))):
            yield from _parts(*pairs, place, pointer)
    else:
        yield {"pointer": pointer, "recorded": json.dumps(recorded), "now": json.dumps(now)}


def _parts(recorded: Any, now: Any, name: Any, pointer: str) -> Iterator[AnswerChange]:
    place = below(pointer, name)
    if name in recorded and name in now:
        yield from _changes(recorded[name], now[name], place)
    else:
        yield {
            "pointer": place,
            "recorded": json.dumps(recorded[name]) if name in recorded else None,
            "now": json.dumps(now[name]) if name in now else None,
        }
