"""scripts/upgrade-transaction: what it changes, what it leaves to decide, and that its output is accepted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.properties.law import read

SCRIPT = Path(__file__).parents[2] / "scripts/upgrade-transaction"
BEFORE = {
    "parties": [
        {"id": "fund", "kind": "entity", "organized_in": "US"},
        {
            "id": "target",
            "kind": "entity",
            "statements": {"items": [{"revenue": 1, "persons": {"items": [{"person": "fund"}]}}], "complete": True},
            "activities": {
                "items": [
                    {"item": "quantum_sensing_platform", "exclusively_designed_for": {"items": ["military"]}},
                    {"verb": "other", "item": "integrated_circuit"},
                    {"item": "supercomputer", "operating_temperature": {"at_most": 4}, "meets_3a090a": False},
                ]
            },
        },
    ],
    "interests": [{"holder": "fund", "subject": "target", "voting_percent": 49.5}],
    "acquirer": "fund",
    "deal": {
        "target": "target",
        "acts": {"items": ["other"]},
        "circumstances": {"items": ["own_controlled_foreign_entity", "us_government_business"]},
        "particulars": {"controlled_before": True},
    },
    "legal_decisions": [{"interpretation": "A17", "reading": "conversion_acquires_equity"}],
}  # fmt: skip


def upgrade(text):
    return subprocess.run([sys.executable, SCRIPT], input=text, capture_output=True, text=True, check=False)


def test_what_cannot_be_decided_is_said_and_the_rest_is_a_transaction_of_this_release():
    done = upgrade(json.dumps(BEFORE))
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        "/parties/1/statements/items/0/currency",
        "/parties/1/activities/items/1/verb",
        "/parties/1/activities/items/2/operating_temperature",
        "/deal/acts",
        "/deal/particulars/controlled_before",
        "/deal/particulars",
        "/legal_decisions",
        "/interests_show",
    ]
    after = json.loads(done.stdout)
    assert after["parties"][1]["statements"]["items"][0]["currency"] == "USD"
    assert after["parties"][1]["activities"]["items"][0]["designed_for"]["items"] == ["military"]
    assert "exclusively_designed_for" not in after["parties"][1]["activities"]["items"][0]
    assert after["parties"][1]["activities"]["items"][2] == {"item": "supercomputer", "meets_3a090a": False}
    assert read(after).acquirer == "fund"


def test_a_transaction_in_which_nothing_changed_is_written_as_it_is_with_every_digit():
    text = '{"parties": [{"id": "a"}], "deal": {"fund": {"share_of_capital": 49.99999999999999999999}}}'
    done = upgrade(text)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["deal"]["fund"]["share_of_capital"] == "49.99999999999999999999"


@pytest.mark.parametrize(
    "text",
    ["", "[1]", "{}", "NaN", '{"parties": [1]}', '{"parties": [], "interests": ["a"]}', '{"parties": [], "deal": [1]}'],
)
def test_what_is_no_transaction_is_refused(text):
    done = upgrade(text)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_a_fund_that_only_invests_is_told_where_activities_or_trade_are_stated_beside_it():
    fund = {"id": "pool", "kind": "entity", "activities": {"items": [{"verb": "develops", "item": "ai_system"}]}}
    deal = {
        "target": "pool",
        "acts": {"items": ["acquire_fund_interest"], "complete": True},
        "fund": {"kind": "private_equity"},
        "security": {"publicly_traded": True},
    }
    done = upgrade(json.dumps({"parties": [{"id": "plan", "kind": "entity"}, fund], "acquirer": "plan", "deal": deal}))
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["/parties/1/activities", "/deal/fund/kind"]
    done = upgrade(json.dumps({"parties": [fund], "deal": {**deal, "fund": {"kind": "other_pooled_investment_fund"}}}))
    assert (done.returncode, done.stderr) == (0, "")
