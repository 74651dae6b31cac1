"""The special circumstances that a deal can be said to have, and their particulars."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from app.domain.facts.fact import Country, Fact

Circumstance = Literal[
    "purchase_from_persons_of_a_country_of_concern",
    "own_controlled_foreign_entity",
    "commitment_before_the_rule",
    "syndicated_loan_default",
    "employment_compensation",
    "designated_country",
    "ancillary_transaction_of_a_financial_institution",
    "secondary_transaction",
    "ordinary_or_administrative_business",
    "us_government_business",
    "protected_conduct_under_ieepa",
]
Support = Literal["operations_that_are_not_covered", "maintains_covered_activities", "expands_covered_activities"]
Recipient = Literal["employee", "other_individual", "entity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """The particulars of the special circumstances that the deal is said to have."""

    all_their_interests: Annotated[
        bool | None,
        Fact("Are all interests of all persons of a country of concern in the entity acquired?", "850.501(b)(1)"),
    ] = None
    outside_countries_of_concern: Annotated[
        bool | None,
        Fact("Is what is bought located outside the countries of concern?", "50 U.S.C. 4589(4)(B)(v)"),
    ] = None
    covered_afterwards: Annotated[
        bool | None,
        Fact(
            "Is the entity a covered foreign person afterwards?",
            "850.501(b)(2)",
            note="With all its holders then, the acquiring party's own among them.",
        ),
    ] = None
    supports: Annotated[
        Support | None, Fact("What does the deal with the controlled foreign entity support?", "850.501(c)")
    ] = None
    engaged_since: Annotated[
        date | None,
        Fact("Since when has the controlled foreign entity engaged in the activities maintained?", "850.501(c)"),
    ] = None
    commitment_date: Annotated[
        date | None, Fact("On which day was the capital commitment entered into?", "850.501(d)")
    ] = None
    commitment_binding: Annotated[bool | None, Fact("Was that commitment binding?", "850.501(d)")] = None
    commitment_uncalled: Annotated[bool | None, Fact("Was that commitment uncalled?", "850.501(d)")] = None
    bank_syndicate: Annotated[
        bool | None, Fact("Was the loan made by a syndicate of banks in a loan participation?", "850.501(e)")
    ] = None
    voting_interest: Annotated[
        bool | None, Fact("Is the interest acquired on default a voting interest?", "850.501(e)")
    ] = None
    can_act_alone: Annotated[
        bool | None, Fact("Can the U.S. lender alone initiate action against the debtor?", "850.501(e)(1)")
    ] = None
    syndication_agent: Annotated[bool | None, Fact("Is the U.S. lender the syndication agent?", "850.501(e)(2)")] = None
    recipient: Annotated[Recipient | None, Fact("Who receives the equity or option as compensation?", "850.501(f)")] = (
        None
    )
    designated: Annotated[Country | None, Fact("Of which country is the person involved?", "850.501(g)(1)(i)")] = None
    type_determined: Annotated[
        bool | None,
        Fact("Is the deal of a type that the Secretary has determined by public notice?", "850.501(g)(1)(ii)"),
    ] = None
