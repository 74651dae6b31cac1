"""One deal under the rule as proposed, the rule in force and the statute to come: each gives its own answer."""

import json
from pathlib import Path

import pytest

from app.domain.located import plain
from app.main import screener
from app.rulefiles.rule_folder import read_version
from app.settings import Settings
from tests import at_hand
from tests.golden.versions import VERSIONS

ROOT = Path(__file__).parents[2]
EXAMPLE = json.loads((ROOT / "rules/us-oisp/2025-01-02/examples/ai-developer.json").read_text("utf-8"))
PROPOSAL, FINAL, STATUTE = "nprm-2024", "2025-01-02", "coins-2025"
LOW = {"ai_notify": "above_1e23", "ai_prohibit": "above_1e24"}
AS_IN_THE_FINAL_RULE = {"ai_notify": "above_1e23", "ai_prohibit": "above_1e25"}
HIGH = {"ai_notify": "above_1e25", "ai_prohibit": "above_1e26"}


@pytest.fixture(scope="module")
def use_case():
    return screener(at_hand.law(), Settings())


@pytest.fixture(scope="module")
def screen(use_case):
    """The answer for a model trained with 5e24 operations, bought into in 2026."""
    deal = json.loads(json.dumps(EXAMPLE))
    deal["parties"][1]["activities"]["items"][0]["training_operations"] = "5e24"
    deal["deal"]["completion_date"] = "2026-06-16"

    def screen(version=None, variants=None):
        return json.loads(use_case.screen(json.dumps(deal).encode(), version=version, variants=variants or {}).body)

    return screen


@pytest.mark.parametrize(
    ("version", "variants", "determination"),
    [
        (PROPOSAL, LOW, "prohibited"),
        (PROPOSAL, AS_IN_THE_FINAL_RULE, "notifiable"),
        (PROPOSAL, HIGH, "not_covered"),
        (PROPOSAL, {}, "undetermined"),
        (FINAL, {}, "notifiable"),
        (STATUTE, {}, "undetermined"),
    ],
)
def test_each_law_gives_its_own_answer(screen, version, variants, determination):
    answer = screen(version, variants)
    assert answer["determination"] == determination
    assert (answer["rule_set"]["version"], answer["rule_set"]["selected_by"]) == (version, "pinned_version")
    assert answer["rule_set"].get("variants", {}) == variants


def test_the_completion_date_alone_never_selects_what_is_only_proposed_or_awaits_regulations(screen):
    assert screen()["rule_set"]["version"] == FINAL


def test_nothing_of_the_proposal_is_cited_or_told_as_law_in_force(screen):
    answer = screen(PROPOSAL, LOW)
    assert answer["rule_set"]["status"] == "proposed"
    assert answer["rule_set"]["effective_from"] is None
    assert "under proposed 31 CFR" in answer["summary"]
    cited = [reason["citation"] for reason in answer["reasons"]] + [duty["citation"] for duty in answer["obligations"]]
    assert [each for each in cited if "31 CFR" in each.replace("proposed 31 CFR", "")] == []
    assert all(duty["what"].startswith("Under the proposal, which never took effect") for duty in answer["obligations"])


def test_the_proposal_says_that_its_thresholds_were_not_verified(screen):
    marked = {(each["kind"], each.get("id")) for each in screen(PROPOSAL, LOW)["unverified"]}
    assert {("variant", "ai_prohibit"), ("parameter", "training_1e24"), ("definition", "850.224(k)(1)")} <= marked


def test_the_statute_names_the_regulations_it_waits_for_and_that_part_850_governs_until_then(screen):
    answer = screen(STATUTE)
    awaited = {each["id"]: each["awaits"] for each in answer["pending_regulations"]}
    assert {"foreign person", "technology parameters", "prohibition", "notification"} <= awaited.keys()
    document = read_version(VERSIONS[STATUTE])
    pending = {each["id"]: each["says"] for each in plain(document)["pending"]}
    assert "31 CFR part 850 governs" in pending["prohibition"]
    assert answer["obligations"] == []
    assert "Regulations are awaited under 50 U.S.C." in answer["summary"]


LISTED = json.loads(
    (ROOT / "rules/us-oisp/2025-01-02/examples/ai-developer-listed-in-hong-kong.json").read_text("utf-8")
)
ON_TRADING = "FAQ 2025-12-23 on public trading"


@pytest.mark.parametrize(("completed", "told"), [("2025-12-22", False), ("2025-12-23", True)])
def test_rulings_on_traded_securities_are_told_from_their_release_and_change_nothing(use_case, completed, told):
    deal = {**LISTED, "deal": {**LISTED["deal"], "completion_date": completed}}
    answer = json.loads(use_case.screen(json.dumps(deal).encode()).body)
    assert answer["determination"] == "excepted"
    ruling = {each["id"]: each for each in answer.get("guidance", ())}
    assert (ON_TRADING in ruling) is told
    assert all(each["confidence"] == "unverified" for each in ruling.values())
