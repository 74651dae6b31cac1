"""Parties and interests to be written down as beneficial ownership statements."""

from dataclasses import MISSING, dataclass
from datetime import date

from app.domain.facts.fact import PartyId, fact
from app.domain.facts.party import Interest, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """Parties and interests as in a transaction, and the party and day that the statements are about."""

    parties: tuple[Party, ...]
    interests: tuple[Interest, ...] = ()
    about: PartyId = fact(
        "Which party are the statements declared about?", "BODS 0.4, declarationSubject", default=MISSING
    )
    day: date = fact("On which day are they declared?", "BODS 0.4, statementDate", default=MISSING)
