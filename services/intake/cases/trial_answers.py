"""The JSON of hearings, of who appeared, and of judgments. The models only: `trial_writer` fills them."""

from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from services.intake.cases.leader_required import Degree
from services.intake.cases.marks import Flag
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
        "identity_unproved 身份证明不符合要求，视为未出庭；left_without_leave 未经许可中途退庭；absence_explained 已书面说明正当理由并委托"
        "工作人员；absence_refused 人民法院认为理由不成立；joint_defendants 由其他被告的负责人出庭；"
        "below_local_minimum 低于本辖区文件对出庭人员的最低要求；local_neither_came 本辖区文件杜绝的负责人和工作人员均不出庭；local_leader_silent 本辖区文件要求出庭出声而未发言；"
        "local_no_resolution 本辖区文件要求出解而未出解；absence_unexplained 本辖区文件要求书面说明而未说明；leader_required 负责人应当出庭"
        "而未出庭；head_required 正职应当出庭而未出庭；head_speaks 正职应当出声而未出声",
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
    offered_resolution: bool | None = Field(title="负责人是否出解", description="就实质性解决争议提出意见；未登记的为空")
    identity_ok: bool | None = Field(title="负责人身份证明是否符合要求", description="不符合又未补正的，视为未出庭；未登记的为空")
    left_without_leave: bool | None = Field(title="是否未经许可中途退庭", description="未登记的为空")
    flags: list[FlagAnswer] = Field(title="提示", description="与规定不符之处，如仅委托律师出庭")
    event_id: UUID = Field(title="登记编号")


class ReasonAnswer(Answer):
    """要求负责人出庭的一项事由。"""

    model_config = ConfigDict(title="负责人出庭事由")

    code: str = Field(title="代码", examples=["mass_incident_risk"])
    title: str = Field(title="事由", examples=["可能引发群体性事件"])
    degree: Degree = Field(title="程度", description="must 应当出庭；should 积极出庭")
    head: bool = Field(title="是否要求正职")
    authority: str = Field(title="依据")
    clauses: list[str] = Field(title="条款编号")
    met: bool = Field(
        title="此前开庭已出庭", description="同一审级此前开庭时负责人已出庭，本次可以不再出庭（法释〔2020〕3号第七条）"
    )


class RequirementAnswer(Answer):
    """一次开庭对一个被告的负责人出庭要求。一般要求（行政诉讼法第三条第三款：负责人应当出庭，不能出庭的委托工作人员）之外，没有事由的为空。"""

    model_config = ConfigDict(title="负责人出庭要求")

    degree: Degree | None = Field(title="程度", description="must 应当出庭；should 积极出庭；空为只有行政诉讼法第三条的一般要求")
    head_required: bool = Field(title="是否要求正职出庭")
    appeared_before: bool = Field(title="此前开庭负责人是否已出庭")
    excused: bool = Field(title="是否由其他被告的负责人出庭", description="共同被告协商或者法院确定（法释〔2020〕3号第三条）")
    reasons: list[ReasonAnswer] = Field(title="事由")


class DesignatedAnswer(Answer):
    """确定出庭的负责人。"""

    model_config = ConfigDict(title="出庭负责人")

    leader: str = Field(title="姓名", examples=["示例乙"])
    post: str = Field(title="职务", examples=["副局长"])
    rank: Rank = Field(title="职级", description="principal 正职；deputy 副职；other 其他参与分管的负责人")
    designated_on: date = Field(title="确定日期")
    changed: bool = Field(title="是否为更换后的负责人")


class AppearedAnswer(Answer):
    """开庭时一个被告的出庭情况。"""

    model_config = ConfigDict(title="被告出庭情况")

    agency: AgencyAnswer = Field(title="机关")
    required: RequirementAnswer = Field(title="负责人出庭要求")
    designated: DesignatedAnswer | None = Field(title="确定出庭的负责人", description="尚未确定，或者不对查看者公开的，为空")
    attendance: AttendanceAnswer | None = Field(title="出庭情况", description="尚未登记时为空")


class HearingAnswer(Answer):
    """一次开庭。"""

    model_config = ConfigDict(title="开庭情况")

    hearing_no: int = Field(title="开庭次序")
    hearing_on: date = Field(title="开庭日期")
    begins_at: datetime | None = Field(title="开庭时刻")
    place: str | None = Field(title="开庭地点")
    fixed_on: date = Field(title="确定日期", description="法院确定这次开庭之日")
    moved: bool = Field(title="是否已改期", description="法院在开庭日以前另定了日期，或者当日改期")
    cancelled_on: date | None = Field(title="取消日期", description="法院取消这次开庭的日期；未取消的为空")
    held: bool = Field(title="法院是否报送已开庭")
    reason: str | None = Field(title="改期或者取消的理由")
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
    reversed_by: str | None = Field(
        title="改变该败诉的文书号", description="被后一审级改判、撤销或者发回重审的，败诉不再成立；未改变的为空"
    )
    effective_on: date | None = Field(title="生效日期", description="法院未报送生效的为空")
    perform_by: date | None = Field(title="履行期限")


class JudgmentAnswer(Answer):
    """一份判决书或者裁定书。"""

    model_config = ConfigDict(title="裁判情况")

    judgment_no: str = Field(title="文书号")
    document: JudgmentDocument = Field(title="文书种类")
    document_title: str = Field(title="文书名称")
    judged_on: date = Field(title="裁判日期")
    results: list[ResultAnswer] = Field(title="各被告的结果")
    event_id: UUID = Field(title="登记编号")
