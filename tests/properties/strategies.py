"""Transactions that the law makes a difference of, and more and less knowledge of them.

A transaction is plain JSON. It starts as an example or a golden case and is changed in a few random places, with values
at and around the thresholds of the law. :func:`refined` learns more about one, never unsaying what it says.
"""

from copy import deepcopy
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from app.domain.errors import InvalidTransaction
from app.domain.facts.dictionary import Kind, fields_of
from app.domain.facts.fact import Fact
from app.domain.facts.party import Interest, Party
from app.domain.facts.transaction import LegalDecision, Transaction
from tests.consistency import consistent, contradictions_in, part_at, shares_in, unsay
from tests.properties.law import EXACT, LAW, PERCENTS, RULE_SET, SHARES, known_transactions, read, thresholds

COUNTRIES = ("CN", "HK", "MO", "US", "PR", "DE", "KY")
CURRENCIES = ("USD", "EUR")
OPEN = {each.id: list(each.readings) for each in RULE_SET.interpretations.values() if each.taken is None}
HUNDRED = Decimal(100)


def unfolded(record, plain):
    """The same record with the parts that are always there, and lists of no records, written out."""
    for field in fields_of(record).values():
        inner = field.type.item or field.type
        if field.type.kind is Kind.RECORD and not field.nullable:
            plain.setdefault(field.name, {})
        if field.type.kind is Kind.LISTING and inner.record is not None and plain.get(field.name) == "none":
            plain[field.name] = {"items": [], "complete": True}
        value = plain.get(field.name)
        if inner.record is not None and value is not None:
            for part in parts_of(field, value):
                unfolded(inner.record, part)
    return plain


def parts_of(field, value):
    """The records that stand in a field."""
    match field.type.kind:
        case Kind.RECORD:
            return [value]
        case Kind.LISTING:
            return value.get("items", [])
        case _:
            return value


def records(record, plain):
    """Every record within a transaction, with its type."""
    yield record, plain
    for field in fields_of(record).values():
        inner = field.type.item or field.type
        if inner.record is not None and inner.record is not LegalDecision and plain.get(field.name) is not None:
            for part in parts_of(field, plain[field.name]):
                yield from records(inner.record, part)


def facts_of(record):
    """The fields of a record that state a fact.

    Texts and whatever else no rule reads are left out, and so is the mark of treasury shares: with the holder and the
    subject of an interest it is settled.
    """
    fields = [
        field for field in fields_of(record).values() if isinstance(field.fact, Fact) and field.fact.read_by != ()
    ]
    return [field for field in fields if field.type.kind is not Kind.TEXT and field.name != "treasury"]


class Chance:
    """Random values for facts, biased to where verdicts turn."""

    def __init__(self, seed, parties, *, knows=0.8):
        self.random = Random(seed)
        self.parties = parties
        self.knows = knows

    def value(self, field, type_=None):
        """A value of the field's type."""
        random, type_ = self.random, type_ or field.type
        match type_.kind:
            case Kind.QUANTITY:
                return self.quantity(field)
            case Kind.TRUTH:
                return random.random() < 0.5
            case Kind.DATE:
                return random.choice(thresholds(field))
            case Kind.CHOICE:
                return random.choice(type_.choices)
            case Kind.COUNTRY:
                return random.choice(COUNTRIES)
            case Kind.CURRENCY:
                return random.choice(CURRENCIES)
            case Kind.PARTY:
                return random.choice(self.parties)
            case Kind.RECORD:
                return self.record(type_.record)
            case Kind.LISTING:
                return {"items": self.items(field, []), "complete": random.choice([True, True, False, None])}
        raise AssertionError(type_)

    def quantity(self, field):
        if field.name == "units_per_usd":
            return self.random.choice(["1", "7.3"])
        limit = HUNDRED if field.name in PERCENTS else None
        values = [
            v for v in (*thresholds(field), "0", "100") if Decimal(v) >= 0 and (limit is None or Decimal(v) <= limit)
        ]
        value = self.random.choice(values)
        if self.random.random() < 0.7:
            return value
        return {self.random.choice(["at_least", "at_most", "more_than", "less_than"]): value} if value != "0" else value

    def items(self, field, there):
        """Items for a list beside those that are there."""
        item = field.type.item
        if item.record is not None:
            return [self.record(item.record) for _ in range(self.random.choice([0, 1, 1, 2]))]
        known = {Kind.CHOICE: item.choices, Kind.COUNTRY: COUNTRIES, Kind.PARTY: self.parties}[item.kind]
        rest = [each for each in known if each not in there]
        return self.random.sample(rest, min(len(rest), self.random.choice([0, 1, 1, 2, 3])))

    def record(self, record):
        plain = unfolded(record, {})
        for field in facts_of(record):
            if field.type.kind is not Kind.RECORD and (field.required or self.random.random() < self.knows):
                plain[field.name] = self.value(field)
        return plain

    def interest(self, *, knows=0.7):
        if len(self.parties) < 2:
            return []
        holder, subject = self.random.sample(self.parties, 2)
        plain = {"holder": holder, "subject": subject}
        for field in facts_of(Interest):
            if self.random.random() < knows:
                plain[field.name] = self.value(field)
        return [plain]


