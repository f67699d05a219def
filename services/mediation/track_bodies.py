"""What is sent beside a suit, in court, and after a settlement: the request bodies. The examples' parties are invented."""

from typing import Annotated

from pydantic import ConfigDict, Field

from services.mediation.bodies import MARKET, Agency, DocumentNo, Party
from yingsu.events.mediation.court import CourtEnding, MediableGround
from yingsu.events.mediation.litigation import LitigationEnding
from yingsu.web.bodies import Body, Day, Flag, Line, LongText, example
from yingsu.web.parts import FileId

CaseId = Annotated[
    str,
    Field(
        title="案件编号",
        description="所立案件的编号，或者同一争议的任何一个编号",
        pattern=r"^case-[0-9a-f-]{36}$",
        examples=["case-01994b2e-0000-7000-8000-0000000000c1"],
    ),
]


class InLitigationBody(Body):
    """诉中调解登记。同一案件同时只有一项。不影响审判。"""

    model_config = ConfigDict(
        title="诉中调解登记",
        json_schema_extra=example(case_id="case-01994b2e-0000-7000-8000-0000000000c1", opened_on="2026-08-10"),
    )

    case_id: CaseId
    opened_on: Day = Field(title="开始日期", description="不早于立案日期")


class CourtMediationBody(Body):
    """人民法院介入调处的登记。同一案件同时只有一项。"""

    model_config = ConfigDict(
        title="人民法院调解登记",
        json_schema_extra=example(case_id="case-01994b2e-0000-7000-8000-0000000000c1", started_on="2026-09-10"),
    )

    case_id: CaseId
    started_on: Day = Field(title="开始日期", description="不早于立案日期")


class EndingBody(Body):
    """诉中调解未达成协议而终结。审判照常进行。"""

    model_config = ConfigDict(title="诉中调解终结", json_schema_extra=example(reason="too_far_apart", ended_on="2026-09-01"))

    reason: LitigationEnding = Field(
        title="终结原因",
        description="withdrawn 原告不再要求调解；unreachable 当事人无法联系；unwilling 当事人不愿调解；too_far_apart 分歧较大；"
        "term_expired 期限届满；refuses_to_sign 拒绝签字；judged 法院已经裁判；other 其他",
    )
    ended_on: Day = Field(title="终结日期")
    note: LongText | None = Field(default=None, title="说明", description="reason 为 other 时必填；以密文保存")


class CourtSessionBody(Body):
    """人民法院的一次调解。没有列为到场的当事人，登记为未到场。"""

    model_config = ConfigDict(
        title="人民法院调解情况", json_schema_extra=example(held_on="2026-09-15", present=["p1", MARKET], agreed=True)
    )

    held_on: Day = Field(title="调解日期")
    present: list[Party] = Field(title="到场当事人", max_length=120)
    agreed: Flag = Field(title="是否达成一致")


class CourtDocumentBody(Body):
    """行政调解书。行政赔偿、补偿和行使自由裁量权的案件才有（行政诉讼法第六十条）。"""

    model_config = ConfigDict(
        title="行政调解书登记",
        json_schema_extra=example(
            document_no="（2026）苏0813行初12号", issued_on="2026-09-16", ground="discretion", perform_by="2026-10-16"
        ),
    )

    document_no: Line = Field(title="文书号", examples=["（2026）苏0813行初12号"])
    issued_on: Day = Field(title="制作日期")
    ground: MediableGround | None = Field(
        default=None,
        title="可以调解的依据",
        description="compensation 行政赔偿；indemnity 行政补偿；discretion 自由裁量权。法院立案时已经列明可以调解的不必填写",
    )
    perform_by: Day | None = Field(default=None, title="履行期限")
    file: FileId | None = Field(default=None, title="文书文件")


class CourtSignatureBody(Body):
    """一方当事人签收行政调解书。最后一方签收之日生效。"""

    model_config = ConfigDict(title="签收行政调解书", json_schema_extra=example(party="p1", signed_on="2026-09-17"))

    party: Party
    signed_on: Day = Field(title="签收日期")


class CourtPerformanceBody(Body):
    """一个机关履行行政调解书。"""

    model_config = ConfigDict(
        title="履行行政调解书", json_schema_extra=example(agency=MARKET, performed_on="2026-10-09", note="已退还罚款（样例）")
    )

    agency: Agency
    performed_on: Day = Field(title="履行日期")
    note: LongText | None = Field(default=None, title="履行情况", description="以密文保存")


class CourtEndBody(Body):
    """人民法院调解结束，没有制作行政调解书。"""

    model_config = ConfigDict(title="人民法院调解结束", json_schema_extra=example(reason="no_agreement", ended_on="2026-09-20"))

    reason: CourtEnding = Field(
        title="结束原因",
        description="unwilling 当事人不愿调解；no_agreement 未达成协议；refused_document 调解书签收前反悔；"
        "settled_by_withdrawal 和解后申请撤诉；other 其他",
    )
    ended_on: Day = Field(title="结束日期")
    note: LongText | None = Field(default=None, title="说明", description="reason 为 other 时必填；以密文保存")


class ConfirmationApplicationBody(Body):
    """当事人共同向法院申请司法确认诉前的调处协议（民事诉讼法第二百零五条）。"""

    model_config = ConfigDict(title="申请司法确认", json_schema_extra=example(applied_on="2026-10-08", court="苏0813"))

    applied_on: Day = Field(title="申请日期", description="超过协议生效之日起三十日的也予登记，并写明逾期天数")
    court: Line = Field(title="受理法院", examples=["苏0813"])


class ConfirmationDecisionBody(Body):
    """法院对司法确认申请的裁定。"""

    model_config = ConfigDict(
        title="司法确认裁定",
        json_schema_extra=example(decided_on="2026-10-15", ruling_no="（2026）苏0813行诉前调确3号", confirmed=True),
    )

    decided_on: Day = Field(title="裁定日期")
    ruling_no: DocumentNo
    confirmed: Flag = Field(title="是否确认有效", description="true 裁定确认有效；false 裁定驳回申请")


class PerformanceBody(Body):
    """协议履行完毕。"""

    model_config = ConfigDict(title="履行协议", json_schema_extra=example(performed_on="2026-09-26", note="罚款已缴清（样例）"))

    performed_on: Day = Field(title="履行完毕日期", description="逾期履行也予登记")
    note: LongText | None = Field(default=None, title="履行情况", description="以密文保存")


class BreachBody(Body):
    """一方当事人未按协议履行。"""

    model_config = ConfigDict(
        title="违约登记",
        json_schema_extra=example(party=MARKET, breached_on="2026-09-29", note="到期未退还扣押物品（样例）"),
    )

    party: Party
    breached_on: Day = Field(title="违约日期")
    note: LongText = Field(title="情况", description="以密文保存")
