"""Says who does what to whom, as the transaction states it: the question that a memo answers, and the parties."""

from collections.abc import Iterable

from app.documents.memo import Block, Prose, Spans, bullets, grid, joined, place, plain, strong
from app.documents.wording import day_in_words, fact_at, sentence, value_in_words
from app.domain.evaluation.subjects import called
from app.domain.facts.deal import Deal
from app.domain.facts.fact import PartyId, stated_items
from app.domain.facts.party import Party
from app.domain.facts.transaction import Transaction
from app.service.presenting import Presented

_MOST = 60


def acquirer_and_target(transaction: Transaction) -> str:
    """Name who acts and with whom."""
    return f"{_name(transaction, transaction.acquirer)} and {_name(transaction, transaction.deal.target)}"


def question(presented: Presented) -> tuple[Block, ...]:
    """Ask whether the deal carries a duty, and say what it is."""
    transaction, law = presented.transaction, presented.law
    asked = (
        f"Which duties, if any, does the {law} attach to the transaction between {acquirer_and_target(transaction)}?"
    )
    done = [*_deal(transaction.deal, "deal")]
    if transaction.fund_deal is not None:
        target = _name(transaction, transaction.fund_deal.target)
        done += [_line("The fund’s own deal", f"with {target}"), *_deal(transaction.fund_deal, "fund_deal")]
    people = [_line("Who acts", _name(transaction, transaction.acquirer))]
    if others := stated_items(transaction.acting_for):
        people.append(_line("Acting for", _names(transaction, others)))
    if directing := [each.person for each in stated_items(transaction.directed_by) if each.person is not None]:
        people.append(_line("Directed by", _names(transaction, directing)))
    with_whom = _line("With whom", _name(transaction, transaction.deal.target))
    return (Prose(plain(asked)), *bullets([*people, with_whom, *done]))


def parties(transaction: Transaction) -> tuple[Block, ...]:
    """List the parties with what is stated of who they are, the first of many."""
    rows = [
        (strong(called(each)), plain(_who(each)), plain(_roles(transaction, each.id)), place(f"/parties/{index}"))
        for index, each in enumerate(transaction.parties[:_MOST])
    ]
    left = len(transaction.parties) - len(rows)
    more = (Prose(plain(f"{left} more parties are in the transaction.")),) if left > 0 else ()
    return (*grid(("Party", "Who it is", "Part in the deal", "Stated at"), rows, widths=(30, 32, 20, 18)), *more)


def _deal(deal: Deal, name: str) -> list[Spans]:
    acts = fact_at(f"/{name}/acts")
    done = value_in_words({"items": list(stated_items(deal.acts)), "complete": True}, acts[1] if acts else None)
    said = [_line("What is done", done if deal.acts is not None else "Not stated")]
    if deal.agreement_date is not None:
        said.append(_line("Agreed", day_in_words(deal.agreement_date)))
    day = day_in_words(deal.completion_date) if deal.completion_date is not None else "Not stated"
    return [*said, _line("Completed", day)]


def _who(party: Party) -> str:
    said = [sentence(party.kind) if party.kind is not None else "Not stated"]
    for label, name in (
        ("organized in", "organized_in"),
        ("headquarters in", "headquarters"),
        ("principal place of business in", "principal_place_of_business"),
        ("citizen of", "citizenships"),
    ):
        value = getattr(party, name)
        found = fact_at(f"/parties/0/{name}")
        if value is not None and found is not None:
            stated = {"items": list(value.items), "complete": True} if name == "citizenships" else value
            said.append(f"{label} {value_in_words(stated, found[1])}")
    return "; ".join(said)


def _roles(transaction: Transaction, party: PartyId) -> str:
    roles = [
        role
        for role, held in (
            ("Acts", transaction.acquirer == party),
            ("Target", transaction.deal.target == party),
            ("Partner", party in stated_items(transaction.deal.partners)),
            ("Acted for", party in stated_items(transaction.acting_for)),
            ("Directs", any(each.person == party for each in stated_items(transaction.directed_by))),
            ("Target of the fund", transaction.fund_deal is not None and transaction.fund_deal.target == party),
        )
        if held
    ]
    return ", ".join(roles) or "Other"


def _name(transaction: Transaction, party: PartyId | None) -> str:
    found = next((each for each in transaction.parties if each.id == party), None)
    return called(found) if found is not None else "a person not named"


def _names(transaction: Transaction, parties: Iterable[PartyId]) -> str:
    return ", ".join(_name(transaction, each) for each in parties)


def _line(label: str, text: str) -> Spans:
    return joined(strong(f"{label}: "), plain(text))
