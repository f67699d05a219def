"""The JSON of the feed, for its description. What is sent is written by `cloudevents`: the payload goes out as it was stored."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from yingsu.web.bodies import Answer


class CloudEventAnswer(Answer):
    """一个事件（CloudEvents 1.0）。"""

    model_config = ConfigDict(title="事件")

    specversion: Literal["1.0"] = Field(title="规范版本")
    id: UUID = Field(title="登记编号", description="每个事件唯一；续读和去重都用它")
    source: str = Field(title="来源服务", examples=["/v1/intake"])
    type: str = Field(title="事件类型", examples=["intake.case_filed.v1"])
    subject: str = Field(title="对象", description="案件记录的编号；不属于案件的，为其流水号")
    time: datetime = Field(title="登记时刻")
    datacontenttype: Literal["application/json"] = Field(title="内容类型")
    dataschema: str = Field(title="内容的 JSON Schema", examples=["/v1/notify/schemas/intake.case_filed.v1"])
    sequence: str = Field(title="次序", description="登记簿中的位置，十九位数字，前面补零", pattern="^[0-9]{19}$")
    tenantid: str = Field(title="行政区划代码", examples=["320813"])
    correlationid: str = Field(title="关联编号")
    occurredon: date = Field(title="事实日期")
    receivedon: date | None = Field(default=None, title="收到日期", description="当事人在另一日收到的，才有这一项")
    data: dict[str, Any] = Field(
        title="内容", description="登记的原文，结构见 dataschema。姓名等个人信息和内部文字为密文，本接口不解密"
    )
