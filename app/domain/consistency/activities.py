"""Defines what cannot be true of an activity at once: particulars of another item, parts over the whole, end uses."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.consistency.pairs import Needs, Pair, PairTable, Words, exceeds, over, placed_beside
from app.domain.facts.activity import Activity
from app.domain.facts.choices.activities import EndUse, Item
from app.domain.facts.dictionary import Field
from app.domain.facts.fact import Listing
from app.domain.quantity import Quantity

_INSTEAD = {"exclusively_designed_for": " Of other items say what they are designed for, under `designed_for`."}
"""What to state for other items, where there is a particular of much the same matter."""

_DENIALS = frozenset({False, "none", "other", "neither", "not_critical", "no_work_on_the_model"})


def _affirms(value: object) -> bool:
    """Whether a particular says that there is something; that there is nothing fits any item."""
    if isinstance(value, Listing):
        return bool(value.items)
    return not isinstance(value, bool | str) or value not in _DENIALS


def _of_another_item(particular: Field, named: tuple[str, ...], items: Words) -> Pair:
    """Build the pair of a particular of these items and another item, of which no rule asks for it."""

    def excludes(value: object, item: Item) -> bool:
        return item not in items and _affirms(value)

    listed, instead = ", ".join(f"`{each}`" for each in named), _INSTEAD.get(particular.name, "")
    detail = f"This is said of another `item` ({listed}). Mend the item, or take this away.{instead}"
    return Pair(particular.name, "item", excludes, detail, "misplaced_particular", narrow=False)


def _of_its_chip(name: str, chip: str) -> Pair:
    """Build the pair of a measure of one kind of memory and another kind of circuit."""
    detail = f"This is said where `chip` is `{chip}`. Mend the chip, or take this away."
    return Pair(name, "chip", lambda _, stated: stated != chip, detail, "misplaced_particular")


def _no_system(name: str, *, says: object = None) -> Pair:
    """Build the pair of what is said of an AI system, unless it ``says`` that there is none, and that there is none."""
    return Pair(
        "ai_limb",
        name,
        lambda limb, said: limb == "neither" and (_some(said) if says is None else said != says),
        f"`ai_limb` says that there is no AI system. Mend it, or `{name}`, which says that there is one.",
    )


def _over_the_whole(part: str, whole: str, detail: str) -> Pair:
    return Pair(part, whole, exceeds, detail, "part_over_whole")


def _some(value: Quantity) -> bool:
    return over(value, Decimal(0))


_OF_THE_COMPUTER = "A part of the computer cannot have more than the whole, which is `{}`. Mend one."

ACTIVITY = PairTable(
    *(_of_another_item(*placed) for placed in placed_beside(Activity, "item")),
    _of_its_chip("nand_layers", "nand"),
    _of_its_chip("dram_half_pitch_nm", "dram"),
    Pair(
        "own_training_operations",
        "model_work",
        lambda own, work: work == "no_work_on_the_model" and _some(own),
        "Whoever trains a model works on it. Say which work under `model_work`, or mend these operations.",
    ),
    _over_the_whole(
        "own_training_operations",
        "training_operations",
        "These are more than `training_operations`, which counts all of them together. Mend one.",
    ),
    _no_system("training_operations"),
    _no_system("own_training_operations"),
    _no_system("model_work", says="no_work_on_the_model"),
    _no_system("biological_sequence_data", says="none"),
    Pair(
        "internal_uses",
        "strictly_internal_use",
        lambda uses, strictly: strictly is False and bool(uses.items),
        "These are the uses of a model that is strictly for internal use. State them under `intended_for`, or mend "
        "`strictly_internal_use`.",
    ),
    Pair(
        "strictly_internal_use",
        "verb",
        lambda strictly, verb: strictly is True and verb == "sells",
        "What is sold is not strictly for own internal, non-commercial use. Mend this, or `verb`.",
    ),
    Needs(
        "exclusively_designed_for",
        "designed_for",
        # That a use is some other one says nothing of it.
        lambda uses: [frozenset({use}) for use in uses.items if use != "other"],
        "Whatever is designed exclusively for a use is designed for it. Add it to the complete list `designed_for`, or "
        "mend this.",
        "contradicting_facts",
    ),
    Pair(
        "meets_3a090",
        "meets_3a090a",
        lambda entry, paragraph: entry is False and paragraph is True,
        "3A090.a is a paragraph of 3A090, and `meets_3a090a` says that it is met. Mend one.",
    ),
    _over_the_whole("fp64_petaflops_within_envelope", "fp64_petaflops", _OF_THE_COMPUTER.format("fp64_petaflops")),
    _over_the_whole("fp32_petaflops_within_envelope", "fp32_petaflops", _OF_THE_COMPUTER.format("fp32_petaflops")),
)


def uses_left(activity: Activity) -> Iterator[tuple[str, frozenset[EndUse]]]:
    """List the end uses that a list can hold: no more than another fact of the activity leaves."""
    if activity.strictly_internal_use is False:
        yield "internal_uses", frozenset()
    designed = activity.designed_for
    if designed is not None and designed.complete is True:
        yield "exclusively_designed_for", frozenset[EndUse]({*designed.items, "other"})
