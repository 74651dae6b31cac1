"""The use case: a transaction in, a determination out, under the law that the request or its completion date names."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from app.domain.canonical import digest
from app.domain.evaluation.absence import without_law
from app.domain.facts.transaction import Transaction
from app.domain.screening import ENGINE_VERSION, NO_VARIANTS, Explain, Law
from app.service.snapshot import Absent, Selected, Snapshot

Write = Callable[[dict[str, Any]], bytes]
"""A JSON value to its canonical bytes."""


class TransactionRead(Protocol):
    """A transaction as understood, and the bytes that are the same for every way of writing it."""

    @property
    def transaction(self) -> Transaction:
        """The domain's record."""

    @property
    def canonical(self) -> bytes:
        """What the input digest is taken of."""


class LawAtHand(Protocol):
    """Where the compiled versions are; the snapshot is replaced as a whole when the law changes."""

    @property
    def snapshot(self) -> Snapshot[Law]:
        """The law at this moment."""


class Screener:
    """Answers screenings. Nothing of a transaction outlives the call.

    ``read`` turns a body into a transaction, ``write`` a JSON value into its canonical bytes.
    """

    def __init__(
        self,
        shelf: LawAtHand,
        *,
        read: Callable[[bytes], TransactionRead],
        write: Write,
    ) -> None:
        self._shelf = shelf
        self._read = read
        self._write = write

    def screen(
        self,
        body: bytes,
        *,
        rule_set: str | None = None,
        version: str | None = None,
        as_known_on: datetime | None = None,
        explain: Explain = Explain.BRIEF,
        variants: Mapping[str, str] = NO_VARIANTS,
    ) -> bytes:
        """The response to one screening as JSON. ``variants`` are the alternatives chosen under a proposal.

        ``determination_digest`` is the digest of the canonical form (:mod:`app.domain.canonical`) of the response
        without that member. Nothing in the response depends on when or where it was computed. Raises the errors of the
        reader, of :meth:`Snapshot.select` and of :meth:`Law.screen`.
        """
        read = self._read(body)
        transaction = read.transaction
        fund_deal = transaction.fund_deal
        selected = self._shelf.snapshot.select(
            rule_set,
            version,
            completion_date=transaction.deal.completion_date,
            fund_completions=(fund_deal.completion_date,) if fund_deal is not None else (),
            as_known_on=as_known_on,
        )
        answer = determined_under(selected, transaction, explain=explain, variants=variants)
        return determination(answer, canonical_input=read.canonical, write=self._write)


def determination(answer: dict[str, Any], *, canonical_input: bytes, write: Write) -> bytes:
    """The answer as it is given out: with the engine, the digest of what was understood, and its own."""
    answer["engine_version"] = ENGINE_VERSION
    answer["input_digest"] = digest(canonical_input)
    written = write(answer)
    return b'%b,"determination_digest":"%b"}' % (written[:-1], digest(written).encode())


def determined_under(
    selected: Selected[Law] | Absent,
    transaction: Transaction,
    *,
    explain: Explain,
    variants: Mapping[str, str] = NO_VARIANTS,
) -> dict[str, Any]:
    """The determination with the law that it was given under; undetermined where there is no law to apply.

    Raises the errors of :meth:`Law.screen`.
    """
    if isinstance(selected, Absent):
        answer = without_law(transaction, statement=selected.law.statement)
    else:
        answer = selected.compiled.screen(transaction, explain=explain, variants=variants)
    answer["rule_set"] = law_named(selected, variants=variants)
    return answer


def law_named(selected: Selected[Law] | Absent, *, variants: Mapping[str, str] = NO_VARIANTS) -> dict[str, Any]:
    """Which law an answer was given under: what its document says, which never changes, and how it was chosen.

    Under a proposal that leaves alternatives open, ``variants`` says which were chosen, axis by axis. Where no version
    applies, only the rule set is named.
    """
    if isinstance(selected, Absent):
        nothing = dict.fromkeys(("version", "status", "effective_from", "effective_to", "digest"))
        return {"id": selected.law.rule_set, **nothing, "selected_by": selected.selected_by.value}
    law = selected.compiled.rule_set
    chosen = {"variants": dict(sorted(variants.items()))} if law.variants else {}
    return {
        "id": law.rule_set,
        "version": law.version,
        "status": law.status,
        "effective_from": law.effective_from.isoformat() if law.effective_from is not None else None,
        "effective_to": law.effective_to.isoformat() if law.effective_to is not None else None,
        "digest": selected.version.digest,
        "selected_by": selected.selected_by.value,
        **chosen,
    }
