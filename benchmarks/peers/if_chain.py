"""A hand-written chain of ``if``, as someone would write it who needs nothing but the answer and the paragraphs.

Verdicts are 0 (not met), 1 (unknown) and 2 (met), so ``min`` and ``max`` are the three-valued connectives.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import orjson

from benchmarks.peers.paragraphs import (
    BEYOND_STANDARD,
    BOUGHT,
    COUNTRIES_OF_CONCERN,
    EFFECTIVE_DATE,
    LISTS,
    UNITED_STATES,
)

Facts = dict[str, Any]

_ACUTE = ("military", "government_intelligence", "mass_surveillance", "private_mass_surveillance")
_NETWORKING = ("scaling_up_quantum_computers", "secure_communications")
_SENSITIVE = ("cybersecurity", "digital_forensics", "penetration_testing", "robotic_control")
_CHIP_DESIGN = ("integrated_circuit_design", "advanced_packaging_design", "other_advanced_packaging")
_ADAPTING = "customizing_configuring_or_fine_tuning"
_MAKES = ("develops", "designs", "produces", "fabricates", "packages")
_EXCLUSIVE = {
    "extreme_ultraviolet_item",
    "front_end_fabrication_equipment",
    "advanced_packaging_equipment",
    "electronic_design_automation_software",
    "other",
}


def if_chain() -> Callable[[bytes], bytes]:
    """From request bytes to the answer's bytes, with the paragraphs met and possible."""
    return lambda body: orjson.dumps(_screen(orjson.loads(body)))


def _screen(stated: Facts) -> Facts:
    parties = {party["id"]: party for party in stated["parties"]}
    deal, buyer = stated["deal"], parties[stated["acquirer"]]
    target = parties[deal["target"]]
    found: dict[str, int] = {}
    for activity in target.get("activities", {}).get("items", ()):
        _activity(activity, found)
    unlisted = 0 if target.get("activities", {}).get("complete") else 1
    prohibited = max([unlisted, *(verdict for code, verdict in found.items() if code.startswith("850.224"))])
    notifiable = max([unlisted, *(verdict for code, verdict in found.items() if code.startswith("850.217"))])
    prohibited = max(prohibited, min(notifiable, _includes(target, "restricted_lists", LISTS)))
    covered = min(_actor(buyer), _in_time(deal), _includes(deal, "acts", BOUGHT), _of_concern(target))
    excepted = _excepted(deal)
    return {
        "reference": stated.get("reference"),
        "determination": _determination(covered, prohibited, notifiable, excepted=excepted),
        "reasons": found,
    }


def _determination(covered: int, prohibited: int, notifiable: int, *, excepted: int) -> str:
    if covered == 0:
        return "not_covered"
    if excepted:
        return "excepted" if excepted == 2 else "undetermined"
    if prohibited:
        return "prohibited" if min(covered, prohibited) == 2 else "undetermined"
    if notifiable:
        return "notifiable" if min(covered, notifiable) == 2 else "undetermined"
    return "not_covered"


def _is(facts: Facts, name: str, *words: object) -> int:
    value = facts.get(name)
    return 1 if value is None else 2 if value in words else 0


def _number(facts: Facts, name: str, passes: Callable[[Decimal], bool]) -> int:
    value = facts.get(name)
    return 1 if value is None else 2 if passes(Decimal(value)) else 0


def _includes(facts: Facts, name: str, words: Iterable[str]) -> int:
    listing = facts.get(name)
    if listing is None:
        return 1
    if any(word in words for word in listing["items"]):
        return 2
    return 0 if listing.get("complete") else 1


def _actor(buyer: Facts) -> int:
    return 2 if buyer.get("kind") == "entity" and buyer.get("organized_in") in UNITED_STATES else 1


def _in_time(deal: Facts) -> int:
    day = deal.get("completion_date")
    return 1 if day is None else 2 if day >= EFFECTIVE_DATE else 0


def _of_concern(target: Facts) -> int:
    if target.get("kind") != "entity":
        return 1
    places = ("principal_place_of_business", "headquarters", "organized_in")
    return max(_is(target, place, *COUNTRIES_OF_CONCERN) for place in places)


def _excepted(deal: Facts) -> int:
    security = deal.get("security", {})
    heads = max(
        min(_is(security, "publicly_traded", True), _is(security, "traded_at_signing", True)),  # noqa: FBT003 (a value)
        _is(security, "issuer", "registered_investment_company", "business_development_company"),
    )
    others = deal.get("circumstances", {})
    other_exceptions = 0 if others.get("complete") and not others["items"] else 1
    return max(min(heads, 2 - _includes(deal, "rights", BEYOND_STANDARD)), other_exceptions)


