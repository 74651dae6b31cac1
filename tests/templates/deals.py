"""Ordinary deals of each kind, as a deal team states them: what is filled in, and what the answer is then."""

from typing import Any, NamedTuple

NONE = "none"


CIRCUIT = {
    "verb": "designs",
    "item": "integrated_circuit",
    "meets_3a090a": False,
    "operating_temperature": {"at_least": "273.15"},
}
SYSTEM = {
    "verb": "develops",
    "item": "ai_system",
    "model_work": "builds_own_model",
    "training_operations": "3.1e24",
    "biological_sequence_data": "none",
    "designed_for": NONE,
    "exclusively_designed_for": NONE,
    "intended_for": NONE,
}
NO_SDN = {
    "element": "850.224(m)(4)",
    "met": False,
    "basis": "screening_result",
    "source": "Ferrant Screening",
    "as_of": "2026-03-04",
}


def activity(party: int, particulars: dict[str, Any]) -> dict[str, Any]:
    """All that a party does, as it is filled in."""
    place = f"/parties/{party}/activities"
    return {**{f"{place}/items/0/{name}": value for name, value in particulars.items()}, f"{place}/complete": True}


def these(*items: Any) -> dict[str, Any]:
    """A complete list."""
    return {"items": list(items), "complete": True}


class FilledIn(NamedTuple):
    """A template filled in: its kind, the facts by pointer, and the answer."""

    kind: str
    facts: dict[str, Any]
    determination: str


