"""What one list of end uses leaves of another, where two lists of an activity speak of the same uses."""

from collections.abc import Iterator

from app.domain.facts.activity import Activity, EndUse


def uses_spoken_of(activity: Activity) -> Iterator[tuple[str, list[EndUse]]]:
    """The lists of end uses that have to hold what another list of the activity holds, each with that."""
    for name, listing in (
        ("intended_for", activity.internal_uses),
        ("designed_for", activity.exclusively_designed_for),
    ):
        if listing is not None and listing.items:
            yield name, [use for use in listing.items if use != "other"]


def uses_left(activity: Activity) -> Iterator[tuple[str, frozenset[EndUse]]]:
    """The lists of end uses that can hold no more than another list of the activity leaves, each with that."""
    internal: list[frozenset[EndUse]] = [frozenset()] if activity.strictly_internal_use is False else []
    for name, listing, left in (
        ("internal_uses", activity.intended_for, internal),
        ("exclusively_designed_for", activity.designed_for, []),
    ):
        if listing is not None and listing.complete is True:
            left.append(frozenset[EndUse]({*listing.items, "other"}))
        if left:
            yield name, frozenset.intersection(*left)
