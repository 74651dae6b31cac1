# Two stages: the first installs the pinned packages, the second holds them, the code and the law, and nothing else.
FROM python:3.11.14-slim-bookworm AS packages

COPY requirements/runtime.txt /tmp/runtime.txt
RUN python -m venv /opt/packages \
    && /opt/packages/bin/pip install --no-cache-dir --only-binary :all: --require-hashes -r /tmp/runtime.txt \
    && /opt/packages/bin/pip uninstall --yes pip setuptools


FROM python:3.11.14-slim-bookworm

# An account of its own that owns one folder, the one the embedded database is in.
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin screening \
    && install --directory --owner screening /srv/screening/var

COPY --from=packages /opt/packages /opt/packages
WORKDIR /srv/screening
COPY alembic.ini ./
COPY migrations ./migrations
COPY rules ./rules
COPY openapi ./openapi
COPY app ./app
RUN /opt/packages/bin/python -m compileall -q app

ENV PATH=/opt/packages/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SCREENING_DATABASE_URL=sqlite:////srv/screening/var/screening.sqlite3 \
    SCREENING_RULES_DIR=/srv/screening/rules

USER screening
VOLUME /srv/screening/var
EXPOSE 8000

# Alive; whether it is ready for requests is asked at /readyz.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]

CMD ["python", "-m", "app", "serve", "--host", "0.0.0.0"]
