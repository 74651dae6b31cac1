"""The words for what is acquired, and for the rights that come with it."""

from typing import Annotated, Literal

from app.domain.facts.choice import Choice, Choices

Issuer = Annotated[
    Literal[
        "registered_investment_company",
        "business_development_company",
        "foreign_registered_investment_company",
        "other",
    ],
    Choices(
        "Issuer",
        "Who issues the security.",
        {
            "registered_investment_company": Choice(
                "An investment company that is registered with the SEC issues it, such as an index fund, a mutual "
                "fund or an exchange traded fund.",
                "850.501(a)(1)(ii)(A)",
            ),
            "business_development_company": Choice(
                "A company that is regulated as a business development company, or has elected to be, issues it.",
                "850.501(a)(1)(ii)(B)",
            ),
            "foreign_registered_investment_company": Choice(
                "An investment company that is registered abroad issues it, of which 50 U.S.C. 4581-4589 speaks and "
                "part 850 does not.",
                "50 U.S.C. 4589(4)(B)(iii)",
            ),
            "other": Choice("Somebody else issues it.", "850.501(a)(1)(ii)"),
        },
    ),
]

Instrument = Annotated[
    Literal["publicly_traded_security", "cash", "anything_else"],
    Choices(
        "Instrument",
        "What a contingent interest can turn into, or be settled in.",
        {
            "publicly_traded_security": Choice(
                "It can turn into a security that trades when it does, whatever happens before.", "850.501(a)(1)(i)"
            ),
            "cash": Choice("It can be repaid or settled in money.", "850.501(a)(1)(i)"),
            "anything_else": Choice(
                "It can turn into something that does not trade, be it only in a case that is unlikely, such as "
                "conversion before a listing.",
                "850.501(a)(1)(i)",
            ),
        },
    ),
]

Conferral = Annotated[
    Literal["right_to_acquire_equity", "right_associated_with_equity", "assets", "none"],
    Choices(
        "Conferral",
        "What a derivative confers.",
        {
            "right_to_acquire_equity": Choice("It confers the right to acquire equity.", "850.501(a)(1)(iv)"),
            "right_associated_with_equity": Choice("It confers a right associated with equity.", "850.501(a)(1)(iv)"),
            "assets": Choice("It confers assets.", "850.501(a)(1)(iv)"),
            "none": Choice("It confers none of these.", "850.501(a)(1)(iv)"),
        },
    ),
]

ConferralSource = Annotated[
    Literal["covered_foreign_person", "other_person"],
    Choices(
        "ConferralSource",
        "Whose equity, rights or assets a derivative confers.",
        {
            "covered_foreign_person": Choice("They come from a covered foreign person.", "850.501(a)(1)(iv)"),
            "other_person": Choice("They come from somebody else.", "850.501(a)(1)(iv)"),
        },
    ),
]

Underlying = Annotated[
    Literal["publicly_traded_security", "investment_company_security", "fund_interest", "other"],
    Choices(
        "Underlying",
        "What a derivative is of.",
        {
            "publicly_traded_security": Choice(
                "It is a derivative of a publicly traded security.", "50 U.S.C. 4589(4)(B)(iii)"
            ),
            "investment_company_security": Choice(
                "It is a derivative of a security of an investment company.", "50 U.S.C. 4589(4)(B)(iii)"
            ),
            "fund_interest": Choice("It is a derivative of an interest in a fund.", "50 U.S.C. 4589(4)(B)(iii)"),
            "other": Choice("It is a derivative of something else.", "50 U.S.C. 4589(4)(B)(iii)"),
        },
    ),
]

Right = Annotated[
    Literal[
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
    ],
    Choices(
        "Right",
        "A right that an investment gives.",
        {
            "block_sale_pledge_or_winding_up": Choice(
                "The investor can prevent the sale or pledge of all or substantially all assets, or a voluntary "
                "filing for bankruptcy or liquidation.",
                "850.501(a)(2)(i)",
            ),
            "block_contracts_with_majority": Choice(
                "The investor can prevent contracts with majority investors or their affiliates.", "850.501(a)(2)(ii)"
            ),
            "block_guarantees_for_majority": Choice(
                "The investor can prevent guarantees of what majority investors or their affiliates owe.",
                "850.501(a)(2)(iii)",
            ),
            "anti_dilution_purchase": Choice(
                "The investor can buy more when new interests are issued, so that its share is not diluted.",
                "850.501(a)(2)(iv)",
            ),
            "block_change_of_class_rights": Choice(
                "The investor can prevent a change of the existing rights or preferences of its class of shares.",
                "850.501(a)(2)(v)",
            ),
            "block_amendments_of_those_matters": Choice(
                "The investor can prevent amendments of the articles or the like in those matters.",
                "850.501(a)(2)(vi)",
            ),
            "board_seat": Choice("The investor has a seat on the board.", "850.501(a)(2)"),
            "board_observer": Choice("The investor has an observer on the board.", "850.501(a)(2)"),
            "director_nomination_by_local_law": Choice(
                "Local law itself gives the investor a right to nominate directors.",
                "850.501(a)(2)",
            ),
            "budget_or_operational_veto": Choice(
                "The investor can veto the budget or matters of operation.", "850.501(a)(2)"
            ),
            "information_right": Choice(
                "The investor has a right to reports, accounts or inspection; counsel decides whether it goes beyond "
                "standard minority protections.",
                "850.501(a)(2)",
            ),
            "right_of_open_status": Choice(
                "The investor has another right that is neither listed nor plainly beyond standard minority "
                "protections; counsel decides whether it is.",
                "850.501(a)(2)",
            ),
            "other_beyond_standard": Choice(
                "It is concluded as a matter of law that the investor has another right beyond standard minority "
                "protections; the answer tells that it rests on that conclusion.",
                "850.501(a)(2)",
            ),
        },
    ),
]
