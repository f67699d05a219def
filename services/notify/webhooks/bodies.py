"""What an agency sends about its endpoint. The examples' addresses are nobody's."""

from typing import Annotated

from pydantic import ConfigDict, Field

from services.notify.webhooks.address import LONGEST
from yingsu.web.bodies import Body, example

TOPIC_PATTERN = r"^(intake|mediation|review|notify)\.[a-z0-9_.]{0,60}$"
UUID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


class EndpointBody(Body):
    """推送地址，以及推送哪些事件。"""

    model_config = ConfigDict(
        title="推送地址登记",
        json_schema_extra=example(url="https://oa.example.gov.cn/yingsu/webhooks", topics=["notify."]),
    )

    url: str = Field(
        title="推送地址",
        description="公网地址须为 https；内网地址须在设置 YINGSU_WEBHOOK_NETWORKS 允许的网段内，可用 http",
        min_length=1,
        max_length=LONGEST,
        examples=["https://oa.example.gov.cn/yingsu/webhooks"],
    )
    topics: tuple[Annotated[str, Field(pattern=TOPIC_PATTERN, examples=["notify."])], ...] = Field(
        default=(),
        title="事件类型",
        description="只推送类型以所列文字开头的事件，例如 notify.（提醒和逾期）；不填为本机关事件流中的全部",
        max_length=20,
        examples=[["notify.", "intake.judgment_delivered."]],
    )


class RecoveryBody(Body):
    """从哪个事件之后重新推送。"""

    model_config = ConfigDict(title="补发", json_schema_extra=example(after_event_id="01990000-0000-7000-8000-000000000001"))

    after_event_id: str = Field(
        title="事件编号",
        description="该事件之后的全部重新推送，不含该事件；为 data.event_id，或事件流中的 id",
        pattern=UUID_PATTERN,
        examples=["01990000-0000-7000-8000-000000000001"],
    )
