"""Puts the parts together: makes the service, and what each command needs, from the settings of the environment."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Self

import orjson
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette_compress import CompressMiddleware

from app.api.application import application
from app.api.batch.line_reader import LineOptions
from app.api.batch.line_screener import LineScreener
from app.api.batches import LAW_SNAPSHOT
from app.api.loopback import LoopbackGuard
from app.api.metrics import Metrics
from app.api.rate_limits import RateLimits
from app.api.recording import RECEIPT_HEADERS
from app.api.release import API_VERSION
from app.api.services import Lifecycle, Services
from app.api.signatures import SIGNATURE_HEADER
from app.api.wire.canonical import answer_bytes
from app.api.wire.reader import TransactionReader
from app.domain.analysis.touched_deals import Watched
from app.domain.answers.lifecycle import FindingJson
from app.domain.errors import Fault, StorageUnavailable
from app.domain.language.compiler import compile_rule_set
from app.domain.screening import Explain
from app.rulefiles.gate import check_draft
from app.rulefiles.golden import faults_of
from app.rulefiles.rule_folder import VersionFolder, rule_documents
from app.rulefiles.shipped_texts import shipped_texts
from app.service.access.access import Access
from app.service.access.keys import ApiKeys
from app.service.access.persons import Persons
from app.service.access.scopes import AccessMode, AccessScope
from app.service.access.tokens import TokenVerifier
from app.service.answering import determined_under
from app.service.catalogue import Catalogue
from app.service.clock import Clock, day_in_utc, time_in_utc
from app.service.drafting import Drafting
from app.service.drafts import Cases, Gate
from app.service.law_cache import LawCache
from app.service.loading import Loaded, checked_versions, load_rule_sets
from app.service.ports import Archive, Document, RuleSetVersion
from app.service.publication import Publishing
from app.service.records.keeping import RecordKeeper
from app.service.records.recomputing import Recomputer
from app.service.records.recording import Recorder
from app.service.repeating import Repeating
from app.service.screening import AnswerCaches, CurrentLaw, Screener, no_cache
from app.service.signing import Sign, no_signature
from app.service.source_archive import SourceArchive
from app.service.told_law import TextNotHeld, ToldLaw
from app.service.watching import AskedLaw, PortfolioWatch
from app.service.working import WITHOUT_LAW, Busy, Task, Use, WorkLost, WorkOverran, Workplace, in_threads, received
from app.settings import SettingError, Settings
from app.shipped_files import OPENAPI
from app.storage.archive import SqlArchive
from app.storage.engine import open_engine, opened_engine
from app.storage.keys import SqlKeys
from app.storage.migration import upgrade
from app.storage.records import SqlRecords
from app.storage.sealing import Sealing, UnfitRecordKeys, read_record_keys
from app.telemetry.logs import set_up_logs
from app.telemetry.traces import start_traces, traced
from app.use_cases import begin_work, compiled_law, templates, tools
from app.workers.pool import WorkerPool

_CHECK_SECONDS = 120.0
"""How long the check of a draft may take, or wait for another."""
NO_KEYS = b'{"keys": []}\n'


def load_rules(settings: Settings) -> list[Loaded]:
    """Migrate the database and store the texts of the rules folder that are to answer.

    Raises ``StorageUnavailable`` or ``InvalidRuleSet``.
    """

    def faults(version: RuleSetVersion) -> tuple[Fault, ...]:
        folder = settings.rules_dir / version.rule_set / version.version
        return faults_of(VersionFolder(folder, version.source))

    upgrade(settings.database_url)
    now = time_in_utc()
    shipped = shipped_texts(settings.rules_dir, recorded_at=now)
    with opened_engine(settings.database_url) as engine:
        archive = SqlArchive(engine)
        return load_rule_sets(shipped, archive, faults_of=faults, actor="rule loader", recorded_at=now)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the service as an ASGI application on a database that was loaded; by default as the environment says."""
    settings = settings or environment_settings()
    engine = open_engine(settings.database_url)
    archive = SqlArchive(engine)
    shipped = shipped_texts(settings.rules_dir, recorded_at=time_in_utc()) if settings.rules_dir.is_dir() else ()
    processes = WorkProcesses(settings)
    age_limit = settings.law_age_limit_seconds
    cache = LawCache(archive, compiled_law, age_limit_seconds=age_limit, shipped=shipped, tell=processes.tell)

    @asynccontextmanager
    async def running(_app: Any) -> AsyncIterator[None]:
        async with processes:
            await asyncio.to_thread(cache.refresh)
            gc.collect()
            gc.freeze()  # to look through the law for garbage again would keep every request waiting
            every = settings.refresh_seconds
            try:
                async with (
                    Repeating(cache.refresh, every_seconds=every, name="reading the law"),
                    Repeating(provided.access.refresh, every_seconds=every, name="reading the keys"),
                    Repeating(measure, every_seconds=every, name="measuring"),
                ):
                    yield
            finally:
                with suppress(StorageUnavailable):
                    await asyncio.to_thread(provided.access.write_uses)
                engine.dispose()

    def measure() -> None:
        provided.metrics.measure(provided.readiness())

    provided = services(cache, archive, engine, settings, processes=processes)
    middleware = []
    if settings.access_mode is AccessMode.LOOPBACK:
        told = "Only this machine is answered, and without a key. SCREENING_ACCESS says otherwise: docs/access.md"
        logging.getLogger(__name__).warning(told)
        middleware.append(Middleware(LoopbackGuard, origins=settings.cors_origins))
    if settings.cors_origins:
        exposed = [LAW_SNAPSHOT, *SIGNATURE_HEADER, *RECEIPT_HEADERS, "ETag", "Retry-After", "X-Request-Id"]
        allowed: dict[str, Any] = {"allow_methods": ["*"], "allow_headers": ["*"], "expose_headers": exposed}
        middleware.append(Middleware(CORSMiddleware, allow_origins=settings.cors_origins, **allowed))
    if settings.compression:
        middleware.append(Middleware(CompressMiddleware))
    return application(provided, openapi=OPENAPI.read_bytes(), lifespan=running, middleware=middleware)


