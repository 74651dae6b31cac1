import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import main
from app.commands.terminal import Terminal

ROOT = Path(__file__).parents[2]
RULES = ["--rules", str(ROOT / "rules")]
LOAN = ["", "", "yes", "2026-02-03", "none"]


@pytest.fixture
def ask(monkeypatch, capsys):
    """Interviews with lines that are typed; gives the exit code and what was shown."""

    def interview(file, *lines, options=()):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        code = main(["ask", str(file), *RULES, *options])
        said = capsys.readouterr()
        return code, " ".join(said.out.split()) + said.err

    return interview


@pytest.fixture
def template(tmp_path, capsys):
    def write(kind, name="deal.yaml"):
        assert main(["new", kind, *(["--json"] if name.endswith(".json") else [])]) == 0
        file = tmp_path / name
        file.write_text(capsys.readouterr().out, "utf-8")
        return file

    return write


SERIES_B = {
    "Name of the investor": "Quillback Ventures Fund IV, L.P.",
    "Name of the company": "Shenzhen Hanlu",
    "On which day does the first interest": "2026-03-16",
    "Does the security trade": "no",
    "Which of these kinds is the item": "integrated_circuit",
    "Which of these does the person do": "designs",
    "Is that all? Which of these does the acquiring party": "that is all",
    "Is that all? Which of the listed technology activities": "that is all",
    "ECCN 3A090.a?": "no",
    "At or below which temperature": "more than 233",
    "Is the issuer an SEC-registered": "other",
    "Which rights as regards the covered foreign person": "board_observer",
    "Is that all? Type yes, no": "yes",
    "Under the law of which country": ("Delaware", "PRC"),
    "Is the party in the United States": "yes",
    "Do persons on the SDN List together own": "no",
    "What does the conclusion rest on?": "screening result",
    "From whom, or from which document": "Ferrant Screening",
    "Of which day is it?": "2026-03-04",
    "Are all interests that the party holds": "yes",
    "On which of the lists of 850.224(m)": "none",
    "Which of these special circumstances": "none",
}


@pytest.fixture
def ask_from(monkeypatch, capsys):
    """Interviews somebody who answers by what is asked; gives the exit code and how often was answered."""

    def interview(file, book):
        asked = []

        class Answering(Terminal):
            def _wrapped(self, text, *rest):
                asked.append(text)
                return super()._wrapped(text, *rest)

            def line(self, prompt="> "):
                said = "\n".join([*asked, prompt])
                asked.clear()
                found = next(each for key, each in book.items() if key in said)
                answers.append(found)
                return found if isinstance(found, str) else found["Shenzhen" in said]

        answers = []
        monkeypatch.setattr("app.commands.answers.Terminal", Answering)
        code = main(["ask", str(file), *RULES])
        return code, len(answers), capsys.readouterr().out

    return interview


def screened(file, capsys):
    code = main(["screen", str(file), *RULES])
    return code, json.loads(capsys.readouterr().out)


def test_an_interview_ends_with_the_determination_and_is_saved(ask, template, capsys):
    file = template("loan")
    code, shown = ask(file, "Lake Huron Bank", "Lanshan", "that is all", "2026-02-03", "none")
    assert code == 10
    assert "Stated so far: provide_debt." in shown
    assert "Not covered if none. Type `none`" in shown
    assert "NOT COVERED (us-oisp 2025-01-02)" in shown
    assert screened(file, capsys)[0] == 10
    text = file.read_text("utf-8")
    assert '    name: "Lake Huron Bank"' in text
    assert "  completion_date: 2026-02-03" in text
    assert "    affords: none" in text


def test_a_wrong_answer_is_explained_and_asked_again(ask, template):
    file = template("loan")
    code, shown = ask(file, "", "", "yes", "soon", "2026-02-30", "2026-02-03", "a lot", "none")
    assert code == 10
    assert shown.count("Give a day of the calendar as YYYY-MM-DD") == 2
    assert "Type a number from 1 to 4, or one of the words." in shown


def test_a_deal_is_settled_from_what_a_deal_team_has(ask_from, template, capsys):
    file = template("purchase-of-shares")
    code, answers, shown = ask_from(file, SERIES_B)
    assert (code, "NOTIFIABLE" in shown) == (20, True)
    for part in (
        "What the target does: Shenzhen Hanlu",
        "Which of these kinds is the item",
        "(31 CFR 850.208)",
        "5  integrated_circuit: The item is an integrated circuit, of whatever kind.",
        "Type a number or a word.",
        "Stated so far: acquire_equity.",
        "Stated so far: designs integrated_circuit.",
        "Still possible: prohibited, notifiable, excepted, not covered.",
    ):
        assert part in shown
    assert answers <= 22
    code, answer = screened(file, capsys)
    (concluded,) = answer["relied_on"]
    assert (code, concluded["source"], concluded["as_of"]) == (20, "Ferrant Screening", "2026-03-04")


def test_a_conclusion_that_was_refused_is_documented(ask_from, template, capsys):
    file = template("purchase-of-shares")
    book = {**SERIES_B, "Do persons on the SDN List together own": "refused", "Are all persons holding": "don't know"}
    assert ask_from(file, book)[0] == 40
    place = "/parties/1/conclusions/850.224(m)(4)"
    assert f'  - pointer: "{place}"\n    outcome: asked_and_refused\n' in file.read_text("utf-8")
    answer = screened(file, capsys)[1]
    assert "asked_and_refused" in [each.get("inquiry") for each in answer["missing_facts"]]


