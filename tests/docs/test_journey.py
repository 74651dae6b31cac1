"""The journey of a request in the README: every package that a screening passes, in the order in which it does."""

import gc
import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from app.api.application import application
from app.main import services
from app.settings import Settings
from app.shipped_files import OPENAPI
from app.storage.engine import open_engine
from tests import at_hand
from tests.api.asgi import ask

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = ROOT / "rules/us-oisp/2025-01-02/examples/ai-developer.json"
ROOMS = re.findall(r"^[0-9]+\. \[(app/[a-z/]+)/\]\(\1\)", README, re.MULTILINE)
"""The packages that the page names, in its order."""


@pytest.fixture
def app(tmp_path):
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    engine = open_engine(settings.database_url)
    provided = services(at_hand.law_cache(), at_hand.archive(), engine, settings)
    return application(provided, openapi=OPENAPI.read_bytes())


def room_of(file):
    """The package of the page that a file belongs to; ``None`` for what is not of this program."""
    if not file.startswith(str(ROOT / "app")):
        return None
    path = Path(file).relative_to(ROOT)
    homes = [room for room in ROOMS if path.is_relative_to(room)]
    return max(homes, key=len) if homes else str(path)


def rooms_passed(work):
    """The packages whose functions are called, in the order of the first call to each."""
    passed = {}

    def called(frame, event, _argument):
        if event == "call" and (room := room_of(frame.f_code.co_filename)) is not None:
            passed.setdefault(room, len(passed))

    # What other tests have left behind would be cleared away on the journey.
    gc.collect()
    gc.disable()
    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(None)
        gc.enable()
    return list(passed)


def test_a_screening_passes_the_packages_that_the_page_names_in_its_order(app):
    body = EXAMPLE.read_bytes()
    ask(app, parts=[body])  # what is made at first use is no part of the journey
    assert rooms_passed(lambda: ask(app, parts=[body.replace(b"2025-06-16", b"2025-06-17")])) == ROOMS


def test_the_journey_has_at_most_nine_packages_and_none_twice():
    assert 0 < len(ROOMS) <= 9
    assert len(set(ROOMS)) == len(ROOMS)


def test_the_packages_are_numbered_in_order():
    numbers = [int(number) for number in re.findall(r"^([0-9]+)\. \[app/", README, re.MULTILINE)]
    assert all(later == earlier + 1 for earlier, later in pairwise(numbers))
