"""What changed from one result to the other: told for each deal, counted, and never paired by guess."""

import json
from contextlib import suppress

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.batch.line_reader import LineOptions
from app.domain.analysis.answer_index import AnswerIndex, key_of
from app.domain.analysis.recorded_answers import Unread, recorded
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.domain.screening import Explain
from app.service.result_diff import ResultDiff
from tests.profiles import examples
from tests.rescreening.results import answers, completed, deal, golden_answers, with_operations

CLASSES = OUTBOUND_INVESTMENT.determinations


def numbered(lines):
    return list(enumerate(lines, start=1))


def diff(old, new):
    """The differences between two results, and what was counted."""
    comparison = ResultDiff(parse=orjson.loads)
    found = list(comparison.of_results(numbered(old), lambda: numbered(new)))
    return found, comparison.count


def test_a_result_does_not_differ_from_itself():
    found, count = diff(golden_answers(), golden_answers())
    assert found == []
    assert count.compared == len(golden_answers())
    assert not count.changed
    assert not count.incomplete


def test_a_deal_that_is_newly_prohibited_is_told_with_its_duties_and_provisions():
    old, new = answers([with_operations("A", "2e24")]), answers([with_operations("A", "2e25")])
    [told], count = diff(old, new)
    assert (told["reference"], told["severity"], told["move"]) == ("A", 1, "other_answer")
    assert (told["from"]["determination"], told["to"]["determination"]) == ("notifiable", "prohibited")
    assert (told["from"]["version"], told["to"]["version"]) == ("2025-01-02", "2025-01-02")
    assert told["other_facts"]
    assert "do_not_undertake" in {each["kind"] for each in told["duties"]["new"]}
    filing = next(each for each in told["duties"]["gone"] if each["kind"] == "file_notification")
    assert filing["due"] == "2025-07-16"
    assert {each["code"] for each in told["provisions"]["cease"]} >= {"850.217(d)(3)"}
    assert any(each["code"].startswith("850.224") for each in told["provisions"]["begin"])
    assert count.cells == {("notifiable", "prohibited"): 1}


def test_another_due_day_is_told_with_both_days():
    [told], _ = diff(answers([completed("A", "2025-06-16")]), answers([completed("A", "2025-06-20")]))
    altered = {each["kind"]: each for each in told["duties"]["altered"]}
    assert (altered["file_notification"]["from"]["due"], altered["file_notification"]["to"]["due"]) == (
        "2025-07-16",
        "2025-07-20",
    )
    assert told["provisions"] == {"begin": [], "cease": []}
    assert told["severity"] == 4


def test_the_severities_begin_with_a_new_prohibition():
    moves = {
        1: (with_operations("A", "2e24"), with_operations("A", "2e25")),
        2: (with_operations("A", "2e20"), with_operations("A", "2e24")),
        3: (with_operations("A", "2e24"), with_operations("A", None)),
        4: (completed("A", "2025-06-16"), completed("A", "2025-06-20")),
        5: (with_operations("A", "2e24"), with_operations("A", "2e20")),
    }
    found = {severity: diff(answers([old]), answers([new]))[0] for severity, (old, new) in moves.items()}
    assert {severity: [each["severity"] for each in told] for severity, told in found.items()} == {
        severity: [severity] for severity in moves
    }


def test_a_deal_that_becomes_a_problem_or_ceases_to_be_one_is_told():
    bad = deal("A", interests_show="yesterday")
    [told], count = diff(answers([deal("A")]), answers([bad]))
    assert (told["move"], told["severity"], told["to"]["determination"]) == ("became_problem", 3, None)
    assert told["to"]["problem"]
    [back], _ = diff(answers([bad]), answers([deal("A")]))
    assert back["move"] == "ceased_to_be_problem"
    assert not count.incomplete


def test_a_problem_that_stays_is_counted_and_another_problem_is_told():
    bad, worse = deal("A", interests_show="yesterday"), deal("A", acquirer="nobody")
    found, count = diff(answers([bad]), answers([bad]))
    assert (found, count.problems_in_both) == ([], 1)
    [told], _ = diff(answers([bad]), answers([worse]))
    assert (told["move"], told["severity"]) == ("other_problem", 3)


def test_deals_of_one_result_alone_are_told():
    found, count = diff(answers([deal("A"), deal("B")]), answers([deal("B"), with_operations("C", "2e25")]))
    assert {(each["reference"], each["move"], each["severity"]) for each in found} == {
        ("A", "only_in_old", 3),
        ("C", "only_in_new", 1),
    }
    assert count.compared == 1


@pytest.mark.parametrize("side", ["old", "new", "both"])
def test_a_deal_that_is_repeated_is_told_once_and_not_compared(side):
    once, twice = [deal("A")], [deal("A"), with_operations("A", "2e25"), deal("A")]
    old, new = answers(once if side == "new" else twice), answers(once if side == "old" else twice)
    [told], count = diff(old, new)
    assert (told["reference"], told["move"], told["severity"]) == ("A", "repeated", 3)
    assert told["from"] is not None
    assert told["to"] is not None
    assert count.compared == 0
    assert count.incomplete


