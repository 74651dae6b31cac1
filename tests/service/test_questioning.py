from app.domain.facts.fact import Group
from app.service.questioning import first_to_ask


def question(pointer, group=Group.HOLDINGS, **more):
    return {"pointer": pointer, "question": "?", "group": group, "citation": "31 CFR 850.1", **more}


HOLDINGS, FIGURES = question("/parties/1/holdings_complete"), question("/parties/1/statements")
LIST, ITEM = (
    question("/parties/1/activities", Group.TARGET),
    question("/parties/1/activities/items/0/verb", Group.TARGET),
)


def test_what_takes_several_facts_is_asked_after_what_may_do_without_it():
    assert first_to_ask([FIGURES, HOLDINGS]) == HOLDINGS
    assert first_to_ask([FIGURES, LIST]) == FIGURES
    assert first_to_ask([FIGURES]) == FIGURES


def test_the_items_of_a_list_are_asked_before_whether_that_is_all():
    assert first_to_ask([LIST, ITEM, HOLDINGS]) == ITEM
    assert first_to_ask([LIST, HOLDINGS]) == LIST


def test_nobody_is_asked_again_in_vain():
    refused, unknown = ({**HOLDINGS, "inquiry": f"asked_and_{how}"} for how in ("refused", "not_known"))
    assert first_to_ask([refused, LIST]) == LIST
    assert first_to_ask([refused, unknown]) is None
    assert first_to_ask([{**HOLDINGS, "inquiry": "never_asked"}]) is not None
    assert first_to_ask([]) is None
