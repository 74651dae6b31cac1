"""README.md, kept true: what it shows is what the service answers, and what it names exists."""

import argparse
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from app import main
from app.api.application import API_VERSION
from app.api.docs import docs_routes
from app.commands import exit_codes
from app.commands.parser import command_line
from app.domain.canonical import digest
from app.domain.language.compiler import LANGUAGE
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.domain.screening import ENGINE_VERSION, Explain
from app.service.catalogue import document_bytes
from app.settings import PREFIX, Settings
from tests import at_hand

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [
    *(ROOT / name for name in ("README.md", "rules/README.md", "clients/README.md", "CHANGELOG.md")),
    *sorted(ROOT.glob("docs/**/*.md")),
]
DECISIONS = sorted(path.name for path in (ROOT / "docs/decisions").glob("0*.md"))
SHOWN = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", README, re.DOTALL)]
"""The answers that the page shows, in order."""


@pytest.fixture(scope="module")
def screener():
    return main.screener(at_hand.law(), Settings())


@pytest.fixture(scope="module")
def transactions():
    """The bodies that the page sends, as its reader would have them in files."""
    first = re.search(r"<<'JSON'\n(.*?)\nJSON\n", README, re.DOTALL)[1]
    found, changed = re.search(r"sed 's/(.*?)/(.*?)/' var/deal\.json", README).groups()
    assert first.count(found) == 1
    return [first, first.replace(found, changed.replace("&", found))]


def contained(shown, given, place=""):
    """Where something shown is not part of what was given; a list may leave items out."""
    if isinstance(shown, dict) and isinstance(given, dict):
        for key, value in shown.items():
            if key not in given:
                yield f"{place}/{key} is not there"
            else:
                yield from contained(value, given[key], f"{place}/{key}")
    elif isinstance(shown, list) and isinstance(given, list):
        for index, value in enumerate(shown):
            if not any(not list(contained(value, each)) for each in given):
                yield f"{place}/{index} is not there"
    elif shown != given:
        yield f"{place}: {given}"


def test_the_answers_shown_are_the_answers_given(screener, transactions):
    assert len(transactions) == len(SHOWN)
    for body, shown in zip(transactions, SHOWN, strict=True):
        assert list(contained(shown, json.loads(screener.screen(body.encode()).body))) == []


def test_ten_times_the_operations_are_prohibited(screener, transactions):
    answer = screener.screen(transactions[1].replace("2e24", "2e25").encode()).body
    assert json.loads(answer)["determination"] == "prohibited"


def test_an_answer_can_be_computed_again_from_the_stored_text_alone(screener, transactions, tmp_path):
    answer = screener.screen(transactions[1].encode(), explain=Explain.FULL).body
    law = json.loads(answer)["rule_set"]
    versions = {(each.rule_set, each.version): each for each in main.check_rules(ROOT / "rules")}
    text = document_bytes(versions[law["id"], law["version"]])
    head = tmp_path / law["id"] / law["version"] / "rule-set.yaml"
    head.parent.mkdir(parents=True)
    head.write_bytes(text)
    of_the_text = main.screener(main.loaded_law(Settings(), rules=tmp_path), Settings())
    again = of_the_text.screen(transactions[1].encode(), explain=Explain.FULL).body

    assert again == answer
    without, stated = re.fullmatch(rb'(.*),"determination_digest":"([^"]*)"}', answer).groups()
    assert digest(without + b"}").encode() == stated
    assert law["digest"] == digest(text)


def test_the_small_examples_in_the_text_are_accepted(screener, transactions):
    deal = json.loads(transactions[0])
    inquiry = json.loads(re.search(r'\{"pointer": "[^}]*"asked_and_refused"\}', README)[0])
    deal["inquiries"] = [inquiry]
    deal["legal_decisions"] = [json.loads(re.search(r'\{"interpretation": "A18"[^}]*\}', README)[0])]
    bounds = json.loads(re.search(r'\{"at_least": [^}]*\}', README)[0])
    deal["interests"].append({"holder": "fund", "subject": "target", "voting_percent": bounds})
    deal["interests"][0] = {"holder": "founder", "subject": "target", "voting_percent": "49.99999999999999999999"}
    assert json.loads(screener.screen(json.dumps(deal).encode()).body)["determination"] == "undetermined"


def test_what_became_of_a_question_comes_back_beside_it(screener, transactions):
    deal = json.loads(transactions[0])
    pointer = SHOWN[0]["missing_facts"][0]["pointer"]
    deal["inquiries"] = [{"pointer": pointer, "outcome": "asked_and_refused"}]
    answer = json.loads(screener.screen(json.dumps(deal).encode()).body)
    assert [(each["pointer"], each["inquiry"]) for each in answer["missing_facts"]] == [(pointer, "asked_and_refused")]


