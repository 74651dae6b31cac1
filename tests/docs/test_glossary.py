"""docs/glossary.md, kept true: each term stands once, in order, with a place that exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/glossary.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| term")
]


def test_the_glossary_has_each_term_once_in_order():
    terms = [term.lower() for term, _, _ in ROWS]
    assert terms == sorted(set(terms))
    assert len(terms) > 40


def test_each_term_has_one_or_two_sentences_and_a_place_that_exists():
    for term, meaning, place in ROWS:
        assert 1 <= len(re.findall(r"[.)](?: |$)", meaning)) <= 3, term
        assert (ROOT / place.strip("`")).exists(), place