FILLED_IN = {
    "Listed shares are bought on an exchange.": FilledIn(
        "purchase-of-shares",
        {
            "/parties/0/organized_in": "US",
            "/deal/acts/complete": True,
            "/deal/completion_date": "2026-02-03",
            "/deal/security/publicly_traded": True,
            "/deal/rights": NONE,
        },
        "excepted",
    ),
    "A designer of chips that meet 3A090.a raises money.": FilledIn(
        "purchase-of-shares",
        {
            "/parties/0/organized_in": "US",
            "/parties/1/organized_in": "CN",
            "/parties/1/activities/items/0/verb": "designs",
            "/parties/1/activities/items/0/item": "integrated_circuit",
            "/parties/1/activities/items/0/meets_3a090a": True,
            "/deal/acts/complete": True,
            "/deal/completion_date": "2026-03-16",
            "/deal/security/publicly_traded": False,
            "/deal/circumstances": NONE,
        },
        "prohibited",
    ),
    "A designer of smaller chips raises money.": FilledIn(
        "purchase-of-shares",
        {
            "/parties/0/organized_in": "US",
            "/parties/1/organized_in": "CN",
            **activity(1, CIRCUIT),
            "/parties/1/restricted_lists": NONE,
            "/parties/1/holdings_complete": True,
            "/parties/1/conclusions": [NO_SDN],
            "/deal/acts/complete": True,
            "/deal/completion_date": "2026-03-16",
            "/deal/security/publicly_traded": False,
            "/deal/circumstances": NONE,
        },
        "notifiable",
    ),
    "A developer of a large language model issues a convertible note.": FilledIn(
        "convertible",
        {
            "/parties/0/organized_in": "US",
            "/parties/1/organized_in": "CN",
            **activity(1, SYSTEM),
            "/parties/1/restricted_lists": NONE,
            "/parties/1/holdings_complete": True,
            "/parties/1/conclusions": [NO_SDN],
            "/deal/acts/complete": True,
            "/deal/completion_date": "2026-07-15",
            "/deal/security/publicly_traded": False,
            "/deal/security/can_become": {"items": ["anything_else"], "complete": False},
            "/deal/circumstances": NONE,
        },
        "notifiable",
    ),
    "A joint venture packages one die each.": FilledIn(
        "joint-venture",
        {
            "/parties/0/organized_in": "US",
            "/parties/1/organized_in": "CN",
            "/parties/1/restricted_lists": NONE,
            "/parties/1/conclusions": [NO_SDN],
            "/parties/2/organized_in": "MY",
            **activity(2, {"verb": "packages", "item": "integrated_circuit", "advanced_packaging": False}),
            "/parties/2/restricted_lists": NONE,
            "/parties/2/newly_formed": True,
            "/interests/0/voting_percent": "51",
            "/interests/0/equity_percent": "51",
            "/interests/1/voting_percent": "49",
            "/interests/1/equity_percent": "49",
            "/deal/acts/complete": True,
            "/deal/partners/complete": True,
            "/deal/completion_date": "2026-05-11",
            "/deal/circumstances": NONE,
        },
        "notifiable",
    ),
    "A design centre in Suzhou designs battery-management chips.": FilledIn(
        "greenfield",
        {
            "/parties/0/organized_in": "US",
            "/parties/1/organized_in": "CN",
            **activity(1, CIRCUIT),
            "/parties/1/restricted_lists": NONE,
            "/parties/1/newly_formed": True,
            "/parties/1/conclusions": [NO_SDN],
            "/deal/acts/complete": True,
            "/deal/completion_date": "2026-06-01",
            "/deal/development/country": "CN",
            "/deal/development/results": these("establishes_covered_foreign_person"),
            "/deal/development/planned": True,
            "/deal/circumstances": NONE,
        },
        "notifiable",
    ),
    "A fund sells its shares of a designer of smaller chips.": FilledIn(
        "secondary",
        {
            "/parties/0/organized_in": "US",
            "/parties/2/organized_in": "CN",
            **activity(2, CIRCUIT),
            "/parties/2/restricted_lists": NONE,
            "/parties/2/holdings_complete": True,
            "/parties/2/conclusions": [NO_SDN],
            "/deal/acts/complete": True,
            "/deal/completion_date": "2026-04-30",
            "/deal/security/publicly_traded": False,
            "/deal/circumstances": NONE,
        },
        "notifiable",
    ),
    "All Chinese holders of a packaging company in Singapore are bought out.": FilledIn(
        "buy-out",
        {
            "/parties/0/organized_in": "US",
            "/parties/0/headquarters": "US",
            "/parties/0/principal_place_of_business": "US",
            "/parties/0/government_links": NONE,
            "/parties/0/conclusions": [
                {"element": "Of concern through its owners", "met": False, "basis": "own_knowledge"}
            ],
            "/acting_for": NONE,
            "/parties/1/organized_in": "SG",
            "/parties/1/headquarters": "SG",
            "/parties/1/principal_place_of_business": "SG",
            "/parties/1/government_links": NONE,
            "/parties/1/holdings_complete": True,
            "/deal/acts/complete": True,
            "/deal/completion_date": "2026-04-30",
            "/deal/security/publicly_traded": False,
            "/deal/circumstances/complete": True,
            "/deal/particulars/all_their_interests": True,
            "/deal/particulars/covered_afterwards": False,
        },
        "excepted",
    ),
    "A developer of a very large model issues a convertible note.": FilledIn(
        "convertible",
        {
            "/parties/0/organized_in": "US",
            "/parties/1/organized_in": "CN",
            "/parties/1/activities/items/0/verb": "develops",
            "/parties/1/activities/items/0/item": "ai_system",
            "/parties/1/activities/items/0/model_work": "builds_own_model",
            "/parties/1/activities/items/0/training_operations": "2e25",
            "/deal/acts/complete": True,
            "/deal/completion_date": "2026-07-15",
            "/deal/security/publicly_traded": False,
            "/deal/security/can_become": {"items": ["anything_else"], "complete": False},
            "/deal/circumstances": NONE,
        },
        "prohibited",
    ),
    "A pension plan has the fund's assurance against both classes.": FilledIn(
        "fund-commitment",
        {
            "/parties/0/organized_in": "US",
            "/deal/acts/complete": True,
            "/deal/completion_date": "2026-05-29",
            "/deal/fund/kind": "private_equity",
            "/deal/fund/assurances": these("against_prohibited_transactions", "against_notifiable_transactions"),
            "/deal/fund/assured_by_acquisition": True,
            "/deal/rights": NONE,
        },
        "excepted",
    ),
    "A joint venture packages with interposers.": FilledIn(
        "joint-venture",
        {
            "/parties/0/organized_in": "US",
            "/parties/1/organized_in": "CN",
            "/parties/2/organized_in": "MY",
            "/parties/2/activities/items/0/verb": "packages",
            "/parties/2/activities/items/0/item": "integrated_circuit",
            "/parties/2/activities/items/0/advanced_packaging": True,
            "/deal/acts/complete": True,
            "/deal/completion_date": "2026-05-11",
            "/deal/circumstances": NONE,
        },
        "prohibited",
    ),
    "A term loan affords nothing of an equity holder's rights.": FilledIn(
        "loan",
        {
            "/parties/0/organized_in": "US",
            "/deal/acts/complete": True,
            "/deal/completion_date": "2026-02-03",
            "/deal/debt/affords": NONE,
        },
        "not_covered",
    ),
    "A design centre in Suzhou designs an accelerator.": FilledIn(
        "greenfield",
        {
            "/parties/0/organized_in": "US",
            "/parties/1/organized_in": "CN",
            "/parties/1/activities/items/0/verb": "designs",
            "/parties/1/activities/items/0/item": "integrated_circuit",
            "/parties/1/activities/items/0/meets_3a090a": True,
            "/deal/acts/complete": True,
            "/deal/completion_date": "2026-06-01",
            "/deal/development/country": "CN",
            "/deal/development/results": these("establishes_covered_foreign_person"),
            "/deal/development/planned": True,
            "/deal/circumstances": NONE,
        },
        "prohibited",
    ),
    "A U.S. citizen on the board of a German buyer approves the purchase of a maker of cryostats.": FilledIn(
        "directed-deal",
        {
            "/parties/0/organized_in": "DE",
            "/parties/0/in_united_states": False,
            "/parties/1/citizenships": {"items": ["US"]},
            "/parties/2/organized_in": "CN",
            "/parties/2/activities/items/0/verb": "produces",
            "/parties/2/activities/items/0/item": "quantum_computer_component",
            "/parties/2/activities/items/0/component": "dilution_refrigerator",
            "/directed_by/items/0/authority": "director",
            "/directed_by/items/0/exercised": True,
            "/directed_by/items/0/recused_from": NONE,
            "/deal/acts/complete": True,
            "/deal/completion_date": "2026-04-30",
            "/deal/security/publicly_traded": False,
            "/deal/circumstances": NONE,
        },
        "prohibited",
    ),
    "A buy-out leaves a maker of cryostats in China what it is.": FilledIn(
        "buy-out",
        {
            "/parties/0/organized_in": "US",
            "/parties/1/organized_in": "CN",
            "/parties/1/activities/items/0/verb": "produces",
            "/parties/1/activities/items/0/item": "quantum_computer_component",
            "/parties/1/activities/items/0/component": "dilution_refrigerator",
            "/deal/acts/complete": True,
            "/deal/completion_date": "2026-04-30",
            "/deal/security/publicly_traded": False,
            "/deal/circumstances/complete": True,
            "/deal/particulars/all_their_interests": True,
            "/deal/particulars/covered_afterwards": True,
        },
        "prohibited",
    ),
    "A founder sells some shares of a designer of chips that meet 3A090.a.": FilledIn(
        "secondary",
        {
            "/parties/0/organized_in": "US",
            "/parties/2/organized_in": "CN",
            "/parties/2/activities/items/0/verb": "designs",
            "/parties/2/activities/items/0/item": "integrated_circuit",
            "/parties/2/activities/items/0/meets_3a090a": True,
            "/deal/acts/complete": True,
            "/deal/completion_date": "2026-04-30",
            "/deal/security/publicly_traded": False,
            "/deal/circumstances": NONE,
        },
        "prohibited",
    ),
}
