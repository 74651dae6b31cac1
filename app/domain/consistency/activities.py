"""Particulars of an activity that are said of another kind of item."""

from collections.abc import Iterator
from operator import attrgetter
from typing import get_args

from app.domain.errors import Problem
from app.domain.facts.activity import Activity, Item
from app.domain.facts.fact import Listing
from app.domain.facts.transaction import Transaction

_BELONGS: dict[str, frozenset[Item]] = {
    "eda_purposes": frozenset({"electronic_design_automation_software"}),
    "exclusively_for_euv": frozenset(
        {
            "extreme_ultraviolet_item",
            "front_end_fabrication_equipment",
            "advanced_packaging_equipment",
            "electronic_design_automation_software",
            "other",
        }
    ),
    **dict.fromkeys(
        ("chip", "transistor", "fdsoi", "node_nm", "nand_layers", "dram_half_pitch_nm", "advanced_packaging"),
        frozenset({"integrated_circuit"}),
    ),
    **dict.fromkeys(
        (
            "advanced_chips",
            "fp64_petaflops",
            "fp32_petaflops",
            "fp64_petaflops_within_envelope",
            "fp32_petaflops_within_envelope",
            "envelope_cubic_feet",
        ),
        frozenset({"supercomputer", "high_performance_computing_system"}),
    ),
    "component": frozenset({"quantum_computer_component"}),
    **dict.fromkeys(
        (
            "ai_limb",
            "model_work",
            "training_operations",
            "own_training_operations",
            "biological_sequence_data",
            "exclusively_designed_for",
        ),
        frozenset({"ai_system"}),
    ),
}
"""The items that a particular can be said of, where no rule asks for it of any other."""

_INSTEAD = {"exclusively_designed_for": "Of other items say what they are designed for, under `designed_for`."}
"""What to state for other items, where there is a particular of much the same matter."""

_CHIPS = {"nand_layers": "nand", "dram_half_pitch_nm": "dram"}
_DENIALS = frozenset({False, "none", "other", "neither", "not_critical", "no_work_on_the_model"})
_ELSEWHERE = {item: tuple(name for name, items in _BELONGS.items() if item not in items) for item in get_args(Item)}
_READ = {item: attrgetter(*names) for item, names in _ELSEWHERE.items()}
_NOTHING = {item: (None,) * len(names) for item, names in _ELSEWHERE.items()}


def misplaced_particulars(transaction: Transaction) -> Iterator[Problem]:
    """Particulars that no rule reads for the item or the kind of circuit stated, so that they would go unseen."""
    for place, activity in activities_of(transaction):
        item = activity.item
        if item is not None and _READ[item](activity) != _NOTHING[item]:
            for name in _ELSEWHERE[item]:
                if _affirms(getattr(activity, name)):
                    items = ", ".join(f"`{each}`" for each in get_args(Item) if each in _BELONGS[name])
                    detail = f"This is said of another `item` ({items}). Mend the item, or take this away."
                    detail = " ".join((detail, _INSTEAD[name])) if name in _INSTEAD else detail
                    yield Problem(f"{place}/{name}", detail, "misplaced_particular")
        if activity.chip is not None:
            for name, chip in _CHIPS.items():
                if activity.chip != chip and getattr(activity, name) is not None:
                    detail = f"This is said where `chip` is `{chip}`. Mend the chip, or take this away."
                    yield Problem(f"{place}/{name}", detail, "misplaced_particular")


def items_left(activity: Activity) -> frozenset[Item]:
    """The items that the particulars stated can be said of."""
    said = [items for name, items in _BELONGS.items() if _affirms(getattr(activity, name))]
    return frozenset[Item](get_args(Item)).intersection(*said)


def activities_of(transaction: Transaction) -> Iterator[tuple[str, Activity]]:
    """All activities with their JSON Pointers."""
    for index, party in enumerate(transaction.parties):
        if party.activities is not None:
            for number, activity in enumerate(party.activities.items):
                yield f"/parties/{index}/activities/items/{number}", activity


def _affirms(value: object) -> bool:
    """Whether a particular says that there is something; that there is nothing fits any item."""
    if value is None or isinstance(value, Listing):
        return value is not None and bool(value.items)
    return not isinstance(value, bool | str) or value not in _DENIALS
