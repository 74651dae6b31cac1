"""A regime of another law, in few words: who buys into a U.S. business, after the tests of 31 CFR part 800.

It is abridged, and shows what a regime is made of. It is no statement of that law.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from app.domain.answers.determination import Class
from app.domain.errors import Problem
from app.domain.facts.choice import Choice, Choices
from app.domain.facts.choices.parties import PartyKind
from app.domain.facts.fact import Country, Listing, PartyId, fact
from app.domain.facts.party import Interest, Party
from app.domain.facts.transaction import Inquiry, LegalDecision
from app.domain.ownership.resolve.counted import counted_on, held_on
from app.domain.quantity import Quantity
from app.domain.regime import PossibleFacts, Regime

Right = Annotated[
    Literal["technical_information", "board_seat", "substantive_decisions"],
    Choices(
        "Right",
        "A right beside the shares.",
        {
            "technical_information": Choice("There is access to technical information.", "31 CFR 800.211(b)(1)"),
            "board_seat": Choice("There is a seat on the board.", "31 CFR 800.211(b)(2)"),
            "substantive_decisions": Choice("There is a part in substantive decisions.", "31 CFR 800.211(b)(3)"),
        },
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Party):
    """A party, with what this regime asks of it in its own words."""

    kind: PartyKind | None = fact("Is it an individual, an entity or a public float?", "31 CFR 800.235")
    citizenships: Listing[Country] | None = fact("Of which countries is it a national?", "31 CFR 800.223")
    organized_in: Country | None = fact("Under the laws of which country is it organized?", "31 CFR 800.220(a)")
    state: bool | None = fact("Is it a foreign government, or an agency of one?", "31 CFR 800.221")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding(Interest):
    """An interest, likewise."""

    voting_percent: Quantity | None = fact("Which part of the votes has it?", "31 CFR 800.256", unit="percent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """What the U.S. business does."""

    critical_technologies: bool | None = fact(
        "Does the business produce, design, test or develop critical technologies?", "31 CFR 800.248(a)"
    )
    authorization_needed: bool | None = fact(
        "Would the export of these technologies to the investor need an authorization?", "31 CFR 800.401(c)(1)"
    )
    sensitive_data: bool | None = fact(
        "Does the business collect sensitive personal data of U.S. citizens?", "31 CFR 800.248(c)"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Investment:
    """An investment in a U.S. business, to be screened."""

    reference: str | None = None
    parties: tuple[Person, ...]
    interests: tuple[Holding, ...] = ()
    investor: PartyId | None = fact("Who invests?", "31 CFR 800.211")
    business: Business = field(default_factory=Business)
    percent: Quantity | None = fact(
        "How much of the voting interest does the investor get?", "31 CFR 800.244(a)", unit="percent"
    )
    control: bool | None = fact("Can the investor decide important matters of the business?", "31 CFR 800.208")
    rights: Listing[Right] | None = fact("Which rights does the investor get beside its shares?", "31 CFR 800.211(b)")
    action_concluded: bool | None = fact(
        "Has the Committee concluded all action on the transaction?", "31 CFR 800.701", rare=True
    )
    closing_date: date | None = fact("On which day is it completed?", "31 CFR 800.206")
    legal_decisions: tuple[LegalDecision, ...] = ()
    inquiries: tuple[Inquiry, ...] = ()


def contradictions(investment: Investment) -> list[Problem]:
    """Whoever decides important matters has rights beside its shares."""
    return [*_control_without_rights(investment)]


def _control_without_rights(investment: Investment) -> Iterator[Problem]:
    rights = investment.rights
    if investment.control is True and rights is not None and rights.complete is True and not rights.items:
        yield Problem("/rights/complete", "Who controls the business has a right to decide.", "contradicting_facts")


def possible_facts(investment: Investment) -> PossibleFacts:
    """A list of rights that is open has a right to decide, where the investor controls the business."""
    if investment.control is True:
        return PossibleFacts(words_needed={"/rights": [frozenset({"substantive_decisions"})]})
    return PossibleFacts()


FOREIGN_INVESTMENT = Regime(
    name="foreign_investment",
    transaction=Investment,
    outcomes=(Class("declaration_required"), Class("reviewable")),
    paragraphs_of="31 CFR",
    days=lambda investment: {"/closing_date": investment.closing_date},
    counted_interests=lambda investment, parties: counted_on(
        investment.interests, (investment.closing_date,), parties=parties
    ),
    held_for_sure=lambda investment: (
        set(range(len(investment.interests)))
        - held_on(investment.interests, (investment.closing_date,)).open_because.keys()
    ),
    contradictions=contradictions,
    possible_facts=possible_facts,
)
