"""What touches deals that were screened before: other law, other facts, moved lists, and days that have come."""

import json
from datetime import date

import pytest

from app.api.batch.line_reader import LineOptions
from app.domain.analysis.touched_deals import Watched
from app.domain.screening import Explain
from app.main import portfolio_watch
from app.settings import Settings
from tests.analysis.laws import law_of
from tests.rescreening.results import answers, concluding, deal, small_deal, small_law, two_laws
from tests.rescreening.results import law as real_law

FIRST, SECOND = two_laws()
EARLY = date(2025, 6, 20)


def law(*documents):
    return law_of(*(documents or (FIRST,)))


def watched(deals, results, *, cache=None, as_of=EARLY, **more):
    """The events on deals with recorded results, and the watch that found them."""
    found = portfolio_watch((cache or law()).snapshot, Settings(), Watched(as_of=as_of, **more))
    lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in deals]
    stated = [(number, line) for number, line in enumerate(lines, start=1) if line]
    events = list(found.events(enumerate(results, start=1), stated))
    return events, found


def told(events):
    return [(each.subject, str(each.data["cause"]), str(each.data["action"])) for each in events]


def test_a_deal_that_nothing_has_happened_to_is_not_told():
    deals = [small_deal("A"), small_deal("B", circumstance="designated_country")]
    events, found = watched(deals, answers(deals, cache=law()))
    assert events == []
    assert (found.unread.count, found.uncompared) == (0, 0)


def test_a_new_version_touches_the_deals_that_it_answers_and_no_others():
    deals = [small_deal("old", completed="2025-12-31"), small_deal("new", completed="2026-01-01")]
    events, _ = watched(deals, answers(deals, cache=law()), cache=law(FIRST, SECOND))
    assert told(events) == [("new", "law", "rescreen")]
    [event] = events
    assert (event.data["recorded"]["version"], event.data["now"]["version"]) == ("first", "second")
    assert event.data["now"]["determination"] == "prohibited"
    assert event.data["difference"]["severity"] == 1
    assert [each["kind"] for each in event.data["difference"]["duties"]["gone"]] == ["file_notification"]
    assert "was notifiable and is prohibited" in event.data["says"]


def test_another_version_touches_a_deal_also_where_its_answer_stays():
    same = small_law("same", "2026-01-01")
    deals = [small_deal("A", completed="2026-01-01")]
    [event], _ = watched(deals, answers(deals, cache=law()), cache=law(FIRST, same))
    assert told([event]) == [("A", "law", "rescreen")]
    assert event.data["difference"] is None
    assert "stay" in event.data["says"]


def test_the_same_version_with_another_text_touches_a_deal():
    deals = [small_deal("A")]
    other = small_law("first", "2025-01-02", title="Otherwise")
    [event], _ = watched(deals, answers(deals, cache=law()), cache=law(other))
    assert event.data["cause"] == "law"
    assert event.data["recorded"]["digest"] != event.data["now"]["digest"]


@pytest.mark.parametrize("options", [LineOptions(), LineOptions(version="first"), LineOptions(explain=Explain.FULL)])
def test_a_withdrawn_version_touches_what_it_answered_pinned_or_not(options):
    deals = [small_deal("A")]
    withdrawn = small_law("first", "2025-01-02", status="withdrawn")
    recorded = answers(deals, cache=law(), options=options)
    events, _ = watched(deals, recorded, cache=law(withdrawn, small_law("third", "2027-01-01")))
    assert told(events) == [("A", "law", "rescreen")]
    assert events[0].data["now"]["determination"] == "undetermined"


def test_a_pin_to_what_was_never_law_stays():
    proposal = small_law("proposal", None, status="proposed", prohibits="syndicated_loan_default")
    proposal["definitions"][1]["when"] = {"transaction.deal.circumstances": {"includes": "designated_country"}}
    deals, cache = [small_deal("A")], law(FIRST, proposal)
    recorded = answers(deals, cache=cache, options=LineOptions(version="proposal"))
    assert json.loads(recorded[0])["determination"] == "prohibited"
    assert watched(deals, recorded, cache=cache)[0] == []


def test_other_facts_touch_a_deal():
    events, _ = watched([small_deal("A", circumstance="designated_country")], answers([small_deal("A")], cache=law()))
    assert told(events) == [("A", "facts", "rescreen")]
    assert events[0].data["difference"]["other_facts"]


@pytest.mark.parametrize(
    ("as_of", "since", "ahead", "action"),
    [
        ("2025-07-15", None, 0, None),
        ("2025-07-15", None, 1, "file_now"),
        ("2025-07-16", None, 0, "file_now"),
        ("2025-07-17", None, 0, "overdue"),
        ("2025-07-17", "2025-07-16", 0, "overdue"),
        ("2025-07-18", "2025-07-17", 0, None),
    ],
)
def test_a_day_to_file_by_is_told_from_the_day_of_the_answers_on(as_of, since, ahead, action):
    deals = [small_deal("A")]
    events, _ = watched(
        deals,
        answers(deals, cache=law()),
        as_of=date.fromisoformat(as_of),
        since=since and date.fromisoformat(since),
        ahead=ahead,
    )
    assert told(events) == ([("A", "date", action)] if action else [])
    if events:
        assert events[0].data["date"] == {
            "of": "due",
            "day": "2025-07-16",
            "duty": {
                "kind": "file_notification",
                "who": "The U.S. person",
                "citation": "Article 7",
                "due": "2025-07-16",
                "until": None,
                "certain": True,
            },
        }


