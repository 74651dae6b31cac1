"""The answer where no version of the law applies: it clears nothing, whatever the transaction states."""

from typing import Any

from app.domain.evaluation.classes import Class
from app.domain.facts.dictionary import entries
from app.domain.facts.transaction import Transaction
from app.domain.quoting import fact, quoted

CODE = "no_rule_in_force"
COMPLETION = "/deal/completion_date"


def without_law(transaction: Transaction, *, statement: str) -> dict[str, Any]:
    """Undetermined with every class possible and ``statement``, a sentence, as the only reason.

    Where the transaction does not say when it is completed, that is asked for.
    """
    day = transaction.deal.completion_date
    completed = fact(COMPLETION, quoted(day), "on a day on which a version is in force")
    return {
        "reference": transaction.reference,
        "determination": Class.UNDETERMINED.value,
        "possible_determinations": [each.value for each in Class if each is not Class.UNDETERMINED],
        "summary": f"Undetermined: {statement}",
        "reasons": [
            {
                "code": CODE,
                "element": "time",
                "verdict": "unknown",
                "citation": "",
                "statement": statement,
                "subject": "",
                "facts": [completed],
            }
        ],
        "missing_facts": [_question()] if day is None else [],
        "further_questions": [],
        "obligations": [],
        "interpretations": [],
    }


def _question() -> dict[str, str]:
    asked = next(entry.fact for entry in entries() if entry.pointer == COMPLETION)
    return {"pointer": COMPLETION, "question": asked.question, "citation": asked.citation}
