import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from importlib import import_module
from pathlib import Path

import pytest

from app.__main__ import main
from app.commands.exit_codes import DETERMINATIONS
from app.commands.parser import command_line
from tests.bods.builders import STATEMENTS
from tests.rules import with_few_cases

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "rules/us-oisp/2025-01-02/examples"
EXAMPLE = EXAMPLES / "ai-developer.json"


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    monkeypatch.setenv("SCREENING_DATABASE_URL", f"sqlite:///{tmp_path}/screening.sqlite3")
    monkeypatch.setenv("SCREENING_RULES_DIR", str(ROOT / "rules"))


@pytest.mark.parametrize(
    ("example", "determination"),
    [
        ("machine-tools-in-germany", "not_covered"),
        ("ai-developer-listed-in-hong-kong", "excepted"),
        ("ai-developer", "notifiable"),
        ("ai-developer-large-model", "prohibited"),
        ("ai-developer-compute-not-known", "undetermined"),
    ],
)
def test_each_determination_has_an_exit_code_of_its_own(example, determination, capsysbinary):
    code = main(["screen", str(EXAMPLES / f"{example}.json"), "--rules", str(ROOT / "rules")])
    assert code == DETERMINATIONS[determination]
    assert json.loads(capsysbinary.readouterr().out)["determination"] == determination


def test_no_determination_ends_with_the_code_that_a_pipe_or_the_help_gives():
    assert 0 not in DETERMINATIONS.values()


def test_the_exit_codes_are_those_that_are_documented():
    assert DETERMINATIONS == {
        "not_covered": 10,
        "excepted": 11,
        "notifiable": 20,
        "prohibited": 30,
        "undetermined": 40,
    }


def test_a_version_that_breaks_its_golden_cases_is_not_loaded(tmp_path, capsysbinary):
    rules = with_few_cases(tmp_path)
    kept = rules / "us-oisp/2025-01-02/cases/obligations.yaml"
    kept.write_text(kept.read_text("utf-8").replace("2025-07-05", "2025-07-06"), "utf-8")
    assert main(["rules", "load", str(rules)]) == 65
    refused = capsysbinary.readouterr().err.decode()
    assert "obligations.yaml:4:5: The notification is due 30 calendar days after completion" in refused


def test_a_database_that_was_loaded_gives_the_answer_of_the_files(capsysbinary):
    assert main(["rules", "load"]) == 0
    assert b"us-oisp 2025-01-02: added" in capsysbinary.readouterr().out
    assert main(["rules", "load"]) == 0
    assert b"us-oisp 2025-01-02: unchanged" in capsysbinary.readouterr().out
    assert main(["screen", str(EXAMPLE)]) == 20
    stored = capsysbinary.readouterr().out
    assert main(["screen", str(EXAMPLE), "--rules", str(ROOT / "rules")]) == 20
    assert capsysbinary.readouterr().out == stored


def test_the_answer_can_be_brief_indented_and_under_a_pinned_version(capsysbinary):
    options = ["--rules", str(ROOT / "rules"), "--explain", "brief", "--pretty", "--version", "2025-01-02"]
    assert main(["screen", str(EXAMPLE), *options]) == 20
    shown = capsysbinary.readouterr().out
    assert shown.startswith(b"{\n  ")
    assert json.loads(shown)["rule_set"]["selected_by"] == "pinned_version"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["screen", "absent.json", "--rules", str(ROOT / "rules")], 2, "absent.json"),
        (["screen", str(EXAMPLE), "--rules", str(ROOT / "rules"), "--version", "1999"], 2, "no version `1999`"),
        (["screen", str(EXAMPLE), "--rules", str(ROOT / "rules"), "--rule-set", "x"], 2, "no rule set `x`"),
        (["screen", str(ROOT / "pyproject.toml"), "--rules", str(ROOT / "rules")], 65, "at line 1"),
        (["screen", str(EXAMPLE)], 69, "rules load"),
    ],
)
def test_what_cannot_be_screened_has_an_exit_code_of_its_own(arguments, code, words, capsys):
    assert main(arguments) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err


