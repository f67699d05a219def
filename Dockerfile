# One image for every process of an installation: `yingsu serve NAME`, `yingsu project`, `yingsu init`, `yingsu backup`, …
# docker build --build-arg BASE=… and --build-arg PIP_INDEX_URL=… take a mirror's.
ARG BASE=python:3.13-slim-trixie

FROM ${BASE} AS build
ARG PIP_INDEX_URL
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
WORKDIR /source
RUN python -m venv /opt/yingsu
COPY requirements.lock ./
RUN /opt/yingsu/bin/pip install --require-hashes --only-binary :all: -r requirements.lock
COPY pyproject.toml ./
COPY yingsu ./yingsu
COPY services ./services
COPY migrations ./migrations
RUN /opt/yingsu/bin/pip install --no-deps --no-build-isolation --no-index .
# Calendars and time zones are data: an image without them must not come into being.
RUN /opt/yingsu/bin/yingsu deadline --start 2026-09-16 --amount 15 --unit calendar_day

FROM ${BASE}
RUN groupadd --gid 10001 yingsu \
    && useradd --uid 10001 --gid yingsu --home-dir /var/lib/yingsu --no-create-home --shell /usr/sbin/nologin yingsu \
    && install -d -o yingsu -g yingsu -m 0700 /var/lib/yingsu /var/lib/yingsu/keys /var/lib/yingsu/files /var/lib/yingsu/credentials
COPY --from=build /opt/yingsu /opt/yingsu
ENV PATH=/opt/yingsu/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 YINGSU_DATA=/var/lib/yingsu YINGSU_HOST=0.0.0.0
USER 10001:10001
WORKDIR /var/lib/yingsu
EXPOSE 8000
# Of a service on its port; `project` has none, and what runs once needs no check.
HEALTHCHECK --interval=15s --timeout=5s --start-period=90s --retries=3 CMD ["python", "-c", \
    "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/health/ready'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["yingsu"]
CMD ["--help"]