def test_the_five_words_are_the_five_words():
    table = README.split("## The five words")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \| [A-Z]", table, re.MULTILINE) == list(OUTBOUND_INVESTMENT.determinations)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    text = page.read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("https://")]
    dead = []
    for link in links:
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text("utf-8"))):
            dead.append(link)
    assert dead == []


def anchors(text):
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def as_written(default):
    if default in (None, ()):
        return ""
    return str(default).lower() if isinstance(default, bool) else str(default)


def test_the_settings_are_all_named_with_their_defaults():
    operating = (ROOT / "docs/operating.md").read_text("utf-8")
    table = dict(re.findall(r"^\| `(SCREENING_\w+)` \| `([^`]*)` \|", operating, re.MULTILINE))
    assert table == {f"{PREFIX}{name.upper()}": as_written(value) for name, value in Settings()}
    named = {name for page in PAGES for name in re.findall(r"SCREENING_[A-Z_]+", page.read_text("utf-8"))}
    assert named == set(table)


def test_the_endpoints_are_those_of_the_interface():
    text = README + "".join((ROOT / f"docs/{page}.md").read_text("utf-8") for page in ("publishing", "record"))
    named = {(method, path) for method, path in re.findall(r"`(GET|POST|PUT|DELETE) (/[^`?]*)`", text)}
    described = json.loads((ROOT / "openapi/openapi.json").read_bytes())["paths"]
    documented = {
        (method.upper(), path) for path, item in described.items() for method in item if method != "parameters"
    }
    pages = {("GET", route.path) for route in docs_routes(b"").routes if "docs/" not in route.path}
    assert named == documented | pages


def commands():
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    return sorted(set(re.findall(r"python -m app ([a-z][^`|\n]*)", text)))


@pytest.mark.parametrize("command", commands())
def test_every_command_is_one_of_the_command_line(command):
    command_line().parse_args(command.split())


def test_the_commands_and_exit_codes_are_all_named():
    table = README.split("## Command line")[1].split("\n## ")[0]
    named = [row.split()[0] for row in re.findall(r"^\| `([^`]*)` \|", table, re.MULTILINE)]
    (subcommands,) = [action for action in command_line()._actions if isinstance(action, argparse._SubParsersAction)]
    assert list(dict.fromkeys(named)) == list(subcommands.choices)
    codes = {
        **{code: word.replace("_", " ") for word, code in exit_codes.DETERMINATIONS.items()},
        exit_codes.USAGE: "usage",
        exit_codes.BAD_INPUT: "bad input",
        exit_codes.UNAVAILABLE: "unavailable",
        exit_codes.INTERNAL: "internal error",
    }
    told = re.search(r"Exit codes of `screen`: (.*?)\.", table, re.DOTALL)[1]
    assert {int(code): " ".join(word.split()) for code, word in re.findall(r"(\d+)\s+([a-z\s]+)", told)} == codes


def test_everything_on_the_map_exists_and_no_part_of_the_code_is_missing():
    tree = re.search(r"```text\n(rules/.*?)```", README, re.DOTALL)[1]
    drawn, stack = set(), []
    for line in tree.splitlines():
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 2
        stack[depth:] = [name]
        drawn.add("".join(stack))
    assert [name for name in sorted(drawn) if not (ROOT / name).exists()] == []
    parts = {f"app/{path.name}/" for path in (ROOT / "app").iterdir() if (path / "__init__.py").exists()}
    parts |= {f"app/domain/{path.name}/" for path in (ROOT / "app/domain").iterdir() if (path / "__init__.py").exists()}
    parts |= {f"app/{path.name}" for path in (ROOT / "app").glob("*.py") if path.name != "__init__.py"}
    assert parts - drawn == set()


def test_the_changelog_has_the_numbers_of_this_release():
    rows = dict(re.findall(r"^\| (\S+ version) \| (\S+) \|", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE))
    assert rows == {"API version": API_VERSION, "rule-language version": LANGUAGE, "engine version": ENGINE_VERSION}


def test_every_decision_is_in_the_list_under_its_own_number_and_title():
    numbers = [int(name[:4]) for name in DECISIONS]
    assert all(later == earlier + 1 for earlier, later in pairwise([0, *numbers]))
    listed = re.findall(
        r"^\d+\. \[(.*)\]\((.*)\)$", (ROOT / "docs/decisions/README.md").read_text("utf-8"), re.MULTILINE
    )
    titles = [re.match(r"# \d+\. (.*)", (ROOT / "docs/decisions" / name).read_text("utf-8"))[1] for name in DECISIONS]
    assert listed == list(zip(titles, DECISIONS, strict=True))


def test_the_page_can_be_read_in_one_sitting():
    assert len(README.splitlines()) <= 280
