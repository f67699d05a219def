"""Jobs beside one another: one at a time for each key, each in a thread of its own, so that a receiver that is slow holds up nobody else."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Final

MOST: Final = 32
"""So many at once."""


class Lanes:
    """What is under way. For the use of one thread."""

    def __init__(self) -> None:
        self._threads: dict[str, threading.Thread] = {}
        self._failures: list[Exception] = []
        self._turns: dict[str, int] = {}
        """The number of the run in which each key last had its turn."""
        self._run = 0

    def run(self, jobs: Mapping[str, Callable[[], None]], seconds: float) -> None:
        """Start the jobs whose key has none under way, as far as there is room, those first that had no turn for longest, and wait for
        all that are, up to so many seconds; what is slower goes on alone. Raises what one of those that ended failed with, of this time
        or of a time before."""
        self._run += 1
        self._threads = {key: thread for key, thread in self._threads.items() if thread.is_alive()}
        for key, job in sorted(jobs.items(), key=lambda job: self._turns.get(job[0], 0)):
            if key not in self._threads and len(self._threads) < MOST:
                self._turns[key] = self._run
                # A process that stops does not wait for it: what it has in hand is sent again by another.
                thread = threading.Thread(target=self._carry_out, args=(job,), name=f"webhooks {key}", daemon=True)
                self._threads[key] = thread
                thread.start()
        until = time.monotonic() + seconds
        for thread in self._threads.values():
            thread.join(max(0.0, until - time.monotonic()))
        if self._failures:
            raise self._failures.pop(0)

    def _carry_out(self, job: Callable[[], None]) -> None:
        # Handed over to the thread that waits, which tells of it.
        try:
            job()
        except Exception as error:
            self._failures.append(error)
