"""Who plays in the tests of intake, and what they send. Every party and code is invented."""

from datetime import date
from typing import Any

import msgspec

from services.intake.court.notice import (
    ExtensionNotice,
    FilingNotice,
    HearingNotice,
    Judged,
    JudgmentNotice,
    PreFilingNotice,
    PreFilingWithdrawalNotice,
    ReferralNotice,
    RemovalNotice,
    Sent,
    ServiceNotice,
    Sued,
    Suing,
    WithdrawalNotice,
)
from services.intake.number import parse
from tests.entries import entry
from yingsu.events.intake.case import CaseFiled, Defendant, Plaintiff
from yingsu.ledger.entry import Entry, Event
from yingsu.ledger.sealed import Person, SealedPerson

COURT = "苏0813"
OTHER_COURT = "苏08"
CASE_NO = "（2026）苏0813行初12号"
REFERRAL_NO = "（2026）苏0813行诉前调8号"
PRE_FILING_NO = "（2026）苏0813行诉前立5号"
CASE = "case-01994b2e-0000-7000-8000-000000000001"
TODAY = date(2026, 9, 16)

MARKET = "agency-00000000-0000-4000-8000-320813000002"
MARKET_CODE = "11320813000008125D"
LAND = "agency-00000000-0000-4000-8000-320813000003"
LAND_CODE = "113208130000081338"
NEIGHBOUR = "agency-00000000-0000-4000-8000-320812000001"
NEIGHBOUR_CODE = "11320812000008120N"
CENTRE = "agency-00000000-0000-4000-8000-320813000009"
NEIGHBOURS_CENTRE = "agency-00000000-0000-4000-8000-320812000009"
UNKNOWN_CODE = "11320813000009996K"

AGENCIES = ((MARKET, MARKET_CODE, "320813"), (LAND, LAND_CODE, "320813"), (NEIGHBOUR, NEIGHBOUR_CODE, "320812"))


def filing_notice(**change: Any) -> FilingNotice:
    """A filing against both agencies of 洪泽."""
    notice = FilingNotice(
        message_id="m-1",
        case_no=CASE_NO,
        occurred_on=date(2026, 9, 7),
        cause="行政处罚",
        plaintiffs=(Suing(person=Person(name="示例张某")),),
        defendants=(Sued(agency_code=MARKET_CODE), Sued(agency_code=LAND_CODE)),
    )
    return msgspec.structs.replace(notice, **change)


def referral_notice(**change: Any) -> ReferralNotice:
    """The dispute referred to mediation on 20 August; the centre has the materials since the 21st."""
    notice = ReferralNotice(
        message_id="p-1",
        case_no=REFERRAL_NO,
        occurred_on=date(2026, 8, 20),
        cause="行政处罚",
        applicants=(Suing(person=Person(name="示例张某")),),
        agency_codes=(MARKET_CODE, LAND_CODE),
        materials=(Sent(title="起诉状（样例）", pages=4), Sent(title="处罚决定书（样例）")),
        received_on=date(2026, 8, 21),
    )
    return msgspec.structs.replace(notice, **change)


def pre_filing_notice(**change: Any) -> PreFilingNotice:
    """The notice of 4 September that the case is about to be filed."""
    notice = PreFilingNotice(
        message_id="p-2",
        case_no=PRE_FILING_NO,
        occurred_on=date(2026, 9, 4),
        cause="行政处罚",
        applicants=(Suing(person=Person(name="示例张某")),),
        agency_codes=(MARKET_CODE, LAND_CODE),
        pre_case_nos=(REFERRAL_NO,),
    )
    return msgspec.structs.replace(notice, **change)


def pre_filing_withdrawal_notice(**change: Any) -> PreFilingWithdrawalNotice:
    """The notice taken back on 8 September."""
    notice = PreFilingWithdrawalNotice(
        message_id="p-3", case_no=PRE_FILING_NO, occurred_on=date(2026, 9, 8), reason="起诉人撤回起诉材料"
    )
    return msgspec.structs.replace(notice, **change)


