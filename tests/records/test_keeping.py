"""Reading, holding, removing, exporting and computing again what is on record."""

import json
import re
from datetime import UTC, datetime

import httpx
import pytest

from app.__main__ import main
from app.domain.canonical import digest
from app.service.records.exporting import UnfitMask, _hidden, mask_of
from tests.api.test_connections import served
from tests.records.conftest import DEAL, OTHER, ROOT

NOW = datetime(2026, 6, 1, tzinfo=UTC)
REASON = b'{"reason": "A subpoena."}'


FILTERS = ["?reference=DEAL-2025-0001", "?determination=prohibited", "?day=2026-06-03", "?after=3&limit=2"]


def test_records_are_listed_by_what_is_looked_for_and_page_by_page(service):
    for number in range(5):
        service.screen(DEAL.replace(b"0147", b"%04d" % (number % 2)))
    service.clock.now = datetime(2026, 6, 3, tzinfo=UTC)
    service.screen(OTHER)
    numbers = {query: [each["sequence"] for each in service.records(query)] for query in ("", *FILTERS)}
    assert [*numbers.values()] == [[1, 2, 3, 4, 5, 6], [2, 4], [6], [6], [4, 5]]
    page = service.call("GET", "/v1/records?limit=6").json()
    assert page["next_after"] == 6
    assert service.call("GET", "/v1/records?after=6").json() == {"records": [], "next_after": None}


@pytest.mark.parametrize("query", ["determination=covered", "day=yesterday", "limit=0", "after=-1", "limit=501", "x=1"])
def test_a_query_that_does_not_fit_is_refused(service_with, query):
    assert service_with().call("GET", f"/v1/records?{query}").status_code == 422


@pytest.mark.parametrize(
    ("query", "cure"),
    [
        ("limit=0", "Give a number that is not below 1."),
        ("limit=501", "Give a number that is not above 500."),
        ("limit=many{0}", "Give a whole number."),
    ],
)
def test_a_number_in_the_query_that_does_not_fit_is_refused_with_what_does(service_with, query, cure):
    (fault,) = service_with().call("GET", f"/v1/records?{query}").json()["errors"]
    assert fault["detail"] == cure


@pytest.mark.parametrize("number", ["0", "2", "x", "99999999999", "-1", "1.0"])
def test_a_record_that_is_not_there_is_not_found(service_with, number):
    service = service_with()
    service.screen()
    assert service.call("GET", f"/v1/records/{number}").status_code == 404
    assert service.call("POST", f"/v1/records/{number}/hold", REASON).status_code == 404


def test_a_record_is_kept_for_its_time_and_longer_while_it_is_held(service):
    for body in (DEAL, OTHER, DEAL):
        service.screen(body)
    held = service.call("POST", "/v1/records/1/hold", REASON)
    assert (held.status_code, held.json()["held"]) == (200, True)
    assert service.call("POST", "/v1/records/1/hold", REASON).status_code == 409
    assert service.call("POST", "/v1/records/3/release", REASON).status_code == 409
    records = service.provided.records
    service.clock.now = datetime(2036, 6, 1, tzinfo=UTC)
    assert records.removable() == 0
    service.clock.now = datetime(2036, 6, 2, tzinfo=UTC)
    assert records.removable() == 2
    with pytest.raises(Exception, match="refuses"):
        records.remove(person="rita")  # the clock of the database says that it is not time
    service.clock.now = NOW
    assert len(service.records()) == 3
    service.call("POST", "/v1/records/1/release", REASON)
    service.clock.now = datetime(2036, 6, 2, tzinfo=UTC)
    assert records.removable() == 3
    service.clock.now = NOW
    assert service.verified()["whole"]


