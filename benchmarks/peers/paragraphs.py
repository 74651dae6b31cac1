"""The activity paragraphs of 217 and 224 as rows, for the engines that want tables or texts made of them.

Readings are those that the rule set takes. An activity is within a paragraph if its item and verb are and, of each
group of tests, one is passed.
"""

from dataclasses import dataclass
from typing import Literal

Operator = Literal["in", "not_in", "includes_any", "at_least", "at_most", "more_than"]


@dataclass(frozen=True, slots=True)
class Test:
    """One fact of an activity put to one operand: a number as text, or words."""

    fact: str
    operator: Operator
    operand: str | tuple[str | bool, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: ``groups`` must all be passed, each by any of its tests."""

    code: str
    items: tuple[str, ...]
    verbs: tuple[str, ...]
    groups: tuple[tuple[Test, ...], ...] = ()

    @property
    def prohibited(self) -> bool:
        """Whether the paragraph is one of 224."""
        return self.code.startswith("850.224")


def _one(fact: str, *words: str | bool) -> tuple[Test, ...]:
    return (Test(fact, "in", words),)


_DEVELOP = ("develops", "designs")
_MAKE = (*_DEVELOP, "produces", "fabricates", "packages")
_FABRICATE = ("fabricates", "produces")
_CIRCUIT = ("integrated_circuit",)
_ACUTE = ("military", "government_intelligence", "mass_surveillance", "private_mass_surveillance")
_EXCLUSIVE = Test("exclusively_designed_for", "includes_any", _ACUTE)
_INTENDED = Test("intended_for", "includes_any", _ACUTE)
_DESIGNED = (Test("designed_for", "includes_any", _ACUTE), _EXCLUSIVE)
_NETWORKING = ("scaling_up_quantum_computers", "secure_communications")
_ADAPTING = "customizing_configuring_or_fine_tuning"
_COLD = Test("operating_temperature", "at_most", "4.5")
_AI = (
    (
        Test("ai_limb", "in", ("machine_based_system",)),
        Test("model_work", "in", ("builds_own_model", "substantive_modification", _ADAPTING)),
    ),
    (Test("ai_limb", "in", ("machine_based_system", "operates_using_one")),),
    (Test("model_work", "not_in", (_ADAPTING,)), Test("strictly_internal_use", "not_in", (True,))),
)
_SENSITIVE = ("cybersecurity", "digital_forensics", "penetration_testing", "robotic_control")

PARAGRAPHS = (
    Paragraph(
        "850.224(a)",
        ("electronic_design_automation_software",),
        _MAKE,
        (
            (
                Test(
                    "eda_purposes",
                    "includes_any",
                    ("integrated_circuit_design", "advanced_packaging_design", "other_advanced_packaging"),
                ),
            ),
        ),
    ),
    Paragraph("850.224(b)(1)", ("front_end_fabrication_equipment",), _MAKE, (_one("for_volume_production", True),)),  # noqa: FBT003 (a value)
    Paragraph("850.224(b)(2)", ("advanced_packaging_equipment",), _MAKE, (_one("for_volume_production", True),)),  # noqa: FBT003 (a value)
    Paragraph(
        "850.224(b)(3)",
        (
            "extreme_ultraviolet_item",
            "front_end_fabrication_equipment",
            "advanced_packaging_equipment",
            "electronic_design_automation_software",
            "other",
        ),
        _MAKE,
        (_one("exclusively_for_euv", True),),  # noqa: FBT003 (a value)
    ),
    Paragraph("850.224(c)", _CIRCUIT, _DEVELOP, ((_COLD, Test("meets_3a090a", "in", (True,))),)),
    Paragraph(
        "850.224(d)(1)",
        _CIRCUIT,
        _FABRICATE,
        (
            _one("chip", "logic"),
            (
                Test("transistor", "in", ("non_planar",)),
                Test("node_nm", "at_most", "16"),
                Test("fdsoi", "in", (True,)),
            ),
        ),
    ),
    Paragraph("850.224(d)(2)", _CIRCUIT, _FABRICATE, (_one("chip", "nand"), (Test("nand_layers", "at_least", "128"),))),
    Paragraph(
        "850.224(d)(3)", _CIRCUIT, _FABRICATE, (_one("chip", "dram"), (Test("dram_half_pitch_nm", "at_most", "18"),))
    ),
    Paragraph("850.224(d)(4)", _CIRCUIT, _FABRICATE, (_one("gallium_compound", True),)),  # noqa: FBT003 (a value)
    Paragraph("850.224(d)(5)", _CIRCUIT, _FABRICATE, (_one("graphene_or_nanotube", True),)),  # noqa: FBT003 (a value)
    Paragraph("850.224(d)(6)", _CIRCUIT, _FABRICATE, ((_COLD,),)),
    Paragraph("850.224(e)", _CIRCUIT, ("packages", "produces"), (_one("advanced_packaging", True),)),  # noqa: FBT003 (a value)
    Paragraph(
        "850.224(f)",
        ("supercomputer",),
        (*_MAKE, "installs", "sells"),
        (
            (Test("fp64_petaflops", "at_least", "100"), Test("fp32_petaflops", "at_least", "200")),
            (Test("envelope_cubic_feet", "at_most", "41600"),),
            _one("advanced_chips", "accelerators"),
        ),
    ),
    Paragraph("850.224(g)", ("quantum_computer",), _DEVELOP),
    Paragraph(
        "850.224(g)",
        ("quantum_computer_component",),
        ("produces", "fabricates", "packages"),
        (_one("component", "dilution_refrigerator", "two_stage_pulse_tube_cryocooler"),),
    ),
    Paragraph("850.224(h)", ("quantum_sensing_platform",), _MAKE, ((*_DESIGNED, _INTENDED),)),
    Paragraph(
        "850.224(i)",
        ("quantum_network_or_communication_system",),
        _MAKE,
        (
            (
                *(
                    Test(fact, "includes_any", _NETWORKING)
                    for fact in ("designed_for", "exclusively_designed_for", "intended_for")
                ),
                *_DESIGNED,
                _INTENDED,
            ),
        ),
    ),
    Paragraph("850.224(j)", ("ai_system",), _DEVELOP, (*_AI, (_EXCLUSIVE, _INTENDED))),
    Paragraph("850.224(k)(1)", ("ai_system",), _DEVELOP, (*_AI, (Test("training_operations", "more_than", "1e25"),))),
    Paragraph(
        "850.224(k)(2)",
        ("ai_system",),
        _DEVELOP,
        (
            *_AI,
            (Test("training_operations", "more_than", "1e24"),),
            _one("biological_sequence_data", "majority", "leading_but_not_majority"),
        ),
    ),
    Paragraph("850.217(a)", _CIRCUIT, _DEVELOP),
    Paragraph("850.217(b)", _CIRCUIT, _FABRICATE),
    Paragraph("850.217(c)", _CIRCUIT, ("packages", "produces")),
    Paragraph("850.217(d)(1)", ("ai_system",), _DEVELOP, (*_AI, _DESIGNED)),
    Paragraph("850.217(d)(2)", ("ai_system",), _DEVELOP, (*_AI, (Test("intended_for", "includes_any", _SENSITIVE),))),
    Paragraph("850.217(d)(3)", ("ai_system",), _DEVELOP, (*_AI, (Test("training_operations", "more_than", "1e23"),))),
)

COUNTRIES_OF_CONCERN = ("CN", "HK", "MO")
UNITED_STATES = ("US", "PR", "GU", "VI", "AS", "MP", "UM")
LISTS = (
    "bis_entity_list",
    "bis_military_end_user_list",
    "bis_military_intelligence_end_user",
    "ofac_sdn_list",
    "ofac_ns_cmic_list",
    "foreign_terrorist_organization",
    "listed_through_parent",
)
BOUGHT = ("acquire_equity", "acquire_contingent_equity", "acquire_fund_interest")
BEYOND_STANDARD = ("other_beyond_standard", "board_seat", "board_observer", "budget_or_operational_veto")
EFFECTIVE_DATE = "2025-01-02"
