"""Screens the deal of README.md and says what to do next: ``python example.py``, with the service at the address below.

The types are checked: ``mypy --strict example.py``.
"""

from datetime import date
from typing import assert_never

from outbound_screening import Client, Refused
from outbound_screening.models import (
    ActivityListing,
    ActListing,
    AiSystemActivity,
    Deal,
    Determination,
    Interest,
    Party,
    Security,
    Transaction,
)

DEAL = Transaction(
    reference="DEAL-2025-0147",
    parties=[
        Party(id="fund", kind="entity", organized_in="US"),
        Party(id="founder", kind="individual", restricted_lists="none"),
        Party(
            id="target",
            kind="entity",
            organized_in="KY",
            principal_place_of_business="CN",
            holdings_complete=True,
            restricted_lists="none",
            activities=ActivityListing(
                complete=True,
                items=[
                    AiSystemActivity(
                        verb="develops",
                        item="ai_system",
                        ai_limb="machine_based_system",
                        model_work="builds_own_model",
                        biological_sequence_data="none",
                        exclusively_designed_for="none",
                        designed_for="none",
                        intended_for="none",
                    )
                ],
            ),
        ),
    ],
    interests_show="before_the_deal",
    interests=[Interest(holder="founder", subject="target", voting_percent=100, equity_percent=100)],
    acquirer="fund",
    deal=Deal(
        acts=ActListing(items=["acquire_equity"], complete=True),
        target="target",
        completion_date=date(2025, 6, 16),
        security=Security(publicly_traded=False, issuer="other", derivative=False),
        circumstances="none",
    ),
)


def next_step(answer: Determination) -> str:
    """Says what to do next; mypy complains of a determination that is not dealt with."""
    match answer.determination:
        case "prohibited":
            return "Stop."
        case "notifiable":
            return "\n".join(f"{duty.what} Due {duty.due or 'on a day to be found'}." for duty in answer.obligations)
        case "undetermined":
            return "\n".join(f"{fact.pointer}: {fact.question}" for fact in answer.missing_facts)
        case "excepted" | "not_covered":
            return "No duty. Keep the answer."
        case never:
            assert_never(never)


def main() -> None:
    """Screens the deal; a refused one comes back with everything that is to be mended."""
    with Client("http://127.0.0.1:8000") as client:
        try:
            answer = client.screen(DEAL)
        except Refused as refused:
            print(refused)
        else:
            print(next_step(answer))


if __name__ == "__main__":
    main()
