"""A process beside `yingsu run` that keeps the views, reactions and workers: two processors do what one cannot, and nobody who waits for an
answer waits for a view.

It is `yingsu project`, told to stop when its standard input ends: whichever way the process that started it ends, it does not outlive that.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

UNTIL_CLOSED: Final = "--until-closed"
"""The argument of `yingsu project` with which it stops when its standard input ends."""
RESTART_SECONDS: Final = 1.0
STOP_SECONDS: Final = 30.0
"""The batches under way are finished first; what takes longer is stopped, and done again."""

_log = logging.getLogger(__name__)


class Beside:
    """The process, started again where it dies."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process = self._started()
        self._watching = threading.Thread(target=self._watch, name="watch the projector", daemon=True)
        self._watching.start()

    def stop(self) -> None:
        """Stop it, and wait until it has."""
        self._stopping.set()
        self._watching.join()
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()

    def _started(self) -> "subprocess.Popen[bytes]":
        # A session of its own: Ctrl-C is for the process that started it.
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "yingsu", "project", UNTIL_CLOSED],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _watch(self) -> None:
        while not self._stopping.wait(RESTART_SECONDS):
            if self._process.poll() is not None:
                _log.error("the process that keeps the views is gone (%s); starting it again", self._process.returncode)
                self._process = self._started()


@contextmanager
def following_beside() -> Iterator[None]:
    """Within, the process runs."""
    beside = Beside()
    try:
        yield
    finally:
        beside.stop()


def stop_when_closed() -> None:
    """From now on, end this process as a signal to stop would when its standard input ends."""

    def wait() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="watch who started it", daemon=True).start()
