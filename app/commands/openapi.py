"""``python -m app openapi``: the OpenAPI document with examples that are what the service answers."""

import argparse
import sys
from pathlib import Path
from typing import Any

EXAMPLES = "*/*/examples/*.json"
QUESTIONS = "ownership/*.json"
STATEMENTS = "bods/*.json"
EXPORTED = {"about": "company", "day": "2025-06-16"}
LIFECYCLE = "lifecycle/*.json"
COMPARED = "ai-developer"


def add_openapi(commands: Any) -> None:
    """The command line knows the command."""
    command = commands.add_parser("openapi", help="print the OpenAPI document")
    command.add_argument("--rules", type=Path, metavar="DIR", help="where the law of the examples lies")
    command.set_defaults(run=_openapi)


def _openapi(options: argparse.Namespace) -> int:
    from app.main import environment_settings

    sys.stdout.buffer.write(openapi_with_examples(options.rules or environment_settings().rules_dir))
    return 0


def openapi_with_examples(rules: Path) -> bytes:
    """The OpenAPI document with the example transactions of a rules folder and what its law says of them.

    Raises ``InvalidRuleSet``, and what a screening raises where an example is no transaction.
    """
    import orjson

    from app.api.application import interface
    from app.api.description.document import openapi_document, openapi_json
    from app.api.description.example import Example
    from app.domain.screening import Explain
    from app.main import OPENAPI, bods_converter, comparer, ownership_desk, screener, shelf_at_hand
    from app.settings import Settings

    settings = Settings()
    shelf = shelf_at_hand(settings, rules=rules)
    screen = screener(shelf, settings).screen
    examples = {}
    for path in sorted(rules.glob(EXAMPLES)):
        body = path.read_bytes()
        answer = screen(body, explain=Explain.BRIEF).body
        examples[path.stem] = Example(_title(path), orjson.loads(body), orjson.loads(answer))
    compared = {}
    if COMPARED in examples:
        request = {"transaction": examples[COMPARED].request}
        answer = comparer(shelf, settings).compare(orjson.dumps(request))
        compared[COMPARED] = Example("Under every published version", request, orjson.loads(answer))
    desk = ownership_desk(shelf, settings)
    owned = {}
    for path in sorted(OPENAPI.parent.glob(QUESTIONS)):
        body = path.read_bytes()
        owned[path.stem] = Example(_title(path), orjson.loads(body), orjson.loads(desk.answer(body)))
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
