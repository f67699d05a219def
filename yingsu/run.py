"""Everything at once: the services, the process that keeps their views, and the embedded PostgreSQL. Owns the order in which they start and stop.

It brings back a PostgreSQL that was killed. It stops requests under way, then the workers, the views, and PostgreSQL, within seconds.
"""

import logging
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from services.registry.samples import HONGZE, SampleDistrict
from services.registry.setup import Setup, initialise
from yingsu.beside import following_beside
from yingsu.clock import Clock, system_clock
from yingsu.composition import applications, compose, followed, workers
from yingsu.embedded import Embedded
from yingsu.errors import YingsuError
from yingsu.hosting import Say, listening, projecting, serve_http, until_stopped, working
from yingsu.installation import claimed, opened
from yingsu.ledger.database import Database
from yingsu.ledger.reader import Projector
from yingsu.ledger.store import Ledger
from yingsu.settings import Settings
from yingsu.web import logs
from yingsu.web.deps import Deps
from yingsu.web.service import combine
from yingsu.welcome import welcome

WATCH_SECONDS: Final = 1.0

_log = logging.getLogger(__name__)


def serve(settings: Settings, say: Say) -> int:
    """Start everything and serve until Ctrl-C or SIGTERM; returns the exit code. Raises YingsuError, one line each."""
    with until_stopped(say), listening(settings) as listener, claimed(settings.data_folder):
        host(settings, listener, lambda _, setup: say(welcome(settings, setup)), beside=True)
    return 0


def host(
    settings: Settings,
    listener: socket.socket,
    on_start: Callable[[Deps, Setup], None],
    *,
    clock: Clock = system_clock,
    begin: Callable[[Ledger], None] = lambda _: None,
    districts: Sequence[SampleDistrict] = (HONGZE,),
    beside: bool = False,
) -> None:
    """Serve everything on `listener` until a signal to stop, which is raised again as KeyboardInterrupt.

    `clock` is the record clock; `begin` is called before anything is recorded, `on_start` when requests are answered. `districts` are the
    samples, where the settings ask for any. `beside`: views, reactions and workers are kept by a process of their own, which knows the
    machine's clock only.
    """
    logs.configure(settings.log_level)
    for name in ("alembic", "uvicorn.error"):
        # What they tell at their lower levels stands in the welcome.
        logging.getLogger(name).setLevel(logging.WARNING)
    with opened(settings, clock=clock) as installation:
        if installation.server is not None:
            installation.server.adopt()
        deps = compose(installation, clock=clock)
        begin(installation.ledger)
        setup = initialise(installation.ledger, installation.keys, settings, clock, districts)
        with _kept(installation.server), following_beside() if beside else _following(installation.database, deps):
            serve_http(combine(applications(deps)), listener, lambda: on_start(deps, setup), deps.stopping.begin)


@contextmanager
def _following(database: Database, deps: Deps) -> Iterator[None]:
    with projecting(Projector(database, followed(deps))), working(workers(deps), database):
        yield


@contextmanager
def _kept(server: Embedded | None) -> Iterator[None]:
    """Within, an embedded PostgreSQL that dies is started again; requests meanwhile are answered with 503."""
    if server is None:
        yield
        return
    stopping = threading.Event()

    def watch() -> None:
        while not stopping.wait(WATCH_SECONDS):
            if server.server_pid is None:
                _log.error("the embedded PostgreSQL is gone; starting it again")
                try:
                    server.start()
                except YingsuError as error:
                    _log.error("the embedded PostgreSQL does not start: %s", error.code)

    watching = threading.Thread(target=watch, name="watch PostgreSQL", daemon=True)
    watching.start()
    try:
        yield
    finally:
        stopping.set()
        watching.join()
