import json
from dataclasses import replace
from functools import lru_cache

import pytest

from app.api.wire.canonical import canonical_writer
from app.domain.analysis.checks import analyse
from app.domain.analysis.findings import FindingKind, Sample
from app.domain.answers.lifecycle import FindingLevel
from app.domain.evaluation.branches import branches
from app.domain.evaluation.coverage import Coverage, Gap, Report
from app.domain.evaluation.judging import Judging
from app.domain.screening import Explain, Law
from app.domain.truth import MET, NOT_MET
from tests.analysis.laws import READER, compiled, definition, document, golden_transactions, with_parameter

TOPICS = ("/ai-training", "/semiconductors-fab")
write = canonical_writer()


def samples(*topics):
    return [Sample(each) for each in golden_transactions(*(topics or TOPICS))]


def judging(law):
    """The copy of the law, compiled once."""
    return _judging(json.dumps(law))


@lru_cache(maxsize=4)
def _judging(text):
    return Law(compiled(json.loads(text)))


def coverage_but_for(rule_set, *names):
    """A report as if golden cases reached everything except the definitions named."""
    gaps = tuple(
        Gap(branch, tuple(sorted(branch.verdicts))) for branch in branches(rule_set) if branch.place[0] in names
    )
    return Report(branches=0, verdicts=0, reached=0, telling=0, unknown=0, gaps=gaps, untold=())


def findings(law, *open_names, topics=(), kind=None):
    rule_set = compiled(law)
    found = analyse(rule_set, samples(*topics), coverage=coverage_but_for(rule_set, *open_names))
    return [each for each in found if kind in (None, each.kind)]


def screened(law, finding, explain=Explain.FULL):
    """What the rule set says of a finding's counterexample, sent as JSON like any other transaction."""
    transaction = READER.read(write(finding.counterexample.transaction)).transaction
    answer = judging(law).screen(transaction, explain=explain, variants=finding.counterexample.variants)
    verdicts = {}
    for reason in answer["reasons"]:
        verdicts.setdefault(reason["code"], set()).add(reason["verdict"])
    return answer["determination"], verdicts


def add(condition, name, law, *, form="all"):
    when = definition(law, name)["when"]
    definition(law, name)["when"] = {form: [*when.get(form, [when]), condition]}
    return law


def test_a_copy_without_defects_may_be_published():
    found = findings(document())
    assert all(each.level is FindingLevel.WARN for each in found)


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("850.224(d)(2)", {"activity.nand_layers": {"less_than": "100"}}),
        ("850.224(d)(2)", {"activity.item": {"is": "supercomputer"}}),
        ("850.224(d)(2)", {"not": {"activity": {"meets": "Fabricates"}}}),
        ("850.224(c)", {"not": {"activity.verb": {"in": "$design"}}}),
        (
            "850.224(m)",
            {
                "none": [
                    {"party.restricted_lists": {"includes_any": "$lists"}},
                    {"party.restricted_lists": {"includes": "listed_through_parent"}},
                    {"party.restricted_lists": {"includes_any": "$lists_not_named"}},
                    {"party": {"meets": "850.224(m)(4)"}},
                ]
            },
        ),
    ],
)
def test_tests_that_contradict_each_other_leave_a_rule_that_nothing_meets(name, condition):
    law = add(condition, name, document())
    [found] = findings(law, name, kind=FindingKind.UNREACHABLE)
    assert (found.level, found.rules[0]) == (FindingLevel.REFUSE, name)


def test_two_tests_that_exclude_each_other_are_named_with_a_deal_that_meets_one():
    law = add({"activity.nand_layers": {"less_than": "100"}}, "850.224(d)(2)", document())
    [found] = findings(law, "850.224(d)(2)", kind=FindingKind.UNREACHABLE)
    assert "`activity.nand_layers at least 128`" in found.sentence
    assert "`activity.nand_layers less than 100`" in found.sentence
    assert screened(law, found)[1]["850.224(d)(2)"] == {"not_met"}


def test_definitions_at_odds_are_a_conflict_shown_by_a_deal_that_meets_one_and_not_the_other():
    law = document()
    both = [{"activity": {"meets": "850.224(d)(2)"}}, {"activity": {"meets": "850.224(d)(3)"}}]
    add({"all": both}, "Listed in 850.224(a)-(k)", law, form="any")
    [found] = findings(law, "Listed in 850.224(a)-(k)", kind=FindingKind.CONFLICT)
    assert found.rules == ("Listed in 850.224(a)-(k)", "850.224(d)(2)", "850.224(d)(3)")
    _, verdicts = screened(law, found)
    assert "met" in verdicts["850.224(d)(2)"]
    assert "met" not in verdicts["850.224(d)(3)"]


