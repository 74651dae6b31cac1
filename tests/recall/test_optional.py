"""Without the package and the one line that names it, the service gives the same answers."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from app.main import loaded_law, screener
from app.settings import Settings
from benchmarks.transactions import OUTCOMES, deals

ROOT = Path(__file__).parents[2]
SCREEN = """
import importlib, json, pkgutil, sys
from pathlib import Path
import app
for module in pkgutil.walk_packages(app.__path__, "app."):
    if module.name != "app.__main__":
        importlib.import_module(module.name)
from app.main import loaded_law, screener
from app.settings import Settings
settings = Settings()
use_case = screener(loaded_law(settings, rules=Path(sys.argv[1])), settings)
print(json.dumps([use_case.screen(body.encode()).body.decode() for body in json.load(sys.stdin)]))
"""


def lines_that_import_it():
    """Every line outside the package that imports any of it, with its file."""
    importing = re.compile(r"^\s*(from|import) app\.recall\b")
    return [
        (path, line)
        for path in sorted((ROOT / "app").rglob("*.py"))
        if "recall" not in path.relative_to(ROOT).parts
        for line in path.read_text("utf-8").splitlines()
        if importing.match(line)
    ]


def test_one_line_of_main_imports_it():
    assert [path.relative_to(ROOT).as_posix() for path, _ in lines_that_import_it()] == ["app/main.py"]


def test_without_it_and_that_line_every_answer_is_the_same(tmp_path):
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__", "recall"))
    ((_, line),) = lines_that_import_it()
    main = tmp_path / "app" / "main.py"
    main.write_text(main.read_text("utf-8").replace(f"{line}\n", ""), "utf-8")
    bodies = [body for outcome in OUTCOMES for body in deals(outcome, 4)]
    command = [sys.executable, "-c", SCREEN, str(ROOT / "rules")]
    stated = json.dumps([body.decode() for body in bodies])
    done = subprocess.run(command, cwd=tmp_path, input=stated, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    remembering = screener(loaded_law(Settings(), rules=ROOT / "rules"), Settings())
    assert json.loads(done.stdout) == [remembering.screen(body).body.decode() for body in bodies]
