"""Bounds bracket every completion of what is known: all ways of filling in the gaps of small graphs are tried."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import islice, product

from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.facts.fact import PartyId
from app.domain.facts.party import Interest, Party
from app.domain.ownership.answer.held_share import held_by
from app.domain.ownership.answer.question import Method, Question
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.ownership.resolve.problems import graph_problems
from app.domain.quantity import Range
from app.domain.truth import MET
from tests.ownership.test_properties import _by_elimination, entities
from tests.ownership.worlds import World, by_measure, forgetful, worlds
from tests.profiles import examples

VOTES = Question((Measure.VOTING,), Decimal(50), method=Method.MULTIPLY)
MOST = 400
few = examples(40)


def _percents(value):
    """The ends and the middle of what a percentage can be."""
    if isinstance(value, Decimal):
        return [value]
    low = high = None
    if isinstance(value, Range):
        low = value.at_least if value.at_least is not None else value.more_than
        high = value.at_most if value.at_most is not None else value.less_than
    low, high = low or Decimal(0), Decimal(100) if high is None else high
    return [low, (low + high) / 2, high]


def _allowed(value, percent):
    if not isinstance(value, Range):
        return True
    above = value.more_than is None or percent > value.more_than
    return above and (value.less_than is None or percent < value.less_than)


def _come_to_the_whole(world, percents):
    """The percentages with one that is not known mended where a complete list would come to less or more than 100.

    ``None`` where that cannot be. Nothing at all is no less than the whole: an entity may have no votes.
    """
    percents = list(percents)
    for party in world.parties:
        places = [place for place, each in enumerate(world.interests) if each.subject == party.id]
        total = sum((percents[place] for place in places), Decimal(0))
        if party.holders_complete is True and places and total not in {0, 100}:
            gaps = [place for place in places if not isinstance(world.interests[place].voting_percent, Decimal)]
            if not gaps:
                return None
            percents[gaps[0]] += 100 - total
            if not _fits(world.interests[gaps[0]].voting_percent, percents[gaps[0]]):
                return None
    return percents


def _fits(value, percent):
    low, *_, high = _percents(value)
    return low <= percent <= high


def completions(world):
    """Worlds without gaps that agree with all that is known; an incomplete list may have one more holder or none."""
    nothing = Decimal(0)
    kinds = [["entity", "individual"] if each.kind is None else [each.kind] for each in world.parties]
    members = [[0, MET] if verdict == 1 else [verdict] for verdict in world.members.values()]
    open_lists = [each.id for each in world.parties if each.holders_complete is not True and each.kind != "individual"]
    shares = [_percents(each.voting_percent) for each in world.interests]
    rest = [[None, 0, MET] for _ in open_lists]
    for choice in islice(product(product(*kinds), product(*members), product(*shares), product(*rest)), MOST):
        of_kind, standing, percents, newcomers = choice
        percents = _come_to_the_whole(world, percents)
        if percents is None or not all(map(_allowed, (each.voting_percent for each in world.interests), percents)):
            continue
        interests = [
            replace(each, voting_percent=percent, board_percent=nothing, equity_percent=nothing)
            for each, percent in zip(world.interests, percents, strict=True)
        ]
        parties = [
            replace(each, kind=kind, holders_complete=True) for each, kind in zip(world.parties, of_kind, strict=True)
        ]
        verdicts = dict(zip(world.members, standing, strict=True))
        for subject, newcomer in zip(open_lists, newcomers, strict=True):
            left = 100 - sum((each.voting_percent for each in interests if each.subject == subject), nothing)
            if newcomer is not None and left > 0:
                name = PartyId(f"unlisted holder of {subject}")
                parties.append(Party(id=name, kind="individual", holders_complete=True))
                verdicts[name] = newcomer
                interests.append(
                    Interest(
                        holder=name,
                        subject=subject,
                        voting_percent=left,
                        board_percent=nothing,
                        equity_percent=nothing,
                    )
                )
        if not graph_problems(parties, interests):
            yield World(tuple(parties), tuple(interests), verdicts)


@few
@given(worlds(size=3, step=25).flatmap(forgetful))
def test_bounds_bracket_every_completion_by_elimination(world):
    subjects = entities(world)
    found = {subject: held_by(world.graph, subject, world.member, VOTES) for subject in subjects}
    bounds = {subject: by_measure(holding)[Measure.VOTING] for subject, holding in found.items()}
    for whole in completions(world):
        exact = _by_elimination(whole, pooled=False)
        for subject in subjects:
            if next(each.kind for each in whole.parties if each.id == subject) == "individual":
                continue
            share = bounds[subject]
            assert Fraction(share.lower) <= exact[subject] <= Fraction(share.upper)
            if found[subject].verdict != 1:
                assert found[subject].verdict == (MET if exact[subject] >= 50 else 0)


@few
@given(worlds(size=3, step=25).flatmap(forgetful), st.sampled_from(list(Method)), st.booleans())
def test_bounds_bracket_every_completion_under_each_method(world, method, pooled):
    question = replace(VOTES, method=method, pooled=pooled)
    subjects = entities(world)
    bounds = {s: by_measure(held_by(world.graph, s, world.member, question))[Measure.VOTING] for s in subjects}
    for whole in islice(completions(world), 25):
        for subject in subjects:
            share = by_measure(held_by(whole.graph, subject, whole.member, question)).get(Measure.VOTING)
            if share is not None:
                wide = bounds[subject]
                assert Fraction(wide.lower) <= Fraction(share.lower) <= Fraction(share.upper) <= Fraction(wide.upper)


@few
@given(worlds(size=1, step=5), st.data())
def test_bounds_of_direct_holdings_are_reached_by_some_completion(world, data):
    known = data.draw(forgetful(world))
    (subject, *_) = entities(known) or [None]
    assume(subject is not None)
    assume(all(each.kind is not None for each in known.parties))
    share = by_measure(held_by(known.graph, subject, known.member, VOTES))[Measure.VOTING]
    shares = [_by_elimination(whole, pooled=False)[subject] for whole in completions(known)]
    assume(shares and len(shares) < MOST)
    assert Fraction(share.lower) <= min(shares)
    assert max(shares) <= Fraction(share.upper)
    if known.graph.party(subject).holders_complete is not True and all(
        isinstance(each.voting_percent, Decimal) for each in known.interests
    ):
        assert (min(shares), max(shares)) == (Fraction(share.lower), Fraction(share.upper))


def test_an_empty_graph_has_one_completion():
    empty = World((), (), {})
    assert [whole.parties for whole in completions(empty)] == [()]
    assert OwnershipGraph((), ()).parties == ()
