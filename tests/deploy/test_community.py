"""The forms that a reporter fills in, and the hooks that run before a commit."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FORMS = ("wrong-answer.yml", "defect.yml")


@pytest.mark.parametrize(("schema", "names"), [("github-issue-forms", FORMS), ("github-issue-config", ("config.yml",))])
def test_forms_are_what_the_published_schema_allows(schema, names):
    files = [ROOT / ".github/ISSUE_TEMPLATE" / name for name in names]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_wrong_answer_comes_with_all_that_is_needed_to_judge_it():
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/wrong-answer.yml").read_text("utf-8"))
    required = {each["id"] for each in form["body"] if each.get("validations", {}).get("required")}
    assert required == {"transaction", "answer", "expected", "paragraph", "why"}
    (confidential,) = [each for each in form["body"] if each.get("id") == "nothing-confidential"]
    assert confidential["attributes"]["options"][0]["required"] is True


def test_hooks_are_the_pinned_tools_and_come_from_nowhere_else():
    repositories = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert {repository["repo"] for repository in repositories} == {"local"}
    hooks = [hook for repository in repositories for hook in repository["hooks"]]
    assert all(hook["language"] == "system" and hook["entry"].startswith(".venv/bin/python ") for hook in hooks)


def test_every_part_that_is_shipped_names_the_licence():
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
    for project in ("pyproject.toml", "clients/python/pyproject.toml"):
        assert tomllib.loads((ROOT / project).read_text("utf-8"))["project"]["license"] == "Apache-2.0"
