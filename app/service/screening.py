"""Screens transactions: a body in, a determination out, under the law that the request or its completion date names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import NamedTuple, Protocol

from app.domain.answers.determination import ScreeningUnderLaw
from app.domain.effort import STEPS, Effort
from app.domain.facts.transaction import Transaction
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.domain.screening import NO_VARIANTS, Explain
from app.service.answering import ScreeningResult, Write, determined_under, screening_result
from app.service.snapshot import Absent, Selected, Snapshot


@dataclass(frozen=True, slots=True)
class TransactionRead:
    """Holds a transaction as understood; ``canonical`` is the same for every way of writing it."""

    transaction: Transaction
    canonical: bytes


CurrentLaw = Callable[[], Snapshot]
"""Gives the law as it is known at this moment; raises ``StorageUnavailable`` where it may not answer."""


class ScreeningOptions(NamedTuple):
    """Says what an answer depends on beside transaction and law; ``variants`` are sorted by axis."""

    explain: Explain
    variants: tuple[tuple[str, str], ...]


class SelectLaw(Protocol):
    """Chooses the law for a transaction."""

    def __call__(self, *, completion_date: date | None, fund_completions: tuple[date | None, ...]) -> Selected | Absent:
        """Return the law for the completion dates of the deal and of the fund's deal; raises a ``ScreeningError``."""


def law_for(transaction: Transaction, select: SelectLaw) -> Selected | Absent:
    """Choose the law for the days of a transaction; raises a ``ScreeningError``."""
    completion_date, *fund_completions = OUTBOUND_INVESTMENT.days(transaction).values()
    return select(completion_date=completion_date, fund_completions=tuple(fund_completions))


def bounded_law_for(transaction: Transaction, select: SelectLaw) -> Selected | Absent:
    """Choose the law, with the effort of one request for all that it is asked; raises a ``ScreeningError``."""
    selected = law_for(transaction, select)
    return selected if isinstance(selected, Absent) else selected.within(Effort())


class Determine(Protocol):
    """Screens a transaction, as :func:`determined_under` does."""

    def __call__(
        self, selected: Selected | Absent, transaction: Transaction, *, explain: Explain, variants: Mapping[str, str]
    ) -> ScreeningUnderLaw:
        """Return the answer; raises the errors of :meth:`Law.screen`."""


class AnswerCache(Protocol):
    """Gives answers again, the same to the byte, without working them out."""

    def recall(self, body: bytes, select: SelectLaw, options: ScreeningOptions) -> ScreeningResult | None:
        """Return the answer to this body, if it is remembered."""

    def learn(self, body: bytes, selected: Selected, options: ScreeningOptions, *, result: ScreeningResult) -> None:
        """Remember the answer that the law gave to this body, if that is safe and worth it."""


AnswerCaches = Callable[[str], AnswerCache]
"""Gives the cache of one caller: what is remembered for one answers no other."""


def no_cache(_settings: object) -> None:
    """Make no caches."""


class Screener:
    """Answers screenings. Nothing of a transaction outlives the call, but for what ``caches`` say that they keep.

    ``read`` turns a body into a transaction, ``determine`` that into an answer, ``write`` a JSON value into bytes.
    """

    def __init__(
        self,
        law: CurrentLaw,
        *,
        read: Callable[[bytes], TransactionRead],
        write: Write,
        determine: Determine = determined_under,
        caches: AnswerCaches | None = None,
    ) -> None:
        self._law = law
        self._read = read
        self._write = write
        self._determine = determine
        self._caches = caches

    def at_this_moment(self) -> "tuple[Snapshot, Screener]":
        """Return the law as it is known now, and a screener that answers everything under it.

        Raises ``StorageUnavailable``.
        """
        snapshot = self._law()
        return snapshot, self.under(snapshot)

    def under(self, snapshot: Snapshot) -> "Screener":
        """Return a screener that answers everything under this law."""
        return Screener(
            lambda: snapshot, read=self._read, write=self._write, determine=self._determine, caches=self._caches
        )

    def screen(
        self,
        body: bytes,
        *,
        rule_set: str | None = None,
        version: str | None = None,
        as_known_on: datetime | None = None,
        explain: Explain = Explain.BRIEF,
        variants: Mapping[str, str] = NO_VARIANTS,
        caller: str = "",
        steps: int = STEPS,
    ) -> ScreeningResult:
        """Answer one transaction, in at most so many ``steps``; what takes more raises ``TooMuchWork``.

        ``variants`` are the alternatives chosen under a proposal, ``caller`` who asks.

        ``determination_digest`` is the digest of the response without that member. Nothing in the response depends on
        when or where it was computed. Raises the errors of the reader, of :meth:`Snapshot.select` and of
        :meth:`Law.screen`.
        """
        select = partial(self._law().select, rule_set, version, as_known_on=as_known_on)
        options = ScreeningOptions(explain, tuple(sorted(variants.items())) if variants else ())
        cache = self._caches(caller) if self._caches is not None else None
        if cache is not None and (recalled := cache.recall(body, select, options)) is not None:
            return recalled
        read = self._read(body)
        selected = law_for(read.transaction, select)
        law = selected if isinstance(selected, Absent) else selected.within(Effort(steps))
        answer = self._determine(law, read.transaction, explain=explain, variants=variants)
        result = screening_result(answer, canonical_input=read.canonical, write=self._write)
        if cache is not None and not isinstance(selected, Absent):
            cache.learn(body, selected, options, result=result)
        return result