def served_app() -> FastAPI:
    """Make the service for a process that only serves: as the environment says, with its log and its traces."""
    settings = environment_settings()
    set_up_logs(settings.log_level, settings.log_format)
    if settings.tracing:
        start_traces(version=API_VERSION)
    return create_app(settings)


class WorkProcesses:
    """Holds the processes that work for one that serves; to be entered on its event loop.

    Drafts are checked in a process of their own, which begins with the first of them: that takes many times as long as
    anything else.
    """

    def __init__(self, settings: Settings) -> None:
        self.metrics = Metrics()
        begin, waiting = partial(begin_work, settings), settings.work_waiting
        seconds = settings.work_seconds
        self._pool = WorkerPool(
            begin, size=settings.work_processes, waiting=waiting, work_seconds=seconds, patience_seconds=seconds
        )
        self._checks = WorkerPool(
            begin, size=1, waiting=waiting, work_seconds=_CHECK_SECONDS, patience_seconds=_CHECK_SECONDS
        )
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        await self._pool.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._pool.close()
        await self._checks.close()

    def tell(self, law: ToldLaw) -> None:
        """Tell all processes the law that is about to be at hand, from another thread."""
        self._from_thread(self._pool.tell(law.name, law))

    def check(self, document: Document, cases: Cases) -> list[FindingJson]:
        """Check a draft, from another thread; raises ``Busy`` or ``WorkLost``."""
        found: list[FindingJson] = self._from_thread(
            self._worked(self._checks, Task(Use.CHECK_DRAFT, (document, cases)))
        )
        return found

    async def work(self, task: Task, *, law: CurrentLaw, here: Workplace) -> Any:
        """Do a task: ``here``, where it takes a text of the law that was superseded, and elsewhere otherwise.

        Raises what the use case raises, what ``law`` raises, ``Busy``, ``WorkLost`` or ``WorkFailed``.
        """
        if task.use not in WITHOUT_LAW:
            law()  # raises where the law at hand may not answer
        try:
            return await self._worked(self._pool, task)
        except TextNotHeld:
            return await here(task)

    async def _worked(self, pool: WorkerPool, task: Task) -> Any:
        answer = pool.answer_in_turn if task.use is Use.SCREEN_LINE else pool.answer
        ended = "done"
        try:
            return received(await answer(task))
        except (Busy, WorkLost) as error:
            ended = "busy" if isinstance(error, Busy) else "overran" if isinstance(error, WorkOverran) else "lost"
            raise
        finally:
            self.metrics.worked(ended)

    def _from_thread(self, coroutine: Any) -> Any:
        if self._loop is None:
            raise RuntimeError("the processes have not begun")
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()


