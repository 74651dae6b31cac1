import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
import zstandard

from app.__main__ import main
from app.api.batch.line_reader import LineOptions
from app.api.batch.line_screener import LineScreener
from app.commands import portfolio, portfolio_work
from app.commands.side_by_side import side_by_side
from app.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def lines(deals):
    """Transactions, an envelope, an empty line, two that are none, and a last line without an end."""
    envelope = b'{"transaction": %b, "explain": "full", "version": "2025-01-02"}' % deals["ai-developer"]
    return b"\n".join([*deals.values(), b"", envelope, b"{}", b"no json", b" \r", deals["ai-developer"]])


@pytest.fixture
def expected(lines, line_screener):
    """What the batch answers, line by line."""
    numbered = enumerate(lines.split(b"\n"), 1)
    return b"".join(
        line_screener.answer(number, line, LineOptions()).body + b"\n" for number, line in numbered if line.strip()
    )


def run(*arguments):
    return main(["portfolio", *map(str, arguments), "--jobs", "1"])


@pytest.mark.parametrize(
    ("name", "packed"),
    [("in.ndjson", bytes), ("in.jsonl", bytes), ("in.ndjson.gz", gzip.compress), ("in.jsonl.zst", zstandard.compress)],
)
def test_the_answers_are_those_of_the_batch_to_the_byte(tmp_path, lines, expected, name, packed):
    source, target = tmp_path / name, tmp_path / "out.ndjson"
    source.write_bytes(packed(lines))
    assert run(source, target) == 65
    assert target.read_bytes() == expected
    assert sorted(each.name for each in tmp_path.iterdir()) == [name, "out.ndjson"]


def unzstd(data):
    return zstandard.ZstdDecompressor().stream_reader(data).read()


@pytest.mark.parametrize(("name", "unpacked"), [("out.ndjson.gz", gzip.decompress), ("out.ndjson.zst", unzstd)])
def test_answers_are_compressed_as_the_name_says(tmp_path, lines, expected, name, unpacked):
    source = tmp_path / "in.ndjson"
    source.write_bytes(lines)
    assert run(source, tmp_path / name) == 65
    assert unpacked((tmp_path / name).read_bytes()) == expected


def test_a_line_that_begins_with_more_spaces_than_a_body_has_is_not_passed_over(tmp_path, deals):
    source, target = tmp_path / "in.ndjson", tmp_path / "out.ndjson"
    source.write_bytes(b"\n".join([b"", b" " * Settings().body_limit_bytes + deals["ai-developer"], b" " * 100, b""]))
    assert run(source, target) == 65
    (answer,) = map(json.loads, target.read_bytes().splitlines())
    assert (answer["line"], answer["status"]) == (2, 413)


def test_lines_come_from_standard_input_and_answers_go_to_standard_output(lines, expected, monkeypatch, capfdbinary):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert run("-", "-") == 65
    said = capfdbinary.readouterr()
    assert said.out == expected
    assert b"no determination: line 12, 13" in said.err


def test_a_file_whose_compression_breaks_off_ends_in_a_problem(tmp_path, lines):
    source, target = tmp_path / "in.ndjson.gz", tmp_path / "out.ndjson"
    source.write_bytes(gzip.compress(lines)[:-20])
    assert run(source, target) == 65
    last = json.loads(target.read_bytes().splitlines()[-1])
    assert (last["status"], last["detail"]) == (400, "The compressed body ends too early.")


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["machine-tools-in-germany", "limited-partner-in-a-fund"], 10),
        (["machine-tools-in-germany", "ai-developer"], 20),
        (["ai-developer", "ai-developer-compute-not-known"], 40),
        (["ai-developer-compute-not-known", "ai-developer-large-model", "ai-developer"], 30),
        ([], 65),
    ],
)
def test_the_most_serious_answer_gives_the_exit_code(tmp_path, deals, names, code):
    source = tmp_path / "in.ndjson"
    source.write_bytes(b"\n".join(deals[name] for name in names))
    assert run(source, tmp_path / "out.ndjson") == code


def test_a_line_without_a_determination_outweighs_a_prohibition(tmp_path, deals, capsys):
    source = tmp_path / "in.ndjson"
    source.write_bytes(deals["ai-developer-large-model"] + b"\n[]\n")
    assert run(source, tmp_path / "out.ndjson") == 65
    told = capsys.readouterr().out
    assert "no determination: line 2" in told
    assert "850.224(k)(1)" in told


