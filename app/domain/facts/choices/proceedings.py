"""The words for those who direct a deal, for exemptions, and for what was asked and learned."""

from typing import Annotated, Literal

from app.domain.facts.choice import Choice, Choices

Authority = Annotated[
    Literal["officer", "director", "executive_responsibilities", "substantial_participation_without_office", "none"],
    Choices(
        "Authority",
        "The authority that a person has in the acquiring party.",
        {
            "officer": Choice("The person is an officer.", "850.303(a)"),
            "director": Choice("The person is a director.", "850.303(a)"),
            "executive_responsibilities": Choice(
                "The person otherwise possesses executive responsibilities.", "850.303(a)"
            ),
            "substantial_participation_without_office": Choice(
                "The person has authority to participate substantially in decisions, without such an office.",
                "850.303(a)",
            ),
            "none": Choice("The person has no authority to take part in decisions.", "850.303(a)"),
        },
    ),
]

RecusedFrom = Annotated[
    Literal["approval_and_decision", "transaction_documents", "negotiation"],
    Choices(
        "RecusedFrom",
        "What a person stands aside from.",
        {
            "approval_and_decision": Choice(
                "The person stands aside from formal approval and decisions, recommendations among them.",
                "850.303(b)(1)",
            ),
            "transaction_documents": Choice(
                "The person stands aside from reviewing, editing, commenting on, approving and signing documents of "
                "the transaction.",
                "850.303(b)(2)",
            ),
            "negotiation": Choice(
                "The person stands aside from negotiations with the target or another counterparty.", "850.303(b)(3)"
            ),
        },
    ),
]

Learned = Annotated[
    Literal["nothing_learned", "actual", "other"],
    Choices(
        "Learned",
        "How a fact was learned after completion.",
        {
            "nothing_learned": Choice("Nothing was learned after completion.", "850.403"),
            "actual": Choice("Actual knowledge of the fact was acquired after completion.", "850.403"),
            "other": Choice("The fact was learned of otherwise, without actual knowledge of it.", "850.403"),
        },
    ),
]

Signatory = Annotated[
    Literal["assistant_secretary", "deputy_assistant_secretary", "other"],
    Choices(
        "Signatory",
        "Who signed a national interest exemption.",
        {
            "assistant_secretary": Choice(
                "The Assistant Secretary of the Treasury for Investment Security signed it.", "850.502(e)"
            ),
            "deputy_assistant_secretary": Choice(
                "The Deputy Assistant Secretary of the Treasury for Investment Security signed it.", "850.502(e)"
            ),
            "other": Choice("Somebody else signed it.", "850.502(e)"),
        },
    ),
]

FilingKind = Annotated[
    Literal["notification", "correction", "post_closing_notice"],
    Choices(
        "FilingKind",
        "What was filed with the Department of the Treasury.",
        {
            "notification": Choice("The transaction was notified.", "850.404(a)"),
            "correction": Choice("A material omission or inaccuracy was made known.", "850.406"),
            "post_closing_notice": Choice(
                "Notice was given of what a U.S. person came to know after completion.", "850.403"
            ),
        },
    ),
]

InquiryOutcome = Annotated[
    Literal["never_asked", "asked_and_refused", "asked_and_not_known"],
    Choices(
        "InquiryOutcome",
        "What became of a question about a fact.",
        {
            "never_asked": Choice("Nobody asked.", "850.104(b)"),
            "asked_and_refused": Choice("Whoever was asked refused to answer.", "850.104(c)(6)"),
            "asked_and_not_known": Choice("Whoever was asked did not know.", "850.104(c)(1)"),
        },
    ),
]
