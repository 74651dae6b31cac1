"""Finds notices after closing (850.403) that cannot have been filed: before any closing, or with nothing learned."""

from collections.abc import Iterator

from app.domain.errors import Problem
from app.domain.facts.transaction import Transaction, days_of

_NOT_CLOSED = (
    "A notice of what was learned after completion is filed after it. Mend this day, `kind` or `completion_date`."
)
_NOTHING_LEARNED = (
    "This notice tells what was learned after completion (850.403), and `later_knowledge` has no `way`, so nothing was "
    "learned. Say there how it was learned, or mend this."
)


def notices_after_closing(transaction: Transaction) -> Iterator[Problem]:
    """Find notices after closing that were filed before every completion, or although nothing was learned."""
    for index, filing in enumerate(transaction.filings):
        if filing.kind == "post_closing_notice":
            completions = [day for day in days_of(transaction) if day is not None]
            if filing.filed_on is not None and completions and filing.filed_on < min(completions):
                yield Problem(f"/filings/{index}/filed_on", _NOT_CLOSED, "days_out_of_order")
            if transaction.later_knowledge.way == "nothing_learned":
                yield Problem(f"/filings/{index}/kind", _NOTHING_LEARNED, "contradicting_facts")
