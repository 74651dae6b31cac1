"""The draft as a document: every item is in it, it can be read again, and equal drafts are equal bytes."""

from io import BytesIO

import orjson
import pytest
from docx import Document

from app.documents.notification import notification_document
from app.settings import Settings
from app.use_cases import notification_drafter
from tests import at_hand
from tests.notifications.deals import base
from tests.notifications.test_golden_cases import CLAIMS, ITEMS


@pytest.fixture(scope="module")
def drafter():
    settings = Settings()
    return notification_drafter(at_hand.law(), settings)


def drafted(drafter, deal):
    return drafter.draft(orjson.dumps(deal))


def text_of(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_every_item_is_a_heading_with_its_state_content_and_questions(drafter):
    draft = drafted(drafter, base("foreign-vehicle"))
    content = notification_document(draft)
    headings = [each.text for each in Document(BytesIO(content)).paragraphs if each.style.name == "Heading 2"]
    assert [each.split()[0] for each in headings] == ITEMS
    text = text_of(content)
    for item in draft["notifications"][0]["items"]:
        assert item["asks"] in text
        for row in item["content"]:
            assert row["value"] in text
        for each in item["lacking"]:
            assert each["question"] in text
    for sentence in draft["disclaimer"]:
        assert sentence in text
    assert draft["certification"]["says"] in text
    assert draft["rule_set"]["digest"] in text
    assert not CLAIMS.search(text)


def test_equal_drafts_are_equal_bytes(drafter):
    first, second = (notification_document(drafted(drafter, base("chip-maker"))) for _ in range(2))
    assert first == second


def test_a_name_that_the_format_cannot_hold_gets_a_mark(drafter):
    deal = base("chip-maker")
    deal["parties"][0]["name"] = "A\ufffeB & <C>"
    assert "A\ufffdB & <C>" in text_of(notification_document(drafted(drafter, deal)))


def test_a_conclusion_that_the_draft_rests_on_stands_in_the_document(drafter):
    deal = base("chip-maker")
    del deal["parties"][0]["organized_in"]
    deal["parties"][0]["conclusions"] = [
        {"element": "850.229", "met": True, "basis": "counsel", "source": "Counsel", "as_of": "2025-03-04"}
    ]
    text = text_of(notification_document(drafted(drafter, deal)))
    assert "Conclusions relied on" in text
    assert "Counsel" in text
