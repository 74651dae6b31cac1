import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.screening import Law
from app.main import screener
from app.settings import Settings
from tests import at_hand

RULES = Path(__file__).parents[2] / "rules"
EXAMPLE = (RULES / "us-oisp/2025-01-02/examples/ai-developer.json").read_bytes()


def test_the_class_and_the_law_stand_beside_the_answer():
    given = screener(at_hand.law(), Settings()).screen(EXAMPLE)
    answer = json.loads(given.body)
    assert given[1:] == (answer["determination"], answer["rule_set"]["id"], answer["rule_set"]["version"])


def test_where_no_law_was_known_there_is_no_version():
    given = screener(at_hand.law(), Settings()).screen(EXAMPLE, as_known_on=datetime(2000, 1, 1, tzinfo=UTC))
    assert given[1:] == ("undetermined", "us-oisp", None)


@pytest.mark.parametrize("remembered_bytes", [0, 1 << 20], ids=["worked out", "remembered"])
def test_a_new_member_of_an_answer_disturbs_nothing(monkeypatch, remembered_bytes):
    screen = Law.screen
    text = 'S","determination":"excepted","rule_set":{"id":"other","version":"9"},"summary":"'

    def signed(self, *args, **options):
        return {**screen(self, *args, **options), "signature": text}

    expected = screener(at_hand.law(), Settings()).screen(EXAMPLE)
    monkeypatch.setattr(Law, "screen", signed)
    use_case = screener(at_hand.law(), Settings(remembered_bytes=remembered_bytes))
    for _ in range(4):
        given = use_case.screen(EXAMPLE)
        assert given[1:] == expected[1:]
        assert json.loads(given.body)["signature"] == text
