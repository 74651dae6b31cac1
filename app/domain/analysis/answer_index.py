"""Keeps what is compared of many answers in little memory, to find each again by its deal.

What like deals have in common (the law, the provisions met, what is owed under which paragraph) is kept once. Of each
deal there remain its place, the digest of its facts, and the names and days of its duties: some 350 bytes.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from struct import Struct
from typing import Final

from app.domain.analysis.recorded_answers import SCHEME, Recorded, RecordedAnswer, RecordedProblem

_HEAD: Final = Struct(">II")
_DIGEST_BYTES: Final = 32
MARK_BYTES: Final = 16
NO_MARK: Final = bytes(MARK_BYTES)
"""The mark of an answer whose bytes are not to be known again."""
_MARKED: Final = _HEAD.size + MARK_BYTES
_REFERENCE, _FACTS = "r", "d"


def key_of(each: Recorded) -> str | None:
    """Name the deal: by its reference or, without one, by its facts. ``None`` where it has neither."""
    if each.reference:
        return key_for(each.reference, None)
    return key_for(None, each.input_digest) if isinstance(each, RecordedAnswer) else None


def key_for(reference: str | None, input_digest: str | None) -> str | None:
    """Name a deal by its reference or, without one, by the digest of its facts."""
    if reference:
        return _REFERENCE + reference
    return None if input_digest is None else _FACTS + input_digest


def reference_in(key: str) -> str | None:
    """Give the reference that a key was made of, if it was made of one."""
    return key[len(_REFERENCE) :] if key.startswith(_REFERENCE) else None


@dataclass(frozen=True, slots=True)
class _Shape:
    """Holds what like deals share: an answer without names and days, and their places in a list of texts."""

    answer: Recorded
    duties: tuple[tuple[int, int | None, int | None], ...] = ()
    relied_on: tuple[int | None, ...] = ()


class AnswerIndex:
    """Keeps answers and problems by the key of their deal."""

    def __init__(self) -> None:
        self._numbers: dict[_Shape, int] = {}
        self._shapes: list[_Shape] = []
        self._kept: dict[str, bytes] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: str) -> bool:
        return key in self._kept

    def put(self, key: str, each: Recorded, mark: bytes = NO_MARK) -> None:
        """Keep an answer or a problem, in the place of what was kept of the deal. ``mark`` stands for its bytes."""
        texts: dict[str, int] = {}
        shape = _shape(each, texts)
        number = self._numbers.setdefault(shape, len(self._shapes))
        if number == len(self._shapes):
            self._shapes.append(shape)
        facts = bytes.fromhex(each.input_digest[len(SCHEME) :]) if isinstance(each, RecordedAnswer) else b""
        self._kept[key] = _HEAD.pack(number, each.line) + mark + facts + _written(list(texts))

    def take_same(self, key: str, mark: bytes) -> bool:
        """Say whether the bytes of the deal's answer were the same and, if so, keep it no longer."""
        kept = self._kept.get(key)
        same = kept is not None and kept[_HEAD.size : _MARKED] == mark
        if same:
            del self._kept[key]
        return same

    def take(self, key: str) -> Recorded | None:
        """Give what is kept of a deal, and keep it no longer; ``None`` if there is nothing."""
        kept = self._kept.pop(key, None)
        if kept is None:
            return None
        number, line = _HEAD.unpack_from(kept)
        shape, reference = self._shapes[number], reference_in(key)
        if isinstance(shape.answer, RecordedProblem):
            return replace(shape.answer, line=line, reference=reference)
        begin = _MARKED + _DIGEST_BYTES
        texts: list[str] = json.loads(kept[begin:] or b"[]")

        def text(place: int | None) -> str | None:
            return None if place is None else texts[place]

        duties = zip(shape.answer.duties, shape.duties, strict=True)
        relied_on = zip(shape.answer.relied_on, shape.relied_on, strict=True)
        answer: RecordedAnswer = replace(
            shape.answer,
            line=line,
            reference=reference,
            input_digest=SCHEME + kept[_MARKED:begin].hex(),
            duties=tuple(
                replace(duty, who=texts[who], due=text(due), until=text(until)) for duty, (who, due, until) in duties
            ),
            relied_on=tuple(replace(each, as_of=text(day)) for each, day in relied_on),
        )
        return answer

    def take_all(self) -> Iterator[Recorded]:
        """Give everything that is kept, in the order in which it was put, and keep it no longer."""
        for key in list(self._kept):
            if (found := self.take(key)) is not None:
                yield found


def _shape(each: Recorded, texts: dict[str, int]) -> _Shape:
    """Take the names and days out of an answer, into the texts."""

    def place(text: str | None) -> int | None:
        return None if text is None else texts.setdefault(text, len(texts))

    if isinstance(each, RecordedProblem):
        return _Shape(replace(each, line=0, reference=None))
    return _Shape(
        replace(
            each,
            line=0,
            reference=None,
            input_digest="",
            duties=tuple(replace(duty, who="", due=None, until=None) for duty in each.duties),
            relied_on=tuple(replace(conclusion, as_of=None) for conclusion in each.relied_on),
        ),
        tuple((texts.setdefault(duty.who, len(texts)), place(duty.due), place(duty.until)) for duty in each.duties),
        tuple(place(conclusion.as_of) for conclusion in each.relied_on),
    )


def _written(texts: list[str]) -> bytes:
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode() if texts else b""
