"""Answers remembered by what they rest on, to be given again where all that they rest on is the same.

What is remembered is nobody's transaction: it is an answer with gaps where numbers, days, names and ids stood, and the
conditions on these under which it is the answer (:mod:`app.domain.tracing`). Only words from the closed lists of the
fact dictionary are kept as they were stated. An answer is remembered when its like is asked for the second time, and
only if its gaps, filled, give to the byte what the law gave without any of this.
"""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from threading import Lock
from typing import Any

from app.domain.screening import Explain, Law
from app.domain.tracing import Untraced
from app.service.answering import ScreeningResult, Write, determined_under
from app.service.forms import Form, FormBook, Parts, Specimen
from app.service.remembered import Answer, Kind, Select, question
from app.service.snapshot import Selected

_FORMS, _QUESTIONS, _LIKE = 2048, 8, 16
"""So many forms are known, questions asked about one kind of body, and answers to one question."""
_STENCILS, _IN_A_ROW, _PARTS = 64, 8, 150
"""So many stencils are kept, so many bodies of one kind have to follow one another for one to be made, and of so many
parts at most: making one takes as long as answering some dozen bodies."""
_SEEN, _ATTEMPTS = 8192, 3
"""So many likes are known as seen, and so often it is tried to remember an answer of one."""


class Recollection:
    """The answers that one process remembers, in ``limit_bytes`` of memory or so. Several threads may use it at once.

    Where they would come to more, what was learned first is forgotten first.
    """

    def __init__(self, book: FormBook, *, write: Write, limit_bytes: int) -> None:
        self._book = book
        self._limit_bytes = limit_bytes
        self._write = write
        self._forms: OrderedDict[bytes, Form] = OrderedDict()
        self._kinds: OrderedDict[tuple[bytes, Hashable], Kind] = OrderedDict()
        self._size = 0
        self._attempts: OrderedDict[int, int] = OrderedDict()
        self._latest: Kind | None = None
        self._in_a_row = 0
        self._stencils: OrderedDict[int, Kind] = OrderedDict()
        self._lock = Lock()

    def recall(self, body: bytes, select: Select, asked: Hashable) -> ScreeningResult | None:
        """The answer to this body, if it is remembered. ``asked`` is what else it depends on."""
        if len(body) > self._book.longest:
            return None
        latest = self._latest
        stencil = latest.stencil if latest is not None else None
        if latest is not None and stencil is not None:
            values = stencil.read(body)
            if values is not None:
                return latest.given(values, select, asked)
        name, parts = self._book.take_apart(body)
        form = self._form(name, parts)
        if form is None:
            return None
        kind = self._kinds.get((name, form.words_of(parts)))
        values = form.read(parts) if kind is not None else None
        if kind is None or values is None:
            return None
        given = kind.given(values, select, asked)
        if given is not None:
            self._follow(kind, form, parts)
        return given

    def learn(
        self,
        body: bytes,
        selected: Selected[Law],
        asked: Hashable,
        *,
        answer: ScreeningResult,
        explain: Explain,
        variants: Mapping[str, str],
    ) -> None:
        """An answer that the law has given is remembered, unless it is the first of its like or that is not safe."""
        if len(body) > self._book.longest:
            return
        name, parts = self._book.take_apart(body)
        form, asked = self._form(name, parts), question(selected, asked)
        like = hash((name, form and form.words_of(parts), asked))
        if not self._is_worth_an_attempt(like):
            return
        try:
            specimen = self._book.learn(parts)
            learned = self._learned(specimen, selected, explain=explain, variants=variants)
            form = form or specimen.form
            values = form.read(parts)
            safe = form == specimen.form and values is not None and learned.given(values) == answer
        except (Exception, Untraced):  # noqa: BLE001 (whatever it was, the law itself has answered already)
            safe = False
        with self._lock:
            if not safe:
                return
            form = self._forms.setdefault(name, specimen.form)
            kind = self._kinds.setdefault((name, form.words_of(parts)), Kind.of(specimen))
            before = kind.size
            self._attempts[like] = 0 if kind.add(asked, learned, questions=_QUESTIONS, like=_LIKE) else _ATTEMPTS
            self._size += kind.size - before
            _trim(self._forms, _FORMS)
            while self._size > self._limit_bytes:
                self._forget_one()

    def _form(self, name: bytes, parts: Parts) -> Form | None:
        form = self._forms.get(name)
        return form if form is not None and form.parts == len(parts) else None

    def _follow(self, kind: Kind, form: Form, parts: Parts) -> None:
        """The next body is looked at first as one of this kind, if several in a row have been."""
        if kind is not self._latest:
            self._latest, self._in_a_row = kind, 0
        self._in_a_row += 1
        if kind.stencil is None and self._in_a_row >= _IN_A_ROW and len(parts) <= _PARTS:
            kind.stencil = form.stencil(parts)
            with self._lock:
                self._stencils[id(kind)] = kind
                while len(self._stencils) > _STENCILS:
                    self._stencils.popitem(last=False)[1].stencil = None

    def _forget_one(self) -> None:
        """The kind that was learned first is forgotten, but the one in use last of all."""
        name, kind = self._kinds.popitem(last=False)
        if kind is self._latest and self._kinds:
            self._kinds[name] = kind
            name, kind = self._kinds.popitem(last=False)
        self._size -= kind.size
        self._stencils.pop(id(kind), None)
        if kind is self._latest:
            self._latest = None

    def _is_worth_an_attempt(self, like: int) -> bool:
        """Whether such an answer was asked for before, and it was not in vain too often that one was to be learned."""
        with self._lock:
            left = self._attempts.get(like)
            self._attempts[like] = _ATTEMPTS if left is None else max(left - 1, 0)
            _trim(self._attempts, _SEEN)
        return bool(left)

    def _learned(
        self, specimen: Specimen, selected: Selected[Law], *, explain: Explain, variants: Mapping[str, str]
    ) -> Answer:
        """The answer to the specimen with gaps; raises ``Untraced``, or whatever goes wrong with traced values."""
        strict = Selected(selected.version, selected.compiled.raising(), selected.selected_by)
        answer = determined_under(strict, specimen.transaction, explain=explain, variants=variants)
        return Answer.of(answer, specimen, write=self._write)


def _trim(table: OrderedDict[Any, Any], most: int) -> None:
    """The oldest entries go where there are too many."""
    while len(table) > most:
        table.popitem(last=False)
