"""Pages, documents and text of a transaction that is hard to print."""

import itertools
from io import BytesIO

import plutoprint
import pypdfium2
import pytest
from docx import Document
from docx.shared import Mm
from lxml import html

from app.documents.composing import memo_of
from app.documents.docx import memo_docx
from app.documents.html import memo_html
from app.documents.memo import linked
from app.documents.text import WIDTH, determination_text
from app.documents.wording import fact_at, printable, value_in_words
from app.documents.wrapping import columns, wrapped
from tests.documents.hard import CHINESE, HEBREW, LONG, MARKUP, hard_body
from tests.documents.presenting import EXAMPLES, presenter

PAPERS = {"A4": plutoprint.PAGE_SIZE_A4, "letter": plutoprint.PAGE_SIZE_LETTER}


@pytest.fixture(scope="module", params=["2025-01-02", "nprm-2024", "coins-2025"])
def shown(request):
    return presenter().present(hard_body(conclusions=request.param == "2025-01-02"), version=request.param)


@pytest.fixture(scope="module")
def page(shown):
    return memo_html(memo_of(shown))


def test_nothing_that_is_stated_becomes_markup(page):
    tree = html.document_fromstring(page)
    assert not {"script", "img", "iframe", "object", "form", "link"} & {each.tag for each in tree.iter()}
    assert MARKUP in tree.text_content()
    addresses = [*tree.xpath("//@href | //@src")]
    assert all(each.startswith("https://www.ecfr.gov/current/title-31/section-850.") for each in addresses)


def test_a_page_has_a_language_a_title_headings_in_order_and_tables_with_heads(page):
    tree = html.document_fromstring(page)
    assert tree.get("lang") == "en"
    assert tree.findtext(".//title")
    levels = [int(each.tag[1]) for each in tree.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert all(each.xpath(".//th[@scope]") for each in tree.iter("table"))


@pytest.mark.parametrize("paper", PAPERS)
def test_no_word_reaches_into_the_margin_of_the_paper(page, paper, tmp_path):
    book = plutoprint.Book(PAPERS[paper])
    book.load_html(page.decode())
    book.write_to_pdf(str(tmp_path / "memo.pdf"))
    printed = pypdfium2.PdfDocument(tmp_path / "memo.pdf")
    millimetre = 72 / 25.4
    for sheet in printed:
        text = sheet.get_textpage()
        boxes = [text.get_charbox(index) for index in range(text.count_chars())]
        assert max((box[2] for box in boxes), default=0) <= sheet.get_width() - 17 * millimetre
        assert min((box[0] for box in boxes), default=99) >= 17 * millimetre
    printed.close()


def test_a_document_has_heading_styles_and_tables_within_the_page_whose_heads_repeat(shown):
    document = Document(BytesIO(memo_docx(memo_of(shown))))
    [section] = document.sections
    room = section.page_width - section.left_margin - section.right_margin
    assert {"Title", "Heading 1", "Heading 2"} <= {each.style.name for each in document.paragraphs}
    for table in document.tables:
        assert sum(column.width for column in table.columns) <= room + Mm(1)
        assert not table.autofit
    heads = document.element.xpath("//w:tblHeader")
    assert len(heads) >= len(document.tables) - 3
    assert document.element.xpath("//w:hyperlink") or shown.full["rule_set"]["version"] != "2025-01-02"
    assert "PAGE" in section.footer.paragraphs[0]._p.xml


def test_what_stops_a_deal_comes_before_every_other_duty():
    body = (EXAMPLES / "ai-developer-large-model.json").read_bytes()
    told = determination_text(presenter().present(body).brief)
    assert told.index("Do not undertake: ") < told.index("Correct statements: ")


def test_text_keeps_to_its_columns(shown):
    lines = determination_text(shown.brief).splitlines()
    assert max(map(columns, lines)) <= WIDTH


@pytest.mark.parametrize("text", [LONG, CHINESE, HEBREW, "a " * 200, "word"])
def test_wrapping_loses_no_character(text):
    lines = wrapped(text, 40, margin="  ", hanging="    ")
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= 40 for line in lines)


def test_what_runs_from_right_to_left_ends_where_it_ends_and_nothing_turns_the_line_around():
    assert printable("שלום עולם (850.1)") == "שלום עולם\u200e (850.1)"
    assert printable("a\u202eb\x1b[31m\u2066c") == "a\ufffdb\ufffd[31m\ufffdc"


@pytest.mark.parametrize(
    ("citation", "addresses"),
    [
        ("31 CFR 850.217(d)(3)", ["850.217"]),
        ("31 CFR 850.404(e); 31 CFR 850.405(d)", ["850.404", "850.405"]),
        ("Note 1 to 31 CFR 850.210", ["850.210"]),
        ("proposed 31 CFR 850.501", []),
        ("50 U.S.C. 4589(4)", []),
        ("89 FR 90398", []),
    ],
)
def test_only_paragraphs_of_the_regulation_lead_to_their_section(citation, addresses):
    found = [span.link.rpartition("-")[2] for span in linked(citation) if span.link]
    assert found == addresses
    assert "".join(span.text for span in linked(citation)) == citation


@pytest.mark.parametrize(
    ("pointer", "value", "words"),
    [
        ("/deal/security/publicly_traded", None, "Not stated"),
        ("/deal/security/publicly_traded", False, "No"),
        ("/parties/1/organized_in", "KY", "Cayman Islands (KY)"),
        ("/deal/completion_date", "2025-06-16", "June 16, 2025"),
        ("/interests/0/voting_percent", {"at_least": "10", "less_than": "50"}, "at least 10 and less than 50 percent"),
        ("/parties/1/activities/items/0/training_operations", "2" + "0" * 24, "2·10²⁴ operations"),
        ("/parties/1/activities/items/0/training_operations", "1234567", "1,234,567 operations"),
        ("/parties/1/restricted_lists", {"items": [], "complete": True}, "None"),
        ("/parties/1/restricted_lists", {"items": [], "complete": None}, "Not stated"),
        ("/parties/1/citizenships", {"items": ["CN"], "complete": False}, "China (CN) (not said to be all)"),
    ],
)
def test_values_are_written_as_a_person_reads_them(pointer, value, words):
    fact, type_ = fact_at(pointer)
    assert value_in_words(value, type_, unit=fact.unit) == words
