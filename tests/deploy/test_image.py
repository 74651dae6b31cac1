"""The Dockerfile: its steps done in an empty folder, and the service started there as the image starts it."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import httpx
import pytest

from tests.deploy.serving import leave_few_cases, served

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
ALLOWED = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
WORK_FOLDER = "srv/screening"


def instructions():
    """Each instruction of the last stage, and what stands behind it, in one line."""
    text = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE))
    lines = [tuple(line.split(maxsplit=1)) for line in text.splitlines() if line]
    last = max(number for number, line in enumerate(lines) if line[0] == "FROM")
    return lines[last + 1 :]


def said(name):
    return [rest for instruction, rest in instructions() if instruction == name]


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """A folder that stands for the root of the image, with the packages of this environment."""
    root = tmp_path_factory.mktemp("image")
    (root / "opt").mkdir()
    (root / "opt/packages").symlink_to(sys.prefix)
    (root / WORK_FOLDER).mkdir(parents=True)
    for instruction, rest in instructions():
        if instruction == "COPY" and not rest.startswith("--from="):
            copy(rest.split(), root / WORK_FOLDER)
        if instruction == "RUN":
            run(rest, root)
    return root


def copy(names, folder):
    *sources, target = names
    for source in sources:
        assert source in ALLOWED, f"{source} is kept from the image by .dockerignore"
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, folder / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, folder / target)
    if folder / target == folder / "rules":
        leave_few_cases(folder / "rules")


def run(step, root):
    if os.geteuid() != 0:
        step = re.sub(r"--(?:owner|group) \d+", "", step)
    within = re.sub(r"(?<=\s)/(?=srv)|^/(?=opt)", f"{root}/", step)
    subprocess.run(["sh", "-ec", within], check=True, cwd=root / WORK_FOLDER)  # noqa: S607 (a step of the Dockerfile)


@pytest.fixture(scope="module")
def environment(image):
    (given,) = said("ENV")
    variables = dict(each.split("=", maxsplit=1) for each in shlex.split(given))
    path = variables["PATH"].replace("/opt", f"{image}/opt").replace("$PATH", os.environ["PATH"])
    # The image listens everywhere; a test does so on the loopback address alone.
    return {**variables, "PATH": path, "SCREENING_HOST": "127.0.0.1"}


def test_the_service_starts_from_what_is_in_the_image_and_nothing_else(image, environment):
    (entry,), (command,), (check,) = said("ENTRYPOINT"), said("CMD"), said("HEALTHCHECK")
    program = [*json.loads(entry), *json.loads(command)]
    with served(program, cwd=image / WORK_FOLDER, env=environment) as address:
        body = (ROOT / "rules/us-oisp/2025-01-02/examples/ai-developer.json").read_bytes()
        answer = httpx.post(f"{address}/v1/screenings", content=body, headers={"Content-Type": "application/json"})
        assert answer.json()["determination"] == "notifiable"
        asked = json.loads(check[check.index("[") :].replace("http://127.0.0.1:8000", address))
        subprocess.run(asked, check=True, cwd=image / WORK_FOLDER, env=environment)
    assert (image / WORK_FOLDER / "var/screening.sqlite3").is_file()


def test_the_account_of_the_process_is_a_number_that_is_not_root():
    assert said("USER") == ["10001:10001"]
    assert said("VOLUME") == ["/srv/screening/var"]
    (owned,) = [step for step in said("RUN") if step.startswith("install ")]
    assert owned == "install --directory --owner 10001 --group 10001 /srv/screening/var"


def test_the_base_is_one_exact_release_which_a_digest_can_replace():
    assert re.search(r"^ARG PYTHON_IMAGE=python:\d+\.\d+\.\d+-slim-\w+$", DOCKERFILE, re.MULTILINE)
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["${PYTHON_IMAGE}"] * 2


def test_the_labels_say_which_release_it_is():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (given,) = said("LABEL")
    labels = dict(each.split("=", maxsplit=1) for each in shlex.split(given))
    assert labels == {
        "org.opencontainers.image.title": project["name"],
        "org.opencontainers.image.description": project["description"],
        "org.opencontainers.image.version": project["version"],
        "org.opencontainers.image.licenses": project["license"],
    }
