from datetime import timedelta

import pytest

from app.service.access.keys import ApiKeys
from app.service.access.scopes import AccessScope
from app.storage.keys import SqlKeys
from tests.lifecycle.conftest import REVIEW
from tests.lifecycle.laws import a_deal, a_law, cases
from tests.lifecycle.test_drafts import kind

NEXT = "2027-03-15"


def statuses(service):
    return {each["version"]: each["status"] for each in service.call("GET", "/v1/rule-sets/eu").json()["versions"]}


def prepared(service, version=NEXT, *, begins=NEXT, **law):
    service.save(a_law(version, begins=begins, **law))
    service.check(version)
    service.review(version)


def test_a_reviewed_text_becomes_law_on_its_day_and_the_law_before_it_ends(service):
    published = service.enact(NEXT, begins=NEXT)
    assert published.status_code == 201
    assert (published.json()["status"], published.json()["effective_from"]) == ("scheduled", NEXT)
    before = service.history("2025-01-02")
    assert before["standing"] == "in_force"
    assert before["entries"][-1] | {"recorded_at": None, "note": None} == {
        "status": "in_force",
        "recorded_at": None,
        "actor": "carol",
        "effective_from": "2025-01-02",
        "effective_to": "2027-03-14",
        "note": None,
        "caused_by": NEXT,
    }
    entries = service.history(NEXT)["entries"]
    assert [(entry["status"], entry["actor"]) for entry in entries] == [
        ("draft", "alice"),
        ("checked", "alice"),
        ("reviewed", "bob"),
        ("scheduled", "carol"),
    ]
    assert entries[2]["record"]["authority_relied_on"] == "Official Journal L 1, 15.3.2027"
    assert "drafted by alice; reviewed by bob" in entries[3]["note"]
    assert statuses(service) == {"2025-01-02": "in_force", NEXT: "scheduled"}
    service.clock.now = service.clock.now.replace(year=2027)
    assert statuses(service) == {"2025-01-02": "superseded", NEXT: "in_force"}
    assert service.history(NEXT)["standing"] == "in_force"


def test_a_deal_is_screened_under_the_law_of_its_day(service):
    service.enact(NEXT, begins=NEXT)
    for completed, version, word in (
        ("2027-03-14", "2025-01-02", "prohibited"),
        (NEXT, NEXT, "not_covered"),
    ):
        answer = service.screen("us_government_business", completed=completed).json()
        assert (answer["determination"], answer["rule_set"]["version"]) == (word, version)
        assert answer["rule_set"]["selected_by"] == "completion_date"


def test_without_a_date_nothing_is_cleared_once_the_law_changes_with_the_day(service):
    assert service.screen("designated_country").json()["determination"] == "not_covered"
    service.enact(NEXT, begins=NEXT)
    undated = service.screen("designated_country").json()
    assert undated["determination"] == "undetermined"
    assert "(`2025-01-02` or `2027-03-15`)" in undated["summary"]
    assert [each["pointer"] for each in undated["missing_facts"]] == ["/deal/completion_date"]
    assert service.screen("designated_country", completed=NEXT).json()["determination"] == "prohibited"


def test_the_date_of_the_deal_of_the_fund_is_asked_for_where_the_law_turns_on_it(service):
    service.enact(NEXT, begins=NEXT)
    deal = a_deal("us_government_business", completed=NEXT) | {"fund_deal": {}}
    answer = service.call("POST", "/v1/screenings", deal).json()
    assert answer["determination"] == "undetermined"
    assert [each["pointer"] for each in answer["missing_facts"]] == ["/fund_deal/completion_date"]
    deal["fund_deal"]["completion_date"] = NEXT
    assert service.call("POST", "/v1/screenings", deal).json()["determination"] == "not_covered"


def test_a_determination_is_reproduced_byte_for_byte_after_others_are_published(service):
    def answers():
        return [
            service.screen(circumstance, completed="2026-06-16", query=query).content
            for circumstance in ("us_government_business", "designated_country")
            for query in ("", "?version=2025-01-02", "?version=2025-01-02&explain=full")
        ]

    under_a = answers()
    service.enact(NEXT, begins=NEXT)
    assert answers() == under_a
    service.enact("2028-01-01", begins="2028-01-01", prohibits="us_government_business")
    assert answers() == under_a
    pinned = service.screen(query="?version=2025-01-02").content
    service.act("withdraw", "2025-01-02")
    assert answers()[1:3] == under_a[1:3]
    assert service.screen(query="?version=2025-01-02").content == pinned