def service_notice(**change: Any) -> ServiceNotice:
    """The complaint served on the market agency on 10 September."""
    notice = ServiceNotice(
        message_id="m-2", case_no=CASE_NO, occurred_on=date(2026, 9, 10), agency_code=MARKET_CODE, document="complaint_copy"
    )
    return msgspec.structs.replace(notice, **change)


def extension_notice(**change: Any) -> ExtensionNotice:
    """The market agency's answer moved to 15 October."""
    notice = ExtensionNotice(
        message_id="m-3",
        case_no=CASE_NO,
        occurred_on=date(2026, 9, 15),
        agency_code=MARKET_CODE,
        until=date(2026, 10, 15),
        reason="不可抗力",
    )
    return msgspec.structs.replace(notice, **change)


def removal_notice(**change: Any) -> RemovalNotice:
    """The land agency leaves the case on 14 September."""
    notice = RemovalNotice(
        message_id="m-4", case_no=CASE_NO, occurred_on=date(2026, 9, 14), agency_code=LAND_CODE, reason="变更被告"
    )
    return msgspec.structs.replace(notice, **change)


def withdrawal_notice(**change: Any) -> WithdrawalNotice:
    """The case withdrawn on 15 September."""
    notice = WithdrawalNotice(
        message_id="m-5", case_no=CASE_NO, occurred_on=date(2026, 9, 15), ruling_no="（2026）苏0813行初12号之一", voluntary=True
    )
    return msgspec.structs.replace(notice, **change)


def hearing_notice(**change: Any) -> HearingNotice:
    """The hearing of 14 September, fixed on the 11th."""
    notice = HearingNotice(
        message_id="m-10", case_no=CASE_NO, occurred_on=date(2026, 9, 11), hearing_on=date(2026, 9, 14), place="第三法庭（样例）"
    )
    return msgspec.structs.replace(notice, **change)


def judgment_notice(**change: Any) -> JudgmentNotice:
    """The judgment of 15 September: the market agency lost, the land agency won."""
    notice = JudgmentNotice(
        message_id="m-11",
        case_no=CASE_NO,
        occurred_on=date(2026, 9, 15),
        document="judgment",
        results=(Judged(agency_code=MARKET_CODE, outcome="revoked"), Judged(agency_code=LAND_CODE, outcome="claims_dismissed")),
    )
    return msgspec.structs.replace(notice, **change)


def case_filed(**change: Any) -> CaseFiled:
    """What the filing becomes."""
    number = parse(CASE_NO, TODAY)
    event = CaseFiled(
        court=COURT,
        case_no=number.case_no,
        type_code=number.type_code,
        type_known=True,
        instance="first",
        filed_on=date(2026, 9, 7),
        cause="行政处罚",
        plaintiffs=(Plaintiff(party="p1", person=SealedPerson(subject=f"{CASE}/p1", key_id="k", box="eA=="), organisation=None),),
        defendants=(
            Defendant(agency=MARKET, jurisdiction="320813", object="original_act"),
            Defendant(agency=LAND, jurisdiction="320813", object="original_act"),
        ),
        act=None,
        claims=None,
        complaint_received_on=None,
        mediable=None,
    )
    return msgspec.structs.replace(event, **change)


def entries(*events: tuple[Event, date], stream: str = CASE, first: int = 1) -> list[Entry]:
    """Events with their legal dates as entries of one stream, recorded on 16 September at noon."""
    return [
        entry(event, day, position, stream=stream, case_id=CASE, version=position - first + 1)
        for position, (event, day) in enumerate(events, start=first)
    ]


def filing(**change: Any) -> dict[str, Any]:
    """The body of the filing."""
    return {
        "message_id": "m-1",
        "kind": "case_filing",
        "case_no": CASE_NO,
        "occurred_on": "2026-09-07",
        "cause": "行政处罚",
        "plaintiffs": [{"person": {"name": "示例张某", "phone": "000"}}],
        "defendants": [{"agency_code": MARKET_CODE}, {"agency_code": LAND_CODE}],
        "claims": "请求撤销处罚决定（样例）",
    } | change


