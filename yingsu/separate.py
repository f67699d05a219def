"""The same installation in processes of their own: `yingsu serve` answers for one service, `yingsu project` keeps up all else.

Any number of either may run on one database, beside `yingsu run` too. They attach to what is there: they never migrate, publish,
make a key file, or start or stop a PostgreSQL. What they share they share through the database and the key files.
"""

import logging
import threading
from collections.abc import Sequence

from yingsu.beside import stop_when_closed
from yingsu.composition import chosen, compose, service_named
from yingsu.hosting import Say, listening, projecting, serve_http, settled, until_stopped, working
from yingsu.installation import attached
from yingsu.ledger.reader import Projector
from yingsu.settings import Settings
from yingsu.web import logs
from yingsu.web.service import combine
from yingsu.welcome import address


def serve(settings: Settings, name: str, say: Say) -> int:
    """Serve the service `name` on the address of `settings` until Ctrl-C or SIGTERM; returns the exit code.

    Raises ServiceUnknown, and YingsuError where it cannot start, one line each.
    """
    create = service_named(name)
    with until_stopped(say), listening(settings) as listener:
        _configure_logs(settings)
        with attached(settings) as installation:
            deps = compose(installation)
            app = create(deps)
            started = f"服务 {name}（{app.title}）已启动：{address(settings)}/v1/{name}，按 Ctrl-C 停止。"
            serve_http(combine({name: app}), listener, lambda: say(started), deps.stopping.begin)
    return 0


def project(settings: Settings, names: Sequence[str], say: Say, *, until_closed: bool = False) -> int:
    """Keep the views, reactions and workers `names`, or all of them, until Ctrl-C or SIGTERM, or where `until_closed` until the standard
    input ends; returns the exit code.

    Of several such processes one leads each view and the others stand by; a worker runs in each. Raises ViewUnknown, and YingsuError where it cannot start.
    """
    with until_stopped(say):
        if until_closed:
            stop_when_closed()
        _configure_logs(settings)
        with attached(settings) as installation:
            views, workers = chosen(compose(installation), names)
            names = [view.name for view in views] + [worker.name for worker in workers]
            settled()
            with projecting(Projector(installation.database, views)), working(workers, installation.database):
                say(f"正在更新 {'、'.join(names)}，按 Ctrl-C 停止。")
                threading.Event().wait()
    return 0


def _configure_logs(settings: Settings) -> None:
    logs.configure(settings.log_level)
    # What it tells at its lower levels is said in the line above.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
