"""One notice of a court on its way, and where it ends: placed in a record, or on hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from services.intake.court.message import ParkedReason
from services.intake.court.notice import AnyNotice, ReceivedNotice, agency_codes
from services.intake.dates import received_day
from services.intake.number import CaseNumber
from yingsu.ledger.appender import JurisdictionDenied
from yingsu.ledger.entry import ANY_JURISDICTION, Event, NewEvent, StreamWrite
from yingsu.ledger.keys_in_hand import Keys
from yingsu.ledger.snapshot import Readable
from yingsu.officials.agencies import Agency
from yingsu.officials.directory import Directory


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """The notice belongs to this case record. `writes` are its facts; none where the record holds them already."""

    case_id: str
    jurisdictions: tuple[str, ...]
    writes: tuple[StreamWrite, ...] = ()


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """The notice cannot be placed now."""

    reason: ParkedReason
    detail: str
    jurisdictions: tuple[str, ...]
    writes: tuple[StreamWrite, ...] = ()


class Closed(msgspec.Struct, frozen=True, kw_only=True):
    """There is nothing to be recorded for the notice in any case."""

    detail: str
    jurisdictions: tuple[str, ...]
    writes: tuple[StreamWrite, ...] = ()


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """What a notice becomes, or one of several things. `on`: the day of the fact where that is another than the notice's. `concerns`: further
    jurisdictions that the case concerns from now on."""

    event: Event
    jurisdiction: str
    on: date | None = None
    concerns: tuple[str, ...] = ()


@dataclass
class Delivery:
    """One notice, and what can be looked up for it.

    `message` is the stream of the court's message. `reach` are the jurisdictions that its sender may write for; facts outside raise
    `JurisdictionDenied`.
    """

    ledger: Readable
    keys: Keys
    directory: Directory
    court: str
    number: CaseNumber
    notice: AnyNotice
    message: str
    reach: tuple[str, ...]

    def agencies(self) -> dict[str, Agency | None]:
        """The agencies that the notice names, by code; None for a code that is not registered."""
        return {code: self.directory.agency_by_code(code) for code in agency_codes(self.notice)}

    def hold(self, reason: ParkedReason, detail: str, jurisdictions: tuple[str, ...] = ()) -> Held:
        """On hold, for these jurisdictions, else for those of the agencies that are known, else for all that the court hears."""
        known = tuple(dict.fromkeys(agency.jurisdiction for agency in self.agencies().values() if agency is not None))
        return Held(reason=reason, detail=detail, jurisdictions=jurisdictions or known or self.reach)

    def require_reach(self, jurisdictions: tuple[str, ...]) -> None:
        """Raise `JurisdictionDenied` where the sender may not write for all of these."""
        if ANY_JURISDICTION not in self.reach and not set(jurisdictions) <= set(self.reach):
            raise JurisdictionDenied(
                "消息涉及的机关不在本院令牌所列辖区之内，未登记。请核对机关代码；确需报送的，请管理员为本院系统增加辖区。"
            )

    def write(
        self,
        stream: str,
        version: int,
        event: Event,
        jurisdiction: str,
        case_id: str | None = None,
        concerns: tuple[str, ...] = (),
    ) -> StreamWrite:
        """One event for a stream at `version`, dated as the notice is."""
        new = self._new(Fact(event=event, jurisdiction=jurisdiction), case_id, concerns)
        return StreamWrite(stream=stream, expected_version=version, events=(new,))

    def write_facts(self, case_id: str, version: int, facts: Iterable[Fact]) -> StreamWrite:
        """All of these for a case that is at `version`."""
        return StreamWrite(
            stream=case_id, expected_version=version, events=tuple(self._new(fact, case_id, fact.concerns) for fact in facts)
        )

    def _new(self, fact: Fact, case_id: str | None, concerns: tuple[str, ...] = ()) -> NewEvent:
        notice = self.notice
        dated_alike = fact.on in (None, notice.occurred_on)
        received_on = received_day(notice) if isinstance(notice, ReceivedNotice) else None
        return NewEvent(
            event=fact.event,
            jurisdiction=fact.jurisdiction,
            case_id=case_id,
            concerns=concerns,
            occurred_on=fact.on or notice.occurred_on,
            occurred_at=notice.occurred_at if dated_alike else None,
            received_on=fact.on or received_on,
            source_seq=notice.source_seq if dated_alike else None,
        )