def services(
    cache: LawCache,
    archive: Archive,
    engine: Engine,
    settings: Settings,
    *,
    clock: Clock = time_in_utc,
    today: Callable[[], date] = day_in_utc,
    processes: WorkProcesses | None = None,
) -> Services:
    """Make all use cases that the routes call; without ``processes``, what takes long is done in threads."""
    work, gate, metrics = in_threads(tools(cache.snapshot, settings)), check_draft, Metrics()
    if processes is not None:
        work = partial(processes.work, law=cache.snapshot, here=work)
        gate, metrics = processes.check, processes.metrics
    sign, verification_keys = opened_signing(settings) if settings.signing_keys_file else (no_signature, NO_KEYS)
    records = SqlRecords(engine, sealing(settings))
    return Services(
        recorder=Recorder(records, which=settings.record, years=settings.record_years, clock=clock),
        records=RecordKeeper(records, clock=clock),
        recomputer=recomputer(cache.snapshot, settings),
        access=access(engine, settings, clock=clock),
        screener=screener(cache.snapshot, settings),
        work=work,
        metrics=metrics,
        catalogue=Catalogue(archive, today=today),
        templates=templates(settings),
        lifecycle=lifecycle(engine, clock=clock, gate=gate),
        sign=sign,
        verification_keys=verification_keys,
        readiness=cache.ready,
        rates=RateLimits(settings.rate_limit),
        body_limit_bytes=settings.body_limit_bytes,
    )


@contextmanager
def opened_lifecycle(*scopes: AccessScope) -> Iterator[tuple[Lifecycle, str]]:
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
        caller = ApiKeys(SqlKeys(engine)).authenticate(settings.api_key.strip() or None).principal()
        caller.require(*scopes)
        yield parts, caller.person


@contextmanager
def opened_keys() -> Iterator[tuple[ApiKeys, Persons]]:
    """Open the keys and the persons in the database of the environment, and bring it to the schema of this release.

    Raises ``StorageUnavailable``.
    """
    settings = environment_settings()
    upgrade(settings.database_url)
    with opened_engine(settings.database_url) as engine:
        store = SqlKeys(engine)
        yield ApiKeys(store), Persons(store)


def environment_settings() -> Settings:
    """Read the settings of the process; raises ``SettingError``."""
    return Settings.from_environment()


def check_rules(rules: Path) -> list[RuleSetVersion]:
    """Return the versions in a rules folder; raises ``InvalidRuleSet`` with all the faults that they have."""
    return checked_versions(rule_documents(rules), check=compile_rule_set, recorded_at=time_in_utc())


def lifecycle(engine: Engine, *, clock: Clock = time_in_utc, gate: Gate = check_draft) -> Lifecycle:
    """Make the use cases that change the law, on a migrated database."""
    archive = SqlArchive(engine)
    drafting = Drafting(archive, gate=gate, clock=clock)
    return Lifecycle(
        drafting=drafting,
        publishing=Publishing(archive, drafting, clock=clock),
    )


def access(engine: Engine, settings: Settings, *, clock: Clock = time_in_utc) -> Access:
    """Make what tells who makes a request."""
    store = SqlKeys(engine)
    return Access(
        ApiKeys(store, clock=clock),
        Persons(store, clock=clock),
        mode=settings.access_mode,
        age_limit_seconds=settings.law_age_limit_seconds,
        tokens=_token_verifier(settings, clock) if settings.token_issuer else None,
        clock=clock,
    )


def _token_verifier(settings: Settings, clock: Clock) -> TokenVerifier:
    from app.tokens.issuer_keys import IssuerKeys  # noqa: PLC0415 (a client of HTTP takes time to load)
    from app.tokens.verifier import JwtVerifier  # noqa: PLC0415 (see above)

    return JwtVerifier(
        IssuerKeys(settings.token_jwks_url),
        issuer=settings.token_issuer,
        audience=settings.token_audience,
        person_claim=settings.token_person_claim,
        clock=clock,
    )


def screener(law: CurrentLaw, settings: Settings) -> Screener:
    """Make the use case, with the reader and the writer of the wire, which it is not allowed to know."""
    reader = TransactionReader(limit_bytes=settings.body_limit_bytes)
    # `app.recall` is optional: without its folder and the import below, `no_cache` is used.
    answer_cache: Callable[[Settings], AnswerCaches | None] = no_cache
    from app.recall.cache import answer_cache  # noqa: F811, PLC0415 (optional: goes with the folder, and nothing else)

    read, determine, write = reader.read, determined_under, answer_bytes
    if settings.tracing:
        read, determine = traced("read transaction", read), traced("determine", determine)
        write = traced("write answer", write)
    return Screener(law, read=read, write=write, determine=determine, caches=answer_cache(settings))


def line_screener(law: CurrentLaw, settings: Settings) -> LineScreener:
    """Make the part that screens line by line, all under the law as it is now; raises ``StorageUnavailable``."""
    return LineScreener(*screener(law, settings).at_this_moment(), limit_bytes=settings.body_limit_bytes)


