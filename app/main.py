"""The one place where the parts are put together. Nothing else reads the environment or opens a database."""

import asyncio
import logging
import os
import time
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI
from sqlalchemy import Engine

from app.api.application import application
from app.api.dependencies import Lifecycle, Services
from app.api.wire.canonical import canonical_bytes, canonical_writer
from app.api.wire.comparison import ComparisonReader
from app.api.wire.forms import FormReader
from app.api.wire.identifiers import SCHEMES
from app.api.wire.parsing import parse_json
from app.api.wire.reader import OwnershipReader, TransactionReader, export_reader
from app.bods.converter import BodsConverter
from app.domain.analysis.findings import Witness
from app.domain.analysis.gate import analyse
from app.domain.errors import Fault
from app.domain.evaluation.coverage import Report
from app.domain.language.compiler import compile_rule_set
from app.domain.language.located import located
from app.domain.language.ruleset import RuleSet
from app.domain.screening import Law
from app.rulefiles.case_files import draft_of
from app.rulefiles.gate import PublishingGate
from app.rulefiles.golden import GoldenReport, unmet_expectations
from app.rulefiles.golden import check_golden_cases as check_cases_of_version
from app.rulefiles.rule_folder import RuleFolderSource, VersionFolder, find_versions
from app.service import gate
from app.service.access import Scope
from app.service.catalogue import Catalogue
from app.service.comparing import Comparer
from app.service.drafting import Clock, Drafting, time_in_utc
from app.service.enactment import Enactment
from app.service.gate import Cases
from app.service.keys import KeyRing
from app.service.ownership import OwnershipDesk
from app.service.ports import Archive, Document, RuleSetVersion
from app.service.publishing import LoadReport, checked_versions, load_rule_sets
from app.service.recollection import Recollection
from app.service.screening import LawAtHand, Screener
from app.service.shelf import Shelf
from app.service.snapshot import day_in_utc
from app.service.source_archive import SourceArchive
from app.settings import Settings
from app.storage.archive import SqlArchive
from app.storage.engine import open_engine
from app.storage.keys import SqlKeys
from app.storage.migration import upgrade
from app.storage.register import SqlRegister

