"""What holds of every graph: bounds bracket, learning refines, witnesses suffice, order is nothing."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.facts.fact import PartyId
from app.domain.ownership.answer.control import has_parent
from app.domain.ownership.answer.held_share import held_by
from app.domain.ownership.answer.question import Method, ParentTest, Question
from app.domain.ownership.explain.answers import evidence_of
from app.domain.ownership.resolve.graph import OwnershipGraph
from app.domain.ownership.resolve.measures import Measure
from app.domain.truth import MET
from tests.ownership.worlds import World, by_measure, forgetful, only_relied_on, worlds
from tests.profiles import examples

pytestmark = pytest.mark.filterwarnings("error")

questions = st.builds(
    Question,
    measures=st.sampled_from([(Measure.VOTING,), (Measure.EQUITY, Measure.VOTING), tuple(Measure)]),
    threshold=st.sampled_from([Decimal(25), Decimal(50)]),
    strict=st.booleans(),
    method=st.sampled_from(list(Method)),
    pooled=st.booleans(),
    any_parent=st.booleans(),
)
parent_tests = st.builds(ParentTest, any_parent=st.booleans())
few = examples(50)


def entities(world):
    return [party.id for party in world.parties if party.kind != "individual"]


@st.composite
def worlds_seen_twice(draw, **kind):
    """A world, what somebody knows of it, and the less that somebody else knows."""
    whole = draw(worlds(**kind))
    known = draw(forgetful(whole))
    return whole, known, draw(forgetful(known))


def ask(world, subject, question):
    return held_by(world.graph, subject, world.member, question)


@few
@given(worlds_seen_twice(roles=True), questions)
def test_bounds_bracket_what_is_the_case_and_never_widen_by_learning(seen, question):
    for known, less in (seen[:2], seen[1:]):
        for subject in entities(less):
            if subject not in entities(known):
                continue
            one, other = ask(known, subject, question), ask(less, subject, question)
            if other.verdict != 1:
                assert one.verdict == other.verdict
            for measure, share in by_measure(one).items():
                wider = by_measure(other)[measure]
                assert Fraction(wider.lower) <= Fraction(share.lower) <= Fraction(share.upper) <= Fraction(wider.upper)


@few
@given(worlds_seen_twice(roles=True), questions)
def test_the_facts_relied_on_give_the_same_answer_alone(seen, question):
    for world in seen:
        for subject in (party.id for party in world.parties):
            holding = ask(world, subject, question)
            if holding.verdict != 1:
                masked = only_relied_on(world, evidence_of(holding))
                assert ask(masked, subject, question).verdict == holding.verdict


@few
@given(worlds_seen_twice(roles=True), questions, st.randoms())
def test_order_changes_nothing(seen, question, random):
    world = seen[1]
    shuffled = World(
        tuple(random.sample(world.parties, len(world.parties))),
        tuple(random.sample(world.interests, len(world.interests))),
        world.members,
    )
    for subject in entities(world):
        one, other = ask(world, subject, question), ask(shuffled, subject, question)
        assert (one.verdict, by_measure(one)) == (other.verdict, by_measure(other))


@few
@given(worlds(), st.booleans())
def test_exact_graphs_agree_with_linear_algebra(world, pooled):
    question = Question((Measure.VOTING,), Decimal(50), method=Method.MULTIPLY, pooled=pooled)
    expected = _by_elimination(world, pooled=pooled)
    for subject in entities(world):
        share = by_measure(ask(world, subject, question))[Measure.VOTING]
        assert Fraction(share.lower) == Fraction(share.upper) == expected[subject]


@few
@given(worlds_seen_twice(), questions)
def test_one_more_owner_never_lowers_the_upper_bound_of_an_open_list(seen, question):
    world = seen[1]
    for subject in entities(world):
        party = next(each for each in world.parties if each.id == subject)
        if party.holders_complete is not True:
            before = ask(world, subject, question)
            newcomer = PartyId("newcomer")
            grown = World(
                (*world.parties, type(party)(id=newcomer, kind="individual")),
                (*world.interests, type(world.interests[0])(holder=newcomer, subject=subject))
                if world.interests
                else (),
                {**world.members, newcomer: MET},
            )
            after = ask(grown, subject, question)
            for measure, share in by_measure(before).items():
                assert Fraction(by_measure(after)[measure].upper) >= Fraction(share.upper)


@few
@given(worlds_seen_twice(roles=True), parent_tests)
def test_learning_never_overturns_a_definite_answer_about_parents(seen, test):
    for known, less in (seen[:2], seen[1:]):
        for subject in entities(less):
            other = has_parent(less.graph, subject, less.member, test).verdict
            if other != 1 and subject in entities(known):
                assert has_parent(known.graph, subject, known.member, test).verdict == other


@few
@given(worlds_seen_twice(roles=True), parent_tests)
def test_the_facts_relied_on_give_the_same_parents_alone(seen, test):
    for world in seen:
        for subject in (party.id for party in world.parties):
            control = has_parent(world.graph, subject, world.member, test)
            if control.verdict != 1:
                masked = only_relied_on(world, evidence_of(control))
                assert has_parent(masked.graph, subject, masked.member, test).verdict == control.verdict


@few
@given(worlds(acyclic=True, roles=True))
def test_parents_agree_with_the_definition_applied_to_every_pair(world):
    pairs = _parents(world)
    for subject in entities(world):
        for person in (party.id for party in world.parties if party.id != subject):
            verdict = has_parent(
                world.graph, subject, lambda each, person=person: MET if each == person else 0, ParentTest()
            ).verdict
            assert verdict in {1, MET if (person, subject) in pairs else 0}


def _parents(world):
    """Every pair of parent and subsidiary, by the definition: attribution and parenthood grow together."""
    pairs = {
        (each.holder, each.subject)
        for each in world.interests
        if "general_partner" in each.roles.items
        or ("investment_adviser" in each.roles.items and _party(world, each.subject).pooled_investment_fund)
    }
    while True:
        grown = set(pairs)
        for person in (party.id for party in world.parties):
            for subject in entities(world):
                for field in ("voting_percent", "board_percent"):
                    if _held(world, pairs, person, subject=subject, field=field) > 50:
                        grown.add((person, subject))
        grown |= {(one, three) for one, two in grown for other, three in grown if two == other and one != three}
        if grown == pairs:
            return pairs
        pairs = grown


def _held(world, pairs, person, *, subject, field):
    return sum(
        Fraction(getattr(each, field)) * _claim(world, pairs, person, entity=each.holder, field=field)
        for each in world.interests
        if each.subject == subject
    )


def _claim(world, pairs, person, *, entity, field):
    if entity == person or (person, entity) in pairs:
        return Fraction(1)
    links: dict[PartyId, Fraction] = {}
    for each in world.interests:
        if each.subject == entity:
            links[each.holder] = links.get(each.holder, Fraction(0)) + Fraction(getattr(each, field)) / 100
    total = Fraction(0)
    for holder, part in links.items():
        link = Fraction(1) if (holder, entity) in pairs else part
        total += link * _claim(world, pairs, person, entity=holder, field=field)
    return min(total, Fraction(1))


def _party(world, name):
    return next(each for each in world.parties if each.id == name)


def _by_elimination(world, *, pooled):
    """Votes held by the class, in percent, with every entity in one system of equations."""
    names = [party.id for party in world.parties]
    members = {name for name in names if world.members[name] == MET}
    while True:
        # claim(x) = 1 for members, else the sum of share * claim(holder): solve (I - A) claim = b.
        matrix = [[Fraction(int(row == column)) for column in names] + [Fraction(int(row in members))] for row in names]
        fed = set(members)
        for _ in names:
            fed |= {each.subject for each in world.interests if each.holder in fed and each.voting_percent}
        for interest in world.interests:
            if interest.subject not in members and interest.subject in fed:
                row = matrix[names.index(interest.subject)]
                row[names.index(interest.holder)] -= Fraction(interest.voting_percent) / 100
        claims = dict(zip(names, _gauss(matrix), strict=True))
        shares = {
            name: sum(
                Fraction(each.voting_percent) * claims[each.holder] for each in world.interests if each.subject == name
            )
            for name in names
        }
        grown = members | {name for name, share in shares.items() if pooled and share >= 50}
        if grown == members:
            return shares
        members = grown


def _gauss(matrix):
    size = len(matrix)
    for column in range(size):
        pivot = next(row for row in range(column, size) if matrix[row][column])
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        matrix[column] = [value / matrix[column][column] for value in matrix[column]]
        for row in range(size):
            factor = matrix[row][column]
            if row != column and factor:
                matrix[row] = [one - factor * other for one, other in zip(matrix[row], matrix[column], strict=True)]
    return [row[-1] for row in matrix]


def test_an_empty_graph_has_no_answers_to_give():
    assert OwnershipGraph([], []).interests == []
