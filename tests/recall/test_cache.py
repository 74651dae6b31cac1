"""What a process remembers of answers, and what it does not."""

import gc
import json
import re
import types
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import islice, permutations

import pytest

from app.domain.answers.law import VersionStatus
from app.domain.errors import BodyTooLarge, InvalidTransaction
from app.main import screener
from app.service.snapshot import Snapshot
from app.settings import Settings
from benchmarks.transactions import OUTCOMES, deals, thirty_facts
from tests import at_hand
from tests.service.builders import a_transition


@cache
def forgetful():
    """The law of the folder, applied to every deal anew."""
    return screener(at_hand.law(), Settings(remembered_bytes=0))


class Counted:
    """A screener, and how many bodies it has read in full."""

    def __init__(self, limit_bytes=1 << 20):
        self.screener = screener(at_hand.law(), Settings(remembered_bytes=limit_bytes))
        self.cache = self.screener._caches("")
        self.read = 0
        reading = self.screener._read

        def read(body):
            self.read += 1
            return reading(body)

        self.screener._read = read

    def screen(self, body):
        return self.screener.screen(body).body


@pytest.fixture
def counted():
    return Counted()


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_third_deal_of_a_kind_is_answered_without_reading_it(counted, outcome):
    for body in deals(outcome, 40):
        assert counted.screen(body) == forgetful().screen(body).body
    assert counted.read <= 4


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_deal_with_a_list_of_nothing_in_a_word_is_answered_as_with_the_list_written_out(counted, outcome):
    written_out = [
        body.replace(b"{", b'{"acting_for": {"items": [], "complete": true}, ', 1) for body in deals(outcome, 9)
    ]
    in_a_word = [body.replace(b'{"items": [], "complete": true}', b'"none"') for body in written_out]
    for long, short in zip(written_out, in_a_word, strict=True):
        assert counted.screen(short) == counted.screen(long) == forgetful().screen(long).body
    assert counted.read <= 8
    for wrong in ('"nine"', '"None"', "1"):
        with pytest.raises(InvalidTransaction):
            counted.screen(in_a_word[0].replace(b'"acting_for": "none"', f'"acting_for": {wrong}'.encode()))


def test_a_name_that_tells_of_a_state_is_refused_however_many_without_one_were_answered(counted):
    named = [
        body.replace(b'"id"', b'"name": "Acme GmbH", "organized_in": "DE", "id"', 1) for body in deals_of_one_party()
    ]
    for body in named:
        assert counted.screen(body) == forgetful().screen(body).body
    for body in named:
        with pytest.raises(InvalidTransaction):
            counted.screen(body.replace(b"Acme GmbH", b"Acme, LLC"))


def deals_of_one_party():
    """The same few facts of several parties."""
    return [b'{"parties": [{"id": "%d"}]}' % number for number in range(9)]


def test_nothing_is_remembered_where_no_memory_is_given():
    assert forgetful()._caches is None


def test_what_turns_another_way_is_worked_out_and_then_remembered_as_well(counted):
    few, many = deals("notifiable", 6), deals("prohibited", 6)
    answers = [json.loads(counted.screen(body))["determination"] for body in [*few, *many, *few, *many]]
    assert answers == [*["notifiable"] * 6, *["prohibited"] * 6] * 2
    assert counted.read < 6


def stated_texts():
    """Everything particular that the deals state."""
    for body in (*deals("notifiable", 30), *deals("undetermined", 30)):
        stated = json.loads(body)
        yield stated["reference"]
        yield stated["deal"]["completion_date"]
        for party in stated["parties"]:
            yield party["id"]
            yield party.get("name", party["id"])
        yield from (interest["equity_percent"] for interest in stated["interests"])


def kept(root):
    """Every text, number and day that can be reached from an object without passing through a class or a module."""
    seen, pending = set(), [root]
    while pending:
        each = pending.pop()
        if id(each) in seen or isinstance(each, type | types.ModuleType | types.BuiltinFunctionType):
            continue
        seen.add(id(each))
        if isinstance(each, types.CodeType):
            pending += each.co_consts
        elif isinstance(each, types.FunctionType):
            pending += each.__closure__ or ()
        elif isinstance(each, str | bytes | Decimal | date):
            yield each.decode("latin-1") if isinstance(each, bytes) else str(each)
        else:
            pending += gc.get_referents(each)


