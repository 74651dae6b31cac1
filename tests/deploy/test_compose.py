"""The compose file: what the published schema says of it, and what it promises."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from app.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
FILE = ROOT / "deploy/compose.yaml"
COMPOSE = yaml.safe_load(FILE.read_text("utf-8"))
SERVICES = COMPOSE["services"]
OURS = ("prepare", "screening")


def test_it_is_what_the_published_schema_allows():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", FILE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_unprivileged_and_writes_nowhere_but_where_it_must(name):
    service = SERVICES[name]
    assert int(service["user"].partition(":")[0]) > 0
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert bool(service.get("volumes")) == (name == "database")


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_is_one_exact_release(name):
    assert re.search(r":\d+\.\d+(\.\d+)?(-\w+)?$", SERVICES[name]["image"])


def test_our_image_is_that_of_this_release_and_of_the_account_of_the_dockerfile():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    (account,) = re.findall(r"^USER (\S+)", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    for name in OURS:
        assert SERVICES[name]["image"] == f"outbound-screening:{version}"
        assert SERVICES[name]["user"] == account


def test_the_law_is_loaded_before_anything_serves():
    assert SERVICES["prepare"]["command"] == ["rules", "load"]
    assert SERVICES["prepare"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert SERVICES["screening"]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}


def test_secrets_are_files_and_stand_in_no_variable():
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for name in OURS:
        assert SERVICES[name]["environment"].keys() <= known
        assert SERVICES[name]["environment"][f"{PREFIX}SECRETS_DIR"] == "/run/secrets"
        assert SERVICES[name]["environment"][f"{PREFIX}ACCESS"] == "required"
        assert {secret.upper() for secret in SERVICES[name]["secrets"]} <= known
    assert all("PASSWORD" not in key or key.endswith("_FILE") for key in SERVICES["database"]["environment"])
    assert {secret["file"] for secret in COMPOSE["secrets"].values()} == {
        f"secrets/{name}" for name in COMPOSE["secrets"]
    }
    assert "/deploy/secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_only_the_service_is_reached_from_outside_and_on_this_machine_alone():
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"screening"}
    assert SERVICES["screening"]["ports"] == ["127.0.0.1:8000:8000"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["database"]["networks"] == SERVICES["prepare"]["networks"] == ["inside"]
