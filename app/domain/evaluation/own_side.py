"""Finds the parties behind whom nobody is looked for, such as the U.S. person that acquires."""

from app.domain.evaluation.named_parties import named
from app.domain.evaluation.run import Run
from app.domain.facts.fact import PartyId
from app.domain.language.nodes import HeldBy, OwnershipNode
from app.domain.truth import MET

NOBODY: frozenset[PartyId] = frozenset()


def own_side(node: OwnershipNode, run: Run) -> frozenset[PartyId]:
    """Name the parties that are taken neither to be among the persons asked about nor to be held by them.

    Whoever is stated to be one of these persons, or to be held by one directly or through others, is not meant: what is
    stated counts.
    """
    if not isinstance(node, HeldBy) or node.own_side is None:
        return NOBODY
    found = run.ownership.own_sides.get(id(node))
    if found is None:
        among, meets = node.own_side.among, run.program.truth[node.own_side.definition]
        found = run.ownership.own_sides[id(node)] = frozenset(
            name
            for name, party in run.parties.items()
            if named(among, run.transaction, name) == MET
            and meets(party, run) == MET
            and not any(_counts(node, each, run) for each in _above(name, run))
        )
    return found


def _counts(node: HeldBy, party: PartyId, run: Run) -> bool:
    return any(run.program.truth[name](run.parties[party], run) == MET for name in node.persons)


def _above(party: PartyId, run: Run) -> set[PartyId]:
    """Name the party and all that are stated to hold something of it, directly or through others."""
    found, left = {party}, [party]
    while left:
        held = left.pop()
        holders = {each.holder for each in run.transaction.interests if each.subject == held} - found
        found |= holders
        left += holders
    run.effort.spend(len(found))
    return found