def referral(**change: Any) -> dict[str, Any]:
    """The body of the referral to mediation."""
    return {
        "message_id": "p-1",
        "kind": "pre_litigation_referral",
        "case_no": REFERRAL_NO,
        "occurred_on": "2026-08-20",
        "received_on": "2026-08-21",
        "cause": "行政处罚",
        "applicants": [{"person": {"name": "示例张某", "phone": "000"}}],
        "agency_codes": [MARKET_CODE, LAND_CODE],
        "claims": "请求撤销处罚决定（样例）",
        "materials": [{"title": "起诉状（样例）", "pages": 4}, {"title": "处罚决定书（样例）"}],
    } | change


def pre_filing(**change: Any) -> dict[str, Any]:
    """The body of the pre-filing notice, which names the number of the referral."""
    return {
        "message_id": "p-2",
        "kind": "pre_filing_notice",
        "case_no": PRE_FILING_NO,
        "occurred_on": "2026-09-04",
        "cause": "行政处罚",
        "applicants": [{"person": {"name": "示例张某", "phone": "000"}}],
        "agency_codes": [MARKET_CODE, LAND_CODE],
        "pre_case_nos": [REFERRAL_NO],
    } | change


def pre_filing_withdrawal(**change: Any) -> dict[str, Any]:
    """The body of the notice that takes the pre-filing notice back."""
    return {
        "message_id": "p-3",
        "kind": "pre_filing_withdrawal",
        "case_no": PRE_FILING_NO,
        "occurred_on": "2026-09-08",
        "reason": "起诉人撤回起诉材料",
    } | change


def service(**change: Any) -> dict[str, Any]:
    """The body of a service on the market agency."""
    return {
        "message_id": "m-2",
        "kind": "service",
        "case_no": CASE_NO,
        "occurred_on": "2026-09-10",
        "agency_code": MARKET_CODE,
        "document": "complaint_copy",
    } | change


def withdrawal(**change: Any) -> dict[str, Any]:
    """The body of a withdrawal."""
    return {
        "message_id": "m-5",
        "kind": "withdrawal",
        "case_no": CASE_NO,
        "occurred_on": "2026-09-15",
        "ruling_no": "（2026）苏0813行初12号之一",
        "voluntary": True,
    } | change


def hearing(**change: Any) -> dict[str, Any]:
    """The body of the hearing notice."""
    return {
        "message_id": "m-10",
        "kind": "hearing_notice",
        "case_no": CASE_NO,
        "occurred_on": "2026-09-11",
        "hearing_on": "2026-09-14",
        "begins_at": "2026-09-14T09:00:00+08:00",
        "place": "第三法庭（样例）",
    } | change


def judgment(**change: Any) -> dict[str, Any]:
    """The body of the judgment: the market agency lost, the land agency won."""
    return {
        "message_id": "m-11",
        "kind": "judgment",
        "case_no": CASE_NO,
        "occurred_on": "2026-09-15",
        "document": "judgment",
        "results": [
            {"agency_code": MARKET_CODE, "outcome": "revoked"},
            {"agency_code": LAND_CODE, "outcome": "claims_dismissed"},
        ],
    } | change


def attendance(**change: Any) -> dict[str, Any]:
    """The body of an appearance: a deputy leader, one of the staff, one lawyer."""
    return {
        "hearing_on": "2026-09-14",
        "leader": {"name": "示例乙"},
        "leader_post": "副局长",
        "rank": "deputy",
        "staff": 1,
        "lawyers": 1,
        "spoke": True,
    } | change


def answer(**change: Any) -> dict[str, Any]:
    """The body of an answer."""
    return {"submitted_on": "2026-09-15", "delivery": "court_platform", "has_answer": True, "evidence_count": 3} | change
