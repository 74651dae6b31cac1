"""Parties and interests to be written down as beneficial ownership statements."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from app.domain.facts.fact import Fact, PartyId
from app.domain.facts.party import Interest, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """Parties and interests as in a transaction, and the party and day that the statements are about."""

    parties: tuple[Party, ...]
    interests: tuple[Interest, ...] = ()
    about: Annotated[PartyId, Fact("Which party are the statements declared about?", "BODS 0.4, declarationSubject")]
    day: Annotated[date, Fact("On which day are they declared?", "BODS 0.4, statementDate")]