def changed(transaction, seed):
    """The transaction with one thing changed, at random."""
    plain = unfolded(Transaction, deepcopy(transaction))
    random = Random(seed)
    parties = [party["id"] for party in plain["parties"]]
    chance = Chance(random.random(), parties)
    what = random.random()
    if what < 0.06:
        plain["parties"].append({"id": f"another-{len(parties)}", **chance.record(Party)})
    elif what < 0.16:
        plain.setdefault("interests", []).extend(chance.interest())
    elif what < 0.19 and plain.get("interests"):
        plain["interests"].pop(random.randrange(len(plain["interests"])))
    else:
        record, part = random.choice(list(records(Transaction, plain)))
        fields = facts_of(record)
        if fields:
            field = random.choice(fields)
            if random.random() < 0.35 and field.nullable:
                part.pop(field.name, None)
            elif field.type.kind is Kind.LISTING and part.get(field.name) is not None and random.random() < 0.5:
                part[field.name]["complete"] = random.choice([True, False, None])
            else:
                part[field.name] = chance.value(field)
    return plain


def problems_of(transaction):
    """Where the transaction contradicts itself; anything else that is wrong with it is raised."""
    return contradictions_in(transaction, read)


def sound(transaction):
    """The transaction without the interests, other facts and conclusions that do not fit together."""
    transaction = consistent(transaction, read)
    while contradicted := contradicted_conclusions(transaction):
        party, conclusion = contradicted[0].split("/")[2:5:2]
        del transaction["parties"][int(party)]["conclusions"][int(conclusion)]
    return transaction


def contradicted_conclusions(transaction):
    """The places of the conclusions that the facts, or other conclusions, contradict."""
    if not any(party.get("conclusions") for party in transaction["parties"]):
        return []
    try:
        LAW.outline(read(transaction))
    except InvalidTransaction as refused:
        return [each.pointer for each in refused.problems]
    return []


def perturbed(base, seeds):
    transaction = unfolded(Transaction, deepcopy(known_transactions()[base % len(known_transactions())]))
    transaction.pop("inquiries", None)
    for seed in seeds:
        transaction = changed(transaction, seed)
    return sound(transaction)


def transactions(*, most_changes=8):
    """A transaction like those of the examples and golden cases, changed in up to ``most_changes`` places."""
    bases, seeds = (
        st.deferred(lambda: st.integers(0, len(known_transactions()) - 1)),
        st.lists(st.integers(0, 2**32), max_size=most_changes),
    )
    return st.builds(perturbed, bases, seeds)


