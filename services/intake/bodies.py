"""What courts and agencies send about a case: the request bodies of intake, and the parts that all of its bodies are made of."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from services.intake.dates import LONGEST_EXTENSION
from yingsu.events.intake.case import DisputedObject, Instance, ServedDocument
from yingsu.web.bodies import ONE_LINE, Body, Day, Flag, Line, LongText, Moment, Whole, example
from yingsu.web.parts import AgencyId, PersonBody, PersonName

AgencyCode = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=40),
    ONE_LINE,
    Field(title="统一社会信用代码", description="机关的统一社会信用代码（GB 32100-2015）", examples=["11320813000008125D"]),
]

EarlierNumbers = Annotated[
    list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]],
    Field(
        title="诉前案号",
        description="本院先前对同一争议编立的案号（诉前调解、预立案等），任何写法均可。其下的记录并入本案，先后到达均可",
        max_length=20,
        examples=[["（2026）苏0813行诉前调8号"]],
    ),
]

EarlierInstances = Annotated[
    list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]],
    Field(
        title="原审案号",
        description="此前审级的案号，任何法院的均可：上诉、再审、重审案件的原审案号，移送案件的原案号。各审级各为一案，相互关联",
        max_length=20,
        examples=[["（2026）苏0813行初12号"]],
    ),
]

MESSAGE_ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$"


class PlaintiffBody(Body):
    """原告：自然人或者组织，二者填一。"""

    model_config = ConfigDict(
        title="原告",
        json_schema_extra={
            "oneOf": [
                {"required": ["person"], "properties": {"person": {"type": "object"}}},
                {"required": ["organisation"], "properties": {"organisation": {"type": "string"}}},
            ]
        },
    )

    person: PersonBody | None = Field(default=None, title="自然人")
    organisation: Line | None = Field(default=None, title="组织名称", examples=["示例食品有限公司（样例）"])

    @model_validator(mode="after")
    def _one_of_both(self) -> "PlaintiffBody":
        if (self.person is None) == (self.organisation is None):
            raise PydanticCustomError("plaintiff_kind", "原告应当填写 person（自然人）或者 organisation（组织）之一。")
        return self


class DefendantBody(Body):
    """被告机关。"""

    model_config = ConfigDict(title="被告")

    agency_code: AgencyCode
    object: DisputedObject = Field(
        default="original_act", title="被诉行为", description="original_act 原行政行为；reconsideration_decision 复议决定"
    )


class ActBody(Body):
    """被诉行政行为。"""

    model_config = ConfigDict(title="被诉行政行为")

    kind: Line = Field(title="种类", examples=["行政处罚"])
    document_no: Line | None = Field(default=None, title="文号", examples=["洪示市监处罚〔2026〕15号（样例）"])
    made_on: Day | None = Field(default=None, title="作出日期")
    implementing_unit: Line | None = Field(default=None, title="具体实施单位")


class NoticeBody(Body):
    """每条法院消息都有的内容。"""

    message_id: str = Field(
        title="消息编号",
        description="本院内唯一。重发须用原编号和原内容；新的事实用新的编号",
        pattern=MESSAGE_ID_PATTERN,
        examples=["SU0813-20260907-0001"],
    )
    case_no: str = Field(
        title="案号",
        description="全角、半角括号和数字均可，登记时统一写法",
        min_length=1,
        max_length=200,
        examples=["（2026）苏0813行初12号"],
    )
    court: str | None = Field(
        default=None, title="法院代字", description="可不填；填写时须与令牌所属法院一致", max_length=20, examples=["苏0813"]
    )
    occurred_on: Day = Field(title="发生日期", description="法律意义上的日期（北京时间），不得晚于今天")
    occurred_at: Moment | None = Field(default=None, title="发生时刻", description="知道时填写，须在发生日期当日")
    source_seq: Whole | None = Field(default=None, title="当日次序", description="法院对同一日多项事实的排序", ge=0, le=1_000_000)


class FilingBody(NoticeBody):
    """立案（行政诉讼法第五十一条）。发生日期即立案日期。"""

    model_config = ConfigDict(title="立案")

    kind: Literal["case_filing"] = Field(title="消息种类")
    cause: Line = Field(title="案由", examples=["行政处罚"])
    plaintiffs: list[PlaintiffBody] = Field(title="原告", min_length=1, max_length=100)
    defendants: list[DefendantBody] = Field(title="被告", min_length=1, max_length=20)
    instance: Instance | None = Field(
        default=None, title="审级", description="first 一审、second 二审、retrial 再审；不填按类型代字确定"
    )
    act: ActBody | None = Field(default=None, title="被诉行政行为")
    claims: LongText | None = Field(default=None, title="诉讼请求", description="以密文保存")
    complaint_received_on: Day | None = Field(default=None, title="收到起诉状日期")
    mediable: Flag | None = Field(default=None, title="可否调解", description="行政诉讼法第六十条所列情形为 true")
    pre_case_nos: EarlierNumbers = Field(default=[])
    earlier_case_nos: EarlierInstances = Field(default=[])


class ServiceBody(NoticeBody):
    """送达（行政诉讼法第六十七条）。发生日期为送达日期。"""

    model_config = ConfigDict(title="送达")

    kind: Literal["service"] = Field(title="消息种类")
    agency_code: AgencyCode
    document: ServedDocument = Field(
        title="送达文书",
        description="complaint_copy 起诉状副本、summons 传票、judgment 判决书、ruling 裁定书、mediation_document 行政调解书、other 其他",
    )
    received_on: Day | None = Field(default=None, title="机关收到日期", description="不填即为发生日期；答辩期限自收到之日起算")
    method: Line | None = Field(default=None, title="送达方式", examples=["电子送达"])


class ExtensionBody(NoticeBody):
    """准予延期提交答辩、证据（行政诉讼法第三十六条）。"""

    model_config = ConfigDict(title="准予延期")

    kind: Literal["extension"] = Field(title="消息种类")
    agency_code: AgencyCode
    period: Literal["statutory_answer"] = Field(default="statutory_answer", title="期限")
    until: Day = Field(title="延至", description="不早于发生日期，不晚于其后十年")
    reason: Line = Field(title="理由", description="请勿写入个人信息", examples=["不可抗力"])

    @model_validator(mode="after")
    def _after_the_decision(self) -> "ExtensionBody":
        if not timedelta(0) <= self.until - self.occurred_on <= LONGEST_EXTENSION:
            raise PydanticCustomError("until_implausible", "延至的日期应当不早于发生日期，且不晚于其后十年，请核对。")
        return self


class RemovalBody(NoticeBody):
    """被告退出（行政诉讼法第二十六条）。"""

    model_config = ConfigDict(title="被告退出")

    kind: Literal["defendant_removal"] = Field(title="消息种类")
    agency_code: AgencyCode
    reason: Line = Field(title="理由", description="请勿写入个人信息", examples=["变更被告"])


class WithdrawalBody(NoticeBody):
    """裁定准予撤诉（行政诉讼法第六十二条）。发生日期为裁定日期。"""

    model_config = ConfigDict(title="准予撤诉")

    kind: Literal["withdrawal"] = Field(title="消息种类")
    ruling_no: Line = Field(title="裁定书文号", examples=["（2026）苏0813行初12号之一"])
    voluntary: Flag = Field(title="是否自愿")


class AnswerBody(Body):
    """向法院提交答辩状和证据、依据的登记（行政诉讼法第六十七条）。"""

    model_config = ConfigDict(
        title="答辩登记",
        json_schema_extra=example(submitted_on="2026-09-16", delivery="court_platform", has_answer=True, evidence_count=12),
    )

    submitted_on: Day = Field(title="提交日期", description="法院收到之日")
    delivery: Literal["court_platform", "in_person", "post"] = Field(
        title="提交方式", description="court_platform 法院平台、in_person 当面、post 邮寄"
    )
    posted_on: Day | None = Field(
        default=None, title="交邮日期", description="邮寄时必填：期满前交邮的不算过期（民事诉讼法第八十五条）"
    )
    has_answer: Flag = Field(default=True, title="含答辩状")
    evidence_count: Whole = Field(default=0, title="证据、依据件数", ge=0, le=100_000)
    note: LongText | None = Field(default=None, title="备注", description="以密文保存")


class LeaderBody(Body):
    """出庭的负责人。仅以密文保存，可依法删除。"""

    model_config = ConfigDict(title="负责人")

    name: PersonName


class AttendanceBody(Body):
    """一次开庭的出庭情况（行政诉讼法第三条）。负责人未出庭的，如实登记，不影响登记。"""

    model_config = ConfigDict(
        title="出庭登记",
        json_schema_extra=example(
            hearing_no=1,
            hearing_on="2026-09-14",
            leader={"name": "示例乙"},
            leader_post="副局长",
            rank="deputy",
            staff=1,
            lawyers=1,
            spoke=True,
        ),
    )

    hearing_no: Whole = Field(default=1, title="开庭次序", ge=1, le=100)
    hearing_on: Day = Field(title="开庭日期", description="须与法院报送的开庭通知一致")
    leader: LeaderBody | None = Field(default=None, title="出庭负责人", description="负责人未出庭的不填")
    leader_post: Line | None = Field(default=None, title="负责人职务", description="负责人出庭的必填", examples=["副局长"])
    rank: Literal["principal", "deputy", "other"] | None = Field(
        default=None,
        title="负责人职级",
        description="负责人出庭的必填：principal 正职、deputy 副职、other 其他参与分管的负责人（法释〔2020〕3号第二条）",
    )
    staff: Whole = Field(default=0, title="出庭工作人员人数", description="不含负责人和律师", ge=0, le=100)
    lawyers: Whole = Field(default=0, title="出庭律师人数", ge=0, le=100)
    spoke: Flag | None = Field(default=None, title="负责人是否发言", description="负责人未出庭的不填（法释〔2020〕3号第十一条）")
    offered_resolution: Flag | None = Field(
        default=None,
        title="负责人是否出解",
        description="就实质性解决行政争议提出意见；负责人未出庭的不填（法释〔2020〕3号第十一条）",
    )
    identity_ok: Flag | None = Field(
        default=None,
        title="负责人身份证明是否符合要求",
        description="不符合要求又未补正的填 false，视为负责人未出庭；负责人未到庭的不填（法释〔2020〕3号第六条）",
    )
    left_without_leave: Flag | None = Field(default=None, title="是否未经法庭许可中途退庭", description="行政诉讼法第六十六条")
    leader_agency: AgencyId | None = Field(
        default=None,
        title="负责人所在机关",
        description="不填即为本机关；其他机关的负责人不算，应计入工作人员（法释〔2020〕3号第二条）",
    )
    nobody: Flag = Field(default=False, title="无人到庭", description="确无任何人到庭的填 true，以免与漏填混淆")


class SettleBody(Body):
    """对待处理消息的决定。"""

    model_config = ConfigDict(title="处理决定", json_schema_extra=example(decision="retry", reason="机关已补登记"))

    decision: Literal["keep_first", "dismiss", "retry"] = Field(
        title="决定", description="keep_first 维持首次内容；dismiss 不予采用；retry 条件具备后重新处理"
    )
    reason: Line = Field(title="理由", description="请勿写入个人信息", examples=["机关已补登记"])
