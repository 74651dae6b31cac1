import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidTransaction, InvalidVariants, VersionNotFound
from tests.analysis.laws import (
    VERSION,
    comparer_of,
    definition,
    document,
    example,
    golden_bodies,
    law_of,
    screener_of,
    with_parameter,
)
from tests.language.documents import AGREED, AI_NOTIFY, COMPLETED
from tests.language.documents import document as proposal
from tests.profiles import examples


def a_looser_version():
    """Notification only above 5e24 operations, and no right of a lender left to counsel."""
    law = with_parameter("training_notifiable", "5e24", version="looser")
    law["status"] = "proposed"
    next(each for each in law["interpretations"] if each["id"] == "A18")["taken"] = "comparable"
    return law


def a_version_that_asks_less():
    law = document("shorter", status="proposed")
    definition(law, "850.210(a)(1)")["when"]["all"].pop()
    return law


@pytest.fixture(scope="module")
def cache():
    return law_of(document(), a_looser_version(), a_version_that_asks_less())


def versions(*names):
    return [{"version": name} for name in names]


def compared(cache, transaction, *names, **more):
    request = {"transaction": transaction, **({"versions": versions(*names)} if names else {}), **more}
    return json.loads(comparer_of(cache).compare(json.dumps(request).encode()))


def test_a_number_that_moved_is_named_with_both_values(cache):
    deal = example()
    answer = compared(cache, deal, VERSION, "looser")
    [difference] = answer["differences"]
    assert (difference["from"], difference["to"]) == ("notifiable", "not_covered")
    by_code = {each["code"]: each for each in difference["provisions"]}
    moved = by_code["850.217(d)(3)"]
    assert moved["cause"] == "parameter"
    [parameter] = moved["parameters"]
    assert (parameter["baseline"], parameter["other"], parameter["unit"]) == (["1e23"], ["5e24"], "operations")
    assert moved["citation"] == "31 CFR 850.217(d)(3)"
    assert moved["baseline"]["verdict"] == "met"
    assert moved["baseline"]["facts"][0]["test"] == "more than 1e23"
    assert moved["other"]["verdict"] == "not_met"
    assert moved["other"]["facts"][0]["test"] == "more than 5e24"


def test_what_merely_follows_from_a_provision_is_not_held_responsible(cache):
    [difference] = compared(cache, example(), VERSION, "looser")["differences"]
    assert {each["cause"] for each in difference["provisions"]} == {"parameter"}


def test_a_provision_whose_conditions_changed_is_named_as_such(cache):
    deal = example() | {"deal": example()["deal"] | {"knowledge": {"at_acquisition": {"held": "none"}}}}
    [difference] = compared(cache, deal, VERSION, "shorter")["differences"]
    assert [(each["code"], each["cause"]) for each in difference["provisions"]] == [("850.210(a)(1)", "text")]


def test_another_reading_of_the_same_words_is_named_as_such():
    law = document("own-run", status="proposed")
    next(each for each in law["interpretations"] if each["id"] == "A26")["taken"] = "own_run"
    deal = example()
    activity = next(each["activities"]["items"][0] for each in deal["parties"] if "activities" in each)
    activity |= {"model_work": "substantive_modification", "own_training_operations": "1e20"}
    [difference] = compared(law_of(document(), law), deal)["differences"]
    assert (difference["from"], difference["to"]) == ("notifiable", "not_covered")
    assert [(each["code"], each["cause"]) for each in difference["provisions"]] == [("850.217(d)(3)", "reading")]


PROPOSAL = proposal(
    prohibited=AGREED,
    notifiable={"all": [COMPLETED, {"variant": {"ai_notify": "low"}}]},
    variants=[AI_NOTIFY],
)
PROPOSED_DEAL = {"parties": [], "deal": {"completion_date": "2025-06-01", "agreement_date": "2024-06-01"}}


def under(alternative):
    return {"rule_set": "trial", "version": "1", "variants": {"ai_notify": alternative}}


def test_the_alternatives_of_a_proposal_are_compared_with_each_other():
    request = {"transaction": PROPOSED_DEAL, "versions": [under("low"), under("high")]}
    cache = law_of(PROPOSAL)
    answer = json.loads(comparer_of(cache).compare(json.dumps(request).encode()))
    [difference] = answer["differences"]
    assert answer["baseline"] == under("low")
    assert difference["variants"] == {"ai_notify": "high"}
    assert (difference["from"], difference["to"]) == ("notifiable", "not_covered")
    assert [(each["code"], each["cause"]) for each in difference["provisions"]] == [("notifiable", "variant")]
    single = screener_of(cache).screen(
        json.dumps(PROPOSED_DEAL).encode(), rule_set="trial", version="1", variants={"ai_notify": "high"}
    )
    assert json.loads(single.body) == answer["determinations"][1]


