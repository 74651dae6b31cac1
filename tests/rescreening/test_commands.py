"""`portfolio diff` and `portfolio watch` on files, with the exit codes that they end with."""

import gzip
import json
import os

import pytest
import stamina
import zstandard

from app.__main__ import main
from tests.analysis.laws import law_of
from tests.rescreening.receiver import SECRET, receiving
from tests.rescreening.results import answers, completed, deal, small_deal, two_laws, with_operations

FIRST, SECOND = two_laws()


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    monkeypatch.setenv("SCREENING_DATABASE_URL", f"sqlite:///{tmp_path}/none.sqlite3")
    monkeypatch.setenv("SCREENING_WEBHOOK_SECRET", SECRET)


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    """A folder with two small laws, quick to load."""
    folder = tmp_path_factory.mktemp("rules")
    for law in (FIRST, SECOND):
        file = folder / law["rule_set"] / law["version"] / "rule-set.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(law))
    return folder


def written(path, lines):
    data = b"".join((each if isinstance(each, bytes) else json.dumps(each).encode()) + b"\n" for each in lines)
    if path.suffix == ".gz":
        data = gzip.compress(data)
    elif path.suffix == ".zst":
        data = zstandard.compress(data)
    path.write_bytes(data)
    return str(path)


def run(*arguments):
    return main([str(each) for each in arguments])


def lines_of(out):
    return [json.loads(line) for line in out.splitlines()]


def test_no_deals_at_all_are_not_nothing_changed(tmp_path, rules, capsys):
    empty, blank = written(tmp_path / "empty.ndjson", []), written(tmp_path / "blank.ndjson", [b"", b" "])
    assert run("portfolio", "diff", empty, blank) == 65
    assert run("portfolio", "watch", empty, "--results", blank, "--rules", rules) == 65
    told = capsys.readouterr().err
    assert "no deals to compare" in told
    assert "no deals to watch" in told


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_two_results_are_compared_the_gravest_change_first(tmp_path, capsysbinary, suffix):
    old = [with_operations("A", "2e24"), with_operations("B", "2e24"), deal("C"), completed("D", "2025-06-16")]
    new = [with_operations("A", "2e20"), with_operations("B", "2e25"), deal("C"), completed("D", "2025-06-17")]
    files = [written(tmp_path / f"{n}.ndjson{suffix}", answers(each)) for n, each in enumerate((old, new))]
    summary = tmp_path / "summary.json"
    assert run("portfolio", "diff", *files, "--summary", summary) == 10
    told = lines_of(capsysbinary.readouterr().out)
    assert [(each["reference"], each["severity"]) for each in told] == [("B", 1), ("D", 4), ("A", 5)]
    counted = json.loads(summary.read_bytes())
    assert (counted["compared"], counted["changed"]) == (4, 3)
    assert counted["cells"][-1] == {"from": "notifiable", "to": "notifiable", "count": 2}


def test_a_result_compared_with_itself_ends_with_0(tmp_path, capsysbinary):
    file = written(tmp_path / "old.ndjson", answers([deal("A"), deal("B")]))
    assert run("portfolio", "diff", file, file) == 0
    assert capsysbinary.readouterr().out == b""


def test_lines_that_cannot_be_matched_end_with_65_whatever_else_changed(tmp_path, capsysbinary):
    old = written(tmp_path / "old.ndjson", answers([with_operations("A", "2e24")]))
    new = written(tmp_path / "new.ndjson", [*answers([with_operations("A", "2e25")]), b"{"])
    assert run("portfolio", "diff", old, new) == 65
    found = capsysbinary.readouterr()
    assert len(found.out.splitlines()) == 1
    assert b"could not be compared: 2" in found.err


def test_a_file_that_is_cut_off_ends_with_65(tmp_path, capsysbinary):
    old = tmp_path / "old.ndjson.gz"
    written(old, answers([deal("A")]))
    whole = old.read_bytes()
    old.write_bytes(whole[:-9])
    assert run("portfolio", "diff", old, old) == 65
    assert b"cut off" in capsysbinary.readouterr().err


@pytest.mark.parametrize("more", [[], ["new", "--from", "a", "--to", "b"], ["--from", "a"], ["new", "--to", "b"]])
def test_what_is_neither_of_the_two_forms_is_a_mistake_of_usage(tmp_path, more):
    assert run("portfolio", "diff", tmp_path / "old", *more) == 2


def test_a_new_result_that_cannot_be_read_twice_is_refused(tmp_path, capsysbinary):
    old = written(tmp_path / "old.ndjson", answers([deal("A")]))
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for new in ("-", pipe, tmp_path):
        assert run("portfolio", "diff", old, new) == 2
        assert b"read twice" in capsysbinary.readouterr().err