def test_deals_without_a_reference_are_matched_by_their_facts():
    one, other = deal(None), with_operations(None, "2e25")
    assert diff(answers([one, other]), answers([other, one]))[0] == []
    found, _ = diff(answers([one]), answers([other]))
    assert [each["move"] for each in found] == ["only_in_new", "only_in_old"]


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"7",
        b"{}",
        b'{"determination":"cleared"}',
        b'{"determination":[],"possible_determinations":[]}',
        b'{"type":"x","status":422,"reference":null}',
    ],
)
def test_what_is_no_answer_or_cannot_be_matched_is_counted_by_its_line(line):
    good = answers([deal("A")])
    for old, new, which in (([line, *good], good, "old"), (good, [line, *good], "new")):
        found, count = diff(old, new)
        assert found == []
        assert count.incomplete
        assert count.told()[f"unread_{which}"] == {"count": 1, "lines": [1]}


@given(st.data())
@examples(150)
def test_an_answer_with_a_member_missing_or_of_another_kind_is_read_or_refused(data):
    answer = json.loads(data.draw(st.sampled_from(golden_answers())))
    name = data.draw(st.sampled_from(sorted(answer)))
    answer[name] = data.draw(st.sampled_from([None, 7, "", [], {}, [7], ["x"], [{}], {"x": 7}]))
    with suppress(Unread):
        assert key_of(recorded(answer, line=1, classes=CLASSES))


def test_the_law_of_a_batch_and_empty_lines_are_passed_over():
    law = b'{"law_snapshot":"sha256:0","versions":[]}'
    found, count = diff([law, b"", *answers([deal("A")])], answers([deal("A")]))
    assert found == []
    assert not count.incomplete


def test_provisions_of_a_brief_and_a_full_answer_are_not_compared():
    brief, full = answers([deal("A")]), answers([deal("A")], options=LineOptions(explain=Explain.FULL))
    assert diff(brief, full)[0] == []
    [told], _ = diff(brief, answers([with_operations("A", "2e25")], options=LineOptions(explain=Explain.FULL)))
    assert told["provisions"] is None


def test_the_index_gives_every_answer_back_as_it_was():
    index, kept = AnswerIndex(), {}
    for number, line in numbered(golden_answers()):
        each = recorded(json.loads(line), line=number, classes=CLASSES)
        kept[key_of(each)] = each
        index.put(key_of(each), each)
    assert len(index) == len(kept) == len(golden_answers())
    assert all(index.take(key) == each for key, each in kept.items())
    assert len(index) == 0


BACK = {
    "only_in_old": "only_in_new",
    "only_in_new": "only_in_old",
    "became_problem": "ceased_to_be_problem",
    "ceased_to_be_problem": "became_problem",
}


def turned(told):
    """The difference as it is the other way round, without what is not turned: the severity."""
    duties, provisions = told["duties"], told["provisions"]
    return {
        "reference": told["reference"],
        "move": BACK.get(told["move"], told["move"]),
        "other_facts": told["other_facts"],
        "from": told["to"],
        "to": told["from"],
        "duties": {
            "new": duties["gone"],
            "gone": duties["new"],
            "altered": [{**each, "from": each["to"], "to": each["from"]} for each in duties["altered"]],
        },
        "provisions": provisions and {"begin": provisions["cease"], "cease": provisions["begin"]},
    }


def by_reference(found):
    told = [{name: value for name, value in each.items() if name != "severity"} for each in found]
    return sorted(told, key=lambda each: str(each["reference"]))


def as_reference(line, reference):
    return json.dumps(json.loads(line) | {"reference": reference}).encode()


@given(st.data())
@examples(60)
def test_the_difference_the_other_way_round_is_the_same_turned_round(data):
    lines = st.lists(st.sampled_from([*golden_answers(), *answers([deal("A", interests_show="x")])]), max_size=12)
    sides = []
    for _ in range(2):
        chosen = data.draw(lines)
        references = data.draw(st.lists(st.integers(0, 9), min_size=len(chosen), max_size=len(chosen)))
        sides.append([as_reference(line, f"D{number}") for line, number in zip(chosen, references, strict=True)])
    old, new = sides
    forth, back = diff(old, new)[0], diff(new, old)[0]
    assert by_reference(turned(each) for each in forth) == by_reference(back)


@given(st.permutations(range(40)))
@examples(20)
def test_the_order_of_the_lines_never_matters(order):
    old, new = (
        golden_answers()[:40],
        [as_reference(line, f"GOLDEN-{n}") for n, line in enumerate(golden_answers()[5:45])],
    )
    shuffled = [new[place] for place in order]

    def facts(found):
        places = [{**each, "to": {**each["to"], "line": 0}} for each in found]
        return sorted(places, key=lambda each: str(each["reference"]))

    assert facts(diff(old, new)[0]) == facts(diff(old, shuffled)[0])
