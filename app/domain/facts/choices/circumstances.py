"""The words for the special circumstances that a deal can have, and for their particulars."""

from typing import Annotated, Literal

from app.domain.facts.choice import Choice, Choices

Circumstance = Annotated[
    Literal[
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
    ],
    Choices(
        "Circumstance",
        "A special circumstance of the deal.",
        {
            "purchase_from_persons_of_a_country_of_concern": Choice(
                "What is acquired are interests that persons of a country of concern hold in the entity.", "850.501(b)"
            ),
            "own_controlled_foreign_entity": Choice(
                "The deal is between a U.S. person and its own controlled foreign entity.", "850.501(c)"
            ),
            "commitment_before_the_rule": Choice(
                "The deal is made under a capital commitment entered into before January 2, 2025.", "850.501(d)"
            ),
            "syndicated_loan_default": Choice(
                "The interest is acquired upon default, or another condition, of a loan by a syndicate of banks.",
                "850.501(e)",
            ),
            "employment_compensation": Choice(
                "Equity, an option, or equity upon exercise of such an option is received as compensation for "
                "employment.",
                "850.501(f)",
            ),
            "designated_country": Choice(
                "The deal is with, or involves, a person of a country or territory that the Secretary has designated.",
                "850.501(g)(1)",
            ),
            "ancillary_transaction_of_a_financial_institution": Choice(
                "The deal is an ancillary transaction of a financial institution.", "50 U.S.C. 4589(4)(B)(iv)"
            ),
            "secondary_transaction": Choice(
                "The deal is a secondary transaction, such as a supply contract, bank lending, payment or custody.",
                "50 U.S.C. 4589(4)(B)(vii)",
            ),
            "ordinary_or_administrative_business": Choice(
                "The deal is ordinary or administrative business.", "50 U.S.C. 4589(4)(B)(viii)"
            ),
            "us_government_business": Choice(
                "The deal has to do with the business of the United States Government; its particulars say whether "
                "that takes it out of the rule.",
                "850.210(b)(2)",
            ),
            "protected_conduct_under_ieepa": Choice(
                "The deal has to do with conduct that 50 U.S.C. 1702(b) protects; its particulars say whether that "
                "takes it out of the rule.",
                "850.503",
            ),
            "license_of_another_agency": Choice(
                "Another agency has licensed or authorized the deal, or something in it, which lifts no duty under "
                "this part.",
                "850.102",
            ),
        },
    ),
]

Support = Annotated[
    Literal["operations_that_are_not_covered", "maintains_covered_activities", "expands_covered_activities"],
    Choices(
        "Support",
        "What a deal with a controlled foreign entity supports.",
        {
            "operations_that_are_not_covered": Choice(
                "The deal supports operations that are no covered activities.", "850.501(c)"
            ),
            "maintains_covered_activities": Choice(
                "The deal maintains covered activities that the entity engages in already.", "850.501(c)"
            ),
            "expands_covered_activities": Choice(
                "The deal expands covered activities, such as to a smaller node.", "850.501(c)"
            ),
        },
    ),
]

Recipient = Annotated[
    Literal["employee", "other_individual", "entity"],
    Choices(
        "Recipient",
        "Who receives equity or an option as compensation.",
        {
            "employee": Choice("An individual receives it for employment.", "850.501(f)"),
            "other_individual": Choice(
                "An individual receives it who is not employed, such as a consultant.", "850.501(f)"
            ),
            "entity": Choice("An entity receives it, such as the vehicle of a family.", "850.501(f)"),
        },
    ),
]

GovernmentRole = Annotated[
    Literal["employee", "grantee", "contractor", "none_of_these"],
    Choices(
        "GovernmentRole",
        "As what somebody acts for the United States Government.",
        {
            "employee": Choice("It acts as an employee of that Government.", "850.210(b)(2)"),
            "grantee": Choice("It acts as a grantee of that Government.", "850.210(b)(2)"),
            "contractor": Choice("It acts as a contractor of that Government.", "850.210(b)(2)"),
            "none_of_these": Choice(
                "It acts for itself in the deal, be it otherwise an employee, grantee or contractor.", "850.210(b)(2)"
            ),
        },
    ),
]

ProtectedConduct = Annotated[
    Literal[
        "personal_communication", "donation_to_relieve_suffering", "informational_materials", "travel", "none_of_these"
    ],
    Choices(
        "ProtectedConduct",
        "Conduct that 50 U.S.C. 1702(b) speaks of.",
        {
            "personal_communication": Choice(
                "It is postal or other personal communication that transfers nothing of value.",
                "50 U.S.C. 1702(b)(1)",
            ),
            "donation_to_relieve_suffering": Choice(
                "It is a donation of articles such as food, clothing and medicine to relieve human suffering.",
                "50 U.S.C. 1702(b)(2)",
            ),
            "informational_materials": Choice(
                "It is the import or export of information or informational materials, in whatever form.",
                "50 U.S.C. 1702(b)(3)",
            ),
            "travel": Choice("It is what ordinarily goes with travel.", "50 U.S.C. 1702(b)(4)"),
            "none_of_these": Choice("It is none of these, as the acquisition of an interest is.", "50 U.S.C. 1702(b)"),
        },
    ),
]
