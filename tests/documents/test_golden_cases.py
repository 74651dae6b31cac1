"""Golden cases of every version as a page, for a word processor and as text: every fourth, or every sixtieth."""

import json
import re
from io import BytesIO

import pytest
from docx import Document
from lxml import html

from app.documents.composing import memo_of
from app.documents.docx import memo_docx
from app.documents.html import memo_html
from app.documents.memo import texts_of
from app.documents.text import WIDTH, determination_text
from app.documents.wording import day_in_words, sentence
from app.documents.wrapping import columns
from tests.documents.presenting import EXAMPLES, presenter
from tests.golden.versions import cases_in, every_batch
from tests.profiles import some_of


def presented(version, case):
    body = json.dumps(case.transaction, default=str).encode()
    return presenter().present(body, version=version, variants=case.variants)


@every_batch
def test_page_and_text_say_the_determination_each_day_and_each_paragraph_that_decides(version, batch):
    for case, _ in some_of(cases_in(version, batch), 6):
        shown = presented(version, case)
        full, brief = shown.full, shown.brief
        page = squeezed("".join(html.document_fromstring(memo_html(memo_of(shown))).find("body").itertext()))
        text = determination_text(brief)
        assert text.startswith(brief["determination"].replace("_", " ").upper()), case.case
        assert max(map(columns, text.splitlines())) <= WIDTH, case.case
        assert squeezed(sentence(full["determination"])) in page, case.case
        text = squeezed(text)
        for told in (page, text):
            assert squeezed(full["summary"]) in told, case.case
            for each in (*brief["obligations"], *brief["reasons"]):
                assert squeezed(each["citation"]) in told, case.case
            for each in full["missing_facts"]:
                assert squeezed(each["question"]) in told, case.case
        for day in (each["due"] or each.get("until") for each in full["obligations"]):
            assert day is None or squeezed(day_in_words(day)) in page, case.case
            assert day is None or day in text, case.case


@every_batch
def test_page_and_document_hold_the_whole_memo(version, batch):
    # What is composed is held against many cases above; how it is written is the same in all.
    for case, _ in some_of(cases_in(version, batch), 60):
        memo = memo_of(presented(version, case))
        page = squeezed("".join(html.document_fromstring(memo_html(memo)).find("body").itertext()))
        document = squeezed(document_text(memo_docx(memo)))
        for text in texts_of(memo):
            assert squeezed(text) in page, case.case
            assert squeezed(text) in document, case.case


def document_text(content):
    document = Document(BytesIO(content))
    body = "".join(each.text or "" for each in document.element.body.iter() if each.tag.endswith("}t"))
    return body + "".join(each.text for each in document.sections[0].footer.paragraphs)


def squeezed(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("form", [memo_html, memo_docx])
def test_equal_answers_give_equal_bytes(form):
    case, _ = next(cases_in("2025-01-02", 0))
    one, other = (form(memo_of(presented("2025-01-02", case))) for _ in range(2))
    assert one == other


def test_a_memo_under_a_pinned_text_says_that_it_may_have_been_withdrawn_or_corrected():
    body = (EXAMPLES / "ai-developer.json").read_bytes()
    for chosen, said in (({"version": "2025-01-02"}, True), ({}, False)):
        page = memo_html(memo_of(presenter().present(body, **chosen))).decode()
        assert ("where it was withdrawn or corrected since" in page) is said
