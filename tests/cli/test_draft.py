"""`python -m app draft`: the draft of a notification at the command line."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from app.__main__ import main
from app.commands.exit_codes import BAD_INPUT, USAGE

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "rules/us-oisp/2025-01-02/examples"
RULES = ("--rules", str(ROOT / "rules"))


def draft(name, *options):
    return main(["draft", str(EXAMPLES / f"{name}.json"), *options, *RULES])


def test_the_draft_is_printed_as_the_interface_gives_it(capsysbinary):
    assert draft("ai-developer") == 0
    plain = capsysbinary.readouterr().out
    assert draft("ai-developer", "--pretty") == 0
    assert json.loads(capsysbinary.readouterr().out) == json.loads(plain)
    assert json.loads(plain)["notifications"][0]["section"] == "850.401"


def test_a_document_is_written_into_a_file_or_to_standard_output(tmp_path, capsysbinary):
    target = tmp_path / "draft.docx"
    assert draft("ai-developer", "--format", "docx", "--output", str(target)) == 0
    assert draft("ai-developer", "--format", "docx") == 0
    assert capsysbinary.readouterr().out == target.read_bytes()
    assert Document(BytesIO(target.read_bytes())).tables


def test_a_document_is_not_printed_on_a_terminal(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert draft("ai-developer", "--format", "docx") == USAGE
    assert "--output" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "says"),
    [("machine-tools-in-germany", "`not_covered`"), ("ai-developer-compute-not-known", "`undetermined`")],
)
def test_where_none_is_owed_the_command_says_so(name, says, capsys):
    assert draft(name) == BAD_INPUT
    assert says in capsys.readouterr().err