def portfolio_watch(law: CurrentLaw, settings: Settings, watched: Watched) -> PortfolioWatch:
    """Make the use case that finds what touches deals, under the law as it is now; raises ``StorageUnavailable``."""
    snapshot, screener_now = screener(law, settings).at_this_moment()
    lines = LineScreener(snapshot, screener_now, limit_bytes=settings.body_limit_bytes)

    def rescreen(number: int, body: bytes, asked: AskedLaw) -> bytes:
        explain = Explain.FULL if asked.thorough else Explain.BRIEF
        options = LineOptions(asked.rule_set, asked.version, None, dict(asked.variants), explain)
        return lines.answer(number, body, options).body

    read = TransactionReader(limit_bytes=settings.body_limit_bytes).read
    return PortfolioWatch(snapshot, watched, read=read, rescreen=rescreen, parse=orjson.loads)


@contextmanager
def opened_webhook(url: str, settings: Settings) -> Iterator[Callable[[str, bytes], None]]:
    """Open what sends an event to an address by id and body, signed with the secret of the environment.

    Raises ``SettingError`` where there is none, and ``UnfitAddress``; what it gives raises ``NotDelivered``.
    """
    from app.webhooks.sender import opened_sender  # noqa: PLC0415 (a client of HTTP takes time to load)

    if not settings.webhook_secret:
        raise SettingError("Set SCREENING_WEBHOOK_SECRET to the secret that the receiver knows: `whsec_…`.")
    with opened_sender(url, settings.webhook_secret, clock=time_in_utc) as sender:
        yield sender.send


def recomputer(law: CurrentLaw, settings: Settings) -> Recomputer:
    """Make the use case that computes recorded answers again."""
    return Recomputer(law, read=TransactionReader(limit_bytes=settings.body_limit_bytes).read, write=answer_bytes)


def sealing(settings: Settings) -> Sealing:
    """Make what encrypts columns of the record, if there are keys; raises ``SettingError``."""
    if settings.record_keys_file is None:
        return Sealing()
    try:
        return Sealing(read_record_keys(settings.record_keys_file))
    except UnfitRecordKeys as error:
        raise SettingError(f"SCREENING_RECORD_KEYS_FILE: {error}") from None


@contextmanager
def opened_records(*scopes: AccessScope) -> Iterator[tuple[RecordKeeper, str]]:
    """Open the record in the database of the environment, with the name of the person who acts.

    It asks for a key as :func:`opened_lifecycle` does, and raises the same.
    """
    settings = environment_settings()
    with opened_lifecycle(*scopes) as (_, person), opened_engine(settings.database_url) as engine:
        yield RecordKeeper(SqlRecords(engine, sealing(settings))), person


def opened_signing(settings: Settings) -> tuple[Sign, bytes]:
    """Read the keys that sign; return what signs with the first, and the JWK Set of all for those who verify.

    Raises ``SettingError`` where there is no such file, or no key in it can sign.
    """
    from app.signing.key_file import UnfitKeyFile, public_key_set, read_keys  # noqa: PLC0415 (takes time to load)
    from app.signing.signatures import signing  # noqa: PLC0415 (see above)

    variable = "SCREENING_SIGNING_KEYS_FILE"
    if not settings.signing_keys_file:
        raise SettingError(f"Set {variable} to the file of keys; `python -m app signing-keys create` makes one.")
    try:
        keys = read_keys(Path(settings.signing_keys_file))
        return signing(keys), public_key_set(keys)
    except UnfitKeyFile as error:
        raise SettingError(f"{variable}: {error}") from None


def loaded_law(settings: Settings, *, rules: Path | None = None) -> CurrentLaw:
    """Load the law that the database holds or, where a folder is named, the law in it, ready to be applied.

    Raises ``StorageUnavailable`` or ``InvalidRuleSet``.
    """
    return law_in(archive_of(settings, rules=rules))


def law_in(archive: Archive) -> CurrentLaw:
    """Load the law that an archive holds now; raises ``StorageUnavailable``."""
    cache = LawCache(archive, compiled_law)
    cache.refresh()
    return cache.snapshot


def versions_at_hand(settings: Settings, *, rules: Path | None = None) -> tuple[RuleSetVersion, ...]:
    """Read every version in the database or, where a folder is named, in the folder, with its text.

    Raises ``StorageUnavailable`` or ``InvalidRuleSet``.
    """
    if rules is not None:
        return tuple(check_rules(rules))
    with opened_engine(settings.database_url) as engine, SqlArchive(engine).reading() as stored:
        found = [version for rule_set in stored.rule_sets() for version in stored.versions(rule_set)]
        return tuple(stored.version(each.rule_set, each.version) for each in found)


def archive_of(settings: Settings, *, rules: Path | None = None) -> Archive:
    """Give the versions in the database or, where a folder is named, in the folder; raises ``InvalidRuleSet``."""
    return SourceArchive(check_rules(rules)) if rules else SqlArchive(open_engine(settings.database_url))