def test_a_published_version_never_changes_any_more(service):
    service.enact(NEXT, begins=NEXT)
    path = f"/v1/drafts/eu/{NEXT}"
    assert kind(service.save(a_law(title="Changed"), if_match="*")) == (409, "wrong-standing")
    assert kind(service.call("DELETE", path, by="alice", if_match="*")) == (409, "wrong-standing")
    assert kind(service.check(NEXT)) == (409, "wrong-standing")
    assert kind(service.review(NEXT)) == (409, "wrong-standing")
    assert kind(service.publish(NEXT, effective_from=NEXT)) == (409, "wrong-standing")
    # The working paper with its golden cases can still be read, and is no draft any more.
    assert service.call("GET", path, by="alice").json()["cases"] == cases()
    assert service.call("GET", "/v1/drafts", by="alice").json()["drafts"] == []


def test_a_text_with_faults_is_refused_with_the_transaction_that_shows_them(service):
    service.save(a_law(prohibits="us_government_business"))
    answer = service.publish(NEXT, effective_from=NEXT)
    assert kind(answer) == (422, "refused-by-gate")
    finding = answer.json()["findings"][0]
    assert finding["sentence"] == "Expected prohibited, got not_covered."
    shown = service.call("POST", "/v1/screenings", finding["counterexample"])
    assert shown.json()["determination"] == "not_covered"
    assert service.history(NEXT)["standing"] == "refused"


def test_a_text_that_was_not_reviewed_as_it_is_is_not_published(service):
    service.save(a_law())
    assert kind(service.publish(NEXT, effective_from=NEXT)) == (409, "wrong-standing")
    service.check(NEXT)
    service.review(NEXT)
    service.save(a_law(title="One more word"))
    service.check(NEXT)
    assert kind(service.publish(NEXT, effective_from=NEXT)) == (409, "wrong-standing")


def test_whoever_has_written_on_a_draft_does_not_publish_it(service):
    service.save(a_law(), by="dora")
    service.save(a_law(title="Polished"), by="alice")
    service.check(NEXT)
    service.review(NEXT)
    assert kind(service.publish(NEXT, by="dora", effective_from=NEXT)) == (403, "second-person-needed")
    assert service.publish(NEXT, by="carol", effective_from=NEXT).status_code == 201


def test_whoever_has_written_on_a_draft_does_not_review_it(service):
    service.save(a_law(), by="dora")
    service.check(NEXT)
    assert kind(service.review(NEXT, by="dora")) == (403, "second-person-needed")


def test_a_review_by_who_writes_the_same_text_later_does_not_count(service):
    service.save(a_law(), by="alice")
    service.check(NEXT)
    service.review(NEXT, by="dora")
    service.save(a_law(), by="dora")
    assert kind(service.publish(NEXT, effective_from=NEXT)) == (403, "second-person-needed")


def test_whoever_has_reviewed_a_text_publishes_it_only_if_another_has_too(service):
    service.save(a_law())
    service.check(NEXT)
    service.review(NEXT, by="bob")
    service.review(NEXT, by="dora")
    note = service.publish(NEXT, by="dora", effective_from=NEXT)
    assert note.status_code == 201
    assert service.history(NEXT)["entries"][-1]["note"] == "drafted by alice; reviewed by bob"


def test_whoever_alone_has_reviewed_a_text_does_not_publish_it(service):
    service.save(a_law())
    service.check(NEXT)
    service.review(NEXT, by="dora")
    assert kind(service.publish(NEXT, by="dora", effective_from=NEXT)) == (403, "second-person-needed")


def test_one_person_with_two_keys_is_one_person(service):
    ring = ApiKeys(SqlKeys(service.engine), clock=service.clock)
    service.keys["alice, spelled otherwise"] = ring.create("ALICE", [AccessScope.PUBLISH])[1]
    prepared(service)
    answer = service.publish(NEXT, by="alice, spelled otherwise", effective_from=NEXT)
    assert kind(answer) == (403, "second-person-needed")


