"""Runs the commands that answer as the interface does: ``screen``, ``ask``, ``requests``, ``compare`` and so on."""

import argparse
import sys
from typing import Any

import orjson

from app.api.wire.parsing import parse_json
from app.bods.converter import BodsConverter
from app.commands.exit_codes import DETERMINATIONS, USAGE
from app.commands.interview import Interviewer
from app.commands.plain_text import comparison_text, ownership_text
from app.commands.terminal import Terminal
from app.commands.transaction_file import read_body, read_to_edit
from app.commands.typed_answers import yes_or_no
from app.documents.forms import DOCUMENTS, MEDIA_TYPES
from app.documents.text import determination_text
from app.domain.answers.determination import Determination
from app.domain.answers.questions import NextQuestionJson, QuestionMode, QuestionsJson
from app.domain.diligence.email import requests_text
from app.domain.errors import InvalidVariants, Problem
from app.domain.screening import Explain
from app.main import environment_settings, loaded_law, opened_signing, screener
from app.service.presenting import Presented
from app.service.signing import SignedKind, no_signature
from app.service.snapshot import Snapshot
from app.use_cases import comparer, ownership_analyzer, presenter, questioner, requester


def screen(options: argparse.Namespace) -> int:
    """Print a determination as JSON, as text or as a memo; the exit code says which it is."""
    settings = environment_settings()
    form = options.format or _default_format(options)
    if options.sign and (options.output is None or form != "json"):
        print("With --sign, name a file for the JSON: --output answer.json", file=sys.stderr)
        return USAGE
    sign = opened_signing(settings)[0] if options.sign else no_signature
    law = loaded_law(settings, rules=options.rules)
    selection: dict[str, Any] = {
        "rule_set": options.rule_set,
        "version": options.version,
        "as_known_on": options.as_known_on,
        "variants": chosen_variants(options),
    }
    with read_body(options.file) as body:
        if form == "json":
            given = screener(law, settings).screen(body, explain=Explain(options.explain), **selection)
            determination, answer = given.determination, given.body
        else:
            presented = presenter(law, settings).present(body, explain=Explain(options.explain), **selection)
            determination, answer = presented.full["determination"], _document(form, presented)
    if form == "json":
        answer = (orjson.dumps(orjson.loads(answer), option=orjson.OPT_INDENT_2) if options.pretty else answer) + b"\n"
    if options.output is not None:
        options.output.write_bytes(answer)
        if options.sign:
            signature = f"{sign(answer, SignedKind.DETERMINATION)}\n"
            options.output.with_name(options.output.name + ".jws").write_text(signature, "utf-8")
    else:
        sys.stdout.buffer.write(answer)
    return DETERMINATIONS[determination]


def chosen_variants(options: argparse.Namespace) -> dict[str, str]:
    """Return the alternatives chosen, by axis; raises ``InvalidVariants`` for two of one."""
    variants = dict(options.variant)
    if len(variants) < len(options.variant):
        raise InvalidVariants([Problem("/variant", "Two alternatives of the same variant are chosen.", "repeated")])
    return variants


def _default_format(options: argparse.Namespace) -> str:
    """Name the format by the name of the file to write; text on a terminal, unless something of JSON is asked for."""
    if options.output is not None:
        return {".txt": "text", ".html": "html", ".docx": "docx", ".ics": "ics"}.get(
            options.output.suffix.lower(), "json"
        )
    of_json = options.pretty or options.explain == Explain.FULL
    return "text" if sys.stdout.isatty() and not of_json else "json"


def _document(form: str, presented: Presented) -> bytes:
    if form == "text":
        return f"{determination_text(presented.brief, width=Terminal().width)}\n".encode()
    return DOCUMENTS[MEDIA_TYPES[form]](presented)


def ask(options: argparse.Namespace) -> int:
    """Interview a person on a transaction, and print the determination; the exit code is that of `screen`."""
    settings = environment_settings()
    law = loaded_law(settings, rules=options.rules)
    use_case, questions = screener(law, settings), questioner(law, settings)

    def screen(document: Any) -> Determination:
        answer: Determination = orjson.loads(use_case.screen(orjson.dumps(document, default=str)).body)
        return answer

    def next_question(document: Any) -> NextQuestionJson | None:
        asked: QuestionsJson = orjson.loads(questions.ask(orjson.dumps(document, default=str), QuestionMode.NEXT))
        return asked["next"]

    terminal, target = Terminal(), options.output or options.file
    with read_body(options.file) as body:
        use_case.screen(body)  # what does not fit is told with its line
    if target != options.file and target.exists():
        terminal.say(f"{target} is there already. Replace it?")
        if not terminal.asked(yes_or_no):
            return USAGE
    edited = read_to_edit(options.file)
    answer = Interviewer(edited, terminal, screen=screen, ask=next_question, target=target).hold()
    terminal.say()
    print(determination_text(answer, width=terminal.width))
    return DETERMINATIONS[answer["determination"]]


def requests(options: argparse.Namespace) -> None:
    """Print what to ask of whom: as text on a terminal, and else the answer of the API."""
    settings = environment_settings()
    use_case = requester(loaded_law(settings, rules=options.rules), settings)
    with read_body(options.file) as body:
        made = use_case.requests(body)
    print_answer(requests_text(made).rstrip() if sys.stdout.isatty() else use_case.written(made))


def compare(options: argparse.Namespace) -> None:
    """Print the determinations under several versions, and on what they part."""
    settings = environment_settings()
    rule_set = {"rule_set": options.rule_set} if options.rule_set else {}
    versions = [{"version": name, "variants": chosen, **rule_set} for name, chosen in options.versions or ()]
    with read_body(options.file) as body:
        parse_json(body, limit_bytes=settings.body_limit_bytes)
        request = b'{"transaction":%b,"versions":%b}' % (body, orjson.dumps(versions or None))
        answer = comparer(loaded_law(settings, rules=options.rules), settings).compare(request)
    print_answer(answer if options.json else comparison_text(orjson.loads(answer)))


def ownership(options: argparse.Namespace) -> None:
    """Print who holds how much of whom."""
    settings = environment_settings()
    rules = options.rules or settings.rules_dir

    def law() -> Snapshot:
        return loaded_law(settings, rules=rules)()

    # The law is read only if the question names a definition of it.
    with read_body(options.file) as body:
        answer = ownership_analyzer(law, settings).answer(body)
    print_answer(answer if options.json else ownership_text(orjson.loads(answer)))


def import_statements(options: argparse.Namespace) -> None:
    """Print the parties and interests that statements tell of."""
    with read_body(options.file) as body:
        print_answer(_converter().import_statements(body, as_of=options.as_of))


def export_statements(options: argparse.Namespace) -> None:
    """Print the statements on parties and interests."""
    with read_body(options.file) as body:
        print_answer(_converter().export_statements(body))


def _converter() -> BodsConverter:
    return BodsConverter(limit_bytes=environment_settings().body_limit_bytes)


def print_answer(answer: bytes | str) -> None:
    """Print an answer, as JSON or as text."""
    if isinstance(answer, str):
        print(answer)
    else:
        sys.stdout.buffer.write(answer + b"\n")