class Learning:
    """More knowledge of a transaction: what is unknown becomes known, and nothing that is said is unsaid.

    ``share`` is the part of the unknown facts that are learned; with 1 nothing is left unknown.
    """

    def __init__(self, seed, plain, *, share):
        self.random = Random(seed)
        self.plain = unfolded(Transaction, deepcopy(plain))
        self.share = share
        self.chance = Chance(self.random.random(), [party["id"] for party in self.plain["parties"]], knows=1)

    def learns(self):
        return self.random.random() < self.share

    def done(self):
        if self.share == 1 or self.learns():
            self.appear()
        held = {interest["subject"] for interest in self.plain.get("interests", [])}
        for record, part in list(records(Transaction, self.plain)):
            for field in facts_of(record):
                self.learn(field, part)
            if record is Party and part["id"] in held and part.get("kind") == "individual":
                part["kind"] = "entity"
        self.rule_on_open_points()
        return self.plain

    def learn(self, field, part):
        value = part.get(field.name)
        if field.name == "moment" and self.plain.get("interests_show") is not None:
            return  # it is said for all interests
        if field.type.kind is Kind.RECORD:
            if value is None and field.nullable and self.learns():
                part[field.name] = self.complete(self.chance.record(field.type.record), field.type.record)
        elif value is None:
            if field.nullable and self.learns():
                part[field.name] = self.within_100(field, part) if field.name in SHARES else self.settled(field)
        elif isinstance(value, dict) and field.type.kind is Kind.QUANTITY:
            if self.learns():
                part[field.name] = self.tightened(field, value)
        elif field.type.kind is Kind.LISTING and not value.get("complete") and self.learns():
            value["items"] = [*value["items"], *self.more_items(field, value["items"])]
            value["complete"] = True if self.share == 1 else self.random.choice([True, False, None])

    def settled(self, field):
        value = self.chance.value(field)
        if field.type.kind is Kind.LISTING:
            value["complete"] = True if self.share == 1 else value["complete"]
            if field.type.item.record is not None:
                value["items"] = [self.complete(item, field.type.item.record) for item in value["items"]]
        if self.share == 1 and isinstance(value, dict) and field.type.kind is Kind.QUANTITY:
            value = self.tightened(field, value)
        return value

    def more_items(self, field, there):
        items = self.chance.items(field, there)
        return [self.complete(item, field.type.item.record) for item in items] if field.type.item.record else items

    def complete(self, plain, record):
        for each, part in list(records(record, plain)):
            for field in facts_of(each):
                self.learn(field, part)
        return plain

    def tightened(self, field, value):
        """A number within the bounds: one of those that the law turns on if there is one."""
        low = Decimal(value.get("at_least") or value.get("more_than") or 0)
        high = Decimal(
            value.get("at_most") or value.get("less_than") or (100 if field.name in PERCENTS else low + 10**26)
        )
        inside = [Decimal(each) for each in thresholds(field)] + [
            low,
            high,
            EXACT.divide(EXACT.add(low, high), Decimal(2)),
        ]
        fitting = [
            each
            for each in inside
            if low <= each <= high
            and not ("more_than" in value and each == low)
            and not ("less_than" in value and each == high)
        ]
        return f"{self.random.choice(fitting):f}" if fitting else value

    def within_100(self, field, part):
        """A percentage that the others in the same entity leave room for; all that is left for the last of them."""
        room, subject = HUNDRED, part["subject"]
        last = any(each["id"] == subject and each.get("holders_complete") for each in self.plain["parties"])
        for each in self.plain["interests"]:
            if each["subject"] == subject:
                other = each.get(field.name)
                last = last and (each is part or isinstance(other, str))
                if isinstance(other, dict):
                    other = other.get("at_least") or other.get("more_than")
                room -= Decimal(other or 0)
        fitting = [each for each in map(Decimal, (0, 10, 25, 50, *thresholds(field), 100)) if 0 <= each <= room]
        return f"{max(room, Decimal(0)) if last else self.random.choice([*fitting, max(room, Decimal(0))]):f}"

    def appear(self):
        """Parties and interests that nobody said were not there."""
        parties = self.plain["parties"]
        open_subjects = [
            each["id"] for each in parties if not each.get("holders_complete") and each.get("kind") != "individual"
        ]
        for _ in range(self.random.choice([0, 0, 1, 2])):
            if not open_subjects:
                return
            newcomer = {"id": f"newcomer-{len(parties)}", **self.chance.record(Party)}
            known = [each["id"] for each in parties if not each.get("holdings_complete")]
            holder = self.random.choice([newcomer["id"], *known])
            if holder == newcomer["id"]:
                parties.append(newcomer)
            subject = self.random.choice(open_subjects)
            if holder != subject:
                self.plain.setdefault("interests", []).append({"holder": holder, "subject": subject})
        self.chance.parties = [party["id"] for party in parties]

    def rule_on_open_points(self):
        decided = {each["interpretation"] for each in self.plain.get("legal_decisions", [])}
        for name, readings in OPEN.items():
            if name not in decided and self.learns():
                decision = {"interpretation": name, "reading": self.random.choice(readings)}
                self.plain.setdefault("legal_decisions", []).append(decision)


def refined(transaction, seed, *, share):
    """The transaction with more known; ``None`` where what was drawn is no transaction."""
    return unlearned(Learning(seed, transaction, share=share).done(), transaction)


def unlearned(learned, before):
    """What was learned without what contradicts the rest; ``None`` where the rest is not to be had without it."""
    before, seen = unfolded(Transaction, deepcopy(before)), []
    while problems := problems_of(learned):
        if problems in seen or any(each.endswith("/subject") for each in problems):
            return None
        for pointer in problems:
            if pointer.endswith("/holders_complete") and part_at(before, pointer) is True:
                wrong = [f"/interests/{at}/{name}" for at, names in shares_in(learned, pointer) for name in names]
            elif "/passes" in pointer:
                wrong = [pointer[: pointer.index("/passes") + len("/passes")]]
            else:
                wrong = [pointer]
            for each in wrong:
                unsay(learned, each, instead=part_at(before, each))
        seen.append(problems)
    return None if contradicted_conclusions(learned) else learned
