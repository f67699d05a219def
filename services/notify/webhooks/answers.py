"""The JSON of endpoints and of the log of deliveries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import ConfigDict, Field

from services.notify.webhooks.desk import ERRORS, Issued
from services.notify.webhooks.endpoint import Endpoint, PauseReason, Status
from services.notify.webhooks.log import Attempt, Delivery, Health, State
from yingsu.web.bodies import Answer

STATUSES: Final[dict[Status, str]] = {
    "absent": "未登记",
    "registered": "待启用",
    "active": "推送中",
    "paused": "已暂停",
}
REASONS: Final[dict[PauseReason, str]] = {
    "owner": "本机关暂停",
    "failing": "一条消息十次推送均未成功，其间没有送达任何消息",
    "gone": "接收方答复410，表示不再接收",
}
STATES: Final[dict[State, str]] = {"waiting": "待推送", "delivered": "已送达", "failed": "已放弃"}


class EndpointAnswer(Answer):
    """本机关的推送地址，以及推送是否顺利。"""

    model_config = ConfigDict(title="推送地址")

    agency_id: str = Field(title="机关编号")
    status: Status = Field(
        title="状态", description="absent 未登记；registered 待启用（尚无测试消息送达）；active 推送中；paused 已暂停"
    )
    status_title: str = Field(title="状态名称", examples=["推送中"])
    url: str | None = Field(title="推送地址", description="其他单位查看时不显示 ? 之后的部分")
    topics: tuple[str, ...] = Field(title="事件类型", description="为空即全部", examples=[("notify.",)])
    public_key: str | None = Field(title="公钥", description="用于核验 v1a（Ed25519）签名", examples=["whpk_…"])
    both_until: datetime | None = Field(title="旧密钥停用时刻", description="在此之前同时以新旧密钥签名；没有旧密钥的为空")
    paused_for: PauseReason | None = Field(title="暂停原因")
    paused_for_title: str | None = Field(title="暂停原因名称")
    backlog: int = Field(title="待推送的消息数")
    failed: int = Field(title="已放弃的消息数", description="十次推送均未成功的；可逐条重新推送，暂停的在恢复后重新推送")
    failures: int = Field(title="连续失败次数")
    failing_since: datetime | None = Field(title="开始失败的时刻")
    probing: bool = Field(title="是否试探推送", description="连续失败后每次只推送一条，送达一条即恢复正常")
    succeeded_at: datetime | None = Field(title="最近送达的时刻")
    next_try: datetime | None = Field(title="下次推送时刻", description="暂停期间不推送")
    version: int = Field(title="版本", description="即 ETag", examples=[2])


class IssuedAnswer(EndpointAnswer):
    """推送地址及新的密钥。"""

    model_config = ConfigDict(title="推送地址及密钥")

    secret: str | None = Field(
        title="密钥",
        description="用于核验 v1（HMAC-SHA256）签名。只在首次答复中出现，请立即妥善保存；重复请求的答复中为空，未收到的请更换密钥",
        examples=["whsec_…"],
    )


class DeliveryAnswer(Answer):
    """推送记录的一行。"""

    model_config = ConfigDict(title="推送消息")

    webhook_id: str = Field(title="消息编号", description="即请求头 webhook-id，重发不变，据此去重")
    event_id: UUID = Field(title="事件编号")
    topic: str = Field(title="事件类型", examples=["notify.obligation_overdue.v1"])
    case_id: str | None = Field(title="案件编号")
    recorded_at: datetime = Field(title="事件登记时刻")
    state: State = Field(
        title="状态", description="waiting 待推送；delivered 已送达；failed 十次推送均未成功，已放弃，可重新推送"
    )
    state_title: str = Field(title="状态名称", examples=["已送达"])
    attempts: int = Field(title="推送次数")
    next_try: datetime | None = Field(title="下次推送时刻")


class AttemptAnswer(Answer):
    """一次推送。"""

    model_config = ConfigDict(title="推送经过")

    attempt_id: UUID = Field(title="推送编号")
    number: int = Field(title="第几次")
    begun_at: datetime = Field(title="开始时刻")
    milliseconds: int | None = Field(title="耗时（毫秒）", description="为空即正在推送，或者推送程序中断、结果未知")
    status: int | None = Field(title="HTTP 状态码", description="没有得到答复的为空")
    error: str | None = Field(title="失败代码", description="得到答复的为空", examples=["timeout"])
    error_title: str | None = Field(title="失败原因", examples=["20秒内没有答复"])
    answer: str | None = Field(title="答复内容", description="至多两万字节")
    next_try: datetime | None = Field(title="失败后下次推送时刻")


class DeliveryDetail(DeliveryAnswer):
    """一条推送消息及每次推送的经过。"""

    model_config = ConfigDict(title="推送消息详情")

    history: tuple[AttemptAnswer, ...] = Field(title="推送经过", description="先后为序")


def endpoint_answer(endpoint: Endpoint, health: Health, now: datetime, *, own: bool) -> EndpointAnswer:
    """An endpoint for its agency, or for who supervises it. `now` is of the transport clock."""
    retiring = [old.until for old in endpoint.retiring if now < old.until]
    address, question, _ = endpoint.url.partition("?")
    return EndpointAnswer(
        agency_id=endpoint.agency,
        status=endpoint.status,
        status_title=STATUSES[endpoint.status],
        url=None if endpoint.status == "absent" else endpoint.url if own or not question else f"{address}?…",
        topics=endpoint.topics,
        public_key=endpoint.keys.public_key if endpoint.keys else None,
        both_until=max(retiring, default=None),
        paused_for=endpoint.paused_for,
        paused_for_title=REASONS[endpoint.paused_for] if endpoint.paused_for else None,
        backlog=health.backlog,
        failed=health.failed,
        failures=health.failures,
        failing_since=health.failing_since,
        probing=health.spared,
        succeeded_at=health.succeeded_at,
        next_try=health.next_try,
        version=endpoint.version,
    )


def issued_answer(issued: Issued, health: Health, now: datetime) -> IssuedAnswer:
    """An endpoint with its new secret, for its agency."""
    return IssuedAnswer(**dict(endpoint_answer(issued.endpoint, health, now, own=True)), secret=issued.secret)


def delivery_answer(delivery: Delivery) -> DeliveryAnswer:
    """A line of the log."""
    return DeliveryAnswer(
        webhook_id=delivery.webhook_id,
        event_id=delivery.event_id,
        topic=delivery.topic,
        case_id=delivery.case_id,
        recorded_at=delivery.recorded_at,
        state=delivery.state,
        state_title=STATES[delivery.state],
        attempts=delivery.attempts,
        next_try=delivery.next_try,
    )


def detail_answer(delivery: Delivery, attempts: Sequence[Attempt]) -> DeliveryDetail:
    """A message with every attempt."""
    return DeliveryDetail(**dict(delivery_answer(delivery)), history=tuple(map(_attempt, attempts)))


def _attempt(attempt: Attempt) -> AttemptAnswer:
    return AttemptAnswer(
        attempt_id=attempt.attempt,
        number=attempt.number,
        begun_at=attempt.begun_at,
        milliseconds=attempt.milliseconds,
        status=attempt.status,
        error=attempt.error,
        error_title=ERRORS.get(attempt.error, attempt.error) if attempt.error else None,
        answer=attempt.answer,
        next_try=attempt.next_try,
    )
