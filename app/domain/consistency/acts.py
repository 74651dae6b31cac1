"""Complete lists of acts and circumstances: without any act, or without the one of which something is said."""

from collections.abc import Iterator
from operator import attrgetter

from app.domain.errors import Problem
from app.domain.facts.circumstances import Circumstance
from app.domain.facts.deal import Act, Deal
from app.domain.facts.fact import Listing
from app.domain.facts.transaction import Transaction

_BELONGS: dict[str, frozenset[Act]] = {
    "partners": frozenset({"enter_joint_venture"}),
    "debt.affords": frozenset({"provide_debt", "acquire_secured_debt"}),
    "development.results": frozenset({"acquire_or_develop_assets"}),
    "development.planned": frozenset({"acquire_or_develop_assets"}),
    "contingent_acquired_on": frozenset({"convert_contingent_equity", "acquire_contingent_equity"}),
}
"""Where what belongs to an act stands in a deal, and the acts of which one has to be there."""
_SECURING: frozenset[Act] = frozenset(
    {
        "acquire_equity",
        "acquire_contingent_equity",
        "acquire_derivative",
        "convert_contingent_equity",
        "foreclose_on_pledged_equity",
        "acquire_fund_interest",
        "other",
    }
)
"""The acts by which something can be acquired that turns into a security, such as preferred shares or a note."""
_TURNS = (
    "What can turn into a security is more than debt or assets (850.205), and the complete list of acts has nothing of "
    "the kind. Add `acquire_contingent_equity` to the acts, or mend this."
)
_READ = attrgetter(*_BELONGS)
_NOTHING = (None,) * len(_BELONGS)

_NOTHING_DONE = (
    "A deal in which nothing is done is no deal. Add what the acquiring party does, such as `other` for what has no "
    "word of its own, or do not call the list complete."
)


def acts_left_out(transaction: Transaction) -> Iterator[Problem]:
    """What is said of an act that the deal, by its complete list of acts, does not have."""
    for place, deal in (("/deal", transaction.deal), ("/fund_deal", transaction.fund_deal)):
        if deal is not None and deal.acts is not None and deal.acts.complete is True:
            for name, acts in acts_spoken_of(deal):
                if acts.isdisjoint(deal.acts.items):
                    told = " or ".join(f"`{each}`" for each in sorted(acts))
                    detail = f"This belongs to {told}, which the complete list of acts leaves out. Mend one of the two."
                    yield Problem(f"{place}/{name}", _TURNS if acts is _SECURING else detail, "act_left_out")


def acts_spoken_of(deal: Deal) -> Iterator[tuple[str, frozenset[Act]]]:
    """What is said in a deal of acts, each with the acts of which one has to be there."""
    said = _READ(deal)
    if said != _NOTHING:
        for (name, acts), value in zip(_BELONGS.items(), said, strict=True):
            if value.items if isinstance(value, Listing) else value is not None and value is not False:
                yield name.replace(".", "/"), acts
    turns_into = deal.security.can_become
    if turns_into is not None and any(each != "cash" for each in turns_into.items):
        yield "security/can_become", _SECURING


def deals_without_acts(transaction: Transaction) -> Iterator[Problem]:
    """Deals in which, by their complete list of acts, nothing is done."""
    for place, deal in (("/deal", transaction.deal), ("/fund_deal", transaction.fund_deal)):
        acts = deal.acts if deal is not None else None
        if acts is not None and acts.complete is True and not acts.items:
            yield Problem(f"{place}/acts", _NOTHING_DONE, "nothing_done")


def circumstances_left_out(transaction: Transaction) -> Iterator[Problem]:
    """What is said of a circumstance that the deal, by its complete list of circumstances, does not have."""
    for place, deal in (("/deal", transaction.deal), ("/fund_deal", transaction.fund_deal)):
        if deal is not None and deal.circumstances is not None and deal.circumstances.complete is True:
            for name, circumstance in circumstances_spoken_of(deal):
                if circumstance not in deal.circumstances.items:
                    detail = (
                        f"This belongs to `{circumstance}`, which the complete list of circumstances leaves out. Mend "
                        "one of the two."
                    )
                    yield Problem(f"{place}/particulars/{name}", detail, "circumstance_left_out")


def circumstances_spoken_of(deal: Deal) -> Iterator[tuple[str, Circumstance]]:
    """The particulars of a deal that only one circumstance can have, each with that circumstance."""
    particulars = deal.particulars
    if particulars.all_their_interests:
        yield "all_their_interests", "purchase_from_persons_of_a_country_of_concern"
    if particulars.supports is not None:
        yield "supports", "own_controlled_foreign_entity"
    if particulars.engaged_since is not None:
        yield "engaged_since", "own_controlled_foreign_entity"
    if particulars.recipient == "employee":
        yield "recipient", "employment_compensation"
