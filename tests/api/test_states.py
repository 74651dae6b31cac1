"""The postal code of a U.S. state is not taken for the code of a country where the name of the entity tells."""

import pytest

from app.domain.consistency.states import SHARED_CODES
from app.domain.facts.countries import COUNTRIES
from tests.api.builders import codes, problems, read, with_party

STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA RI SC SD TN TX UT VT VA WA WV WI WY"
)
ALL_FORMS_IN_THEIR_OWN_LAW = {"KY", "MS", "PA", "SC"}


def test_every_code_that_a_country_shares_with_a_state_is_in_the_table_or_left_out_on_purpose():
    assert {*STATES.split()} & COUNTRIES == {*SHARED_CODES} | ALL_FORMS_IN_THEIR_OWN_LAW


@pytest.mark.parametrize("code", SHARED_CODES)
def test_a_form_that_only_the_state_has_is_refused_with_both_readings_and_without_the_name(code):
    for form in SHARED_CODES[code].forms:
        (problem,) = problems(with_party(name=f"Zanzibar {form.upper()}", organized_in=code))
        assert (problem.pointer, problem.code) == ("/parties/0/organized_in", "state_taken_for_a_country")
        assert f"`{code}` is {SHARED_CODES[code].country}" in problem.detail
        assert f"For {SHARED_CODES[code].state} write `US`" in problem.detail
        assert "Zanzibar" not in problem.detail


@pytest.mark.parametrize(
    "name",
    ["Acme LLC", "Acme, L.L.C.", "Acme L.P.", "Acme L. P.", "Acme Co. LLC", "ACME INC", "Acme, Inc.", "Acme Corp.",
     "Acme Corporation", "acme llc (Delaware)", "Acme Inc "],
)  # fmt: skip
def test_delaware_is_not_germany(name):
    assert codes(with_party(name=name, organized_in="DE")) == {"/parties/0/organized_in": "state_taken_for_a_country"}
    assert read(with_party(name=name, organized_in="US"))
    assert read(with_party(name=name, organized_in="DE", headquarters="DE"))
    assert codes(with_party(name=name, organized_in="DE", headquarters="US"))


@pytest.mark.parametrize(
    "name",
    ["Acme GmbH", "Acme AG", "Acme SE", "Acme GmbH & Co. KG", "Acme Inc. & Co. KG", "Acme Corporation AG", "(LLC)",
     "LLC Holding GmbH", "Inca", "Acme e.V.", "Acme Ltd.", " ", None],
)  # fmt: skip
def test_a_german_name_passes(name):
    assert read(with_party(name=name, organized_in="DE"))


@pytest.mark.parametrize(
    ("code", "name"),
    [("IN", "Acme LLP"), ("IN", "Damodar Valley Corporation"), ("IN", "Acme Private Limited"), ("IL", "Acme Ltd."),
     ("IL", "Acme L.P."), ("MN", "Acme LLC"), ("CA", "Acme Inc."), ("CA", "Acme L.P."), ("KY", "Acme LLC"),
     ("PA", "Acme Corp."), ("MO", "Acme Limited"), ("GA", "Acme SARL"), ("FR", "Acme LLC"), ("AL", "Acme LLC")],
)  # fmt: skip
def test_a_form_that_the_country_has_passes(code, name):
    assert read(with_party(name=name, organized_in=code))
