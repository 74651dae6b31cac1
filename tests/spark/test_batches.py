"""Record batches screened, as any engine over Arrow does it: no engine takes part."""

import io
import json
import pickle
import re
import runpy
from contextlib import redirect_stdout
from dataclasses import replace

import pyarrow as pa
import pytest

from app import main
from app.domain.errors import RuleSetNotFound, VersionNotFound
from app.domain.screening import Explain
from app.engines import batches, carried_law
from app.engines.batches import batch_screener
from app.engines.carried_law import LawDiffers
from app.settings import Settings
from app.storage.archive import SqlArchive
from app.storage.engine import opened_engine
from app.storage.migration import upgrade
from benchmarks.transactions import OUTCOMES, deals
from tests import at_hand
from tests.spark.local import ROOT

RULES = ROOT / "rules"
BODIES = [deals(outcome, 2)[place] for outcome in OUTCOMES for place in (0, 1)]


@pytest.fixture(scope="module")
def screen():
    return batch_screener(rules=RULES)


@pytest.fixture(scope="module")
def single_call():
    return main.screener(at_hand.law(), Settings()).screen


def batch_of(*bodies, **columns):
    return pa.RecordBatch.from_pydict({"transaction": pa.array(bodies, pa.string()), **columns})


def rows(given):
    return pa.Table.from_batches(given).to_pylist()


def test_rows_come_back_in_order_with_the_bytes_of_a_single_call(screen, single_call):
    given = batch_of(*BODIES, deal=pa.array(range(len(BODIES))))
    answered = rows(pickle.loads(pickle.dumps(screen))([given, given.slice(0, 0)]))  # noqa: S301 (made here)
    assert [(row["deal"], row["transaction"].encode()) for row in answered] == list(enumerate(BODIES))
    for row, body in zip(answered, BODIES, strict=True):
        expected = single_call(body)
        assert (row["answer"].encode(), row["determination"]) == (expected.body, expected.determination)


def test_the_schema_is_told_before_anything_is_screened(screen):
    given = batch_of(*BODIES[:1], deal=pa.array([1]))
    (answered,) = screen([given])
    assert answered.schema == screen.schema(given.schema)
    assert answered.schema.names == ["transaction", "deal", "answer", "determination"]


@pytest.mark.parametrize("text", [pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary()])
def test_text_of_any_arrow_type_is_read(screen, single_call, text):
    (answered,) = screen([pa.RecordBatch.from_pydict({"transaction": pa.array(BODIES[:1], pa.binary()).cast(text)})])
    assert answered.to_pylist()[0]["answer"].encode() == single_call(BODIES[0]).body


def test_what_is_no_transaction_becomes_a_problem_in_its_place(screen):
    bad = ['{"reference": "DEAL-7", "parties": "PRIVATE"}', None, "", "PRIVATE", '{"a": 1}\n{"a": 2}']
    given = batch_of(*bad, BODIES[0].decode(), line=pa.array([11, 12, 13, None, 15, 16], pa.int32()))
    numbered = rows(replace(screen, line="line")([given]))
    assert [row["determination"] for row in numbered] == [None] * 5 + [OUTCOMES[0]]
    problems = [json.loads(row["answer"]) for row in numbered[:5]]
    assert [each["line"] for each in problems] == [11, 12, 13, None, 15]
    assert [each["reference"] for each in problems] == ["DEAL-7", None, None, None, None]
    assert all("determination" not in each and "PRIVATE" not in json.dumps(each) for each in problems)
    assert [json.loads(row["answer"])["line"] for row in rows(screen([given]))[:5]] == [None] * 5


def test_many_long_answers_come_in_several_batches(screen, monkeypatch):
    monkeypatch.setattr(batches, "_ANSWERS", 20_000)
    given = batch_of(*BODIES, deal=pa.array(range(len(BODIES))))
    answered = list(screen([given]))
    assert 1 < len(answered) < len(BODIES)
    assert [row["deal"] for row in rows(answered)] == list(range(len(BODIES)))


def test_options_are_those_of_a_call_and_an_envelope_has_its_own(single_call):
    screen = batch_screener(rules=RULES, version="nprm-2024", variants={"ai_notify": "above_1e23"}, explain="full")
    envelope = b'{"transaction": %b, "version": "2025-01-02", "explain": "brief"}' % BODIES[0]
    plain, own = rows(screen([batch_of(BODIES[0], envelope)]))
    chosen = {"version": "nprm-2024", "variants": {"ai_notify": "above_1e23"}}
    assert plain["answer"].encode() == single_call(BODIES[0], **chosen, explain=Explain.FULL).body
    problem = json.loads(own["answer"])  # the alternatives are of the other version
    assert (own["determination"], problem["type"].rpartition(":")[2]) == (None, "invalid-variants")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"explain": "all"}, "Give `brief` or `full`"),
        ({"rule_set": "no name"}, "Give a name of letters"),
        ({"as_known_on": "yesterday"}, "Give a day as YYYY-MM-DD"),
        ({"as_known_on": object()}, "cannot be written as JSON"),
        ({"as_known_on": "2999-01-01"}, "a day to come"),
        ({"as_known_on": "2026-01-01", "version": "2025-01-02"}, "give one of the two"),
    ],
)
def test_options_that_do_not_fit_are_refused_at_once(options, told):
    with pytest.raises(ValueError, match=told):
        batch_screener(rules=RULES, **options)


