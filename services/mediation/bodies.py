"""What the mediation centre and the agencies send: the request bodies of mediation. The examples' parties are invented."""

from datetime import date, timedelta
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from yingsu.events.mediation.mediation import TerminationReason
from yingsu.web.bodies import Body, Day, Flag, Line, LongText, Moment, example
from yingsu.web.parts import AGENCY_PATTERN, AgencyId, FileId, PersonBody

LONGEST: Final = timedelta(days=3653)
"""Ten years, further ahead than any session or term lies: a later date is a typing error."""
PARTY_PATTERN = rf"^p[1-9][0-9]{{0,2}}$|{AGENCY_PATTERN}"
MARKET = "agency-00000000-0000-4000-8000-320813000002"

Agency = Annotated[AgencyId, Field(examples=[MARKET])]
Party = Annotated[
    str,
    Field(
        title="当事人", description="申请人的编号（p1、p2……），或者案涉行政机关的机关编号", pattern=PARTY_PATTERN, examples=["p1"]
    ),
]
DocumentNo = Annotated[Line, Field(title="文号", examples=["洪示调交〔2026〕1号（样例）"])]
Method = Annotated[Line | None, Field(title="方式", examples=["电子送达"])]


def _check_ahead(day: date, since: date, what: str) -> None:
    if day - since > LONGEST:
        raise PydanticCustomError("date_implausible", "{what}应当不晚于其后十年，请核对。", {"what": what})


class AcceptanceBody(Body):
    """签收移送材料。调处期限自签收之日起算。"""

    model_config = ConfigDict(title="签收移送材料", json_schema_extra=example(accepted_on="2026-09-04"))

    accepted_on: Day = Field(title="签收日期", description="不早于收到材料之日")


class AssignmentNoticeBody(Body):
    """向一个案涉行政机关发送《行政争议调处交办通知书》（《十项机制》第四项）。"""

    model_config = ConfigDict(
        title="交办通知",
        json_schema_extra=example(
            agency=MARKET,
            document_no="洪示调交〔2026〕1号（样例）",
            sent_on="2026-09-07",
            received_on="2026-09-07",
            method="公文交换",
        ),
    )

    agency: Agency
    document_no: DocumentNo
    sent_on: Day = Field(title="发送日期")
    received_on: Day = Field(title="机关收到日期", description="三个工作日自收到之日起算")
    method: Method = None


class ScheduleBody(Body):
    """确定调处的时间、地点（《十项机制》第四项）。"""

    model_config = ConfigDict(
        title="调处安排",
        json_schema_extra=example(
            scheduled_on="2026-09-11",
            session_at="2026-09-16T09:30:00+08:00",
            place="洪泽区示例行政争议调处中心一号调处室（样例）",
        ),
    )

    scheduled_on: Day = Field(title="确定日期")
    session_at: Moment = Field(title="调处时间", description="不晚于确定日期之后十年")
    place: Line = Field(title="调处地点", examples=["洪泽区示例行政争议调处中心一号调处室（样例）"])
    reason: LongText | None = Field(default=None, title="改期理由", description="改变原定时间、地点时必填；以密文保存")

    @model_validator(mode="after")
    def _within_reach(self) -> "ScheduleBody":
        _check_ahead(self.session_at.date(), self.scheduled_on, "调处时间")
        return self


class NotificationBody(Body):
    """将调处时间、地点告知一方当事人（《十项机制》第四项）。"""

    model_config = ConfigDict(title="告知当事人", json_schema_extra=example(party="p1", notified_on="2026-09-11", method="电话"))

    party: Party
    notified_on: Day = Field(title="告知日期")
    method: Method = None


class SessionBody(Body):
    """一次调处会。"""

    model_config = ConfigDict(
        title="调处会",
        json_schema_extra=example(
            held_on="2026-09-16", present=["p1", MARKET], agreed=True, notes="当事人对处罚幅度有争议，经释法达成一致（样例）"
        ),
    )

    held_on: Day = Field(title="调处日期")
    present: list[Party] = Field(title="到场当事人", max_length=120)
    agreed: Flag = Field(title="是否达成一致")
    notes: LongText | None = Field(default=None, title="调处笔录摘要", description="仅供调处中心使用，以密文保存")


class ExtensionBody(Body):
    """经各方当事人同意延长调处期限（参照《人民法院在线调解规则》第二十四条）。"""

    model_config = ConfigDict(
        title="延长调处期限",
        json_schema_extra=example(
            agreed_on="2026-09-28", until="2026-10-20", consents=["p1", MARKET], reason="等待专业鉴定意见（样例）"
        ),
    )

    agreed_on: Day = Field(title="同意日期")
    until: Day = Field(title="延至", description="不晚于同意日期之后十年")
    consents: list[Party] = Field(title="同意延长的当事人", description="应为全部当事人", max_length=120)
    reason: Line = Field(title="理由", description="请勿写入个人信息", examples=["等待专业鉴定意见（样例）"])

    @model_validator(mode="after")
    def _within_reach(self) -> "ExtensionBody":
        _check_ahead(self.until, self.agreed_on, "延至的日期")
        return self