OPENAPI = Path(__file__).parents[1] / "openapi" / "openapi.json"
ACTOR = "rule loader"


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service as an ASGI application; by default with the settings of the environment.

    When it starts, the database has the schema of this release and holds the rule sets of the rules folder; it raises
    ``StorageUnavailable``, ``InvalidRuleSet`` or ``VersionConflict`` where that cannot be.
    """
    settings = settings or environment_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    engine = open_engine(settings.database_url)
    archive = SqlArchive(engine)
    shelf = law_shelf(archive, age_limit_seconds=settings.law_age_limit_seconds)

    @asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        await asyncio.to_thread(_prepare, settings, shelf)
        shelf.start(every_seconds=settings.refresh_seconds)
        try:
            yield
        finally:
            await asyncio.to_thread(_close, engine, shelf)

    services = Services(
        screener=screener(shelf, settings),
        comparer=comparer(shelf, settings),
        ownership=ownership_desk(shelf, settings),
        bods=bods_converter(settings),
        catalogue=Catalogue(archive),
        lifecycle=lifecycle(engine),
        readiness=shelf.ready,
        body_limit_bytes=settings.body_limit_bytes,
    )
    return application(services, openapi=OPENAPI.read_bytes(), lifespan=lifespan)


def lifecycle(engine: Engine, *, clock: Clock = time_in_utc) -> Lifecycle:
    """The use cases that change the law, on a migrated database."""
    register = SqlRegister(engine)
    drafting = Drafting(register, gate=publishing_gate(), clock=clock)
    return Lifecycle(
        drafting=drafting,
        enactment=Enactment(register, drafting, clock=clock),
        gatekeeper=KeyRing(SqlKeys(engine), clock=clock),
    )


def publishing_gate() -> PublishingGate:
    """What a draft has to stand before it can become law."""
    reader = TransactionReader()
    return PublishingGate(lambda case: reader.read_plain(case).transaction, analyse=analysed)


def analysed(rule_set: RuleSet, witnesses: tuple[Witness, ...], coverage: Report) -> Iterator[gate.Finding]:
    """What the analysis finds in a rule set, with the counterexamples as JSON values."""
    write = canonical_writer()
    for found in analyse(rule_set, witnesses, coverage=coverage):
        shown = found.counterexample
        chosen = ", ".join(f"{axis}:{each}" for axis, each in shown.variants.items()) if shown is not None else ""
        yield gate.Finding(
            gate.Level(found.level),
            f"{found.kind} ({', '.join(found.rules)})",
            f"{found.sentence} (Under {chosen}.)" if chosen else found.sentence,
            counterexample=orjson.loads(write(shown.transaction)) if shown is not None else None,
            variants=dict(shown.variants) if shown is not None else {},
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """The lifecycle as one person at the command line has it. ``actor`` is empty for who only looks."""

    drafting: Drafting
    enactment: Enactment
    actor: str


@contextmanager
def opened_lifecycle(*scopes: Scope) -> Iterator[Desk]:
    """The lifecycle on the database of the environment, for the owner of its key, who has one of ``scopes``.

    Without scopes nobody needs a key: who can open the database can read it. Raises ``NotAuthenticated``,
    ``NotAllowed`` or ``StorageUnavailable``.
    """
    settings = environment_settings()
    engine = open_engine(settings.database_url)
    try:
        parts = lifecycle(engine)
        person = parts.gatekeeper.authenticate(settings.api_key or None).among(*scopes) if scopes else None
        yield Desk(parts.drafting, parts.enactment, person.owner if person is not None else "")
    finally:
        engine.dispose()


@contextmanager
def opened_keys(settings: Settings) -> Iterator[KeyRing]:
    """The keys in the database, which has the schema of this release; raises ``StorageUnavailable``."""
    upgrade(settings.database_url)
    engine = open_engine(settings.database_url)
    try:
        yield KeyRing(SqlKeys(engine))
    finally:
        engine.dispose()


def draft_of_folder(folder: Path) -> tuple[str, str, Document, Cases]:
    """Rule set, version, document and golden cases of a version's folder; raises ``InvalidRuleSet``."""
    version = VersionFolder(folder.resolve(), folder.name)
    return version.rule_set, version.version, *draft_of(version)


def environment_settings() -> Settings:
    """The settings of the process; raises ``SettingError``."""
    return Settings.from_environment(os.environ)


def load_rules(settings: Settings) -> LoadReport:
    """The database is migrated and holds the rule sets of the rules folder; raises what ``create_app`` lists."""
    upgrade(settings.database_url)
    engine = open_engine(settings.database_url)
    try:
        return load_rule_sets(
            RuleFolderSource(settings.rules_dir),
            SqlArchive(engine),
            check=compile_rule_set,
            prove=partial(_unmet_expectations, settings.rules_dir),
            actor=ACTOR,
            recorded_at=datetime.now(UTC),
        )
    finally:
        engine.dispose()


def _unmet_expectations(rules: Path, version: RuleSetVersion) -> tuple[Fault, ...]:
    reader = TransactionReader()
    return tuple(
        fault
        for folder in find_versions(rules)
        if (folder.rule_set, folder.version) == (version.rule_set, version.version)
        for fault in unmet_expectations(folder, lambda case: reader.read_plain(case).transaction)
    )


def check_rules(rules: Path) -> list[RuleSetVersion]:
    """The versions in a rules folder, none of which has a fault; raises ``InvalidRuleSet`` with all there are."""
    return checked_versions(RuleFolderSource(rules), check=compile_rule_set, recorded_at=datetime.now(UTC))


def check_golden_cases(rules: Path) -> list[GoldenReport]:
    """What came of the golden cases of every version in a rules folder; raises ``InvalidRuleSet``."""
    reader = TransactionReader()
    return [
        check_cases_of_version(version, lambda case: reader.read_plain(case).transaction)
        for version in find_versions(rules)
    ]


