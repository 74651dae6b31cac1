"""What is asked of parties and interests without a deal: who holds how much, or statements that say it."""

from dataclasses import MISSING, dataclass
from datetime import date

from app.domain.facts.choices.interests import MeasureName, MethodName, ThresholdComparison
from app.domain.facts.fact import Listing, PartyId, fact
from app.domain.facts.party import Interest, Party
from app.domain.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipRequest:
    """Which persons hold how much of which parties, under one method of reckoning indirect holdings or several.

    The persons are named in `persons`, or are those that meet a definition of the law, `persons_meeting`, or both.
    """

    parties: tuple[Party, ...]
    interests: tuple[Interest, ...] = ()
    subjects: tuple[PartyId, ...] = fact("Of which parties is the share asked?", "850.221(d)", default=MISSING)
    persons: Listing[PartyId] | None = fact(
        "Which parties hold, taken together?",
        "850.221(d)",
        note="With `complete` true no other party belongs to them; otherwise any other may.",
    )
    persons_meeting: str | None = fact(
        "Which definition of the rule set do the holders meet, such as `850.221(a)`?",
        "850.221(d)",
        note="A definition about parties. `rule_set` and `version` say of which law; by default of the law today.",
    )
    rule_set: str | None = None
    version: str | None = None
    measures: tuple[MeasureName, ...] = fact(
        "In which measures? They are never added to one another.",
        "850.221(d)",
        default=("voting_percent", "board_percent", "equity_percent"),
    )
    comparison: ThresholdComparison = fact("Is the threshold itself enough?", "850.221(d)", default="at_least")
    threshold: Quantity | None = fact("Which share is asked about?", "850.221(d)", unit="percent")
    methods: tuple[MethodName, ...] = fact(
        "By which methods are indirect holdings reckoned?",
        "850.206(b)",
        default=("multiply", "attribute_206b", "full_from_half", "highest"),
    )
    day: date | None = fact(
        "On which day?",
        "850.219(a)(1)",
        note="Interests with a first or last day count on that day only. Without it, it is open whether they do.",
    )
    pooled: bool = fact(
        "Does an entity so held count as one of the persons in turn, without a last tier?", "850.221(e)", default=False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """Parties and interests as in a transaction, and the party and day that the statements are about."""

    parties: tuple[Party, ...]
    interests: tuple[Interest, ...] = ()
    about: PartyId = fact(
        "Which party are the statements declared about?", "BODS 0.4, declarationSubject", default=MISSING
    )
    day: date = fact("On which day are they declared?", "BODS 0.4, statementDate", default=MISSING)
