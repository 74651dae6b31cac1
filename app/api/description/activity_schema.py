"""Describes activities as a union by their items: each variant has the particulars of its items, and no other."""

from collections.abc import Iterable
from itertools import chain
from typing import Any, Final

from app.api.description.choice_schema import choice_schema
from app.api.description.reference import ref
from app.domain.facts.activity import KINDS, Activity
from app.domain.facts.choice import meanings_of
from app.domain.facts.choices.activities import Item
from app.domain.facts.dictionary import fields_of

_WITH_ITEM: Final = "ActivityWithItem"
_OF_OPEN_ITEM: Final = "ActivityOfOpenItem"


def activity_schemas(whole: dict[str, Any]) -> dict[str, Any]:
    """Splits the schema of an activity with the particulars of all items; gives the schemas by name.

    An activity is of one of the kinds by its item. As long as nobody has stated the item, or where it is left open, it
    may have any particulars. What affirms nothing is read beside every item; it is not described, for it tells nothing.
    """
    asked = {keyword: said for keyword, said in whole["properties"]["item"].items() if keyword != "anyOf"}
    left_open = meanings_of(Item).words.keys() - set(chain(*KINDS.values()))
    schemas: dict[str, Any] = {
        "Activity": {"description": whole["description"], "oneOf": [ref(_WITH_ITEM), ref(_OF_OPEN_ITEM)]},
        _WITH_ITEM: {
            "description": "An activity by its item, on which its particulars depend. A particular of another item is "
            "refused, unless it affirms nothing.",
            "oneOf": [ref(name) for name in KINDS],
            "discriminator": {
                "propertyName": "item",
                "mapping": {item: ref(name)["$ref"] for name, items in KINDS.items() for item in items},
            },
        },
        _OF_OPEN_ITEM: {
            **whole,
            "description": "An activity whose item is not stated, or left open; it may have any particulars.",
            "properties": {**whole["properties"], "item": {**asked, "anyOf": [ref("OpenItem"), {"type": "null"}]}},
        },
        "OpenItem": _items(left_open),
    }
    for name, items in KINDS.items():
        named = f"{name.removesuffix('Activity')}Item"
        schemas[named] = _items(items)
        schemas[name] = {
            **whole,
            "description": f"An activity with an item of this kind: {', '.join(f'`{each}`' for each in items)}.",
            "properties": {**_properties_beside(items, whole["properties"]), "item": {**asked, **ref(named)}},
            "required": ["item"],
        }
    return schemas


def _properties_beside(items: Iterable[str], properties: dict[str, Any]) -> dict[str, Any]:
    """Picks the properties that belong beside each of the items."""
    facts = {name: field.fact for name, field in fields_of(Activity).items()}
    places = {name: fact.only_where if fact is not None else None for name, fact in facts.items()}
    return {name: properties[name] for name, place in places.items() if place is None or {*items} <= {*place[1]}}


def _items(named: Iterable[str]) -> dict[str, Any]:
    meanings = meanings_of(Item)
    return choice_schema(meanings.says, {each: meanings.words[each] for each in named})
