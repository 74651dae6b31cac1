"""Answers with gaps, under the conditions on the values that go into them, and kinds of bodies that have them."""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, Self

from app.domain.answers.determination import Class, ScreeningUnderLaw
from app.domain.canonical import digest
from app.domain.errors import ScreeningError
from app.domain.screening import Law
from app.domain.tracing import CLOSE, OPEN, Fill, filler, place_of
from app.service.answering import ScreeningResult, Write, sealed, unsealed
from app.service.forms import Specimen, Stencil
from app.service.snapshot import Absent, Selected

_INPUT_DIGEST = OPEN + CLOSE


class Select(Protocol):
    """The choice of the law for a transaction."""

    def __call__(
        self, *, completion_date: date | None, fund_completions: tuple[date | None, ...]
    ) -> Selected[Law] | Absent:
        """The law for the completion dates of the deal and of the fund's deal, if there is one."""


def question(selected: Selected[Law], asked: Hashable) -> Hashable:
    """What an answer depends on beside the body: the law, how it was chosen, and what else was asked."""
    return selected.version.digest, selected.selected_by, asked


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with gaps. ``fill`` gives the canonical input, and what comes before and after the digest of that.

    ``determination``, ``rule_set`` and ``version`` are its class and its law, which have no gaps. ``size`` is what it
    takes of the memory, about: these texts, and as much again for what fills them.
    """

    fill: Fill
    determination: Class
    rule_set: str
    version: str | None
    size: int

    @classmethod
    def of(cls, answer: ScreeningUnderLaw, specimen: Specimen, *, write: Write) -> Self:
        """The answer to a specimen, to be given to others."""
        written = unsealed(answer, input_digest=_INPUT_DIGEST, write=write)
        before, after = written.decode().split(_INPUT_DIGEST)
        size = 2 * (len(specimen.canonical) + len(written))
        fill = filler(specimen.trace, specimen.canonical, before, after)
        return cls(fill, answer["determination"], answer["rule_set"]["id"], answer["rule_set"]["version"], size)

    def given(self, values: Sequence[Any]) -> ScreeningResult | None:
        """The answer for these values; ``None`` if it is not theirs."""
        try:
            filled = self.fill(values)
        except ArithmeticError:  # a value beyond all bounds, of which the law itself has to judge
            return None
        if filled is None:
            return None
        canonical, before, after = filled
        body = sealed(b"".join((before, digest(canonical).encode(), after)))
        return ScreeningResult(body, self.determination, self.rule_set, self.version)


@dataclass(slots=True)
class Kind:
    """The answers to bodies of one form with the same words.

    ``completions`` are the places, among the values, of the days by which the law is chosen; ``None`` for one that is
    not stated. ``size`` is what all answers take.
    """

    completions: tuple[int | None, ...]
    answers: OrderedDict[Hashable, tuple[Answer, ...]] = field(default_factory=OrderedDict)
    stencil: Stencil | None = None
    size: int = 0

    @classmethod
    def of(cls, specimen: Specimen) -> Self:
        """The kind of a specimen, without answers."""
        transaction = specimen.transaction
        deals = (transaction.deal,) if transaction.fund_deal is None else (transaction.deal, transaction.fund_deal)
        return cls(tuple(place_of(deal.completion_date) for deal in deals))

    def given(self, values: Sequence[Any], select: Select, asked: Hashable) -> ScreeningResult | None:
        """The answer for these values, if it is among those remembered."""
        deal, *of_fund = self.completions
        try:
            selected = select(
                completion_date=None if deal is None else values[deal],
                fund_completions=tuple([None if place is None else values[place] for place in of_fund]),
            )
        except ScreeningError:  # whoever reads the body in full may find something to complain of before this
            return None
        if isinstance(selected, Absent):
            return None
        for answer in self.answers.get(question(selected, asked), ()):
            given = answer.given(values)
            if given is not None:
                return given
        return None

    def add(self, asked: Hashable, answer: Answer, *, questions: int, like: int) -> bool:
        """One more answer to a question. So many questions are kept, and so many answers to each.

        Whether there is no room for another answer to this question.
        """
        self.answers[asked] = (*self.answers.get(asked, ()), answer)[-like:]
        while len(self.answers) > questions:
            self.answers.popitem(last=False)
        self.size = sum(each.size for several in self.answers.values() for each in several)
        return len(self.answers[asked]) == like
