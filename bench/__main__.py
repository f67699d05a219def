"""Runs the measurements; prints each round as a JSON line, then medians and ratios as JSON lines and as a table.

    python -m bench [--rounds 5] [--seconds 1.0] [--lag-seconds 10] [--events 100000] [--large 1000000]

Every round runs the contenders in turn, so that a noisy machine is noisy for all; quote the ratios, not the absolute figures.
"""

import argparse
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.contenders import Contender, Raw, Stock, Yingsu
from bench.lag import EVENTS_A_SECOND, measure_lag
from bench.law import measure_law
from bench.reading import measure_reading
from bench.trial import measure_trial
from yingsu.embedded import Embedded
from yingsu.schema import migrate, provision

WRITERS = (1, 8, 32)
STREAM_EVENTS = 50
REFERENCE = {"raw psycopg": "of raw psycopg", "stock library": "of the stock library"}


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="how long each contender works in each round")
    parser.add_argument(
        "--lag-seconds",
        type=float,
        default=10.0,
        help=f"how long {EVENTS_A_SECOND} events/s are appended to measure the views' lag",
    )
    parser.add_argument("--events", type=int, default=100_000, help="how many events are read, rebuilt from, and evaluated")
    parser.add_argument(
        "--large", type=int, default=1_000_000, help="with how many events the memory of a rebuild is measured; 0: not at all"
    )
    arguments = parser.parse_args()
    table = compare(arguments.rounds, arguments.seconds)
    table.extend(measure_reading(arguments.rounds, arguments.events, arguments.large))
    table.append(measure_trial(arguments.rounds, arguments.events))
    table.append(measure_lag(arguments.lag_seconds))
    table.extend(measure_law(arguments.rounds, arguments.events))
    print("\n" + "\n".join(table))


def compare(rounds: int, seconds: float) -> list[str]:
    """Append and load, by every contender in every round; returns the table's lines."""
    with tempfile.TemporaryDirectory(prefix="yingsu-bench-") as folder, Embedded(Path(folder) / "postgres") as server:
        urls = provision(server.url, database="bench")
        migrate(urls.owner)
        contenders: list[Contender] = [Yingsu(urls), Raw(urls, max(WRITERS)), Stock(urls, max(WRITERS))]
        try:
            return [
                *(
                    measure(
                        f"append, {n} writer{'s' * (n > 1)}",
                        "events/s",
                        contenders,
                        rounds,
                        appending(n, seconds),
                    )
                    for n in WRITERS
                ),
                measure(f"load a {STREAM_EVENTS}-event stream", "loads/s", contenders, rounds, loading(seconds)),
            ]
        finally:
            for contender in contenders:
                contender.close()


def appending(writers: int, seconds: float) -> Callable[[Contender], float]:
    """Events appended a second by `writers` threads, each to streams of its own, of `STREAM_EVENTS` events."""

    def work(contender: Contender) -> float:
        done = [0] * writers
        until = time.perf_counter() + seconds

        def write(worker: int) -> None:
            while time.perf_counter() < until:
                n = done[worker] % STREAM_EVENTS + 1
                if n == 1:
                    contender.begin(worker)
                contender.append(worker, n)
                done[worker] += 1

        threads = [threading.Thread(target=write, args=(worker,)) for worker in range(writers)]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(done) / (time.perf_counter() - began)

    return work


def loading(seconds: float) -> Callable[[Contender], float]:
    """Streams of `STREAM_EVENTS` events loaded and decoded a second, by one thread."""

    def work(contender: Contender) -> float:
        contender.begin(0)
        for n in range(1, STREAM_EVENTS + 1):
            contender.append(0, n)
        began, done = time.perf_counter(), 0
        while time.perf_counter() < began + seconds:
            if contender.load(0) != STREAM_EVENTS:
                raise SystemExit(f"{contender.name} did not load all events")
            done += 1
        return done / (time.perf_counter() - began)

    return work


def measure(what: str, unit: str, contenders: Sequence[Contender], rounds: int, work: Callable[[Contender], float]) -> str:
    """Run the rounds, print their JSON lines, and return the table's line. The first round is a warm-up and is not counted."""
    rates: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for number in range(rounds + 1):
        for contender in contenders:
            rate = work(contender)
            if number:
                rates[contender.name].append(rate)
                print(
                    json.dumps({"measure": what, "contender": contender.name, "round": number, unit: round(rate, 1)}), flush=True
                )
    ours, *others = (contender.name for contender in contenders)
    cells = [f"{what:<24} {ours} {statistics.median(rates[ours]):>8.0f} {unit}"]
    for other in others:
        ratio = statistics.median(mine / theirs for mine, theirs in zip(rates[ours], rates[other], strict=True))
        medians = {name: round(statistics.median(rates[name]), 1) for name in (ours, other)}
        print(
            json.dumps({"measure": what, "unit": unit, "medians": medians, "ratio": round(ratio, 2), "against": other}),
            flush=True,
        )
        cells.append(f"{other} {statistics.median(rates[other]):>8.0f}  × {ratio:.2f}")
    return "   ".join(cells)


if __name__ == "__main__":
    main()
