"""The mediation centre's desk for what precedes a filing: it passes the court's notice on, agency by agency."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

import msgspec

from services.intake.cases.desk import ResponseDesk
from services.intake.court import prelitigation
from services.intake.court.prelitigation import PreFiling
from services.intake.forwarding import forwarding
from services.intake.forwarding.forwarding import (
    AgencyNotConcerned,
    Forwarding,
    ForwardingNotFound,
    NoPreFilingNotice,
)
from yingsu.clock import legal_day
from yingsu.corrections import Because, Correcting, EntryNotFound
from yingsu.events.intake.prelitigation import AgencyNotifiedOfPreFiling, Respondent
from yingsu.ledger.appender import JurisdictionDenied
from yingsu.ledger.deciding import EVERYWHERE, Request, carry_out, require_version
from yingsu.ledger.entry import Entry, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.sealed import SealedText
from yingsu.ledger.store import Ledger
from yingsu.officials.callers import Caller


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """The court's notice in one record, one agency that it names, and what that agency was told of it."""

    notice: PreFiling
    respondent: Respondent
    forwarding: Forwarding

    @property
    def stream(self) -> str:
        """The stream of the forwarding."""
        return forwarding.stream_of(self.notice.case_id, self.respondent.agency)


@dataclass(frozen=True)
class ForwardingDesk:
    """Shows and records what agencies were told before a filing. Whoever may see a dispute finds it by any of its records."""

    ledger: Ledger
    keys: KeyStore

    def told(self, case_id: str, agency: str, caller: Caller) -> Told:
        """What an agency was told; an agency sees its own only. Raises `CaseNotFound`, `ForwardingNotFound`."""
        try:
            found = self._find(case_id, agency, caller)
        except (NoPreFilingNotice, AgencyNotConcerned) as refusal:
            raise ForwardingNotFound(refusal.message, clauses=refusal.clauses) from None
        if caller.role == "agency" and not caller.answers_for(agency):
            raise ForwardingNotFound("没有这项通报，或者不是向本机关的通报。请核对机关编号。")
        return found

    def forward(
        self,
        case_id: str,
        agency: str,
        notified_on: date,
        method: str | None,
        advice: str,
        expected_version: int,
        caller: Caller,
        request: Request,
        because: Because | None = None,
    ) -> Told:
        """Record that the centre told an agency, decided on version `expected_version` of the forwarding (0: not told yet). With `because` what
        was recorded is corrected. `advice` is sealed once everything else is in order.

        Raises `CaseNotFound`, `VersionConflict`, `JurisdictionDenied`, what `notice_for`, `require_first` and `forward` raise, and
        `EntryNotFound`.
        """

        def decide() -> list[StreamWrite]:
            found = self._to_write(case_id, agency, expected_version, caller, request)
            if because is None:
                forwarding.require_first(found.forwarding)
            else:
                wrong = _recorded_in(found, because)
            forwarding.forward(found.notice, notified_on, advice, legal_day(self.ledger.clock()))
            event = AgencyNotifiedOfPreFiling(
                agency=agency, notified_on=notified_on, method=method, advice=self.keys.seal_text(found.stream, advice)
            )
            new = NewEvent(
                event=event,
                jurisdiction=found.respondent.jurisdiction,
                case_id=found.notice.case_id,
                occurred_on=notified_on,
            )
            events = (new,) if because is None else wrong.correct(self._originals(found), new, self._seal(found))
            return [StreamWrite(stream=found.stream, expected_version=found.forwarding.version, events=events)]

        receipt = carry_out(self.ledger, request, decide)
        # What the command wrote, also where another notice has become the one to be passed on since.
        return self._recorded(case_id, receipt.events[0].stream, agency, caller)

    def void(self, case_id: str, agency: str, because: Because, expected_version: int, caller: Caller, request: Request) -> Told:
        """Take back that the centre told an agency, decided on version `expected_version`. Raises `CaseNotFound`, `VersionConflict`,
        `JurisdictionDenied`, what `notice_for` raises, and `EntryNotFound`."""

        def decide() -> list[StreamWrite]:
            found = self._to_write(case_id, agency, expected_version, caller, request)
            events = _recorded_in(found, because).void(self._originals(found), self._seal(found))
            return [StreamWrite(stream=found.stream, expected_version=found.forwarding.version, events=events)]

        receipt = carry_out(self.ledger, request, decide)
        return self._recorded(case_id, receipt.events[0].stream, agency, caller)

    def _to_write(self, case_id: str, agency: str, expected_version: int, caller: Caller, request: Request) -> Told:
        """What is there of the forwarding, for whoever may write it on this version."""
        found = self._find(case_id, agency, caller)
        require_version(
            self.ledger,
            found.stream,
            expected=expected_version,
            actual=found.forwarding.version,
            tenants=caller.tenants,
            refusal="向该机关的通报已有登记。请刷新后核对。",
        )
        if found.respondent.jurisdiction not in request.permitted:
            raise JurisdictionDenied(
                "该机关不在本调处中心的辖区之内，未登记。请由其所在辖区的调处中心通报；辖区有误的，请联系管理员。"
            )
        return found

    def _originals(self, found: Told) -> list[Entry]:
        return self.ledger.load_original(found.stream, EVERYWHERE)

    def _seal(self, found: Told) -> Callable[[str], SealedText]:
        return partial(self.keys.seal_text, found.stream)

    def _find(self, case_id: str, agency: str, caller: Caller) -> Told:
        notices = self._notices(case_id, caller)
        try:
            notice, respondent = forwarding.notice_for(notices, case_id, agency)
        except AgencyNotConcerned:
            # The court has corrected its notice since: what the agency was told can still be seen, corrected and taken back.
            known = (self._as_told(notice, agency) for notice in notices)
            left = next((told for told in known if told and told.forwarding.event_id), None)
            if left is None:
                raise
            return left
        return self._told(notice, respondent)

    def _recorded(self, case_id: str, stream: str, agency: str, caller: Caller) -> Told:
        for notice in self._notices(case_id, caller):
            if notice.notified is not None and forwarding.stream_of(notice.case_id, agency) == stream:
                told = self._as_told(notice, agency)
                if told is not None:
                    return told
        raise ForwardingNotFound("这项通报已登记，但所依据的法院通报不在可以查看的案件中。请核对案件编号和权限。")

    def _as_told(self, notice: PreFiling, agency: str) -> Told | None:
        """What an agency was told of a notice, whether that still names it or not, and whether it was taken back or not."""
        originals = self.ledger.load_original(forwarding.stream_of(notice.case_id, agency), EVERYWHERE)
        if not originals:
            return None
        named = Respondent(agency=agency, jurisdiction=originals[0].jurisdiction)
        return self._told(notice, notice.respondent(agency) or named)

    def _told(self, notice: PreFiling, respondent: Respondent) -> Told:
        stream = forwarding.stream_of(notice.case_id, respondent.agency)
        return Told(notice=notice, respondent=respondent, forwarding=forwarding.fold(self.ledger.load(stream, EVERYWHERE)))

    def _notices(self, case_id: str, caller: Caller) -> list[PreFiling]:
        entries = ResponseDesk(self.ledger, self.keys).dispute(case_id, caller).entries
        by_record: dict[str, list[Entry]] = {}
        for entry in entries:
            # A statement about joined records is told in the stream of one and counted to the other.
            if entry.stream == entry.case_id:
                by_record.setdefault(entry.stream, []).append(entry)
        return [prelitigation.fold(record, of_record) for record, of_record in sorted(by_record.items())]


def _recorded_in(found: Told, because: Because) -> Correcting:
    """The one entry of a forwarding, and why it is wrong. Raises `EntryNotFound`."""
    event_id = found.forwarding.event_id
    if event_id is None:
        raise EntryNotFound("尚未登记向该机关的通报，或者该项登记已经撤销，没有可以更正的内容。请刷新后核对。")
    return Correcting(event_id=event_id, because=because)
