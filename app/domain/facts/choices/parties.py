"""The words for parties: what they are, their ties to governments, the lists that they are on, their figures."""

from typing import Annotated, Literal

from app.domain.facts.choice import Choice, Choices

PartyKind = Annotated[
    Literal["individual", "entity", "public_float"],
    Choices(
        "PartyKind",
        "What a party is.",
        {
            "individual": Choice("The party is a human being.", "850.220"),
            "entity": Choice(
                "The party is an organization of any kind, such as a corporation, partnership, trust, branch, joint "
                "venture or government.",
                "850.212",
            ),
            "public_float": Choice(
                "The party stands for the dispersed holders of listed shares, of whom none is known by name or has a "
                "role, a seat or power over the management.",
                "850.221(d)",
            ),
        },
    ),
]

Ownerless = Annotated[
    Literal["state", "foundation", "non_stock_company"],
    Choices(
        "Ownerless",
        "The kind of a body in which nobody holds votes or equity.",
        {
            "state": Choice("The entity is a state or an organ of one.", "850.221(d)"),
            "foundation": Choice("The entity is a foundation.", "850.221(d)"),
            "non_stock_company": Choice("The entity is a company that has no shares.", "850.221(d)"),
        },
    ),
]

GovernmentTie = Annotated[
    Literal["part_of_government", "acts_for_government", "directed_by_government", "veto_or_appointment_power", "none"],
    Choices(
        "GovernmentTie",
        "What ties a party to a government.",
        {
            "part_of_government": Choice(
                "The party is the government itself, or a political subdivision, political party, agency or "
                "instrumentality of it.",
                "850.221(c)",
            ),
            "acts_for_government": Choice("The party acts for the government or on behalf of it.", "850.221(c)"),
            "directed_by_government": Choice(
                "The government has the power to direct the management and policies of the party, by whatever means.",
                "850.221(c)",
            ),
            "veto_or_appointment_power": Choice(
                "The government has less power than to direct the party, such as by a golden share or a party cell.",
                "850.221(c)",
            ),
            "none": Choice("Nothing ties the party to the government.", "850.221(c)"),
        },
    ),
]

RestrictedList = Annotated[
    Literal[
        "bis_entity_list",
        "bis_military_end_user_list",
        "bis_military_intelligence_end_user",
        "ofac_sdn_list",
        "ofac_ns_cmic_list",
        "foreign_terrorist_organization",
        "listed_through_parent",
        "section_1260h_list",
        "other_list",
    ],
    Choices(
        "RestrictedList",
        "The lists that a party can be on.",
        {
            "bis_entity_list": Choice(
                "The party is on the Entity List of the Bureau of Industry and Security (15 CFR part 744, supplement "
                "no. 4).",
                "850.224(m)(1)",
            ),
            "bis_military_end_user_list": Choice(
                "The party is on the Military End User List of the Bureau of Industry and Security (15 CFR part 744, "
                "supplement no. 7).",
                "850.224(m)(2)",
            ),
            "bis_military_intelligence_end_user": Choice(
                "The party meets the definition of a military-intelligence end user in 15 CFR 744.22(f)(2), which is "
                "no list.",
                "850.224(m)(3)",
            ),
            "ofac_sdn_list": Choice(
                "The party is on Treasury's list of Specially Designated Nationals and Blocked Persons.",
                "850.224(m)(4)",
            ),
            "ofac_ns_cmic_list": Choice(
                "The party is on Treasury's list of Non-SDN Chinese Military-Industrial Complex Companies.",
                "850.224(m)(5)",
            ),
            "foreign_terrorist_organization": Choice(
                "The Secretary of State has designated the party as a foreign terrorist organization (8 U.S.C. 1189).",
                "850.224(m)(6)",
            ),
            "listed_through_parent": Choice(
                "The party is on no list itself, and is owned by a person on a list other than the SDN List.",
                "850.224(m)",
            ),
            "section_1260h_list": Choice(
                "The party is on the list of Chinese military companies, which is none of those of 850.224(m) and "
                "raises no class.",
                "Section 1260H of Pub. L. 116-283",
            ),
            "other_list": Choice(
                "The party is on another list, such as that of denied persons or unverified parties, which is none "
                "of those of 850.224(m) and raises no class.",
                "850.224(m)",
            ),
        },
    ),
]

Basis = Annotated[
    Literal["audited", "unaudited", "appraisal", "estimate"],
    Choices(
        "Basis",
        "Where yearly figures are taken from.",
        {
            "audited": Choice("The figures are those of an audited financial statement.", "850.209(b)(1)"),
            "unaudited": Choice("The figures are those of an unaudited financial statement.", "850.209(b)(1)"),
            "appraisal": Choice("The figures are those of an independent appraisal.", "850.209(b)(1)"),
            "estimate": Choice("The figures are estimated in good faith.", "850.209(b)(1)"),
        },
    ),
]

EvidenceKind = Annotated[
    Literal["screening_result", "representation", "register", "public_information", "counsel", "own_knowledge"],
    Choices(
        "EvidenceKind",
        "What a conclusion on an element of the law rests on.",
        {
            "screening_result": Choice("A screening provider or a database was searched.", "850.104(c)(7)"),
            "representation": Choice("The party or the other side has represented or warranted it.", "850.104(c)(2)"),
            "register": Choice("A public register shows it.", "850.104(c)(4)"),
            "public_information": Choice("Other public information shows it.", "850.104(c)(4)"),
            "counsel": Choice("A lawyer has found it.", "850.104(c)"),
            "own_knowledge": Choice("The U.S. person knows it of its own affairs.", "850.216(a)"),
        },
    ),
]
