"""Entries of made-up mediations, as the ledger would hand them over, for tests of obligations."""

from datetime import date, datetime, time, timedelta

from tests.law.casebook import HONGZE, TOWN, Casebook
from yingsu.clock import SHANGHAI
from yingsu.events.intake.case import Plaintiff
from yingsu.events.intake.prelitigation import (
    AgencyNotifiedOfPreFiling,
    PreFilingNotified,
    PreFilingWithdrawn,
    PreLitigationReferred,
    Respondent,
)
from yingsu.events.mediation.mediation import (
    AssignmentNoticeSent,
    MediationOpened,
    MediationScheduled,
    MediationTermExtended,
    MediationTerminated,
    PartyNotified,
    ReferralAccepted,
    SettlementReached,
)
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedPerson, SealedText

COURT = "苏0813"
APPLICANTS = (Plaintiff(party="p1", person=None, organisation="示例食品有限公司"),)
TEXT = SealedText(subject="m1", key_id="k1", box="")
PERSON = SealedPerson(subject="m1", key_id="k1", box="")


class MediationCasebook(Casebook):
    """Writes what a court, the mediation centre and agencies do before a suit."""

    def __init__(self, *agencies: str, case_id: str = "case-1") -> None:
        super().__init__(case_id)
        self.agencies = agencies or (TOWN,)
        self.respondents = tuple(Respondent(agency=agency, jurisdiction=HONGZE) for agency in self.agencies)

    def referred(self, on: date) -> Entry:
        """The court's referral, received on its day, and the centre's registration of it."""
        referral = self.write(
            PreLitigationReferred(
                court=COURT,
                case_no="（2026）苏0813行诉前调3号",
                type_code="行诉前调",
                type_known=True,
                referred_on=on,
                received_on=on,
                cause="行政处罚",
                applicants=APPLICANTS,
                respondents=self.respondents,
                act=None,
                claims=None,
                materials=(),
                complaint_received_on=None,
            ),
            on,
        )
        opened = MediationOpened(
            track="pre_suit",
            referral=referral.event_id,
            court=COURT,
            case_no="（2026）苏0813行诉前调3号",
            received_on=on,
            applicants=("p1",),
            respondents=self.agencies,
            materials=(),
        )
        self.write(opened, on)
        return referral

    def accepted(self, on: date) -> Entry:
        return self.write(ReferralAccepted(accepted_on=on), on)

    def noticed(self, received_on: date, agency: str = TOWN) -> Entry:
        event = AssignmentNoticeSent(agency=agency, document_no="1", sent_on=received_on, received_on=received_on, method=None)
        return self.write(event, received_on)

    def planned(
        self,
        received_on: date,
        agency: str = TOWN,
        *,
        leader: bool = True,
        contact: bool = True,
        plan: bool = True,
        file: str | None = None,
        complete_on: date | None = None,
        recorded_on: date | None = None,
    ) -> Entry:
        """What the agency told on a day; complete by itself where all three are in it."""
        whole = leader and contact and (plan or file is not None)
        event = MediationPlanSubmitted(
            mediation="mediation-1",
            agency=agency,
            received_on=received_on,
            leader=PERSON if leader else None,
            leader_post="副局长" if leader else None,
            contact=PERSON if contact else None,
            plan=TEXT if plan else None,
            file=file,
            complete_on=received_on if whole else complete_on,
        )
        return self.write(event, received_on, recorded_on=recorded_on)

    def scheduled(self, on: date) -> Entry:
        session_at = datetime.combine(on + timedelta(days=5), time(9), SHANGHAI)
        return self.write(MediationScheduled(scheduled_on=on, session_at=session_at, place="调处室", reason=None), on)

    def told(self, on: date, party: str, *, complete: bool = False) -> Entry:
        event = PartyNotified(party=party, notified_on=on, method=None, complete_on=on if complete else None)
        return self.write(event, on)

    def extended_to(self, until: date, on: date) -> Entry:
        return self.write(MediationTermExtended(until=until, consents=("p1", *self.agencies), reason="各方同意继续协商"), on)

    def settled(self, on: date) -> Entry:
        event = SettlementReached(
            document_no="1", reached_on=on, parties=("p1", *self.agencies), terms=(TEXT,), perform_by=None, file=None
        )
        return self.write(event, on)

    def terminated(self, on: date) -> Entry:
        return self.write(MediationTerminated(reason="too_far_apart", terminated_on=on, document_no="1", note=None), on)

    def prefiling(self, received_on: date) -> Entry:
        """The court's notice of a filing to come, dated the day of its receipt."""
        event = PreFilingNotified(
            court=COURT,
            case_no="（2026）苏0813行诉前立21号",
            type_code="行诉前立",
            type_known=False,
            received_on=received_on,
            cause="行政处罚",
            applicants=APPLICANTS,
            respondents=self.respondents,
            act=None,
        )
        return self.write(event, received_on)

    def passed_on(self, on: date, agency: str = TOWN) -> Entry:
        event = AgencyNotifiedOfPreFiling(agency=agency, notified_on=on, method=None, advice=TEXT)
        return self.write(event, on)

    def prefiling_withdrawn(self, on: date) -> Entry:
        return self.write(PreFilingWithdrawn(reason="起诉人撤回起诉"), on)
