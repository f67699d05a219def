"""The messages of generated cases once in order and once in disorder: shuffled, each several times, from several clients at once, singly and
in batches. In the end both must show the same.

The two tellings are told of cases that differ in their numbers only, in one ledger: so everything else must be equal in every view.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import msgspec

from services.intake.court.message import stream_of
from services.registry import samples
from yingsu import disputes
from yingsu.clock import legal_day, system_clock
from yingsu.events.intake.message import CourtMessageApplied
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.store import Ledger
from yingsu.load.court import Json, SampleCase, cases
from yingsu.load.notices import COURT, SETTLE_SECONDS
from yingsu.load.rows import Rows, differences, names_of
from yingsu.load.sending import INTAKE, MESSAGES, Measured, Sender
from yingsu.load.target import LoadFailed, Target

ORDERED: Final = 1_000_000
DISORDERED: Final = 7_000_000
"""Their numbers begin here. What a case says follows from its number by remainders that the difference leaves alone."""
SINGLY: Final = 0.5
"""The share of the requests that bring one message; the others bring up to `TOGETHER`."""
TOGETHER: Final = 20

Tell = Callable[[int, Sequence[Json]], None]
"""Sends these messages as client number so-and-so: one singly, several as a batch."""
ReceiptOf = Callable[[str], Mapping[str, Any]]
"""The receipt of a message, as the court reads it now."""


class Pair(msgspec.Struct, frozen=True):
    """One case twice: as it is told in order, and as it is told in disorder."""

    ordered: SampleCase
    disordered: SampleCase


class DisorderOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """How much was compared, and every difference."""

    cases: int
    messages: int
    requests: int
    differences: list[str]


def pairs(run: str, count: int, found: Iterator[SampleCase]) -> list[Pair]:
    """So many cases, each twice."""
    made = [next(found) for _ in range(count)]
    return [
        Pair(
            msgspec.structs.replace(case, serial=ORDERED + index, prefix=f"{run}-A"),
            msgspec.structs.replace(case, serial=DISORDERED + index, prefix=f"{run}-B"),
        )
        for index, case in enumerate(made)
    ]


def requests(told: Sequence[Pair], times: int, clients: int, chance: random.Random) -> list[list[list[Json]]]:
    """What each client sends, request after request: every message of the disordered cases so many times, in no order."""
    sending = [message for pair in told for message in pair.disordered.messages() for _ in range(times)]
    chance.shuffle(sending)
    shares: list[list[list[Json]]] = [[] for _ in range(clients)]
    while sending:
        size = 1 if chance.random() < SINGLY else chance.randint(2, TOGETHER)
        chance.choice(shares).append([sending.pop() for _ in range(min(size, len(sending)))])
    return shares


def tell_all(told: Sequence[Pair], tell: Tell, *, times: int, clients: int, chance: random.Random) -> int:
    """Tell every case in order from one client, then in disorder from all; returns how many requests that took."""
    for pair in told:
        for message in pair.ordered.messages():
            tell(0, [message])
    shares = requests(told, times, clients, chance)

    def work(client: int) -> None:
        for messages in shares[client]:
            tell(client, messages)

    with ThreadPoolExecutor(clients) as pool:
        for worker in [pool.submit(work, client) for client in range(clients)]:
            worker.result()
    return sum(len(pair.ordered.messages()) for pair in told) + sum(map(len, shares))


def compare(ledger: Ledger, told: Sequence[Pair], receipt_of: ReceiptOf) -> list[str]:
    """What differs between the two tellings once everything has settled: in any view, or in what the receipts say."""
    rows, found = Rows(ledger.database), []
    for pair in told:
        shown = [_shown(ledger, rows, case) for case in (pair.ordered, pair.disordered)]
        found += [f"{pair.disordered.case_no} {line}" for line in differences(*shown)]
        for first, second in zip(pair.ordered.messages(), pair.disordered.messages(), strict=True):
            expected, answered = (_essence(receipt_of(one["message_id"])) for one in (first, second))
            if expected != answered:
                found.append(f"{second['message_id']} 的回执为 {answered}，依次报送时为 {expected}")
            found += [f"{second['message_id']} {wrong}" for wrong in _untrue(ledger, receipt_of(second["message_id"]))]
    return found


def send_disorder(
    target: Target, sender: Sender, ledger: Ledger, *, count: int, times: int, clients: int, seed: int
) -> DisorderOutcome:
    """Tell so many cases to an instance in both ways, and compare."""
    chance = random.Random(seed)  # noqa: S311 (a load, no secret)
    told = pairs(sender.run, count, cases(sender.run, ORDERED, legal_day(system_clock()), chance))
    connections = [target.client(COURT) for _ in range(clients)]
    measured = Measured()

    def tell(client: int, messages: Sequence[Json]) -> None:
        if len(messages) > 1:
            answered = [outcome.status for outcome in sender.batch(connections[client], list(messages), measured)]
        else:
            answered = [sender.message(connections[client], messages[0], measured).status_code]
        if not {201, 202}.issuperset(answered):
            raise LoadFailed(f"消息 {messages[0]['message_id']} 等的应答为 {answered}")

    sent = tell_all(told, tell, times=times, clients=clients, chance=chance)
    target.settle(SETTLE_SECONDS)

    def receipt_of(message_id: str) -> Mapping[str, Any]:
        receipt: Mapping[str, Any] = connections[0].get(f"{INTAKE}{MESSAGES}/{message_id}").json()
        return receipt

    found = compare(ledger, told, receipt_of)
    for connection in connections:
        connection.close()
    messages = sum(len(pair.disordered.messages()) for pair in told)
    return DisorderOutcome(cases=count, messages=messages, requests=sent, differences=found)


def _shown(ledger: Ledger, rows: Rows, case: SampleCase) -> dict[str, list[str]]:
    """What every view shows of a case, in canonical text."""
    filed = ledger.load(stream_of(samples.COURT, case.messages()[-1]["message_id"]), EVERYWHERE)
    record = next(entry.event.case_id for entry in filed if isinstance(entry.event, CourtMessageApplied))
    dispute = disputes.load(ledger, record, EVERYWHERE)
    roles: dict[str, str] = {}
    for entry in dispute.entries:
        case_no = getattr(entry.event, "case_no", None)
        if entry.stream == entry.case_id and case_no in case.case_nos:
            roles.setdefault(entry.stream, str(case_no).replace(str(case.serial), ""))
    return rows.of(names_of(dispute, roles, {case.prefix: "", str(case.serial): ""}))


def _essence(receipt: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    return receipt["status"], sorted((fact["topic"], fact["occurred_on"]) for fact in receipt["facts"])


def _untrue(ledger: Ledger, receipt: Mapping[str, Any]) -> Iterator[str]:
    """What a receipt says that is not in the ledger."""
    case_id = receipt["case_id"]
    known = {str(entry.event_id): entry for entry in ledger.load_case(case_id, EVERYWHERE)} if case_id else {}
    for fact in receipt["facts"]:
        entry = known.get(fact["event_id"])
        if entry is None or (entry.position, entry.topic) != (fact["position"], fact["topic"]):
            yield f"的回执所列 {fact['topic']} 不在登记簿所说之处"
