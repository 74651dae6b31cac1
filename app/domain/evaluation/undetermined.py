"""Builds the answers that clear nothing: where no law applies, and where a rule could not be evaluated."""

from app.domain.answers.determination import Class, QuestionJson, Reason, Screening
from app.domain.facts.dictionary import entries
from app.domain.facts.transaction import Transaction
from app.domain.quoting import fact, quoted

CODE = "no_rule_in_force"
_ON_A_DAY = "on a day on which a version is in force"


def answer_without_law(transaction: Transaction, *, statement: str) -> Screening:
    """Build the answer where no version of the law applies: ``statement``, a sentence, is its only reason.

    Where the transaction does not say when it, or the fund's deal, is completed, that is asked for.
    """
    deals = {"/deal/completion_date": transaction.deal, "/fund_deal/completion_date": transaction.fund_deal}
    days = {pointer: deal.completion_date for pointer, deal in deals.items() if deal is not None}
    reason: Reason = {
        "code": CODE,
        "element": "time",
        "verdict": "unknown",
        "citation": "",
        "statement": statement,
        "subject": "",
        "facts": [fact(pointer, quoted(day), _ON_A_DAY) for pointer, day in days.items()],
    }
    missing = [_question(pointer) for pointer, day in days.items() if day is None]
    return _undetermined(transaction, f"Undetermined: {statement}", [reason], missing)


def answer_not_evaluated(transaction: Transaction) -> Screening:
    """Build the answer where a rule could not be evaluated: it clears nothing and asks nothing."""
    return _undetermined(
        transaction, "Undetermined: a rule could not be evaluated, which is a fault of the service.", [], []
    )


def _undetermined(
    transaction: Transaction, summary: str, reasons: list[Reason], missing: list[QuestionJson]
) -> Screening:
    return {
        "reference": transaction.reference,
        "determination": Class.UNDETERMINED,
        "possible_determinations": [each for each in Class if each is not Class.UNDETERMINED],
        "summary": summary,
        "reasons": reasons,
        "missing_facts": missing,
        "further_questions": [],
        "assumptions": [],
        "obligations": [],
        "interpretations": [],
    }


def _question(pointer: str) -> QuestionJson:
    asked = next(entry.fact for entry in entries() if entry.pointer == pointer)
    return {"pointer": pointer, "question": asked.question, "citation": asked.citation}
