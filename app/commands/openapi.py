"""Runs ``openapi``: prints the OpenAPI document with examples that are what the service answers."""

import argparse
import sys
from pathlib import Path
from typing import Final

import orjson

from app.api.application import interface
from app.api.description.document import openapi_document, openapi_json
from app.api.description.example import Example
from app.domain.screening import Explain
from app.main import (
    OPENAPI,
    bods_converter,
    comparer,
    environment_settings,
    loaded_law,
    ownership_analyzer,
    screener,
)
from app.settings import Settings

EXAMPLES: Final = "*/*/examples/*.json"
QUESTIONS: Final = "ownership/*.json"
STATEMENTS: Final = "bods/*.json"
LIFECYCLE: Final = "lifecycle/*.json"
EXPORTED: Final = {"about": "company", "day": "2025-06-16"}
COMPARED: Final = "ai-developer"


def openapi(options: argparse.Namespace) -> int:
    """Print the OpenAPI document."""
    sys.stdout.buffer.write(openapi_with_examples(options.rules or environment_settings().rules_dir))
    return 0


def openapi_with_examples(rules: Path) -> bytes:
    """Make the OpenAPI document with the example transactions of a rules folder and what its law says of them.

    Raises ``InvalidRuleSet``, and what a screening raises where an example is no transaction.
    """
    settings = Settings()
    cache = loaded_law(settings, rules=rules)
    screen = screener(cache.snapshot, settings).screen
    examples = {}
    for path in sorted(rules.glob(EXAMPLES)):
        body = path.read_bytes()
        answer = screen(body, explain=Explain.BRIEF).body
        examples[path.stem] = Example(_title(path), orjson.loads(body), orjson.loads(answer))
    compared = {}
    if COMPARED in examples:
        request = {"transaction": examples[COMPARED].request}
        answer = comparer(cache.snapshot, settings).compare(orjson.dumps(request))
        compared[COMPARED] = Example("Under every published version", request, orjson.loads(answer))
    analyzer = ownership_analyzer(cache.snapshot, settings)
    owned = {}
    for path in sorted(OPENAPI.parent.glob(QUESTIONS)):
        body = path.read_bytes()
        owned[path.stem] = Example(_title(path), orjson.loads(body), orjson.loads(analyzer.answer(body)))
    converter = bods_converter(settings)
    imported, exported = {}, {}
    for path in sorted(OPENAPI.parent.glob(STATEMENTS)):
        body = path.read_bytes()
        found = orjson.loads(converter.import_statements(body))
        imported[path.stem] = Example(_title(path), orjson.loads(body), found)
        request = {"parties": found["parties"], "interests": found["interests"], **EXPORTED}
        written = orjson.loads(converter.export_statements(orjson.dumps(request)))
        exported[path.stem] = Example(_title(path), request, written)
    shown = {
        "screen": examples,
        "compare": compared,
        "ownership": owned,
        "importStatements": imported,
        "exportStatements": exported,
    }
    for path in OPENAPI.parent.glob(LIFECYCLE):
        shown[path.stem] = {"two-articles": Example("A law of two articles", **orjson.loads(path.read_bytes()))}
    return openapi_json(openapi_document(interface().openapi(), shown))


def _title(path: Path) -> str:
    return path.stem.replace("-", " ").capitalize()