def test_what_stands_in_the_way_is_said_before_anything_is_written(tmp_path, lines, capsys):
    source, target = tmp_path / "in.ndjson", tmp_path / "out.ndjson"
    source.write_bytes(lines)
    target.write_bytes(b"kept")
    assert run(source, target) == 2
    assert "--overwrite replaces it" in capsys.readouterr().err
    assert run(source, source, "--overwrite") == 2
    assert "OUT is IN" in capsys.readouterr().err
    assert run(source, tmp_path / "out.txt") == 2
    assert run(tmp_path / "in.txt", target) == 2
    assert run(source, tmp_path / "new.ndjson", "--version", "1999") == 2
    assert "no version `1999`" in capsys.readouterr().err
    assert target.read_bytes() == b"kept"
    assert len(list(tmp_path.iterdir())) == 2
    assert run(source, target, "--overwrite") == 65
    assert target.read_bytes() != b"kept"


@pytest.fixture
def stopping(monkeypatch):
    """Lets the work be interrupted at a line; parts are of two lines."""
    monkeypatch.setattr(portfolio, "_LINES", 2)
    answer = LineScreener.answer
    stop = []

    def until(self, number, line, options):
        if number in stop:
            raise KeyboardInterrupt
        return answer(self, number, line, options)

    monkeypatch.setattr(LineScreener, "answer", until)
    return stop


def test_work_that_was_interrupted_goes_on_where_it_ended(tmp_path, lines, expected, stopping, capsys):
    source, target = tmp_path / "in.ndjson", tmp_path / "out.ndjson"
    source.write_bytes(lines)
    part = tmp_path / "out.ndjson.part"
    for number in (1, 4, 9, 12, 15):
        stopping[:] = [number]
        assert run(source, target) == 130
        assert "the same command, without --overwrite, goes on" in capsys.readouterr().err
        assert not target.exists()
        assert expected.startswith(part.read_bytes())
        with part.open("ab") as stream:  # as if killed while a line was written
            stream.write(b'{"reference": "cut')
    stopping.clear()
    assert run(source, target) == 65
    assert target.read_bytes() == expected
    assert str(len(expected.splitlines())) in capsys.readouterr().out
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in.ndjson", "out.ndjson"]


def test_answers_to_something_else_are_not_gone_on_with(tmp_path, lines, stopping, capsys):
    source, target = tmp_path / "in.ndjson", tmp_path / "out.ndjson"
    source.write_bytes(lines)
    stopping[:] = [5]
    assert run(source, target) == 130
    stopping.clear()
    capsys.readouterr()
    assert run(source, target, "--explain", "full") == 2
    assert "other options: --overwrite begins afresh" in capsys.readouterr().err
    os.utime(source, ns=(1, 1))
    assert run(source, target) == 2
    assert "another input: --overwrite begins afresh" in capsys.readouterr().err
    state = tmp_path / "out.ndjson.state"
    changed = json.loads(state.read_bytes())
    changed["law"]["snapshot"] = "sha256:0"
    state.write_text(json.dumps(changed))
    assert run(source, target) == 2
    assert "another state of the law: --overwrite begins afresh" in capsys.readouterr().err
    state.unlink()
    assert run(source, target) == 2
    assert "nothing says of what: --overwrite begins afresh" in capsys.readouterr().err
    assert run(source, target, "--overwrite") == 65


def test_what_replaces_an_answer_goes_on_without_saying_so_again(tmp_path, lines, expected, stopping):
    source, target = tmp_path / "in.ndjson", tmp_path / "out.ndjson"
    source.write_bytes(lines)
    target.write_bytes(b"old")
    stopping[:] = [5]
    assert run(source, target, "--overwrite") == 130
    assert target.read_bytes() == b"old"
    stopping.clear()
    assert run(source, target) == 65
    assert target.read_bytes() == expected


def test_a_portfolio_that_changes_while_it_is_read_is_not_answered(tmp_path, lines, monkeypatch, capsys):
    source, target = tmp_path / "in.ndjson", tmp_path / "out.ndjson"
    source.write_bytes(lines)
    answer = LineScreener.answer

    def changing(self, number, line, options):
        os.utime(source, ns=(number, number))
        return answer(self, number, line, options)

    monkeypatch.setattr(LineScreener, "answer", changing)
    assert run(source, target) == 2
    assert "changed while it was read" in capsys.readouterr().err
    assert not target.exists()


