"""The special circumstances that a deal can be said to have, and their particulars."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from app.domain.facts.fact import Country, Group, fact

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
    "license_of_another_agency",
]
Support = Literal["operations_that_are_not_covered", "maintains_covered_activities", "expands_covered_activities"]
Recipient = Literal["employee", "other_individual", "entity"]
GovernmentRole = Literal["employee", "grantee", "contractor", "none_of_these"]
ProtectedConduct = Literal[
    "personal_communication", "donation_to_relieve_suffering", "informational_materials", "travel", "none_of_these"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """The particulars of the special circumstances that the deal is said to have."""

    GROUP: ClassVar[Group] = Group.CIRCUMSTANCES

    all_their_interests: bool | None = fact(
        "Are all interests of all persons of a country of concern in the entity acquired?", "850.501(b)(1)"
    )
    outside_countries_of_concern: bool | None = fact(
        "Is what is bought located outside the countries of concern?",
        "50 U.S.C. 4589(4)(B)(v)",
        read_by=("coins-2025",),
    )
    covered_afterwards: bool | None = fact(
        "Is the entity a covered foreign person afterwards?",
        "850.501(b)(2)",
        note="With all its holders then, the acquiring party's own among them.",
    )
    supports: Support | None = fact("What does the deal with the controlled foreign entity support?", "850.501(c)")
    engaged_since: date | None = fact(
        "Since when has the controlled foreign entity engaged in the activities maintained?", "850.501(c)"
    )
    commitment_date: date | None = fact("On which day was the capital commitment entered into?", "850.501(d)")
    commitment_binding: bool | None = fact("Was that commitment binding?", "850.501(d)")
    commitment_uncalled: bool | None = fact("Was that commitment uncalled?", "850.501(d)")
    bank_syndicate: bool | None = fact(
        "Was the loan made by a syndicate of banks in a loan participation?", "850.501(e)"
    )
    voting_interest: bool | None = fact("Is the interest acquired on default a voting interest?", "850.501(e)")
    can_act_alone: bool | None = fact("Can the U.S. lender alone initiate action against the debtor?", "850.501(e)(1)")
    syndication_agent: bool | None = fact("Is the U.S. lender the syndication agent?", "850.501(e)(2)")
    recipient: Recipient | None = fact("Who receives the equity or option as compensation?", "850.501(f)")
    designated: Country | None = fact("Of which country is the person involved?", "850.501(g)(1)(i)")
    type_determined: bool | None = fact(
        "Is the deal of a type that the Secretary has determined by public notice?", "850.501(g)(1)(ii)"
    )
    government_role: GovernmentRole | None = fact(
        "As what does the acquiring party act for the United States Government in the deal?",
        "850.210(b)(2)",
        note="`employee`, `grantee` or `contractor` of that Government; whoever is one and acts for itself in the "
        "deal is `none_of_these` here.",
    )
    official_business: bool | None = fact(
        "Is the deal itself the conduct of official business of the United States Government?",
        "850.210(b)(2)",
        note="Not merely business of somebody who also works for that Government.",
    )
    protected_conduct: ProtectedConduct | None = fact(
        "Which conduct of 50 U.S.C. 1702(b)(1)-(4) is it?",
        "850.503",
        note="`personal_communication`: postal or other communication that transfers nothing of value. "
        "`donation_to_relieve_suffering`: articles such as food, clothing and medicine. `informational_materials`: "
        "information brought in or out, in whatever form. `travel`: what ordinarily goes with travel. The "
        "acquisition of an interest is none of these.",
    )
    wholly_protected: bool | None = fact(
        "Is the whole transaction within that conduct?",
        "850.503",
        note="A conclusion of law; the answer tells that it rests on it.",
    )