def test_a_record_that_was_removed_leaves_its_entry(service):
    service.clock.now = datetime(2010, 6, 1, tzinfo=UTC)
    service.screen(DEAL.replace(b"2025", b"2009"))
    service.screen(OTHER)
    service.clock.now = datetime(2040, 6, 1, tzinfo=UTC)
    assert service.provided.records.remove(person="rita") == 2
    service.clock.now = NOW
    assert service.records() == []
    gone = service.call("GET", "/v1/records/1")
    assert (gone.status_code, "removed on 2040-06-01" in gone.json()["detail"]) == (404, True)
    report = service.verified()
    assert (report["whole"], report["records"], report["removed"], report["entries"]) == (True, 0, 2, 4)
    service.screen()
    assert [each["sequence"] for each in service.records()] == [5]
    # Its time shows that 2040 had not come: by a clock that is ahead, the time of every record is over.
    assert [each["sequence"] for each in service.verified()["faults"]] == [4]


def test_an_answer_is_kept_at_least_as_long_as_its_own_duty_to_keep_records(service_with):
    service = service_with(record_years=1)
    answer = service.screen()
    until = [each["until"] for each in answer.json()["obligations"] if "until" in each]
    assert [each["keep_until"] for each in service.records()] == until == ["2035-07-16"]


def test_a_recorded_answer_is_computed_again_by_its_law(service):
    proposed = "version=nprm-2024&variant=ai_notify:above_1e23"
    for query in ("explain=brief", "explain=full", proposed):
        assert service.screen(query=f"record=true&{query}").status_code == 200
    for record in service.records():
        found = service.call("POST", f"/v1/records/{record['sequence']}/recompute").json()
        assert (found["same"], found["changes"], found["law_digest"]) == (True, [], record["law_digest"])


def test_what_differs_in_an_answer_computed_again_is_told_by_place(service_with, monkeypatch):
    service = service_with()
    service.screen()
    monkeypatch.setattr("app.service.answering.ENGINE_VERSION", "9.9.9")
    found = service.call("POST", "/v1/records/1/recompute").json()
    assert found["same"] is False
    assert [each["pointer"] for each in found["changes"]] == ["/engine_version", "/determination_digest"]
    assert (found["changes"][0]["recorded"], found["changes"][0]["now"]) == ('"1.0.0"', '"9.9.9"')


def test_an_answer_without_a_law_is_computed_again_too(service_with):
    service = service_with()
    body = json.loads(DEAL)
    body["deal"]["completion_date"] = None
    service.screen(json.dumps(body).encode(), query="record=true&rule_set=us-oisp")
    assert service.call("POST", "/v1/records/1/recompute").json()["same"]


def exported(service, query=""):
    with served(service.client._app) as (host, port):
        headers = {"authorization": f"Bearer {service.keys['rita']}"}
        return httpx.get(f"http://{host}:{port}/v1/records/export{query}", headers=headers, timeout=60)


def test_an_export_has_every_record_on_a_line(service_with):
    service = service_with()
    for body in (DEAL, OTHER):
        service.screen(body)
    answer = exported(service)
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [*map(json.loads, answer.content.splitlines())] == [
        service.call("GET", f"/v1/records/{number}").json() for number in (1, 2)
    ]
    assert len(exported(service, "?determination=prohibited").content.splitlines()) == 1
    assert exported(service, "?mask=/partys/*/name").status_code == 422


def test_a_masked_export_does_not_tell_the_day_of_the_completion_by_that_of_a_duty(service_with):
    service = service_with(record_years=1)  # so that the duty to keep records is the longer
    assert "2025-07-16" in service.screen().text  # 30 days after the completion
    line = exported(service, "?mask=/deal/completion_date").text
    assert not {"2025-06-16", "2025-07-16", "2035-07-16"} & {*re.findall(r"\d{4}-\d{2}-\d{2}", line)}


CONFIDENTIAL = {"Stellar Ventures": "/parties/*/name", "2e24": "/parties/*/activities/items/*/training_operations"}


