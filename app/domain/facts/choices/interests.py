"""The words for interests: when they are held, the roles that go with them, and how they are reckoned."""

from typing import Annotated, Literal

from app.domain.facts.choice import Choice, Choices

Moment = Annotated[
    Literal["before_the_deal", "after_the_deal", "before_and_after"],
    Choices(
        "Moment",
        "The moment of the deal that an interest shows.",
        {
            "before_the_deal": Choice("The interest is what is held before the deal is completed.", "850.210(a)(1)"),
            "after_the_deal": Choice("The interest is what is held after the deal is completed.", "850.210(a)(1)"),
            "before_and_after": Choice(
                "The deal changes nothing in the interest, so that it belongs to both tables.", "850.210(a)(1)"
            ),
        },
    ),
]

TableMoment = Annotated[
    Literal["before_the_deal", "after_the_deal"],
    Choices(
        "TableMoment",
        "The moment of the deal that a table of interests shows.",
        {
            "before_the_deal": Choice("The interests are what is held before the deal is completed.", "850.210(a)(1)"),
            "after_the_deal": Choice("The interests are what is held after the deal is completed.", "850.210(a)(1)"),
        },
    ),
]

Term = Annotated[
    Literal["held", "from_first_day", "until_last_day", "between_days"],
    Choices(
        "Term",
        "The time for which an interest is held.",
        {
            "held": Choice("The interest is held on the day of the deal.", "850.219(a)(1)"),
            "from_first_day": Choice("The interest is held from its first day on.", "850.219(a)(1)"),
            "until_last_day": Choice("The interest is held until its last day.", "850.219(a)(1)"),
            "between_days": Choice("The interest is held from its first day until its last.", "850.219(a)(1)"),
        },
    ),
]

Role = Annotated[
    Literal["general_partner", "managing_member", "equivalent_of_general_partner", "investment_adviser"],
    Choices(
        "Role",
        "A role of the holder in the entity.",
        {
            "general_partner": Choice("The holder is the general partner.", "850.219(b)"),
            "managing_member": Choice("The holder is the managing member.", "850.219(b)"),
            "equivalent_of_general_partner": Choice(
                "The holder has a role equivalent to that of a general partner or managing member.", "850.219(b)"
            ),
            "investment_adviser": Choice(
                "The holder is the investment adviser (15 U.S.C. 80b-2(a)(11)), which makes it the parent of a pooled "
                "investment fund.",
                "850.219(c)",
            ),
        },
    ),
]

MeasureName = Annotated[
    Literal["voting_percent", "board_percent", "equity_percent"],
    Choices(
        "MeasureName",
        "What shares are measured in.",
        {
            "voting_percent": Choice("Shares of the outstanding voting interest are added up.", "850.221(d)"),
            "board_percent": Choice("Shares of the voting power of the board are added up.", "850.221(d)"),
            "equity_percent": Choice("Shares of the equity interest are added up.", "850.221(d)"),
        },
    ),
]

MethodName = Annotated[
    Literal["multiply", "attribute_206b", "full_from_half", "highest", "nothing_below_half"],
    Choices(
        "MethodName",
        "How indirect holdings are reckoned.",
        {
            "multiply": Choice("Holdings are reckoned in proportion along the chain.", "850.206(b)(2)"),
            "attribute_206b": Choice(
                "Holdings are reckoned in full through subsidiaries, and otherwise in proportion.", "850.206(b)"
            ),
            "full_from_half": Choice(
                "Holdings are reckoned in full through every link of one half or more, and otherwise in proportion.",
                "850.221(d)",
            ),
            "highest": Choice("Each link is reckoned by whichever of these methods gives most.", "850.221(d)"),
            "nothing_below_half": Choice(
                "Holdings are reckoned in full through entities of which the persons together have one half or more, "
                "and not at all through others, as OFAC does.",
                "850.224(m)(4)",
            ),
        },
    ),
]

ThresholdComparison = Annotated[
    Literal["at_least", "more_than"],
    Choices(
        "ThresholdComparison",
        "How a share is compared with a threshold.",
        {
            "at_least": Choice("The threshold itself is enough.", "850.221(d)"),
            "more_than": Choice("The share has to be more than the threshold.", "850.219(a)"),
        },
    ),
]
