from hypothesis import given
from hypothesis import strategies as st

from app.rulefiles.yaml_tree import read_filled_in
from app.service.templates.yaml_text import yaml_text

TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12)
NAMES = st.from_regex("[a-z][a-z_]{0,5}[a-z]", fullmatch=True).map(lambda name: f"k_{name}")
LEAVES = (
    TEXTS
    | st.booleans()
    | st.none()
    | st.sampled_from(["no", "NO", "~", "null", "1e3", "010", "2026-03-01", "- a", "a: b", "#"])
)


def value_of(leaves):
    documents = st.recursive(
        leaves,
        lambda inner: (
            st.dictionaries(NAMES, inner, max_size=3) | st.lists(inner.filter(lambda x: x is not None), max_size=3)
        ),
        max_leaves=12,
    )
    return st.dictionaries(NAMES, documents, min_size=1, max_size=4)


@given(value_of(LEAVES))
def test_what_is_written_is_read_as_it_was(document):
    assert read_filled_in(yaml_text(document, {}).encode(), "x").document == document


def test_comments_stand_above_what_they_are_about():
    document = {"a": "x", "b": [{"c": "d", "e": ["f"]}], "g": None}
    comments = {"/a": ["# head", ""], "/b/0/c": ["# first"], "/b/0/e/0": ["# inner"], "/g": ["# open"], "": ["# end"]}
    assert yaml_text(document, comments).splitlines() == [
        "# head",
        "",
        "a: x",
        "",
        "b:",
        "    # first",
        "  - c: d",
        "    # inner",
        "    e: [f]",
        "",
        "# open",
        "g:",
        "# end",
    ]
