"""Writes a software bill of materials of what the service runs on, as CycloneDX 1.6, to standard output.

Names, versions, licences and what needs what come from the installed packages; which of them the service needs, and the
hashes of their files, from `requirements/runtime.txt`. Equal pins give equal bytes. Addresses are left out: a package
URL names a package, and where it comes from is the installing machine's own affair.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).parents[1]
PINS: Final = ROOT / "requirements/runtime.txt"

Bom = dict[str, Any]


def pinned(pins: str) -> dict[tuple[str, str], list[str]]:
    """Read the packages that this machine needs, by name and version, with the SHA-256 of each of their files."""
    found: dict[tuple[str, str], list[str]] = {}
    for block in re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n?", "", pins, flags=re.MULTILINE).strip()):
        requirement = Requirement(block.partition("\\")[0].strip())
        if requirement.marker is None or requirement.marker.evaluate():
            (version,) = requirement.specifier
            key = canonicalize_name(requirement.name), version.version
            found[key] = sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", block))
    return found


def bill_of_materials() -> Bom:
    """Describe the service and the packages pinned for it; raises ``LookupError`` if other versions are installed."""
    bom: Bom = _without_addresses(_installed())
    pins = pinned(PINS.read_text("utf-8"))
    components = {(canonicalize_name(each["name"]), each["version"]): each for each in bom["components"]}
    if missing := sorted(f"{name} {version}" for name, version in pins.keys() - components.keys()):
        raise LookupError(f"Not installed as pinned: {', '.join(missing)}. `scripts/test` installs what is.")
    bom["components"] = [_with_hashes(component, pins[key]) for key, component in components.items() if key in pins]
    root = bom["metadata"]["component"]["bom-ref"]
    kept = {root, *(each["bom-ref"] for each in bom["components"])}
    bom["dependencies"] = [
        {"ref": each["ref"], "dependsOn": [needed for needed in each.get("dependsOn", ()) if needed in kept]}
        for each in bom["dependencies"]
        if each["ref"] in kept
    ]
    return bom


def checked(bom: Bom) -> str:
    """Write the bill as JSON; raises ``ValueError`` if it is not what the published schema says."""
    text = json.dumps(bom, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    if error := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(str(error))
    return text


def _installed() -> Bom:
    command = [sys.executable, "-m", "cyclonedx_py", "environment", sys.executable, "--output-reproducible"]
    command += ["--pyproject", str(ROOT / "pyproject.toml"), "--mc-type", "application", "--spec-version", "1.6"]
    done = subprocess.run([*command, "--output-format", "JSON"], capture_output=True, check=True)  # noqa: S603 (ours)
    bom: Bom = json.loads(done.stdout)
    return bom


def _without_addresses(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_addresses(inner) for key, inner in value.items() if key != "externalReferences"}
    return [_without_addresses(each) for each in value] if isinstance(value, list) else value


def _with_hashes(component: Bom, hashes: list[str]) -> Bom:
    # A package has several files, one for each platform; which of them is installed is told by none of its hashes.
    properties = [{"name": "file:sha256", "value": each} for each in hashes]
    return {**component, "properties": [*component.get("properties", []), *properties]}


if __name__ == "__main__":
    try:
        sys.stdout.write(checked(bill_of_materials()))
    except LookupError as error:
        sys.exit(str(error))
