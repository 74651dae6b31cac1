"""The particulars of the special circumstances that a deal can be said to have."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.domain.facts.choices.circumstances import GovernmentRole, ProtectedConduct, Recipient, Support
from app.domain.facts.fact import Country, Group, fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """The particulars of the special circumstances that the deal is said to have."""

    GROUP: ClassVar[Group] = Group.CIRCUMSTANCES

    all_their_interests: bool | None = fact(
        "Are all interests of all persons of a country of concern in the entity acquired?",
        "850.501(b)(1)",
        ordinary=True,
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
    commitment_binding: bool | None = fact("Was that commitment binding?", "850.501(d)", ordinary=True)
    commitment_uncalled: bool | None = fact("Was that commitment uncalled?", "850.501(d)", ordinary=True)
    bank_syndicate: bool | None = fact(
        "Was the loan made by a syndicate of banks in a loan participation?", "850.501(e)", ordinary=True
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
    )
    official_business: bool | None = fact(
        "Is the deal itself the conduct of official business of the United States Government?",
        "850.210(b)(2)",
        note="Not merely business of somebody who also works for that Government.",
    )
    protected_conduct: ProtectedConduct | None = fact(
        "Which conduct of 50 U.S.C. 1702(b)(1)-(4) is it?",
        "850.503",
    )
    wholly_protected: bool | None = fact(
        "Is the whole transaction within that conduct?",
        "850.503",
        note="A conclusion of law; the answer tells that it rests on it.",
    )
