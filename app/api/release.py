"""Names the version of the HTTP interface."""

from typing import Final

API_VERSION: Final = "1.0.0"
