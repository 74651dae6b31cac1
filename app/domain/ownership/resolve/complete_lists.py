"""Finds lists of holders said to be complete that cannot be: they leave somebody out, or list nobody at all."""

from collections.abc import Container, Iterator, Mapping, Sequence
from decimal import Decimal

from app.domain.errors import Problem
from app.domain.facts.fact import PartyId
from app.domain.facts.party import Party
from app.domain.ownership.resolve.bounds import HUNDRED, SUM_UP, ZERO, percent_bounds
from app.domain.ownership.resolve.counted import NOT_HELD, CountedInterests
from app.domain.ownership.resolve.measures import Measure
from app.domain.ownership.resolve.order import walk

_OWNED = (Measure.VOTING, Measure.EQUITY)
"""What somebody holds in whatever has owners. Board votes need no holder: a director may stand behind nobody."""

_NOBODY = (
    "The list of holders is said to be complete, and nobody on it has a share. Add them, such as a public float; say "
    "in `ownerless` what body it is that has none; or leave this out."
)
_SHORT = (
    "These holders have less than 100 in `{}` together, so somebody is missing. Add whoever it is, such as a public "
    "float; give rounded shares as ranges; or do not call the list complete."
)
_RING = (
    "The holders listed hold one another, and nobody outside holds anything of them in `{}`. Add whoever does, or do "
    "not call all of these lists complete."
)
_OWNERLESS = "Somebody holds votes or equity in this party. Take this away, or mend the interest."


def incomplete_lists(parties: Sequence[Party], counting: CountedInterests) -> Iterator[Problem]:
    """Find every entity whose list of holders, said to be complete, leaves shares to nobody, on the days that count.

    Nothing at all in one measure is not refused: there are entities without votes, and others without equity.
    """
    places = {party.id: index for index, party in enumerate(parties) if party.kind not in NOT_HELD}
    ownerless = {party.id for party in parties if party.ownerless is not None and party.id in places}
    closed = {name for name in places if counting.parties[name].holders_complete is True}
    if not closed and not ownerless:
        return
    totals = {measure: _totals(counting, measure, closed | ownerless) for measure in _OWNED}
    open_ended = {measure: _open_ended(counting, measure, closed) for measure in _OWNED}
    for name in sorted(closed | ownerless, key=places.__getitem__):
        pointer = f"/parties/{places[name]}"
        shares = {measure: totals[measure].get(name, ZERO) for measure in _OWNED}
        if name in ownerless:
            if any(shares.values()):
                yield Problem(f"{pointer}/ownerless", _OWNERLESS, "owned_after_all")
        elif not any(shares.values()):
            yield Problem(f"{pointer}/holders_complete", _NOBODY, "holders_missing")
        elif short := [
            measure.value
            for measure, share in shares.items()
            if ZERO < share < HUNDRED or (share == HUNDRED and name in open_ended[measure])
        ]:
            detail = _SHORT.format("` and `".join(short))
            yield Problem(f"{pointer}/holders_complete", detail, "holders_missing")
    owned = closed - ownerless
    rings = {measure: _held_by_themselves(counting, measure, owned & totals[measure].keys()) for measure in _OWNED}
    for name in sorted(set[PartyId]().union(*rings.values()), key=places.__getitem__):
        detail = _RING.format("` and `".join(measure.value for measure in _OWNED if name in rings[measure]))
        yield Problem(f"/parties/{places[name]}/holders_complete", detail, "holders_missing")


def _totals(counting: CountedInterests, measure: Measure, closed: Container[PartyId]) -> Mapping[PartyId, Decimal]:
    """Give the most that the listed holders of each of these entities have together."""
    totals: dict[PartyId, Decimal] = {}
    name = measure.value
    for place, interest in enumerate(counting.interests):
        subject = interest.subject
        most = (
            percent_bounds(getattr(interest, name))[2] if subject in closed and place not in counting.left_out else ZERO
        )
        if most:
            totals[subject] = SUM_UP.add(totals[subject], most) if subject in totals else most
    return totals


def _open_ended(counting: CountedInterests, measure: Measure, closed: Container[PartyId]) -> set[PartyId]:
    """Name the entities among these of which a holder has less than the most that is counted."""
    name = measure.value
    return {
        interest.subject
        for place, interest in enumerate(counting.interests)
        if interest.subject in closed and place not in counting.left_out and percent_bounds(getattr(interest, name))[3]
    }


def _held_by_themselves(counting: CountedInterests, measure: Measure, closed: set[PartyId]) -> set[PartyId]:
    """Give the entities among these that are held, in the end, by none but one another."""
    held: dict[PartyId, list[PartyId]] = {}
    rooted: set[PartyId] = set()
    for place, interest in enumerate(counting.interests):
        holder, subject = interest.holder, interest.subject
        if subject in closed and place not in counting.left_out and percent_bounds(getattr(interest, measure.value))[2]:
            if holder in closed:
                held.setdefault(holder, []).append(subject)
            else:
                rooted.add(subject)
    return closed.difference(walk(rooted, lambda holder: held.get(holder, ())))
