"""The whole record of a dispute: what the court told before and after filing, how mediation ended, every defendant's response.

Folded from the entries of all its case records and all their streams, in whatever order they came.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal
from uuid import UUID

import msgspec

from services.intake.cases import attending, case, response, told
from services.intake.cases.attending import Attending
from services.intake.cases.case import Case
from services.intake.cases.case import Status as FiledStatus
from services.intake.cases.response import Response
from yingsu.events.intake.case import CaseFiled
from yingsu.events.intake.handling import HandlingUnitDetermined
from yingsu.events.intake.instances import InstanceLinked
from yingsu.events.intake.letter import CourtLetterIssued
from yingsu.events.intake.prelitigation import (
    AgencyNotifiedOfPreFiling,
    CaseRecordsJoined,
    PreFilingNotified,
    PreFilingWithdrawn,
    PreLitigationReferred,
    Respondent,
)
from yingsu.events.intake.steps.act import EnforcementPlatformLinked
from yingsu.events.intake.steps.team import LeadUnitDetermined
from yingsu.events.mediation.court import CourtMediationStarted
from yingsu.events.mediation.litigation import InLitigationMediationOpened
from yingsu.events.mediation.mediation import MediationOpened, MediationTerminated, SettlementBecameEffective
from yingsu.events.review.review import ReviewOpened
from yingsu.events.sight import is_internal
from yingsu.law.handling import Key
from yingsu.ledger.entry import Entry

Status = Literal["referred", "settled", "terminated", "returned", "pre_filing"] | FiledStatus
"""诉前调处中, 已达成调处协议, 调处已终止, 调处材料已退回法院, 预立案; then as a filed case."""

Before = PreLitigationReferred | PreFilingNotified
"""What a court tells before a filing."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One agency that was told of a filing to come."""

    agency: str
    notified_on: date
    event_id: UUID


class Determination(msgspec.Struct, frozen=True, kw_only=True):
    """One determination of the unit that handles a defendant's response."""

    event: HandlingUnitDetermined
    event_id: UUID


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A dispute under its own id, `case.case_id`. `filed_in` is the case record that holds the filing; `numbers` are the court's numbers
    with their records; `instance_links` say which earlier instances it names; `reviewing` are the agencies that review a loss in it;
    `lead` leads of several defendants (None: not determined); `in_platform` are those who told under which number of a platform the act is
    recorded; `determinations` say who handles whose response, the last one of each standing, `handling_version` is that of their stream; `version`
    counts the entries."""

    case: Case
    filed_in: str | None = None
    referrals: tuple[PreLitigationReferred, ...] = ()
    pre_filings: tuple[PreFilingNotified, ...] = ()
    withdrawn_notices: tuple[tuple[str, date], ...] = ()
    told: tuple[Told, ...] = ()
    mediations: tuple[str, ...] = ()
    settled_on: date | None = None
    terminated_on: date | None = None
    returned_on: date | None = None
    numbers: tuple[tuple[str, str], ...] = ()
    instance_links: tuple[InstanceLinked, ...] = ()
    responses: tuple[Response, ...] = ()
    attending: Attending = Attending()
    reviewing: tuple[str, ...] = ()
    determinations: tuple[Determination, ...] = ()
    handling_version: int = 0
    lead: str | None = None
    in_platform: tuple[str, ...] = ()
    version: int = 0

    @property
    def status(self) -> Status:
        """Where the dispute stands: a filing goes before everything that preceded it."""
        if self.case.filing is None:
            ended = told.closing(self.case.facts)
            if ended is not None:
                return ended
            if any(self.notice_withdrawn_on(notice) is None for notice in self.pre_filings):
                return "pre_filing"
            if self.settled_on:
                return "settled"
            if self.returned_on:
                return "returned"
            if self.terminated_on:
                return "terminated"
            if self.referrals:
                return "referred"
        return response.status_of(self.case, self.responses)

    @property
    def known(self) -> bool:
        """Whether the court told what the dispute is, and not only one fact of it."""
        return bool(self.case.filing or self.pre_filings or self.referrals)

    @property
    def opened_on(self) -> date | None:
        """The day of filing; before it, the day on which the court's last word was received."""
        if self.case.filing is not None:
            return self.case.filing.filed_on
        return max((told.received_on for told in self.before), default=None)

    @property
    def before(self) -> tuple[Before, ...]:
        """What the court told before a filing, the pre-filing notices first."""
        return (*self.pre_filings, *self.referrals)

    @property
    def court(self) -> str | None:
        """The court whose dispute it is."""
        naming = self._naming
        return naming.court if naming else None

    @property
    def case_no(self) -> str | None:
        """The number that the dispute goes by."""
        naming = self._naming
        return naming.case_no if naming else None

    @property
    def cause(self) -> str | None:
        """案由."""
        naming = self._naming
        return naming.cause if naming else None

    @property
    def respondents(self) -> tuple[Respondent, ...]:
        """The agencies of the pre-filing notices and referrals, each once."""
        return tuple(dict.fromkeys(respondent for told in self.before for respondent in told.respondents))

    @property
    def agencies(self) -> tuple[str, ...]:
        """Every agency that the dispute is or was about, defendants first, those that review it for a government, and those that handle
        or handled a response."""
        named = (respondent.agency for respondent in self.respondents)
        units = (known.event.unit for known in self.determinations)
        return tuple(dict.fromkeys((*self.case.agencies, *named, *self.reviewing, *units)))

    @property
    def determined(self) -> dict[Key, HandlingUnitDetermined]:
        """What stands of what was determined, by defendant and what it is sued for."""
        return {(known.event.agency, known.event.object): known.event for known in self.determinations}

    def represented_by(self, agencies: Iterable[str]) -> frozenset[str]:
        """These agencies, and the defendants whose response one of them handles (DH-6.4, YT-2.2.1): for all of them it is theirs to register."""
        known = frozenset(agencies)
        return known | {defendant for (defendant, _), event in self.determined.items() if event.unit in known}

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The jurisdictions of these agencies, each once."""
        return tuple(dict.fromkeys((*self.case.jurisdictions, *(respondent.jurisdiction for respondent in self.respondents))))

    @property
    def _naming(self) -> CaseFiled | Before | None:
        return self.case.filing or next(iter(self.before), None)

    def notice_withdrawn_on(self, notice: PreFilingNotified) -> date | None:
        """The day on which the court withdrew a pre-filing notice."""
        case_id = dict(self.numbers).get(notice.case_no)
        return next((day for record, day in self.withdrawn_notices if record == case_id), None)

    def response_of(self, agency: str) -> Response:
        """The agency's response; an empty one of version 0 where it has not acted."""
        return next((known for known in self.responses if known.agency == agency), Response(agency=agency))


