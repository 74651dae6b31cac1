"""The page on security names tests that there are, for every item of the list."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/security.md").read_text("utf-8")
ITEMS = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)


def test_the_ten_items_are_all_there_and_each_names_a_test():
    assert [item.split(":")[0] for item in ITEMS] == [f"API{number}" for number in range(1, 11)]
    assert all("`tests/" in item for item in ITEMS)


@pytest.mark.parametrize(("file", "test"), NAMED, ids=[test or file for file, test in NAMED])
def test_a_test_that_is_named_is_there(file, test):
    text = (ROOT / file).read_text("utf-8")
    assert not test or re.search(rf"^(async )?def {test}\(", text, re.MULTILINE)
