"""Rules of the house that no linter knows."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "app").rglob("*.py"))

NOT_OURS = {".cache", ".git", ".hypothesis", ".import_linter_cache", ".venv", "__pycache__", "data", "var"}
NOT_OURS |= {"node_modules", "outbound_screening"}
SAYING_NOTHING = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}
INDEX_HOST = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org")
MACHINE_PATH = re.compile(r"(?<![\w.:/$}~-])/(?:work|root)/|(?<![\w.:/$}~-])/home/\w|file:/{3}")


def tree() -> list[Path]:
    """Every file that is or could be committed; where there is no git, every file but the caches."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
        files = [ROOT / name for name in listed if name]
    except (FileNotFoundError, subprocess.CalledProcessError):
        files = [file for file in ROOT.rglob("*") if not NOT_OURS & set(file.relative_to(ROOT).parts)]
    return [file for file in files if file.is_file()]


def occurrences(pattern: re.Pattern[str]) -> list[str]:
    """``file:line`` of every line of the tree in which the pattern is found."""
    return [
        f"{file.relative_to(ROOT)}:{number}"
        for file in tree()
        for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), start=1)
        if pattern.search(line)
    ]


def lines(module: Path) -> int:
    return len(module.read_text("utf-8").splitlines())


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_a_module_is_short_enough_to_be_read_in_one_sitting(module):
    assert lines(module) <= 500


def test_most_modules_fit_on_two_screens():
    assert median(map(lines, MODULES)) <= 120


def test_every_module_is_named_after_what_it_holds():
    parts = {part for module in MODULES for part in module.relative_to(ROOT).with_suffix("").parts}
    assert not parts & SAYING_NOTHING


def public_classes(module: Path) -> set[str]:
    """The public classes that a module defines, aliases of types among them."""
    names = set()
    for node in ast.parse(module.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {each.id for each in node.targets if isinstance(each, ast.Name)}
    return {name for name in names if re.fullmatch(r"[A-Z][A-Za-z]*[a-z][A-Za-z]*", name)}


def test_a_public_class_name_means_one_thing():
    homes: dict[str, list[str]] = {}
    for module in MODULES:
        for name in public_classes(module):
            homes.setdefault(name, []).append(str(module.relative_to(ROOT)))
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def test_no_file_names_a_package_index():
    assert occurrences(INDEX_HOST) == []


def test_no_file_names_a_path_of_one_machine():
    assert occurrences(MACHINE_PATH) == []


@pytest.mark.parametrize("start", ["", "see ", "'", "=", "file://"])
@pytest.mark.parametrize("folder", ["root/x", "work/main", "home/ann"])
def test_a_machine_path_is_recognised(start, folder):
    assert MACHINE_PATH.search(f"{start}/{folder}")


@pytest.mark.parametrize(
    ("start", "folder"),
    [("https://a.gov", "home/press"), ("a", "work/b"), ("$ROOT", "work/"), ("~", "work/"), ("", "workers/")],
)
def test_a_web_address_is_not_taken_for_a_machine_path(start, folder):
    assert not MACHINE_PATH.search(f"{start}/{folder}")


def test_every_package_the_service_imports_is_pinned_by_name():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    service, engines = project["dependencies"], project["optional-dependencies"]["spark"]
    distributions = packages_distributions()
    unpinned = {
        f"{module.relative_to(ROOT)} imports {name}"
        for module in MODULES
        for name in imported(module) - sys.stdlib_module_names - {"app"}
        if not names(service + engines * in_engines(module)) & set(map(normal, distributions.get(name, [])))
    }
    assert unpinned == set()


def in_engines(module: Path) -> bool:
    """Whether the module is of the part that needs more than the service does, which the service never imports."""
    return module.is_relative_to(ROOT / "app/engines")


def names(requirements: list[str]) -> set[str]:
    return {normal(re.split(r"[\[=]", requirement)[0]) for requirement in requirements}


def test_both_lists_pin_what_the_project_names():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    runtime = {re.sub(r"\[.*\]", "", normal(requirement)) for requirement in project["dependencies"]}
    tools = {normal(each) for extra in ("dev", "spark") for each in project["optional-dependencies"][extra]}
    listed = {
        name: {normal(line.split(" ")[0]) for line in (ROOT / "requirements" / name).read_text("utf-8").splitlines()}
        for name in ("runtime.txt", "dev.txt")
    }
    assert runtime <= listed["runtime.txt"]
    assert runtime | tools <= listed["dev.txt"]


def normal(name: str) -> str:
    """The name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(module: Path) -> set[str]:
    """The top-level names of everything the module imports."""
    statements = list(ast.walk(ast.parse(module.read_text("utf-8"))))
    plain = {alias.name for node in statements if isinstance(node, ast.Import) for alias in node.names}
    absolute = {node.module for node in statements if isinstance(node, ast.ImportFrom) and node.module}
    return {name.split(".")[0] for name in plain | absolute}
