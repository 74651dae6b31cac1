"""The records of requests and answers, one for each component of the OpenAPI document."""

from .generated.models import *  # noqa: F403 (all of them, under their names)
