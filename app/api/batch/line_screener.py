"""Screens lines one by one: to each line an answer, which is the determination of a single call, or a problem."""

from contextlib import suppress
from typing import Final, NamedTuple

import orjson

from app.api.batch.line_reader import TRANSACTION, LineOptions, ReadLine, read_line
from app.api.problems import line_problem
from app.api.unexpected import log_unexpected
from app.api.wire.parsing import parse_json
from app.domain.answers.batch import BatchLaw
from app.domain.answers.law import HeldVersion
from app.domain.effort import FEW_STEPS, STEPS
from app.domain.errors import InvalidTransaction, Problem, ScreeningError, TooMuchWork
from app.domain.facts import limits
from app.domain.screening import Explain
from app.service.answering import ScreeningResult
from app.service.screening import Screener
from app.service.snapshot import Snapshot
from app.service.told_law import TextNotHeld, name_of

_REFERENCE: Final = "reference"
LOOP_BYTES: Final = 16 * 1024
LOOP_PARTS: Final = 100
"""What an ordinary deal has at most. To read more than that takes so long that other requests must not wait for it."""


class AnsweredLine(NamedTuple):
    """Holds the JSON answer to a line, without a line end.

    ``read`` is what was screened and ``result`` what came of it; both are ``None`` where the answer is a problem.
    """

    body: bytes
    result: ScreeningResult | None
    read: ReadLine | None = None


class LineScreener:
    """Screens lines under one law, the same for all. Nothing of a line outlives its call."""

    def __init__(self, snapshot: Snapshot, screener: Screener, *, limit_bytes: int, caller: str = "") -> None:
        self._caller = caller
        self._snapshot = snapshot
        self._screener = screener
        self._limit_bytes = limit_bytes

    @property
    def law_name(self) -> str:
        """What tells the law that every line is answered under from any other."""
        return name_of(self._snapshot)

    @property
    def law(self) -> BatchLaw:
        """The law that every line is answered under."""
        held = [
            HeldVersion(rule_set=v.rule_set, version=v.version, status=v.status, digest=v.digest)
            for v in self._snapshot.held
        ]
        return {"law_snapshot": self._snapshot.digest, "versions": held}

    def answer(self, number: int, line: bytes, options: LineOptions) -> AnsweredLine:
        """Answer one line; whatever is wrong with it, the answer is a problem with its number, and no exception."""
        try:
            return self._answer(number, line, options, STEPS)
        except TooMuchWork as error:
            return self.refusal(number, line, error)

    def answer_shortly(self, number: int, line: bytes, options: LineOptions) -> AnsweredLine | None:
        """Answer a line that takes few steps; ``None`` for any other."""
        if options.explain is Explain.FULL or len(line) > LOOP_BYTES or line.count(b"{") > LOOP_PARTS:
            return None
        with suppress(TooMuchWork):
            return self._answer(number, line, options, FEW_STEPS)
        return None

    def _answer(self, number: int, line: bytes, options: LineOptions, steps: int) -> AnsweredLine:
        pointer = ""
        try:
            read = read_line(line, options, limit_bytes=self._limit_bytes)
            pointer, chosen = read.pointer, read.options
            result = self._screener.screen(
                read.body,
                rule_set=chosen.rule_set,
                version=chosen.version,
                as_known_on=chosen.as_known_on,
                explain=chosen.explain,
                variants=chosen.variants,
                caller=self._caller,
                steps=steps,
            )
        except TooMuchWork:
            raise TooMuchWork(pointer) from None
        except TextNotHeld:  # another process holds it
            raise
        except ScreeningError as error:
            return self.refusal(number, line, _placed(error, pointer))
        except Exception as error:  # noqa: BLE001 (whatever it is, the other lines get their answers)
            log_unexpected(error, f"line {number} of a batch")
            return self.refusal(number, line, None)
        return AnsweredLine(result.body, result, read)

    def refusal(self, number: int, line: bytes, error: ScreeningError | None) -> AnsweredLine:
        """Return the problem in the place of a line; without an ``error``, for a reason that only the log knows."""
        return AnsweredLine(orjson.dumps(line_problem(error, line=number, reference=self._reference(line))), None)

    def _reference(self, line: bytes) -> str | None:
        """Return the reference of a transaction, which its sender gave it to find it again, if it can be read."""
        try:
            value = parse_json(line, limit_bytes=self._limit_bytes)
        except ScreeningError:
            return None
        stated = value.get(TRANSACTION, value) if isinstance(value, dict) else value
        found = stated.get(_REFERENCE) if isinstance(stated, dict) else None
        return found if isinstance(found, str) and len(found) <= limits.TEXT else None


def _placed(error: ScreeningError, pointer: str) -> ScreeningError:
    """Return the error with its places as they are in the line."""
    if not pointer or not isinstance(error, InvalidTransaction):
        return error
    return InvalidTransaction([Problem(f"{pointer}{each.pointer}", each.detail, each.code) for each in error.problems])
