"""The whole transaction: who acts, in which deal, among which parties, and what has been asked so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.domain.facts.activity import Activity
from app.domain.facts.choices.interests import TableMoment
from app.domain.facts.choices.proceedings import Authority, FilingKind, InquiryOutcome, Learned, RecusedFrom, Signatory
from app.domain.facts.deal import Deal, Knowing
from app.domain.facts.fact import Group, Listing, PartyId, fact, stated_items
from app.domain.facts.party import FinancialStatement, Interest, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """A U.S. person with a part in the decisions of the acquiring non-U.S. person."""

    person: PartyId | None = fact("Who has a part in the decisions?", "850.303(a)")
    authority: Authority | None = fact("What authority in the acquiring party does that person have?", "850.303(a)")
    exercised: bool | None = fact(
        "Is that authority exercised to direct, order, decide upon or approve the deal?", "850.303(a)"
    )
    recused_from: Listing[RecusedFrom] | None = fact(
        "From which activities does the person stand aside completely?", "850.303(b)"
    )
    knowledge: Knowing = Knowing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A national interest exemption that has been granted for this transaction."""

    GROUP: ClassVar[Group] = Group.CIRCUMSTANCES

    granted: bool = fact(
        "Has Treasury exempted this transaction?", "850.502(a)", silence="No exemption has been granted.", default=False
    )
    in_writing: bool | None = fact("Was the determination provided to the U.S. person in writing?", "850.502(e)")
    signed_by: Signatory | None = fact("Who signed the determination?", "850.502(e)")
    conditions_met: bool | None = fact("Are all of its conditions met?", "850.502(d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterKnowledge:
    """A fact learned after completion."""

    GROUP: ClassVar[Group] = Group.KNOWLEDGE

    way: Learned = fact(
        "Was actual knowledge acquired after completion?",
        "850.403",
        silence="Nothing was learned later.",
        default="nothing_learned",
    )
    acquired_on: date | None = fact("On which day was the fact learned?", "850.403")
    existed_at_completion: bool | None = fact(
        "Did the fact exist, or could it be foreseen, when the transaction was completed?",
        "850.403",
        note="A person that turns to a covered activity only later has changed; nothing was learned of the deal.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What has been filed with the Department of the Treasury about this transaction."""

    kind: FilingKind | None = fact(
        "What was filed: a notification, a correction of one, or a notice of what was learned after completion?",
        "850.404(a)",
        read_by=(),
    )
    filed_on: date | None = fact("On which day was it filed?", "850.404(c)", read_by=())
    case_number: str | None = fact("Which number has Treasury given the case?", "850.404(b)", read_by=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What became of the question about one fact that is still unknown."""

    pointer: str
    outcome: InquiryOutcome
    asked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalDecision:
    """Counsel's choice of a reading where the rule set leaves the choice to the user."""

    interpretation: str
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One transaction to be screened. Parties refer to one another by ``id``."""

    GROUP: ClassVar[Group] = Group.DEAL

    reference: str | None = None
    parties: tuple[Party, ...]
    interests: tuple[Interest, ...] = ()
    interests_show: TableMoment | None = fact(
        "Do the interests listed show what is held before the deal is completed, or after it?",
        "850.210(a)(1)",
        note="The law tests the holdings before completion. An interest that says its own `moment` is not meant.",
        group=Group.OWNERS,
        ordinary="before_the_deal",
    )
    acquirer: PartyId | None = fact("Who acquires, lends, invests or enters the joint venture?", "850.210(a)")
    acting_for: Listing[PartyId] | None = fact(
        "For which other persons is the acquiring party an intermediary in this deal?",
        "Note 1 to 31 CFR 850.210",
        rare=True,
        group=Group.PARTIES,
    )
    directed_by: Listing[Direction] | None = fact(
        "Which U.S. persons have a part in the acquiring party's decisions?",
        "850.303(a)",
        rare=True,
        group=Group.CIRCUMSTANCES,
    )
    deal: Deal = Deal()
    fund_deal: Deal | None = fact(
        "Which deal does the fund undertake?",
        "850.210(a)(6)",
        note='Only for an interest in a fund. `{"acts": "none"}`: it has undertaken nothing so far.',
        rare=True,
    )
    later_knowledge: LaterKnowledge = LaterKnowledge()
    exemption: Exemption = Exemption()
    filings: tuple[Filing, ...] = ()
    legal_decisions: tuple[LegalDecision, ...] = ()
    inquiries: tuple[Inquiry, ...] = ()


def days_of(transaction: Transaction) -> tuple[date | None, ...]:
    """List the days on which interests must be held to count: those on which the deals are completed."""
    day, fund_deal = transaction.deal.completion_date, transaction.fund_deal
    return (day,) if fund_deal is None or fund_deal.completion_date == day else (day, fund_deal.completion_date)


def deals_of(transaction: Transaction) -> tuple[tuple[str, Deal, PartyId | None], ...]:
    """List the deals with their JSON Pointers and whoever acquires in them: in a fund's deal, the fund."""
    first = "/deal", transaction.deal, transaction.acquirer
    fund_deal = transaction.fund_deal
    return (first,) if fund_deal is None else (first, ("/fund_deal", fund_deal, transaction.deal.target))


def investors_of(transaction: Transaction) -> frozenset[PartyId | None]:
    """Name the acquiring party and those for whom it acts."""
    return frozenset({transaction.acquirer, *stated_items(transaction.acting_for)})


def activities_of(transaction: Transaction) -> Iterator[tuple[str, Activity]]:
    """List the activities of all parties with their JSON Pointers."""
    for index, party in enumerate(transaction.parties):
        for number, activity in enumerate(stated_items(party.activities)):
            yield f"/parties/{index}/activities/items/{number}", activity


def statements_of(transaction: Transaction) -> Iterator[tuple[str, FinancialStatement]]:
    """List the financial statements of all parties with their JSON Pointers."""
    for index, party in enumerate(transaction.parties):
        for number, statement in enumerate(stated_items(party.statements)):
            yield f"/parties/{index}/statements/items/{number}", statement
