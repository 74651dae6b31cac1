"""Finds what cannot be true of a deal at once: its acts, circumstances, days and terms, and who takes part."""

from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter
from typing import Any

from app.domain.consistency.pairs import Needs, Pair, PairTable, Words, exceeds, is_something
from app.domain.errors import Problem
from app.domain.facts.choices.circumstances import Circumstance
from app.domain.facts.choices.deals import Act
from app.domain.facts.deal import Deal
from app.domain.facts.fact import stated_items
from app.domain.facts.transaction import Transaction, days_of, deals_of, statements_of
from app.domain.ownership.answer.direction import directs
from app.domain.ownership.resolve.counted import held_on

_OF_AN_ENTITY = frozenset[Act](
    {
        "acquire_equity",
        "acquire_contingent_equity",
        "convert_contingent_equity",
        "foreclose_on_pledged_equity",
        "enter_joint_venture",
        "acquire_fund_interest",
    }
)
"""The acts by which an interest in the target passes. There is none in an individual."""
_SECURING = frozenset[Act](_OF_AN_ENTITY - {"enter_joint_venture"} | {"acquire_derivative", "other"})
"""The acts by which something can be acquired that turns into a security, such as preferred shares or a note."""

_TURNS = (
    "What can turn into a security is more than debt or assets (850.205), and the complete list of acts has nothing of "
    "the kind. Add `acquire_contingent_equity` to the acts, or mend this."
)
_CONVERTIBLE = (
    "Nothing that can turn into an interest is acquired by the complete list of acts. Add `acquire_contingent_equity` "
    "to the acts, or mend this."
)
_TURNS_INTO_ANOTHER = (
    "What can turn into an interest in a person is a contingent interest in that person, whoever issues it (850.205). "
    "Make that person the `target` of this deal, and screen what the issuer itself borrows or gives as another deal."
)
_NOTHING_DONE = (
    "A deal in which nothing is done is no deal. Add what the acquiring party does, such as `other` for what has no "
    "word of its own, or do not call the list complete."
)
_NOTHING_UNDERTAKEN = (
    "A fund that has undertaken nothing so far has no deal to tell of. Take away what else is said of it here, or add "
    "what the fund does."
)
_NO_EQUITY = (
    "There is no interest to be had in an individual. The target is whoever's interest is acquired, not the seller: "
    "name the entity, or mend `kind` there or the acts."
)
_ALONE = (
    "A joint venture is formed with somebody else. Add who that is, or do not call the list complete, or take "
    "`enter_joint_venture` from the acts."
)
_ITSELF = "Whoever acquires does not direct another in acquiring. Name whoever decides for it, or mend `acquirer`."
_DIRECTS = (
    "By the interests this person directs the management of the acquiring party, so it has authority there. Say under "
    "`authority` which it is, or mend the interest."
)
_NO_DERIVATIVE = "This is said of a derivative, and `derivative` says that there is none. Mend one."
_DAYS = "days_out_of_order"


def _of_an_act(fact: str, *acts: Act) -> Needs:
    """Build the row of a fact that belongs to an act, of which the list of acts has to have one."""
    told = " or ".join(f"`{each}`" for each in sorted(acts))
    detail = f"This belongs to {told}, which the complete list of acts leaves out. Mend one of the two."
    one_of = [Words(acts)]
    return Needs(fact, "acts", lambda value: one_of if is_something(value) else (), detail, "act_left_out")


def _of_a_circumstance(name: str, circumstance: Circumstance, *, only: object = None) -> Needs:
    """Build the row of a particular that belongs to a circumstance, where it says something, or ``only`` this."""
    detail = (
        f"This belongs to `{circumstance}`, which the complete list of circumstances leaves out. Mend one of the two."
    )

    def words(value: Any) -> Iterable[Words]:
        return [Words({circumstance})] if (is_something(value) if only is None else value == only) else ()

    return Needs(f"particulars.{name}", "circumstances", words, detail, "circumstance_left_out")


def _before_completion(fact: str, why: str) -> Pair:
    detail = f"{why}. Mend this day or `completion_date`."
    return Pair(fact, "completion_date", lambda day, completion: day > completion, detail, _DAYS)


