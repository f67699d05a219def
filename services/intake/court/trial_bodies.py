"""What a court sends of the trial itself: the bodies of the hearings, of who must or did not appear, and of the judgment."""

from typing import Literal

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from services.intake.bodies import AgencyCode, NoticeBody
from yingsu.events.intake.case import DisputedObject
from yingsu.events.intake.hearing import AbsenceRuling, LeaderGrounds
from yingsu.events.intake.instances import Review
from yingsu.events.intake.judgment import Outcome
from yingsu.law.outcomes import OUTCOMES
from yingsu.web.bodies import Body, Day, Line, Moment, Whole


class HearingBody(NoticeBody):
    """开庭通知。发生日期为法院确定开庭之日。同一次开庭另定日期的，以原开庭次序再报一次，即为改期。"""

    model_config = ConfigDict(title="开庭通知")

    kind: Literal["hearing_notice"] = Field(title="消息种类")
    hearing_no: Whole = Field(default=1, title="开庭次序", description="本案第几次开庭", ge=1, le=100)
    hearing_on: Day = Field(title="开庭日期", description="可以在将来；不早于发生日期，不晚于其后三年")
    begins_at: Moment | None = Field(default=None, title="开庭时刻", description="知道时填写，须在开庭日期当日（北京时间）")
    place: Line | None = Field(default=None, title="开庭地点", examples=["洪泽区示例人民法院第三法庭（样例）"])


class RescheduleBody(NoticeBody):
    """改期开庭（法释〔2018〕1号第七十二条）。发生日期为决定日期；开庭的各项重新写明，以此为准。开庭当日改期的也由此报送。"""

    model_config = ConfigDict(title="改期开庭")

    kind: Literal["hearing_reschedule"] = Field(title="消息种类")
    hearing_no: Whole = Field(default=1, title="开庭次序", ge=1, le=100)
    hearing_on: Day = Field(title="改定的开庭日期", description="不早于发生日期，不晚于其后三年")
    begins_at: Moment | None = Field(default=None, title="开庭时刻", description="知道时填写，须在开庭日期当日（北京时间）")
    place: Line | None = Field(default=None, title="开庭地点", examples=["洪泽区示例人民法院第三法庭（样例）"])
    reason: Line = Field(title="理由", description="请勿写入个人信息", examples=["被告负责人因不可抗力不能到庭"])


class CancellationBody(NoticeBody):
    """取消开庭。此后另定开庭的，报送改期开庭或者开庭通知。"""

    model_config = ConfigDict(title="取消开庭")

    kind: Literal["hearing_cancellation"] = Field(title="消息种类")
    hearing_no: Whole = Field(default=1, title="开庭次序", ge=1, le=100)
    hearing_on: Day = Field(title="原定开庭日期", description="不早于发生日期")
    reason: Line = Field(title="理由", description="请勿写入个人信息", examples=["当事人正在协商"])


class SittingBody(NoticeBody):
    """已开庭。发生日期为开庭日期；先前未报开庭通知的也可报送。"""

    model_config = ConfigDict(title="已开庭")

    kind: Literal["hearing_held"] = Field(title="消息种类")
    hearing_no: Whole = Field(default=1, title="开庭次序", ge=1, le=100)


GROUNDS = (
    "food_drug_safety 食品药品安全、environment 生态环境和资源保护、public_health 公共卫生安全、high_attention 社会高度关注、"
    "mass_incident_risk 可能引发群体性事件、major_rights 对公民、法人或者其他组织权益有重大影响、public_interest_suit 行政公益诉讼、"
    "superior_document 上级规范性文件要求、other 其他"
)


class SummonsBody(NoticeBody):
    """通知负责人出庭（法释〔2020〕3号第四条）。发生日期为通知日期。"""

    model_config = ConfigDict(title="通知负责人出庭")

    kind: Literal["attendance_notice"] = Field(title="消息种类")
    agency_code: AgencyCode
    hearing_no: Whole | None = Field(default=None, title="开庭次序", description="不填即为本审级各次开庭", ge=1, le=100)
    grounds: LeaderGrounds | None = Field(default=None, title="事由", description=GROUNDS)


