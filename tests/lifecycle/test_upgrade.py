"""Two releases on one database: either may start first, and both screen while the other starts."""

import asyncio
import json
import logging
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from sqlalchemy import text

from app.domain.canonical import canonical_json, digest
from app.main import create_app, law_in, load_rules
from app.rulefiles.shipped_texts import write_record
from app.service.access.scopes import AccessScope
from app.service.clock import time_in_utc
from app.settings import Settings
from app.storage.archive import SqlArchive
from app.storage.engine import opened_engine
from tests.lifecycle.laws import a_deal, a_law, cases
from tests.lifecycle.test_propagation import call

VERSION = "2025-01-02"
DEAL = json.dumps(a_deal("designated_country")).encode()


@dataclass(frozen=True)
class Release:
    """A release: its rules folder, and the database that all releases share."""

    rules: Path
    database_url: str

    @property
    def settings(self):
        return Settings(database_url=self.database_url, rules_dir=self.rules, refresh_seconds=0.2)

    def load(self):
        """What its start does before it serves; gives what became of its text."""
        (loaded,) = load_rules(self.settings)
        return str(loaded.outcome)

    @asynccontextmanager
    async def running(self):
        """Start the release, and stop it in the end."""
        await asyncio.to_thread(self.load)
        app = create_app(self.settings)
        async with app.router.lifespan_context(app):
            yield app


def write(rules, law):
    folder = rules / "eu" / VERSION
    (folder / "cases").mkdir(parents=True, exist_ok=True)
    (folder / "rule-set.yaml").write_text(yaml.dump(law, default_style='"'), "utf-8")
    (folder / "cases/all.yaml").write_text(yaml.dump(cases()[0], default_style='"').replace('"true"', "true"), "utf-8")


def record(rules):
    write_record(rules, recorded_at=time_in_utc())


@pytest.fixture
def releases(tmp_path, database_url):
    """An older release and a newer one, in which the text of the version was corrected."""
    older, newer = tmp_path / "older/rules", tmp_path / "newer/rules"
    write(older, a_law(VERSION, begins=VERSION))
    record(older)
    shutil.copytree(older, newer)
    write(newer, a_law(VERSION, begins=VERSION, title="The law as corrected"))
    record(newer)
    return Release(older, database_url), Release(newer, database_url)


async def got(app, path, method="GET", body=b""):
    path, _, query = path.partition("?")
    status, answer = await call(app, method, path, body, query=query)
    return status, answer


async def law_of(app, query=""):
    status, answer = await got(app, f"/v1/screenings{query}", "POST", DEAL)
    assert status == 200, answer
    return json.loads(answer)["rule_set"]["digest"]


async def other_texts(app):
    status, answer = await got(app, "/readyz")
    assert status == 200, answer
    return [(each["digest"], each["outcome"]) for each in json.loads(answer)["law"]["other_texts"]]


def shipped_digest(release):
    return json.loads((release.rules / "texts.json").read_bytes())["texts"][f"eu/{VERSION}"]["digest"]


@pytest.mark.parametrize("first", ["older", "newer"])
def test_two_releases_screen_side_by_side_whichever_started_first(releases, first):
    asyncio.run(side_by_side(*releases, first=first))


async def side_by_side(older, newer, *, first):
    ahead, behind = (older, newer) if first == "older" else (newer, older)
    wanted, failures = shipped_digest(newer), []
    seen = {"ahead": [], "behind": []}
    arrived = {name: asyncio.Event() for name in seen}

    async def asking(name, app, ending):
        while not ending.is_set():
            status, answer = await got(app, "/v1/screenings", "POST", DEAL)
            if status == 200:
                seen[name].append(json.loads(answer)["rule_set"]["digest"])
                if seen[name][-1] == wanted:
                    arrived[name].set()
            else:
                failures.append(answer)
            await asyncio.sleep(0.02)

    ending = asyncio.Event()
    async with ahead.running() as one:
        askers = [asyncio.create_task(asking("ahead", one, ending))]
        await asyncio.sleep(0.05)
        async with behind.running() as other:
            askers.append(asyncio.create_task(asking("behind", other, ending)))
            for name in ("ahead", "behind"):
                await asyncio.wait_for(arrived[name].wait(), timeout=60)
            apps = {older: one, newer: other} if first == "older" else {newer: one, older: other}
            assert await other_texts(apps[newer]) == []
            assert await other_texts(apps[older]) == [(wanted, "kept_newer")]
            # Starting again, in any order, changes nothing any more: releases do not take turns.
            again = [await asyncio.to_thread(release.load) for release in (older, newer, older, newer)]
            assert again == ["kept_newer", "unchanged"] * 2
            metrics = (await got(apps[older], "/metrics"))[1].decode()
            assert f'digest="{wanted}",outcome="kept_newer"' in metrics
            ending.set()
            await asyncio.gather(*askers)
    assert failures == []
    # Nobody went back to the earlier text.
    for digests in seen.values():
        assert digests == sorted(digests, key=lambda each: each == wanted)


