"""The law, read once for all tests of this folder, and the examples as lines."""

import json
import shutil
from pathlib import Path

import pytest

from app import main
from app.commands import portfolio
from app.settings import Settings

ROOT = Path(__file__).parents[2]
VERSION = ROOT / "rules/us-oisp/2025-01-02"


@pytest.fixture(scope="session")
def rules(tmp_path_factory):
    """A folder with one version, which is read more quickly than all."""
    folder = tmp_path_factory.mktemp("rules")
    copied = shutil.copytree(VERSION, folder / "us-oisp/2025-01-02", ignore=shutil.ignore_patterns("cases", "examples"))
    return copied.parents[1]


@pytest.fixture(scope="session")
def law(rules):
    return main.loaded_law(Settings(), rules=rules)


@pytest.fixture(scope="session")
def line_screener(law):
    return main.line_screener(law, Settings())


@pytest.fixture(autouse=True)
def read_once(law, monkeypatch):
    """Commands take the law that was read."""
    monkeypatch.setattr(portfolio, "loaded_law", lambda _settings, **_rules: law)


@pytest.fixture(scope="session")
def deals():
    """The examples by name, each as a line."""
    return {file.stem: json.dumps(json.loads(file.read_bytes())).encode() for file in VERSION.glob("examples/*.json")}