class SuggestionBody(NoticeBody):
    """建议负责人出庭（法释〔2018〕1号第一百二十九条）。"""

    model_config = ConfigDict(title="建议负责人出庭")

    kind: Literal["attendance_suggestion"] = Field(title="消息种类")
    agency_code: AgencyCode
    hearing_no: Whole | None = Field(default=None, title="开庭次序", description="不填即为本审级各次开庭", ge=1, le=100)
    grounds: LeaderGrounds | None = Field(default=None, title="事由", description=GROUNDS)


class AbsenceRulingBody(NoticeBody):
    """对缺席的认定（行政诉讼法第五十八条、法释〔2020〕3号第八条、第九条、第十二条）。发生日期为认定日期。"""

    model_config = ConfigDict(title="认定缺席")

    kind: Literal["absence_ruling"] = Field(title="消息种类")
    agency_code: AgencyCode
    hearing_no: Whole = Field(default=1, title="开庭次序", ge=1, le=100)
    hearing_on: Day = Field(title="开庭日期", description="不晚于发生日期")
    ruling: AbsenceRuling = Field(
        title="认定",
        description="leader_excused 负责人不出庭的理由成立；leader_unexcused 理由不成立；absent_unjustified 无正当理由拒不到庭；"
        "left_without_leave 未经法庭许可中途退庭",
    )


class ResultBody(Body):
    """对一个被告、一项被诉行为的裁判结果。同一被告有几项结果的，逐项填写。"""

    model_config = ConfigDict(title="裁判结果")

    agency_code: AgencyCode
    object: DisputedObject = Field(
        default="original_act", title="被诉行为", description="original_act 原行政行为；reconsideration_decision 复议决定"
    )
    outcome: Outcome = Field(
        title="结果", description="、".join(f"{outcome} {meaning.title}" for outcome, meaning in OUTCOMES.items())
    )


class ReceiptBody(Body):
    """一个被告收到裁判文书。"""

    model_config = ConfigDict(title="裁判文书送达")

    agency_code: AgencyCode
    received_on: Day = Field(title="收到日期", description="不早于裁判日期；复盘等期限自收到之日起算")
    method: Line | None = Field(default=None, title="送达方式", examples=["电子送达"])


class ReviewedBody(Body):
    """对原审裁判的处理（行政诉讼法第八十九条）。被改判、撤销、发回的败诉不再成立，由系统据此登记。"""

    model_config = ConfigDict(title="对原审裁判的处理")

    case_no: str = Field(
        title="原审案号", description="任何法院的案号", min_length=1, max_length=200, examples=["（2026）苏0813行初12号"]
    )
    judgment_no: Line | None = Field(default=None, title="原审文书号", description="不填即为原审案号")
    result: Review = Field(title="处理", description="upheld 维持；altered 部分改判；reversed 撤销改判；remanded 发回重审")


class JudgmentBody(NoticeBody):
    """判决、裁定（行政诉讼法第六十九条至第七十九条）。发生日期为裁判日期。各被告收到文书之日可一并报送，也可另以送达消息报送，先后均可。"""

    model_config = ConfigDict(title="裁判")

    kind: Literal["judgment"] = Field(title="消息种类")
    judgment_no: Line | None = Field(
        default=None,
        title="文书号",
        description="不填即为案号；同一文书号只能有一种内容，同一案件另有裁判的，填写其文书号",
        examples=["（2026）苏0813行初12号"],
    )
    document: Literal["judgment", "ruling"] = Field(title="文书种类", description="judgment 判决书、ruling 裁定书")
    upon_earlier: ReviewedBody | None = Field(
        default=None, title="对原审裁判的处理", description="二审、再审裁判填写；原审法院不必另报"
    )
    results: list[ResultBody] = Field(
        title="裁判结果", description="二审、再审为裁判后的结果；维持原判、发回重审的可以为空", max_length=60
    )
    receipts: list[ReceiptBody] = Field(default=[], title="各被告收到文书的日期", max_length=20)

    @field_validator("results")
    @classmethod
    def _has_results(cls, results: list[ResultBody], info: ValidationInfo) -> list[ResultBody]:
        upon = info.data.get("upon_earlier")
        if not results and (upon is None or upon.result not in ("upheld", "remanded")):
            raise PydanticCustomError("results_missing", "没有裁判结果。只有二审、再审维持原判或者发回重审的，裁判结果可以为空。")
        return results
