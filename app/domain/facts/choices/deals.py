"""The words for deals: what is done, with which funds, and what was known."""

from typing import Annotated, Literal

from app.domain.facts.choice import Choice, Choices

Act = Annotated[
    Literal[
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
    ],
    Choices(
        "Act",
        "What the acquiring party does in the deal.",
        {
            "acquire_equity": Choice(
                "It acquires an equity interest, such as shares, but for an interest in a pooled investment fund.",
                "850.210(a)(1)",
            ),
            "acquire_contingent_equity": Choice(
                "It acquires what can become equity, such as an option, a warrant, a convertible note or a simple "
                "agreement for future equity.",
                "850.205",
            ),
            "acquire_derivative": Choice(
                "It acquires a derivative, which may confer nothing of equity.", "850.501(a)(1)(iv)"
            ),
            "convert_contingent_equity": Choice("It turns what can become equity into equity.", "850.210(a)(3)"),
            "provide_debt": Choice("It makes a loan or provides similar debt financing.", "850.210(a)(2)"),
            "acquire_secured_debt": Choice(
                "It makes a loan with equity pledged for it, or acquires one; if that affords rights like those of an "
                "equity holder, it is `provide_debt` as well.",
                "Note 2 to 31 CFR 850.210",
            ),
            "foreclose_on_pledged_equity": Choice(
                "It takes possession of equity that was pledged for a debt.", "Note 2 to 31 CFR 850.210"
            ),
            "acquire_or_develop_assets": Choice(
                "It acquires, leases or otherwise develops operations, land, property or other assets.",
                "850.210(a)(4)",
            ),
            "enter_joint_venture": Choice("It enters a joint venture, wherever that is.", "850.210(a)(5)"),
            "acquire_fund_interest": Choice(
                "It acquires an interest in a pooled investment fund, as limited partner or the like.",
                "850.210(a)(6)",
            ),
            "other": Choice(
                "It does something of which it is open whether it is one of these; the answer then asks.",
                "850.210(a)",
            ),
            "concluded_none_of_these": Choice(
                "It is concluded as a matter of law that what it does is none of these, as where it makes a plain "
                "supply contract; the answer tells that it rests on that conclusion.",
                "850.210(a)",
            ),
        },
    ),
]

DebtRight = Annotated[
    Literal["interest_in_profits", "board_appointment", "other_equity_like_right", "right_of_open_status"],
    Choices(
        "DebtRight",
        "A right that a debt affords.",
        {
            "interest_in_profits": Choice("The debt affords an interest in the profits.", "850.210(a)(2)"),
            "board_appointment": Choice(
                "The debt affords the right to appoint members of the board, or of its equivalent.", "850.210(a)(2)"
            ),
            "other_equity_like_right": Choice(
                "The debt affords another financial or governance right that is characteristic of equity and not "
                "typical of a loan.",
                "850.210(a)(2)",
            ),
            "right_of_open_status": Choice(
                "The debt affords another right, of which counsel decides whether it is like those of an equity "
                "holder.",
                "850.210(a)(2)",
            ),
        },
    ),
]

Result = Annotated[
    Literal["establishes_covered_foreign_person", "engages_person_of_a_country_of_concern"],
    Choices(
        "Result",
        "What an acquisition or development of assets comes to.",
        {
            "establishes_covered_foreign_person": Choice(
                "A covered foreign person is established.", "850.210(a)(4)(i)"
            ),
            "engages_person_of_a_country_of_concern": Choice(
                "A person of a country of concern comes to engage in a covered activity.", "850.210(a)(4)(ii)"
            ),
        },
    ),
]

