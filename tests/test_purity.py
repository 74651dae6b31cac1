"""The domain is a pure library: each of its modules imports where nothing but Python is installed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

IMPORT_AND_LIST = """
import sys
sys.path.insert(0, sys.argv[1])
__import__(sys.argv[2])
import json
print(json.dumps(sorted(sys.modules)))
"""


def domain_modules() -> list[str]:
    files = sorted((ROOT / "app" / "domain").rglob("*.py"))
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    return [name.removesuffix(".__init__") for name in names]


def loaded_by(module: str) -> set[str]:
    """Every module in memory after importing ``module`` without site-packages, warnings being errors."""
    command = [sys.executable, "-S", "-I", "-W", "error", "-c", IMPORT_AND_LIST, str(ROOT), module]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("module", domain_modules())
def test_a_domain_module_needs_the_standard_library_and_the_domain_alone(module):
    loaded = loaded_by(module)
    ours = {name for name in loaded if name.split(".")[0] == "app"}
    assert module in ours
    assert {name for name in ours if not name.startswith("app.domain")} == {"app"}
    assert {name.split(".")[0] for name in loaded} - sys.stdlib_module_names == {"__main__", "app"}