def test_a_law_that_is_not_there_is_refused_at_once(monkeypatch):
    gathered = carried_law.CarriedLaw.gathered(Settings(), rules=RULES)
    monkeypatch.setattr(batches.CarriedLaw, "gathered", lambda *_, **__: gathered)
    with pytest.raises(RuleSetNotFound):
        batch_screener(rule_set="eu")
    with pytest.raises(VersionNotFound):
        batch_screener(version="2031-01-01")
    with pytest.raises(ValueError, match="no such variant"):
        batch_screener(version="nprm-2024", variants={"ai": "above_1e23"})


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ({"deal": pa.string()}, "one column `transaction`"),
        ({"transaction": pa.int64()}, "`transaction` is no text"),
        ({"transaction": pa.string(), "line": pa.string()}, "`line` holds no whole numbers"),
        ({"transaction": pa.string(), "line": pa.int8(), "Determination": pa.string()}, "`determination` already"),
    ],
)
def test_columns_that_do_not_fit_are_refused(screen, names, told):
    with pytest.raises(ValueError, match=told):
        replace(screen, line="line" if "line" in names else None).schema(pa.schema(names))


def altered(law, **changes):
    first, *others = law.versions
    return replace(law, versions=(replace(first, **changes), *others))


def tampered(law):
    return altered(law, document={**law.versions[0].document, "title": "Another law"})


def of_another_standing(law):
    return altered(law, status="withdrawn")


def without_one(law):
    return replace(law, versions=law.versions[1:])


def of_another_release(law):
    return replace(law, identity=law.identity._replace(engine_version="0.9.0"))


@pytest.mark.parametrize("change", [tampered, of_another_standing, without_one, of_another_release])
def test_a_process_that_arrives_at_another_law_answers_nothing(screen, monkeypatch, change):
    monkeypatch.setattr(carried_law, "_screeners", {})
    with pytest.raises(LawDiffers, match="answers nothing"):
        next(replace(screen, law=change(screen.law))([batch_of(BODIES[0])]))
    assert carried_law._screeners == {}


def test_each_screener_keeps_to_its_own_bounds_in_one_process(screen):
    narrow = replace(screen, law=replace(screen.law, settings=Settings(body_limit_bytes=100)))
    given = [batch_of(BODIES[0])]
    found = [rows(each(given))[0]["determination"] for each in (screen, narrow, screen)]
    assert found == [OUTCOMES[0], None, OUTCOMES[0]]


def test_the_law_of_the_database_travels_without_the_address_of_the_database(screen, tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'stored.sqlite3'}"
    upgrade(url)
    with opened_engine(url) as engine, SqlArchive(engine).writing() as stored:
        for version in screen.law.versions:
            stored.add_version(version, actor="test", note="as in the folder")
    monkeypatch.setenv("SCREENING_DATABASE_URL", url)
    of_database = batch_screener()
    assert of_database.law.identity == screen.law.identity
    assert b"stored.sqlite3" not in pickle.dumps(of_database)


def test_the_code_for_other_engines_on_the_page_screens_a_table():
    page = (ROOT / "docs/beyond-one-machine.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(import pyarrow.*?)```", page, re.DOTALL)
    names = {"deals": pa.table({"deal": pa.array([body.decode() for body in BODIES])})}
    exec(code.replace('"rules"', repr(str(RULES))), names)  # noqa: S102 (the page is ours)
    assert [row["determination"] for row in names["answers"].to_pylist()] == [each for each in OUTCOMES for _ in "12"]


def test_lines_are_timed_as_the_page_says(tmp_path, monkeypatch):
    monkeypatch.setenv("SCREENING_REMEMBERED_BYTES", "")
    (tmp_path / "deals.ndjson").write_bytes(b"\n".join(BODIES))
    with redirect_stdout(io.StringIO()) as told:
        runpy.run_path(str(ROOT / "docs/examples/time_portfolio.py"))["main"](
            [str(tmp_path / "deals.ndjson"), "--rules", str(RULES)]
        )
    head, first, later = told.getvalue().splitlines()
    assert (head.split()[:2], first.split()[0], later.split()[0]) == (["ms", "a"], "first", "as")
