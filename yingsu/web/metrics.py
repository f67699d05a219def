"""Figures for Prometheus: requests and their latency, the ledger's head, and how far each view is behind. One registry per process."""

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from yingsu.errors import Unavailable

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

Lag = Callable[[], Mapping[str, int]]
"""Entries that each view has yet to apply, by the view's name. May raise `Unavailable`."""


class Metrics:
    """The registry of a process and what is counted into it. Safe to share between threads and services."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "yingsu_http_requests", "HTTP requests answered", ("service", "method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "yingsu_http_request_seconds", "Time to the end of the answer", ("service", "method", "route"), registry=self.registry
        )
        self._damaged_files = Counter(
            "yingsu_files_damaged", "Files found damaged or missing when they were read", ("condition",), registry=self.registry
        )
        self._record = _Record()
        self.registry.register(self._record)
        ProcessCollector(registry=self.registry)

    def observe(self, service: str, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request. `route` is the template: addresses would make a series each. A made-up method counts as OTHER."""
        known = method if method in _METHODS else "OTHER"
        self._requests.labels(service, known, route, str(status)).inc()
        self._seconds.labels(service, known, route).observe(seconds)

    def file_found(self, condition: str) -> None:
        """Count a file that was to be read and is `damaged` or `missing`."""
        self._damaged_files.labels(condition).inc()

    def watch(
        self,
        service: str,
        head: Callable[[], int],
        lag: Lag,
        stopped: Callable[[], Mapping[str, str]],
        quarantined: Callable[[], Mapping[str, int]],
    ) -> None:
        """Show the ledger's head, a service's lag, stopped views and quarantined cases from now on. All are asked at each scrape."""
        self._record.head = head
        self._record.stopped = stopped
        self._record.quarantined = quarantined
        self._record.lags[service] = lag

    def exposition(self) -> bytes:
        """The text that Prometheus scrapes."""
        return generate_latest(self.registry)


class _Record(Collector):
    def __init__(self) -> None:
        self.head: Callable[[], int] | None = None
        self.stopped: Callable[[], Mapping[str, str]] = dict
        self.quarantined: Callable[[], Mapping[str, int]] = dict
        self.lags: dict[str, Lag] = {}

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("yingsu_ledger_up", "1 when the ledger answered this scrape")
        try:
            found = self._ask()
        except Unavailable:
            found = []
            up.add_metric([], 0)
        else:
            up.add_metric([], 1 if self.head else 0)
        yield up
        yield from found

    def _ask(self) -> list[Metric]:
        if self.head is None:
            return []
        # Positions have no gaps: the head is the number of entries ever appended, by all processes.
        entries = CounterMetricFamily("yingsu_ledger_entries", "Entries appended to the ledger: its head position")
        entries.add_metric([], self.head())
        behind = GaugeMetricFamily("yingsu_view_lag_entries", "Entries a view has yet to apply", labels=("service", "view"))
        for service, lag in self.lags.items():
            for view, count in lag().items():
                behind.add_metric([service, view], count)
        halted = GaugeMetricFamily("yingsu_view_stopped", "1 for a view that failed and is not kept up", labels=("view", "error"))
        for view, error in self.stopped().items():
            halted.add_metric([view, error], 1)
        held = GaugeMetricFamily("yingsu_view_quarantined", "Cases or streams that a view leaves out", labels=("view",))
        for view, count in self.quarantined().items():
            held.add_metric([view], count)
        return [entries, behind, halted, held]
