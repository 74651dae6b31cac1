"""docs/development.md, kept true: every piece of code that it shows stands in the file that it names."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHOWN = re.findall(r"```python\n# (\S+)\n(.*?)```", (ROOT / "docs/development.md").read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize(("path", "code"), SHOWN)
def test_the_code_shown_stands_in_the_file_named(path, code):
    assert code in (ROOT / path).read_text("utf-8")
