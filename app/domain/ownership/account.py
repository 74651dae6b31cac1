"""An answer about holdings as it is told: the share within bounds, and the chains behind it in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.facts.fact import PartyId
from app.domain.ownership.attribution import Attribution
from app.domain.ownership.bounds import NONE, Bounds, Number
from app.domain.ownership.graph import Link, OwnershipGraph
from app.domain.ownership.grounds import Grounds
from app.domain.ownership.order import holders_first
from app.domain.ownership.question import Measure, Question
from app.domain.ownership.telling import Chain, ToldChain, ToldRing, told, told_ring
from app.domain.ownership.witness import Notes, Step
from app.domain.truth import MET, NOT_MET


class Counts(StrEnum):
    """What a chain counts for."""

    HELD = "held"
    """It leads from a member of the class; what it comes to is held by the class."""
    POSSIBLE = "possible"
    """The largest chain that may lead from a member."""
    OUTSIDE = "outside"
    """Nothing of what the holder has counts as held by the class."""


@dataclass(frozen=True, slots=True)
class Account:
    """The share in the measure that decides, or comes closest, and the chains that it is made up of.

    Where no share decides, but a role or a relationship, there is neither measure nor bounds. ``rings`` are the
    entities that hold one another through which anything comes.
    """

    measure: Measure | None
    bounds: Bounds | None
    chains: tuple[tuple[Counts, ToldChain], ...]
    rings: tuple[ToldRing, ...] = ()


def account(
    graph: OwnershipGraph,
    measure: Measure,
    bounds: Bounds,
    *,
    held: Iterable[Chain],
    possible: Chain,
    outside: Sequence[Chain],
    rings: tuple[ToldRing, ...] = (),
) -> Account:
    """The account of a share in one measure."""
    chains = [(Counts.HELD, each) for each in told(graph, held)]
    chains += [(Counts.POSSIBLE, each) for each in told(graph, [possible] if possible else [])]
    chains += [(Counts.OUTSIDE, each) for each in told(graph, outside[:_OUTSIDERS])]
    return Account(measure, bounds, tuple(chains), rings)


def by_relation(graph: OwnershipGraph, chains: Iterable[Chain]) -> Account:
    """The account of an answer that rests on these chains and on no share of its own."""
    return Account(None, None, tuple((Counts.HELD, each) for each in told(graph, chains)))


def worked_out(run: Attribution, entity: PartyId, verdict: int) -> Account:
    """The account of an answer for which the holders above were worked out."""
    shares = run.shares(entity)
    place = deciding(run.question, shares, [run.verdict(each) for each in shares])
    notes = Notes()
    Grounds(run, notes).held(entity, place)
    measure = run.question.measures[place]
    links = run.graph.column(entity, measure).links
    outsiders = [link for link in links if link.lower and run.claims[link.holder][place] is NONE]
    outsiders.sort(key=lambda link: (-link.lower, link.place))
    return account(
        run.graph,
        measure,
        shares[place],
        held=notes.witness(entity, settled=True).paths,
        possible=() if verdict == MET else _largest_possible(run, entity, place),
        outside=[(_step(link, entity, measure),) for link in outsiders],
        rings=tuple(_told_rings(run, entity, place)) if run.rings else (),
    )


def deciding(question: Question, shares: Sequence[Bounds], verdicts: Sequence[int]) -> int:
    """The place of the measure that meets the question, or of the one that comes closest to it."""
    if MET in verdicts:
        return verdicts.index(MET)
    most: Number = shares[0][2]
    best = 0
    for place in range(1, len(question.measures)):
        if shares[place][2] > most:
            most, best = shares[place][2], place
    return best


def _largest_possible(run: Attribution, entity: PartyId, place: int) -> Chain:
    """The chain that may give the class most, if any chain may: at each tier the link that may count for most."""
    measure = run.question.measures[place]
    steps: list[Step] = []
    seen = {entity}
    while True:
        link = max(_possible(run, entity, place), key=lambda each: (each[0], -each[1].place), default=None)
        if link is None or link[1].holder in seen:
            break
        holder = link[1].holder
        seen.add(holder)
        in_full = entity in run.claims and run.claims[entity][place][2] == 1
        steps.append(Step(link[1].place, holder, entity, measure, in_full))
        if run.standing(holder) != NOT_MET or run.graph.party(holder).kind == "individual":
            break
        entity = holder
    definite = run.standing(steps[-1].holder) == MET if steps else True
    return () if definite else tuple(reversed(steps))


def _told_rings(run: Attribution, entity: PartyId, place: int) -> Iterator[ToldRing]:
    """The entities at or above this one that hold one another in the measure, where any of it may be the class's."""
    counting = "what is held"
    if run.full.in_part:
        counting = "what is held, counted once for every round,"
    above = dict.fromkeys(_whose_claims_count(run, entity, place))
    links = {each: [link.holder for link in _counting(run, each, place) if link.holder in above] for each in above}
    settled: set[PartyId] = set()
    for ring in holders_first(above, links.__getitem__, settled):
        settled.update(ring)
        if len(ring) > 1:
            yield told_ring(run.graph, [(each, run.shares(each)[place]) for each in sorted(ring)], rounds=counting)


def _whose_claims_count(run: Attribution, entity: PartyId, place: int) -> Iterator[PartyId]:
    """The entity, and the rings above it of whose holdings any may be the class's."""
    seen, ahead = {entity}, [entity]
    while ahead:
        each = ahead.pop()
        if each in run.rings:
            yield each
        for link in _counting(run, each, place):
            if link.holder not in seen and run.standing(link.holder) != MET:
                seen.add(link.holder)
                ahead.append(link.holder)


def _counting(run: Attribution, entity: PartyId, place: int) -> list[Link]:
    """The links into the entity by which any of it may be the class's."""
    links, claims = run.graph.column(entity, run.question.measures[place]).links, run.claims
    return [each for each in links if each.upper and each.holder in claims and claims[each.holder][place] is not NONE]


def _possible(run: Attribution, entity: PartyId, place: int) -> Iterator[tuple[Number, Link]]:
    for link in run.graph.column(entity, run.question.measures[place]).links:
        most = run.claims[link.holder][place][2] if link.holder in run.claims else 0
        if most and link.upper:
            yield run.arithmetic.up.multiply(link.upper, most), link


def _step(link: Link, entity: PartyId, measure: Measure) -> Step:
    return Step(link.place, link.holder, entity, measure, in_full=False)


_OUTSIDERS = 3
"""So many of those outside the class are told, the largest first."""
