import json
from pathlib import Path

import pytest

from app.__main__ import main

ROOT = Path(__file__).parents[2]
RULES = ["--rules", str(ROOT / "rules")]


@pytest.fixture
def template(tmp_path, capsys):
    """A template as a file in which something was typed after some colons."""

    def write(kind, *filled_in, name="deal.yaml"):
        assert main(["new", kind]) == 0
        text = capsys.readouterr().out
        for empty, typed in filled_in:
            assert f"{empty}\n" in text
            text = text.replace(f"{empty}\n", f"{empty} {typed}\n", 1)
        file = tmp_path / name
        file.write_text(text, "utf-8")
        return file

    return write


def test_the_kinds_of_deals_are_listed(capsys):
    assert main(["new"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 9
    assert lines[6].startswith("loan                A U.S. person lends to a company")
    assert main(["new", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 9


def test_an_unknown_kind_is_a_wrong_use(capsys):
    assert main(["new", "laon"]) == 2
    assert "Did you mean `loan`?" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["deal.yaml", "deal.YML"])
def test_a_template_can_be_screened_as_it_was_printed(name, template, capsys):
    assert main(["screen", str(template("joint-venture", name=name)), *RULES]) == 40
    assert json.loads(capsys.readouterr().out)["possible_determinations"][0] == "prohibited"


def test_a_template_as_json_can_be_screened_and_gives_the_same_answer(template, tmp_path, capsys):
    assert main(["new", "loan", "--json"]) == 0
    file = tmp_path / "deal.json"
    file.write_text(capsys.readouterr().out, "utf-8")
    assert main(["screen", str(file), *RULES]) == 40
    from_json = capsys.readouterr().out
    assert main(["screen", str(template("loan")), *RULES]) == 40
    assert capsys.readouterr().out == from_json


def test_what_is_typed_after_the_colons_is_stated(template, capsys):
    filled_in = ("affords:", "none"), ("completion_date:", "2026-02-03")
    file = template("loan", *filled_in)
    file.write_text(file.read_text("utf-8").replace("complete:\n  target", "complete: true\n  target"), "utf-8")
    assert main(["screen", str(file), *RULES]) == 10
    assert json.loads(capsys.readouterr().out)["determination"] == "not_covered"
    assert main(["compare", str(file), *RULES, "--versions", "2025-01-02", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["determinations"][0]["determination"] == "not_covered"


def test_numbers_keep_their_digits(template, capsys):
    share = "49.99999999999999999999"
    filled_in = ("organized_in:", "US"), ("completion_date:", "2026-02-03"), ("    voting_percent:", share)
    assert main(["screen", str(template("joint-venture", *filled_in)), *RULES, "--explain", "full"]) == 40
    assert f'"{share}"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("NO", ":{line}:{value}: `NO` is a truth value to some readers of YAML: quote it"),
        ("UX", ":{line}:{key}: /parties/0/organized_in: Give the two-letter country code"),
        ("12", ":{line}:{key}: /parties/0/organized_in: Give"),
        ("~", ":{line}:{value}: `~` means no value to readers of YAML"),
        ("*a", ":{line}:{value}: The alias `*a` hides what is meant"),
        ("[US", "The list in brackets is not closed"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(typed, words, template, capsys):
    file = template("loan", ("organized_in:", typed))
    text = file.read_text("utf-8").splitlines()
    line = next(number for number, each in enumerate(text, 1) if each.endswith(f"organized_in: {typed}"))
    assert main(["screen", str(file), *RULES]) == 65
    assert words.format(line=line, key=5, value=19) in capsys.readouterr().err


def test_a_list_that_is_complete_but_not_filled_in_shows_nothing_absent(template, capsys):
    filled_in = (
        ("    organized_in:", "US"),
        ("    organized_in:", "CN"),
        ("completion_date:", "2026-02-03"),
        ("      complete:", "true"),
        ("publicly_traded:", "false"),
    )
    assert main(["screen", str(template("purchase-of-shares", *filled_in)), *RULES]) == 40
    assert "not_covered" in json.loads(capsys.readouterr().out)["possible_determinations"]


def test_a_file_of_another_name_is_read_as_json(template, capsys):
    assert main(["screen", str(template("loan", name="deal.txt")), *RULES]) == 65
    assert "at line 1" in capsys.readouterr().err
