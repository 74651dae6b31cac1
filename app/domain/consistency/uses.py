"""What one list of end uses leaves of another, where two lists of an activity speak of the same uses."""

from collections.abc import Iterator

from app.domain.facts.activity import Activity, EndUse


def uses_spoken_of(activity: Activity) -> Iterator[tuple[str, list[EndUse]]]:
    """The list of end uses that has to hold what another list of the activity holds, with that."""
    listing = activity.exclusively_designed_for
    if listing is not None and listing.items:
        yield "designed_for", [use for use in listing.items if use != "other"]


def uses_left(activity: Activity) -> Iterator[tuple[str, frozenset[EndUse]]]:
    """The lists of end uses that can hold no more than another fact of the activity leaves, each with that."""
    if activity.strictly_internal_use is False:
        yield "internal_uses", frozenset()
    designed = activity.designed_for
    if designed is not None and designed.complete is True:
        yield "exclusively_designed_for", frozenset[EndUse]({*designed.items, "other"})