def test_removing_a_draft_does_not_make_its_text_somebody_elses(service):
    tag = service.save(a_law(), by="dora").headers["etag"]
    service.call("DELETE", f"/v1/drafts/eu/{NEXT}", by="alice", if_match=tag)
    service.save(a_law(), by="alice", if_none_match="*")
    service.check(NEXT)
    service.review(NEXT)
    assert kind(service.publish(NEXT, by="dora", effective_from=NEXT)) == (403, "second-person-needed")


@pytest.mark.parametrize("day", [{}, {"effective_from": "2027-03-16"}])
def test_the_publisher_names_the_day_that_the_text_names(service, day):
    prepared(service)
    answer = service.publish(NEXT, **day)
    assert kind(answer) == (409, "wrong-standing")
    assert NEXT in answer.json()["detail"]


def test_the_publisher_names_the_text_that_was_seen(service):
    prepared(service)
    path = f"/v1/drafts/eu/{NEXT}/publish"
    body = {"effective_from": NEXT}
    assert kind(service.call("POST", path, body, by="carol")) == (428, "precondition-missing")
    assert kind(service.call("POST", path, body, by="carol", if_match='"sha256:0"')) == (412, "precondition-failed")


def test_a_proposal_takes_no_place_in_time(service):
    service.save(a_law("2030-proposal", begins=None, status="proposed"))
    service.check("2030-proposal")
    service.review("2030-proposal")
    assert kind(service.publish("2030-proposal", effective_from=NEXT)) == (409, "wrong-standing")
    published = service.publish("2030-proposal")
    assert (published.status_code, published.json()["status"]) == (201, "proposed")
    assert len(service.history("2025-01-02")["entries"]) == 1


@pytest.mark.parametrize("status", ["superseded", "withdrawn"])
def test_what_is_over_before_it_begins_is_refused(service, status):
    service.save(a_law(status=status, effective_to="2028-01-01"))
    (finding,) = service.check(NEXT).json()["findings"]
    assert (finding["rule"], finding["pointer"]) == ("status", "/status")


def test_a_first_law_of_a_new_rule_set_can_be_published(service):
    service.save(a_law("1", rule_set="uk"))
    path = "/v1/drafts/uk/1"
    service.call("POST", f"{path}/check", by="alice")
    service.call("POST", f"{path}/review", REVIEW, by="bob", if_match="*")
    assert service.call("GET", "/v1/rule-sets/uk/versions/1/history", by="bob").json()["standing"] == "reviewed"
    answer = service.call("POST", f"{path}/publish", {"effective_from": NEXT}, by="carol", if_match="*")
    assert answer.status_code == 201


def test_a_text_of_the_same_day_replaces_only_what_its_publisher_names(service):
    prepared(service, "2025-01-02.1", begins="2025-01-02")
    refused = service.publish("2025-01-02.1", effective_from="2025-01-02")
    assert kind(refused) == (409, "wrong-standing")
    assert "`2025-01-02`" in refused.json()["detail"]
    wrong = service.publish("2025-01-02.1", effective_from="2025-01-02", replaces="2024")
    assert kind(wrong) == (409, "wrong-standing")
    assert service.publish("2025-01-02.1", effective_from="2025-01-02", replaces="2025-01-02").status_code == 201
    service.cache.refresh()
    assert service.screen(completed="2026-01-01").json()["rule_set"]["version"] == "2025-01-02.1"
    assert service.history("2025-01-02")["standing"] == "superseded"
    # What was replaced from its first day on is no law for any day, also when its successor goes.
    service.act("withdraw", "2025-01-02.1")
    answer = service.screen(completed="2026-01-01").json()
    assert (answer["determination"], answer["rule_set"]["version"]) == ("undetermined", None)


def test_a_withdrawn_version_leaves_a_gap_that_clears_nothing_and_is_replayed_when_pinned(service):
    service.enact(NEXT, begins=NEXT)
    pinned = service.screen("designated_country", query=f"?version={NEXT}").content
    withdrawn = service.act("withdraw", NEXT)
    assert withdrawn.status_code == 200
    assert withdrawn.json()["standing"] == "withdrawn"
    assert withdrawn.json()["entries"][-1]["note"] == "Vacated."
    answer = service.screen("employment_compensation", completed="2027-04-01").json()
    assert answer["determination"] == "undetermined"
    assert f"`{NEXT}` was withdrawn" in answer["summary"]
    assert answer["reasons"][0]["code"] == "no_rule_in_force"
    assert service.screen(completed="2027-03-14").json()["rule_set"]["version"] == "2025-01-02"
    assert service.screen("designated_country", query=f"?version={NEXT}").content == pinned
    assert service.call("GET", f"/v1/rule-sets/eu/versions/{NEXT}").json() == a_law()
    assert kind(service.act("withdraw", NEXT)) == (409, "wrong-standing")