def test_two_laws_are_compared_on_the_same_deals_whatever_an_envelope_pins(tmp_path, capsysbinary, rules):
    deals = [small_deal("A"), {"transaction": small_deal("B"), "version": "first"}]
    file = written(tmp_path / "deals.ndjson", deals)
    assert run("portfolio", "diff", file, "--from", "first", "--to", "second", "--rules", rules) == 10
    told = lines_of(capsysbinary.readouterr().out)
    assert [(each["reference"], each["from"]["version"], each["to"]["version"]) for each in told] == [
        ("A", "first", "second"),
        ("B", "first", "second"),
    ]
    assert {each["to"]["determination"] for each in told} == {"prohibited"}


def test_lines_that_are_no_transactions_under_either_law_end_with_65(tmp_path, capsysbinary, rules):
    file = written(tmp_path / "deals.ndjson", [b"{", {"transaction": small_deal("A"), "rule_set": 7}])
    assert run("portfolio", "diff", file, "--from", "first", "--to", "second", "--rules", rules) == 65
    assert b"2  have a problem in both" in capsysbinary.readouterr().err


@pytest.mark.parametrize("to", ["third", "second+none:such"])
def test_a_law_that_is_not_there_is_said_before_any_deal_is_read(tmp_path, capsysbinary, to, rules):
    assert run("portfolio", "diff", tmp_path / "absent", "--from", "first", "--to", to, "--rules", rules) == 2
    assert b"absent" not in capsysbinary.readouterr().err


def test_on_a_terminal_tables_say_what_changed(tmp_path, capsys, monkeypatch):
    old, new = (
        written(tmp_path / name, [json.loads(line) | {"reference": "[red]A[/red]\x1b[31m"} for line in lines])
        for name, lines in (
            ("old", answers([with_operations("A", "2e24")])),
            ("new", answers([with_operations("A", "2e25")])),
        )
    )
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    assert run("portfolio", "diff", old, new) == 10
    shown = capsys.readouterr().out
    assert "prohibited" in shown
    assert "850.224" in shown
    assert "new: do_not_undertake" in shown
    assert "[red]A[/red]\N{REPLACEMENT CHARACTER}[31m" in shown
    assert "\x1b[31m" not in shown


@pytest.fixture
def files(tmp_path, rules):
    deals = [small_deal("A"), small_deal("B", circumstance="designated_country"), small_deal("C")]
    recorded = answers(deals, cache=law_of(FIRST, SECOND))
    return written(tmp_path / "deals.ndjson", deals), written(tmp_path / "old.ndjson.zst", recorded), rules


def watch(files, *more):
    deals, old, rules = files
    return run("portfolio", "watch", deals, "--results", old, "--rules", rules, *more)


def test_nothing_touched_ends_with_0_and_a_day_to_file_by_with_10(files, capsysbinary):
    assert watch(files, "--as-of", "2025-06-20") == 0
    assert capsysbinary.readouterr().out == b""
    assert watch(files, "--as-of", "2025-07-16") == 10
    events = lines_of(capsysbinary.readouterr().out)
    assert {each["subject"] for each in events} == {"A", "C"}
    assert {(each["type"], each["specversion"], each["time"]) for each in events} == {
        ("screening.deal.touched.v1", "1.0", "2025-07-16T00:00:00Z")
    }
    assert watch(files, "--as-of", "2025-07-16") == 10
    assert lines_of(capsysbinary.readouterr().out) == events


def test_answers_that_cannot_be_read_end_with_65(files, capsysbinary, tmp_path):
    old = written(tmp_path / "old.ndjson", [b"{}"])
    assert watch((files[0], old, files[2]), "--as-of", "2025-06-20") == 65
    assert {each["data"]["cause"] for each in lines_of(capsysbinary.readouterr().out)} == {"unscreened"}


def test_events_are_sent_and_what_did_not_arrive_ends_with_69_and_is_sent_again(files, capsysbinary):
    as_of = ["--as-of", "2025-07-16"]
    with stamina.set_testing(True, attempts=100, cap=True), receiving() as receiver:
        receiver.answers = [503, 204]
        receiver.always = 400
        assert watch(files, *as_of, "--webhook", receiver.url) == 69
        found = capsysbinary.readouterr()
        ids = [each["id"] for each in lines_of(found.out)]
        assert receiver.ids[:2] == [ids[0], ids[0]]
        assert b"did not arrive" in found.err
        receiver.always, receiver.calls = 204, []
        assert watch(files, *as_of, "--webhook", receiver.url) == 10
        assert receiver.ids == ids
        assert [body for _, _, body in receiver.calls] == found.out.splitlines()


@pytest.mark.parametrize("url", ["http://example.org/", "nothing"])
def test_an_address_that_is_refused_is_a_mistake_of_usage(files, url):
    assert watch(files, "--webhook", url) == 2


def test_without_a_secret_nothing_is_sent(files, monkeypatch, capsysbinary):
    monkeypatch.delenv("SCREENING_WEBHOOK_SECRET")
    assert watch(files, "--webhook", "https://example.org/") == 2
    assert b"SCREENING_WEBHOOK_SECRET" in capsysbinary.readouterr().err


def test_deals_and_results_cannot_both_come_from_standard_input(capsysbinary):
    assert run("portfolio", "watch", "-", "--results", "-") == 2
    assert b"standard input" in capsysbinary.readouterr().err
