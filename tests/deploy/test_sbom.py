"""The bill of materials: what it lists, and that equal pins give equal bytes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy import sbom

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def written():
    return subprocess.run([sys.executable, ROOT / "deploy/sbom.py"], capture_output=True, text=True, check=True).stdout


def test_it_lists_what_is_pinned_for_the_service_and_nothing_else(written):
    bom = json.loads(written)
    assert bom["metadata"]["component"]["name"] == "outbound-screening"
    listed = {re.match(r"pkg:pypi/([^@]+)@", each["purl"])[1].replace("_", "-") for each in bom["components"]}
    assert listed == {name for name, _ in sbom.pinned(sbom.PINS.read_text("utf-8"))}
    assert all(each["properties"] for each in bom["components"])
    references = {each["bom-ref"] for each in bom["components"]} | {bom["metadata"]["component"]["bom-ref"]}
    assert {each["ref"] for each in bom["dependencies"]} == references
    assert {needed for each in bom["dependencies"] for needed in each["dependsOn"]} <= references


def test_it_is_valid_and_the_same_each_time(written):
    assert sbom.checked(sbom.bill_of_materials()) == written


def test_it_names_no_address_but_that_of_its_schema(written):
    assert re.findall(r"[a-z]+://[^\"]*", written) == ["http://cyclonedx.org/schema/bom-1.6.schema.json"]


def test_what_is_no_bill_of_materials_is_refused(written):
    with pytest.raises(ValueError, match="bomFormat"):
        sbom.checked({**json.loads(written), "bomFormat": "Else"})


def test_pins_for_other_machines_are_passed_over():
    other = 'a==1 ; sys_platform == "none" \\\n    --hash=sha256:00\n'
    ours = f"B.c==2.0 \\\n    --hash=sha256:{'0' * 64}\n    # via a\n"
    assert sbom.pinned(other + ours) == {("b-c", "2.0"): ["0" * 64]}
