"""The way of a text at the command line, with the keys of three people."""

import json
import re

import pytest

from app.__main__ import main
from tests.lifecycle.laws import a_deal, a_law, cases

REVIEW = [
    *("--reviewer", "Roberta Reed", "--capacity", "Counsel", "--authority", "OJ L 1"),
    *("--date", "2026-05-29", "--next-review-date", "2027-05-29"),
]


@pytest.fixture
def say(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("SCREENING_DATABASE_URL", f"sqlite:///{tmp_path}/screening.sqlite3")
    monkeypatch.setenv("SCREENING_RULES_DIR", str(tmp_path / "rules"))
    keys = {}

    def command(*arguments, by=None):
        monkeypatch.setenv("SCREENING_API_KEY", keys.get(by, ""))
        code = main(list(arguments))
        said = capsys.readouterr()
        return code, said.out + said.err

    for owner, scope in {"Ann": "draft", "Bob": "review", "Cleo": "publish", "Dora": "publish"}.items():
        code, said = command("keys", "create", "--person", owner, "--scope", scope)
        assert code == 0
        keys[owner] = said.splitlines()[0]
    return command


def write(folder, document, golden):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rule-set.yaml").write_text(json.dumps(document))
    (folder / "cases").mkdir(exist_ok=True)
    (folder / "cases/bases").mkdir(exist_ok=True)
    (folder / "cases/bases/empty.json").write_text(json.dumps(golden[0]["base"] | {"reference": None}))
    (folder / "cases/all.yaml").write_text(json.dumps(golden[0] | {"base": "empty.json"}))


def digest_in(said):
    return re.search(r"sha256:[0-9a-f]{64}", said)[0]


def tag_in(said):
    """The digest in the last line, of the history."""
    return digest_in(said.splitlines()[-1])


def test_a_text_becomes_law_and_is_taken_back(say, tmp_path):
    rules = tmp_path / "rules/eu"
    write(rules / "1", a_law("1", begins="2025-01-02"), cases())
    assert say("rules", "load")[0] == 0
    drafted = tmp_path / "drafts/eu/2"
    write(drafted, a_law("2", begins="2027-03-15", prohibits="us_government_business"), cases())

    code, said = say("drafts", "put", str(drafted), by="Ann")
    assert code == 0, said
    first = digest_in(said)
    code, said = say("drafts", "check", "eu", "2", by="Ann")
    assert code == 65
    assert "Expected prohibited, got not_covered." in said
    assert '"designated_country"' in said

    write(drafted, a_law("2", begins="2027-03-15"), cases())
    assert say("drafts", "put", str(drafted), by="Ann")[0] == 65
    code, said = say("drafts", "put", str(drafted), "--digest", first, by="Ann")
    digest = digest_in(said)
    assert say("drafts", "check", "eu", "2", by="Ann") == (0, f"passed ({digest})\n")
    assert say("drafts", "review", "eu", "2", "--digest", digest, *REVIEW, by="Bob")[0] == 0
    assert say("drafts", "list") == (0, f"eu 2: reviewed ({digest}) by ann\n")
    assert json.loads(say("drafts", "show", "eu", "2")[1]) == a_law("2") | {"cases": cases()}
    code, said = say("drafts", "publish", "eu", "2", "--digest", digest, "--effective-from", "2027-03-15", by="Cleo")
    assert code == 0, said
    assert "eu 2: scheduled from 2027-03-15" in said

    deal = tmp_path / "deal.json"
    deal.write_text(json.dumps(a_deal("designated_country", completed="2027-04-01")))
    assert say("screen", str(deal))[0] == 30
    code, said = say("screen", str(deal), "--as-known-on", "2020-01-31")
    assert (code, json.loads(said)["rule_set"]["selected_by"]) == (40, "as_known")

    assert re.search(r"eu 1: in_force \(sha256:[0-9a-f]{64}\)\n$", say("rules", "history", "eu", "1")[1])
    assert "..2027-03-14  because of 2" in say("rules", "history", "eu", "1")[1]
    seen = tag_in(say("rules", "history", "eu", "2")[1])
    code, said = say("rules", "rollback", "eu", "2", "--reason", "Misprint.", "--seen", seen, by="Cleo")
    assert code == 0
    assert "eu 2: scheduled, rollback_proposed" in said
    assert say("rules", "confirm", "eu", "2", "--seen", seen, by="Dora")[0] == 65
    assert say("rules", "confirm", "eu", "2", "--seen", tag_in(said), by="Cleo")[0] == 77
    assert say("rules", "confirm", "eu", "2", "--seen", tag_in(said), by="Dora")[0] == 0
    told = say("rules", "history", "eu", "2")[1]
    assert "withdrawn  dora  -  rolled back: Misprint.  proposed by cleo" in told
    seen = tag_in(say("rules", "history", "eu", "1")[1])
    at_once = ("--seen", seen, "--reason", "Vacated.", "--emergency", "Deals close today.")
    assert say("rules", "withdraw", "eu", "1", *at_once, by="Cleo")[0] == 0
    told = say("rules", "history", "eu", "1")[1]
    assert "Vacated.  emergency: Deals close today." in told
    again = ("--seen", tag_in(told), "--reason", "Again.")
    assert say("rules", "withdraw", "eu", "1", *again, by="Cleo")[0] == 65


def test_who_may_not_is_told_so(say, tmp_path):
    write(tmp_path / "eu/2", a_law("2"), cases())
    assert say("drafts", "put", str(tmp_path / "eu/2"))[0] == 77
    assert say("drafts", "put", str(tmp_path / "eu/2"), by="Bob")[0] == 77
    assert say("drafts", "check", "eu", "2", by="Bob")[0] == 2


def test_keys_are_listed_without_what_opens_and_revoked(say):
    listed = say("keys", "list")[1].splitlines()
    assert [line.split()[2:5] for line in listed] == [
        ["ann", "Ann", "draft"],
        ["bob", "Bob", "review"],
        ["cleo", "Cleo", "publish"],
        ["dora", "Dora", "publish"],
    ]
    identifier, prefix = listed[0].split()[:2]
    assert prefix == f"oik_{identifier}_…"
    new = say("keys", "rotate", identifier, "--overlap-hours", "1")[1].splitlines()[0].split("_")[1]
    assert new in say("keys", "list")[1].splitlines()[-1]
    assert say("keys", "revoke", identifier)[0] == 0
    assert "revoked" in say("keys", "list")[1].splitlines()[0]
    assert say("drafts", "check", "eu", "2", by="Ann")[0] == 77
    assert say("keys", "revoke", "0" * 12)[0] == 2
    assert say("keys", "create", "--person", "", "--scope", "draft")[0] == 2
    assert say("keys", "create", "--person", "ann", "--scope", "draft", "--expires", "2020-01-01")[0] == 2


def test_tokens_are_linked_to_persons_and_unlinked(say):
    tokens = ("--issuer", "https://login.example", "--subject", "248289761001")
    assert say("keys", "link", "Ann", *tokens)[0] == 0
    assert "  https://login.example  248289761001" in say("keys", "persons")[1].splitlines()
    assert say("keys", "link", "zoe", *tokens)[0] == 2
    assert say("keys", "unlink", *tokens)[0] == 0
    assert say("keys", "persons")[1].splitlines() == ["ann  Ann", "bob  Bob", "cleo  Cleo", "dora  Dora"]
