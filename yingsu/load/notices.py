"""Court notices in batches: how fast they are accepted, and when all views show them."""

import random
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import msgspec

from yingsu.clock import legal_day, system_clock
from yingsu.load.court import Json, cases, in_batches, notices
from yingsu.load.sending import Measured, Sender
from yingsu.load.target import MemoryWatch, Target

COURT: Final = "court-su0813"
SETTLE_SECONDS: Final = 600


class NoticesOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a run of batches came to. Times in seconds since the first batch was sent; `processor` is what the service and its database used
    of the processors, in seconds."""

    notices: int
    refused: int
    accepted_after: float
    visible_after: float
    batches: Measured
    singles: Measured
    memory: list[int]
    processor: tuple[float, float]


def send_notices(
    target: Target, sender: Sender, *, count: int, batch: int, clients: int, shuffled: bool, seed: int
) -> NoticesOutcome:
    """Send so many notices in batches from several clients, with a single notice every tenth of a second beside them; wait for the views."""
    chance = random.Random(seed)  # noqa: S311 (a load, no secret)
    made = cases(sender.run, 1_000_000 + seed % 8_000_000, legal_day(system_clock()), chance)
    told = notices(made, count)
    if shuffled:
        chance.shuffle(told)
    waiting = in_batches(told, batch)[::-1]
    lock = threading.Lock()
    batches, singles, watch = Measured(), Measured(), MemoryWatch(target)
    refused: list[str] = []

    def work() -> None:
        client = target.client(COURT)
        while True:
            with lock:
                messages = waiting.pop() if waiting else None
            if messages is None:
                break
            for outcome in sender.batch(client, list(messages), batches):
                if outcome.status not in (201, 202):
                    refused.append(outcome.message_id)
        client.close()

    done = threading.Event()
    beside = threading.Thread(
        target=_interact, args=(target, sender, [next(made).messages()[0] for _ in range(600)], singles, done)
    )
    with watch.watching():
        begun, used = time.perf_counter(), target.processor()
        beside.start()
        with ThreadPoolExecutor(clients) as pool:
            for worker in [pool.submit(work) for _ in range(clients)]:
                worker.result()
        accepted = time.perf_counter() - begun
        done.set()
        beside.join()
        target.settle(SETTLE_SECONDS)
        visible, used_now = time.perf_counter() - begun, target.processor()
    return NoticesOutcome(
        notices=count,
        refused=len(refused),
        accepted_after=accepted,
        visible_after=visible,
        batches=batches,
        singles=singles,
        memory=watch.seen,
        processor=(used_now[0] - used[0], used_now[1] - used[1]),
    )


def _interact(target: Target, sender: Sender, messages: Sequence[Json], measured: Measured, done: threading.Event) -> None:
    """A single command every tenth of a second, as somebody at a screen would send it meanwhile."""
    client = target.client(COURT)
    for message in messages:
        if done.wait(0.1):
            break
        sender.message(client, message, measured)
    client.close()