def test_what_nobody_knows_or_tells_is_documented_and_not_asked_again(ask, template):
    file = template("purchase-of-shares", "deal.json")
    code, shown = ask(file, "2026-03-16", "don't know", "refused", *["don't know"] * 60)
    assert (code, shown.count("(31 CFR 850.501(a)(1)(i)) Type yes or no.")) == (40, 1)
    inquiries = json.loads(file.read_text("utf-8"))["inquiries"]
    assert [each["outcome"] for each in inquiries[:2]] == ["asked_and_not_known", "asked_and_refused"]
    assert len({each["pointer"] for each in inquiries}) == len(inquiries)


@pytest.mark.parametrize("end", [["q"], ["quit"], []])
def test_who_stops_keeps_what_was_answered(end, ask, template, capsys):
    file = template("loan")
    code, shown = ask(file, "", "", "yes", "2026-02-03", *end)
    assert code == 40
    assert f"Stopped. What was answered is in {file}." in shown.replace("- ", "-")
    assert screened(file, capsys)[0] == 40
    assert "completion_date: 2026-02-03" in file.read_text("utf-8")


def test_an_interview_goes_on_where_it_was_stopped(ask, template):
    file = template("loan")
    ask(file, "Bank", "Borrower", "yes", "2026-02-03", "q")
    code, shown = ask(file, "none")
    assert code == 10
    assert "Name of" not in shown


def test_comments_of_the_person_stay(ask, template):
    file = template("loan")
    text = file.read_text("utf-8").replace(
        "  - id: borrower", "  # see the letter of May 4\n  - id: borrower  # our client"
    )
    file.write_text(text.replace("kind: entity", "kind: entity  # sure", 1), "utf-8")
    assert ask(file, *LOAN)[0] == 10
    kept = file.read_text("utf-8")
    for comment in ("# see the letter of May 4", "# our client", "# sure", "# Loan. A U.S. person lends"):
        assert kept.count(comment) == 1


def test_the_file_stays_as_it_was_where_another_is_named(ask, template, tmp_path, capsys):
    file, other = template("loan"), tmp_path / "answered.json"
    before = file.read_bytes()
    assert ask(file, *LOAN, options=["--output", str(other)])[0] == 10
    assert file.read_bytes() == before
    assert screened(other, capsys)[0] == 10
    assert json.loads(other.read_text("utf-8"))["deal"]["completion_date"] == "2026-02-03"
    assert ask(file, "no", options=["--output", str(other)])[0] == 2
    assert ask(file, "yes", *LOAN, options=["--output", str(other)])[0] == 10


def test_a_link_stays_one_and_nobody_else_can_read_what_only_the_owner_could(ask, template, tmp_path):
    file, link = template("loan"), tmp_path / "link.yaml"
    file.chmod(0o600)
    link.symlink_to(file)
    assert ask(link, *LOAN)[0] == 10
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o600
    assert "completion_date: 2026-02-03" in file.read_text("utf-8")
    assert sorted(tmp_path.iterdir()) == [file, link]


def test_json_stays_json_and_every_digit(ask, template):
    file = template("joint-venture", "deal.json")
    text = file.read_text("utf-8").replace(
        '"subject": "venture"', '"subject": "venture", "voting_percent": 49.99999999999999999999', 1
    )
    file.write_text(text, "utf-8")
    assert ask(file, "2026-05-11", "yes", "2026-05-11", "q")[0] == 40
    assert json.loads(file.read_text("utf-8"))["interests"][0]["voting_percent"] == "49.99999999999999999999"


def test_a_list_is_asked_whether_it_is_whole(ask, template):
    file = template("loan")
    ask(file, "", "", "yes", "2026-02-03", "2, 1", "perhaps", "no", "q")
    text = file.read_text("utf-8")
    assert "items: [board_appointment, interest_in_profits]" in text
    assert re.search(r"affords:\n +items: .*\n +complete: false\n", text)


def test_a_file_that_is_no_transaction_is_refused_with_its_lines(ask, tmp_path):
    file = tmp_path / "deal.yaml"
    file.write_text("parties:\n  - id: a\n    kind: ghost\n", "utf-8")
    code, shown = ask(file)
    assert code == 65
    assert f"{file}:3:5: /parties/0/kind: " in shown


def test_standard_input_is_for_the_answers():
    run = subprocess.run(
        [sys.executable, "-m", "app", "ask", "-"], capture_output=True, text=True, check=False, cwd=ROOT, input=""
    )
    assert (run.returncode, "name a file" in run.stderr) == (2, True)


def test_answers_can_be_piped(template):
    file = template("loan")
    command = [sys.executable, "-m", "app", "ask", str(file), *RULES]
    run = subprocess.run(command, input="\n".join(LOAN) + "\n", capture_output=True, text=True, check=False, cwd=ROOT)
    assert (run.returncode, run.stderr) == (10, "")
    assert "\x1b" not in run.stdout


@pytest.mark.parametrize("kind", ["directed-deal", "fund-commitment", "joint-venture"])
def test_who_knows_nothing_comes_to_an_end_and_is_never_cleared(kind, ask, template):
    code, shown = ask(template(kind, "deal.json"), *["don't know"] * 200)
    assert code == 40
    assert "Nothing is left to ask" in shown
    assert "Stopped" not in shown
