"""What a court sends of what becomes of a judgment: appeal, effect, remand, retrial, performance."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from services.intake.bodies import AgencyCode, NoticeBody
from services.intake.court.course_bodies import PARTY, REASON
from yingsu.web.bodies import Body, Day, Flag, Line

JudgmentNo = Annotated[
    Line | None,
    Field(title="文书号", description="所称裁判的文书号，不填即为案号", examples=["（2026）苏0813行初12号"]),
]


class AppealBody(NoticeBody):
    """上诉（行政诉讼法第八十五条）。由原审法院报送，发生日期为上诉日期；上诉人为行政机关或者其他当事人，二者填一。"""

    model_config = ConfigDict(
        title="上诉",
        json_schema_extra={
            "oneOf": [
                {"required": ["agency_code"], "properties": {"agency_code": {"type": "string"}}},
                {"required": ["party"], "properties": {"party": {"type": "string"}}},
            ]
        },
    )

    kind: Literal["appeal"] = Field(title="消息种类")
    judgment_no: JudgmentNo = None
    agency_code: AgencyCode | None = Field(
        default=None, title="上诉的机关", description="统一社会信用代码", examples=["11320813000008125D"]
    )
    party: str | None = Field(default=None, title="上诉的其他当事人", description="案件中的编号", pattern=PARTY, examples=["p1"])

    @model_validator(mode="after")
    def _one_of_both(self) -> "AppealBody":
        if (self.agency_code is None) == (self.party is None):
            raise PydanticCustomError("appellant", "上诉人应当填写 agency_code（行政机关）或者 party（其他当事人）之一。")
        return self


class ObligedBody(Body):
    """生效裁判对一个被告的要求。没有履行内容的，不填履行期限。"""

    model_config = ConfigDict(title="生效裁判的被告")

    agency_code: AgencyCode
    perform_by: Day | None = Field(default=None, title="履行期限", description="裁判确定的最后履行日；没有的不填")
    guided: Flag = Field(default=False, title="是否须指导履行", description="判决撤销并责令重作、采取补救措施等案件为 true")
    terms: Line | None = Field(
        default=None, title="履行内容", description="以密文保存", examples=["六十日内重新作出行政行为（样例）"]
    )


class EffectiveBody(NoticeBody):
    """裁判生效。发生日期为生效日期；逐一列出各被告。"""

    model_config = ConfigDict(title="裁判生效")

    kind: Literal["judgment_effective"] = Field(title="消息种类")
    judgment_no: JudgmentNo = None
    obliged: list[ObligedBody] = Field(title="各被告", min_length=1, max_length=20)


class RemandBody(NoticeBody):
    """发回重审（行政诉讼法第八十九条）。由原审法院就被撤销的裁判报送；二审法院在其裁判中以 upon_earlier 报送的，不必再报。"""

    model_config = ConfigDict(title="发回重审")

    kind: Literal["remand"] = Field(title="消息种类")
    judgment_no: JudgmentNo = None
    ruling_no: Line = Field(title="发回重审的裁定书文号", examples=["（2026）苏08行终31号"])
    new_case_no: Line | None = Field(
        default=None, title="重审案号", description="知道时填写", examples=["（2026）苏0813行初88号"]
    )


class RetrialBody(NoticeBody):
    """裁定再审（行政诉讼法第九十条至第九十三条）。就再审所涉裁判的案件报送。"""

    model_config = ConfigDict(title="裁定再审")

    kind: Literal["retrial"] = Field(title="消息种类")
    judgment_no: JudgmentNo = None
    ruling_no: Line = Field(title="再审裁定书文号", examples=["（2026）苏08行申5号"])
    initiated_by: Literal["court", "party", "procuratorate"] = Field(
        title="提起方式", description="court 法院决定；party 当事人申请；procuratorate 检察机关抗诉"
    )
    stays_performance: Flag = Field(title="是否中止执行")


class PerformanceResumptionBody(NoticeBody):
    """恢复执行：再审终结或者维持后，原裁判恢复执行。自发生日期起恢复。"""

    model_config = ConfigDict(title="恢复执行")

    kind: Literal["performance_resumption"] = Field(title="消息种类")
    judgment_no: JudgmentNo = None
    reason: Line = Field(title="理由", description=REASON, examples=["再审维持原判"])


class PerformanceTermBody(NoticeBody):
    """准予一个被告延期履行裁判。发生日期为准予之日。"""

    model_config = ConfigDict(title="准予延期履行")

    kind: Literal["performance_term_extension"] = Field(title="消息种类")
    agency_code: AgencyCode
    judgment_no: JudgmentNo = None
    until: Day = Field(title="延期至", description="不早于发生日期")
    reason: Line = Field(title="理由", description=REASON, examples=["重新调查需要委托鉴定"])
