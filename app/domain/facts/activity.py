"""What a person does with semiconductors, computers, quantum technology, AI or hypersonics: one record for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.facts.choices.activities import ActivityStatus, EndUse, Item, Verb
from app.domain.facts.choices.items import (
    AdvancedChips,
    AiLimb,
    BiologicalShare,
    ChipCategory,
    Component,
    EdaPurpose,
    ModelWork,
    Transistor,
)
from app.domain.facts.fact import Listing, fact
from app.domain.quantity import Quantity

KINDS: Final[Mapping[str, tuple[Item, ...]]] = {
    "DesignSoftwareActivity": ("electronic_design_automation_software",),
    "EquipmentActivity": ("front_end_fabrication_equipment", "advanced_packaging_equipment"),
    "LithographyActivity": ("extreme_ultraviolet_item",),
    "ChipActivity": ("integrated_circuit",),
    "SupercomputerActivity": ("supercomputer", "high_performance_computing_system"),
    "HypersonicActivity": ("hypersonic_system",),
    "QuantumActivity": (
        "quantum_computer",
        "quantum_sensing_platform",
        "quantum_network_or_communication_system",
    ),
    "QuantumComponentActivity": ("quantum_computer_component",),
    "AiSystemActivity": ("ai_system",),
    "UnlistedActivity": ("concluded_none_of_these",),
}
"""The kinds of activities by their items, which have the same particulars; an item that is left open has any."""

_SOFTWARE = ("item", ("electronic_design_automation_software",))
_EQUIPMENT = ("item", ("front_end_fabrication_equipment", "advanced_packaging_equipment"))
_FOR_LITHOGRAPHY = (
    "item",
    (
        "electronic_design_automation_software",
        "front_end_fabrication_equipment",
        "advanced_packaging_equipment",
        "extreme_ultraviolet_item",
    ),
)
_CIRCUIT = ("item", ("integrated_circuit",))
_COMPUTER = ("item", ("supercomputer", "high_performance_computing_system"))
_COMPONENT = ("item", ("quantum_computer_component",))
_AI_SYSTEM = ("item", ("ai_system",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One verb applied to one kind of item, with the particulars that the thresholds turn on."""

    verb: Verb | None = fact(
        "Which of these does the person do with the item, or is the conclusion that it does none of them?",
        "850.208",
        open_choice="other",
    )
    item: Item | None = fact(
        "Which of these kinds is the item, or is the conclusion that it is none of them?",
        "850.208",
        open_choice="other",
    )
    status: ActivityStatus = fact(
        "Does the person engage in the activity now, or is it substantially certain or planned?",
        "850.216(a)",
        silence="An activity listed without a status goes on.",
        default="engaged",
    )

    # Software, equipment and materials
    eda_purposes: Listing[EdaPurpose] | None = fact(
        "What is the design software used for?", "850.224(a)", only_where=_SOFTWARE
    )
    for_volume_production: bool | None = fact(
        "Is the equipment designed for volume fabrication or volume advanced packaging?",
        "850.224(b)",
        only_where=_EQUIPMENT,
    )
    exclusively_for_euv: bool | None = fact(
        "Is the item designed exclusively for use in or with EUV lithography equipment?",
        "850.224(b)(3)",
        note="Whatever is so designed, a circuit too, is stated as an `extreme_ultraviolet_item` as well.",
        only_where=_FOR_LITHOGRAPHY,
    )

    # Integrated circuits
    chip: ChipCategory | None = fact(
        "Is the circuit logic, NAND, DRAM or something else?", "850.224(d)", only_where=_CIRCUIT
    )
    meets_3a090a: bool | None = fact(
        "Does the circuit meet or exceed the performance parameters of ECCN 3A090.a?",
        "850.224(c)",
        note="The entry in supplement no. 1 to 15 CFR part 774, as it stands on the day of the deal. Reported "
        "(unverified): total processing performance of 4800 or more, or of 1600 or more with a performance density "
        "of 5.92 or more. What meets 3A090.b alone does not count.",
        only_where=_CIRCUIT,
    )
    meets_3a090: bool | None = fact(
        "Does the circuit meet or exceed the performance parameters of ECCN 3A090, in any of its paragraphs?",
        "proposed 31 CFR 850.224",
        note="The entry in supplement no. 1 to 15 CFR part 774.",
        read_by=("nprm-2024",),
        only_where=_CIRCUIT,
    )
    operating_temperature: Quantity | None = fact(
        "At or below which temperature is the circuit designed to operate?",
        "850.224(c)",
        unit="kelvin",
        rare=True,
        only_where=_CIRCUIT,
    )
    transistor: Transistor | None = fact(
        "Is the transistor architecture planar or non-planar?", "850.224(d)(1)", only_where=_CIRCUIT
    )
    fdsoi: bool | None = fact(
        "Is it a fully depleted silicon-on-insulator circuit?", "850.224(d)(1)", only_where=_CIRCUIT
    )
    node_nm: Quantity | None = fact(
        "What is the production technology node?",
        "850.224(d)(1)",
        unit="nanometers",
        note="Where the name of the node and its dimension differ, the lower figure.",
        only_where=_CIRCUIT,
    )
    nand_layers: Quantity | None = fact(
        "How many layers does the NAND circuit have?", "850.224(d)(2)", unit="layers", only_where=_CIRCUIT
    )
    dram_half_pitch_nm: Quantity | None = fact(
        "What is the DRAM half-pitch?", "850.224(d)(3)", unit="nanometers", only_where=_CIRCUIT
    )
    gallium_compound: bool | None = fact(
        "Is it made from a gallium-based compound semiconductor?", "850.224(d)(4)", rare=True, only_where=_CIRCUIT
    )
    graphene_or_nanotube: bool | None = fact(
        "Does it use graphene transistors or carbon nanotubes?", "850.224(d)(5)", rare=True, only_where=_CIRCUIT
    )
    advanced_packaging: bool | None = fact(
        "Does the packaging support 2.5D or 3D assembly?", "850.201", only_where=_CIRCUIT
    )

    # Supercomputers
    advanced_chips: AdvancedChips | None = fact(
        "Which advanced integrated circuits enable the supercomputer?", "850.224(f)", only_where=_COMPUTER
    )
    fp64_petaflops: Quantity | None = fact(
        "What theoretical double-precision (64-bit) capacity can it provide?",
        "850.224(f)",
        unit="petaflops",
        only_where=_COMPUTER,
    )
    fp32_petaflops: Quantity | None = fact(
        "What theoretical single-precision (32-bit) capacity can it provide?",
        "850.224(f)",
        unit="petaflops",
        only_where=_COMPUTER,
    )
    fp64_petaflops_within_envelope: Quantity | None = fact(
        "How much of the double-precision capacity stands within 41,600 cubic feet?",
        "850.224(f)",
        unit="petaflops",
        note="Only for a supercomputer that takes more room as a whole: its densest part of that volume.",
        only_where=_COMPUTER,
    )
    fp32_petaflops_within_envelope: Quantity | None = fact(
        "How much of the single-precision capacity stands within 41,600 cubic feet?",
        "850.224(f)",
        unit="petaflops",
        note="Only for a supercomputer that takes more room as a whole: its densest part of that volume.",
        only_where=_COMPUTER,
    )
    envelope_cubic_feet: Quantity | None = fact(
        "Within which volume is that capacity provided?", "850.224(f)", unit="cubic feet", only_where=_COMPUTER
    )

    # Quantum
    component: Component | None = fact(
        "Which component of a quantum computer is it?", "850.224(g)", only_where=_COMPONENT
    )

    # Artificial intelligence
    ai_limb: AiLimb | None = fact(
        "Does the product infer from data by itself, operate using such a system, or neither?",
        "850.202",
        only_where=_AI_SYSTEM,
    )
    model_work: ModelWork | None = fact(
        "What work is done on the model that the system runs on?", "Note 2 to 31 CFR 850.224", only_where=_AI_SYSTEM
    )
    strictly_internal_use: bool | None = fact(
        "Is the adapted third-party model strictly for own internal, non-commercial use?",
        "Note 3 to 31 CFR 850.224",
        only_where=_AI_SYSTEM,
    )
    internal_uses: Listing[EndUse] | None = fact(
        "What is that internal use for?", "Note 3 to 31 CFR 850.224", only_where=_AI_SYSTEM
    )
    training_operations: Quantity | None = fact(
        "How many computational operations was the system trained with, in total to date?",
        "850.224(k)",
        unit="operations",
        note="Base model and later training together.",
        only_where=_AI_SYSTEM,
    )
    own_training_operations: Quantity | None = fact(
        "How many of those operations were the developer's own?", "850.224(k)", unit="operations", only_where=_AI_SYSTEM
    )
    biological_sequence_data: BiologicalShare | None = fact(
        "What part of the training data is biological sequence data?", "850.224(k)(2)", only_where=_AI_SYSTEM
    )

    # End uses
    designed_for: Listing[EndUse] | None = fact("Which end uses is the item designed for?", "850.217(d)(1)")
    exclusively_designed_for: Listing[EndUse] | None = fact(
        "Is the AI system designed to be used exclusively for any of them?",
        "850.224(j)",
        note="Of other items 850.224 asks what they are designed for, exclusively or not: that stands under "
        "`designed_for`.",
        only_where=_AI_SYSTEM,
    )
    intended_for: Listing[EndUse] | None = fact(
        "Which end uses does the person engaged in the activity intend it for?", "850.217(d)(2)"
    )