def test_a_rule_within_another_is_shown_by_a_deal_that_meets_both():
    law = with_parameter("training_prohibited_biological", "1e26")
    found = next(
        each
        for each in findings(law, "Listed in 850.224(a)-(k)", kind=FindingKind.SUBSUMED)
        if "850.224(k)(2)" in each.rules
    )
    assert found.rules == ("Listed in 850.224(a)-(k)", "850.224(k)(2)", "850.224(k)(1)")
    _, verdicts = screened(law, found)
    assert "met" in verdicts["850.224(k)(1)"] & verdicts["850.224(k)(2)"]


def test_what_an_exception_narrows_may_stand_beside_the_wider_rule_and_what_none_narrows_may_not():
    law = document()
    assert not findings(law, "Listed in 850.217", kind=FindingKind.SUBSUMED)
    del definition(law, "850.217(b)")["unless"]
    found = [(each.level, each.rules) for each in findings(law, "Listed in 850.217", kind=FindingKind.SUBSUMED)]
    assert (FindingLevel.REFUSE, ("Listed in 850.217", "850.217(b)", "Fabricates a circuit")) in found


def test_a_lesser_rule_within_a_graver_one_is_shown_by_a_deal_in_the_graver_class():
    law = with_parameter("training_notifiable", "1e26")
    [found] = findings(law, kind=FindingKind.SUBSUMED)
    assert found.rules == ("850.217(d)(3)", "Listed in 850.224(a)-(k)")
    determination, verdicts = screened(law, found)
    assert determination == "prohibited"
    assert "met" in verdicts["850.217(d)(3)"]


def test_a_gap_between_two_tiers_is_shown_by_the_deal_in_it():
    law = add({"activity.training_operations": {"at_most": "9e24"}}, "850.217(d)(3)", document())
    [found] = [each for each in findings(law, kind=FindingKind.GAP) if "training_operations leaves" in each.sentence]
    assert found.level is FindingLevel.REFUSE
    assert "850.217(d)(3)" in found.rules
    assert screened(law, found)[0] == "not_covered"
    activities = [party.activities.items for party in found.counterexample.transaction.parties if party.activities]
    assert 9 * 10**24 < activities[0][0].training_operations <= 10**25


def test_a_rule_that_lets_go_of_the_worse_case_is_a_gap():
    law = document()
    node = next(
        each
        for each in definition(law, "850.224(d)(1)")["when"]["all"][3]["any"]
        if "all" in each and "activity.node_nm" in each["all"][0]
    )
    node["all"][0]["activity.node_nm"] = {"is": "$logic_node"}
    [found] = [each for each in findings(law, kind=FindingKind.GAP) if "node_nm" in each.sentence]
    assert found.level is FindingLevel.REFUSE
    assert screened(law, found)[0] != "prohibited"


def test_an_exception_that_takes_a_whole_outcome_is_shown_by_a_deal_that_it_excepts():
    law = add({"transaction.deal": {"meets": "850.204"}}, "excepted from notification", document(), form="any")
    [found] = findings(law, kind=FindingKind.UNREACHABLE)
    assert found.rules == ("notifiable", "excepted from notification")
    determination, verdicts = screened(law, found)
    assert determination == "excepted"
    assert verdicts["notifiable"] == {"met"}


def test_an_outcome_within_a_graver_one_is_shown_by_a_deal_in_the_graver():
    law = add({"transaction": {"meets": "notifiable"}}, "prohibited", document(), form="any")
    [found] = findings(law, kind=FindingKind.UNREACHABLE)
    assert "graver" in found.sentence
    assert found.rules == ("notifiable", "prohibited")
    determination, verdicts = screened(law, found)
    assert (determination, verdicts["notifiable"]) == ("prohibited", {"met"})


def test_a_duty_due_on_two_days_is_shown_by_a_deal_that_owes_it():
    law = document()
    filing = next(each for each in law["obligations"] if each["kind"] == "file_notification")
    law["obligations"].append({**filing, "due": {**filing["due"], "days": "45"}})
    [found] = findings(law, kind=FindingKind.CONFLICT)
    assert found.rules == ("file_notification",)
    transaction = READER.read(write(found.counterexample.transaction)).transaction
    duties = judging(law).screen(transaction)["obligations"]
    assert len({each["due"] for each in duties if each["kind"] == "file_notification"}) == 2


def test_a_duty_due_on_two_days_is_the_same_duty_under_another_paragraph():
    law = document()
    filing = next(each for each in law["obligations"] if each["kind"] == "file_notification")
    due = {**filing["due"], "days": "45"}
    law["obligations"].append({**filing, "says": "File.", "cites": "31 CFR 850.404", "due": due})
    [found] = findings(law, kind=FindingKind.CONFLICT)
    assert "31 CFR 850.401; 31 CFR 850.404(c) and 31 CFR 850.404" in found.sentence


