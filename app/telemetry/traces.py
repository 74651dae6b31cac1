"""Sets up traces by OpenTelemetry: a span for each request, and below it those of a screening.

Where spans go, and how many are kept, is set by OpenTelemetry's own variables, such as
``OTEL_EXPORTER_OTLP_ENDPOINT`` and ``OTEL_TRACES_SAMPLER``. No span holds anything of a transaction.
"""

import os
from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from opentelemetry import trace

SERVICE: Final = "outbound-screening"
Given = ParamSpec("Given")
Returned = TypeVar("Returned")


def start_traces(*, version: str) -> None:
    """Begin to send the spans of this process; what is left when it ends is sent then."""
    # They take a third of a second to load, which is for those to spend who want traces.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    os.environ.setdefault("OTEL_SERVICE_NAME", SERVICE)
    provider = TracerProvider(resource=Resource.create({"service.version": version}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


def traced(name: str, function: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """Give a function that does the same within a span of this name.

    What it raises is not recorded: the text of an exception can hold what the caller sent.
    """
    tracer = trace.get_tracer(SERVICE)

    @wraps(function)
    def within_a_span(*arguments: Given.args, **more: Given.kwargs) -> Returned:
        with tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False):
            return function(*arguments, **more)

    return within_a_span
