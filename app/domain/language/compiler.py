"""Compiles documents by one visible list of stages to a rule set that is checked and in order.

1. head             what the rule set is, and since when it applies; the elements of its answers
2. parameters       the numbers, dates and lists that the law fixes
3. interpretations  the readings of what the text leaves open
4. open points      the alternatives of a proposal, the regulations that a statute awaits
5. definitions      the elements of the law; every path, type and operand is settled
6. outcomes         the classes that carry a duty
7. obligations      what follows from them
8. summary          the phrases and sentences that an answer begins with
9. notification     what a notification contains, item by item
10. provenance      inquiry, the dated data beside the rules, what was not checked against an official text
11. soundness       no cycles, nothing unused
12. order           the parts of every condition in one order, whatever order they were written in

Stages 1 to 10 collect faults and raise them together. Stage 11 looks at a rule set that has none.
"""

from dataclasses import asdict

from app.domain.fields import Faults, Fields
from app.domain.language.diligence_sections import read_diligence
from app.domain.language.head import document_fields, heading
from app.domain.language.notification import read_notification
from app.domain.language.open_points import read_excluded, read_interpretations, read_pending, read_variants
from app.domain.language.order import in_order
from app.domain.language.provenance import check_reference, read_reference, read_unverified, with_provenance
from app.domain.language.ruleset import RuleSet, Vocabulary
from app.domain.language.sections import (
    read_definitions,
    read_elements,
    read_obligations,
    read_outcomes,
    read_parameters,
    read_phrases,
    read_sentences,
)
from app.domain.language.soundness import check_soundness
from app.domain.located import Node
from app.domain.outbound_investment import OUTBOUND_INVESTMENT, REGIMES
from app.domain.regime import Regime

LANGUAGE = "1"
"""The version of the rule language that this compiler reads."""


def compile_rule_set(node: Node, *, regimes: dict[str, Regime] = REGIMES) -> RuleSet:
    """Check and settle a rule set of one of the regimes. Raises ``InvalidRuleSet`` with every fault found."""
    faults = Faults()
    document = document_fields(node, faults)
    head = faults.unless_refused(lambda: heading(document))
    if document.text("language") != LANGUAGE:
        document.fault("language", f"this compiler reads rule language {LANGUAGE}")
    regime = regimes.get(document.word("regime", tuple(regimes)), OUTBOUND_INVESTMENT)
    elements = read_elements(document)
    parameters = read_parameters(document)
    interpretations = read_interpretations(document)
    variants = read_variants(document, interpretations)
    excluded = read_excluded(document, variants)
    pending = read_pending(document, interpretations, variants)
    paragraphs_of = document.text("paragraphs_of") or regime.paragraphs_of
    vocabulary = Vocabulary(parameters, interpretations, variants, pending, paragraphs_of, regime)
    definitions, reader = read_definitions(document, vocabulary, elements)
    outcomes = read_outcomes(document, reader)
    obligations = read_obligations(document, reader)
    phrases = read_phrases(document, definitions, reader)
    sentences = read_sentences(document, reader)
    diligence = read_diligence(document, definitions, regime=regime, paragraphs_of=paragraphs_of)
    notification = read_notification(document, reader, obligations=obligations, elements=elements)
    for source in document.items("sources"):
        Fields(source, "a source", faults, needs=("cites", "says"), may=("confidence",))
    reference = read_reference(document)
    unverified = read_unverified(document, paragraphs_of)
    if head is None or faults.found:
        raise faults.refusal()
    rule_set = RuleSet(
        **asdict(head),
        parameters=parameters,
        interpretations=interpretations,
        definitions=with_provenance(definitions, reference, unverified),
        outcomes=outcomes,
        obligations=obligations,
        phrases=phrases,
        sentences=sentences,
        elements=elements,
        paragraphs_of=paragraphs_of,
        regime=regime,
        reference=reference,
        unverified=unverified,
        variants=variants,
        excluded=excluded,
        pending=pending,
        diligence=diligence,
        notification=notification,
    )
    check_soundness(rule_set, faults)
    check_reference(rule_set, faults)
    faults.refuse_any()
    return in_order(rule_set)
