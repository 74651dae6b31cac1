"""Duties in a rule document: what they can follow from."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.facts.transaction import Exemption
from tests.language.documents import COMPLETED, a_transaction, definition, document, faults, law

EXEMPT = definition("exempt", {"transaction.exemption.granted": {"is": True}})


def a_rule(*, when, outcomes=("excepted",)):
    duty = {"kind": "keep_conditions", "outcomes": list(outcomes), "who": "The holder", "says": "Keep to them."}
    duty["step"] = "record"
    outcome = [{"outcome": name, "when": name, "unless": "exempt"} for name in ("prohibited", "notifiable")]
    return document(
        prohibited=COMPLETED,
        notifiable={"not": COMPLETED},
        definitions=[EXEMPT],
    ) | {"outcomes": outcome, "obligations": [{**duty, "cites": "89 FR 55846", **when}]}


def test_an_exemption_can_leave_a_duty():
    transaction = a_transaction(completion_date=date(2025, 6, 16))
    exempted = replace(transaction, exemption=Exemption(granted=True))
    rule = law(a_rule(when={"when": "exempt"}))
    assert [each["kind"] for each in rule.screen(exempted)["obligations"]] == ["keep_conditions"]
    assert rule.screen(transaction)["obligations"] == []


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        (a_rule(when={}), "an obligation for `excepted` needs `when`: not every such answer leaves a duty"),
        (
            a_rule(when={}, outcomes=["cleared"]),
            (
                "`cleared` has no meaning in `outcomes`: "
                "known are `prohibited`, `notifiable`, `excepted`, `not_covered`, `undetermined`."
            ),
        ),
    ],
    ids=["without a condition", "from no class"],
)
def test_a_duty_follows_from_a_class_or_from_a_named_exception(rule, complaint):
    assert complaint in faults(rule)