def test_duties_that_count_from_two_different_days_are_no_conflict():
    law = document()
    filing = next(each for each in law["obligations"] if each["kind"] == "file_notification")
    due = {"days": "30", "after": "transaction.deal.agreement_date"}
    law["obligations"].append({**filing, "says": "File.", "cites": "31 CFR 850.404", "due": due})
    assert findings(law, kind=FindingKind.CONFLICT) == []


def test_what_no_case_reaches_is_shown_by_a_deal_that_reaches_it():
    law = document()
    cases = [each for each in samples("/ai-training") if "850.224(k)(2)" not in met(law, each)]
    coverage = Coverage(compiled(law)).watch([each.transaction for each in cases]).report()
    coverage = replace(coverage, gaps=tuple(each for each in coverage.gaps if each.branch.place[0] == "850.224(k)(2)"))
    found = [each for each in analyse(compiled(law), cases, coverage=coverage) if each.rules == ("850.224(k)(2)",)]
    assert {(each.kind, each.level) for each in found} == {(FindingKind.UNCOVERED, FindingLevel.REFUSE)}
    whole = next(each for each in found if "this. 850.224(k)(2) — never met" in each.sentence)
    assert "The transaction shown reaches it" in whole.sentence
    assert "met" in screened(law, whole)[1]["850.224(k)(2)"]


def met(law, witness):
    """The paragraphs that a full answer calls met."""
    reasons = judging(law).screen(witness.transaction, explain=Explain.FULL)["reasons"]
    return {each["code"] for each in reasons if each["verdict"] == "met"}


def test_what_nothing_can_reach_is_told_once_with_the_deal_that_comes_nearest():
    law = add({"activity.node_nm": {"at_most": "16"}}, "850.224(d)(2)", document())
    add({"not": {"activity": {"meets": "Fabricates"}}}, "850.224(d)(2)", law)
    cases = [each for each in samples("/semiconductors-fab") if "850.224(d)(2)" not in met(document(), each)]
    coverage = coverage_but_for(compiled(law), "850.224(d)(2)", "Listed in 850.224(a)-(k)")
    found = [each for each in analyse(compiled(law), cases, coverage=coverage) if "850.224(d)(2)" in each.rules]
    assert [each.kind for each in found].count(FindingKind.UNREACHABLE) == 1
    assert not [each for each in found if "850.224(d)(2) — never met" in each.sentence]
    assert found[0].counterexample is not None


def test_an_exception_that_silence_meets_clears_on_an_unknown():
    law = document()
    silent = {"transaction.deal.knowledge.at_acquisition.held": {"is": "as_stated"}}
    add(silent, "excepted from notification", law, form="any")
    [found] = findings(law, kind=FindingKind.CLEARS_ON_UNKNOWN, topics=("/knowledge",))
    assert found.level is FindingLevel.REFUSE
    assert "knowledge/at_acquisition/held" in found.sentence
    assert screened(law, found)[0] == "excepted"


def bending(monkeypatch, name, bent):
    """Compile this definition of every rule set to what ``bent`` makes of its function."""
    compiled_as_written = Judging.definition

    def definition(self, asked):
        judge = compiled_as_written(self, asked)
        return bent(judge) if asked == name else judge

    monkeypatch.setattr(Judging, "definition", definition)


def test_a_program_that_takes_the_unknown_for_not_met_is_caught_in_the_act(monkeypatch):
    sound = compiled(document())
    with monkeypatch.context() as patched:
        bending(patched, "850.217(d)(3)", lambda judge: lambda *about: MET if judge(*about) == MET else NOT_MET)
        found = analyse(sound, samples("/ai-third-party-models"), coverage=coverage_but_for(sound))
        caught = next(each for each in found if each.kind is FindingKind.CLEARS_ON_UNKNOWN)
        answer = Law(sound).screen(caught.counterexample.transaction)
    assert caught.level is FindingLevel.REFUSE
    assert answer["determination"] == "not_covered"
    assert Law(sound).screen(caught.counterexample.transaction)["determination"] == "undetermined"


def test_a_rule_that_cannot_be_evaluated_is_shown_by_the_deal_that_it_fails_on(monkeypatch):
    sound = compiled(document())

    def failing(*_):
        raise ArithmeticError

    bending(monkeypatch, "prohibited", lambda _: failing)
    found = analyse(sound, samples("/ai-training")[:3], coverage=coverage_but_for(sound))
    assert (FindingKind.FAILS, FindingLevel.REFUSE) in {(each.kind, each.level) for each in found}


def test_the_same_rule_set_and_witnesses_give_the_same_findings():
    law = with_parameter("training_notifiable", "1e26")
    assert [str(each) for each in findings(law)] == [str(each) for each in findings(law)]
