"""(c) reading the ledger in order, beside text COPY; (d) rebuilding every view, beside the library's projection runner.

One installation with the samples and the published rules, and a generated history (`bench.history`). The reference of (c) is
`COPY … TO STDOUT` of the same columns in the same order through psycopg, whose bytes are only counted. The runner of (d) keeps one row a
stream on its own PostgreSQL recorder, one transaction an event, as it does out of the box; it gets fewer events, because a rate is measured.
"""

import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, Final
from uuid import UUID

import psycopg
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner

from bench.contenders import Stock, stock_environment
from bench.history import write_history
from services.registry.setup import initialise
from yingsu.clock import system_clock
from yingsu.composition import VIEWS
from yingsu.installation import Installation, opened
from yingsu.ledger.rows import COLUMNS, read_in_order
from yingsu.rebuilding.progress import Progress
from yingsu.rebuilding.rebuild import rebuild
from yingsu.settings import Urls, load

RUNNER_EVENTS: Final = 4000
WAIT_SECONDS: Final = 120.0


class LastText(PostgresTrackingRecorder):
    """The runner's view: a row a stream."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.sql_create_statements.append(
            psycopg.sql.SQL("CREATE TABLE IF NOT EXISTS {}.last_text (stream uuid PRIMARY KEY, text text)").format(
                psycopg.sql.Identifier(self.datastore.schema)
            )
        )

    def note(self, stream: UUID, text: str, tracking: Tracking) -> None:
        """Write the row and the bookmark in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                "INSERT INTO stock.last_text VALUES (%s, %s) ON CONFLICT (stream) DO UPDATE SET text = excluded.text",
                (stream, text),
                prepare=True,
            )


class LastTexts(Projection[LastText]):
    """The runner's projection."""

    name = "last_texts"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """One event."""
        self.view.note(domain_event.originator_id, domain_event.text, tracking)


def measure_reading(rounds: int, events: int, large: int) -> list[str]:
    """Print the JSON lines and return the table's lines. `large`: how many events the memory of a rebuild is measured with; 0: not at all."""
    with installed() as installation:
        head = write_history(installation.urls.owner, events)
        reads: dict[str, list[float]] = {"yingsu": [], "text COPY": []}
        rebuilds: dict[str, list[float]] = {"yingsu": [], "projection runner": []}
        runner = _Runner(installation.urls)
        for number in range(rounds + 1):
            found = {
                ("read in order", "yingsu"): head / seconds(lambda: _read(installation, head)),
                ("read in order", "text COPY"): head / seconds(lambda: _copy(installation.urls, head)),
                ("rebuild all views", "yingsu"): head / seconds(lambda: rebuild(installation.urls.owner, VIEWS)),
                ("rebuild all views", "projection runner"): RUNNER_EVENTS / runner.seconds(),
            }
            for (what, contender), rate in found.items():
                if number:
                    (reads if what == "read in order" else rebuilds)[contender].append(rate)
                    line = {"measure": what, "contender": contender, "round": number, "events/s": round(rate, 1)}
                    print(json.dumps(line), flush=True)
        runner.close()
        table = [_compared("read in order", reads), _compared("rebuild all views", rebuilds)]
        if large:
            table.append(_measure_memory(installation, large))
        return table


def _measure_memory(installation: Installation, events: int) -> str:
    """A rebuild of so many events in a process of its own, for its memory at most."""
    head = write_history(installation.urls.owner, events - installation.ledger.head())
    with get_context("spawn").Pool(1) as beside:
        seconds, mib = beside.apply(_rebuild_beside, (installation.urls.owner,))
    found = {"measure": "rebuild, memory", "events": head, "events/s": round(head / seconds, 1), "MiB": round(mib, 1)}
    print(json.dumps(found), flush=True)
    return f"{'rebuild, memory':<24} {head} events   {head / seconds:.0f} events/s   at most {mib:.0f} MiB"


def _rebuild_beside(owner_url: str) -> tuple[float, float]:
    took = seconds(lambda: rebuild(owner_url, VIEWS, _show))
    return took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _show(steps: Any) -> None:
    step: Progress = steps[0]
    if step.position % 100_000 < 20_000:
        print(json.dumps({"rebuild": step.view, "position": step.position, "head": step.head}), flush=True)


def _read(installation: Installation, head: int) -> None:
    with installation.database.project() as cursor:
        if sum(1 for _ in read_in_order(cursor, 0, head)) != head:
            raise SystemExit("the ledger was not read whole")


def _copy(urls: Urls, head: int) -> None:
    query = f"COPY (SELECT {COLUMNS} FROM ledger.entry WHERE position <= {head} ORDER BY position) TO STDOUT"
    with psycopg.connect(urls.reader) as connection, connection.cursor().copy(query) as copy:
        if not sum(len(block) for block in copy):
            raise SystemExit("the ledger is empty")


class _Runner:
    """The library's application with events, and its runner made to read them all again."""

    def __init__(self, urls: Urls) -> None:
        self._urls = urls
        self._stock = Stock(urls, 1)
        self._environment = stock_environment(urls.owner, 8)
        self._stock.begin(0)
        for n in range(RUNNER_EVENTS):
            self._stock.append(0, n % 50 + 1)

    def seconds(self) -> float:
        """How long it takes to process every event."""
        with psycopg.connect(self._urls.owner, autocommit=True) as owner:
            owner.execute("DROP TABLE IF EXISTS stock.last_text, stock.last_texts_tracking")
        began = time.perf_counter()
        with ProjectionRunner(
            application_class=self._stock.application_class,
            projection_class=LastTexts,
            view_class=LastText,
            env=self._environment,
        ) as runner:
            runner.wait(RUNNER_EVENTS, timeout=WAIT_SECONDS)
            return time.perf_counter() - began

    def close(self) -> None:
        """Let go of the application."""
        self._stock.close()


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _compared(what: str, rates: Mapping[str, list[float]]) -> str:
    ours, other = rates
    ratio = statistics.median(mine / theirs for mine, theirs in zip(rates[ours], rates[other], strict=True))
    medians = {name: round(statistics.median(found), 1) for name, found in rates.items()}
    print(
        json.dumps({"measure": what, "unit": "events/s", "medians": medians, "ratio": round(ratio, 2), "against": other}),
        flush=True,
    )
    return f"{what:<24} {ours} {medians[ours]:>8.0f} events/s   {other} {medians[other]:>8.0f}  × {ratio:.2f}"


@contextmanager
def installed() -> Iterator[Installation]:
    """An installation of its own with the samples, for one measurement."""
    with tempfile.TemporaryDirectory(prefix="yingsu-reading-") as folder:
        settings = load({"YINGSU_DATA": folder, "YINGSU_LOG_LEVEL": "error", "YINGSU_SAMPLES": "yes"})
        with opened(settings) as installation:
            initialise(installation.ledger, installation.keys, settings, system_clock)
            yield installation
