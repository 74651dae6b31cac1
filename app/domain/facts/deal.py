"""What is done: the acts of one deal, its counterparty, its terms, and what was known when."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from app.domain.facts.circumstances import Circumstance, Particulars
from app.domain.facts.fact import Country, Fact, Listing, PartyId
from app.domain.quantity import Quantity

Act = Literal[
    "acquire_equity",
    "acquire_contingent_equity",
    "acquire_derivative",
    "convert_contingent_equity",
    "provide_debt",
    "acquire_secured_debt",
    "foreclose_on_pledged_equity",
    "acquire_or_develop_assets",
    "enter_joint_venture",
    "acquire_fund_interest",
    "other",
    "concluded_none_of_these",
]
LowerDeal = Literal["would_be_prohibited", "would_be_notifiable", "would_not_be_covered"]
DebtRight = Literal["interest_in_profits", "board_appointment", "other_equity_like_right", "right_of_open_status"]
Result = Literal["establishes_covered_foreign_person", "engages_person_of_a_country_of_concern"]
FundKind = Literal["venture_capital", "private_equity", "fund_of_funds", "other_pooled_investment_fund", "not_a_fund"]
Sector = Literal[
    "semiconductors_and_microelectronics",
    "quantum_information_technologies",
    "artificial_intelligence",
    "high_performance_computing_and_supercomputing",
    "hypersonics",
]
Issuer = Literal[
    "registered_investment_company", "business_development_company", "foreign_registered_investment_company", "other"
]
Underlying = Literal["publicly_traded_security", "investment_company_security", "fund_interest", "other"]
Conferral = Literal["right_to_acquire_equity", "right_associated_with_equity", "assets", "none"]
Instrument = Literal["publicly_traded_security", "cash", "anything_else"]
ConferralSource = Literal["covered_foreign_person", "other_person"]
Assurance = Literal["against_prohibited_transactions", "against_notifiable_transactions"]
Right = Literal[
    "block_sale_pledge_or_winding_up",
    "block_contracts_with_majority",
    "block_guarantees_for_majority",
    "anti_dilution_purchase",
    "block_change_of_class_rights",
    "block_amendments_of_those_matters",
    "board_seat",
    "board_observer",
    "director_nomination_by_local_law",
    "budget_or_operational_veto",
    "information_right",
    "right_of_open_status",
    "other_beyond_standard",
]
Held = Literal["as_stated", "actual", "substantially_certain", "high_probability", "reason_to_know", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowing:
    """What the U.S. person knew of one matter at the moment that the provision names.

    Facts stated in a transaction count as known (``as_stated``) unless the caller says otherwise.
    """

    held: Annotated[
        Held,
        Fact(
            "What did the U.S. person know at that moment?",
            "850.216",
            note="`as_stated`: what the transaction states was known.",
            silence="The U.S. person knew what the transaction states.",
        ),
    ] = "as_stated"
    diligent_inquiry: Annotated[
        bool | None,
        Fact("Had the U.S. person made a reasonable and diligent inquiry by then?", "850.104(b)"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Knowledge, separately for every provision that asks for it."""

    at_acquisition: Knowing = Knowing()
    at_provision_of_debt: Knowing = Knowing()
    at_conversion: Knowing = Knowing()
    of_development_result: Knowing = Knowing()
    of_joint_venture_activity: Knowing = Knowing()
    of_fund_investment: Knowing = Knowing()
    of_pledged_equity: Knowing = Knowing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """The security or derivative acquired."""

    publicly_traded: Annotated[
        bool | None,
        Fact("Does the security trade on an exchange or over the counter when it is acquired?", "850.501(a)(1)(i)"),
    ] = None
    traded_at_signing: Annotated[
        bool | None, Fact("Did it already trade when the purchase was agreed?", "850.501(a)(1)(i)")
    ] = None
    fungible_with_traded_class: Annotated[
        bool,
        Fact(
            "Are the shares new ones of a class that trades already, fungible with it when they are issued?",
            "850.501(a)(1)(i)",
            note="The same CUSIP, or the same class without a difference in rights or transfer.",
            silence="The shares are not new ones of a class that trades already.",
            rare=True,
        ),
    ] = False
    can_become: Annotated[
        Listing[Instrument] | None,
        Fact(
            "What can the contingent interest turn into, or be settled in?",
            "850.205",
            note="`publicly_traded_security` is one that trades when the interest turns into it, whatever happens "
            "before; `cash` is repayment or settlement in money; `anything_else` is whatever does not trade, be it "
            "only in a case that is unlikely, such as conversion before a listing.",
            rare=True,
        ),
    ] = None
    issuer: Annotated[
        Issuer | None,
        Fact(
            "Is the issuer an SEC-registered investment company or a business development company?",
            "850.501(a)(1)(ii)",
            rare=True,
        ),
    ] = None
    derivative: Annotated[bool | None, Fact("Is the instrument a derivative?", "850.501(a)(1)(iv)")] = None
    derivative_confers: Annotated[
        Listing[Conferral] | None,
        Fact("Which equity, rights associated with equity, or assets does it confer?", "850.501(a)(1)(iv)"),
    ] = None
    derivative_of: Annotated[
        Underlying | None,
        Fact(
            "What is it a derivative of?",
            "50 U.S.C. 4589(4)(B)(iii)",
            note="For the rule as proposed in 2024 and for 50 U.S.C. 4581-4589; 31 CFR part 850 does not ask.",
        ),
    ] = None
    derivative_source: Annotated[
        ConferralSource | None,
        Fact("Would those come from a covered foreign person or from someone else?", "850.501(a)(1)(iv)"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """A loan, and equity pledged for it."""

    affords: Annotated[
        Listing[DebtRight] | None,
        Fact("Which rights like those of an equity holder does the debt afford, now or later?", "850.210(a)(2)"),
    ] = None
    pledged_on: Annotated[date | None, Fact("On which day was the equity pledged?", "Note 2 to 31 CFR 850.210")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """Operations, land or other assets acquired, leased or developed."""

    country: Annotated[Country | None, Fact("In which country are the assets?", "850.210(a)(4)")] = None
    results: Annotated[
        Listing[Result] | None,
        Fact(
            "Will it establish a covered foreign person, or engage a person of a country of concern?", "850.210(a)(4)"
        ),
    ] = None
    planned: Annotated[bool | None, Fact("Does the U.S. person plan that result?", "850.210(a)(4)")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundInterest:
    """An interest as limited partner or the like in a pooled fund."""

    kind: Annotated[FundKind | None, Fact("What kind of fund is it?", "850.210(a)(6)")] = None
    likely_sectors: Annotated[
        Listing[Sector] | None,
        Fact(
            "In which of these sectors will the fund likely invest in a person of a country of concern?",
            "850.210(a)(6)",
            note="The last two are sectors of 50 U.S.C. 4581-4589 only.",
        ),
    ] = None
    passive: Annotated[
        bool | None,
        Fact(
            "Is the interest passive, without influence on the decisions of the fund or of its general partner?",
            "proposed 31 CFR 850.501",
            note="Only for the rule as proposed in 2024.",
        ),
    ] = None
    share_of_capital: Annotated[
        Quantity | None,
        Fact(
            "What part of the fund's capital does the investor hold?",
            "proposed 31 CFR 850.501",
            unit="percent",
            note="Only for the rule as proposed in 2024.",
        ),
    ] = None
    committed_capital: Annotated[
        Quantity | None,
        Fact(
            "How much capital is committed, across all vehicles of the fund?",
            "850.501(a)(1)(iii)(A)",
            unit="USD",
            note="Give a range where the rate of exchange leaves one.",
        ),
    ] = None
    committed_with_affiliates: Annotated[
        Quantity | None,
        Fact("How much do the investor and its affiliates commit together?", "850.501(a)(1)(iii)(A)", unit="USD"),
    ] = None
    assurances: Annotated[
        Listing[Assurance] | None,
        Fact("Which uses of its capital does a binding contractual assurance rule out?", "850.501(a)(1)(iii)(B)"),
    ] = None
    assured_by_acquisition: Annotated[
        bool | None, Fact("Was the assurance binding when the interest was acquired?", "850.501(a)(1)(iii)(B)")
    ] = None
    lower_deal: Annotated[
        LowerDeal | None,
        Fact(
            "In which class is the deal that this fund undertakes in its turn?",
            "850.210(a)(6)",
            note="Only where one fund invests in another: screen the lower fund's deal by itself, as a U.S. person's.",
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """A share of the target that passes by the deal, in percent of the whole after it; ranges are allowed."""

    buyer: Annotated[PartyId, Fact("To whom does the share pass?", "850.210(a)(1)")]
    seller: Annotated[
        PartyId | None,
        Fact("From whom does the share pass?", "850.210(a)(1)", note="Nobody, where it is newly issued."),
    ] = None
    newly_issued: Annotated[bool | None, Fact("Is the share newly issued by the deal?", "850.210(a)(1)")] = None
    voting_percent: Annotated[
        Quantity | None, Fact("What share of the votes passes?", "850.221(d)", unit="percent")
    ] = None
    board_percent: Annotated[
        Quantity | None, Fact("What share of the voting power of the board passes?", "850.221(d)", unit="percent")
    ] = None
    equity_percent: Annotated[
        Quantity | None, Fact("What share of the equity passes?", "850.221(d)", unit="percent")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One deal, in the terms of 31 CFR 850.210 and 850.501."""

    acts: Annotated[
        Listing[Act] | None,
        Fact(
            "Which of these does the acquiring party do in the deal, or is the conclusion that it does none of them?",
            "850.210(a)",
            note="`acquire_secured_debt` includes making a loan with equity pledged; such a loan that affords rights "
            "like those of an equity holder is `provide_debt` as well. `acquire_derivative` is for derivatives that "
            "may confer nothing of equity, `acquire_contingent_equity` for whatever can become equity: an option, a "
            "warrant, a convertible note, a simple agreement for future equity. An interest in a pooled investment "
            "fund is `acquire_fund_interest`. `other` leaves open whether what is done is one of these, and the answer "
            "then asks. `concluded_none_of_these` is a conclusion of law that it is none of them, such as for a plain "
            "supply contract, and the answer tells that it rests on it.",
            open_choice="other",
        ),
    ] = None
    target: Annotated[
        PartyId | None,
        Fact(
            "With whom is the deal?",
            "850.210(a)",
            note="The person whose interest is acquired or who borrows, the entity established or engaged, the joint "
            "venture, or the fund.",
        ),
    ] = None
    agreement_date: Annotated[date | None, Fact("On which day was the deal agreed?", "850.703(a)")] = None
    completion_date: Annotated[
        date | None,
        Fact(
            "On which day does the first interest, asset, property or right pass?",
            "850.204",
            note="The earliest transfer; for an interest in a fund, the fund's own earliest acquisition.",
        ),
    ] = None
    passes: Annotated[
        Listing[Passing] | None,
        Fact(
            "Which shares of the target pass by the deal, from whom and to whom?",
            "850.210(a)(1)",
            note="With the shares that others acquire at the same time. A table of holders after the deal leads back "
            "to the one before it by them. Every seller is listed among the holders, with 0 if nothing is left.",
        ),
    ] = None
    partners: Annotated[Listing[PartyId] | None, Fact("With whom is the joint venture formed?", "850.210(a)(5)")] = None
    contingent_acquired_on: Annotated[
        date | None, Fact("On which day was the contingent equity interest acquired?", "850.210(a)(3)")
    ] = None
    security: Security = Security()
    rights: Annotated[
        Listing[Right] | None,
        Fact(
            "Which rights as regards the covered foreign person does the investment give?",
            "850.501(a)(2)",
            note="For an interest in a fund: as regards the person that the fund invests in. A seat on the board or "
            "power over the management that the investor has there anyway counts as well. `information_right` is a "
            "right to reports, accounts or inspection, and `right_of_open_status` any other right that is neither "
            "listed nor plainly beyond a minority's: whether they go beyond is counsel's decision. "
            "`other_beyond_standard` is a conclusion of law that a right does, and the answer tells that it rests on "
            "it.",
        ),
    ] = None
    debt: Debt = Debt()
    development: Development = Development()
    fund: FundInterest = FundInterest()
    circumstances: Annotated[
        Listing[Circumstance] | None,
        Fact("Which of these special circumstances does the deal have?", "850.501", rare=True),
    ] = None
    particulars: Particulars = Particulars()
    knowledge: Knowledge = Knowledge()