def test_nothing_particular_that_a_deal_states_is_kept(counted):
    for body in (*deals("notifiable", 30), *deals("undetermined", 30)):
        counted.screen(body)
    texts = list(kept([counted.cache._templates, counted.cache._patterns, counted.cache._attempts]))
    assert any("850.217(d)(3)" in text for text in texts), "the answers were looked through"
    for secret in sorted(set(stated_texts())):
        assert not any(secret in text for text in texts if len(secret) > 5 or text == secret), secret


def test_no_more_is_kept_than_there_is_room_for():
    counted = Counted(limit_bytes=100_000)
    for outcome in OUTCOMES * 3:
        for body in deals(outcome, 4):
            assert counted.screen(body) == forgetful().screen(body).body
    size = sum(each.size for templates in counted.cache._templates.values() for each in templates)
    assert 0 < size <= 100_000
    assert counted.cache._size == size


def test_what_one_caller_asked_answers_no_other(counted):
    first, *others = deals("notifiable", 8)
    for body in (first, *others):
        counted.screener.screen(body, caller="ann")
    before = counted.read
    assert before < 8
    counted.screener.screen(first, caller="bob")
    counted.screener.screen(first)
    assert counted.read == before + 2
    counted.screener.screen(first, caller="ann")
    assert counted.read == before + 2


def test_a_caller_who_asks_much_forgets_of_their_own():
    counted = Counted(limit_bytes=100_000)
    little, *_ = deals("notifiable", 8)
    for body in deals("notifiable", 4):
        counted.screener.screen(body, caller="little")
    for outcome in OUTCOMES * 3:
        for body in deals(outcome, 4):
            counted.screener.screen(body, caller="much")
    caches = [counted.screener._caches(caller) for caller in ("little", "much")]
    assert sum(cache.size for cache in caches) <= 100_000
    before = counted.read
    counted.screener.screen(little, caller="little")
    assert counted.read == before


def test_an_answer_that_rests_on_too_many_comparisons_is_worked_out_each_time(counted):
    stated = thirty_facts()
    founder, fund = stated["interests"]
    stated["parties"] += [{"id": f"p{number}", "kind": "individual"} for number in range(60)]
    stated["interests"] = [fund] + [
        {**founder, "holder": f"p{number}", "equity_percent": "1.5", "voting_percent": "1.5"} for number in range(60)
    ]
    body = json.dumps(stated).encode()
    for time in range(1, 5):
        assert counted.screen(body) == forgetful().screen(body).body
        assert counted.read == time


@pytest.mark.parametrize(
    "body",
    [
        rb'{"reference": "\ue0009999\ue001", "parties": []}',
        rb'{"reference": "x", "parties": [{"id": "\ue0005\ue001", "name": "\ue0000\ue001"}]}',
        '{"reference": "x", "parties": [{"id": "\ue0000\ue001", "name": "\ue0001\ue001"}]}'.encode(),
    ],
    ids=["far", "escaped", "plain"],
)
def test_a_text_that_looks_like_a_mark_is_repeated_like_any_other(counted, body):
    assert [counted.screen(body) for _ in range(6)] == [forgetful().screen(body).body] * 6


def test_one_odd_deal_does_not_keep_its_like_from_being_remembered(counted):
    first, *others = deals("notifiable", 8)
    odd = re.sub(rb'"2025-\d\d-\d\d"', b'"9999-12-31"', first)
    for body in (odd, odd, *others):
        assert counted.screener.screen(body, version="2025-01-02")
    assert counted.read < 6


def test_of_answers_that_differ_by_conditions_alone_only_so_many_are_kept(counted):
    stated = thirty_facts()
    stated["parties"] += [{"id": f"p{number}", "kind": "individual"} for number in range(6)]
    founder, fund = stated["interests"]
    for order in islice(permutations(["11", "12", "13", "14", "15", "16"]), 0, None, 9):
        shares = zip(stated["parties"][3:], order, strict=True)
        stated["interests"] = [
            fund,
            *({**founder, "holder": party["id"], "equity_percent": share} for party, share in shares),
        ]
        stated["interests"] = [{**each, "voting_percent": each["equity_percent"]} for each in stated["interests"]]
        body = json.dumps(stated).encode()
        assert counted.screen(body) == forgetful().screen(body).body
    assert 1 < max(map(len, counted.cache._templates.values())) <= 16


