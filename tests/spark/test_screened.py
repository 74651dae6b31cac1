"""A portfolio screened by Spark: the same bytes as by single calls, whichever worker answers."""

import json
import runpy
from dataclasses import replace

import orjson
import pytest
from pyspark.errors import PythonException

from app import main
from app.domain.screening import Explain
from app.engines.batches import batch_screener
from app.engines.spark import screened
from app.rulefiles.cases import read_cases
from app.settings import Settings
from benchmarks.transactions import deals
from tests import at_hand
from tests.golden.versions import VERSIONS, telling
from tests.spark.local import ROOT, local_session

RULES = ROOT / "rules"


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    with local_session(tmp_path_factory.mktemp("spark")) as session:
        yield session


@pytest.fixture(scope="module")
def single_call():
    return main.screener(at_hand.law(), Settings(remembered_bytes=0)).screen


def golden():
    """The golden cases that are put to each version: the version, its alternatives, and the body."""
    for name, folder in VERSIONS.items():
        for case in telling(folder, read_cases(folder)):
            yield {"rule_set": folder.rule_set, "version": name, "variants": case.variants}, case.transaction


def test_every_golden_case_gets_the_bytes_of_a_single_call(spark, single_call):
    cases = list(golden())
    rows = [(number, json.dumps({"transaction": body, **law})) for number, (law, body) in enumerate(cases)]
    frame = spark.createDataFrame(rows, "number int, transaction string").repartition(4)
    answered = screened(frame, rules=RULES).select("number", "answer", "determination").collect()
    assert len(answered) == len(cases) > 1000
    differing = []
    for row in answered:
        law, body = cases[row.number]
        expected = single_call(orjson.dumps(body), **law)
        if (row.answer.encode(), row.determination) != (expected.body, expected.determination):
            differing.append(row.number)
    assert differing == []


def test_options_are_those_of_a_single_call_and_a_bad_row_becomes_a_problem(spark, single_call):
    good = deals("prohibited", 3)
    rows = [(number, body.decode(), "kept") for number, body in enumerate(good, 1)]
    rows += [(4, '{"reference": "DEAL-4", "parties": 1}', "kept"), (5, None, "kept"), (6, "", "kept")]
    frame = spark.createDataFrame(rows, "number long, deal string, other string").repartition(4)
    frame = screened(frame, transaction="deal", line="number", rules=RULES, version="nprm-2024", explain="full")
    assert frame.columns == ["number", "deal", "other", "answer", "determination"]
    answered = {row.number: row for row in frame.collect()}
    assert {number: (row.deal, row.other) for number, row in answered.items()} == {
        number: (deal, other) for number, deal, other in rows
    }
    for number, body in enumerate(good, 1):
        expected = single_call(body, version="nprm-2024", explain=Explain.FULL)
        assert answered[number].answer.encode() == expected.body
    problems = {number: json.loads(row.answer) for number, row in answered.items() if row.determination is None}
    assert {number: (each["line"], each["reference"], each["status"]) for number, each in problems.items()} == {
        4: (4, "DEAL-4", 422),
        5: (5, None, 400),
        6: (6, None, 400),
    }


def test_a_worker_that_arrives_at_another_law_answers_nothing(spark):
    screen = batch_screener(rules=RULES)
    planned = screen.law.identity._replace(snapshot=f"sha256:{'0' * 64}")
    other = replace(screen, law=replace(screen.law, identity=planned))
    frame = spark.createDataFrame([(deals("prohibited", 1)[0].decode(),)], "transaction string")
    with pytest.raises(PythonException, match="LawDiffers"):
        frame.mapInArrow(other, "transaction string, answer string, determination string").collect()


@pytest.mark.parametrize(
    ("columns", "options", "told"),
    [
        ("deal string", {}, "one column `transaction`"),
        ("transaction string", {"line": "number"}, "one column `number`"),
        ("transaction string, number string", {"line": "number"}, "`number` holds no whole numbers"),
        ("transaction struct<parties: string>", {}, "`transaction` is no text"),
        ("transaction string, Answer string", {}, "a column `answer` already"),
    ],
)
def test_columns_that_do_not_fit_are_refused_before_anything_is_computed(spark, columns, options, told):
    with pytest.raises(ValueError, match=told):
        screened(spark.createDataFrame([], columns), rules=RULES, **options)


def test_the_example_of_the_page_screens_a_file(spark, single_call, tmp_path, capsys):
    bodies = [*deals("notifiable", 3), *deals("excepted", 2)]
    (tmp_path / "deals.ndjson").write_bytes(b"\n".join([*bodies, b"{}"]))
    example = runpy.run_path(str(ROOT / "docs/examples/screen_portfolio.py"))
    example["main"]([str(tmp_path / "deals.ndjson"), str(tmp_path / "answers"), "--rules", str(RULES)])
    written = {row.transaction: row.answer for row in spark.read.parquet(str(tmp_path / "answers")).collect()}
    assert {body: written[body.decode()].encode() for body in bodies} == {
        body: single_call(body).body for body in bodies
    }
    assert capsys.readouterr().out.split() == ["excepted", "2", "notifiable", "3", "problem", "1"]
