"""What is done: the acts of one deal, its counterparty, its terms, and what was known when."""

from dataclasses import MISSING, dataclass
from datetime import date
from typing import ClassVar

from app.domain.facts.choices.circumstances import Circumstance
from app.domain.facts.choices.deals import Act, Assurance, DebtRight, FundKind, Held, LowerDeal, Result, Sector
from app.domain.facts.choices.securities import Conferral, ConferralSource, Instrument, Issuer, Right, Underlying
from app.domain.facts.circumstances import Particulars
from app.domain.facts.fact import Country, Currency, Group, Listing, PartyId, fact
from app.domain.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowing:
    """What the U.S. person knew of one matter at the moment that the provision names.

    Facts stated in a transaction count as known (``as_stated``) unless the caller says otherwise.
    """

    GROUP: ClassVar[Group] = Group.KNOWLEDGE

    held: Held = fact(
        "What did the U.S. person know at that moment?",
        "850.216",
        silence="The U.S. person knew what the transaction states.",
        default="as_stated",
    )
    diligent_inquiry: bool | None = fact(
        "Had the U.S. person made a reasonable and diligent inquiry by then?", "850.104(b)"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Knowledge, separately for every provision that asks for it."""

    GROUP: ClassVar[Group] = Group.KNOWLEDGE

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

    publicly_traded: bool | None = fact(
        "Does the security trade on an exchange or over the counter when it is acquired?", "850.501(a)(1)(i)"
    )
    traded_at_signing: bool | None = fact("Did it already trade when the purchase was agreed?", "850.501(a)(1)(i)")
    fungible_with_traded_class: bool = fact(
        "Are the shares new ones of a class that trades already, fungible with it when they are issued?",
        "850.501(a)(1)(i)",
        note="The same CUSIP, or the same class without a difference in rights or transfer.",
        silence="The shares are not new ones of a class that trades already.",
        rare=True,
        default=False,
    )
    can_become: Listing[Instrument] | None = fact(
        "What can the contingent interest turn into, or be settled in?",
        "850.205",
        rare=True,
    )
    issuer: Issuer = fact(
        "Is the issuer an SEC-registered investment company or a business development company?",
        "850.501(a)(1)(ii)",
        silence="The issuer is no registered investment company and no business development company.",
        rare=True,
        default="other",
    )
    derivative: bool | None = fact("Is the instrument a derivative?", "850.501(a)(1)(iv)")
    derivative_confers: Listing[Conferral] | None = fact(
        "Which equity, rights associated with equity, or assets does it confer?", "850.501(a)(1)(iv)"
    )
    derivative_of: Underlying | None = fact(
        "What is it a derivative of?",
        "50 U.S.C. 4589(4)(B)(iii)",
        read_by=("coins-2025", "nprm-2024"),
    )
    derivative_source: ConferralSource | None = fact(
        "Would those come from a covered foreign person or from someone else?", "850.501(a)(1)(iv)"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """A loan, and equity pledged for it."""

    affords: Listing[DebtRight] | None = fact(
        "Which rights like those of an equity holder does the debt afford, now or later?", "850.210(a)(2)"
    )
    pledged_on: date | None = fact("On which day was the equity pledged?", "Note 2 to 31 CFR 850.210")


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """Operations, land or other assets acquired, leased or developed."""

    country: Country | None = fact("In which country are the assets?", "850.210(a)(4)")
    results: Listing[Result] | None = fact(
        "Will it establish a covered foreign person, or engage a person of a country of concern?", "850.210(a)(4)"
    )
    planned: bool | None = fact("Does the U.S. person plan that result?", "850.210(a)(4)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundInterest:
    """An interest as limited partner or the like in a pooled fund."""

    kind: FundKind | None = fact("What kind of fund is it?", "850.210(a)(6)")
    likely_sectors: Listing[Sector] | None = fact(
        "In which of these sectors will the fund likely invest in a person of a country of concern?",
        "850.210(a)(6)",
    )
    passive: bool | None = fact(
        "Is the interest passive, without influence on the decisions of the fund or of its general partner?",
        "proposed 31 CFR 850.501",
        read_by=("nprm-2024",),
    )
    share_of_capital: Quantity | None = fact(
        "What part of the fund's capital does the investor hold?",
        "proposed 31 CFR 850.501",
        unit="percent",
        read_by=("nprm-2024",),
    )
    committed_capital: Quantity | None = fact(
        "How much capital is committed, across all vehicles of the fund?",
        "850.501(a)(1)(iii)(A)",
        unit="USD",
        note="Give a range where the rate of exchange leaves one.",
    )
    committed_with_affiliates: Quantity | None = fact(
        "How much do the investor and its affiliates commit together?", "850.501(a)(1)(iii)(A)", unit="USD"
    )
    assurances: Listing[Assurance] | None = fact(
        "Which uses of its capital does a binding contractual assurance rule out?", "850.501(a)(1)(iii)(B)"
    )
    assured_by_acquisition: bool | None = fact(
        "Was the assurance binding when the interest was acquired?", "850.501(a)(1)(iii)(B)"
    )
    lower_deal: LowerDeal | None = fact(
        "In which class is the deal that this fund undertakes in its turn?",
        "850.210(a)(6)",
        note="Only where one fund invests in another: screen the lower fund's deal by itself, as a U.S. person's.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """A share of the target that passes by the deal, in percent of the whole after it; ranges are allowed."""

    buyer: PartyId = fact("To whom does the share pass?", "850.210(a)(1)", default=MISSING)
    seller: PartyId | None = fact(
        "From whom does the share pass?", "850.210(a)(1)", note="Nobody, where it is newly issued."
    )
    newly_issued: bool | None = fact("Is the share newly issued by the deal?", "850.210(a)(1)")
    voting_percent: Quantity | None = fact("What share of the votes passes?", "850.221(d)", unit="percent")
    board_percent: Quantity | None = fact(
        "What share of the voting power of the board passes?", "850.221(d)", unit="percent"
    )
    equity_percent: Quantity | None = fact("What share of the equity passes?", "850.221(d)", unit="percent")


@dataclass(frozen=True, slots=True, kw_only=True)
class DealValue:
    """What the deal is worth in all."""

    amount: Quantity | None = fact(
        "What is the total value of the deal, all that is given for it together?",
        "850.405(b)(7)",
        unit="currency units",
        read_by=(),
    )
    currency: Currency | None = fact("In which currency is that value?", "850.405(b)(7)", read_by=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One deal, in the terms of 31 CFR 850.210 and 850.501."""

    acts: Listing[Act] | None = fact(
        "Which of these does the acquiring party do in the deal, or is the conclusion that it does none of them?",
        "850.210(a)",
        open_choice="other",
        ordinary="acquire_equity",
    )
    target: PartyId | None = fact(
        "With whom is the deal?",
        "850.210(a)",
        note="The person whose interest is acquired or who borrows, the entity established or engaged, the joint "
        "venture, or the fund.",
    )
    agreement_date: date | None = fact("On which day was the deal agreed?", "850.703(a)")
    completion_date: date | None = fact(
        "On which day does the first interest, asset, property or right pass?",
        "850.204",
        note="The earliest transfer; for an interest in a fund, the fund's own earliest acquisition.",
    )
    passes: Listing[Passing] | None = fact(
        "Which shares of the target pass by the deal, from whom and to whom?",
        "850.210(a)(1)",
        note="With the shares that others acquire at the same time. A table of holders after the deal leads back "
        "to the one before it by them. Every seller is listed among the holders, with 0 if nothing is left.",
        group=Group.OWNERS,
    )
    value: DealValue = DealValue()
    partners: Listing[PartyId] | None = fact("With whom is the joint venture formed?", "850.210(a)(5)")
    contingent_acquired_on: date | None = fact(
        "On which day was the contingent equity interest acquired?", "850.210(a)(3)"
    )
    converts_into: PartyId | None = fact(
        "Into an interest in whom can the instrument turn?",
        "850.205",
        note="That person is the `target`, whoever issues the instrument.",
        read_by=(),
    )
    security: Security = Security()
    rights: Listing[Right] | None = fact(
        "Which rights as regards the covered foreign person does the investment give?",
        "850.501(a)(2)",
        note="For an interest in a fund: as regards the person that the fund invests in. A seat on the board or "
        "power over the management that the investor has there anyway counts as well.",
    )
    debt: Debt = Debt()
    development: Development = Development()
    fund: FundInterest = FundInterest()
    circumstances: Listing[Circumstance] | None = fact(
        "Which of these special circumstances does the deal have?", "850.501", rare=True, group=Group.CIRCUMSTANCES
    )
    particulars: Particulars = Particulars()
    knowledge: Knowledge = Knowledge()
