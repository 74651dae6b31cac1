"""Puts the parts together, here and nowhere else. Nothing else reads the environment or opens a database."""

import asyncio
import logging
import os
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI
from sqlalchemy import Engine

from app.api.application import application
from app.api.services import Lifecycle, Services
from app.api.wire.canonical import canonical_bytes, canonical_writer
from app.api.wire.comparison import ComparisonReader
from app.api.wire.reader import OwnershipReader, TransactionReader
from app.bods.converter import BodsConverter
from app.domain.analysis.findings import Sample
from app.domain.analysis.gate import analyse
from app.domain.answers.lifecycle import FindingJson
from app.domain.errors import Fault, InvalidRuleSet
from app.domain.evaluation.coverage import Report
from app.domain.facts.transaction import Transaction
from app.domain.language.compiler import compile_rule_set
from app.domain.language.ruleset import RuleSet
from app.domain.located import located
from app.domain.screening import Law
from app.rulefiles.gate import PublishingGate
from app.rulefiles.golden import GoldenReport, unmet_expectations
from app.rulefiles.golden import check_golden_cases as check_cases_of_version
from app.rulefiles.rule_folder import VersionFolder, find_versions, rule_documents
from app.service.catalogue import Catalogue
from app.service.clock import Clock, day_in_utc, time_in_utc
from app.service.comparing import Comparer
from app.service.drafting import Drafting
from app.service.keys import ApiKeys, KeyScope
from app.service.law_cache import LawCache
from app.service.loading import checked_versions, load_rule_sets
from app.service.ownership import OwnershipAnalyzer
from app.service.ports import Addition, Archive, Document, RuleSetVersion
from app.service.publication import Publishing
from app.service.screening import AnswerCache, CurrentLaw, Screener, no_cache
from app.service.source_archive import SourceArchive
from app.settings import Settings
from app.storage.archive import SqlArchive
from app.storage.engine import open_engine, opened_engine
from app.storage.keys import SqlKeys
from app.storage.migration import upgrade

OPENAPI = Path(__file__).parents[1] / "openapi" / "openapi.json"
ACTOR = "rule loader"


def load_rules(settings: Settings) -> list[tuple[RuleSetVersion, Addition]]:
    """Migrate the database and store the rule sets of the rules folder in it.

    Raises ``StorageUnavailable``, ``InvalidRuleSet`` or ``VersionConflict``.
    """
    upgrade(settings.database_url)
    with opened_engine(settings.database_url) as engine:
        return load_rule_sets(
            rule_documents(settings.rules_dir),
            SqlArchive(engine),
            faults_of=partial(_faults, settings.rules_dir),
            actor=ACTOR,
            recorded_at=time_in_utc(),
        )


def create_app(settings: Settings | None = None, *, load: Callable[[Settings], object] = load_rules) -> FastAPI:
    """Make the service as an ASGI application; by default with the settings of the environment.

    When it starts, ``load`` gives the database the schema of this release and the rule sets of the rules folder.
    """
    settings = settings or environment_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    engine = open_engine(settings.database_url)
    archive = SqlArchive(engine)
    cache = LawCache(archive, compiled_law, age_limit_seconds=settings.law_age_limit_seconds)

    @asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        await asyncio.to_thread(load, settings)
        await asyncio.to_thread(cache.refresh)
        cache.start(every_seconds=settings.refresh_seconds)
        try:
            yield
        finally:
            await asyncio.to_thread(cache.stop)
            engine.dispose()

    return application(services(cache, archive, engine, settings), openapi=OPENAPI.read_bytes(), lifespan=lifespan)


def services(
    cache: LawCache,
    archive: Archive,
    engine: Engine,
    settings: Settings,
    *,
    clock: Clock = time_in_utc,
    today: Callable[[], date] = day_in_utc,
) -> Services:
    """Make all use cases that the routes call."""
    return Services(
        screener=screener(cache.snapshot, settings),
        comparer=comparer(cache.snapshot, settings),
        ownership=ownership_analyzer(cache.snapshot, settings),
        bods=BodsConverter(limit_bytes=settings.body_limit_bytes),
        catalogue=Catalogue(archive, today=today),
        lifecycle=lifecycle(engine, clock=clock),
        readiness=cache.ready,
        body_limit_bytes=settings.body_limit_bytes,
    )


@contextmanager
def opened_lifecycle(*scopes: KeyScope) -> Iterator[tuple[Lifecycle, str]]:
    """Open the lifecycle on the database of the environment, with the name of the person who acts.

    That is the owner of the key in the environment, who has to have one of ``scopes``. Without scopes nobody needs a
    key, and nobody is named: who can open the database can read it. Raises ``NotAuthenticated``, ``NotAllowed`` or
    ``StorageUnavailable``.
    """
    settings = environment_settings()
    with opened_engine(settings.database_url) as engine:
        parts = lifecycle(engine)
        if not scopes:
            yield parts, ""
            return
        person = parts.keys.authenticate(settings.api_key or None)
        person.require(*scopes)
        yield parts, person.owner


