"""Whose management somebody directs by what the interests state, also through those whom it controls: 850.221(c)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.facts.choices.interests import Role
from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest
from app.domain.ownership.resolve.bounds import HALF, percent_bounds, reaches
from app.domain.quantity import Quantity
from app.domain.truth import MET

DIRECTING_ROLES: frozenset[Role] = frozenset({"general_partner", "managing_member", "equivalent_of_general_partner"})
"""Whoever has one of these roles in an entity directs its management."""

Hands = Mapping[PartyId, frozenset[str]]
"""The parties through whom somebody acts, each with those who act: countries whose governments do, for example."""


@dataclass(frozen=True, slots=True)
class Directed:
    """Whose management is directed, and by whom.

    ``through`` gives for each party directed, and each who directs it, the place of the interest that shows it.
    ``reached`` gives the same for the parties through whom these control in turn; ``None`` for the hands themselves.
    """

    through: Mapping[PartyId, Mapping[str, int]]
    reached: Mapping[PartyId, Mapping[str, int | None]]
    interests: Sequence[Interest]

    def trail(self, party: PartyId, by: str) -> Iterator[int]:
        """Give the places of the interests from a party that is directed up to the hands that direct it."""
        place: int | None = self.through[party][by]
        while place is not None:
            yield place
            place = self.reached[self.interests[place].holder][by]


def directed(interests: Sequence[Interest], places: Iterable[int], hands: Hands) -> Directed:
    """Give the parties whose management somebody in these hands directs, by the interests in these places.

    Whoever directs an entity, or has more than one half of its votes or of the votes on its board, acts through it as
    well.
    """
    held: dict[PartyId, list[int]] = {}
    for place in places:
        held.setdefault(interests[place].holder, []).append(place)
    through: dict[PartyId, dict[str, int]] = {}
    reached: dict[PartyId, dict[str, int | None]] = {party: dict.fromkeys(sorted(by)) for party, by in hands.items()}
    pending = list(reached)
    while pending:
        holder = pending.pop()
        for place in held.get(holder, ()):
            interest = interests[place]
            if directs(interest):
                found = through.setdefault(interest.subject, {})
                for by in reached[holder]:
                    found.setdefault(by, place)
            if directs(interest) or _over_half(interest.voting_percent) or _over_half(interest.board_percent):
                beyond = reached.setdefault(interest.subject, {})
                if not reached[holder].keys() <= beyond.keys():
                    for by in reached[holder]:
                        beyond.setdefault(by, place)
                    pending.append(interest.subject)
    return Directed(through, reached, interests)


def directs(interest: Interest) -> bool:
    """Say whether the holder directs the management of the entity by what is stated."""
    roles = interest.roles.items if interest.roles is not None else ()
    return interest.directs_management is True or not DIRECTING_ROLES.isdisjoint(roles)


def _over_half(value: Quantity | None) -> bool:
    return reaches(percent_bounds(value), HALF, strict=True) == MET
