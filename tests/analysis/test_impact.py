import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.__main__ import main
from app.commands.exit_codes import BAD_INPUT, CHANGED
from app.commands.result_file import numbered_lines_of
from app.domain.analysis.impact import LISTED, Impact
from app.service.comparing import Pin
from app.service.impact import Assessor, impact_json
from tests.analysis.laws import (
    READER,
    VERSION,
    definition,
    document,
    example,
    golden_bodies,
    law_of,
    screener_of,
    with_parameter,
)
from tests.profiles import examples

LOOSER = with_parameter("training_notifiable", "5e24", version="looser") | {"status": "proposed"}


def a_version_of_other_days():
    law = document("slower", status="proposed")
    for duty in law["obligations"]:
        if duty["kind"] == "file_notification":
            duty["due"]["days"] = "45"
    return law


@pytest.fixture(scope="module")
def cache():
    return law_of(document(), LOOSER, a_version_of_other_days())


def assessed(cache, *lines, before=VERSION, after="looser"):
    assessor = Assessor(cache.snapshot(), before=Pin(before), after=Pin(after), read=READER.read)
    return impact_json(assessor.assess(enumerate(lines, start=1)))


def body(**changes):
    return json.dumps(example() | changes).encode()


def test_a_deal_that_moves_is_counted_with_the_provision_and_shown_by_its_line(cache):
    told = assessed(cache, body(reference="A"), body(reference="B"))
    [cell] = told["cells"]
    assert told["changed"]
    assert (cell["from"], cell["to"], cell["count"]) == ("notifiable", "not_covered", 2)
    assert cell["sample"] == {"line": 1, "reference": "A"}
    assert cell["provisions"] == [
        {"code": "850.217(d)(3)", "citation": "31 CFR 850.217(d)(3)", "cause": "parameter", "count": 2}
    ]


def test_what_is_no_transaction_is_named_by_its_line_and_is_no_decision(cache):
    told = assessed(cache, b"{", body(), b" " * (8 * 1024 * 1024 + 1), b'{"parties": 7}', b"[]")
    assert told["invalid"] == {"count": 4, "lines": [1, 3, 4, 5]}
    assert told["transactions"] == 1
    assert sum(cell["count"] for cell in told["cells"]) == 1


def test_another_day_is_a_change_though_the_class_stays(cache):
    told = assessed(cache, body(), after="slower")
    assert told["changed"]
    assert [(cell["from"], cell["to"]) for cell in told["cells"]] == [("notifiable", "notifiable")]
    assert told["same_determination"]["other_duties"]["count"] == 1


def test_a_version_changes_nothing_against_itself(cache):
    told = assessed(cache, *golden_bodies()[:30], after=VERSION)
    assert not told["changed"]


def test_of_very_many_lines_that_are_no_transactions_the_first_are_named():
    impact, later = Impact(), Impact()
    for line in range(1, LISTED + 1):
        impact.refuse(line)
    later.refuse(LISTED + 1)
    impact.add(later)
    assert (impact.invalid, impact.invalid_lines[-1]) == (LISTED + 1, LISTED)


@examples(15)
@given(st.data(), st.permutations([VERSION, "looser", "slower"]))
def test_the_counts_are_those_of_single_screenings(cache, data, names):
    bodies = data.draw(st.lists(st.sampled_from(golden_bodies()), min_size=1, max_size=6))
    told = assessed(cache, *bodies, before=names[0], after=names[1])
    screen = screener_of(cache).screen
    pairs = [tuple(screen(each, version=name).determination for name in names[:2]) for each in bodies]
    assert {(cell["from"], cell["to"]): cell["count"] for cell in told["cells"]} == dict(Counter(pairs))
    for cell in told["cells"]:
        assert pairs[cell["sample"]["line"] - 1] == (cell["from"], cell["to"])
        assert bool(cell["provisions"]) == (cell["from"] != cell["to"])


@examples(15)
@given(st.lists(st.sampled_from(range(60)), min_size=2, max_size=8), st.integers(1, 7))
def test_counting_in_parts_gives_the_same_as_counting_at_once(cache, picks, cut):
    lines = [(number, golden_bodies()[pick]) for number, pick in enumerate(picks, start=1)]
    assessor = Assessor(cache.snapshot(), before=Pin(VERSION), after=Pin("looser"), read=READER.read)
    total = Impact()
    for part in (lines[:cut], lines[cut:]):
        total.add(assessor.assess(part))
    assert impact_json(total) == impact_json(assessor.assess(lines))


def test_an_outline_says_what_the_whole_answer_says(cache):
    for name in (VERSION, "looser"):
        law = cache.snapshot().select(None, name).compiled
        for each in golden_bodies()[::25]:
            transaction = READER.read(each).transaction
            whole, outline = law.screen(transaction), law.outline(transaction)
            assert outline == {member: whole[member] for member in outline}
            told = {(each["code"], each["subject"]["pointer"]) for each in law.reasons(transaction)[0]}
            assert told >= {(each["code"], each["subject"]["pointer"]) for each in whole["reasons"]}


def test_a_line_beyond_the_limit_is_cut_and_the_next_is_read_whole_and_empty_ones_are_passed_over(tmp_path):
    file = tmp_path / "deals.ndjson"
    file.write_bytes(b"x" * 25 + b"\nab\n\n  \n" + b" " * 25 + b"deal\n" + b"y" * 10)
    found = [(1, b"x" * 11), (2, b"ab"), (5, b" " * 11), (6, b"y" * 10)]
    assert list(numbered_lines_of(file, limit_bytes=10)) == found


@pytest.fixture
def rules(tmp_path):
    for law in (document(), LOOSER):
        folder = tmp_path / "rules/us-oisp" / law["version"]
        folder.mkdir(parents=True)
        (folder / "rule-set.yaml").write_text(json.dumps(law))
    return tmp_path / "rules"


def test_the_command_tells_the_counts_and_exits_by_them(rules, tmp_path, capsys):
    file = tmp_path / "deals.ndjson"
    options = [str(file), "--from", VERSION, "--rules", str(rules)]
    file.write_bytes(body(reference="A") + b"\n")
    assert main(["rules", "impact", *options, "--to", "looser"]) == CHANGED
    said = capsys.readouterr()
    assert "notifiable → not_covered, such as A, line 1" in said.out
    assert "1 transactions" in said.err
    assert main(["rules", "impact", *options, "--to", VERSION]) == 0
    file.write_bytes(b"{\n" + body() + b"\n")
    capsys.readouterr()
    assert main(["rules", "impact", *options, "--to", "looser", "--jobs", "2", "--json"]) == BAD_INPUT
    assert json.loads(capsys.readouterr().out)["invalid"] == {"count": 1, "lines": [1]}
    assert main(["rules", "impact", *options, "--to", "1999"]) == 2


def test_a_deal_that_a_later_version_prohibits_is_told_with_what_prohibits_it():
    law = document("stricter", status="proposed")
    definition(law, "850.224(k)(1)")["when"]["all"][1]["any"][0]["all"][0] = {
        "activity.training_operations": {"more_than": "1e24"}
    }
    [cell] = assessed(law_of(document(), law), body(), after="stricter")["cells"]
    assert (cell["from"], cell["to"]) == ("notifiable", "prohibited")
    assert [(each["code"], each["cause"]) for each in cell["provisions"]] == [("850.224(k)(1)", "text")]
