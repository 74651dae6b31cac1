"""Facts of an individual stated of an entity, and the other way round."""

from collections.abc import Iterator

from app.domain.errors import Problem
from app.domain.facts.transaction import Transaction

_CURE = "Mend the `kind` of the party, or take this away."


def facts_of_another_kind(transaction: Transaction) -> Iterator[Problem]:
    """An individual that is organized under some law, or an entity with a citizenship: no paragraph would read them."""
    for index, party in enumerate(transaction.parties):
        if party.kind == "individual":
            if party.organized_in is not None:
                detail = f"An individual is not organized under any law. {_CURE}"
                yield Problem(f"/parties/{index}/organized_in", detail, "another_kind_of_party")
        elif party.kind == "entity":
            for name in ("citizenships", "permanent_residences"):
                ties = getattr(party, name)
                if ties is not None and ties.items:
                    detail = f"Only an individual has these. {_CURE}"
                    yield Problem(f"/parties/{index}/{name}", detail, "another_kind_of_party")
