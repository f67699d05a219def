"""What every process is made of that runs until it is told to stop: signals, a port, a web server, the projector of views, workers.

Owns how such a process begins and ends. It begins with the port, so that nothing heavy starts for nothing. It ends within seconds:
requests under way are finished first, then what the workers have in hand, then the batches of the views.
"""

import errno
import gc
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Final, Protocol

import uvicorn
from starlette.types import ASGIApp

from yingsu.errors import YingsuError
from yingsu.ledger.database import Database, DatabaseUnavailable
from yingsu.ledger.reader import RETRY_SECONDS, Projector
from yingsu.ledger.stopping import leave_word, take_back
from yingsu.settings import Settings
from yingsu.web.protocol import ProblemProtocol

GRACE_SECONDS: Final = 5
"""How long requests under way are waited for when stopping."""
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Say = Callable[[str], None]

_log = logging.getLogger(__name__)


class Worker(Protocol):
    """What is done again and again, without anybody's asking, beside views and reactions: what only time brings, what goes out.

    `name` is `<service>.<noun>`. Several processes may run the same worker at once: that must be harmless.
    """

    @property
    def name(self) -> str: ...

    @property
    def every_seconds(self) -> float:
        """The rest between two rounds."""
        ...

    def work(self) -> None:
        """One round, of a few seconds at most: a process that is told to stop waits for its end."""
        ...


class AddressUnusable(YingsuError):
    """The address cannot be listened on."""

    code = "address-unusable"
    title = "无法监听"


class NotStarted(YingsuError):
    """The web server gave up before it served."""

    code = "not-started"
    title = "未能启动"


class _Server(uvicorn.Server):
    """Tells when it serves, and when it is about to stop."""

    def __init__(self, config: uvicorn.Config, on_start: Callable[[], None], on_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_start = on_start
        self._on_stop = on_stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            settled()
            self._on_start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._on_stop()
        await super().shutdown(sockets)


@contextmanager
def until_stopped(say: Say) -> Iterator[None]:
    """Within, the first signal to stop ends the block as Ctrl-C would, and it is said; later ones cannot break off the stopping."""

    def stop(_: int, __: FrameType | None) -> None:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield
    except KeyboardInterrupt:
        say("已停止。")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """A socket on the address of `settings`. Raises AddressUnusable."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With its protocol named asyncio sends at once what it has (TCP_NODELAY); else a small answer waits 40 ms for an acknowledgement.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
            listener.listen(2048)
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            if error.errno == errno.EADDRINUSE:
                another = settings.port + 1 if settings.port < 65535 else 8000
                raise AddressUnusable(
                    f"地址 {where} 已被其他程序占用：请先停止它，或换一个端口，例如 {another}（用 YINGSU_PORT 设置，serve 也可用 --port）。"
                ) from error
            raise AddressUnusable(f"地址 {where} 不能使用（{error.strerror}）：请改设 YINGSU_HOST 或 YINGSU_PORT。") from error
        yield listener


def settled() -> None:
    """Leave what was made until now out of every later garbage collection: it stays as long as the process does, and under load looking
    through all of it again and again is a quarter of the work (0031)."""
    gc.collect()
    gc.freeze()


def serve_http(app: ASGIApp, listener: socket.socket, on_start: Callable[[], None], on_stop: Callable[[], None]) -> None:
    """Answer requests until a signal to stop, which is raised again as KeyboardInterrupt. Raises NotStarted.

    `on_stop` is called before requests under way are waited for.
    """
    server = _Server(configuration(app), on_start, on_stop)
    server.run(sockets=[listener])
    if not server.started:
        raise NotStarted("服务没有启动，原因见上面的日志。请据此处理后重试。")


def configuration(app: ASGIApp) -> uvicorn.Config:
    """How every process serves HTTP. What is not HTTP is answered in our words, and there are no WebSockets."""
    return uvicorn.Config(
        app,
        http=ProblemProtocol,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


@contextmanager
def projecting(projector: Projector) -> Iterator[None]:
    """Within, the projector runs; on exit the batches under way are finished."""
    projector.start()
    try:
        yield
    finally:
        projector.stop()


@contextmanager
def working(workers: Sequence[Worker], database: Database) -> Iterator[None]:
    """Within, every worker runs in a thread of its own; on exit the rounds under way are finished.

    A worker that fails is shown in health like a stopped view, and tried again every few seconds; a database that is away is waited for.
    """
    stopping = threading.Event()
    threads = [
        threading.Thread(target=_rounds, args=(worker, database, stopping), name=f"worker {worker.name}", daemon=True)
        for worker in workers
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopping.set()
        for thread in threads:
            thread.join()


def _rounds(worker: Worker, database: Database, stopping: threading.Event) -> None:
    rest = 0.0
    while not stopping.wait(rest):
        rest = worker.every_seconds
        try:
            worker.work()
            # Of whichever process it was: that the round succeeds here is what counts.
            with database.project() as cursor:
                take_back(cursor, worker.name)
        except DatabaseUnavailable:
            _log.warning("worker %s waits for the database", worker.name)
            rest = min(rest, RETRY_SECONDS)
        # A worker that fails must be seen in health, not take the process down.
        except Exception as error:
            _log.exception("worker %s failed", worker.name)
            leave_word(database, worker.name, error)
            rest = RETRY_SECONDS
