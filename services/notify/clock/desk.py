"""The clock's desk: tells of the obligations of one dispute what is due by today. Load, decide, append.

Decides on the ledger, never on a view. What was recorded of the dispute between the reading and the append sends the decision back: no
duty is told to be overdue after its fulfilment was recorded, and nothing is told twice, however many desks there are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec

from services.notify.clock.telling import Key, Telling, key_of, tellings
from yingsu import disputes
from yingsu.clock import legal_day
from yingsu.disputes import Dispute
from yingsu.events.registry.rules import CalendarPublished, ProfilePublished, ProfileRetired
from yingsu.law.handled import Units
from yingsu.law.obligation import OWED_BY_OTHERS, Obligation
from yingsu.law.obligations import evaluate
from yingsu.law.published import RulesInForce
from yingsu.ledger.appender import VersionConflict
from yingsu.ledger.deciding import EVERYWHERE, SYSTEM, command_id
from yingsu.ledger.entry import Command, Entry, Receipt, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger

NAME: Final = "notify.clock"
ATTEMPTS: Final = 5


@dataclass(frozen=True)
class ClockDesk:
    """Tells for every jurisdiction, by the ledger's record clock."""

    ledger: Ledger
    keys: KeyStore
    rules: RulesInForce

    def tell(self, record: str) -> Receipt | None:
        """Tell what is due, by today, in the dispute that a record belongs to; None where there is nothing. Safe to repeat at any time.

        Raises `VersionConflict` where others write to the dispute faster than it can be read.
        """
        attempt = 1
        while True:
            # What comes from here on is not surely among what is read below.
            since = self.ledger.head()
            dispute = disputes.load(self.ledger, record, EVERYWHERE)
            due = self._due(dispute)
            if not due:
                return None
            try:
                return self.ledger.append_unless(self._command(dispute, due), since, _touching(dispute))
            except VersionConflict:
                if attempt == ATTEMPTS:
                    raise
                attempt += 1

    def _due(self, dispute: Dispute) -> list[Telling]:
        told: set[Key] = {key for entry in dispute.entries if (key := key_of(entry.event))}
        today = legal_day(self.ledger.clock())
        rules = self.rules.now()
        found = evaluate(dispute.entries, rules, lambda _: dispute.case_id)
        units = Units(dispute.entries)
        return [
            msgspec.structs.replace(telling, to=_recipient(obligation, units))
            for obligation in found
            for telling in tellings(obligation, rules, today)
            if telling.key not in told
        ]

    def _command(self, dispute: Dispute, due: list[Telling]) -> Command:
        """One command for all of the dispute. Its id is what it tells: the same, whoever decides it."""
        versions = {entry.stream: entry.version for entry in dispute.entries}
        by_stream: dict[str, list[Telling]] = {}
        for telling in due:
            by_stream.setdefault(telling.stream, []).append(telling)
        what = [f"{obligation} {what} {latest}" for obligation, what, latest in sorted(telling.key for telling in due)]
        identity = command_id(NAME, *what)
        return Command(
            command_id=identity,
            body_hash=self.keys.keyed_hash("\n".join(what).encode()),
            writes=tuple(
                StreamWrite(
                    stream=stream,
                    expected_version=versions.get(stream, 0),
                    events=tuple(telling.recorded() for telling in of_stream),
                )
                for stream, of_stream in sorted(by_stream.items())
            ),
            actor=SYSTEM,
            source=NAME,
            correlation_id=str(identity),
            permitted=EVERYWHERE,
        )


def _recipient(obligation: Obligation, units: Units) -> str | None:
    """Who is told: of what the defendant owes the unit that handles its response, from its determination on; else whom it concerns."""
    if obligation.owed_by in OWED_BY_OTHERS:
        return obligation.party
    return units.told(obligation.started_by.record, obligation.party, obligation.started_by.topic)


def _touching(dispute: Dispute) -> Callable[[Entry], bool]:
    """Whether an entry may change what is owed in the dispute: one of its own, another that is joined with it, other rules."""

    def touches(entry: Entry) -> bool:
        of_dispute = entry.case_id in dispute.records or entry.stream in dispute.records
        return of_dispute or isinstance(entry.event, CalendarPublished | ProfilePublished | ProfileRetired)

    return touches
