"""Worlds in which everything is known, and what is left of them when some of it is forgotten."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st

from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Interest, Party
from app.domain.ownership.answer.held_share import closely
from app.domain.ownership.explain.answers import breakdown_of, evidence_of
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.quantity import Range
from app.domain.truth import MET

NO_ROLES = Listing((), complete=True)


class Share(NamedTuple):
    """A share in percent, within bounds. An open bound is one that the share does not reach."""

    lower: Decimal
    lower_open: bool
    upper: Decimal
    upper_open: bool


def by_measure(answer):
    """The share that the class holds in each measure asked about. An individual is not held."""
    if answer.graph.party(answer.subject).kind == "individual":
        return {}
    run = closely(answer.graph, answer.subject, answer.member, answer.question)
    shares = run.shares(answer.subject)
    return {name: Share(*share) for name, share in zip(answer.question.measures, shares, strict=True)}


def broken_down(answer):
    """What the answer about a share is made up of."""
    return breakdown_of(answer, evidence_of(answer))


@dataclass(frozen=True)
class World:
    parties: tuple[Party, ...]
    interests: tuple[Interest, ...]
    members: dict[PartyId, int]

    @property
    def graph(self) -> OwnershipGraph:
        return OwnershipGraph(self.parties, self.interests)

    @property
    def member(self) -> Callable[[PartyId], int]:
        return self.members.__getitem__


@st.composite
def worlds(draw, *, size=5, acyclic=False, roles=False, step=10):
    """A world of a few parties: individuals (lower case) and entities (upper case), every fact known.

    The votes in an entity, and its equity, come to 100 or to nothing at all; votes on a board to anything up to 100.
    Entity number ``n`` is held by entities with lower numbers only, if the world is to have no rings.
    """
    people = [PartyId(name) for name in "abc"[: draw(st.integers(1, 3))]]
    entities = [PartyId(name) for name in "PQRST"[: draw(st.integers(1, size))]]
    kinds = {**dict.fromkeys(people, "individual"), **dict.fromkeys(entities, "entity")}
    parties = tuple(
        Party(
            id=name,
            kind=kind,
            holders_complete=True,
            holdings_complete=True,
            pooled_investment_fund=draw(st.booleans()),
        )
        for name, kind in kinds.items()
    )
    interests = []
    for number, subject in enumerate(entities):
        above = people + entities[:number] if acyclic else [each for each in kinds if each != subject]
        holders = draw(st.lists(st.sampled_from(above), max_size=4))
        columns = {}
        for measure in Measure:
            left, column = 100 // step, []
            for _ in holders:
                part = draw(st.integers(0, left))
                left -= part
                column.append(Decimal(part * step))
            if column and measure is not Measure.BOARD:
                column[-1] += left * step
                if draw(st.integers(0, 5)) == 0:
                    column = [Decimal(0)] * len(column)
            columns[measure.value] = column
        for place, holder in enumerate(holders):
            held = draw(st.sampled_from([(), (), (), ("general_partner",), ("investment_adviser",)])) if roles else ()
            interests.append(
                Interest(
                    holder=holder,
                    subject=subject,
                    roles=Listing(held, complete=True),
                    **{name: column[place] for name, column in columns.items()},
                )
            )
    members = {name: draw(st.sampled_from([0, 0, MET])) for name in kinds}
    return World(parties, tuple(draw(st.permutations(interests))), members)


def _forget_percent(draw, value):
    if value is None:
        return None
    choice = draw(st.integers(0, 7))
    if choice == 0:
        return None
    low, high = (value.at_least, value.at_most) if isinstance(value, Range) else (value, value)
    if isinstance(value, Range) or choice > 3:
        return value
    wide = draw(st.sampled_from([5, 10, 30]))
    low, high = max(low - wide, Decimal(0)), min(high + wide, Decimal(100))
    match choice:
        case 1:
            return Range(at_least=low, at_most=high)
        case 2 if low < value:
            return Range(more_than=low, at_most=high)
        case 3 if high > value:
            return Range(at_least=low, less_than=high)
    return value


@st.composite
def forgetful(draw, world):
    """The same world with some facts unknown and some interests and parties not listed."""
    interests, incomplete, secretive = [], set(), set()
    for interest in world.interests:
        if draw(st.integers(0, 9)) == 0:
            incomplete.add(interest.subject)
            secretive.add(interest.holder)
            continue
        roles = interest.roles
        if roles is not None and draw(st.integers(0, 7)) == 0:
            roles = None
        percents = {each.value: _forget_percent(draw, getattr(interest, each.value)) for each in Measure}
        interests.append(replace(interest, roles=roles, **percents))
    gone = set()
    for party in world.parties:
        if draw(st.integers(0, 9)) == 0 and not any(each.subject == party.id for each in interests):
            gone.add(party.id)
    for interest in interests:
        if interest.holder in gone:
            incomplete.add(interest.subject)
    interests = [each for each in interests if each.holder not in gone]
    parties = []
    for party in world.parties:
        if party.id in gone:
            continue
        hidden = party.id in incomplete or draw(st.integers(0, 7)) == 0
        parties.append(
            replace(
                party,
                kind=None if draw(st.integers(0, 9)) == 0 else party.kind,
                holders_complete=None if hidden else party.holders_complete,
                holdings_complete=None
                if party.id in secretive or draw(st.integers(0, 7)) == 0
                else party.holdings_complete,
                pooled_investment_fund=None if draw(st.integers(0, 7)) == 0 else party.pooled_investment_fund,
            )
        )
    members = {name: 1 if draw(st.integers(0, 7)) == 0 else value for name, value in world.members.items()}
    return World(tuple(parties), tuple(interests), members)


def only_relied_on(world, witness, *, fields=()):
    """The world with nothing known but the facts of the witness; fields other than those asked about stay."""
    percents = [each.value for each in Measure]
    interests = tuple(
        replace(
            interest,
            **{
                field: getattr(interest, field) if (place, field) in witness.interests else None
                for field in [*percents, "roles", *fields]
            },
        )
        for place, interest in enumerate(world.interests)
    )
    parties = tuple(
        replace(
            party,
            **{
                field: getattr(party, field) if (party.id, field) in witness.parties else None
                for field in ("kind", "holders_complete", "holdings_complete", "pooled_investment_fund")
            },
        )
        for party in world.parties
    )
    known = {*witness.members, *witness.non_members}
    return World(parties, interests, {name: value if name in known else 1 for name, value in world.members.items()})
