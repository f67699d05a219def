"""A client of the feed in a process of its own, to be killed: `python -m tests.journeys.follower FOLDER ADDRESS… CLIENT FILE`.

It keeps what it was given as lines of JSON, a batch at a time, and goes on after the last whole line. What it keeps, it has; that is all it
remembers.
"""

import os
import sys
from pathlib import Path
from typing import Any

import msgspec

from tests.journeys.clients import Clients

FEED = "/v1/notify/feeds/all"
WAIT_MS = 2_000


def kept(file: Path) -> list[dict[str, Any]]:
    """The events that a client has kept, without a last line that is not whole."""
    whole, _, _ = file.read_bytes().rpartition(b"\n") if file.exists() else (b"", b"", b"")
    return [msgspec.json.decode(line) for line in whole.split(b"\n") if line]


def follow(clients: Clients, client: str, file: Path) -> None:
    """Keep up with the feed, for ever."""
    events = kept(file)
    last = events[-1]["id"] if events else None
    with file.open("r+b" if file.exists() else "wb") as out:
        out.truncate(out.seek(sum(len(msgspec.json.encode(event)) + 1 for event in events)))
        while True:
            batch = clients.get(client, FEED, timeout=WAIT_MS, limit=20, **({"lastEventId": last} if last else {})).json()
            if batch:
                out.write(b"".join(msgspec.json.encode(event) + b"\n" for event in batch))
                out.flush()
                os.fsync(out.fileno())
                last = batch[-1]["id"]


if __name__ == "__main__":
    folder, registry, notify, name, path = sys.argv[1:]
    follow(Clients(Path(folder), {"registry": registry, "notify": notify}), name, Path(path))
