"""The use case: a transaction in, a determination out, under the law that the request or its completion date names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from app.domain.facts.transaction import Transaction
from app.domain.screening import NO_VARIANTS, Explain, Law
from app.service.answering import ScreeningResult, Write, determination, determined_under, result
from app.service.recollection import Recollection
from app.service.snapshot import Absent, Snapshot


@dataclass(frozen=True, slots=True)
class TransactionRead:
    """Holds a transaction as understood; ``canonical`` is the same for every way of writing it."""

    transaction: Transaction
    canonical: bytes


CurrentLaw = Callable[[], Snapshot[Law]]
"""Gives the law as it is known at this moment; raises ``StorageUnavailable`` where it may not answer."""


class Screener:
    """Answers screenings. Nothing outlives the call that a transaction says but which words it chose from lists.

    ``read`` turns a body into a transaction, ``write`` a JSON value into its canonical bytes. A ``recollection`` gives
    answers again, the same to the byte, without working them out.
    """

    def __init__(
        self,
        law: CurrentLaw,
        *,
        read: Callable[[bytes], TransactionRead],
        write: Write,
        recollection: Recollection | None = None,
    ) -> None:
        self._law = law
        self._read = read
        self._write = write
        self._recollection = recollection

    def remembering(self, recollection: Recollection | None) -> "Screener":
        """The same use case with that recollection, or with none: then every answer is worked out from the rules."""
        return Screener(self._law, read=self._read, write=self._write, recollection=recollection)

    def screen(
        self,
        body: bytes,
        *,
        rule_set: str | None = None,
        version: str | None = None,
        as_known_on: datetime | None = None,
        explain: Explain = Explain.BRIEF,
        variants: Mapping[str, str] = NO_VARIANTS,
    ) -> ScreeningResult:
        """Answer one transaction. ``variants`` are the alternatives chosen under a proposal.

        ``determination_digest`` is the digest of the canonical form (:mod:`app.domain.canonical`) of the response
        without that member. Nothing in the response depends on when or where it was computed. Raises the errors of the
        reader, of :meth:`Snapshot.select` and of :meth:`Law.screen`.
        """
        select = partial(self._law().select, rule_set, version, as_known_on=as_known_on)
        memory = self._recollection
        asked = explain, tuple(sorted(variants.items())) if variants else ()
        if memory is not None and (remembered := memory.recall(body, select, asked)) is not None:
            return remembered
        read = self._read(body)
        transaction = read.transaction
        fund_deal = transaction.fund_deal
        selected = select(
            completion_date=transaction.deal.completion_date,
            fund_completions=(fund_deal.completion_date,) if fund_deal is not None else (),
        )
        answer = determined_under(selected, transaction, explain=explain, variants=variants)
        given = result(answer, determination(answer, canonical_input=read.canonical, write=self._write))
        if memory is not None and not isinstance(selected, Absent):
            memory.learn(body, selected, asked, answer=given, explain=explain, variants=variants)
        return given