FundKind = Annotated[
    Literal["venture_capital", "private_equity", "fund_of_funds", "other_pooled_investment_fund", "not_a_fund"],
    Choices(
        "FundKind",
        "The kind of a fund.",
        {
            "venture_capital": Choice(
                "It is a venture capital fund: it does nothing but invest, and interests in it do not trade.",
                "850.210(a)(6)",
            ),
            "private_equity": Choice(
                "It is a private equity fund: it does nothing but invest, and interests in it do not trade.",
                "850.210(a)(6)",
            ),
            "fund_of_funds": Choice(
                "It is a fund of funds: it does nothing but invest, and interests in it do not trade.",
                "850.210(a)(6)",
            ),
            "other_pooled_investment_fund": Choice(
                "It is another pooled investment fund, such as one whose units trade or that itself trains a model.",
                "850.210(a)(6)",
            ),
            "not_a_fund": Choice("It is no pooled investment fund.", "850.210(a)(6)"),
        },
    ),
]

Sector = Annotated[
    Literal[
        "semiconductors_and_microelectronics",
        "quantum_information_technologies",
        "artificial_intelligence",
        "high_performance_computing_and_supercomputing",
        "hypersonics",
    ],
    Choices(
        "Sector",
        "A sector that a fund can invest in.",
        {
            "semiconductors_and_microelectronics": Choice(
                "The fund likely invests in semiconductors and microelectronics.", "850.210(a)(6)"
            ),
            "quantum_information_technologies": Choice(
                "The fund likely invests in quantum information technologies.", "850.210(a)(6)"
            ),
            "artificial_intelligence": Choice("The fund likely invests in artificial intelligence.", "850.210(a)(6)"),
            "high_performance_computing_and_supercomputing": Choice(
                "The fund likely invests in high-performance computing and supercomputing, a sector of 50 U.S.C. "
                "4581-4589 alone.",
                "50 U.S.C. 4589(4)(A)(vii)",
            ),
            "hypersonics": Choice(
                "The fund likely invests in hypersonics, a sector of 50 U.S.C. 4581-4589 alone.",
                "50 U.S.C. 4589(4)(A)(vii)",
            ),
        },
    ),
]

Assurance = Annotated[
    Literal["against_prohibited_transactions", "against_notifiable_transactions"],
    Choices(
        "Assurance",
        "What a binding contractual assurance keeps an investor's capital out of.",
        {
            "against_prohibited_transactions": Choice(
                "The capital is not used for what would be a prohibited transaction of a U.S. person.",
                "850.501(a)(1)(iii)(B)",
            ),
            "against_notifiable_transactions": Choice(
                "The capital is not used for what would be a notifiable transaction of a U.S. person.",
                "850.501(a)(1)(iii)(B)",
            ),
        },
    ),
]

LowerDeal = Annotated[
    Literal["would_be_prohibited", "would_be_notifiable", "would_not_be_covered"],
    Choices(
        "LowerDeal",
        "The class of the deal of a fund in which another fund invests.",
        {
            "would_be_prohibited": Choice("The deal would be prohibited to a U.S. person.", "850.210(a)(6)"),
            "would_be_notifiable": Choice(
                "The deal would be notifiable if a U.S. person undertook it.", "850.210(a)(6)"
            ),
            "would_not_be_covered": Choice(
                "The deal would not be covered if a U.S. person undertook it.", "850.210(a)(6)"
            ),
        },
    ),
]

Held = Annotated[
    Literal["as_stated", "actual", "substantially_certain", "high_probability", "reason_to_know", "none"],
    Choices(
        "Held",
        "What a person knew of a matter at a moment.",
        {
            "as_stated": Choice("The person knew what the transaction states.", "850.216"),
            "actual": Choice("The person actually knew that it exists.", "850.216(a)"),
            "substantially_certain": Choice(
                "The person actually knew that it is substantially certain to occur.", "850.216(a)"
            ),
            "high_probability": Choice(
                "The person was aware of a high probability that it exists or will occur.", "850.216(b)"
            ),
            "reason_to_know": Choice("The person had reason to know that it exists.", "850.216(c)"),
            "none": Choice("The person neither knew of it nor had reason to.", "850.216"),
        },
    ),
]