class SettlementBody(Body):
    """《行政争议调处协议》（《十项机制》第四项）。"""

    model_config = ConfigDict(
        title="调处协议",
        json_schema_extra=example(
            document_no="洪示调协〔2026〕1号（样例）",
            reached_on="2026-09-16",
            parties=["p1", MARKET],
            terms=["行政机关将罚款数额变更为二千元（样例）", "申请人于十日内缴纳罚款（样例）"],
            perform_by="2026-09-26",
        ),
    )

    document_no: DocumentNo
    reached_on: Day = Field(title="达成日期")
    parties: list[Party] = Field(title="参与调处的各方当事人", description="由其签字确认", max_length=120)
    terms: list[LongText] = Field(
        title="协议内容", description="逐条填写，以密文保存，合计约一万六千字以内；全文较长的上传为文件", max_length=100
    )
    perform_by: Day | None = Field(default=None, title="履行期限", description="不晚于达成日期之后十年")
    file: FileId | None = Field(default=None, title="协议文件")

    @model_validator(mode="after")
    def _within_reach(self) -> "SettlementBody":
        _check_ahead(self.perform_by or self.reached_on, self.reached_on, "履行期限")
        return self


class SignatureBody(Body):
    """一方当事人或者其授权的人员签字确认（《十项机制》第四项）。"""

    model_config = ConfigDict(title="签字确认", json_schema_extra=example(party="p1", signed_on="2026-09-17", signatory="party"))

    party: Party
    signed_on: Day = Field(title="签字日期")
    signatory: Literal["party", "authorised"] = Field(title="签字人", description="party 当事人本人；authorised 受权人员")
    person: PersonBody | None = Field(
        default=None, title="签字人员", description="authorised 时必填；party 时只有机关、组织可以填（其负责人）"
    )
    authority: FileId | None = Field(default=None, title="授权文件", description="authorised 时必填；party 时不填")


class WithdrawalExplanationBody(Body):
    """向一名申请人释明撤回行政诉讼（《十项机制》第四项）。只释明，不强迫。"""

    model_config = ConfigDict(title="释明撤诉", json_schema_extra=example(party="p1", explained_on="2026-09-17"))

    party: Party
    explained_on: Day = Field(title="释明日期")
    note: LongText | None = Field(default=None, title="释明情况", description="以密文保存")


class TerminationBody(Body):
    """终止调处，制作《行政争议终止调处通知书》（《十项机制》第四项）。"""

    model_config = ConfigDict(
        title="终止调处",
        json_schema_extra=example(reason="too_far_apart", terminated_on="2026-09-18", document_no="洪示调终〔2026〕1号（样例）"),
    )

    reason: TerminationReason = Field(
        title="终止原因",
        description="withdrawn 申请人撤回；unreachable 当事人无法联系；unwilling 当事人不愿调处；too_far_apart 分歧较大；"
        "term_expired 期限届满；refuses_to_sign 拒绝签字；other 其他",
    )
    terminated_on: Day = Field(title="终止日期")
    document_no: DocumentNo
    note: LongText | None = Field(
        default=None,
        title="说明",
        description="以密文保存。reason 为 other 时必填，即为终止原因，写入通知书，各方当事人可见；其他原因的说明仅供调处中心使用，"
        "不写入通知书",
    )


class TerminationServiceBody(Body):
    """将《行政争议终止调处通知书》送达一方当事人（《十项机制》第四项）。"""

    model_config = ConfigDict(
        title="送达终止调处通知书",
        json_schema_extra=example(party="p1", served_on="2026-09-18", received_on="2026-09-19", method="邮寄"),
    )

    party: Party
    served_on: Day = Field(title="送达日期")
    received_on: Day = Field(title="收到日期")
    method: Method = None


class ReturnedMaterialBody(Body):
    """一份移送材料：退回，或者不退回的理由。"""

    model_config = ConfigDict(title="退回材料")

    material: str = Field(title="材料编号", description="移送时的编号", min_length=1, max_length=20, examples=["m1"])
    returned: Flag = Field(default=True, title="是否退回")
    reason: Line | None = Field(default=None, title="不退回的理由", description="以密文保存")


class ReturnBody(Body):
    """将《行政争议终止调处告知函》及相关材料退回原案件管辖法院（《十项机制》第四项）。"""

    model_config = ConfigDict(
        title="退回法院",
        json_schema_extra=example(
            letter_no="洪示调函〔2026〕1号（样例）",
            returned_on="2026-09-21",
            materials=[
                {"material": "m1", "returned": True},
                {"material": "m2", "returned": False, "reason": "当事人已取回（样例）"},
            ],
        ),
    )

    letter_no: DocumentNo
    returned_on: Day = Field(title="退回日期")
    materials: list[ReturnedMaterialBody] = Field(
        title="材料清单", description="应与收到的材料一致；不退回的理由宜简短，材料多的合计约五千字以内", max_length=1000
    )


class PlanBody(Body):
    """责任领导、行政争议化解联络人和初步调处意向方案（《十项机制》第四项），可以一次报送，也可以分次报送。"""

    model_config = ConfigDict(
        title="报送方案",
        json_schema_extra=example(
            received_on="2026-09-10",
            leader={"name": "示例乙"},
            leader_post="副局长",
            contact={"name": "示例丙", "phone": "0517-00000000"},
            plan="拟在法定幅度内变更罚款数额，与申请人协商（样例）",
        ),
    )

    received_on: Day = Field(title="区调处中心收到日期")
    leader: PersonBody | None = Field(default=None, title="责任领导")
    leader_post: Line | None = Field(default=None, title="责任领导职务", examples=["副局长"])
    contact: PersonBody | None = Field(default=None, title="行政争议化解联络人")
    plan: LongText | None = Field(default=None, title="初步调处意向方案", description="以密文保存")
    file: FileId | None = Field(default=None, title="方案文件")
