"""Which messages still wait for what a dispute has: found for many disputes together, so that nothing is tried where nothing waits."""

from collections.abc import Iterable

from services.intake.court import message as messages
from services.intake.court.correcting import awaited_in, awaiting_stream
from services.intake.court.message import ParkedReason
from services.intake.court.numbering import awaiting, number_stream, numbers_of
from yingsu.disputes import DisputesAtOnce
from yingsu.ledger.deciding import EVERYWHERE

WAITING: tuple[ParkedReason, ...] = ("no_subject", "not_a_defendant")
"""The reasons to wait that a later message may end."""


def awaited(ledger: DisputesAtOnce, cases: Iterable[str]) -> set[str]:
    """Those of the case records under whose dispute's numbers a message still waits."""
    wanted = sorted(set(cases))
    joins = ledger.joins(wanted)
    records = {case: joins.records_of(case) for case in wanted}
    ledger.fetch(record for of_case in records.values() for record in of_case)
    numbers = {
        case: [
            number_stream(*number)
            for number in numbers_of(entry for record in of_case for entry in ledger.load(record, EVERYWHERE))
        ]
        for case, of_case in records.items()
    }
    ledger.fetch(number for of_case in numbers.values() for number in of_case)
    listed = {
        case: {message for number in of_case for message in awaiting(ledger.load(number, EVERYWHERE))}
        for case, of_case in numbers.items()
    }
    waiting = still_waiting(ledger, (message for of_case in listed.values() for message in of_case))
    return {case for case, of_case in listed.items() if of_case & waiting}


def still_waiting(ledger: DisputesAtOnce, streams: Iterable[str]) -> set[str]:
    """Those of these messages that wait for what a later message may bring, themselves or by a correction: one that was taken back while it
    waited leaves its correction to wait for the same."""
    wanted = set(streams)
    ledger.fetch({*wanted, *map(awaiting_stream, wanted)})
    corrections = {stream: awaited_in(ledger.load(awaiting_stream(stream), EVERYWHERE)) for stream in wanted}
    ledger.fetch(correction for of_one in corrections.values() for correction in of_one)
    return {stream for stream in wanted if any(_waits(ledger, one) for one in (stream, *corrections[stream]))}


def _waits(ledger: DisputesAtOnce, stream: str) -> bool:
    message = messages.fold(ledger.load(stream, EVERYWHERE))
    return message is not None and message.progress == "parked" and message.parked_reason in WAITING