def stored_screener(settings: Settings) -> Screener:
    """A screener under the law that the database holds; raises ``StorageUnavailable``."""
    return screener(shelf_at_hand(settings), settings)


def folder_screener(rules: Path, settings: Settings) -> Screener:
    """A screener under the law in a rules folder, without a database; raises ``InvalidRuleSet``."""
    return screener(shelf_at_hand(settings, rules=rules), settings)


def law_shelf(
    archive: Archive,
    *,
    age_limit_seconds: float | None = None,
    clock: Callable[[], float] = time.monotonic,
    today: Callable[[], date] = day_in_utc,
) -> Shelf[Law]:
    """A shelf for compiled rule sets; it is empty until it is refreshed."""
    return Shelf(archive, _compile, age_limit_seconds=age_limit_seconds, clock=clock, today=today)


def screener(shelf: Shelf[Law], settings: Settings) -> Screener:
    """The use case, with the reader and the writer of the wire, which it is not allowed to know."""
    reader = TransactionReader(limit_bytes=settings.body_limit_bytes)
    forgetful = Screener(shelf, read=reader.read, write=canonical_bytes)
    if not settings.remembered_bytes:
        return forgetful
    forms = FormReader(limit_bytes=settings.body_limit_bytes)
    return forgetful.remembering(Recollection(forms, write=canonical_bytes, limit_bytes=settings.remembered_bytes))


def comparer(shelf: Shelf[Law], settings: Settings) -> Comparer:
    """The use case that puts one transaction to several versions."""
    transactions = TransactionReader(limit_bytes=settings.body_limit_bytes)
    reader = ComparisonReader(transactions, limit_bytes=settings.body_limit_bytes)
    return Comparer(shelf, read=reader.read, write=canonical_bytes)


def ownership_desk(shelf: LawAtHand, settings: Settings) -> OwnershipDesk:
    """The use case that answers questions about ownership by themselves."""
    reader = OwnershipReader(limit_bytes=settings.body_limit_bytes)
    return OwnershipDesk(shelf, read=reader.read, write=canonical_bytes)


def bods_converter(settings: Settings) -> BodsConverter:
    """Makes the converter of beneficial ownership statements from what reads and writes JSON and transactions."""
    return BodsConverter(
        parse=partial(parse_json, limit_bytes=settings.body_limit_bytes),
        read_export=export_reader(limit_bytes=settings.body_limit_bytes).read,
        check=TransactionReader().read_plain,
        is_valid_number=lambda scheme, number: SCHEMES[scheme].is_valid(number),
        write=canonical_bytes,
    )


def shelf_at_hand(settings: Settings, *, rules: Path | None = None) -> Shelf[Law]:
    """The law that the database holds or, where a folder is named, the law in it, ready to be applied.

    Raises ``StorageUnavailable`` or ``InvalidRuleSet``.
    """
    shelf = law_shelf(archive_at_hand(settings, rules=rules))
    shelf.refresh()
    return shelf


def archive_at_hand(settings: Settings, *, rules: Path | None = None) -> Archive:
    """The database or, where a folder is named, the folder; raises ``InvalidRuleSet``."""
    return SourceArchive(check_rules(rules)) if rules else SqlArchive(open_engine(settings.database_url))


def _prepare(settings: Settings, shelf: Shelf[Law]) -> None:
    load_rules(settings)
    shelf.refresh()


def _close(engine: Engine, shelf: Shelf[Law]) -> None:
    shelf.stop()
    engine.dispose()


def _compile(document: Document) -> Law:
    return Law(compile_rule_set(located(document, "stored document")), on_failure=_log_failure)


def _log_failure(failure: Exception) -> None:
    # Where it happened and of which kind, but not its message, which may repeat a value of the transaction.
    places = "".join(traceback.format_tb(failure.__traceback__))
    logging.getLogger(__name__).error("A rule could not be evaluated: %s\n%s", type(failure).__name__, places)
