"""What a rule document says of inquiry: read, checked, and of no weight for any determination."""

from datetime import date

import pytest

from tests.language.documents import COMPLETED, a_transaction, compiled, document, faults, law

CAUTION = {"about": "turning_points", "cites": "31 CFR 850.604", "says": "Evasion is prohibited."}


def a_rule(**diligence):
    return document(prohibited=COMPLETED, notifiable={"not": COMPLETED}, diligence=diligence)


def test_a_caution_goes_with_answers_of_its_kind():
    said = compiled(a_rule(cautions=[CAUTION, {**CAUTION, "about": "requests"}])).diligence
    assert [each.statement for each in said.cautions_on("turning_points")] == ["Evasion is prohibited."]
    assert said.cautions_on("representations") == ()


def test_a_rule_set_need_not_say_anything_of_inquiry():
    assert compiled(document(prohibited=COMPLETED, notifiable={"not": COMPLETED})).diligence.cautions == ()


def test_nothing_said_of_inquiry_changes_a_determination():
    transaction = a_transaction(completion_date=date(2025, 6, 16))
    plain = law(document(prohibited=COMPLETED, notifiable={"not": COMPLETED})).screen(transaction)
    assert law(a_rule(cautions=[CAUTION])).screen(transaction) == plain


REPRESENTATION = {"id": "seat", "from": ["target_side"], "says": "It is.", "settles": ["party.headquarters"]}
FACTOR = {"id": "850.104(c)(1)", "says": "What was asked.", "fill": "Ask."}


@pytest.mark.parametrize(
    ("diligence", "complaint"),
    [
        ({"cautions": [{**CAUTION, "about": "turning"}]}, "`turning` has no meaning in `about`"),
        ({"cautions": [{"about": "requests", "says": "So."}]}, "`cites` is missing: a caution needs it."),
        ({"caution": [CAUTION]}, "`caution` is no part of `diligence`"),
        ({"sides": [{"side": "target", "says": "The target."}]}, "`target` has no meaning in `side`"),
        ({"sides": [{"side": "target_side", "says": "A."}] * 2}, "`target_side` is given at"),
        (
            {"sides": [{"side": "borrower_side", "says": "B.", "acts": ["lend"]}]},
            "`lend` has no meaning in `acts`",
        ),
        ({"evidence": [{"says": "A.", "kinds": ["document"]}]}, "evidence is for `groups` or for `facts`"),
        (
            {"evidence": [{"says": "A.", "kinds": ["rumour"], "groups": ["Lists"]}]},
            "`rumour` has no meaning in `kinds`",
        ),
        ({"representations": [{**REPRESENTATION, "settles": ["party.seat"]}]}, "`party.seat`: party has no `seat`"),
        ({"representations": [{**REPRESENTATION, "settles": ["partys.seat"]}]}, "no record is called `partys`"),
        (
            {"representations": [{**REPRESENTATION, "supports": ["850.209"]}]},
            "no conclusion can be stated on `850.209`",
        ),
        ({"representations": [REPRESENTATION, REPRESENTATION]}, "`seat` is the name of what stands at"),
        (
            {"factors": [{**FACTOR, "shown_by": {"inquiries": ["asked"]}}]},
            "`asked` has no meaning in `inquiries`",
        ),
        ({"factors": [{**FACTOR, "id": "public sources"}]}, "is no paragraph label, so it needs `cites`"),
        ({"factors": [{**FACTOR, "warned_by": {"evidence": ["hearsay"]}}]}, "`hearsay` has no meaning in `evidence`"),
    ],
)
def test_what_does_not_fit_is_a_fault(diligence, complaint):
    found = faults(a_rule(**diligence))
    assert [each for each in found if complaint in each], found