def test_a_stated_filing_is_to_be_confirmed_and_clears_nothing():
    deals = [small_deal("A", filings=[{"kind": "notification", "filed_on": "2025-07-01"}])]
    events, _ = watched(deals, answers(deals, cache=law()), as_of=date(2025, 8, 1))
    assert told(events) == [("A", "date", "confirm_filing")]


def test_a_day_of_a_duty_that_is_new_is_told_however_long_ago():
    deals = [small_deal("A", circumstance="designated_country", completed="2026-02-01")]
    recorded = answers(deals, cache=law())
    events, _ = watched(deals, recorded, cache=law(FIRST, SECOND), as_of=date(2026, 6, 1), since=date(2026, 5, 1))
    assert told(events) == [("A", "law", "rescreen"), ("A", "date", "overdue")]


def test_the_end_of_the_law_touches_what_is_not_completed_by_then():
    ending = small_law("first", "2025-01-02", effective_to="2025-12-31")
    cache = law(ending)
    done, open_ = small_deal("done", circumstance="us_government_business"), small_deal("open", completed=None)
    events, _ = watched([done, open_], answers([done, open_], cache=cache), cache=cache, as_of=date(2026, 1, 1))
    assert ("done", "date", "rescreen") not in told(events)


def rests_on(deals, moved):
    events, _ = watched(deals, answers(deals), cache=real_law(), lists_changed=date.fromisoformat(moved))
    lists = [each for each in events if each.data["cause"] == "lists"]
    assert all(each.data["action"] == "rescreen" for each in lists)
    return {each.subject: each.data["lists"] for each in lists}


def test_lists_that_moved_touch_what_is_stated_of_them_which_has_no_day():
    silent = deal("silent")
    for party in silent["parties"]:
        party.pop("restricted_lists", None)
    stated = rests_on([deal("stated"), silent], "2025-06-01")
    assert list(stated) == ["stated"]
    assert all(each["pointer"].endswith("/restricted_lists") for each in stated["stated"]["rests_on"])
    assert all(each["as_of"] is None for each in stated["stated"]["rests_on"])
    assert stated["stated"]["completed"] == ["2025-06-16"]


@pytest.mark.parametrize(("as_of", "touched"), [("2025-05-31", True), ("2025-06-01", False), (None, True)])
def test_lists_that_moved_touch_a_conclusion_from_before(as_of, touched):
    made = concluding("A", as_of)
    assert json.loads(answers([made])[0])["relied_on"], "the answer rests on the conclusion"
    found = rests_on([made], "2025-06-01").get("A", {"rests_on": []})["rests_on"]
    told_of = [each for each in found if "element" in each]
    assert [(each["element"], each["as_of"]) for each in told_of] == ([("850.224(m)(4)", as_of)] if touched else [])


def test_a_problem_is_told_and_a_deal_that_was_one():
    bad = small_deal("A", parties=7)
    events, found = watched([bad], answers([small_deal("A")], cache=law()))
    assert told(events) == [("A", "problem", "mend")]
    assert found.uncompared == 1
    events, _ = watched([small_deal("A")], answers([bad], cache=law()))
    assert told(events) == [("A", "problem", "rescreen")]


def test_a_day_to_file_by_is_told_also_of_a_deal_that_became_a_problem():
    events, _ = watched([small_deal("A", parties=7)], answers([small_deal("A")], cache=law()), as_of=date(2025, 8, 1))
    assert told(events) == [("A", "problem", "mend"), ("A", "date", "overdue")]


def test_deals_of_one_file_alone_are_told():
    deals = [small_deal("A"), small_deal("B")]
    events, _ = watched([deals[1], small_deal("C")], answers(deals, cache=law()), as_of=date(2025, 8, 1))
    assert told(events) == [
        ("B", "date", "overdue"),
        ("C", "unscreened", "rescreen"),
        ("A", "no_deal", "mend"),
        ("A", "date", "overdue"),
    ]


def test_a_deal_that_stands_more_than_once_is_told_and_not_compared():
    one, other = small_deal("A"), small_deal("A", circumstance="designated_country")
    events, found = watched([one], answers([one, other], cache=law()))
    assert told(events) == [("A", "repeated", "mend")]
    events, found = watched([one, other], answers([one], cache=law()))
    assert told(events) == [("A", "repeated", "mend")]
    assert found.uncompared == 1


def test_lines_that_cannot_be_understood_are_told_each_under_an_id_of_its_own():
    events, found = watched([b"{", b"[]", b'{"parties": 7}'], [b"{", *answers([small_deal("A")], cache=law())])
    assert told(events) == [
        ("line 1", "problem", "mend"),
        ("line 2", "problem", "mend"),
        ("line 3", "problem", "mend"),
        ("A", "no_deal", "mend"),
    ]
    assert len({each.id for each in events}) == 4
    assert found.unread.lines == [1]


def test_deals_without_a_reference_are_found_by_their_facts():
    deals = [small_deal(None), small_deal(None, circumstance="designated_country")]
    assert watched(deals[::-1], answers(deals, cache=law()))[0] == []


def test_the_same_things_found_again_have_the_same_ids():
    deals = [small_deal("A", completed="2026-01-01"), small_deal("B")]
    recorded, cache = answers(deals, cache=law()), law(FIRST, SECOND)
    first, _ = watched(deals, recorded, cache=cache, as_of=date(2025, 8, 1))
    again, _ = watched([b"", *deals[::-1]], [b"", *recorded[::-1]], cache=cache, as_of=date(2025, 8, 2))
    assert {each.id for each in first} == {each.id for each in again}
    assert len({each.id for each in first}) == len(first) == 2
