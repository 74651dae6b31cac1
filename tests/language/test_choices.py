"""Words to choose from: each has a sentence and a paragraph, and each type of them a name."""

import re
from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated, Literal, get_args

import pytest

from app.domain.facts import choices
from app.domain.facts.choice import Choice, Choices, meanings_of, words_of
from app.domain.facts.dictionary import Kind, fields_of
from app.domain.facts.ownership import ExportRequest, OwnershipRequest
from app.domain.facts.transaction import Transaction

MODULES = [import_module(f"{choices.__name__}.{each.name}") for each in iter_modules(choices.__path__)]
TYPES = {
    name: value
    for module in MODULES
    for name, value in vars(module).items()
    if get_args(value) and isinstance(get_args(value)[-1], Choices)
}


def stated(record, seen):
    """The types of choices in which the facts of a record, and of all in it, are stated."""
    if record not in seen:
        seen.add(record)
        for field in fields_of(record).values():
            inner = field.type.item or field.type
            if inner.record is not None:
                yield from stated(inner.record, seen)
            if inner.kind is Kind.CHOICE:
                yield inner


@pytest.mark.parametrize("name", TYPES)
def test_every_word_has_a_sentence_of_its_own_and_a_paragraph(name):
    meanings = meanings_of(TYPES[name])
    assert (meanings.name, tuple(meanings.words)) == (name, words_of(TYPES[name]))
    sentences = [each.says for each in meanings.words.values()]
    assert len(set(sentences)) == len(sentences)
    for each in [meanings.says, *sentences]:
        assert re.fullmatch(r"[A-Z].*[^.]\.", each)
    for each in meanings.words.values():
        assert re.match(r"31 CFR 850\.\d{3}|Note \d to 31 CFR 850\.\d{3}|50 U\.S\.C\. \d|Section ", each.citation)


def test_what_a_body_can_choose_is_what_is_declared():
    used = {}
    for record in (Transaction, OwnershipRequest, ExportRequest):
        for type_ in stated(record, set()):
            used[type_.meanings.name] = type_.choices
    assert used == {name: words_of(type_) for name, type_ in TYPES.items()}


def test_a_word_without_a_sentence_is_refused():
    lacking = Annotated[Literal["a", "b"], Choices("Lacking", "It lacks one.", {"a": Choice("A.", "850.1")})]
    with pytest.raises(TypeError, match="Lacking: give a sentence for each word"):
        meanings_of(lacking)
