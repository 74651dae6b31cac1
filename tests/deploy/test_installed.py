"""The package as it is built, installed into an environment of its own and used away from the checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import httpx
import pytest

from tests.deploy.serving import leave_few_cases, served

ROOT = Path(__file__).parents[2]
SHIPPED = ("alembic.ini", "app", "migrations", "openapi", "rules")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def command(wheel, tmp_path_factory):
    """The program `outbound-screening` of an environment that has the wheel, and the packages of this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin/python"
    paths = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    (Path(paths["purelib"]) / "packages.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", "--no-index", "--no-deps", "--no-compile", wheel], check=True)
    leave_few_cases(Path(paths["purelib"]) / "app/shipped/rules")
    return folder / "bin/outbound-screening"


@pytest.fixture(scope="module")
def away(tmp_path_factory):
    """How a user runs a program who has a home and nothing of the checkout."""
    home = tmp_path_factory.mktemp("home")
    return {"cwd": home, "env": {"PATH": os.environ["PATH"], "HOME": str(home)}}


def test_the_backend_that_builds_is_the_one_that_is_tested():
    (backend,) = PROJECT["build-system"]["requires"]
    assert backend in PROJECT["project"]["optional-dependencies"]["dev"]


def test_law_migrations_interface_and_licence_travel_in_the_wheel(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    listed = [path for name in SHIPPED for path in (ROOT / name, *(ROOT / name).rglob("*")) if path.is_file()]
    names = {str(path.relative_to(ROOT)) for path in listed if path.suffix != ".pyc"}
    expected = {name if name.startswith("app/") else f"app/shipped/{name}" for name in names}
    assert {name for name in inside if name.startswith("app/")} >= expected
    assert {name.rpartition("/")[2] for name in inside if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_a_deal_is_screened_away_from_the_checkout(command, away):
    loaded = subprocess.run([command, "rules", "load"], check=False, capture_output=True, text=True, **away)
    assert loaded.returncode == 0, loaded.stderr
    assert (away["cwd"] / ".local/share/outbound-screening/screening.sqlite3").is_file()
    example = ROOT / "rules/us-oisp/2025-01-02/examples/ai-developer.json"
    done = subprocess.run([command, "screen", example], check=False, capture_output=True, text=True, **away)
    answer = json.loads(done.stdout)
    assert (answer["determination"], done.returncode) == ("notifiable", 20)
    assert answer["rule_set"]["version"] == "2025-01-02"


def test_the_installed_service_answers_and_describes_itself(command, away):
    with served([command, "serve"], **away) as address:
        described = httpx.get(f"{address}/openapi.json")
        assert described.json()["info"]["version"] == PROJECT["project"]["version"]
        assert httpx.get(f"{address}/docs").status_code == 200
