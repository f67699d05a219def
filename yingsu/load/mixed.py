"""Single commands at a steady rate, mixed: court messages, answers, attendances and readings. Time counts from when each was due."""

import itertools
import random
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

import msgspec

from services.registry import samples
from yingsu.clock import legal_day, system_clock
from yingsu.load.court import Json, SampleCase, cases
from yingsu.load.notices import COURT, SETTLE_SECONDS
from yingsu.load.sending import INTAKE, Measured, Sender
from yingsu.load.target import LoadClient, MemoryWatch, Target

SUPERVISOR: Final = "hongze-sifa"
OFFICES: Final = {samples.MARKET: "hongze-shichang-oa", samples.RESOURCES: "hongze-ziran-oa"}
KINDS: Final = ("message",) * 11 + ("answer",) * 2 + ("attendance",) + ("read",) * 6
"""What twenty commands are, on the average."""


class MixedOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a run at a steady rate came to. Times in seconds; `processor` is what the service and its database used of the processors."""

    seconds: float
    commands: int
    settled_after: float
    measured: dict[str, Measured]
    memory: list[int]
    processor: tuple[float, float]


class Suit(msgspec.Struct, frozen=True):
    """A filed case that an agency can act in."""

    case_id: str
    agency: str
    hearing_on: str


@dataclass
class _Docket:
    """What there is to do next. Safe to share between threads."""

    made: Iterator[SampleCase]
    chance: random.Random
    messages: deque[Json] = field(default_factory=deque)
    answerable: deque[Suit] = field(default_factory=deque)
    heard: deque[Suit] = field(default_factory=deque)
    known: deque[str] = field(default_factory=lambda: deque(maxlen=500))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next_message(self) -> Json:
        """The next thing that the court tells: several cases run beside each other."""
        with self.lock:
            if not self.messages:
                told = [next(self.made).messages() for _ in range(20)]
                self.messages.extend(message for stage in itertools.zip_longest(*told) for message in stage if message)
            return self.messages.popleft()

    def note(self, message: Json, receipt: Json) -> None:
        """Take note of what a receipt opens."""
        if receipt.get("case_id") is None:
            return
        codes = {agency.code: agency.agency_id for agency in samples.AGENCIES}
        with self.lock:
            self.known.append(message["case_no"])
            if message["kind"] == "hearing_notice":
                for suit in [suit for suit in self.answerable if suit.case_id == receipt["case_id"]]:
                    self.heard.append(Suit(suit.case_id, suit.agency, message["hearing_on"]))
            for defendant in message.get("defendants", ()):
                agency = codes[defendant["agency_code"]]
                if agency in OFFICES:
                    self.answerable.append(Suit(receipt["case_id"], agency, ""))

    def take(self, waiting: deque[Suit]) -> Suit | None:
        """Something that waits, if there is anything; not the newest, so that its hearing can come before."""
        with self.lock:
            return waiting.popleft() if len(waiting) > (100 if waiting is self.answerable else 0) else None


@dataclass
class _Clients:
    """One thread's connections."""

    target: Target
    opened: dict[str, LoadClient] = field(default_factory=dict)

    def of(self, client_id: str) -> LoadClient:
        """The connection of a client."""
        if client_id not in self.opened:
            self.opened[client_id] = self.target.client(client_id)
        return self.opened[client_id]


def send_mixed(target: Target, sender: Sender, *, rate: float, seconds: float, clients: int, seed: int) -> MixedOutcome:
    """Send `rate` commands a second for so long; wait for the views."""
    chance = random.Random(seed)  # noqa: S311 (a load, no secret)
    docket = _Docket(cases(sender.run, 1_000_000 + seed % 8_000_000, legal_day(system_clock()), chance), chance)
    kinds = {kind: Measured() for kind in dict.fromkeys(KINDS)}
    numbers, watch = itertools.count(), MemoryWatch(target)
    begun, used = time.perf_counter(), target.processor()
    lock = threading.Lock()

    def work() -> None:
        mine = _Clients(target)
        while True:
            with lock:
                due = begun + next(numbers) / rate
                kind = docket.chance.choice(KINDS)
            if due - begun >= seconds:
                break
            time.sleep(max(0.0, due - time.perf_counter()))
            _carry_out(kind, sender, docket, mine, kinds, due)
        for client in mine.opened.values():
            client.close()

    with watch.watching():
        with ThreadPoolExecutor(clients) as pool:
            for worker in [pool.submit(work) for _ in range(clients)]:
                worker.result()
        ended = time.perf_counter()
        target.settle(SETTLE_SECONDS)
    now = target.processor()
    commands = sum(len(measured.seconds) for measured in kinds.values())
    return MixedOutcome(
        seconds=ended - begun,
        commands=commands,
        settled_after=time.perf_counter() - ended,
        measured=kinds,
        memory=watch.seen,
        processor=(now[0] - used[0], now[1] - used[1]),
    )


def _carry_out(kind: str, sender: Sender, docket: _Docket, mine: _Clients, kinds: dict[str, Measured], due: float) -> None:
    if kind == "read":
        _read(docket, mine, kinds["read"], due)
        return
    waiting = {"answer": docket.answerable, "attendance": docket.heard}.get(kind)
    suit = None if waiting is None else docket.take(waiting)
    if suit is None:
        message = docket.next_message()
        answer = sender.message(mine.of(COURT), message, kinds["message"], due)
        docket.note(message, answer.json())
        return
    path = f"/cases/{suit.case_id}/responses/{suit.agency}"
    client = mine.of(OFFICES[suit.agency])
    version = client.get(f"{INTAKE}{path}").headers["etag"]
    if kind == "answer":
        day = legal_day(system_clock()).isoformat()
        body: Json = {"submitted_on": day, "delivery": "court_platform", "has_answer": True, "evidence_count": 9}
        sender.step(client, "answer", f"{path}/answer", body, version, kinds["answer"], due)
    else:
        body = {"hearing_no": 1, "hearing_on": suit.hearing_on, "leader": {"name": "示例负责人"}, "leader_post": "副局长"}
        body |= {"rank": "deputy", "staff": 1, "lawyers": 1, "spoke": True}
        sender.step(client, "attendance", f"{path}/attendances", body, version, kinds["attendance"], due)


def _read(docket: _Docket, mine: _Clients, measured: Measured, due: float) -> None:
    """One of the readings of somebody who supervises: a case by its number, the list of cases, what is due."""
    client = mine.of(SUPERVISOR)
    with docket.lock:
        case_no = docket.chance.choice(docket.known) if docket.known else None
        which = docket.chance.randrange(4)
    if case_no is not None and which < 2:
        answer = client.get(f"{INTAKE}/cases/by-number/{case_no}")
    elif which == 2:
        answer = client.get(f"{INTAKE}/cases")
    else:
        answer = client.get("/v1/notify/obligations", standing="overdue")
    measured.add(time.perf_counter() - due, answer.status_code)
