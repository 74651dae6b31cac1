"""Gives all that a document tells of one transaction: its determination, briefly and in full, by the same law."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from app.domain.answers.determination import Determination
from app.domain.answers.requests import FactorJson
from app.domain.diligence.factors import factors_of
from app.domain.facts.transaction import Transaction
from app.domain.screening import NO_VARIANTS, Explain
from app.service.answering import Write, determined_under, screening_result
from app.service.screening import CurrentLaw, TransactionRead, bounded_law_for
from app.service.snapshot import Absent


@dataclass(frozen=True, slots=True)
class Presented:
    """Holds a transaction with its determination: ``brief`` has the chain that decides, ``full`` every element.

    ``law`` is the title of the law that was applied, ``factors`` what is weighed of the inquiry that was made.
    ``explain`` says whether a document lists the verdict on every element as well.
    """

    transaction: Transaction
    brief: Determination
    full: Determination
    law: str
    factors: tuple[FactorJson, ...]
    explain: Explain


class Presenter:
    """Presents transactions. Nothing of a transaction outlives the call.

    ``read`` turns a body into a transaction, ``write`` a JSON value into bytes.
    """

    def __init__(self, law: CurrentLaw, *, read: Callable[[bytes], TransactionRead], write: Write) -> None:
        self._law = law
        self._read = read
        self._write = write

    def present(
        self,
        body: bytes,
        *,
        rule_set: str | None = None,
        version: str | None = None,
        as_known_on: datetime | None = None,
        explain: Explain = Explain.BRIEF,
        variants: Mapping[str, str] = NO_VARIANTS,
    ) -> Presented:
        """Return one transaction with what the law says of it.

        Both determinations are those that :meth:`app.service.screening.Screener.screen` gives, which raises the same.
        """
        read = self._read(body)
        select = partial(self._law().select, rule_set, version, as_known_on=as_known_on)
        selected = bounded_law_for(read.transaction, select)

        def determination(told: Explain) -> Determination:
            answer = determined_under(selected, read.transaction, explain=told, variants=variants)
            given: Determination = json.loads(
                screening_result(answer, canonical_input=read.canonical, write=self._write).body
            )
            return given

        brief, full = determination(Explain.BRIEF), determination(Explain.FULL)
        if isinstance(selected, Absent):
            return Presented(read.transaction, brief, full, selected.law.rule_set, (), explain)
        law = selected.compiled.rule_set
        factors = factors_of(read.transaction, law, brief["missing_facts"])
        return Presented(read.transaction, brief, full, law.title, tuple(factors), explain)
