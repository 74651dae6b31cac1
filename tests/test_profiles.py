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


def test_no_test_fixes_its_number_of_examples_against_the_profile():
    fixed = [str(each) for each in TESTS.rglob("*.py") if "max_examples" in each.read_text(encoding="utf-8")]
    assert sorted(fixed) == sorted(map(str, (TESTS / "profiles.py", TESTS / "test_profiles.py")))
