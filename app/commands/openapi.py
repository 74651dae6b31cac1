"""Runs ``openapi``: prints the OpenAPI document with examples that are what the service answers."""

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import orjson

from app.api.application import interface
from app.api.description.document import ShownExample, openapi_document, openapi_json
from app.api.wire.canonical import canonical_bytes
from app.bods.converter import BodsConverter
from app.domain.answers.questions import QuestionMode
from app.main import environment_settings, loaded_law, screener
from app.settings import Settings
from app.shipped_files import OPENAPI
from app.use_cases import comparer, notification_drafter, ownership_analyzer, questioner, templates

_EXPORTED: Final = {"about": "company", "day": "2025-06-16"}
_COMPARED: Final = "ai-developer"
_ASKED: Final = "ai-developer-compute-not-known"


def openapi(options: argparse.Namespace) -> None:
    """Print the OpenAPI document."""
    sys.stdout.buffer.write(openapi_with_examples(options.rules or environment_settings().rules_dir))


def openapi_with_examples(rules: Path) -> bytes:
    """Make the OpenAPI document with the example transactions of a rules folder and what its law says of them.

    Raises ``InvalidRuleSet``, and what a screening raises where an example is no transaction.
    """
    settings, committed = Settings(), OPENAPI.parent
    law = loaded_law(settings, rules=rules)
    screen, converter = screener(law, settings).screen, BodsConverter(limit_bytes=settings.body_limit_bytes)
    screened = _answered(rules, "*/*/examples/*.json", lambda body: screen(body).body)
    imported = _answered(committed, "bods/*.json", converter.import_statements)
    exported = {name: _exported(converter, example) for name, example in imported.items()}
    compared = {}
    if _COMPARED in screened:
        request = {"transaction": screened[_COMPARED].request}
        answer = comparer(law, settings).compare(orjson.dumps(request))
        compared[_COMPARED] = ShownExample("Under every published version", request, orjson.loads(answer))
    ask = partial(questioner(law, settings).ask, mode=QuestionMode.NEXT)
    drafter = notification_drafter(law, settings)
    shown = {
        "screen": screened,
        "ask": _answered(rules, f"*/*/examples/{_ASKED}.json", ask),
        "compare": compared,
        "draftNotification": _answered(
            rules, f"*/*/examples/{_COMPARED}.json", lambda body: canonical_bytes(drafter.draft(body))
        ),
        "ownership": _answered(committed, "ownership/*.json", ownership_analyzer(law, settings).answer),
        "importStatements": imported,
        "exportStatements": exported,
        "template": {"loan": ShownExample("For a loan", None, templates(settings).one("loan"))},
    }
    for path in committed.glob("lifecycle/*.json"):
        shown[path.stem] = {"two-articles": ShownExample("A law of two articles", **orjson.loads(path.read_bytes()))}
    return openapi_json(openapi_document(interface().openapi(), shown))


def _answered(folder: Path, pattern: str, answer: Callable[[bytes], bytes]) -> dict[str, ShownExample]:
    """Give every body in a folder that fits the pattern, with its answer, by the names of the files."""
    bodies = {path.stem: path.read_bytes() for path in sorted(folder.glob(pattern))}
    return {
        name: ShownExample(name.replace("-", " ").capitalize(), orjson.loads(body), orjson.loads(answer(body)))
        for name, body in bodies.items()
    }


def _exported(converter: BodsConverter, example: ShownExample) -> ShownExample:
    """Give the way back of what was imported."""
    request = {**{key: example.response[key] for key in ("parties", "interests")}, **_EXPORTED}
    return ShownExample(example.title, request, orjson.loads(converter.export_statements(orjson.dumps(request))))
