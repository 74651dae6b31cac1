"""The words for the particulars of items: software, circuits, computers, quantum components, AI systems."""

from typing import Annotated, Literal

from app.domain.facts.choice import Choice, Choices

EdaPurpose = Annotated[
    Literal["integrated_circuit_design", "advanced_packaging_design", "other_advanced_packaging", "other"],
    Choices(
        "EdaPurpose",
        "What software for electronic design automation is used for.",
        {
            "integrated_circuit_design": Choice("The software designs integrated circuits.", "850.224(a)"),
            "advanced_packaging_design": Choice("The software designs advanced packaging.", "850.224(a)"),
            "other_advanced_packaging": Choice(
                "The software serves advanced packaging otherwise than by designing it.", "850.224(a)"
            ),
            "other": Choice("The software serves another purpose.", "850.224(a)"),
        },
    ),
]

ChipCategory = Annotated[
    Literal["logic", "nand", "dram", "other"],
    Choices(
        "ChipCategory",
        "The kind of an integrated circuit.",
        {
            "logic": Choice("The circuit is a logic circuit.", "850.224(d)(1)"),
            "nand": Choice("The circuit is a NAND memory.", "850.224(d)(2)"),
            "dram": Choice("The circuit is a dynamic random-access memory.", "850.224(d)(3)"),
            "other": Choice("The circuit is of another kind.", "850.217(b)"),
        },
    ),
]

Transistor = Annotated[
    Literal["planar", "non_planar"],
    Choices(
        "Transistor",
        "The architecture of the transistors.",
        {
            "planar": Choice("All transistors are planar.", "850.224(d)(1)"),
            "non_planar": Choice(
                "There are transistors of a non-planar architecture, such as fin or gate-all-around field-effect "
                "transistors.",
                "850.224(d)(1)",
            ),
        },
    ),
]

AdvancedChips = Annotated[
    Literal["accelerators", "other_chips_of_open_status", "none"],
    Choices(
        "AdvancedChips",
        "The advanced integrated circuits that enable a computer.",
        {
            "accelerators": Choice("Accelerators for computing enable it, which are advanced.", "850.224(f)"),
            "other_chips_of_open_status": Choice(
                "Other circuits enable it, of which counsel decides whether they are advanced.", "850.224(f)"
            ),
            "none": Choice("No advanced integrated circuit enables it.", "850.224(f)"),
        },
    ),
]

Component = Annotated[
    Literal["dilution_refrigerator", "two_stage_pulse_tube_cryocooler", "other_indispensable", "not_critical"],
    Choices(
        "Component",
        "The component of a quantum computer.",
        {
            "dilution_refrigerator": Choice("The component is a dilution refrigerator.", "850.224(g)"),
            "two_stage_pulse_tube_cryocooler": Choice(
                "The component is a two-stage pulse tube cryocooler.", "850.224(g)"
            ),
            "other_indispensable": Choice(
                "The component is another one that a quantum computer cannot do without; counsel decides whether it "
                "is critical.",
                "850.224(g)",
            ),
            "not_critical": Choice("The component is not required to produce a quantum computer.", "850.224(g)"),
        },
    ),
]

AiLimb = Annotated[
    Literal["machine_based_system", "operates_using_one", "neither"],
    Choices(
        "AiLimb",
        "The part of the definition of an AI system that the product meets.",
        {
            "machine_based_system": Choice(
                "The product itself perceives through data, abstracts what it perceives into models, and infers from "
                "them.",
                "850.202(a)",
            ),
            "operates_using_one": Choice(
                "The product is a data system, software, hardware, application, tool or utility that operates in "
                "whole or in part using such a system.",
                "850.202(b)",
            ),
            "neither": Choice("The product is no such system and does not operate using one.", "850.202"),
        },
    ),
]

ModelWork = Annotated[
    Literal[
        "builds_own_model", "substantive_modification", "customizing_configuring_or_fine_tuning", "no_work_on_the_model"
    ],
    Choices(
        "ModelWork",
        "The work that the person does on the model that a system runs on.",
        {
            "builds_own_model": Choice("The person builds the model itself.", "850.211"),
            "substantive_modification": Choice(
                "The person modifies the model of another in substance.", "Note 2 to 31 CFR 850.224"
            ),
            "customizing_configuring_or_fine_tuning": Choice(
                "The person customizes, configures or fine-tunes the model of another.", "Note 3 to 31 CFR 850.224"
            ),
            "no_work_on_the_model": Choice("The person does no work on the model.", "Note 2 to 31 CFR 850.224"),
        },
    ),
]

BiologicalShare = Annotated[
    Literal["majority", "leading_but_not_majority", "minor", "none"],
    Choices(
        "BiologicalShare",
        "The part of the training data that is biological sequence data.",
        {
            "majority": Choice("More than half of the training data is biological sequence data.", "850.224(k)(2)"),
            "leading_but_not_majority": Choice(
                "Biological sequence data is the largest part of the training data, and not more than half of it.",
                "850.224(k)(2)",
            ),
            "minor": Choice(
                "Some of the training data is biological sequence data, and another kind is a larger part.",
                "850.224(k)(2)",
            ),
            "none": Choice("None of the training data is biological sequence data.", "850.224(k)(2)"),
        },
    ),
]
