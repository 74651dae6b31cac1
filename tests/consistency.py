"""Transactions made at random, without what cannot be true in them at once."""

from copy import deepcopy

from app.domain.errors import InvalidTransaction

CONTRADICTIONS = {
    "over_100_percent",
    "held_individual",
    "self_interest",
    "percentage_out_of_range",
    "duplicate_amounts",
    "contradicts_rights",
    "contradicts_power",
    "another_kind_of_party",
    "misplaced_particular",
    "part_over_whole",
    "denied_power",
    "deal_with_oneself",
    "venture_among_its_partners",
    "days_out_of_order",
    "learned_nothing_on_a_day",
    "day_without_term",
    "empty_term",
    "duplicate_identifier",
    "outside_its_seat",
    "state_taken_for_a_country",
    "act_left_out",
    "no_fund",
    "holders_missing",
    "owned_after_all",
    "public_float_acts",
    "moment_missing",
    "issued_and_sold",
    "sold_to_oneself",
    "not_among_the_holders",
    "nothing_passes",
    "buyer_missing",
    "manager_missing",
    "contradicting_facts",
    "interest_in_individual",
    "venture_without_partners",
    "directing_oneself",
    "nothing_done",
    "circumstance_left_out",
}


def contradictions_in(transaction, read):
    """Where the transaction contradicts itself; anything else that is wrong with it is raised by ``read``."""
    try:
        read(transaction)
    except InvalidTransaction as error:
        if any(each.code not in CONTRADICTIONS for each in error.problems):
            raise
        return [each.pointer for each in error.problems]
    return []


def consistent(transaction, read):
    """The transaction without the interests and other facts that do not fit together."""
    while problems := contradictions_in(transaction, read):
        odd = {int(each.split("/")[2]) for each in problems if each.startswith("/interests/")}
        if odd:
            interests = transaction["interests"]
            transaction["interests"] = [each for index, each in enumerate(interests) if index not in odd]
            continue
        for pointer in problems:
            if pointer.endswith("/holders_complete"):
                shares = next(shares_stated_in(transaction, pointer), (pointer,))
                for each in shares:
                    unsay(transaction, each)
            elif "/passes" in pointer:
                unsay(transaction, pointer[: pointer.index("/passes") + len("/passes")])
            else:
                unsay(transaction, pointer)
    return transaction


def shares_stated_in(transaction, pointer):
    """The stated shares of each holder of the party that the pointer leads into, as pointers."""
    for place, shares in shares_in(transaction, pointer):
        stated = [name for name in shares if transaction["interests"][place].get(name) is not None]
        if stated:
            yield [f"/interests/{place}/{name}" for name in stated]


def shares_in(transaction, pointer):
    """The places of the interests in the party that the pointer leads into, each with the shares that add up."""
    subject = part_at(transaction, pointer.rpartition("/")[0])["id"]
    for place, interest in enumerate(transaction.get("interests", [])):
        if interest["subject"] == subject:
            yield place, ("voting_percent", "equity_percent")


def unsay(transaction, pointer, *, instead=None):
    """Takes back the fact at the pointer, or says again what was said before."""
    way, _, last = pointer.rpartition("/")
    part = part_at(transaction, way)
    if isinstance(part, dict):
        part.pop(last, None)
        if instead is not None:
            part[last] = deepcopy(instead)


def part_at(transaction, pointer):
    """What stands at the pointer, if anything."""
    part = transaction
    for step in pointer.split("/")[1:]:
        if isinstance(part, list):
            part = part[int(step)] if int(step) < len(part) else None
        else:
            part = part.get(step) if part is not None else None
    return part
