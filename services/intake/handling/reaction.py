"""What follows from a filing: where the rule says without doubt that another than the defendant handles the response, it is recorded.

Once for each case: the command's id is the reaction and the filing. What the body that supervises decided stays as it is. Where the rule
leaves it open, nothing is recorded, and whoever the documents name decides.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from services.intake.cases.timing import rules_known
from services.intake.handling.determining import by_rule
from yingsu.corrections import Because, standing_entry, voided
from yingsu.errors import Refused
from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.handling import HandlingUnitDetermined
from yingsu.law.handled import latest, stream_of
from yingsu.law.handling import handlings, says_anything
from yingsu.law.in_force import EVER
from yingsu.law.published import RulesInForce
from yingsu.ledger.database import Cursor
from yingsu.ledger.deciding import EVERYWHERE, SYSTEM, carry_out, following
from yingsu.ledger.entry import Entry, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.officials.registered import RegisteredAgencies

NAME: Final = "intake.determine_handling"
RETRIES: Final = 3
_SUED_OTHERWISE: Final = Because(reason="法院已更正立案的被告")


class NothingLeft(Refused):
    """All that the rules say is on record."""

    code = "handling-on-record"


@dataclass(frozen=True)
class DetermineHandling:
    """Reads the ledger like a view, in its own place and with its own bookmark, and writes commands instead of rows."""

    ledger: Ledger
    keys: KeyStore
    rules: RulesInForce
    agencies: RegisteredAgencies = field(default_factory=RegisteredAgencies)
    name: str = NAME
    tables: tuple[str, ...] = ()
    selects: tuple[str, ...] = ("intake.case_filed%",)

    def apply(self, cursor: Cursor, entries: Sequence[Entry]) -> None:  # noqa: ARG002 (a reaction writes no rows)
        """Record what follows from the filings of one batch. A repeat finds the command ids in the ledger and does nothing."""
        for entry in entries:
            if isinstance(entry.event, CaseFiled):
                self._determine(entry, entry.event)

    def _determine(self, cause: Entry, filing: CaseFiled) -> None:
        rules = rules_known(self.rules)
        places = {defendant.agency: defendant.jurisdiction for defendant in filing.defendants}
        said_before = cause.corrects is not None
        if rules is None or not (said_before or any(says_anything(rules, place, filing) for place in places.values())):
            return
        with self.ledger.database.read(EVERYWHERE) as cursor:
            agencies = self.agencies.at(cursor, EVER)
        said = by_rule(handlings(filing, {}, rules, agencies), filing.filed_on)
        stream = stream_of(cause.case_id or "")

        def decide() -> list[StreamWrite]:
            known = self.ledger.load(stream, EVERYWHERE)
            on_record = {(agency, sued_for) for _, agency, sued_for in latest(known)}
            events = tuple(
                NewEvent(
                    event=event,
                    jurisdiction=places[event.agency],
                    case_id=cause.case_id,
                    occurred_on=event.determined_on,
                    causation_id=cause.event_id,
                )
                for event in said
                if (event.agency, event.object) not in on_record
            )
            events += tuple(self._not_sued(stream, known, places, cause))
            if not events:
                raise NothingLeft("承办单位已经登记。")
            version = max((entry.version for entry in known), default=0)
            return [StreamWrite(stream=stream, expected_version=version, events=events)]

        request = following(cause, NAME, body_hash=self.keys.keyed_hash(stream.encode()), source=cause.stream)
        try:
            carry_out(self.ledger, request, decide, retries=RETRIES)
        except NothingLeft:
            return

    def _not_sued(self, stream: str, known: Sequence[Entry], places: Collection[str], cause: Entry) -> Iterator[NewEvent]:
        """What takes back the determinations that followed from a filing which named another defendant."""
        originals = self.ledger.load_original(stream, EVERYWHERE)
        for entry in known:
            event = entry.event
            if isinstance(event, HandlingUnitDetermined) and entry.actor == SYSTEM and event.agency not in places:
                standing = standing_entry(originals, entry.event_id)
                if standing is not None:
                    yield voided(standing, _SUED_OTHERWISE, partial(self.keys.seal_text, stream), cause.event_id)