@pytest.mark.parametrize(
    ("name", "options", "begins"),
    [
        ("memo.html", [], b"<!DOCTYPE html>"),
        ("memo.docx", [], b"PK"),
        ("memo.txt", [], b"NOTIFIABLE  (us-oisp 2025-01-02)\nNotifiable. "),
        ("memo.json", [], b'{"reference":'),
        ("memo", ["--format", "html"], b"<!DOCTYPE html>"),
    ],
)
def test_a_memo_is_written_in_the_format_named_or_that_of_the_file(tmp_path, capsysbinary, name, options, begins):
    file = tmp_path / name
    assert main(["screen", str(EXAMPLE), "--rules", str(ROOT / "rules"), "--output", str(file), *options]) == 20
    assert file.read_bytes().startswith(begins)
    assert capsysbinary.readouterr().out == b""


def test_a_terminal_gets_text_and_a_file_of_answers_json(capsysbinary, monkeypatch):
    arguments = ["screen", str(EXAMPLE), "--rules", str(ROOT / "rules")]
    assert main([*arguments, "--format", "json"]) == 20
    as_json = capsysbinary.readouterr().out
    assert main(arguments) == 20
    assert capsysbinary.readouterr().out == as_json
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(arguments) == 20
    text = capsysbinary.readouterr().out.decode()
    assert text.startswith("NOTIFIABLE")
    assert text.index("Next step: ") < text.index("Duties by day") < text.index("Why") < text.index("Taken for granted")
    assert main([*arguments, "--pretty"]) == 20
    assert capsysbinary.readouterr().out.startswith(b"{")


def test_a_comparison_tells_each_version_or_gives_the_answer_of_the_api(capsysbinary):
    options = [str(EXAMPLE), "--rules", str(ROOT / "rules"), "--versions", "2025-01-02"]
    assert main(["compare", *options]) == 0
    assert capsysbinary.readouterr().out.startswith(b"us-oisp 2025-01-02 (in_force): Notifiable. ")
    assert main(["compare", *options, "--json"]) == 0
    [determination] = json.loads(capsysbinary.readouterr().out)["determinations"]
    assert determination["determination"] == "notifiable"
    assert main(["compare", *options, "1999"]) == 2
    assert main(["compare", str(ROOT / "pyproject.toml"), "--rules", str(ROOT / "rules")]) == 65


def test_requests_are_text_on_a_terminal_and_else_the_answer_of_the_api(monkeypatch, capsysbinary):
    arguments = ["requests", str(EXAMPLES / "ai-developer-compute-not-known.json"), "--rules", str(ROOT / "rules")]
    assert main(arguments) == 0
    answer = json.loads(capsysbinary.readouterr().out)
    assert answer["sides"][0]["side"] == "target_side"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert main(arguments) == 0
    text = capsysbinary.readouterr().out.decode()
    assert answer["sides"][0]["requests"][0]["question"] in text
    assert "TARGET SIDE (Example Intelligence Ltd)" in text


def test_problems_of_a_transaction_are_named_by_their_places(tmp_path, capsys):
    file = tmp_path / "deal.json"
    file.write_text('{"parties": [{"id": "a", "kind": "ghost"}], "aquirer": "a"}')
    assert main(["screen", str(file), "--rules", str(ROOT / "rules")]) == 65
    said = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[0] for line in said] == ["/parties/0/kind", "/aquirer"]


@pytest.mark.parametrize("arguments", [["--port", "99999"], ["--port", "-1"], ["--workers", "0"], ["--port", "x"]])
def test_a_port_or_a_number_of_workers_that_there_cannot_be_is_refused(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["serve", *arguments])

    assert ended.value.code == 2
    assert "give a number from" in capsys.readouterr().err


def test_who_acts_without_a_key_is_told_where_the_key_goes(capsys):
    assert main(["keys", "list"]) == 0  # makes the database
    assert main(["rules", "withdraw", "us-oisp", "2025-01-02", "--seen", "sha256:0", "--reason", "vacated"]) == 77
    assert "SCREENING_API_KEY" in capsys.readouterr().err


def test_a_closed_output_is_told_in_one_line_and_is_no_determination():
    command = f'exec "{sys.executable}" -m app screen "{EXAMPLE}" >&-'
    run = subprocess.run(["/bin/sh", "-c", command], cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)


def test_a_failure_nobody_foresaw_is_no_determination(monkeypatch, capsys):
    monkeypatch.setattr("app.commands.answers.screener", lambda *_: None)
    assert main(["screen", str(EXAMPLE), "--rules", str(ROOT / "rules")]) == 70
    assert "AttributeError" in capsys.readouterr().err


