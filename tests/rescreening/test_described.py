"""Every member of what re-screening tells has a sentence."""

from typing import Annotated, get_origin, get_type_hints, is_typeddict

import pytest

from app.domain.answers import rescreening, touched

TYPES = {name: each for module in (rescreening, touched) for name, each in vars(module).items() if is_typeddict(each)}


@pytest.mark.parametrize("type_", sorted(TYPES))
def test_every_member_has_a_sentence(type_):
    hints = get_type_hints(TYPES[type_], include_extras=True)
    assert hints
    for name, hint in hints.items():
        inner = hint if get_origin(hint) is Annotated else hint.__args__[0]
        sentences = [each for each in inner.__metadata__ if isinstance(each, str)]
        assert sentences, name
        assert sentences[-1].endswith("."), name
