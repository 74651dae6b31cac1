"""Breaks a share down: its bounds, and the chains of interests that it is made up of, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.domain.facts.fact import PartyId
from app.domain.ownership.answer.attribution import Attribution
from app.domain.ownership.explain.evidence import EvidenceNotes, PathStep, PathSteps
from app.domain.ownership.explain.share import ShareNotes
from app.domain.ownership.explain.wording import ChainInWords, RingInWords, chains_in_words, ring_in_words
from app.domain.ownership.resolve.bounds import NONE, Interval, Number
from app.domain.ownership.resolve.graph import Link
from app.domain.ownership.resolve.measures import Measure
from app.domain.ownership.resolve.order import holders_first, walk
from app.domain.truth import MET, NOT_MET


class CountsAs(StrEnum):
    """What a chain counts for."""

    HELD = "held"
    """It leads from a member of the group; what it comes to is held by the group."""
    POSSIBLE = "possible"
    """The largest chain that may lead from a member."""
    OUTSIDE = "outside"
    """Nothing of what the holder has counts as held by the group."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The share in the measure that decides, or comes closest, and the chains that it is made up of.

    Where no share decides, but a role or a relationship, there is neither measure nor bounds. ``rings`` are the
    entities that hold one another through which anything comes.
    """

    measure: Measure | None
    bounds: Interval | None
    chains: tuple[tuple[CountsAs, ChainInWords], ...]
    rings: tuple[RingInWords, ...] = ()


def share_breakdown(run: Attribution, entity: PartyId, verdict: int) -> Breakdown:
    """Break down a share for which the holders above were worked out, in the measure that decides or comes closest."""
    shares = run.shares(entity)
    verdicts = [run.verdict(each) for each in shares]
    met = MET in verdicts
    place = verdicts.index(MET) if met else max(run.positions, key=lambda each: (shares[each][2], -each))
    notes = EvidenceNotes()
    ShareNotes(run, notes).held(entity, place)
    measure = run.question.measures[place]
    links = run.graph.column(entity, measure).links
    outsiders = [link for link in links if link.lower and run.claims[link.holder][place] is NONE]
    outsiders.sort(key=lambda link: (-link.lower, link.place))
    possible = () if verdict == MET else _largest_possible(run, entity, place)
    paths = {
        CountsAs.HELD: notes.evidence(entity, settled=True).paths,
        CountsAs.POSSIBLE: (possible,) if possible else (),
        CountsAs.OUTSIDE: [(PathStep(each.place, each.holder, entity, measure),) for each in outsiders[:_OUTSIDERS]],
    }
    chains = tuple((counts, each) for counts in CountsAs for each in chains_in_words(run.graph, paths[counts]))
    return Breakdown(measure, shares[place], chains, tuple(_rings_in_words(run, entity, place)) if run.rings else ())


def _largest_possible(run: Attribution, entity: PartyId, place: int) -> PathSteps:
    """Give the chain that may give the group most, if any chain may: at each tier the link that may count for most."""
    measure = run.question.measures[place]
    steps: list[PathStep] = []
    seen = {entity}
    while True:
        link = max(_possible(run, entity, place), key=lambda each: (each[0], -each[1].place), default=None)
        if link is None or link[1].holder in seen:
            break
        holder = link[1].holder
        seen.add(holder)
        in_full = entity in run.claims and run.claims[entity][place][2] == 1
        steps.append(PathStep(link[1].place, holder, entity, measure, in_full))
        if run.membership(holder) != NOT_MET:
            break
        entity = holder
    definite = run.membership(steps[-1].holder) == MET if steps else True
    return () if definite else tuple(reversed(steps))


def _rings_in_words(run: Attribution, entity: PartyId, place: int) -> Iterator[RingInWords]:
    """Give the entities at or above this one that hold one another, where any of it may be the group's."""
    counting = "what is held"
    if run.full.in_part:
        counting = "what is held, counted once for every round,"

    def onward(each: PartyId) -> Iterator[PartyId]:
        holders = (link.holder for link in _counting(run, each, place))
        return (holder for holder in holders if run.membership(holder) != MET)

    above = dict.fromkeys(each for each in walk([entity], onward) if each in run.rings)
    links = {each: [link.holder for link in _counting(run, each, place) if link.holder in above] for each in above}
    settled: set[PartyId] = set()
    for ring in holders_first(above, links.__getitem__, settled):
        settled.update(ring)
        if len(ring) > 1:
            yield ring_in_words(run.graph, [(each, run.shares(each)[place]) for each in sorted(ring)], rounds=counting)


def _counting(run: Attribution, entity: PartyId, place: int) -> list[Link]:
    """Give the links into the entity by which any of it may be the group's."""
    links, claims = run.graph.column(entity, run.question.measures[place]).links, run.claims
    return [each for each in links if each.upper and each.holder in claims and claims[each.holder][place] is not NONE]


def _possible(run: Attribution, entity: PartyId, place: int) -> Iterator[tuple[Number, Link]]:
    for link in run.graph.column(entity, run.question.measures[place]).links:
        most = run.claims[link.holder][place][2] if link.holder in run.claims else 0
        if most and link.upper:
            yield run.arithmetic.up.multiply(link.upper, most), link


_OUTSIDERS = 3
"""So many of those outside the group are shown, the largest first."""
