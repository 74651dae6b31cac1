"""Remembers answers as templates, by pattern, words and question, in a bounded amount of memory."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, NoReturn, Self

from app.api.wire.canonical import answer_bytes
from app.domain.canonical import digest
from app.domain.errors import ScreeningError
from app.recall.examples import Example, read_example
from app.recall.patterns import BodyPattern, take_apart
from app.recall.trace import Replay, TextTemplate, Untraced, gap
from app.service.answering import ScreeningResult, determined_under, with_own_digest, written
from app.service.screening import AnswerCaches, ScreeningOptions, SelectLaw
from app.service.snapshot import Absent, Selected
from app.settings import Settings

_MOST_PATTERNS = 2048
_MOST_CALLERS = 64
_MOST_ALIKE = 16  # templates for one question about bodies with the same words
_MOST_QUESTIONS = 8192  # known as asked before
_ATTEMPTS = 3  # to learn the answer to one question


def answer_cache(settings: Settings) -> AnswerCaches | None:
    """Make the caches that the settings ask for; ``None`` if they leave them no memory."""
    return TemplateCaches(settings).of if settings.remembered_bytes else None


@dataclass(frozen=True, slots=True)
class AnswerTemplate:
    """Holds an answer with gaps, and the canonical form of the body, of which the answer quotes the digest.

    ``counted`` is the rest of the result: class, rule set and version. ``size`` is what it takes of the memory, about:
    these texts, and as much again for what fills them.
    """

    replay: Replay
    canonical: TextTemplate
    answer: TextTemplate
    counted: tuple[Any, ...]
    size: int

    @classmethod
    def of(cls, example: Example, selected: Selected, options: ScreeningOptions, result: ScreeningResult) -> Self:
        """Work out the answer to an example. Raises ``Untraced``, or whatever goes wrong with traced values."""
        law, trace = selected.compiled.with_failures_to(_raise), example.trace
        strict = Selected(selected.version, law, selected.selected_by)
        worked_out = determined_under(
            strict, example.transaction, explain=options.explain, variants=dict(options.variants)
        )
        # The input digest depends on the values: its gap is the place after all others, which `fill` appends.
        digest_gap = gap(trace.length + len(trace.constants))
        text = written(worked_out, input_digest=digest_gap, write=answer_bytes).decode()
        canonical, answer = TextTemplate(example.canonical), TextTemplate(text)
        replay = Replay(trace, {*canonical.places, *answer.places})
        return cls(replay, canonical, answer, result[1:], 2 * (len(example.canonical) + len(text)))

    def fill(self, values: Sequence[Any]) -> ScreeningResult | None:
        """Return the answer for these values; ``None`` if it is not theirs."""
        try:
            known = self.replay.known(values)
        except ArithmeticError:  # a value beyond all bounds, of which the law itself has to judge
            return None
        if known is None:
            return None
        known.append(digest(self.canonical.fill(known)).encode())
        return ScreeningResult(with_own_digest(self.answer.fill(known)), *self.counted)


class TemplateCaches:
    """Keeps what is remembered for one caller apart from all else, in as much memory as is set for all together.

    Were it one, the time that an answer takes would tell whether somebody else has screened a like deal. Where there is
    no room, the caller who takes the most forgets first, so that none pushes out the others.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._caches: OrderedDict[str, TemplateCache] = OrderedDict()
        self._lock = Lock()

    def of(self, caller: str) -> "TemplateCache":
        """Return what is remembered for a caller."""
        found = self._caches.get(caller)
        if found is None:
            with self._lock:
                found = self._caches.setdefault(caller, TemplateCache(self._settings, make_room=self._make_room))
                _trim(self._caches, _MOST_CALLERS)
        return found

    def _make_room(self) -> None:
        with self._lock:
            caches = [*self._caches.values()]
        while caches and sum(each.size for each in caches) > self._settings.remembered_bytes:
            max(caches, key=lambda each: each.size).forget()
        while caches and sum(each.patterns for each in caches) > _MOST_PATTERNS:
            max(caches, key=lambda each: each.patterns).forget_pattern()