def test_a_withdrawal_takes_two_persons_who_have_seen_the_same(service):
    path = "/v1/rule-sets/eu/versions/2025-01-02"
    seen, grounds = service.tag("2025-01-02"), {"reason": "Vacated."}
    for tag, expected in (({}, 428), ({"if_match": "*"}, 428), ({"if_match": '"other"'}, 412)):
        assert service.call("POST", f"{path}/withdraw", grounds, by="carol", **tag).status_code == expected
    assert kind(service.call("POST", f"{path}/confirm", by="dora", if_match=seen)) == (409, "wrong-standing")
    proposed = service.call("POST", f"{path}/withdraw", grounds, by="carol", if_match=seen)
    assert (proposed.status_code, proposed.json()["standing"]) == (202, "in_force")
    last = proposed.json()["entries"][-1]
    assert (last["status"], last["actor"], last["record"]) == ("withdrawal_proposed", "carol", grounds)
    tag = proposed.headers["etag"]
    assert tag == service.tag("2025-01-02") != seen
    assert kind(service.call("POST", f"{path}/confirm", by="dora", if_match=seen)) == (412, "precondition-failed")
    assert kind(service.call("POST", f"{path}/confirm", by="carol", if_match=tag)) == (403, "second-person-needed")
    assert service.screen().json()["determination"] == "prohibited"
    done = service.call("POST", f"{path}/confirm", by="dora", if_match=tag)
    assert (done.status_code, done.json()["standing"]) == (200, "withdrawn")
    last = done.json()["entries"][-1]
    assert (last["actor"], last["proposed_by"], last["note"]) == ("dora", "carol", "Vacated.")
    again = service.call("POST", f"{path}/confirm", by="dora", if_match=done.headers["etag"])
    assert kind(again) == (409, "wrong-standing")


def test_in_an_emergency_one_person_does_it_with_a_reason_on_record(service):
    emergency = {"reason": "Nobody else can be reached, and deals close today."}
    done = service.act("withdraw", "2025-01-02", emergency=emergency)
    assert (done.status_code, done.json()["standing"]) == (200, "withdrawn")
    assert done.json()["entries"][-1]["emergency"] == emergency["reason"]
    assert "proposed_by" not in done.json()["entries"][-1]
    for unfit in ({}, {"reason": " "}, "now", {"reason": "x", "more": "y"}):
        assert service.act("withdraw", "2025-01-02", emergency=unfit).status_code == 422


def test_a_proposal_is_confirmed_within_a_week_and_before_anything_else_happens(service):
    assert service.act("withdraw", "2025-01-02", second=None).status_code == 202
    service.clock.now += timedelta(days=8)
    path = "/v1/rule-sets/eu/versions/2025-01-02/confirm"
    late = service.call("POST", path, by="dora", if_match=service.tag("2025-01-02"))
    assert kind(late) == (409, "wrong-standing")
    assert service.act("withdraw", "2025-01-02", by="dora", second=None).status_code == 202
    service.enact(NEXT, begins=NEXT)
    overtaken = service.call("POST", path, by="carol", if_match=service.tag("2025-01-02"))
    assert kind(overtaken) == (409, "wrong-standing")


def test_the_history_of_what_is_not_published_is_shown_to_who_works_on_the_law(service):
    service.save(a_law())
    path = f"/v1/rule-sets/eu/versions/{NEXT}/history"
    nobody, nothing = service.call("GET", path), service.call("GET", path.replace(NEXT, "nothing"))
    assert nobody.status_code == nothing.status_code == 404
    assert nobody.json()["detail"].replace(NEXT, "nothing") == nothing.json()["detail"]
    ring = ApiKeys(SqlKeys(service.engine), clock=service.clock)
    service.keys["sam"] = ring.create("sam", [AccessScope.SCREEN, AccessScope.RECORD])[1]
    assert service.call("GET", path, by="sam").status_code == 404
    assert service.call("GET", path, by="bob").json()["standing"] == "draft"
    assert service.call("GET", "/v1/rule-sets/eu/versions/2025-01-02/history").status_code == 200


