"""Who may supersede the text of a version: what releases that start in any order, and persons, make of it."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from app.domain.answers.law import LoadOutcome, VersionStatus
from app.domain.errors import Fault, InvalidRuleSet, StorageUnavailable, VersionNotFound
from app.domain.located import Place
from app.service.catalogue import Catalogue
from app.service.law_cache import LawCache
from app.service.loading import load_rule_sets
from app.service.ports import Transition
from app.service.supersession import other_texts
from app.service.timeline import Timeline, next_moment
from tests.service.builders import a_document, a_transition, a_version, put, shipped
from tests.service.fakes import InMemoryArchive

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)

FIRST = shipped(a_document(title="first"))
SECOND = shipped(a_document(title="second"), FIRST.digest)
THIRD = shipped(a_document(title="third"), FIRST.digest, SECOND.digest)
EDITED = shipped(a_document(title="edited by hand"))


@pytest.fixture
def archive():
    return InMemoryArchive()


def start(archive, *texts, day=0, faults_of=lambda _: ()):
    """Load as a release does that starts ``day`` days after the beginning; gives what became of each text."""
    now = BEGINNING + timedelta(days=day)
    return [each.outcome for each in load_rule_sets(texts, archive, faults_of=faults_of, actor="x", recorded_at=now)]


def answering(archive):
    with archive.reading() as reader:
        return reader.version("us-oisp", "2025-01-02").digest


def withdraw(archive):
    with archive.writing() as work:
        known = work.version("us-oisp", "2025-01-02")
        moment = next_moment(work.versions("us-oisp"), BEGINNING)
        stands = {**known.standing_fields(), "status": VersionStatus.WITHDRAWN}
        withdrawn = Transition(**stands, recorded_at=moment, actor="p", note="vacated")
        work.record_transition("us-oisp", "2025-01-02", transition=withdrawn)


def test_the_text_of_a_later_release_supersedes_that_of_an_earlier_one(archive):
    assert start(archive, FIRST) == ["added"]
    assert start(archive, SECOND) == ["supersedes"]
    assert answering(archive) == SECOND.digest


def test_an_earlier_release_that_starts_later_keeps_the_later_text_and_says_so(archive, caplog):
    start(archive, FIRST)
    start(archive, SECOND)
    with caplog.at_level(logging.WARNING):
        assert start(archive, FIRST) == ["kept_newer"]
    assert answering(archive) == SECOND.digest
    (line,) = caplog.messages
    assert f"the text {SECOND.digest} answers, and this release ships {FIRST.digest}" in line
    assert "a newer release has superseded" in line


def test_an_earlier_release_knows_a_later_text_also_where_it_never_was_there_before(archive):
    assert start(archive, SECOND) == ["added"]
    assert start(archive, FIRST) == ["kept_newer"]


@pytest.mark.parametrize("order", list(permutations((FIRST, SECOND, THIRD))))
def test_in_whatever_order_releases_start_and_start_again_the_latest_text_answers(archive, order):
    for text in (*order, *order, *reversed(order)):
        start(archive, text)
    assert answering(archive) == THIRD.digest
    with archive.reading() as reader:
        texts = reader.version("us-oisp", "2025-01-02").texts
    assert len({text.digest for text in texts}) == len(texts) <= 3


def test_texts_that_each_say_they_supersede_the_other_do_not_take_turns(archive):
    back = shipped(a_document(title="first"), SECOND.digest)
    start(archive, FIRST)
    start(archive, SECOND)
    assert [start(archive, text) for text in (back, SECOND, back)] == [["kept_newer"], ["unchanged"], ["kept_newer"]]
    assert answering(archive) == SECOND.digest


@pytest.mark.parametrize(("there", "offered"), [(FIRST, EDITED), (EDITED, FIRST), (EDITED, SECOND)])
def test_a_text_that_nobody_listed_neither_supersedes_nor_is_superseded(archive, caplog, there, offered):
    start(archive, there)
    with caplog.at_level(logging.WARNING):
        assert start(archive, offered) == ["kept_unknown"]
    assert answering(archive) == there.digest
    assert "python -m app rules check --record" in caplog.text


def test_what_a_person_published_is_not_superseded_by_files(archive):
    put(archive, a_version(title="first"))
    published = shipped(a_document(title="third"), FIRST.digest, source=f"draft sha256:{'0' * 64}").read()
    with archive.writing() as work:
        work.supersede_text(_from_draft(published), actor="paul.porter")
    assert start(archive, shipped(a_document(title="fourth"), FIRST.digest, published.digest)) == ["kept_published"]
    assert answering(archive) == published.digest


def _from_draft(version):
    source = f"draft sha256:{'0' * 64}"
    return replace(version, source=source, texts=(replace(version.texts[0], source=source),))


def test_a_folder_that_is_called_draft_is_no_draft(archive):
    start(archive, shipped(a_document(title="first"), source=f"draft sha256:{'0' * 64}/us-oisp/2025-01-02"))
    assert start(archive, SECOND) == ["supersedes"]


def test_what_a_person_withdrew_is_not_superseded_by_files(archive):
    start(archive, FIRST)
    withdraw(archive)
    assert start(archive, SECOND) == ["kept_withdrawn"]
    with archive.reading() as reader:
        known = reader.version("us-oisp", "2025-01-02")
    assert (known.digest, known.status) == (FIRST.digest, VersionStatus.WITHDRAWN)


def test_a_release_may_withdraw_a_version_and_a_later_one_bring_it_back(archive):
    gone = shipped(a_document(title="gone", status="withdrawn"), FIRST.digest)
    again = shipped(a_document(title="again"), FIRST.digest, gone.digest)
    start(archive, FIRST)
    assert start(archive, gone, day=1) == ["supersedes"]
    with archive.reading() as reader:
        assert reader.version("us-oisp", "2025-01-02").status is VersionStatus.WITHDRAWN
    assert start(archive, again, day=2) == ["supersedes"]
    with archive.reading() as reader:
        stored = reader.version("us-oisp", "2025-01-02")
    assert stored.status is VersionStatus.IN_FORCE
    assert [entry.note for entry in stored.log][1:] == [
        f"loaded from rules#, in place of {before.digest}" for before in (FIRST, gone)
    ]


def test_how_a_version_stands_by_the_act_of_a_person_stays_under_a_later_text(archive):
    start(archive, FIRST)
    ended = a_transition(
        "superseded", begins="2025-01-02", ends="2027-03-14", recorded_at=BEGINNING + timedelta(hours=1)
    )
    with archive.writing() as work:
        work.record_transition("us-oisp", "2025-01-02", transition=ended)
    assert start(archive, SECOND, day=1) == ["supersedes"]
    with archive.reading() as reader:
        stored = reader.version("us-oisp", "2025-01-02")
    assert (stored.digest, str(stored.effective_to)) == (SECOND.digest, "2027-03-14")


def test_a_text_that_would_have_the_version_stand_otherwise_than_persons_decided_is_kept_out(archive):
    start(archive, FIRST)
    ended = a_transition(
        "superseded", begins="2025-01-02", ends="2027-03-14", recorded_at=BEGINNING + timedelta(hours=1)
    )
    with archive.writing() as work:
        work.record_transition("us-oisp", "2025-01-02", transition=ended)
    other = shipped(a_document(title="second", status="withdrawn"), FIRST.digest)
    assert start(archive, other, day=1) == ["kept_standing"]
    assert answering(archive) == FIRST.digest


def test_a_later_text_that_was_not_checked_is_put_to_its_cases_first(archive):
    start(archive, FIRST)
    with pytest.raises(InvalidRuleSet):
        start(archive, SECOND, faults_of=lambda version: [Fault(Place(version.digest), "expected notifiable")])
    assert answering(archive) == FIRST.digest


def test_a_text_that_is_kept_out_is_not_put_to_its_cases(archive):
    start(archive, FIRST)
    assert start(archive, EDITED, faults_of=lambda _: pytest.fail("it was checked")) == ["kept_unknown"]


def test_recorded_times_only_grow_whatever_the_clocks_say(archive):
    start(archive, FIRST, day=5)
    start(archive, SECOND, day=1)
    withdraw(archive)
    with archive.reading() as reader:
        stored = reader.version("us-oisp", "2025-01-02")
    first, second = (text.recorded_at for text in stored.texts)
    assert first < second < stored.log[-1].recorded_at


def test_as_known_on_gives_the_text_that_was_on_record_then(archive):
    start(archive, FIRST)
    start(archive, SECOND, day=10)
    with archive.reading() as reader:
        timeline = Timeline.of("us-oisp", reader.versions("us-oisp"))
    told = {
        day: [known.digest for known in timeline.as_known(BEGINNING + timedelta(days=day)).by_name.values()]
        for day in (-1, 0, 9, 10, 99)
    }
    assert told == {-1: [], 0: [FIRST.digest], 9: [FIRST.digest], 10: [SECOND.digest], 99: [SECOND.digest]}


class Law:
    """Stands for what a document compiles to."""

    def __init__(self, document):
        self.title = document["title"]


def cached(archive, *texts, compile_document=Law):
    cache = LawCache(archive, compile_document, shipped=texts)
    cache.refresh()
    return cache


def test_a_text_is_applied_by_its_digest_after_it_was_superseded(archive):
    start(archive, FIRST)
    start(archive, SECOND, day=10)
    law = cached(archive).snapshot()
    assert law.select("us-oisp").compiled.title == "second"
    assert law.select("us-oisp", "2025-01-02").compiled.title == "second"
    replayed = law.select("us-oisp", f"2025-01-02@{FIRST.digest}")
    assert (replayed.compiled.title, replayed.version.digest) == ("first", FIRST.digest)
    assert law.select("us-oisp", as_known_on=BEGINNING).compiled.title == "first"
    with pytest.raises(VersionNotFound):
        law.select("us-oisp", f"2025-01-02@{EDITED.digest}")


def test_a_text_that_cannot_be_applied_is_not_replaced_by_the_one_before(archive):
    def older_compiler(document):
        if document["title"] == "second":
            raise InvalidRuleSet([Fault(Place("document"), "There is no such test.")])
        return Law(document)

    start(archive, FIRST)
    start(archive, SECOND)
    cache = cached(archive, FIRST, compile_document=older_compiler)
    state = cache.ready()
    assert not state.ready
    assert [(known.digest, reason) for known, reason in state.unusable] == [
        (SECOND.digest, "document: There is no such test.")
    ]
    assert [other.outcome for other in state.other_texts] == [LoadOutcome.NEWER]
    for version in (None, "2025-01-02", f"2025-01-02@{SECOND.digest}"):
        with pytest.raises(StorageUnavailable, match="cannot be applied"):
            cache.snapshot().select("us-oisp", version)
    # Who names the superseded text gets it: that law is stated in the answer by its digest.
    assert cache.snapshot().select("us-oisp", f"2025-01-02@{FIRST.digest}").compiled.title == "first"


def test_an_earlier_text_that_cannot_be_applied_answers_nobody(archive):
    def newer_compiler(document):
        if document["title"] == "first":
            raise InvalidRuleSet([Fault(Place("document"), "This is not read any more.")])
        return Law(document)

    start(archive, FIRST)
    start(archive, SECOND, day=10)
    law = cached(archive, compile_document=newer_compiler).snapshot()
    assert law.select("us-oisp").compiled.title == "second"
    for selection in ({"version": f"2025-01-02@{FIRST.digest}"}, {"as_known_on": BEGINNING}):
        with pytest.raises(StorageUnavailable, match=f"The text {FIRST.digest} .* cannot be applied"):
            law.select("us-oisp", **selection)


def test_readiness_tells_where_another_text_answers_than_the_release_ships(archive):
    start(archive, SECOND)
    assert cached(archive, SECOND).ready().other_texts == ()
    (older,) = cached(archive, FIRST).ready().other_texts
    assert (older.stored.digest, older.shipped.digest, older.outcome) == (SECOND.digest, FIRST.digest, "kept_newer")
    # After a restore the stored text may be one that this release supersedes: nobody has loaded since.
    (restored,) = cached(archive, THIRD).ready().other_texts
    assert restored.outcome == "supersedes"
    assert str(restored).endswith("load the rules.")


def test_a_version_that_is_not_stored_is_no_other_text():
    assert other_texts([FIRST], lambda *_: None) == []


def test_the_catalogue_tells_every_text_and_gives_each(archive):
    start(archive, FIRST)
    start(archive, SECOND, day=10)
    catalogue = Catalogue(archive)
    (listed,) = catalogue.rule_set("us-oisp")["versions"]
    assert listed["digest"] == SECOND.digest
    assert listed["texts"] == [
        {"digest": FIRST.digest, "recorded_at": BEGINNING, "source": "rules#"},
        {"digest": SECOND.digest, "recorded_at": BEGINNING + timedelta(days=10), "source": "rules#"},
    ]
    assert catalogue.version("us-oisp", f"2025-01-02@{FIRST.digest}").document["title"] == "first"
    assert catalogue.version("us-oisp", "2025-01-02").document["title"] == "second"
