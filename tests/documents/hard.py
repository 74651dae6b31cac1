"""A transaction that is hard to print: many parties, names without a place to break, other scripts, markup."""

import json

from tests.documents.presenting import EXAMPLES

LONG = "Unbroken" * 25
CHINESE = "北京未来智能科技有限责任公司" * 8
HEBREW = "חברת ההשקעות הגדולה (1) בע״מ"
MARKUP = "<script>alert('x')</script>&amp;\"><img src=x onerror=y>{{ 7 * 7 }}{% raw %}"
OVERRIDE = "Override\u202eevil\u2066 name"


def hard_body(*, conclusions=True):
    """The body of an example with such names, and thirty parties."""
    transaction = json.loads((EXAMPLES / "ai-developer-compute-not-known.json").read_text("utf-8"))
    transaction["reference"] = MARKUP[:60]
    parties = transaction["parties"]
    for party, name in zip(parties, (LONG, CHINESE, HEBREW), strict=True):
        party["name"] = name
    others = (MARKUP, OVERRIDE, LONG, CHINESE, HEBREW)
    for number in range(30 - len(parties)):
        parties.append({"id": f"{'holder' * 9}{number}", "name": others[number % 5], "kind": "entity"})
    target = parties[1]
    target["holders_complete"] = False
    target.pop("restricted_lists", None)
    evidence = {"basis": "screening_result", "source": MARKUP, "as_of": "2025-05-01"}
    target["conclusions"] = [{"element": "850.224(m)(4)", "met": False, **evidence}] if conclusions else []
    transaction["interests"] += [
        {"holder": each["id"], "subject": target["id"], "voting_percent": {"at_least": 0, "at_most": 1}}
        for each in parties[3:]
    ]
    return json.dumps(transaction).encode()
