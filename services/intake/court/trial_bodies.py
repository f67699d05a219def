"""What a court sends of the trial itself: the bodies of the hearing notice and of the judgment."""

from typing import Literal

from pydantic import ConfigDict, Field

from services.intake.bodies import AgencyCode, NoticeBody
from yingsu.events.intake.case import DisputedObject
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
    results: list[ResultBody] = Field(title="裁判结果", min_length=1, max_length=60)
    receipts: list[ReceiptBody] = Field(default=[], title="各被告收到文书的日期", max_length=20)
