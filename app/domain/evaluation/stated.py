"""Reads off the interests who is stated to hold or to direct a party; nothing is guessed from their silence."""

from app.domain.evaluation.named_parties import named, places
from app.domain.evaluation.run import Facts, Run
from app.domain.facts.fact import PartyId
from app.domain.language.nodes import DirectedBy, StatedHolder
from app.domain.ownership.answer.direction import Directed, directed
from app.domain.quoting import fact, quoted
from app.domain.truth import MET, NOT_MET, Verdict

_THEM = "them"
"""Those who meet the definition, who are not told apart."""
_FIELDS = ("holder", "subject", "directs_management", "roles", "voting_percent", "board_percent")


def is_directed(node: DirectedBy, party: PartyId | None, run: Run) -> Verdict:
    """Give met or not met: of a party that nobody has named, nothing is stated."""
    return NOT_MET if party is None or party not in _found(node, run).through else MET


def explain_directed(node: DirectedBy, party: PartyId, run: Run, facts: Facts, *, full: bool) -> None:
    """Quote the interests that show it, and why who stands at their end is one of them; nothing where none does."""
    found, holder = _found(node, run), party
    if party not in found.through:
        return
    for place in found.trail(party, _THEM):
        interest = run.transaction.interests[place]
        holder = interest.holder
        for name in _FIELDS:
            value, pointer = getattr(interest, name), f"/interests/{place}/{name}"
            if value is not None:
                facts[pointer] = fact(pointer, quoted(value), node.words)
    program = run.program
    (program.full if full else program.explain)[node.definition](run.parties[holder], run.at(holder), run, MET)


def _found(node: DirectedBy, run: Run) -> Directed:
    """Say what the interests say of all parties, worked out once in a screening."""
    found = run.directed.get(node.definition)
    if found is None:
        meets = run.program.truth[node.definition]
        hands = {each.id: frozenset({_THEM}) for each in run.transaction.parties if meets(each, run) == MET}
        found = run.directed[node.definition] = directed(
            run.transaction.interests, run.regime.held_for_sure(run.transaction), hands
        )
    return found


def has_stated_holder(node: StatedHolder, party: PartyId | None, run: Run) -> Verdict:
    """Give met or not met: of a party that nobody has named, nothing is stated."""
    return NOT_MET if party is None or _place(node, party, run) is None else MET


def explain_stated_holder(node: StatedHolder, party: PartyId, run: Run, facts: Facts, *, full: bool) -> None:
    """Quote the interest that shows it, and why it does; there is nothing to quote where none does."""
    place = _place(node, party, run)
    if place is None:
        return
    interest, pointer = run.transaction.interests[place], f"/interests/{place}"
    ends = ((f"{pointer}/holder", interest.holder), (f"{pointer}/subject", interest.subject))
    for where, value in (*ends, *places(node.among, run.transaction)):
        facts[where] = fact(where, quoted(value), node.words)
    program = run.program
    (program.full if full else program.explain)[node.definition](interest, pointer, run, MET)


def _place(node: StatedHolder, party: PartyId, run: Run) -> int | None:
    """Give the place of the first interest that shows it."""
    meets = run.program.truth[node.definition]
    for place, interest in enumerate(run.transaction.interests):
        stands = interest.subject == party and named(node.among, run.transaction, interest.holder) == MET
        if stands and meets(interest, run) == MET:
            return place
    return None