_STEPS = (
    _before_completion("agreement_date", "The deal is agreed by its completion at the latest"),
    _before_completion(
        "contingent_acquired_on", "A contingent interest is acquired before the deal that converts it is completed"
    ),
    _before_completion("debt.pledged_on", "Equity is pledged before the deal that takes possession of it is completed"),
    _before_completion(
        "particulars.commitment_date", "Capital is committed before the deal that it is called for is completed"
    ),
    _before_completion("particulars.engaged_since", "What a deal maintains goes on before the deal is completed"),
)

_steps_of = attrgetter(*(row.fact for row in _STEPS))

DEAL = PairTable(
    _of_an_act("partners", "enter_joint_venture"),
    _of_an_act("debt.affords", "provide_debt", "acquire_secured_debt"),
    _of_an_act("development.results", "acquire_or_develop_assets"),
    _of_an_act("development.planned", "acquire_or_develop_assets"),
    _of_an_act("contingent_acquired_on", "convert_contingent_equity", "acquire_contingent_equity"),
    Needs(
        "security.can_become",
        "acts",
        lambda turns_into: [_SECURING] if any(each != "cash" for each in turns_into.items) else (),
        _TURNS,
        "act_left_out",
    ),
    Needs("converts_into", "acts", lambda _: [_SECURING], _CONVERTIBLE, "act_left_out"),
    Pair("converts_into", "target", lambda turned_into, target: turned_into != target, _TURNS_INTO_ANOTHER),
    _of_a_circumstance("all_their_interests", "purchase_from_persons_of_a_country_of_concern"),
    _of_a_circumstance("supports", "own_controlled_foreign_entity"),
    _of_a_circumstance("engaged_since", "own_controlled_foreign_entity"),
    _of_a_circumstance("recipient", "employment_compensation", only="employee"),
    Pair(
        "fund.committed_with_affiliates",
        "fund.committed_capital",
        lambda together, own: exceeds(own, together),
        "The investor's own `committed_capital` is more than this, which counts both together. Mend one.",
        "part_over_whole",
    ),
    Pair(
        "fund.assured_by_acquisition",
        "fund.assurances",
        lambda assured, assurances: assured and assurances.complete is True and not assurances.items,
        "The complete list `assurances` is empty, so there was none to be binding. Mend one of the two.",
    ),
    Pair(
        "fund.likely_sectors",
        "fund.kind",
        lambda sectors, kind: kind == "not_a_fund" and bool(sectors.items),
        "Only a fund has sectors that it will likely invest in, and `kind` says that there is none. Mend one.",
    ),
    Pair(
        "fund.lower_deal",
        "fund.kind",
        lambda _, kind: kind == "not_a_fund",
        "Only a fund undertakes such a deal in its turn, and `kind` says that there is none. Mend one.",
    ),
    Pair(
        "security.derivative_confers",
        "security.derivative",
        lambda confers, derivative: derivative is False and any(each != "none" for each in confers.items),
        _NO_DERIVATIVE,
    ),
    Pair(
        "security.derivative_confers",
        "security.derivative_confers",
        lambda confers, _: "none" in confers.items and len(confers.items) > 1,
        "Beside `none` there can be nothing else in this list. Take away whichever is wrong.",
    ),
    Pair(
        "security.derivative_of",
        "security.derivative",
        lambda underlying, derivative: derivative is False and underlying != "other",
        _NO_DERIVATIVE,
    ),
    Pair(
        "development.planned",
        "development.results",
        lambda planned, results: planned and results.complete is True and not results.items,
        "The complete list `results` is empty, so there is none to be planned. Add the result planned, or mend this.",
    ),
    *_STEPS,
)

DIRECTION = PairTable(
    Pair(
        "exercised",
        "authority",
        lambda exercised, authority: exercised and authority == "none",
        "Authority that is exercised is had. Say under `authority` which it is, or mend this.",
    ),
)


def earliest_completion(deal: Deal) -> date | None:
    """Find the day before which the deal cannot be completed, by its other days; ``None`` if there is none."""
    return max((day for day in _steps_of(deal) if day is not None), default=None)


