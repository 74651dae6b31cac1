# Two stages: the first installs the pinned packages, the second holds them, the code and the law, and nothing else.
# To pin the base by digest as well: --build-arg PYTHON_IMAGE=python@sha256:… (`docker buildx imagetools inspect` tells it).
ARG PYTHON_IMAGE=python:3.11.14-slim-bookworm

FROM ${PYTHON_IMAGE} AS packages

COPY requirements/runtime.txt /tmp/runtime.txt
RUN python -m venv /opt/packages \
    && /opt/packages/bin/pip install --no-cache-dir --only-binary :all: --require-hashes -r /tmp/runtime.txt \
    && /opt/packages/bin/pip uninstall --yes pip setuptools


FROM ${PYTHON_IMAGE}

LABEL org.opencontainers.image.title="outbound-screening" \
      org.opencontainers.image.description="Screens transactions under outbound investment rules and explains every answer by paragraph." \
      org.opencontainers.image.version="1.0.0" \
      org.opencontainers.image.licenses="Apache-2.0"

# The account that the process has owns one folder, the one the embedded database is in. It has a number and no name:
# what runs the image can see that it is not root.
RUN install --directory --owner 10001 --group 10001 /srv/screening/var

COPY --from=packages /opt/packages /opt/packages
WORKDIR /srv/screening
COPY LICENSE NOTICE alembic.ini ./
COPY migrations ./migrations
COPY rules ./rules
COPY openapi ./openapi
COPY app ./app
RUN /opt/packages/bin/python -m compileall -q app migrations

ENV PATH=/opt/packages/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SCREENING_HOST=0.0.0.0

USER 10001:10001
VOLUME /srv/screening/var
EXPOSE 8000
STOPSIGNAL SIGTERM

# Alive; whether it is ready for requests is asked at /readyz.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]

ENTRYPOINT ["python", "-m", "app"]
CMD ["serve"]