def training(operations):
    return lambda deal: deal["parties"][1]["activities"]["items"][0].update(training_operations=operations)


def completed(day):
    return lambda deal: deal["deal"].update(completion_date=day)


def activities(listed):
    return lambda deal: deal["parties"][1].update(activities=listed)


def a_deal(change):
    stated = thirty_facts()
    stated["parties"][1]["pooled_investment_fund"] = False
    change(stated)
    return json.dumps(stated).encode()


@pytest.mark.parametrize(
    ("cleared", "other", "determination"),
    [
        (training("1e23"), training("100000000000000000000001e0"), "notifiable"),
        (training("1e23"), training("100000000000000000000001"), "notifiable"),
        (training("1e23"), training(None), "undetermined"),
        (training("1e23"), training({"at_least": "1e23"}), "undetermined"),
        (completed("2025-01-01"), completed("2025-01-02"), "notifiable"),
        (completed("2025-01-01"), completed(None), "undetermined"),
        (activities({"items": [], "complete": True}), activities({"items": []}), "undetermined"),
        (activities({"items": [], "complete": True}), activities(None), "undetermined"),
    ],
    ids=["hair", "digit", "null", "range", "day", "no-day", "list", "no-list"],
)
def test_what_is_remembered_as_cleared_clears_nothing_that_is_open_or_carries_a_duty(
    counted, cleared, other, determination
):
    def screen(change):
        return json.loads(counted.screener.screen(a_deal(change), rule_set="us-oisp", version="2025-01-02").body)

    assert [screen(cleared)["determination"] for _ in range(12)] == ["not_covered"] * 12
    assert counted.read == 2, "it was remembered"
    assert [screen(other)["determination"] for _ in range(12)] == [determination] * 12


def test_an_exception_that_is_remembered_ends_with_what_it_rests_on(counted):
    listed = deals("excepted", 1)[0].replace(b'"traded_at_signing"', b'"issuer": "other", "traded_at_signing"')
    for body, determination in (
        (listed, "excepted"),
        (listed.replace(b'"traded_at_signing": true', b'"traded_at_signing": false'), "notifiable"),
        (listed.replace(b'"traded_at_signing": true', b'"traded_at_signing": null'), "undetermined"),
        (listed.replace(b'"rights": {"items": [], "complete": true}', b'"rights": {"items": []}'), "undetermined"),
        (listed, "excepted"),
    ):
        assert [json.loads(counted.screen(body))["determination"] for _ in range(12)] == [determination] * 12


def test_what_is_remembered_under_a_law_is_not_given_once_that_is_withdrawn(counted):
    body = deals("excepted", 1)[0]
    assert [json.loads(counted.screen(body))["determination"] for _ in range(12)] == ["excepted"] * 12
    withdrawn = _with_everything_withdrawn(at_hand.law()())
    counted.screener._law = lambda: withdrawn
    assert json.loads(counted.screen(body))["determination"] == "undetermined"


def _with_everything_withdrawn(snapshot):
    timeline = snapshot.rule_sets["us-oisp"]
    log = (a_transition(VersionStatus.IN_FORCE, begins="2025-01-02"), a_transition(VersionStatus.WITHDRAWN))
    withdrawn = [replace(version, status=VersionStatus.WITHDRAWN, log=log) for version in timeline.by_name.values()]
    return Snapshot.of({"us-oisp": withdrawn}, snapshot.compiled, failures={})


def test_several_threads_learn_and_are_answered_at_once(counted):
    bodies = [body for together in zip(*(deals(outcome, 25) for outcome in OUTCOMES), strict=True) for body in together]
    expected = [forgetful().screen(body).body for body in bodies]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(counted.screen, bodies * 4)) == expected * 4


def test_a_body_over_the_limit_is_refused_though_its_like_is_remembered():
    body = deals("notifiable", 1)[0]
    strict = screener(at_hand.law(), Settings(body_limit_bytes=len(body)))
    for _ in range(3):
        strict.screen(body)
    with pytest.raises(BodyTooLarge):
        strict.screen(body.replace(b"DEAL", b"DEALS"))


def test_learning_applies_the_functions_that_are_compiled_already():
    selected = at_hand.law()().select("us-oisp", "2025-01-02")
    other = selected.compiled.with_failures_to(print)
    assert other.program is selected.compiled.program
    assert other is not selected.compiled
