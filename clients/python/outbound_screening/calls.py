"""A function for each operation of the service, which makes a call; ``Client.send`` sends it."""

from .generated.calls import *  # noqa: F403 (all of them, under their names)
