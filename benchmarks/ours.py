"""The service's own screening, put together as ``app.main`` does it, and the stages that it consists of."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from app import main
from app.api.wire.canonical import canonical_bytes
from app.api.wire.reader import TransactionReader
from app.domain.canonical import digest
from app.domain.evaluation.run import Run
from app.domain.language.compiler import compile_rule_set
from app.domain.located import located
from app.domain.screening import Explain, Law
from app.service.ports import Document
from app.service.screening import Screener
from app.settings import Settings

RULES = Path(__file__).parents[1] / "rules"
RULE_SET, VERSION = "us-oisp", "2025-01-02"


@cache
def screener(settings: Settings) -> Screener:
    """The use case under the whole of the rules folder."""
    return main.screener(main.loaded_law(settings, rules=RULES), settings)


@cache
def document() -> Document:
    """The document of the rule set that is measured."""
    versions = {(each.rule_set, each.version): each.document for each in main.check_rules(RULES)}
    return versions[RULE_SET, VERSION]


@cache
def law() -> Law:
    """The rule set that is measured, compiled."""
    return compiled(document())


def compiled(rules: Document) -> Law:
    """The rule set of a document."""
    return Law(compile_rule_set(located(rules, "benchmark")))


def screen(body: bytes) -> bytes:
    """A determination with brief reasons."""
    return screener(Settings()).screen(body, rule_set=RULE_SET, version=VERSION, explain=Explain.BRIEF).body


def screen_anew(body: bytes) -> bytes:
    """A determination with brief reasons, worked out as for the first deal of its kind."""
    return (
        screener(Settings(remembered_bytes=0))
        .screen(body, rule_set=RULE_SET, version=VERSION, explain=Explain.BRIEF)
        .body
    )


def stages(body: bytes) -> dict[str, Callable[[], object]]:
    """The stages of one screening, each able to run by itself: what they take together is less than the whole.

    ``truth`` is the verdicts on the outcomes alone; ``reasons`` is the whole of the law's part, so their difference is
    what it takes to explain. The rest of the whole is choosing the version and naming it.
    """
    reader, rules = TransactionReader(), law()
    read = reader.read(body)
    readings = {each.id: each.taken for each in rules.rule_set.interpretations.values()}
    answer = rules.screen(read.transaction, explain=Explain.BRIEF)

    def truth() -> object:
        run = Run(rules.program, read.transaction, readings)
        verdicts = rules.verdicts(run)
        run.ownership.forget()
        return verdicts

    def write() -> object:
        written = canonical_bytes(answer)
        return digest(read.canonical), digest(written)

    return {
        "read": lambda: reader.read(body),
        "truth": truth,
        "truth and reasons": lambda: rules.screen(read.transaction, explain=Explain.BRIEF),
        "write": write,
    }
