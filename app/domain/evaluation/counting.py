"""The facts that decide whether an interest counts, and for how much: its days, the deal's, treasury shares."""

from collections.abc import Iterator

from app.domain.facts.transaction import Transaction, days_of
from app.domain.ownership import THE_DAY, EffectiveInterests, Witness
from app.domain.quantity import Range


def deciding_facts(counting: EffectiveInterests, transaction: Transaction) -> Iterator[tuple[str, object]]:
    """The JSON Pointers and values of what decided which interests count, where any was not plainly held."""
    for index, field in counting.told:
        yield f"/interests/{index}/{field}", getattr(transaction.interests[index], field)
    if any(field == "term" for _, field in counting.told):
        yield from _days(transaction)


def open_facts_of(
    witness: Witness, counting: EffectiveInterests, transaction: Transaction
) -> Iterator[tuple[str, object]]:
    """The JSON Pointers and values of the facts about interests that keep an answer open.

    Where it is open whether an interest counts, that is asked, and not its percentage if that was stated.
    """
    for index, field in witness.open_interests:
        because = counting.open_because.get(index, ())
        for place, name in because:
            if name == THE_DAY:
                yield from ((pointer, day) for pointer, day in _days(transaction) if day is None)
            else:
                yield f"/interests/{place}/{name}", getattr(transaction.interests[place], name)
        value = getattr(transaction.interests[index], field)
        if not because or value is None or isinstance(value, Range):
            yield f"/interests/{index}/{field}", value


def _days(transaction: Transaction) -> Iterator[tuple[str, object]]:
    days = days_of(transaction)
    yield "/deal/completion_date", days[0]
    if len(days) > 1:
        yield "/fund_deal/completion_date", days[1]
