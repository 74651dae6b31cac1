"""Small rule documents for tests: say what matters, the rest is ordinary."""

from typing import Any

from app.domain.errors import InvalidRuleSet
from app.domain.facts.deal import Deal
from app.domain.facts.transaction import Transaction
from app.domain.language.compiler import compile_rule_set
from app.domain.language.ruleset import RuleSet
from app.domain.located import located
from app.domain.screening import Law

AI_NOTIFY = {
    "id": "ai_notify",
    "cites": "89 FR 55846",
    "question": "Above how many operations is a system notifiable?",
    "alternatives": {"low": "Ten.", "high": "One hundred."},
}
AI_PROHIBIT = {
    "id": "ai_prohibit",
    "cites": "89 FR 55846",
    "question": "Above how many operations is a system prohibited?",
    "alternatives": {"high": "One hundred.", "highest": "One thousand."},
}
EXCLUDED = {"combine": {"ai_notify": "high", "ai_prohibit": "high"}, "says": "No band between the two is left."}
LEADERSHIP = {
    "id": "leadership",
    "cites": "50 U.S.C. 4589(3)(B)",
    "awaits": "Regulations of the Secretary on who belongs to a political leadership.",
    "says": "Whether the person belongs to it is open.",
}
AGREED: dict[str, Any] = {"transaction.deal.agreement_date": {"after": "2025-01-01"}}
COMPLETED: dict[str, Any] = {"transaction.deal.completion_date": {"after": "2025-01-01"}}


def definition(name: str, when: Any, **more: Any) -> dict[str, Any]:
    head = {"id": name, "of": "transaction", "element": "outcome", "cites": "89 FR 55846", "says": f"It is {name}."}
    return {**head, "when": when, **more}


def document(*, prohibited: Any, notifiable: Any, definitions: list[Any] | None = None, **sections: Any) -> Any:
    """A proposed rule set with the conditions of its two outcomes."""
    return {
        "rule_set": "trial",
        "version": "1",
        "title": "A rule for trials",
        "status": "proposed",
        "language": "1",
        "elements": [{"name": "outcome", "says": "The class"}],
        "definitions": [
            definition("prohibited", prohibited),
            definition("notifiable", notifiable),
            *(definitions or []),
        ],
        "outcomes": [{"outcome": name, "when": name} for name in ("prohibited", "notifiable")],
        **sections,
    }


def compiled(document: Any) -> RuleSet:
    return compile_rule_set(located(document, "trial"))


def law(document: Any) -> Law:
    return Law(compiled(document))


def faults(document: Any) -> list[str]:
    """What is wrong with the document, without the places."""
    try:
        compiled(document)
    except InvalidRuleSet as refused:
        return [fault.message for fault in refused.faults]
    return []


def a_transaction(**deal: Any) -> Transaction:
    return Transaction(parties=(), deal=Deal(**deal))
