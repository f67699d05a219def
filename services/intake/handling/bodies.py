"""What the body that supervises the responses sends. The example's parties are invented."""

from pydantic import ConfigDict, Field

from yingsu.events.intake.case import DisputedObject
from yingsu.web.bodies import Body, Day, LongText, example
from yingsu.web.parts import AgencyId


class HandlingUnitBody(Body):
    """确定应诉承办单位：应诉责任主体不明确的，由本辖区的监督机关确定并说明理由。"""

    model_config = ConfigDict(
        title="确定应诉承办单位",
        json_schema_extra=example(
            agency="agency-00000000-0000-4000-8000-350526000001",
            object="reconsideration_decision",
            unit="agency-00000000-0000-4000-8000-350526000002",
            determined_on="2026-09-11",
            reason="县政府作为复议机关与原行政机关为共同被告，行政复议决定由县司法局承办（样例）",
        ),
    )

    agency: AgencyId = Field(title="被告")
    object: DisputedObject = Field(title="被诉行为", description="original_act 原行政行为；reconsideration_decision 行政复议决定")
    unit: AgencyId = Field(title="应诉承办单位", description="本辖区登记的机关；可以是被告自己")
    determined_on: Day = Field(title="确定日期", description="此前的提醒发给被告，此后发给承办单位；期限不变")
    reason: LongText = Field(title="理由", description="以密文保存")
