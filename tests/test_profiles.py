"""Every property test is tried with as many more examples as the profile asks for."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests import profiles

TESTS = Path(__file__).parent


@pytest.fixture
def searching():
    before = settings.get_current_profile_name()
    settings.load_profile("searching")
    yield
    settings.load_profile(before)


@pytest.mark.usefixtures("searching")
def test_a_search_multiplies_the_examples_of_a_test():
    assert profiles.examples(50).max_examples == 50 * profiles.SEARCHING
    assert settings().max_examples == profiles.ORDINARY * profiles.SEARCHING


def test_an_ordinary_run_takes_some_of_the_items_and_in_turn_all_of_them():
    taken = [profiles.some_of(range(10), 4, first=first) for first in range(4)]
    assert taken[0] == profiles.some_of(range(10), 4, first=4) == [0, 4, 8]
    assert sorted(each for part in taken for each in part) == [*range(10)]


@pytest.mark.usefixtures("searching")
def test_a_search_takes_all_items():
    assert profiles.some_of(range(10), 4, first=3) == [*range(10)]


def test_no_test_fixes_its_number_of_examples_against_the_profile():
    fixed = [str(each) for each in TESTS.rglob("*.py") if "max_examples" in each.read_text(encoding="utf-8")]
    assert sorted(fixed) == sorted(map(str, (TESTS / "profiles.py", TESTS / "test_profiles.py")))
