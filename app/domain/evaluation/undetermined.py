"""Builds the answers that clear nothing: where no law applies, and where a rule could not be evaluated."""

from app.domain.answers.determination import UNDETERMINED, QuestionJson, Reason, Screening
from app.domain.evaluation.missing_facts import fact_question
from app.domain.quoting import fact, quoted
from app.domain.regime import AnyTransaction, Regime

CODE = "no_rule_in_force"
_ON_A_DAY = "on a day on which a version is in force"


def answer_without_law(transaction: AnyTransaction, *, regime: Regime, statement: str) -> Screening:
    """Build the answer where no version of the law applies: ``statement``, a sentence, is its only reason.

    Where the transaction leaves out one of the days by which the law is chosen, that is asked for.
    """
    days = regime.days(transaction)
    reason: Reason = {
        "code": CODE,
        "element": "time",
        "verdict": "unknown",
        "statement": statement,
        "citation": "",
        "subject": {"pointer": ""},
        "facts": [fact(pointer, quoted(day), _ON_A_DAY) for pointer, day in days.items()],
        "rests_on": [],
    }
    missing = [fact_question(transaction, pointer, regime) for pointer, day in days.items() if day is None]
    return _undetermined(transaction, regime, f"Undetermined: {statement}", reasons=[reason], missing=missing)


def answer_not_evaluated(transaction: AnyTransaction, *, regime: Regime) -> Screening:
    """Build the answer where a rule could not be evaluated: it clears nothing and asks nothing."""
    summary = "Undetermined: a rule could not be evaluated, which is a fault of the service."
    return _undetermined(transaction, regime, summary, reasons=[], missing=[])


def _undetermined(
    transaction: AnyTransaction, regime: Regime, summary: str, *, reasons: list[Reason], missing: list[QuestionJson]
) -> Screening:
    return {
        "reference": transaction.reference,
        "determination": UNDETERMINED,
        "possible_determinations": list(regime.classes),
        "next_step": "ask",
        "summary": summary,
        "reasons": reasons,
        "missing_facts": missing,
        "further_questions": [],
        "assumptions": [],
        "relied_on": [],
        "obligations": [],
        "interpretations": [],
    }
