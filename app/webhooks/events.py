"""Writes events as CloudEvents 1.0 in the JSON format, one line each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

MEDIA_TYPE = JSONFormat.CONTENT_TYPE
"""What a body is that holds a whole event (structured content mode)."""
_FORMAT = JSONFormat()


def cloud_event(data: Mapping[str, Any], *, id: str, type: str, source: str, subject: str, time: datetime) -> bytes:
    """Write one event, without a line end. ``time`` has a zone."""
    attributes = {
        "specversion": "1.0",
        "id": id,
        "source": source,
        "type": type,
        "subject": subject,
        "time": time,
        "datacontenttype": "application/json",
    }
    return _FORMAT.write(CloudEvent(attributes, dict(data)))
