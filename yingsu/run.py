"""One process with everything: the services, their views and the embedded PostgreSQL. Owns how it starts, and how it stops.

It starts with the port, so that nothing heavy starts for nothing. It brings back a PostgreSQL that was killed. It stops requests under
way, then the views, then PostgreSQL, within seconds.
"""

import errno
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import uvicorn

from services.registry.setup import initialise
from yingsu.composition import VIEWS, applications, compose, reactions
from yingsu.embedded import Embedded
from yingsu.errors import YingsuError
from yingsu.installation import claimed, opened
from yingsu.ledger.reader import Projector
from yingsu.settings import Settings
from yingsu.web import logs
from yingsu.web.service import combine
from yingsu.welcome import welcome

GRACE_SECONDS: Final = 5
"""How long requests under way are waited for when stopping."""
WATCH_SECONDS: Final = 1.0
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Say = Callable[[str], None]
_log = logging.getLogger(__name__)


class AddressUnusable(YingsuError):
    """The address cannot be listened on."""

    code = "address-unusable"
    title = "无法监听"


class NotStarted(YingsuError):
    """The web server gave up before it served."""

    code = "not-started"
    title = "未能启动"


class _Server(uvicorn.Server):
    """Tells when it serves."""

    def __init__(self, config: uvicorn.Config, on_start: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_start()


def serve(settings: Settings, say: Say) -> int:
    """Start everything and serve until Ctrl-C or SIGTERM; returns the exit code. Raises YingsuError, one line each."""
    try:
        with _stoppable(), _listening(settings) as listener, claimed(settings.data_folder):
            _serve(settings, listener, say)
    except KeyboardInterrupt:
        say("已停止。")
    return 0


def _serve(settings: Settings, listener: socket.socket, say: Say) -> None:
    logs.configure(settings.log_level)
    for name in ("alembic", "uvicorn.error"):
        # What they tell at their lower levels stands in the welcome.
        logging.getLogger(name).setLevel(logging.WARNING)
    with opened(settings) as installation:
        if installation.server is not None:
            installation.server.adopt()
        deps = compose(installation)
        setup = initialise(installation.ledger, installation.keys, settings, deps.clock)
        projector = Projector(installation.database, (*VIEWS, *reactions(deps)))
        with _kept(installation.server), _projecting(projector):
            config = uvicorn.Config(
                combine(applications(deps)),
                log_config=None,
                access_log=False,
                server_header=False,
                lifespan="on",
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
            server = _Server(config, lambda: say(welcome(settings, setup)))
            server.run(sockets=[listener])
            if not server.started:
                raise NotStarted("服务没有启动，原因见上面的日志。请据此处理后重试。")


@contextmanager
def _stoppable() -> Iterator[None]:
    """Within, the first signal to stop raises KeyboardInterrupt, once; the later ones cannot break off the stopping."""

    def stop(_: int, __: FrameType | None) -> None:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """A socket on the address of `settings`. Raises AddressUnusable."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
            listener.listen(2048)
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            if error.errno == errno.EADDRINUSE:
                raise AddressUnusable(
                    f"地址 {where} 已被其他程序占用：请先停止它，或换一个端口，例如 YINGSU_PORT={settings.port + 1 if settings.port < 65535 else 8000}。"
                ) from error
            raise AddressUnusable(f"地址 {where} 不能使用（{error.strerror}）：请改设 YINGSU_HOST 或 YINGSU_PORT。") from error
        yield listener


@contextmanager
def _projecting(projector: Projector) -> Iterator[None]:
    projector.start()
    try:
        yield
    finally:
        projector.stop()


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
