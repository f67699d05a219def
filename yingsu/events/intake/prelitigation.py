"""What a court tells before it registers a case: the referral to mediation and the notice of a filing to come; and how records join.

Streams `case-<uuid>` for the court's facts; `dispute-<uuid of its smallest record>` for what may change a dispute only one at a time;
`forwarding-<case uuid>-<agency uuid>` for the notice that is passed on to one agency. HZ clauses are those of 洪泽's document.
"""

from datetime import date

import msgspec

from yingsu.events.intake.case import Act, Plaintiff
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText


class Respondent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agency whose act is in dispute (案涉行政机关), and its jurisdiction (division code) on the day of the court's fact."""

    agency: str
    jurisdiction: str


class Material(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the materials that came with a referral. `material` is unique in it ("m1", "m2", …); `file` is the id of an uploaded file."""

    material: str
    title: SealedText
    pages: int | None
    file: str | None


@stored("intake.pre_litigation_referred.v1")
class PreLitigationReferred(Event, frozen=True, kw_only=True):
    """诉前移送调处. The court sent a dispute and its materials to the mediation centre (HZ-4.1), which received them on `received_on`.

    `case_no` is the court's number of the mediation (行诉前调). The day on which the court received the complaint is kept, because
    mediation must not consume the time to sue.
    """

    court: str
    case_no: str
    type_code: str
    type_known: bool
    referred_on: date
    received_on: date
    cause: str
    applicants: tuple[Plaintiff, ...]
    respondents: tuple[Respondent, ...]
    act: Act | None
    claims: SealedText | None
    materials: tuple[Material, ...]
    complaint_received_on: date | None


@stored("intake.pre_filing_notified.v1")
class PreFilingNotified(Event, frozen=True, kw_only=True):
    """预立案信息通报. The court is about to register a case (HZ-5.2); the mediation centre received the notice on `received_on`."""

    court: str
    case_no: str
    type_code: str
    type_known: bool
    received_on: date
    cause: str
    applicants: tuple[Plaintiff, ...]
    respondents: tuple[Respondent, ...]
    act: Act | None


@stored("intake.pre_filing_withdrawn.v1")
class PreFilingWithdrawn(Event, frozen=True, kw_only=True):
    """撤回预立案通报. There will be no filing; nothing is left to be passed on."""

    reason: str


@stored("intake.agency_notified_of_pre_filing.v1")
class AgencyNotifiedOfPreFiling(Event, frozen=True, kw_only=True):
    """立案前通报. The centre told one agency of the filing to come and to prepare its response (HZ-5.2). `advice` is what it was told."""

    agency: str
    notified_on: date
    method: str | None
    advice: SealedText


@stored("intake.case_records_joined.v1")
class CaseRecordsJoined(Event, frozen=True, kw_only=True):
    """并入. The record under `joined_case_no` and the record under `case_no` are one dispute, as a court's message said.

    In the stream of the joined record (`joined_case_id`), while the entry's case is `case_id`: so it is found from both sides. Each
    statement is recorded once, whichever of the two records was there first.
    """

    court: str
    case_id: str
    case_no: str
    joined_case_id: str
    joined_case_no: str


@stored("intake.dispute_claimed.v1")
class DisputeClaimed(Event, frozen=True, kw_only=True):
    """A court's message joined records of the dispute, or filed a case in it: the one under `case_no`. `message` is the message's stream.

    In the stream of the dispute as it was before; in no case. It says nothing of the dispute: two messages that would each change it
    exclude each other by it.
    """

    court: str
    case_no: str
    message: str
