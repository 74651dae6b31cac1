"""Names the measures in which a share is held."""

from dataclasses import replace
from enum import StrEnum

from app.domain.facts.party import Interest
from app.domain.quantity import Quantity


class Measure(StrEnum):
    """What a share is a share of. The values are the fields of an interest. Measures are never added to one another."""

    VOTING = "voting_percent"
    BOARD = "board_percent"
    EQUITY = "equity_percent"


def with_percent(interest: Interest, measure: Measure, percent: Quantity | None) -> Interest:
    """Give the interest with this percentage in one measure."""
    changed: dict[str, Quantity | None] = {measure.value: percent}
    return replace(interest, **changed)  # type: ignore[arg-type]
