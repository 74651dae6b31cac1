"""Parties and the interests between them: one graph for the investor's side and the target's side."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from app.domain.facts.activity import Activity
from app.domain.facts.fact import Country, Currency, Fact, Listing, PartyId
from app.domain.quantity import Quantity

PartyKind = Literal["individual", "entity", "public_float"]
Ownerless = Literal["state", "foundation", "non_stock_company"]
Moment = Literal["before_the_deal", "after_the_deal", "before_and_after"]
GovernmentTie = Literal[
    "part_of_government", "acts_for_government", "directed_by_government", "veto_or_appointment_power", "none"
]
RestrictedList = Literal[
    "bis_entity_list",
    "bis_military_end_user_list",
    "bis_military_intelligence_end_user",
    "ofac_sdn_list",
    "ofac_ns_cmic_list",
    "foreign_terrorist_organization",
    "listed_through_parent",
    "section_1260h_list",
    "other_list",
]
Role = Literal["general_partner", "managing_member", "equivalent_of_general_partner", "investment_adviser"]
Term = Literal["held", "from_first_day", "until_last_day", "between_days"]
Basis = Literal["audited", "unaudited", "appraisal", "estimate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernmentLink:
    """A tie between a party and a government."""

    country: Annotated[Country | None, Fact("Which country's government is it?", "850.221(c)")] = None
    tie: Annotated[
        GovernmentTie | None,
        Fact(
            "What ties the party to that government?",
            "850.221(c)",
            note="`part_of_government` includes political subdivisions, political parties, agencies and "
            "instrumentalities; `directed_by_government` is power over management and policies by any means; "
            "`veto_or_appointment_power` is less than that, such as a golden share or a party cell.",
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """The part of a party's yearly figures that comes from, or is spent through, one other person."""

    person: Annotated[PartyId | None, Fact("Which person do these amounts come from or go through?", "850.209(a)(2)")]
    revenue: Annotated[
        Quantity | None, Fact("How much revenue is derived from it?", "850.209(a)(2)(i)", unit="currency units")
    ] = None
    net_income: Annotated[
        Quantity | None, Fact("How much net income is derived from it?", "850.209(a)(2)(ii)", unit="currency units")
    ] = None
    capital_expenditure: Annotated[
        Quantity | None,
        Fact("How much capital expenditure is incurred through it?", "850.209(a)(2)(iii)", unit="currency units"),
    ] = None
    operating_expenses: Annotated[
        Quantity | None,
        Fact("How much operating expense is incurred through it?", "850.209(a)(2)(iv)", unit="currency units"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancialStatement:
    """A party's overall yearly figures, and how much of them runs through other persons."""

    basis: Annotated[Basis | None, Fact("Is it audited, unaudited, an appraisal or an estimate?", "850.209(b)(1)")] = (
        None
    )
    year_end: Annotated[date | None, Fact("On which day does the year end that it covers?", "850.209(b)(1)")] = None
    currency: Annotated[Currency | None, Fact("In which currency are the amounts?", "850.209(b)(2)")] = None
    units_per_usd: Annotated[
        Quantity | None,
        Fact(
            "How many units of the currency make one U.S. dollar at the latest rate on Treasury's website?",
            "850.209(b)(2)",
            unit="currency units per USD",
            note="Not needed for amounts in USD. Give the date and source of the rate beside it.",
        ),
    ] = None
    rate_date: Annotated[date | None, Fact("On which day was that rate published?", "850.209(b)(2)")] = None
    rate_source: Annotated[str | None, Fact("Where was that rate published?", "850.209(b)(2)")] = None
    revenue: Annotated[
        Quantity | None, Fact("What is the overall revenue?", "850.209(a)(2)(i)", unit="currency units")
    ] = None
    net_income: Annotated[
        Quantity | None, Fact("What is the overall net income?", "850.209(a)(2)(ii)", unit="currency units")
    ] = None
    capital_expenditure: Annotated[
        Quantity | None, Fact("What is the overall capital expenditure?", "850.209(a)(2)(iii)", unit="currency units")
    ] = None
    operating_expenses: Annotated[
        Quantity | None, Fact("What are the overall operating expenses?", "850.209(a)(2)(iv)", unit="currency units")
    ] = None
    persons: Annotated[
        Listing[Amounts] | None,
        Fact("Through which persons do these figures run, and how much through each?", "850.209(a)(2)"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An individual or an entity with a place in the transaction, on either side."""

    id: PartyId
    name: str | None = None
    lei: Annotated[
        str | None, Fact("What is the party's legal entity identifier?", "ISO 17442", note="Twenty characters.")
    ] = None
    uscc: Annotated[
        str | None,
        Fact(
            "What is the entity's Chinese unified social credit code?",
            "GB 32100-2015",
            note="Eighteen characters. It does not by itself say where the entity is organized.",
        ),
    ] = None
    kind: Annotated[
        PartyKind | None,
        Fact(
            "Is the party an individual, an entity or a public float?",
            "850.220",
            note="`public_float`: the dispersed holders of listed shares, as one holder. None of them is known by name "
            "or has a role, a seat or power over the management.",
        ),
    ] = None
    float_of_concern: Annotated[
        bool | None,
        Fact(
            "Are the holders in this public float persons of a country of concern?",
            "850.221(d)",
            note="Only for a `public_float`. Where some of them are, state it as two, each with its share or a range.",
        ),
    ] = None
    citizenships: Annotated[
        Listing[Country] | None, Fact("Of which countries is the individual a citizen?", "850.221(a)")
    ] = None
    permanent_residences: Annotated[
        Listing[Country] | None, Fact("Of which countries is the individual a permanent resident?", "850.221(a)")
    ] = None
    in_united_states: Annotated[bool | None, Fact("Is the party in the United States?", "850.229")] = None
    organized_in: Annotated[
        Country | None,
        Fact("Under the law of which country is the entity incorporated or otherwise organized?", "850.221(b)"),
    ] = None
    headquarters: Annotated[Country | None, Fact("In which country is the entity headquartered?", "850.221(b)")] = None
    principal_place_of_business: Annotated[
        Country | None,
        Fact(
            "In which country is the main place from which management directs, controls or coordinates the entity?",
            "850.222",
            note="For an investment fund: where that is done by or for its general partner or equivalent.",
        ),
    ] = None
    government_links: Annotated[
        Listing[GovernmentLink] | None,
        Fact("Which governments is the party part of, acting for, or directed by?", "850.221(c)", rare=True),
    ] = None
    leadership_of: Annotated[
        Listing[Country] | None,
        Fact(
            "Of which countries does the individual belong to the political leadership?",
            "50 U.S.C. 4589(3)(B)",
            note="For China: as a member of the Central Committee of the Chinese Communist Party. Ties to the "
            "government stand under `government_links` as well.",
        ),
    ] = None
    directed_from: Annotated[
        Listing[Country] | None,
        Fact(
            "From which countries is the party directed or controlled by any means?",
            "50 U.S.C. 4589(3)(C)",
            note="By the country, its state or government, an entity organized or run there, or a member of its "
            "political leadership. Regulations will define direction and control.",
        ),
    ] = None
    pooled_investment_fund: Annotated[bool | None, Fact("Is the entity a pooled investment fund?", "850.219(c)")] = None
    activities: Annotated[
        Listing[Activity] | None,
        Fact("Which of the listed technology activities does the party engage in or plan?", "850.208"),
    ] = None
    restricted_lists: Annotated[
        Listing[RestrictedList] | None,
        Fact(
            "On which of the lists of 850.224(m) is the party, or which of its definitions does it meet?",
            "850.224(m)",
            note="As the lists stand on the day of the deal; check them again at closing. "
            "`bis_military_intelligence_end_user` is a definition and no list: 15 CFR 744.22(f)(2) names one body for "
            "China as an example only, and the Consolidated Screening List has none, so a search of that list does not "
            "make this one complete. `listed_through_parent`: not itself on a list, but owned by a person on one other "
            "than the SDN List. `section_1260h_list` and `other_list` (denied persons, unverified parties and the "
            "like) are not of 850.224(m) and raise no class.",
            rare=True,
        ),
    ] = None
    statements: Annotated[
        Listing[FinancialStatement] | None,
        Fact("What do the latest yearly figures show, and how much of them runs through others?", "850.209(b)(1)"),
    ] = None
    holders_complete: Annotated[
        bool | None,
        Fact("Are all persons holding an interest or a role in the entity among the listed interests?", "850.221(d)"),
    ] = None
    ownerless: Annotated[
        Ownerless | None,
        Fact(
            "Is the entity a body in which nobody holds votes or equity?",
            "850.221(d)",
            note="`state` (with its organs), `foundation` or `non_stock_company`. Its complete list of holders may be "
            "empty. Whoever appoints its board or directs it is listed as an interest without votes and equity.",
        ),
    ] = None
    holdings_complete: Annotated[
        bool | None,
        Fact("Are all interests that the party holds in others among the listed interests?", "850.209(a)(2)"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """What one party holds in another. Percentages run from 0 to 100 and may be ranges; ``None`` is not known.

    Shares that an entity holds in itself are an interest of its own, marked as ``treasury``: they are not outstanding,
    and the other percentages in it are then of all that is issued.
    """

    holder: PartyId
    subject: PartyId
    moment: Annotated[
        Moment | None,
        Fact(
            "Is this what is held before the deal is completed, or after it?",
            "850.210(a)(1)",
            note="Where it is not said, `interests_show` of the transaction says it. `before_and_after`: the deal "
            "changes nothing in it, so it belongs to both tables.",
        ),
    ] = None
    term: Annotated[
        Term,
        Fact(
            "When is the interest held?",
            "850.219(a)(1)",
            note="Otherwise than `held` it counts on the days that `first_day` and `last_day` bound, both included.",
            silence="An interest stated without a term is held on the day of the deal.",
        ),
    ] = "held"
    first_day: Annotated[date | None, Fact("From which day on is the interest held?", "850.219(a)(1)")] = None
    last_day: Annotated[date | None, Fact("Until which day is the interest held?", "850.219(a)(1)")] = None
    voting_percent: Annotated[
        Quantity | None, Fact("What share of the outstanding voting interest is held?", "850.219(a)(1)", unit="percent")
    ] = None
    board_percent: Annotated[
        Quantity | None,
        Fact("What share of the voting power of the board is held?", "850.219(a)(2)", unit="percent"),
    ] = None
    equity_percent: Annotated[
        Quantity | None, Fact("What share of the equity interest is held?", "850.221(d)", unit="percent")
    ] = None
    roles: Annotated[
        Listing[Role] | None,
        Fact("Is the holder general partner, managing member or the like, or investment adviser?", "850.219(b)"),
    ] = None
    directs_management: Annotated[
        bool | None,
        Fact("Has the holder power by contract to direct the management or policies?", "850.209(a)(2)"),
    ] = None
    board_seat: Annotated[bool | None, Fact("Does the holder have a seat on the board?", "850.209(a)(2)")] = None
    treasury: Annotated[
        bool | None,
        Fact(
            "Are these treasury shares, which the entity holds in itself?",
            "850.219(a)(1)",
            note="True for an interest whose holder is its subject, and for no other.",
        ),
    ] = None
    excepted_securities_only: Annotated[
        bool | None,
        Fact(
            "Is the interest held only through securities or interests that would satisfy 850.501(a)?",
            "850.209(a)(2)",
        ),
    ] = None
