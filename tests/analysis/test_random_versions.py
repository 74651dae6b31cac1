"""Comparison and impact against single screenings, for versions that nobody chose and for those that there are."""

import json
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.located import plain
from app.rulefiles.rule_folder import find_versions, read_version
from app.service.comparing import Pin
from app.service.impact import Assessor, impact_json
from tests.analysis.laws import (
    READER,
    ROOT,
    VERSION,
    comparer_of,
    document,
    example,
    golden_bodies,
    law_of,
    screener_of,
)
from tests.profiles import examples

CHANCE_VERSIONS = 6
DUTY = ("kind", "who", "due", "certain")


def a_version_by_chance(seed):
    """The final rule with a few numbers moved, days shifted and points read otherwise."""
    chance = random.Random(seed)
    law = document(f"chance-{seed}", status="proposed")
    numbers = [each for each in law["parameters"].values() if "value" in each and each.get("unit")]
    for each in chance.sample(numbers, 6):
        each["value"] = f"{chance.choice([1, 2, 5])}e{chance.choice([-1, 0, 1, 23, 24, 25])}"
    law["parameters"]["effective_date"]["value"] = f"2025-{chance.randint(1, 12):02}-02"
    points = [each for each in law["interpretations"] if "taken" in each]
    for each in chance.sample(points, 6):
        each["taken"] = chance.choice(sorted(each["readings"]))
    for duty in law["obligations"]:
        if "due" in duty and chance.random() < 0.3:
            duty["due"]["days"] = str(chance.randint(1, 90))
    return law


@pytest.fixture(scope="module")
def cache():
    real = [plain(read_version(each)) for each in find_versions(ROOT / "rules")]
    return law_of(*real, *map(a_version_by_chance, range(CHANCE_VERSIONS)))


def pin(version, **variants):
    return Pin(version, None, variants)


PINS = [
    *(pin(f"chance-{seed}") for seed in range(CHANCE_VERSIONS)),
    pin(VERSION),
    pin("coins-2025"),
    pin("nprm-2024"),
    pin("nprm-2024", ai_notify="above_1e23", ai_prohibit="above_1e24", lp_exception="small_commitment"),
    pin("nprm-2024", ai_notify="above_1e24", ai_prohibit="above_1e26", ai_prohibit_bio="above_1e23"),
]
PAIRS = st.lists(st.sampled_from(PINS), min_size=2, max_size=2, unique_by=str)
DEALS = st.deferred(lambda: st.sampled_from([each for each in golden_bodies() if b"legal_decisions" not in each]))


def single(cache, body, pinned):
    return screener_of(cache).screen(body, version=pinned.version, variants=pinned.variants).body


def test_an_exception_of_the_proposal_that_is_not_met_is_no_ground_for_a_difference(cache):
    deal = example()
    next(each for each in deal["parties"] if "activities" in each)["activities"]["items"][0]["training_operations"] = (
        "5e24"
    )
    variants = {"ai_notify": "above_1e23", "ai_prohibit": "above_1e24"}
    versions = [{"version": VERSION}, {"version": "nprm-2024", "variants": variants}]
    answer = comparer_of(cache).compare(json.dumps({"transaction": deal, "versions": versions}).encode())
    [difference] = json.loads(answer)["differences"]
    assert (difference["from"], difference["to"]) == ("notifiable", "prohibited")
    codes = {each["code"] for each in difference["provisions"]}
    assert codes == {"850.224(k)(1)", "Trained with more than 10^24 operations"}


@examples(25)
@given(PAIRS, DEALS)
def test_a_comparison_gives_the_bytes_of_single_screenings_and_a_ground_for_each_difference(cache, pins, body):
    versions = [{"version": each.version} | ({"variants": each.variants} if each.variants else {}) for each in pins]
    answer = comparer_of(cache).compare(b'{"transaction":%b,"versions":%b}' % (body, json.dumps(versions).encode()))
    alone = [single(cache, body, each) for each in pins]
    assert b'"determinations":[%b],"differences"' % b",".join(alone) in answer
    [difference] = json.loads(answer)["differences"]
    words = [json.loads(each)["determination"] for each in alone]
    assert [difference["from"], difference["to"]] == words
    assert bool(difference["provisions"]) or words[0] == words[1]


@examples(20)
@given(PAIRS, st.lists(DEALS, min_size=1, max_size=8))
def test_the_counts_of_an_impact_are_those_of_single_screenings(cache, pins, bodies):
    assessor = Assessor(cache.snapshot(), before=pins[0], after=pins[1], read=READER.read)
    told = impact_json(assessor.assess(enumerate(bodies, start=1)))
    alone = [[json.loads(single(cache, body, each)) for each in pins] for body in bodies]
    moves = [tuple(each["determination"] for each in pair) for pair in alone]
    assert {(cell["from"], cell["to"]): cell["count"] for cell in told["cells"]} == dict(Counter(moves))
    for cell in told["cells"]:
        assert moves[cell["sample"]["line"] - 1] == (cell["from"], cell["to"])
        assert bool(cell["provisions"]) or cell["from"] == cell["to"]
    same = [pair for pair, (before, after) in zip(alone, moves, strict=True) if before == after]
    duties = [[[[duty[key] for key in DUTY] for duty in each["obligations"]] for each in pair] for pair in same]
    possible = [[each["possible_determinations"] for each in pair] for pair in same]
    changed = told["same_determination"]
    assert changed["other_duties"]["count"] == sum(before != after for before, after in duties)
    assert changed["other_possibilities"]["count"] <= sum(before != after for before, after in possible)
    assert told["changed"] == any(before != after for before, after in (*moves, *duties, *possible))