@pytest.mark.parametrize("order", [("older", "newer"), ("newer", "older")])
def test_releases_that_start_at_the_same_moment_agree(releases, order):
    by_name = dict(zip(("older", "newer"), releases, strict=True))
    with ThreadPoolExecutor(2) as threads:
        outcomes = dict(zip(order, threads.map(lambda name: by_name[name].load(), order), strict=True))
    assert outcomes in (
        {"older": "added", "newer": "supersedes"},
        {"older": "kept_newer", "newer": "added"},
    )


def test_the_text_of_an_answer_is_found_and_applied_again_after_it_was_superseded(releases):
    asyncio.run(replayed(*releases))


async def replayed(older, newer):
    body = "/v1/screenings?rule_set=eu&version=" + VERSION
    async with older.running() as app:
        before = (await got(app, f"{body}&record=true", "POST", DEAL))[1]
    moment = time_in_utc().isoformat().replace("+00:00", "Z")
    text = json.loads(before)["rule_set"]["digest"]
    async with newer.running() as app:
        assert (await got(app, body, "POST", DEAL))[1] != before
        assert (await got(app, f"{body}@{text}", "POST", DEAL))[1] == before
        assert await law_of(app, f"?as_known_on={moment}") == text
        key = app.state.services.access._keys.create("rita", [AccessScope.RECORD])[1]
        again = (await call(app, "POST", "/v1/records/1/recompute", b"", authorization=f"Bearer {key}"))[1]
        assert (json.loads(again)["same"], json.loads(again)["law_digest"]) == (True, text)
        document = (await got(app, f"/v1/rule-sets/eu/versions/{VERSION}@{text}"))[1]
        assert digest(document) == text
        assert canonical_json(json.loads(document)) == document
        changes = json.loads((await got(app, f"/v1/rule-sets/eu/versions/{VERSION}@{text}/diff/{VERSION}"))[1])
        assert [changes[side]["title"] for side in ("from", "to")] == [
            "Small law of 2025-01-02",
            "The law as corrected",
        ]
        (listed,) = json.loads((await got(app, "/v1/rule-sets/eu"))[1])["versions"]
        assert [each["digest"] for each in listed["texts"]] == [text, listed["digest"]]
        line = json.dumps({"transaction": json.loads(DEAL), "rule_set": "eu", "version": f"{VERSION}@{text}"}).encode()
        status, answers = await call(app, "POST", "/v1/screenings/batch", b"[" + line + b"]")
        assert (status, answers) == (200, b"[" + before + b"]")
        pins = [{"rule_set": "eu", "version": name} for name in (VERSION, f"{VERSION}@{text}")]
        both = json.dumps({"transaction": json.loads(DEAL), "versions": pins}).encode()
        compared = json.loads((await got(app, "/v1/screenings/compare", "POST", both))[1])
        assert compared["baseline"]["version"] == VERSION
        assert [each["version"] for each in compared["differences"]] == [f"{VERSION}@{text}"]
        for wrong, status in ((f"{VERSION}@{digest(b'')}", 404), (f"{VERSION}@sha256:12", 422), (f"{VERSION}@", 422)):
            assert (await got(app, f"/v1/screenings?rule_set=eu&version={wrong}", "POST", DEAL))[0] == status
            assert (await got(app, f"/v1/rule-sets/eu/versions/{wrong}"))[0] == 404


def test_a_file_edited_by_hand_in_one_replica_changes_no_law_and_is_told(releases, caplog):
    older, newer = releases
    older.load()
    edited = older.rules / "eu" / VERSION / "rule-set.yaml"
    edited.write_text(edited.read_text("utf-8").replace("designated_country", "us_government_business"), "utf-8")
    with caplog.at_level(logging.WARNING):
        assert older.load() == "kept_unknown"
    assert "Where the files were edited" in caplog.text
    # The others go on as if nothing had happened.
    assert newer.load() == "supersedes"
    assert older.load() == "kept_unknown"


def test_an_old_backup_is_brought_forward_by_the_next_start(releases):
    older, newer = releases
    older.load()
    with opened_engine(older.database_url) as engine, engine.begin() as connection:
        # As a release left it that knew no later texts.
        connection.execute(text("DROP TABLE rule_set_revisions"))
        connection.execute(text("ALTER TABLE rule_set_versions DROP COLUMN supersedes"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0004'"))
    assert newer.load() == "supersedes"
    assert older.load() == "kept_newer"


def test_a_release_meets_texts_and_a_schema_of_a_later_one_and_applies_them(releases):
    older, newer = releases
    newer.load()
    with opened_engine(newer.database_url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
        connection.execute(text("ALTER TABLE rule_set_revisions ADD COLUMN approved_by TEXT"))
    assert older.load() == "kept_newer"
    with opened_engine(older.database_url) as engine:
        assert law_in(SqlArchive(engine))().select("eu").version.digest == shipped_digest(newer)
