"""The courts' messages as one body: `kind` says which. Owns their examples and their way into the domain's terms."""

from collections.abc import Mapping
from typing import Any, Final, get_args

import msgspec

from services.intake.court.correction_bodies import CorrectionBody, MessageWithdrawalBody
from services.intake.court.course_examples import COURSE_EXAMPLES, example
from services.intake.court.notice import AnyNotice
from services.intake.court.telling_bodies import TellingBody

CourtMessageBody = TellingBody | CorrectionBody | MessageWithdrawalBody
"""A message of a court; `kind` says which."""

TITLES: Final[Mapping[str, str]] = {
    kind: str(body.model_config["title"])
    for body in get_args(CourtMessageBody)
    for kind in get_args(body.model_fields["kind"].annotation)
}
"""What each kind of message is called."""


def notice_of(body: CourtMessageBody) -> AnyNotice:
    """The body in the domain's terms."""
    found: AnyNotice = msgspec.convert(body.model_dump(mode="json"), AnyNotice)
    return found


EXAMPLES: dict[str, Any] = COURSE_EXAMPLES | {
    "pre_litigation_referral": example(
        "诉前移送调处（样例，当事人均为虚构）",
        message_id="SU0813-20260820-0001",
        kind="pre_litigation_referral",
        case_no="（2026）苏0813行诉前调8号",
        occurred_on="2026-08-20",
        cause="行政处罚",
        applicants=[{"person": {"name": "示例张某"}}],
        agency_codes=["11320813000008125D", "113208130000081338"],
        act={"kind": "行政处罚", "document_no": "洪示市监处罚〔2026〕15号（样例）", "made_on": "2026-06-15"},
        claims="请求撤销被诉行政处罚决定（样例）",
        received_on="2026-08-21",
        complaint_received_on="2026-08-19",
        materials=[{"title": "起诉状（样例）", "pages": 4}, {"title": "行政处罚决定书（样例）", "pages": 6}],
    ),
    "pre_filing_notice": example(
        "预立案信息通报（样例，当事人均为虚构）",
        message_id="SU0813-20260904-0001",
        kind="pre_filing_notice",
        case_no="（2026）苏0813行诉前立5号",
        occurred_on="2026-09-04",
        cause="行政处罚",
        applicants=[{"person": {"name": "示例张某"}}],
        agency_codes=["11320813000008125D", "113208130000081338"],
        received_on="2026-09-04",
        pre_case_nos=["（2026）苏0813行诉前调8号"],
    ),
    "pre_filing_withdrawal": example(
        "撤回预立案通报",
        message_id="SU0813-20260905-0001",
        kind="pre_filing_withdrawal",
        case_no="（2026）苏0813行诉前立5号",
        occurred_on="2026-09-05",
        reason="起诉人撤回起诉材料",
    ),
    "case_filing": example(
        "立案（样例，当事人均为虚构）",
        message_id="SU0813-20260907-0001",
        kind="case_filing",
        case_no="（2026）苏0813行初12号",
        occurred_on="2026-09-07",
        cause="行政处罚",
        plaintiffs=[{"person": {"name": "示例张某"}}],
        defendants=[{"agency_code": "11320813000008125D"}, {"agency_code": "113208130000081338"}],
        act={"kind": "行政处罚", "document_no": "洪示市监处罚〔2026〕15号（样例）", "made_on": "2026-06-15"},
        claims="请求撤销被诉行政处罚决定（样例）",
        complaint_received_on="2026-09-02",
        mediable=True,
    ),
    "service": example(
        "送达起诉状副本",
        message_id="SU0813-20260910-0002",
        kind="service",
        case_no="（2026）苏0813行初12号",
        occurred_on="2026-09-10",
        agency_code="11320813000008125D",
        document="complaint_copy",
        method="电子送达",
    ),
    "extension": example(
        "准予延期",
        message_id="SU0813-20260918-0003",
        kind="extension",
        case_no="（2026）苏0813行初12号",
        occurred_on="2026-09-18",
        agency_code="11320813000008125D",
        until="2026-10-15",
        reason="不可抗力",
    ),
    "defendant_removal": example(
        "被告退出",
        message_id="SU0813-20260920-0004",
        kind="defendant_removal",
        case_no="（2026）苏0813行初12号",
        occurred_on="2026-09-20",
        agency_code="113208130000081338",
        reason="变更被告",
    ),
    "hearing_notice": example(
        "开庭通知",
        message_id="SU0813-20261009-0005",
        kind="hearing_notice",
        case_no="（2026）苏0813行初12号",
        occurred_on="2026-10-09",
        hearing_no=1,
        hearing_on="2026-10-20",
        begins_at="2026-10-20T09:00:00+08:00",
        place="洪泽区示例人民法院第三法庭（样例）",
    ),
    "judgment": example(
        "判决（样例：一个被告败诉，一个胜诉）",
        message_id="SU0813-20261106-0006",
        kind="judgment",
        case_no="（2026）苏0813行初12号",
        occurred_on="2026-11-06",
        document="judgment",
        results=[
            {"agency_code": "11320813000008125D", "outcome": "revoked"},
            {"agency_code": "113208130000081338", "outcome": "claims_dismissed"},
        ],
        receipts=[{"agency_code": "11320813000008125D", "received_on": "2026-11-10", "method": "电子送达"}],
    ),
    "withdrawal": example(
        "准予撤诉",
        message_id="SU0813-20261020-0005",
        kind="withdrawal",
        case_no="（2026）苏0813行初12号",
        occurred_on="2026-10-20",
        ruling_no="（2026）苏0813行初12号之一",
        voluntary=True,
    ),
    "message_correction": example(
        "更正送达日期",
        message_id="SU0813-20260915-0007",
        kind="message_correction",
        case_no="（2026）苏0813行初12号",
        occurred_on="2026-09-15",
        reason="送达日期录入有误",
        replacement={
            "message_id": "SU0813-20260910-0002",
            "kind": "service",
            "case_no": "（2026）苏0813行初12号",
            "occurred_on": "2026-09-11",
            "agency_code": "11320813000008125D",
            "document": "complaint_copy",
            "method": "电子送达",
        },
    ),
    "message_withdrawal": example(
        "撤回误报的准予延期",
        message_id="SU0813-20260921-0008",
        kind="message_withdrawal",
        case_no="（2026）苏0813行初12号",
        occurred_on="2026-09-21",
        withdraws="SU0813-20260918-0003",
        reason="误报，该机关未申请延期",
    ),
}