def test_a_setting_that_does_not_fit_is_named(monkeypatch, capsys):
    monkeypatch.setenv("SCREENING_BODY_LIMIT_BYTES", "many")
    assert main(["rules", "check"]) == 2
    assert "SCREENING_BODY_LIMIT_BYTES" in capsys.readouterr().err


def test_the_faults_of_rule_files_are_named_by_file_line_and_column(tmp_path, capsys):
    folder = tmp_path / "rules/us-oisp/2025-01-02"
    folder.mkdir(parents=True)
    (folder / "rule-set.yaml").write_text("rule_set: us-oisp\nversion: 2025-01-02\nnonsense: true\n")
    assert main(["rules", "check", str(tmp_path / "rules")]) == 65
    assert ":3:1: " in capsys.readouterr().err


def test_a_folder_without_rules_is_not_in_order(tmp_path, capsys):
    assert main(["rules", "check", str(tmp_path)]) == 65
    assert "no rule set" in capsys.readouterr().err


def test_the_openapi_document_is_printed_as_committed(capsysbinary):
    assert main(["openapi"]) == 0
    assert capsysbinary.readouterr().out == (ROOT / "openapi/openapi.json").read_bytes()


def test_a_transaction_can_come_from_standard_input():
    command = [sys.executable, "-m", "app", "screen", "-", "--rules", "rules"]
    run = subprocess.run(command, input=EXAMPLE.read_bytes(), capture_output=True, check=False, cwd=ROOT)
    assert run.returncode == 20
    assert json.loads(run.stdout)["determination"] == "notifiable"


def functions(parser):
    """The names of the functions that run the commands of a parser."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for command in (each for action in below for each in action.choices.values()):
        yield from functions(command)
    if not below:
        yield parser.get_default("run")


@pytest.mark.parametrize("run", list(functions(command_line())))
def test_every_command_has_the_function_that_runs_it(run):
    module, _, name = run.partition(".")
    assert callable(getattr(import_module(f"app.commands.{module}"), name))


def test_help_loads_none_of_the_service():
    script = "import sys, app.__main__; sys.exit('fastapi' in sys.modules or 'sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False, cwd=ROOT).returncode == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_service_starts_shows_an_example_answers_and_stops(workers, tmp_path, monkeypatch):
    monkeypatch.setenv("SCREENING_RULES_DIR", str(with_few_cases(tmp_path)))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "app", "serve", "--port", str(port), "--workers", workers]
    server = subprocess.Popen(
        [*command, "--show-example", str(EXAMPLE)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env=os.environ,
    )
    try:
        shown = ""
        deadline = time.monotonic() + 180
        while "/docs" not in shown and time.monotonic() < deadline:
            shown += server.stdout.readline()
        assert "NOTIFIABLE  (us-oisp 2025-01-02)" in shown
        assert "met: Example Intelligence Ltd: An AI system is developed" in shown
        assert "by 2025-07-16  File notification: Example Ventures LP" in shown
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            assert json.loads(answer.read())["status"] == "ready"
    finally:
        server.send_signal(signal.SIGINT)
        server.stdout.close()
        assert server.wait(timeout=20) is not None


def test_a_service_that_cannot_start_says_why_in_its_last_line():
    # In a process of its own, whose log is set up by it.
    command = [sys.executable, "-m", "app", "serve"]
    environment = {**os.environ, "SCREENING_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    assert run.returncode == 69
    assert run.stderr.splitlines()[-1].startswith("The database cannot be reached")
    assert "Traceback" not in run.stderr


def test_statements_are_imported_from_lines_as_of_a_day(tmp_path, capsysbinary):
    lines = tmp_path / "statements.jsonl"
    lines.write_text("\n".join(map(json.dumps, STATEMENTS)), "utf-8")
    assert main(["bods", "import", "--as-of", "2019-06-30", str(lines)]) == 0
    found = json.loads(capsysbinary.readouterr().out)
    assert (found["as_of"], [each["id"] for each in found["parties"]]) == ("2019-06-30", ["company", "founder"])
    assert not any(each.get("board_seat") for each in found["interests"])
    assert main(["bods", "import", str(lines)]) == 0
    assert any(each.get("board_seat") for each in json.loads(capsysbinary.readouterr().out)["interests"])


def test_a_day_of_no_calendar_is_a_wrong_use(tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["bods", "import", "--as-of", "2025-02-30", str(tmp_path / "statements.jsonl")])
    assert stopped.value.code == 2
    assert "Give a day of the calendar" in capsys.readouterr().err
