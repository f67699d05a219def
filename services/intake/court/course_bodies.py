"""What a court sends of the course of a filed case and of its parties: the bodies of these messages."""

from typing import Literal

from pydantic import ConfigDict, Field

from services.intake.bodies import AgencyCode, NoticeBody, PlaintiffBody
from yingsu.events.intake.case import DisputedObject
from yingsu.events.intake.course import Closing, Procedure, SeriesKind
from yingsu.web.bodies import Day, Line

REASON = "请勿写入个人信息"
OBJECTS = "original_act 原行政行为；reconsideration_decision 复议决定"
PARTY = r"^p[1-9][0-9]{0,3}(\.[0-9]{8})*$"


class ProcedureBody(NoticeBody):
    """适用简易程序或者转为普通程序（行政诉讼法第八十二条至第八十四条）。发生日期为决定日期。"""

    model_config = ConfigDict(title="变更审理程序")

    kind: Literal["procedure_change"] = Field(title="消息种类")
    procedure: Procedure = Field(title="程序", description="simplified 适用简易程序；ordinary 转为普通程序")
    reason: Line = Field(title="理由", description=REASON, examples=["事实清楚、权利义务关系明确、争议不大"])
    answer_by: Day | None = Field(
        default=None,
        title="答辩举证截止日",
        description="法院另定的日期，至多十五日（法释〔2018〕1号第一百零四条）；未另定的不填",
    )


class SuspensionBody(NoticeBody):
    """中止诉讼（法释〔2018〕1号第八十七条）。自发生日期起中止。"""

    model_config = ConfigDict(title="中止诉讼")

    kind: Literal["suspension"] = Field(title="消息种类")
    reason: Line = Field(title="理由", description=REASON, examples=["案件的审判须以另一案的审理结果为依据"])
    ruling_no: Line | None = Field(default=None, title="裁定书文号", examples=["（2026）苏0813行初12号之一"])


class ResumptionBody(NoticeBody):
    """恢复诉讼。自发生日期起恢复。"""

    model_config = ConfigDict(title="恢复诉讼")

    kind: Literal["resumption"] = Field(title="消息种类")
    reason: Line = Field(title="理由", description=REASON, examples=["中止的原因消除"])


class TrialTermBody(NoticeBody):
    """延长审限（行政诉讼法第八十一条、第八十八条）。发生日期为批准日期。"""

    model_config = ConfigDict(title="延长审限")

    kind: Literal["trial_term_extension"] = Field(title="消息种类")
    until: Day = Field(title="延长至", description="不早于发生日期")
    reason: Line = Field(title="理由", description=REASON, examples=["案情复杂，经高级人民法院批准"])


class AdditionBody(NoticeBody):
    """追加被告（行政诉讼法第二十六条、第二十七条）。其期限自其本身收到文书起算。先于追加到达的送达等消息，追加到达后自动办理。"""

    model_config = ConfigDict(title="追加被告")

    kind: Literal["defendant_addition"] = Field(title="消息种类")
    agency_code: AgencyCode
    object: DisputedObject = Field(default="original_act", title="被诉行为", description=OBJECTS)
    reason: Line = Field(title="理由", description=REASON, examples=["作出共同行政行为的机关"])


class ReplacementBody(NoticeBody):
    """变更被告：原被告退出，新被告进入，一次登记。"""

    model_config = ConfigDict(title="变更被告")

    kind: Literal["defendant_replacement"] = Field(title="消息种类")
    agency_code: AgencyCode = Field(title="退出的机关", description="统一社会信用代码")
    by_code: AgencyCode = Field(title="新的被告", description="统一社会信用代码", examples=["113208130000081338"])
    object: DisputedObject = Field(default="original_act", title="被诉行为", description=OBJECTS)
    reason: Line = Field(title="理由", description=REASON, examples=["原告所诉被告不适格，经告知同意变更"])


class SubstitutionBody(NoticeBody):
    """变更原告（行政诉讼法第二十五条）：承继诉讼的人。身份信息仅以密文保存。"""

    model_config = ConfigDict(title="变更原告")

    kind: Literal["plaintiff_substitution"] = Field(title="消息种类")
    party: str = Field(title="原当事人编号", description="案件中原告的编号", pattern=PARTY, examples=["p1"])
    substitute: PlaintiffBody = Field(title="承继的原告")
    reason: Line = Field(title="理由", description=REASON, examples=["原告死亡，近亲属承继诉讼"])


class ClosureBody(NoticeBody):
    """未经判决结案。不予立案的，案号为诉前调解或者预立案的案号。准予撤诉、移送另有消息。"""

    model_config = ConfigDict(title="未经判决结案")

    kind: Literal["closure"] = Field(title="消息种类")
    reason: Closing = Field(
        title="方式",
        description="not_accepted 不予立案、suit_dismissed 驳回起诉、deemed_withdrawn 按撤诉处理、mediated 行政调解书、"
        "terminated 终结诉讼、other 其他",
    )
    document_no: Line | None = Field(default=None, title="文书号", examples=["（2026）苏0813行初12号之二"])


class TransferBody(NoticeBody):
    """移送其他法院（行政诉讼法第二十二条）。受移送法院立案时，以本案号为原审案号（earlier_case_nos）。"""

    model_config = ConfigDict(title="移送")

    kind: Literal["transfer"] = Field(title="消息种类")
    to_court: Line = Field(title="受移送法院代字", examples=["苏0812"])
    new_case_no: Line | None = Field(default=None, title="新案号", description="知道时填写", examples=["（2026）苏0812行初45号"])
    reason: Line = Field(title="理由", description=REASON, examples=["不属于本院管辖"])


class MergerBody(NoticeBody):
    """合并审理（行政诉讼法第二十七条）。各案各报一次，案号不变，仍按各案统计。"""

    model_config = ConfigDict(title="合并审理")

    kind: Literal["merger"] = Field(title="消息种类")
    leading_case_no: Line = Field(title="主案案号", examples=["（2026）苏0813行初12号"])
    case_nos: list[Line] = Field(
        title="合并的各案", min_length=1, max_length=100, examples=[["（2026）苏0813行初13号", "（2026）苏0813行初14号"]]
    )
    reason: Line = Field(title="理由", description=REASON, examples=["因同类行政行为发生的行政案件"])


class SplitBody(NoticeBody):
    """分案审理。新案另行报送立案。"""

    model_config = ConfigDict(title="分案审理")

    kind: Literal["split"] = Field(title="消息种类")
    new_case_nos: list[Line] = Field(title="新案号", min_length=1, max_length=100, examples=[["（2026）苏0813行初15号"]])
    reason: Line = Field(title="理由", description=REASON, examples=["诉讼请求所涉行政行为不同"])


class SeriesBody(NoticeBody):
    """列为批量案、系列案。各案各报一次，仍按各案统计。"""

    model_config = ConfigDict(title="列入系列案")

    kind: Literal["series_link"] = Field(title="消息种类")
    series: Line = Field(title="系列名称", description=REASON, examples=["示例片区征收补偿系列案（样例）"])
    series_kind: SeriesKind = Field(title="种类", description="batch 批量案；series 系列案")


class SeriesEndBody(NoticeBody):
    """不再列为批量案、系列案。"""

    model_config = ConfigDict(title="移出系列案")

    kind: Literal["series_unlink"] = Field(title="消息种类")
    series: Line = Field(title="系列名称", examples=["示例片区征收补偿系列案（样例）"])
    reason: Line = Field(title="理由", description=REASON, examples=["被诉行为不同"])