def killed(run_it):
    """Run something in a process of its own that is killed, or at least ended, in the course of it."""
    child = os.fork()
    if not child:
        run_it()
        os._exit(1)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("name", ["out.ndjson", "out.ndjson.gz"])
def test_work_that_is_killed_at_any_moment_loses_and_doubles_nothing(tmp_path, lines, expected, monkeypatch, name):
    source, target = tmp_path / "in.ndjson", tmp_path / name
    source.write_bytes(lines)
    monkeypatch.setattr(portfolio, "_LINES", 2)
    kill = []

    def killing(self, number, line, options, answer=LineScreener.answer):
        return die() if number in kill else answer(self, number, line, options)

    monkeypatch.setattr(LineScreener, "answer", killing)
    for number in (1, 2, 6, 9, 15):
        kill[:] = [number]
        assert killed(lambda: run(source, target)) == signal.SIGKILL
        assert not target.exists()
    kill.clear()
    for place in ("_made", "print_summary"):
        with monkeypatch.context() as patched:
            patched.setattr(portfolio, place, die)
            assert killed(lambda: run(source, target)) == signal.SIGKILL
    data = target.read_bytes()
    assert (gzip.decompress(data) if name.endswith("gz") else data) == expected
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in.ndjson", name]


def test_processes_that_work_side_by_side_end_with_the_first_and_their_work_goes_on(
    tmp_path, rules, deals, line_screener
):
    source, target = tmp_path / "in.ndjson", tmp_path / "out.ndjson"
    lines = [*deals.values()] * 200
    source.write_bytes(b"\n".join(lines))
    part = tmp_path / "out.ndjson.part"
    command = [sys.executable, "-m", "app", "portfolio", source, target, "--rules", rules, "--jobs", "2"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 300
        while not (part.exists() and part.stat().st_size) and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        # Its pipes close when the processes that it started have ended too.
        process.communicate(timeout=60)
    assert run(source, target) == 30
    each = [line_screener.answer(1, line, LineOptions()).body + b"\n" for line in deals.values()]
    assert target.read_bytes() == b"".join(each) * 200


def test_what_ends_a_process_that_begins_is_said_by_the_first():
    with pytest.raises(ValueError, match="invalid literal"):
        list(side_by_side([1], jobs=1, begin=partial(int, "x")))


def interrupted_at(source, target, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(portfolio, "_made_of", _interrupt)
        assert run(source, target) == 130


def _interrupt(*_arguments, **_jobs):
    raise KeyboardInterrupt


def test_other_deals_of_the_same_size_and_time_are_another_input(tmp_path, deals, monkeypatch, capsys):
    source, target = tmp_path / "in.ndjson", tmp_path / "out.ndjson"
    source.write_bytes(deals["ai-developer"])
    before = source.stat()
    interrupted_at(source, target, monkeypatch)
    source.write_bytes(deals["ai-developer"].replace(b"2", b"3"))
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert run(source, target) == 2
    assert "another input" in capsys.readouterr().err


@pytest.mark.parametrize("line", [b"no answer\n", b"\n", b"[]\n", b"{}\n", b"\0\0\n"])
def test_a_line_that_is_no_answer_is_not_gone_on_with(tmp_path, deals, monkeypatch, capsys, line):
    source, target = tmp_path / "in.ndjson", tmp_path / "out.ndjson"
    source.write_bytes(deals["ai-developer"])
    interrupted_at(source, target, monkeypatch)
    (tmp_path / "out.ndjson.part").write_bytes(line)
    assert run(source, target) == 2
    assert "has a line that is no answer" in capsys.readouterr().err


def test_a_file_that_another_process_has_just_made_out_of_is_never_written_to(tmp_path, monkeypatch):
    target, part = tmp_path / "out.ndjson", tmp_path / "out.ndjson.part"
    part.write_bytes(b"{}\n")
    # The other process ends between the moments at which the file is opened and locked here.
    monkeypatch.setattr(portfolio_work.fcntl, "flock", lambda *_: part.replace(target))
    undertaking = portfolio_work.Undertaking(law={}, options={}, input=None)
    with (
        pytest.raises(portfolio_work.WorkRefused, match="just finished"),
        portfolio_work.PortfolioWork.opened(target, undertaking, overwrite=True),
    ):
        pytest.fail("it was opened")
    assert target.read_bytes() == b"{}\n"