def deals_in_which_nothing_is_done(transaction: Transaction) -> Iterator[Problem]:
    """Find deals without an act; of a fund, those of which more is said than that it has undertaken nothing so far."""
    for place, deal, _ in deals_of(transaction):
        if deal.acts is None or deal.acts.items or deal.acts.complete is not True:
            continue
        if deal is transaction.deal:
            yield Problem(f"{place}/acts", _NOTHING_DONE, "nothing_done")
        elif deal != Deal(acts=deal.acts):
            yield Problem(f"{place}/acts", _NOTHING_UNDERTAKEN, "nothing_done")


def interests_in_individuals(transaction: Transaction) -> Iterator[Problem]:
    """Find targets that are individuals, where all that the deal does is to acquire interests.

    Where it does something else as well, such as to lend, the target may be of that part.
    """
    for place, deal, _ in deals_of(transaction):
        acts = stated_items(deal.acts)
        if deal.target is None or not acts or not _OF_AN_ENTITY.issuperset(acts):
            continue
        if any(party.kind == "individual" and party.id == deal.target for party in transaction.parties):
            yield Problem(f"{place}/target", _NO_EQUITY, "interest_in_individual")


def ventures_and_their_partners(transaction: Transaction) -> Iterator[Problem]:
    """Find joint ventures without partners, or among their own, so that it is open whose activities count."""
    for place, deal, acquirer in deals_of(transaction):
        partners = deal.partners
        if partners is None:
            continue
        if deal.target in partners.items:
            detail = "The target is the joint venture itself. Give it as a party of its own beside the partners."
            yield Problem(f"{place}/target", detail, "venture_among_its_partners")
        venture = "enter_joint_venture" in stated_items(deal.acts)
        if venture and partners.complete is True and all(partner == acquirer for partner in partners.items):
            yield Problem(f"{place}/partners", _ALONE, "venture_without_partners")


def directing_oneself(transaction: Transaction) -> Iterator[Problem]:
    """Find the acquiring party among those who direct it."""
    for index, direction in enumerate(stated_items(transaction.directed_by)):
        if transaction.acquirer is not None and direction.person == transaction.acquirer:
            yield Problem(f"/directed_by/items/{index}/person", _ITSELF, "directing_oneself")


def power_without_authority(transaction: Transaction) -> Iterator[Problem]:
    """Find persons without authority in the acquiring party who direct it on the day of the deal for sure."""
    directions = stated_items(transaction.directed_by)
    if all(direction.authority != "none" for direction in directions):
        return
    counting = held_on(transaction.interests, days_of(transaction))
    powerful = {
        interest.holder
        for place, interest in enumerate(transaction.interests)
        if interest.subject == transaction.acquirer
        and directs(interest)
        and place not in counting.left_out
        and place not in counting.open_because
    }
    for index, direction in enumerate(directions):
        if direction.authority == "none" and direction.person in powerful:
            yield Problem(f"/directed_by/items/{index}/authority", _DIRECTS, "contradicts_power")


def learned_before_completion(transaction: Transaction) -> Iterator[Problem]:
    """Find later knowledge from before any deal was completed."""
    learned = transaction.later_knowledge.acquired_on
    if learned is None:
        return
    completions = [day for day in days_of(transaction) if day is not None]
    if completions and learned < min(completions):
        detail = "What is learned before completion is known at the time: state it in the `knowledge` of the deal."
        yield Problem("/later_knowledge/acquired_on", detail, _DAYS)


def figures_of_a_year_to_come(transaction: Transaction) -> Iterator[Problem]:
    """Find financial statements of a year that ends after every deal, so that nobody could have had them."""
    for place, statement in statements_of(transaction):
        if statement.basis in ("audited", "unaudited") and statement.year_end is not None:
            completions = [day for day in days_of(transaction) if day is None or day >= statement.year_end]
            if not completions:
                detail = (
                    "There was no statement of this year at completion. Give the latest before it, or mend the day."
                )
                yield Problem(f"{place}/year_end", detail, _DAYS)