def test_a_masked_export_repeats_nothing_of_what_is_masked(service_with):
    service = service_with()
    body = json.loads(DEAL)
    body["parties"][0]["name"] = "Stellar Ventures"
    body["interests"][0]["equity_percent"] = "100.000000000000000000000"
    sent = json.dumps(body).encode().replace(b'"100.000000000000000000000"', b"100.000000000000000000000")
    answer = service.screen(sent)
    assert answer.status_code == 200, answer.text
    assert b"Stellar Ventures" in answer.content
    masks = "&".join(f"mask={pointer}" for pointer in [*CONFIDENTIAL.values(), "/reference"])
    line = exported(service, f"?{masks}").content
    for words in (
        "Stellar",
        "2e24",
        "2000000000000000000000000",
        "DEAL-2025-0147",
        "fund is a U.S. person",
        "2025-07-16",
    ):
        assert words.encode() not in line
    record = json.loads(line)
    assert record["masked"] == [*CONFIDENTIAL.values(), "/reference"]
    assert (record["transaction_digest"], record["answer_digest"]) == (digest(sent), digest(answer.content))
    shown = json.loads(record["transaction"])
    assert [each.get("name") for each in shown["parties"]][:1] == ["(masked)"]
    assert '"equity_percent":100.000000000000000000000' in record["transaction"]
    told = json.loads(record["answer"])
    assert told["determination"] == "notifiable"
    assert "850.217(d)(3)" in {each["code"] for each in told["reasons"]}


def test_a_list_is_masked_however_it_is_written():
    steps = mask_of("/parties/*/activities/items/*/verb").steps
    for activities, left in (
        ({"items": [{"verb": "develops"}]}, {"items": [{"verb": "(masked)"}]}),
        ([{"verb": "develops"}], [{"verb": "(masked)"}]),
        ("none", "(masked)"),
        (None, None),
    ):
        assert _hidden({"parties": [{"activities": activities}]}, steps) == {"parties": [{"activities": left}]}


@pytest.mark.parametrize(
    ("pointer", "cure"),
    [
        ("/partys/*/name", "Did you mean `parties`"),
        ("/parties/name", "Give the number of an item"),
        ("/parties/*/nam", "Did you mean `name`"),
        ("/parties/00/name", "Give the number of an item"),
        ("/reference/x", "nothing below"),
        ("/parties/*/activities/0/verb", "items"),
        ("parties", "JSON Pointer"),
        ("", "JSON Pointer"),
    ],
)
def test_a_place_that_would_mask_nothing_is_refused(pointer, cure):
    with pytest.raises(UnfitMask, match=re.escape(cure)):
        mask_of(pointer)


@pytest.fixture
def environment(service_with, monkeypatch):
    """A service, and the commands on its database as the person who reads records."""
    service = service_with()
    monkeypatch.setenv("SCREENING_DATABASE_URL", f"sqlite:///{service.engine.get_execution_options()['path']}")
    monkeypatch.setenv("SCREENING_API_KEY", service.keys["rita"])
    return service


def test_the_commands_do_what_the_interface_does(environment, capsys, monkeypatch):
    for body in (DEAL, OTHER):
        environment.screen(body)
    assert main(["records", "list", "--determination", "prohibited"]) == 0
    assert capsys.readouterr().out.split()[::2][:2] == ["2", "prohibited"]
    assert main(["records", "show", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["transaction"].encode() == DEAL
    assert main(["records", "export", "--mask", "/parties/*/name"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert main(["records", "head"]) == 0
    anchor = capsys.readouterr().out.strip()
    assert main(["records", "verify", "--anchor", anchor]) == 0
    assert capsys.readouterr().out == f"whole: 2 entries, 2 records, 0 removed\n{anchor}\n"
    assert main(["records", "verify", "--anchor", anchor.replace("2:", "3:"), "--json"]) == 65
    assert main(["records", "verify", "--anchor", "x"]) == 65
    assert main(["records", "recompute", "1", "--rules", str(ROOT / "rules")]) == 0
    assert main(["records", "hold", "1", "--reason", "A subpoena."]) == 0
    assert main(["records", "purge", "--dry-run"]) == 0
    assert main(["records", "purge"]) == 0
    assert "0 records removed" in capsys.readouterr().out
    assert main(["records", "release", "1", "--reason", "Over."]) == 0
    assert main(["records", "show", "9"]) == 2
    monkeypatch.setenv("SCREENING_API_KEY", environment.keys["ann"])
    for command in (["hold", "1", "--reason", "x"], ["purge"]):
        assert main(["records", *command]) == 77