def test_a_rollback_takes_a_publication_back(service):
    before = service.screen(completed="2027-04-01").content
    service.enact(NEXT, begins=NEXT)
    assert service.screen(completed="2027-04-01").content != before
    rolled_back = service.act("rollback", NEXT)
    assert rolled_back.status_code == 200
    assert rolled_back.json()["standing"] == "withdrawn"
    assert service.screen(completed="2027-04-01").content == before
    last = service.history("2025-01-02")["entries"][-1]
    assert (last["status"], last["effective_to"], last["caused_by"]) == ("in_force", None, NEXT)
    assert kind(service.act("rollback", NEXT)) == (409, "wrong-standing")


def test_after_a_withdrawal_a_rollback_closes_the_gap(service):
    service.enact(NEXT, begins=NEXT)
    service.act("withdraw", NEXT)
    assert service.act("rollback", NEXT).status_code == 200
    assert service.screen(completed="2027-04-01").json()["rule_set"]["version"] == "2025-01-02"


def test_publications_are_taken_back_last_one_first(service):
    service.enact(NEXT, begins=NEXT)
    service.enact("2028-01-01", begins="2028-01-01")
    refused = service.act("rollback", NEXT)
    assert kind(refused) == (409, "wrong-standing")
    assert "`2028-01-01`" in refused.json()["detail"]
    assert service.act("rollback", "2028-01-01").status_code == 200
    assert service.act("rollback", NEXT).status_code == 200
    assert kind(service.act("rollback", "2025-01-02")) == (409, "wrong-standing")
    assert service.screen(completed="2030-01-01").json()["rule_set"]["version"] == "2025-01-02"


def test_a_law_between_two_others_ends_where_the_later_one_begins(service):
    service.enact("2028-01-01", begins="2028-01-01")
    published = service.enact(NEXT, begins=NEXT)
    assert published.json()["effective_to"] == "2027-12-31"
    days = {"2027-03-14": "2025-01-02", NEXT: NEXT, "2027-12-31": NEXT, "2028-01-01": "2028-01-01"}
    assert {day: service.screen(completed=day).json()["rule_set"]["version"] for day in days} == days


def test_an_interim_law_ends_no_other(service):
    service.enact(NEXT, begins=NEXT, effective_to="2027-06-30")
    days = {"2027-03-14": "2025-01-02", NEXT: NEXT, "2027-06-30": NEXT, "2027-07-01": "2025-01-02"}
    assert {day: service.screen(completed=day).json()["rule_set"]["version"] for day in days} == days


def test_the_law_as_known_before_a_publication_is_the_law_before_it(service):
    known = service.clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    service.clock.now = service.clock.now.replace(day=20)
    service.enact(NEXT, begins=NEXT)
    past = service.screen(completed="2027-04-01", query=f"?as_known_on={known}").json()["rule_set"]
    assert (past["version"], past["selected_by"]) == ("2025-01-02", "as_known")
    day = service.screen(completed="2027-04-01", query="?as_known_on=2026-06-19").json()["rule_set"]
    assert day == past
    now = service.screen(completed="2027-04-01", query="?as_known_on=2026-06-20").json()["rule_set"]
    assert now["version"] == NEXT


def test_a_clock_that_goes_back_does_not_disturb_the_order_of_the_log(service):
    service.enact(NEXT, begins=NEXT)
    service.clock.now = service.clock.now.replace(year=2026, month=1)
    service.act("withdraw", NEXT)
    times = [entry["recorded_at"] for entry in service.history(NEXT)["entries"][3:]]
    assert times == sorted(times)


def test_what_is_not_there_has_no_history_and_cannot_be_withdrawn(service):
    assert kind(service.call("GET", "/v1/rule-sets/xx/versions/1/history")) == (404, "rule-set-not-found")
    assert kind(service.call("GET", "/v1/rule-sets/eu/versions/1/history")) == (404, "version-not-found")
    assert kind(service.act("withdraw", "1")) == (404, "version-not-found")
    assert kind(service.act("rollback", "1")) == (404, "version-not-found")
    empty = service.call("POST", "/v1/rule-sets/eu/versions/2025-01-02/withdraw", {}, by="carol")
    assert kind(empty) == (422, "invalid-submission")