class TemplateCache:
    """Remembers answers to one caller in about as much memory as is set; safe for use by several threads.

    Nothing that a transaction says is kept but words from closed lists. An answer is remembered when its like is asked
    for the second time, and only if its template, filled, gives to the byte what the law gave without any of this.
    Where there is no room, what was learned first is forgotten first.
    """

    def __init__(self, settings: Settings, *, make_room: Callable[[], None]) -> None:
        self._make_room = make_room
        self._longest_body = settings.body_limit_bytes
        self._patterns: OrderedDict[bytes, BodyPattern] = OrderedDict()
        self._templates: OrderedDict[Hashable, tuple[AnswerTemplate, ...]] = OrderedDict()
        self._attempts: OrderedDict[int, int] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def recall(self, body: bytes, select: SelectLaw, options: ScreeningOptions) -> ScreeningResult | None:
        """Return the answer to this body, if it is remembered."""
        parts = take_apart(body) if len(body) <= self._longest_body else None
        pattern = self._patterns.get(parts[0]) if parts is not None else None
        if parts is None or pattern is None:
            return None
        key, tokens = parts
        values = pattern.read(tokens)
        if values is None:
            return None
        days = [None if place is None else values[place] for place in pattern.completions]
        try:
            selected = select(completion_date=days[0], fund_completions=tuple(days[1:]))
        except ScreeningError:  # reading the body in full may find something wrong with it before this
            return None
        if isinstance(selected, Absent):
            return None
        for template in self._templates.get(_question(key, pattern.words_of(tokens), selected, options), ()):
            result = template.fill(values)
            if result is not None:
                return result
        return None

    def learn(self, body: bytes, selected: Selected, options: ScreeningOptions, *, result: ScreeningResult) -> None:
        """Remember an answer that the law has given, unless it is the first of its like or that is not safe."""
        parts = take_apart(body)
        if parts is None:
            return
        key, tokens = parts
        known = self._patterns.get(key)
        asked = hash(_question(key, known.words_of(tokens) if known is not None else None, selected, options))
        if not self._take_attempt(asked):
            return
        try:
            example = read_example(key, tokens)
            template = AnswerTemplate.of(example, selected, options, result)
            values = example.pattern.read(tokens)
            safe = known in (None, example.pattern) and values is not None and template.fill(values) == result
        except (Exception, Untraced):  # noqa: BLE001 (whatever it was, the law itself has answered already)
            return
        if not safe:
            return
        with self._lock:
            pattern = self._patterns.setdefault(key, example.pattern)
            alike = self._remember(_question(key, pattern.words_of(tokens), selected, options), template)
            self._attempts[asked] = _ATTEMPTS if alike < _MOST_ALIKE else 0
        self._make_room()

    @property
    def size(self) -> int:
        """How much memory the answers take, in bytes, about."""
        return self._size

    @property
    def patterns(self) -> int:
        """How many patterns of bodies are known."""
        return len(self._patterns)

    def forget(self) -> None:
        """Forget the answers to the question that was learned first."""
        with self._lock:
            if self._templates:
                self._size -= sum(each.size for each in self._templates.popitem(last=False)[1])

    def forget_pattern(self) -> None:
        """Forget the pattern that was learned first."""
        with self._lock:
            if self._patterns:
                self._patterns.popitem(last=False)

    def _remember(self, question: Hashable, template: AnswerTemplate) -> int:
        """Add a template to those of a question; return how many that has now."""
        before = self._templates.get(question, ())
        after = self._templates[question] = (*before, template)[-_MOST_ALIKE:]
        self._size += sum(each.size for each in after) - sum(each.size for each in before)
        return len(after)

    def _take_attempt(self, asked: int) -> bool:
        """Count an attempt, and say whether one was left: none at the first time, nor after too many failures."""
        with self._lock:
            left = self._attempts.get(asked)
            self._attempts[asked] = _ATTEMPTS if left is None else max(left - 1, 0)
            _trim(self._attempts, _MOST_QUESTIONS)
        return bool(left)


def _question(key: bytes, words: bytes | None, selected: Selected, options: ScreeningOptions) -> Hashable:
    """Return all that the choice among templates depends on, but for the values in a body."""
    return key, words, selected.version.digest, selected.selected_by, options


def _trim(table: OrderedDict[Any, Any], most: int) -> None:
    """Forget the oldest entries where there are too many."""
    while len(table) > most:
        table.popitem(last=False)


def _raise(failure: Exception) -> NoReturn:
    raise failure
