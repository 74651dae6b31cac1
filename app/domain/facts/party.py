"""Parties and the interests between them: one graph for the investor's side and the target's side."""

from dataclasses import MISSING, dataclass
from datetime import date
from typing import ClassVar

from app.domain.facts.activity import Activity
from app.domain.facts.choices.interests import Moment, Role, Term
from app.domain.facts.choices.parties import Basis, EvidenceKind, GovernmentTie, Ownerless, PartyKind, RestrictedList
from app.domain.facts.fact import Country, Currency, Element, Group, Listing, PartyId, fact
from app.domain.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernmentLink:
    """A tie between a party and a government."""

    country: Country | None = fact("Which country's government is it?", "850.221(c)")
    tie: GovernmentTie | None = fact(
        "What ties the party to that government?",
        "850.221(c)",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """The part of a party's yearly figures that comes from, or is spent through, one other person."""

    person: PartyId | None = fact(
        "Which person do these amounts come from or go through?", "850.209(a)(2)", default=MISSING
    )
    revenue: Quantity | None = fact("How much revenue is derived from it?", "850.209(a)(2)(i)", unit="currency units")
    net_income: Quantity | None = fact(
        "How much net income is derived from it?", "850.209(a)(2)(ii)", unit="currency units"
    )
    capital_expenditure: Quantity | None = fact(
        "How much capital expenditure is incurred through it?", "850.209(a)(2)(iii)", unit="currency units"
    )
    operating_expenses: Quantity | None = fact(
        "How much operating expense is incurred through it?", "850.209(a)(2)(iv)", unit="currency units"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancialStatement:
    """A party's overall yearly figures, and how much of them runs through other persons."""

    basis: Basis | None = fact("Is it audited, unaudited, an appraisal or an estimate?", "850.209(b)(1)")
    year_end: date | None = fact("On which day does the year end that it covers?", "850.209(b)(1)")
    currency: Currency | None = fact("In which currency are the amounts?", "850.209(b)(2)")
    units_per_usd: Quantity | None = fact(
        "How many units of the currency make one U.S. dollar at the latest rate on Treasury's website?",
        "850.209(b)(2)",
        unit="currency units per USD",
        note="Not needed for amounts in USD. Give the date and source of the rate beside it.",
    )
    rate_date: date | None = fact("On which day was that rate published?", "850.209(b)(2)", read_by=())
    rate_source: str | None = fact("Where was that rate published?", "850.209(b)(2)", read_by=())
    revenue: Quantity | None = fact("What is the overall revenue?", "850.209(a)(2)(i)", unit="currency units")
    net_income: Quantity | None = fact("What is the overall net income?", "850.209(a)(2)(ii)", unit="currency units")
    capital_expenditure: Quantity | None = fact(
        "What is the overall capital expenditure?", "850.209(a)(2)(iii)", unit="currency units"
    )
    operating_expenses: Quantity | None = fact(
        "What are the overall operating expenses?", "850.209(a)(2)(iv)", unit="currency units"
    )
    persons: Listing[Amounts] | None = fact(
        "Through which persons do these figures run, and how much through each?", "850.209(a)(2)"
    )


_PERSON = ("kind", ("individual", "entity"))
_INDIVIDUAL = ("kind", ("individual",))
_ENTITY = ("kind", ("entity",))
_FLOAT = ("kind", ("public_float",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """A conclusion that somebody has come to on evidence: that the party meets an element of the law, or does not.

    It counts where the facts stated leave the element open, and cannot stand beside facts that say otherwise.
    """

    element: Element = fact("Which element of the law is concluded on?", "850.104", default=MISSING)
    met: bool = fact("Is the element met?", "850.104", default=MISSING)
    basis: EvidenceKind = fact("What does the conclusion rest on?", "850.104(c)", default=MISSING)
    source: str | None = fact("From whom, or from which document, is it?", "850.104(c)")
    as_of: date | None = fact("Of which day is it?", "850.104(c)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An individual or an entity with a place in the transaction, on either side."""

    GROUP: ClassVar[Group] = Group.PARTIES

    id: PartyId
    name: str | None = None
    lei: str | None = fact(
        "What is the party's legal entity identifier?",
        "ISO 17442",
        note="Twenty characters.",
        read_by=(),
        only_where=_PERSON,
    )
    uscc: str | None = fact(
        "What is the entity's Chinese unified social credit code?",
        "GB 32100-2015",
        note="Eighteen characters. It does not by itself say where the entity is organized.",
        read_by=(),
        only_where=_PERSON,
    )
    branch_of: PartyId | None = fact(
        "Of which entity is the party a branch?",
        "850.229",
        note="A branch is no person of its own: whatever it does, owns or is, the entity does, owns or is.",
        read_by=(),
        only_where=_ENTITY,
    )
    kind: PartyKind | None = fact(
        "Is the party an individual, an entity or a public float?",
        "850.220",
        ordinary="entity",
    )
    float_of_concern: bool | None = fact(
        "Are the holders in this public float persons of a country of concern?",
        "850.221(d)",
        note="Only for a `public_float`. Where some of them are, state it as two, each with its share or a range.",
        group=Group.OWNERS,
        only_where=_FLOAT,
    )
    citizenships: Listing[Country] | None = fact(
        "Of which countries is the individual a citizen?", "850.221(a)", only_where=_INDIVIDUAL
    )
    permanent_residences: Listing[Country] | None = fact(
        "Of which countries is the individual a permanent resident?", "850.221(a)", only_where=_INDIVIDUAL
    )
    organized_in: Country | None = fact(
        "Under the law of which country is the entity incorporated or otherwise organized?",
        "850.221(b)",
        only_where=_ENTITY,
    )
    headquarters: Country | None = fact(
        "In which country is the entity headquartered?", "850.221(b)", only_where=_ENTITY
    )
    principal_place_of_business: Country | None = fact(
        "In which country is the main place from which management directs, controls or coordinates the entity?",
        "850.222",
        note="For an investment fund: where that is done by or for its general partner or equivalent.",
        only_where=_ENTITY,
    )
    in_united_states: bool | None = fact("Is the party in the United States?", "850.229", only_where=_PERSON)
    government_links: Listing[GovernmentLink] | None = fact(
        "Which governments is the party part of, acting for, or directed by?",
        "850.221(c)",
        rare=True,
        only_where=_PERSON,
    )
    leadership_of: Listing[Country] | None = fact(
        "Of which countries does the individual belong to the political leadership?",
        "50 U.S.C. 4589(3)(B)",
        note="For China: as a member of the Central Committee of the Chinese Communist Party. Ties to the "
        "government stand under `government_links` as well.",
        read_by=("coins-2025",),
        only_where=_INDIVIDUAL,
    )
    directed_from: Listing[Country] | None = fact(
        "From which countries is the party directed or controlled by any means?",
        "50 U.S.C. 4589(3)(C)",
        note="By the country, its state or government, an entity organized or run there, or a member of its "
        "political leadership. Regulations will define direction and control.",
        read_by=("coins-2025",),
        only_where=_PERSON,
    )
    pooled_investment_fund: bool | None = fact(
        "Is the entity a pooled investment fund?", "850.219(c)", only_where=_ENTITY
    )
    activities: Listing[Activity] | None = fact(
        "Which of the listed technology activities does the party engage in or plan?",
        "850.208",
        group=Group.TARGET,
        ordinary=Activity(),
        only_where=_PERSON,
    )
    restricted_lists: Listing[RestrictedList] | None = fact(
        "On which of the lists of 850.224(m) is the party, or which of its definitions does it meet?",
        "850.224(m)",
        note="As the lists stand on the day of the deal; check them again at closing. Of military-intelligence end "
        "users 15 CFR 744.22(f)(2) names one body for China as an example only, and the Consolidated Screening List "
        "has none, so a search of that list does not make this one complete.",
        rare=True,
        group=Group.LISTS,
        only_where=_PERSON,
    )
    statements: Listing[FinancialStatement] | None = fact(
        "What do the latest yearly figures show, and how much of them runs through others?",
        "850.209(b)(1)",
        several=True,
        group=Group.HOLDINGS,
        only_where=_PERSON,
    )
    holders_complete: bool | None = fact(
        "Are all persons holding an interest or a role in the entity among the listed interests?",
        "850.221(d)",
        several=True,
        group=Group.OWNERS,
        ordinary=True,
        only_where=_ENTITY,
    )
    ownerless: Ownerless | None = fact(
        "Is the entity a body in which nobody holds votes or equity?",
        "850.221(d)",
        note="Its complete list of holders may be empty. Whoever appoints its board or directs it is listed as an "
        "interest without votes and equity.",
        group=Group.OWNERS,
        only_where=_ENTITY,
    )
    holdings_complete: bool | None = fact(
        "Are all interests that the party holds in others among the listed interests?",
        "850.209(a)(2)",
        group=Group.HOLDINGS,
        ordinary=True,
        only_where=_PERSON,
    )
    newly_formed: bool = fact(
        "Is the entity formed for this deal, without a holding in others and without a completed year?",
        "850.209(a)(2)",
        note="It then has no yearly figures, and none are asked for.",
        silence="The entity was not formed for this deal.",
        default=False,
        only_where=_ENTITY,
    )
    conclusions: tuple[Conclusion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """What one party holds in another. Percentages run from 0 to 100 and may be ranges; ``None`` is not known.

    Shares that an entity holds in itself are an interest of its own, marked as ``treasury``: they are not outstanding,
    and the other percentages in it are then of all that is issued.
    """

    GROUP: ClassVar[Group] = Group.OWNERS

    holder: PartyId
    subject: PartyId
    moment: Moment | None = fact(
        "Is this what is held before the deal is completed, or after it?",
        "850.210(a)(1)",
        note="Where it is not said, `interests_show` of the transaction says it.",
    )
    term: Term = fact(
        "When is the interest held?",
        "850.219(a)(1)",
        note="Otherwise than `held` it counts on the days that `first_day` and `last_day` bound, both included.",
        silence="An interest stated without a term is held on the day of the deal.",
        default="held",
    )
    first_day: date | None = fact("From which day on is the interest held?", "850.219(a)(1)")
    last_day: date | None = fact("Until which day is the interest held?", "850.219(a)(1)")
    voting_percent: Quantity | None = fact(
        "What share of the outstanding voting interest is held?", "850.219(a)(1)", unit="percent"
    )
    board_percent: Quantity | None = fact(
        "What share of the voting power of the board is held?", "850.219(a)(2)", unit="percent"
    )
    equity_percent: Quantity | None = fact("What share of the equity interest is held?", "850.221(d)", unit="percent")
    roles: Listing[Role] | None = fact(
        "Is the holder general partner, managing member or the like, or investment adviser?", "850.219(b)"
    )
    directs_management: bool | None = fact(
        "Has the holder power by contract to direct the management or policies?", "850.209(a)(2)"
    )
    board_seat: bool | None = fact("Does the holder have a seat on the board?", "850.209(a)(2)")
    treasury: bool | None = fact(
        "Are these treasury shares, which the entity holds in itself?",
        "850.219(a)(1)",
        note="True for an interest whose holder is its subject, and for no other.",
    )
    excepted_securities_only: bool | None = fact(
        "Is the interest held only through securities or interests that would satisfy 850.501(a)?",
        "850.209(a)(2)",
        note="More than half of the votes is more than a minority's protection, and counts whatever is said here.",
    )