def test_an_alternative_that_a_version_does_not_offer_is_refused_at_its_place():
    request = {"transaction": PROPOSED_DEAL, "versions": [under("low"), under("lower")]}
    with pytest.raises(InvalidVariants) as refused:
        comparer_of(law_of(PROPOSAL)).compare(json.dumps(request).encode())
    assert [each.pointer for each in refused.value.problems] == ["/versions/1/variants"]


def test_versions_that_agree_part_on_nothing(cache):
    [difference] = compared(cache, example("machine-tools-in-germany"), VERSION, "looser")["differences"]
    assert (difference["from"], difference["to"], difference["provisions"]) == ("not_covered", "not_covered", [])


def test_without_versions_all_published_ones_are_compared_the_one_in_force_first(cache):
    answer = compared(cache, example())
    assert answer["baseline"] == {"rule_set": "us-oisp", "version": VERSION}
    names = [each["rule_set"]["version"] for each in answer["determinations"]]
    assert names[0] == VERSION
    assert sorted(names[1:]) == ["looser", "shorter"]


def test_a_withdrawn_version_takes_part_only_where_it_is_named():
    cache = law_of(document(), document("gone", status="withdrawn"))
    assert compared(cache, example())["differences"] == []
    assert [each["version"] for each in compared(cache, example(), VERSION, "gone")["differences"]] == ["gone"]


def test_the_baseline_can_be_any_of_the_versions(cache):
    answer = compared(cache, example(), VERSION, "looser", baseline={"version": "looser"})
    assert answer["baseline"]["version"] == "looser"
    [difference] = answer["differences"]
    assert (difference["version"], difference["from"], difference["to"]) == (VERSION, "not_covered", "notifiable")


NAMES = st.sampled_from([VERSION, "looser", "shorter"])


@examples(40)
@given(st.data(), st.lists(NAMES, min_size=2, max_size=2, unique=True))
def test_a_comparison_gives_the_bytes_of_single_screenings(cache, data, names):
    body = data.draw(st.sampled_from(golden_bodies()))
    request = b'{"transaction":%b,"versions":%b}' % (body, json.dumps(versions(*names)).encode())
    answer = comparer_of(cache).compare(request)
    single = [screener_of(cache).screen(body, version=name) for name in names]
    assert b'"determinations":[%b],"differences"' % b",".join(each.body for each in single) in answer
    [difference] = json.loads(answer)["differences"]
    words = [each.determination for each in single]
    assert [difference["from"], difference["to"]] == words
    if words[0] != words[1]:
        assert difference["provisions"]


@pytest.mark.parametrize(
    ("request_", "pointer", "code"),
    [
        ([], "", "wrong_type"),
        ({}, "/transaction", "missing"),
        ({"transaction": {}}, "/transaction/parties", "missing"),
        ({"transaction": example(), "version": "x"}, "/version", "unknown_property"),
        ({"transaction": example(), "versions": []}, "/versions", "wrong_type"),
        ({"transaction": example(), "versions": ["x"]}, "/versions/0", "wrong_type"),
        (
            {"transaction": example(), "versions": [{"version": "x", "variants": {"a": 1}}]},
            "/versions/0/variants",
            "wrong_type",
        ),
        ({"transaction": example(), "versions": [{}]}, "/versions/0/version", "missing"),
        ({"transaction": example(), "versions": [{"version": "a b"}]}, "/versions/0/version", "not_a_name"),
        ({"transaction": example(), "versions": [{"version": "x", "a/b": 1}]}, "/versions/0", "unknown_property"),
        ({"transaction": example(), "versions": versions("x", "x")}, "/versions/1", "repeated"),
        (
            {"transaction": example(), "versions": versions("x"), "baseline": {"version": "y"}},
            "/baseline",
            "unknown_choice",
        ),
        ({"transaction": example(), "baseline": {"version": "y"}}, "/baseline", "missing"),
        ({"transaction": example(), "versions": versions("x"), "baseline": 7}, "/baseline", "wrong_type"),
    ],
)
def test_what_does_not_fit_is_named_by_its_place(cache, request_, pointer, code):
    with pytest.raises(InvalidTransaction) as refused:
        comparer_of(cache).compare(json.dumps(request_).encode())
    assert [(each.pointer, each.code) for each in refused.value.problems] == [(pointer, code)]


def test_an_unknown_version_is_said_to_be_unknown(cache):
    with pytest.raises(VersionNotFound):
        compared(cache, example(), VERSION, "1999")


def test_a_legal_decision_that_one_version_does_not_take_is_refused_naming_the_version(cache):
    deal = example() | {"legal_decisions": [{"interpretation": "A18", "reading": "comparable"}]}
    with pytest.raises(InvalidTransaction) as refused:
        compared(cache, deal, VERSION, "looser")
    [problem] = refused.value.problems
    assert problem.pointer == "/transaction/legal_decisions/0/interpretation"
    assert "`looser`" in problem.detail
