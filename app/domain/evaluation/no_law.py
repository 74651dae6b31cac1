"""The answer where no version of the law applies: it clears nothing, whatever the transaction states."""

from app.domain.answers.determination import Class, QuestionJson, Screening
from app.domain.facts.dictionary import entries
from app.domain.facts.transaction import Transaction
from app.domain.quoting import fact, quoted

CODE = "no_rule_in_force"
_ON_A_DAY = "on a day on which a version is in force"


def answer_without_law(transaction: Transaction, *, statement: str) -> Screening:
    """Undetermined with every class possible and ``statement``, a sentence, as the only reason.

    Where the transaction does not say when it, or the fund's deal, is completed, that is asked for.
    """
    deals = {"/deal/completion_date": transaction.deal, "/fund_deal/completion_date": transaction.fund_deal}
    days = {pointer: deal.completion_date for pointer, deal in deals.items() if deal is not None}
    return {
        "reference": transaction.reference,
        "determination": Class.UNDETERMINED,
        "possible_determinations": [each for each in Class if each is not Class.UNDETERMINED],
        "summary": f"Undetermined: {statement}",
        "reasons": [
            {
                "code": CODE,
                "element": "time",
                "verdict": "unknown",
                "citation": "",
                "statement": statement,
                "subject": "",
                "facts": [fact(pointer, quoted(day), _ON_A_DAY) for pointer, day in days.items()],
            }
        ],
        "missing_facts": [_question(pointer) for pointer, day in days.items() if day is None],
        "further_questions": [],
        "assumptions": [],
        "obligations": [],
        "interpretations": [],
    }


def _question(pointer: str) -> QuestionJson:
    asked = next(entry.fact for entry in entries() if entry.pointer == pointer)
    return {"pointer": pointer, "question": asked.question, "citation": asked.citation}
