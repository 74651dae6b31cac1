"""The words for what a person does with an item, for the kinds of items, and for their particulars."""

from typing import Annotated, Literal

from app.domain.facts.choice import Choice, Choices

Verb = Annotated[
    Literal[
        "develops",
        "produces",
        "designs",
        "fabricates",
        "packages",
        "installs",
        "sells",
        "other",
        "concluded_none_of_these",
    ],
    Choices(
        "Verb",
        "What the person does with the item.",
        {
            "develops": Choice(
                "The person works on the item at any stage before serial production, such as design, substantive "
                "modification, prototypes or pilot production.",
                "850.211",
            ),
            "produces": Choice(
                "The person works on the item at any stage after its development, such as manufacture, integration, "
                "assembly, inspection or testing.",
                "850.223",
            ),
            "designs": Choice("The person designs the item, such as an integrated circuit.", "850.224(c)"),
            "fabricates": Choice(
                "The person forms devices such as transistors on a wafer of semiconductor material.", "850.214"
            ),
            "packages": Choice(
                "The person assembles die, interconnects, substrate and the like, which protects the circuit and "
                "connects its parts.",
                "850.218",
            ),
            "installs": Choice("The person installs the item, such as a supercomputer.", "850.224(f)"),
            "sells": Choice("The person sells the item, such as a supercomputer.", "850.224(f)"),
            "other": Choice(
                "The person does something of which it is open whether it is one of these, such as tests for others, "
                "maintenance or training of staff; the answer then asks.",
                "850.208",
            ),
            "concluded_none_of_these": Choice(
                "It is concluded as a matter of law that what the person does is none of these; the answer tells that "
                "it rests on that conclusion.",
                "850.208",
            ),
        },
    ),
]

Item = Annotated[
    Literal[
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
    ],
    Choices(
        "Item",
        "The kind of item that the activity is about.",
        {
            "electronic_design_automation_software": Choice(
                "The item is software for electronic design automation.", "850.224(a)"
            ),
            "front_end_fabrication_equipment": Choice(
                "The item is equipment for fabricating circuits, from the blank wafer or substrate to the completed "
                "one.",
                "850.224(b)(1)",
            ),
            "advanced_packaging_equipment": Choice(
                "The item is equipment for advanced packaging of circuits.", "850.224(b)(2)"
            ),
            "extreme_ultraviolet_item": Choice(
                "The item is a commodity, material, software or technology for use in or with equipment for extreme "
                "ultraviolet lithography.",
                "850.224(b)(3)",
            ),
            "integrated_circuit": Choice("The item is an integrated circuit, of whatever kind.", "850.217(a)-(c)"),
            "supercomputer": Choice("The item is a supercomputer.", "850.224(f)"),
            "high_performance_computing_system": Choice(
                "The item is a computer of high performance that is not called a supercomputer; it may be one all the "
                "same.",
                "850.224(f)",
            ),
            "hypersonic_system": Choice(
                "The item is a hypersonic system, of which 50 U.S.C. 4581-4589 speaks and part 850 does not.",
                "50 U.S.C. 4589(7); 50 U.S.C. 4589(10)",
            ),
            "quantum_computer": Choice(
                "The item is a computer that harnesses collective properties of quantum states, such as "
                "superposition, interference or entanglement.",
                "850.225",
            ),
            "quantum_computer_component": Choice("The item is a component of a quantum computer.", "850.224(g)"),
            "quantum_sensing_platform": Choice("The item is a platform for quantum sensing.", "850.224(h)"),
            "quantum_network_or_communication_system": Choice(
                "The item is a quantum network or a quantum communication system.", "850.224(i)"
            ),
            "ai_system": Choice(
                "The item is a system that infers predictions, recommendations or decisions from data, or a product "
                "that operates using one.",
                "850.202",
            ),
            "other": Choice(
                "The item is something of which it is open whether it is of one of these kinds; the answer then asks.",
                "850.208",
            ),
            "concluded_none_of_these": Choice(
                "It is concluded as a matter of law that the item is of none of these kinds; the answer tells that it "
                "rests on that conclusion.",
                "850.208",
            ),
        },
    ),
]

ActivityStatus = Annotated[
    Literal["engaged", "substantially_certain", "planned"],
    Choices(
        "ActivityStatus",
        "How far the activity has come.",
        {
            "engaged": Choice("The person engages in the activity now.", "850.209(a)(1)"),
            "substantially_certain": Choice(
                "It is substantially certain that the person will engage in the activity.", "850.216(a)"
            ),
            "planned": Choice("The person plans to engage in the activity.", "850.210(a)(5)"),
        },
    ),
]

EndUse = Annotated[
    Literal[
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
    ],
    Choices(
        "EndUse",
        "What an item is used for in the end.",
        {
            "military": Choice(
                "The use is military, such as target identification, combat simulation, control of military vehicles "
                "or weapons, weapons design, or combat logistics.",
                "850.224(j)(1)",
            ),
            "government_intelligence": Choice(
                "The use is intelligence of a government, such as by mining text, audio or video, image recognition, "
                "location tracking or covert listening.",
                "850.224(j)(2)",
            ),
            "mass_surveillance": Choice("The use is mass surveillance by or for a government.", "850.224(j)(2)"),
            "private_mass_surveillance": Choice(
                "The use is mass surveillance by private persons, for no government.", "850.224(j)(2)"
            ),
            "scaling_up_quantum_computers": Choice(
                "The use is networking that scales up quantum computers, such as to break encryption.",
                "850.224(i)(1)",
            ),
            "secure_communications": Choice(
                "The use is secure communications, such as the distribution of quantum keys.", "850.224(i)(2)"
            ),
            "cybersecurity": Choice("The use is in cybersecurity applications.", "850.217(d)(2)(i)"),
            "digital_forensics": Choice("The use is in tools for digital forensics.", "850.217(d)(2)(ii)"),
            "penetration_testing": Choice("The use is in tools for penetration testing.", "850.217(d)(2)(iii)"),
            "robotic_control": Choice("The use is the control of robotic systems.", "850.217(d)(2)(iv)"),
            "other": Choice("The use is none of these.", "850.208"),
        },
    ),
]
