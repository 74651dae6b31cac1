"""What the interests say of parties that the transaction names: read off them, and never guessed from their silence."""

from app.domain.evaluation.naming import named, places
from app.domain.evaluation.run import Facts, Run
from app.domain.facts.fact import PartyId
from app.domain.language.nodes import StatedHolder
from app.domain.quoting import fact, quoted
from app.domain.truth import MET, NOT_MET


def has_stated_holder(node: StatedHolder, party: PartyId | None, run: Run) -> int:
    """Met or not met: of a party that nobody has named, nothing is stated."""
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
    """The place of the first interest that shows it."""
    meets = run.program.truth[node.definition]
    for place, interest in enumerate(run.transaction.interests):
        stands = interest.subject == party and named(node.among, run.transaction, interest.holder) == MET
        if stands and meets(interest, run) == MET:
            return place
    return None