def evolve(state: Record, entry: Entry) -> Record:
    """The record after one more entry of the dispute, of whichever stream."""
    called = attending.evolve(state.attending, entry)
    state = msgspec.structs.replace(state, version=state.version + 1, attending=called)
    if entry.stream.startswith("case-"):
        state = msgspec.structs.replace(state, case=case.evolve(state.case, entry))
    match entry.event:
        case CaseFiled() as filed if state.filed_in is None:
            return _numbered(msgspec.structs.replace(state, filed_in=entry.case_id), filed.case_no, entry.case_id)
        case PreLitigationReferred() as referral:
            referrals = tuple(sorted((*state.referrals, referral), key=_number))
            return _numbered(msgspec.structs.replace(state, referrals=referrals), referral.case_no, entry.case_id)
        case PreFilingNotified() as notified:
            notices = tuple(sorted((*state.pre_filings, notified), key=_number))
            return _numbered(msgspec.structs.replace(state, pre_filings=notices), notified.case_no, entry.case_id)
        case PreFilingWithdrawn():
            withdrawn = sorted((*state.withdrawn_notices, (entry.case_id or "", entry.occurred_on)))
            return msgspec.structs.replace(state, withdrawn_notices=tuple(withdrawn))
        case AgencyNotifiedOfPreFiling(agency=agency, notified_on=notified_on):
            news = Told(agency=agency, notified_on=notified_on, event_id=entry.event_id)
            return msgspec.structs.replace(
                state, told=tuple(sorted((*state.told, news), key=lambda t: (t.notified_on, t.agency)))
            )
        case CaseRecordsJoined() as join:
            state = _numbered(state, join.case_no, join.case_id)
            return _numbered(state, join.joined_case_no, join.joined_case_id)
        case InstanceLinked() as link:
            return msgspec.structs.replace(state, instance_links=(*state.instance_links, link))
        case MediationOpened() | InLitigationMediationOpened() | CourtMediationStarted():
            return msgspec.structs.replace(state, mediations=tuple(sorted({*state.mediations, entry.stream})))
        case SettlementBecameEffective(effective_on=day):
            return msgspec.structs.replace(state, settled_on=_earliest(state.settled_on, day))
        case MediationTerminated(terminated_on=day):
            return msgspec.structs.replace(state, terminated_on=_earliest(state.terminated_on, day))
        case CourtLetterIssued(issued_on=day):
            return msgspec.structs.replace(state, returned_on=_earliest(state.returned_on, day))
        case HandlingUnitDetermined() as event:
            return msgspec.structs.replace(
                state,
                determinations=(*state.determinations, Determination(event=event, event_id=entry.event_id)),
                handling_version=max(state.handling_version, entry.version),
            )
        case LeadUnitDetermined(agency=agency):
            return msgspec.structs.replace(state, lead=agency)
        case EnforcementPlatformLinked(agency=agency) if agency not in state.in_platform:
            state = msgspec.structs.replace(state, in_platform=(*state.in_platform, agency))
            return msgspec.structs.replace(state, responses=_responded(state, response.agency_of(entry.stream), entry))
        case ReviewOpened(agency=agency):
            return msgspec.structs.replace(state, reviewing=tuple(sorted({*state.reviewing, agency})))
        case _ if entry.stream.startswith(response.PREFIX):
            return msgspec.structs.replace(state, responses=_responded(state, response.agency_of(entry.stream), entry))
        case _:
            return state


def fold(case_id: str, entries: Iterable[Entry]) -> Record:
    """The record of all entries of a dispute, in position order. `case_id` is the dispute's."""
    state = Record(case=Case(case_id=case_id))
    for entry in entries:
        state = evolve(state, entry)
    return state


NOT_FOR_COURTS: Final = ("mediation", "review", "notify")
"""The services whose events a court does not see: what is said and done in a mediation, how an agency reviews its loss, what it is reminded
of."""


def is_for_courts(entry: Entry) -> bool:
    """Whether a court that hears the case sees the entry."""
    return entry.topic.partition(".")[0] not in NOT_FOR_COURTS and not is_internal(entry)


def _responded(state: Record, agency: str, entry: Entry) -> tuple[Response, ...]:
    after = response.evolve(state.response_of(agency), entry)
    if any(known.agency == agency for known in state.responses):
        return tuple(after if known.agency == agency else known for known in state.responses)
    return (*state.responses, after)


def _numbered(state: Record, case_no: str, case_id: str | None) -> Record:
    return msgspec.structs.replace(state, numbers=tuple(sorted({*state.numbers, (case_no, case_id or "")})))


def _number(told: Before) -> str:
    return told.case_no


def _earliest(known: date | None, day: date) -> date:
    return day if known is None else min(known, day)