@contextmanager
def opened_keys() -> Iterator[ApiKeys]:
    """Open the keys in the database of the environment, and bring it to the schema of this release.

    Raises ``StorageUnavailable``.
    """
    settings = environment_settings()
    upgrade(settings.database_url)
    with opened_engine(settings.database_url) as engine:
        yield ApiKeys(SqlKeys(engine))


def environment_settings() -> Settings:
    """Read the settings of the process; raises ``SettingError``."""
    return Settings.from_environment(os.environ)


def check_rules(rules: Path) -> list[RuleSetVersion]:
    """Return the versions in a rules folder; raises ``InvalidRuleSet`` with all the faults that they have."""
    return checked_versions(rule_documents(rules), check=compile_rule_set, recorded_at=time_in_utc())


def check_golden_cases(rules: Path) -> list[GoldenReport]:
    """Put the golden cases of every version in a rules folder to its law; raises ``InvalidRuleSet``."""
    return [check_cases_of_version(version, _case_reader()) for version in find_versions(rules)]


def lifecycle(engine: Engine, *, clock: Clock = time_in_utc) -> Lifecycle:
    """Make the use cases that change the law, on a migrated database."""
    archive = SqlArchive(engine)
    drafting = Drafting(archive, gate=PublishingGate(_case_reader(), analyse=analysed), clock=clock)
    return Lifecycle(
        drafting=drafting,
        publishing=Publishing(archive, drafting, clock=clock),
        keys=ApiKeys(SqlKeys(engine), clock=clock),
    )


def analysed(rule_set: RuleSet, samples: tuple[Sample, ...], coverage: Report) -> Iterator[FindingJson]:
    """Give what the analysis finds in a rule set, with the counterexamples as JSON values."""
    write = canonical_writer()
    for found in analyse(rule_set, samples, coverage=coverage):
        shown = found.counterexample
        chosen = ", ".join(f"{axis}:{each}" for axis, each in shown.variants.items()) if shown is not None else ""
        yield {
            "level": found.level,
            "rule": f"{found.kind} ({', '.join(found.rules)})",
            "sentence": f"{found.sentence} (Under {chosen}.)" if chosen else found.sentence,
            "pointer": None,
            "counterexample": orjson.loads(write(shown.transaction)) if shown is not None else None,
            "variants": dict(shown.variants) if shown is not None else {},
        }


def screener(law: CurrentLaw, settings: Settings) -> Screener:
    """Make the use case, with the reader and the writer of the wire, which it is not allowed to know."""
    reader = TransactionReader(limit_bytes=settings.body_limit_bytes)
    # The package of the next line is optional: without its folder and that line, `no_cache` is what is left.
    answer_cache: Callable[[Settings], AnswerCache | None] = no_cache
    from app.recall.cache import answer_cache  # noqa: F811, PLC0415 (optional: goes with the folder, and nothing else)

    return Screener(law, read=reader.read, write=canonical_bytes, cache=answer_cache(settings))


def comparer(law: CurrentLaw, settings: Settings) -> Comparer:
    """Make the use case that puts one transaction to several versions."""
    transactions = TransactionReader(limit_bytes=settings.body_limit_bytes)
    reader = ComparisonReader(transactions, limit_bytes=settings.body_limit_bytes)
    return Comparer(law, read=reader.read, write=canonical_bytes)


def ownership_analyzer(law: CurrentLaw, settings: Settings) -> OwnershipAnalyzer:
    """Make the use case that answers questions about ownership by themselves."""
    reader = OwnershipReader(limit_bytes=settings.body_limit_bytes)
    return OwnershipAnalyzer(law, read=reader.read, write=canonical_bytes)


def loaded_law(settings: Settings, *, rules: Path | None = None) -> CurrentLaw:
    """Load the law that the database holds or, where a folder is named, the law in it, ready to be applied.

    Raises ``StorageUnavailable`` or ``InvalidRuleSet``.
    """
    cache = LawCache(opened_archive(settings, rules=rules), compiled_law)
    cache.refresh()
    return cache.snapshot


def opened_archive(settings: Settings, *, rules: Path | None = None) -> Archive:
    """Open the database or, where a folder is named, the folder; raises ``InvalidRuleSet``."""
    return SourceArchive(check_rules(rules)) if rules else SqlArchive(open_engine(settings.database_url))


def compiled_law(document: Document) -> Law:
    """Compile a stored document; raises ``InvalidRuleSet``."""
    return Law(compile_rule_set(located(document, "stored document")), on_failure=_log_failure)


def _case_reader() -> Callable[[object], Transaction]:
    """Make what reads the transactions of golden cases."""
    reader = TransactionReader()
    return lambda case: reader.read_plain(case).transaction


def _faults(rules: Path, version: RuleSetVersion) -> tuple[Fault, ...]:
    folder = VersionFolder(rules / version.rule_set / version.version, version.source)
    try:
        return unmet_expectations(folder, _case_reader())
    except InvalidRuleSet as error:
        return error.faults


def _log_failure(failure: Exception) -> None:
    # Where it happened and of which kind, but not its message, which may repeat a value of the transaction.
    places = "".join(traceback.format_tb(failure.__traceback__))
    logging.getLogger(__name__).error("A rule could not be evaluated: %s\n%s", type(failure).__name__, places)
