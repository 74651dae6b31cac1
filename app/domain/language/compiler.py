"""Compiles documents by one visible list of stages to a rule set that is checked and in order.

1. head             what the rule set is, and since when it applies
2. parameters       the numbers, dates and lists that the law fixes
3. interpretations  the readings of what the text leaves open
4. open points      the alternatives of a proposal, the regulations that a statute awaits
5. definitions      the elements of the law; every path, type and operand is settled
6. outcomes         the classes that carry a duty
7. obligations      what follows from them
8. provenance       the dated data beside the rules, and what was not checked against an official text
9. soundness        no cycles, nothing unused
10. order           the parts of every condition in one order, whatever order they were written in

Stages 1 to 9 collect faults; if there are any, all of them are raised together.
"""

from app.domain.errors import InvalidRuleSet
from app.domain.language.open_points import (
    check_distinct,
    read_excluded,
    read_interpretations,
    read_pending,
    read_variants,
)
from app.domain.language.order import in_order
from app.domain.language.provenance import check_reference, read_reference, read_unverified, with_provenance
from app.domain.language.ruleset import RuleSet, Vocabulary
from app.domain.language.scope import Faults
from app.domain.language.sections import (
    STATUSES,
    Section,
    items,
    read_definitions,
    read_elements,
    read_obligations,
    read_outcomes,
    read_parameters,
)
from app.domain.language.soundness import check_soundness
from app.domain.located import Mapping, Node

LANGUAGE = "1"
"""The version of the rule language that this compiler reads."""

_HEAD = ("rule_set", "version", "title", "status", "language", "elements")
_REST = (
    "effective_from",
    "effective_to",
    "paragraphs_of",
    "sources",
    "reference",
    "parameters",
    "interpretations",
    "variants",
    "excluded_combinations",
    "pending",
    "definitions",
    "outcomes",
    "obligations",
)


def compile_rule_set(document: Node, *, digest: str = "") -> RuleSet:
    """Check and settle a rule set. Raises ``InvalidRuleSet`` with every fault found."""
    faults = Faults()
    head = Section(document, "a rule set", faults, needs=_HEAD, may=_REST)
    if not isinstance(document, Mapping):
        raise InvalidRuleSet(faults.found)
    if head.text("language") != LANGUAGE:
        faults.add(head.place, f"this compiler reads rule language {LANGUAGE}")
    elements = read_elements(document, faults)
    parameters = read_parameters(document, faults)
    interpretations = read_interpretations(document, faults)
    variants = read_variants(document, faults)
    excluded = read_excluded(document, variants, faults)
    pending = read_pending(document, faults)
    check_distinct(document, faults)
    paragraphs_of = head.text("paragraphs_of") or "31 CFR"
    vocabulary = Vocabulary(parameters, interpretations, variants, pending, paragraphs_of)
    definitions, reader = read_definitions(document, vocabulary, elements, faults)
    outcomes = read_outcomes(document, reader, faults)
    obligations = read_obligations(document, reader, faults)
    for node in items(document, "sources", faults):
        Section(node, "a source", faults, needs=("cites", "says"), may=("confidence",))
    reference = read_reference(document, faults)
    unverified = read_unverified(document, paragraphs_of, faults)
    rule_set = RuleSet(
        rule_set=head.text("rule_set"),
        version=head.text("version"),
        title=head.text("title"),
        status=head.choice("status", STATUSES),
        effective_from=head.day("effective_from"),
        effective_to=head.day("effective_to"),
        parameters=parameters,
        interpretations=interpretations,
        definitions=with_provenance(definitions, reference, unverified),
        outcomes=outcomes,
        obligations=obligations,
        elements=elements,
        paragraphs_of=paragraphs_of,
        reference=reference,
        unverified=unverified,
        variants=variants,
        excluded=excluded,
        pending=pending,
        digest=digest,
    )
    if not faults.found:
        check_soundness(rule_set, reader.parameters_used, faults)
        check_reference(rule_set, faults)
    if faults.found:
        raise InvalidRuleSet(faults.found)
    return in_order(rule_set)
