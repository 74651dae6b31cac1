"""What a person does with semiconductors, computers, quantum technology, AI or hypersonics: one record for each."""

from dataclasses import dataclass
from typing import Annotated, Literal

from app.domain.facts.fact import Fact, Listing
from app.domain.quantity import Quantity

Verb = Literal[
    "develops",
    "produces",
    "designs",
    "fabricates",
    "packages",
    "installs",
    "sells",
    "other",
    "concluded_none_of_these",
]
Item = Literal[
    "electronic_design_automation_software",
    "front_end_fabrication_equipment",
    "advanced_packaging_equipment",
    "extreme_ultraviolet_item",
    "integrated_circuit",
    "supercomputer",
    "high_performance_computing_system",
    "hypersonic_system",
    "quantum_computer",
    "quantum_computer_component",
    "quantum_sensing_platform",
    "quantum_network_or_communication_system",
    "ai_system",
    "other",
    "concluded_none_of_these",
]
Status = Literal["engaged", "substantially_certain", "planned"]
ChipCategory = Literal["logic", "nand", "dram", "other"]
Transistor = Literal["planar", "non_planar"]
EdaPurpose = Literal["integrated_circuit_design", "advanced_packaging_design", "other_advanced_packaging", "other"]
AdvancedChips = Literal["accelerators", "other_chips_of_open_status", "none"]
Component = Literal["dilution_refrigerator", "two_stage_pulse_tube_cryocooler", "other_indispensable", "not_critical"]
AiLimb = Literal["machine_based_system", "operates_using_one", "neither"]
ModelWork = Literal[
    "builds_own_model", "substantive_modification", "customizing_configuring_or_fine_tuning", "no_work_on_the_model"
]
BiologicalShare = Literal["majority", "leading_but_not_majority", "minor", "none"]
EndUse = Literal[
    "military",
    "government_intelligence",
    "mass_surveillance",
    "private_mass_surveillance",
    "scaling_up_quantum_computers",
    "secure_communications",
    "cybersecurity",
    "digital_forensics",
    "penetration_testing",
    "robotic_control",
    "other",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One verb applied to one kind of item, with the particulars that the thresholds turn on."""

    verb: Annotated[
        Verb | None,
        Fact(
            "Which of these does the person do with the item, or is the conclusion that it does none of them?",
            "850.208",
            note="`develops` is any stage before serial production: design, substantive modification, prototypes, "
            "pilot production (850.211). `produces` is any later one: manufacture, integration, assembly, testing "
            "(850.223). "
            "`other` leaves open whether what is done is one of these, as where the person tests for others, maintains "
            "or trains staff; the answer then asks. `concluded_none_of_these` is a conclusion of law that it is none "
            "of them, and the answer tells that it rests on it.",
            open_choice="other",
        ),
    ] = None
    item: Annotated[
        Item | None,
        Fact(
            "Which of these kinds is the item, or is the conclusion that it is none of them?",
            "850.208",
            note="`other` leaves open whether the item is of one of these kinds; the answer then asks. "
            "`concluded_none_of_these` is a conclusion of law that it is of none of them, and the answer tells that it "
            "rests on it.",
            open_choice="other",
        ),
    ] = None
    status: Annotated[
        Status,
        Fact(
            "Does the person engage in the activity now, or is it substantially certain or planned?",
            "850.216(a)",
            silence="The person engages in an activity that is listed without a status.",
        ),
    ] = "engaged"

    # Software, equipment and materials
    eda_purposes: Annotated[Listing[EdaPurpose] | None, Fact("What is the design software used for?", "850.224(a)")] = (
        None
    )
    for_volume_production: Annotated[
        bool | None,
        Fact("Is the equipment designed for volume fabrication or volume advanced packaging?", "850.224(b)"),
    ] = None
    exclusively_for_euv: Annotated[
        bool | None,
        Fact(
            "Is the item designed exclusively for use in or with EUV lithography equipment?",
            "850.224(b)(3)",
            note="Whatever is so designed, a circuit too, is stated as an `extreme_ultraviolet_item` as well.",
        ),
    ] = None

    # Integrated circuits
    chip: Annotated[ChipCategory | None, Fact("Is the circuit logic, NAND, DRAM or something else?", "850.224(d)")] = (
        None
    )
    meets_3a090a: Annotated[
        bool | None,
        Fact(
            "Does the circuit meet or exceed the performance parameters of ECCN 3A090.a?",
            "850.224(c)",
            note="The entry in supplement no. 1 to 15 CFR part 774, as it stands on the day of the deal. Reported "
            "(unverified): total processing performance of 4800 or more, or of 1600 or more with a performance density "
            "of 5.92 or more. What meets 3A090.b alone does not count.",
        ),
    ] = None
    meets_3a090: Annotated[
        bool | None,
        Fact(
            "Does the circuit meet or exceed the performance parameters of ECCN 3A090, in any of its paragraphs?",
            "proposed 31 CFR 850.224",
            note="Only for the rule as proposed in 2024. The entry in supplement no. 1 to 15 CFR part 774.",
        ),
    ] = None
    operating_temperature: Annotated[
        Quantity | None,
        Fact(
            "At or below which temperature is the circuit designed to operate?", "850.224(c)", unit="kelvin", rare=True
        ),
    ] = None
    transistor: Annotated[
        Transistor | None, Fact("Is the transistor architecture planar or non-planar?", "850.224(d)(1)")
    ] = None
    fdsoi: Annotated[bool | None, Fact("Is it a fully depleted silicon-on-insulator circuit?", "850.224(d)(1)")] = None
    node_nm: Annotated[
        Quantity | None,
        Fact(
            "What is the production technology node?",
            "850.224(d)(1)",
            unit="nanometers",
            note="Where the name of the node and its dimension differ, the lower figure.",
        ),
    ] = None
    nand_layers: Annotated[
        Quantity | None, Fact("How many layers does the NAND circuit have?", "850.224(d)(2)", unit="layers")
    ] = None
    dram_half_pitch_nm: Annotated[
        Quantity | None, Fact("What is the DRAM half-pitch?", "850.224(d)(3)", unit="nanometers")
    ] = None
    gallium_compound: Annotated[
        bool | None, Fact("Is it made from a gallium-based compound semiconductor?", "850.224(d)(4)", rare=True)
    ] = None
    graphene_or_nanotube: Annotated[
        bool | None, Fact("Does it use graphene transistors or carbon nanotubes?", "850.224(d)(5)", rare=True)
    ] = None
    advanced_packaging: Annotated[bool | None, Fact("Does the packaging support 2.5D or 3D assembly?", "850.201")] = (
        None
    )

    # Supercomputers
    advanced_chips: Annotated[
        AdvancedChips | None, Fact("Which advanced integrated circuits enable the supercomputer?", "850.224(f)")
    ] = None
    fp64_petaflops: Annotated[
        Quantity | None,
        Fact("What theoretical double-precision (64-bit) capacity can it provide?", "850.224(f)", unit="petaflops"),
    ] = None
    fp32_petaflops: Annotated[
        Quantity | None,
        Fact("What theoretical single-precision (32-bit) capacity can it provide?", "850.224(f)", unit="petaflops"),
    ] = None
    fp64_petaflops_within_envelope: Annotated[
        Quantity | None,
        Fact(
            "How much of the double-precision capacity stands within 41,600 cubic feet?",
            "850.224(f)",
            unit="petaflops",
            note="Only for a supercomputer that takes more room as a whole: its densest part of that volume.",
        ),
    ] = None
    fp32_petaflops_within_envelope: Annotated[
        Quantity | None,
        Fact(
            "How much of the single-precision capacity stands within 41,600 cubic feet?",
            "850.224(f)",
            unit="petaflops",
            note="Only for a supercomputer that takes more room as a whole: its densest part of that volume.",
        ),
    ] = None
    envelope_cubic_feet: Annotated[
        Quantity | None, Fact("Within which volume is that capacity provided?", "850.224(f)", unit="cubic feet")
    ] = None

    # Quantum
    component: Annotated[Component | None, Fact("Which component of a quantum computer is it?", "850.224(g)")] = None

    # Artificial intelligence
    ai_limb: Annotated[
        AiLimb | None,
        Fact(
            "Does the product infer from data by itself, operate using such a system, or neither?",
            "850.202",
            note="`machine_based_system`: perceives through data, abstracts into models, infers. "
            "`operates_using_one`: any data system, software, hardware or tool running on such a system.",
        ),
    ] = None
    model_work: Annotated[
        ModelWork | None,
        Fact("What work is done on the model that the system runs on?", "Note 2 to 31 CFR 850.224"),
    ] = None
    strictly_internal_use: Annotated[
        bool | None,
        Fact(
            "Is the adapted third-party model strictly for own internal, non-commercial use?",
            "Note 3 to 31 CFR 850.224",
        ),
    ] = None
    internal_uses: Annotated[
        Listing[EndUse] | None, Fact("What is that internal use for?", "Note 3 to 31 CFR 850.224")
    ] = None
    training_operations: Annotated[
        Quantity | None,
        Fact(
            "How many computational operations was the system trained with, in total to date?",
            "850.224(k)",
            unit="operations",
            note="Base model and later training together.",
        ),
    ] = None
    own_training_operations: Annotated[
        Quantity | None,
        Fact("How many of those operations were the developer's own?", "850.224(k)", unit="operations"),
    ] = None
    biological_sequence_data: Annotated[
        BiologicalShare | None,
        Fact("What part of the training data is biological sequence data?", "850.224(k)(2)"),
    ] = None

    # End uses
    designed_for: Annotated[
        Listing[EndUse] | None, Fact("Which end uses is the item designed for?", "850.217(d)(1)")
    ] = None
    exclusively_designed_for: Annotated[
        Listing[EndUse] | None,
        Fact(
            "Is the AI system designed to be used exclusively for any of them?",
            "850.224(j)",
            note="Of other items 850.224 asks what they are designed for, exclusively or not: that stands under "
            "`designed_for`.",
        ),
    ] = None
    intended_for: Annotated[
        Listing[EndUse] | None,
        Fact("Which end uses does the person engaged in the activity intend it for?", "850.217(d)(2)"),
    ] = None
