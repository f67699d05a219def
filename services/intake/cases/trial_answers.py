"""The JSON of hearings, of who appeared, and of judgments. The models only: `trial_writer` fills them."""

from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from services.intake.cases.attendance import Flag
from services.intake.cases.response import Rank
from services.intake.court.notice import JudgmentDocument
from yingsu.events.intake.case import DisputedObject
from yingsu.events.intake.judgment import Outcome
from yingsu.web.bodies import Answer
from yingsu.web.parts import AgencyAnswer


class FlagAnswer(Answer):
    """出庭情况与规定不符之处。"""

    model_config = ConfigDict(title="出庭提示")

    code: Flag = Field(
        title="代码",
        description="leader_absent 负责人未出庭；only_lawyers 仅委托律师出庭；nobody_appeared 无人到庭；leader_silent 负责人出庭未发言；"
        "below_local_minimum 低于本辖区文件对出庭人员的最低要求；local_neither_came 本辖区文件杜绝的负责人和工作人员均不出庭；local_leader_silent 本辖区文件要求出庭出声而未发言",
    )
    title: str = Field(title="名称", examples=["仅委托律师出庭"])
    authority: str = Field(title="依据", examples=["行政诉讼法第三条第三款"])


class AttendanceAnswer(Answer):
    """一个被告在一次开庭的出庭情况。"""

    model_config = ConfigDict(title="出庭情况")

    hearing_no: int = Field(title="开庭次序")
    hearing_on: date = Field(title="开庭日期")
    leader: str | None = Field(title="出庭负责人", description="负责人未出庭时为空", examples=["示例乙"])
    leader_post: str | None = Field(title="负责人职务")
    rank: Rank | None = Field(title="负责人职级", description="principal 正职；deputy 副职；other 其他参与分管的负责人")
    rank_title: str | None = Field(title="负责人职级名称", examples=["副职"])
    staff: int = Field(title="出庭工作人员人数")
    lawyers: int = Field(title="出庭律师人数")
    spoke: bool | None = Field(title="负责人是否发言")
    flags: list[FlagAnswer] = Field(title="提示", description="与规定不符之处，如仅委托律师出庭")
    event_id: UUID = Field(title="登记编号")


class AppearedAnswer(Answer):
    """开庭时一个被告的出庭情况。"""

    model_config = ConfigDict(title="被告出庭情况")

    agency: AgencyAnswer = Field(title="机关")
    attendance: AttendanceAnswer | None = Field(title="出庭情况", description="尚未登记时为空")


class HearingAnswer(Answer):
    """一次开庭。"""

    model_config = ConfigDict(title="开庭情况")

    hearing_no: int = Field(title="开庭次序")
    hearing_on: date = Field(title="开庭日期")
    begins_at: datetime | None = Field(title="开庭时刻")
    place: str | None = Field(title="开庭地点")
    fixed_on: date = Field(title="确定日期", description="法院确定这次开庭之日")
    moved: bool = Field(title="是否已改期", description="法院在开庭日以前另定了日期")
    appeared: list[AppearedAnswer] = Field(title="各被告出庭情况", description="每个被告一项")
    event_id: UUID = Field(title="登记编号")


class OutcomeAnswer(Answer):
    """对一项被诉行为的裁判结果。"""

    model_config = ConfigDict(title="裁判结果情况")

    object: DisputedObject = Field(title="被诉行为")
    outcome: Outcome = Field(title="结果")
    title: str = Field(title="结果名称", examples=["确认违法"])
    article: str = Field(title="依据", examples=["行政诉讼法第七十四条"])
    lost: bool = Field(title="是否败诉")


class ResultAnswer(Answer):
    """裁判对一个被告的结果。"""

    model_config = ConfigDict(title="被告裁判结果")

    agency: AgencyAnswer = Field(title="机关")
    lost: bool = Field(title="是否败诉", description="有一项结果为败诉的，即为败诉")
    received_on: date | None = Field(title="收到裁判文书日期", description="尚未送达或者未报送时为空")
    outcomes: list[OutcomeAnswer] = Field(title="各项结果")


class JudgmentAnswer(Answer):
    """一份判决书或者裁定书。"""

    model_config = ConfigDict(title="裁判情况")

    judgment_no: str = Field(title="文书号")
    document: JudgmentDocument = Field(title="文书种类")
    document_title: str = Field(title="文书名称")
    judged_on: date = Field(title="裁判日期")
    results: list[ResultAnswer] = Field(title="各被告的结果")
    event_id: UUID = Field(title="登记编号")