def _activity(activity: Facts, found: dict[str, int]) -> None:
    item, verb = activity.get("item"), activity.get("verb")

    def note(code: str, verdict: int) -> None:
        found[code] = max(verdict, found.get(code, 0))

    if item == "electronic_design_automation_software" and verb in _MAKES:
        note("850.224(a)", _includes(activity, "eda_purposes", _CHIP_DESIGN))
    if item == "front_end_fabrication_equipment" and verb in _MAKES:
        note("850.224(b)(1)", _is(activity, "for_volume_production", True))  # noqa: FBT003 (a value)
    if item == "advanced_packaging_equipment" and verb in _MAKES:
        note("850.224(b)(2)", _is(activity, "for_volume_production", True))  # noqa: FBT003 (a value)
    if item in _EXCLUSIVE and verb in _MAKES:
        note("850.224(b)(3)", _is(activity, "exclusively_for_euv", True))  # noqa: FBT003 (a value)
    if item == "integrated_circuit":
        _circuit(activity, verb, note)
    if item == "supercomputer" and verb in (*_MAKES, "installs", "sells"):
        capacity = max(
            _number(activity, "fp64_petaflops", lambda value: value >= 100),
            _number(activity, "fp32_petaflops", lambda value: value >= 200),
        )
        within = _number(activity, "envelope_cubic_feet", lambda value: value <= 41600)
        note("850.224(f)", min(capacity, within, _is(activity, "advanced_chips", "accelerators")))
    if item == "quantum_computer" and verb in ("develops", "designs"):
        note("850.224(g)", 2)
    if item == "quantum_computer_component" and verb in ("produces", "fabricates", "packages"):
        note("850.224(g)", _is(activity, "component", "dilution_refrigerator", "two_stage_pulse_tube_cryocooler"))
    if item == "quantum_sensing_platform" and verb in _MAKES:
        note("850.224(h)", max(_designed(activity), _includes(activity, "intended_for", _ACUTE)))
    if item == "quantum_network_or_communication_system" and verb in _MAKES:
        uses = ("designed_for", "exclusively_designed_for", "intended_for")
        networking = max(_includes(activity, use, _NETWORKING) for use in uses)
        note("850.224(i)", max(networking, _designed(activity), _includes(activity, "intended_for", _ACUTE)))
    if item == "ai_system" and verb in ("develops", "designs"):
        _ai_system(activity, note)


def _circuit(activity: Facts, verb: str | None, note: Callable[[str, int], None]) -> None:
    cold = _number(activity, "operating_temperature", lambda value: value <= Decimal("4.5"))
    if verb in ("develops", "designs"):
        note("850.217(a)", 2)
        note("850.224(c)", max(cold, _is(activity, "meets_3a090a", True)))  # noqa: FBT003 (a value)
    if verb in ("fabricates", "produces"):
        note("850.217(b)", 2)
        advanced = max(
            _is(activity, "transistor", "non_planar"),
            _number(activity, "node_nm", lambda value: value <= 16),
            _is(activity, "fdsoi", True),  # noqa: FBT003 (a value)
        )
        note("850.224(d)(1)", min(_is(activity, "chip", "logic"), advanced))
        layers = _number(activity, "nand_layers", lambda value: value >= 128)
        note("850.224(d)(2)", min(_is(activity, "chip", "nand"), layers))
        half_pitch = _number(activity, "dram_half_pitch_nm", lambda value: value <= 18)
        note("850.224(d)(3)", min(_is(activity, "chip", "dram"), half_pitch))
        note("850.224(d)(4)", _is(activity, "gallium_compound", True))  # noqa: FBT003 (a value)
        note("850.224(d)(5)", _is(activity, "graphene_or_nanotube", True))  # noqa: FBT003 (a value)
        note("850.224(d)(6)", cold)
    if verb in ("packages", "produces"):
        note("850.217(c)", 2)
        note("850.224(e)", _is(activity, "advanced_packaging", True))  # noqa: FBT003 (a value)


def _designed(activity: Facts) -> int:
    exclusively = _includes(activity, "exclusively_designed_for", _ACUTE)
    return max(_includes(activity, "designed_for", _ACUTE), exclusively)


def _ai_system(activity: Facts, note: Callable[[str, int], None]) -> None:
    builds = _is(activity, "model_work", "builds_own_model", "substantive_modification", _ADAPTING)
    develops = max(
        _is(activity, "ai_limb", "machine_based_system"), min(_is(activity, "ai_limb", "operates_using_one"), builds)
    )
    internal = min(_is(activity, "model_work", _ADAPTING), _is(activity, "strictly_internal_use", True))  # noqa: FBT003 (a value)
    develops = min(develops, 2 - internal)
    acute = max(_includes(activity, use, _ACUTE) for use in ("exclusively_designed_for", "intended_for"))
    note("850.224(j)", min(develops, acute))
    trained = "training_operations"
    note("850.224(k)(1)", min(develops, _number(activity, trained, lambda value: value > Decimal("1e25"))))
    biological = _is(activity, "biological_sequence_data", "majority", "leading_but_not_majority")
    over = _number(activity, trained, lambda value: value > Decimal("1e24"))
    note("850.224(k)(2)", min(develops, over, biological))
    note("850.217(d)(1)", min(develops, _designed(activity)))
    note("850.217(d)(2)", min(develops, _includes(activity, "intended_for", _SENSITIVE)))
    note("850.217(d)(3)", min(develops, _number(activity, trained, lambda value: value > Decimal("1e23"))))
