"""Walks over parties: from one to the next, and in the order in which they can be worked out."""

from collections.abc import Callable, Container, Iterable, Iterator

from app.domain.facts.fact import PartyId


def walk(start: Iterable[PartyId], onward: Callable[[PartyId], Iterable[PartyId]]) -> Iterator[PartyId]:
    """Give the parties from which to start, and all to whom ways lead onward from those given, each once."""
    pending = list(dict.fromkeys(start))
    seen = set(pending)
    while pending:
        party = pending.pop()
        yield party
        for each in onward(party):
            if each not in seen:
                seen.add(each)
                pending.append(each)


def holders_first(
    roots: Iterable[PartyId], holders: Callable[[PartyId], Iterable[PartyId]], settled: Container[PartyId]
) -> Iterator[list[PartyId]]:
    """Give the roots and all above them that are not settled, each after its holders; a ring is given at once.

    Whoever iterates settles what it is given before it asks for more. Tarjan's algorithm, with a list for a stack,
    since a chain may have ten thousand links.
    """
    order: dict[PartyId, int] = {}
    lowest: dict[PartyId, int] = {}
    waiting: list[PartyId] = []
    for root in roots:
        if root in settled:
            continue
        order[root] = lowest[root] = len(order)
        waiting.append(root)
        trail = [(root, iter(holders(root)))]
        while trail:
            entity, above = trail[-1]
            for holder in above:
                if holder in order:
                    if holder not in settled and order[holder] < lowest[entity]:
                        lowest[entity] = order[holder]
                elif holder not in settled:
                    order[holder] = lowest[holder] = len(order)
                    waiting.append(holder)
                    trail.append((holder, iter(holders(holder))))
                    break
            else:
                trail.pop()
                if trail and lowest[entity] < lowest[trail[-1][0]]:
                    lowest[trail[-1][0]] = lowest[entity]
                if lowest[entity] == order[entity]:
                    start = len(waiting) - 1
                    while waiting[start] != entity:
                        start -= 1
                    ring = waiting[start:]
                    del waiting[start:]
                    yield ring
