"""The JSON of the courts' messages: the receipt for the court, the lines and details of the desk."""

from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from services.intake.cases import titles
from services.intake.court.message import REASONS, Decision, Message, MessageStatus
from yingsu.ledger.entry import Entry
from yingsu.officials.sight import Sight
from yingsu.web.bodies import Answer

MESSAGE_STATUSES: dict[MessageStatus, str] = {
    "received": "已收到",
    "applied": "已登记入案",
    "parked": "待处理",
    "conflicted": "内容冲突，待人工处理",
    "settled": "已处理完毕，未登记入案",
    "corrected": "已由本院后来的消息更正",
    "withdrawn": "已由本院后来的消息撤回",
}


class FactAnswer(Answer):
    """随消息登记的事实。"""

    model_config = ConfigDict(title="登记的事实")

    event_id: UUID = Field(title="登记编号")
    position: int = Field(title="登记序号")
    topic: str = Field(title="事件类型")
    title: str = Field(title="事项")
    occurred_on: date = Field(title="发生日期")
    recorded_at: datetime = Field(title="登记时刻")


class MessageAnswer(Answer):
    """法院消息的回执。"""

    model_config = ConfigDict(title="消息回执")

    message_id: str = Field(title="消息编号")
    court: str = Field(title="法院代字")
    kind: str = Field(title="消息种类")
    case_no: str = Field(title="案号", description="统一写法")
    status: MessageStatus = Field(title="状态")
    status_title: str = Field(title="状态名称")
    received_at: datetime = Field(title="收到时刻")
    case_id: str | None = Field(title="案件编号")
    parked_reason: str | None = Field(title="待处理原因代码")
    parked_detail: str | None = Field(title="待处理原因")
    decision: Decision | None = Field(title="人工处理决定")
    decided_because: str | None = Field(title="处理理由")
    corrected_by: str | None = Field(title="更正或者撤回本消息的消息编号", description="未经更正、撤回的为空")
    facts: list[FactAnswer] = Field(title="登记的事实", description="内容与已登记的事实相同时为空")


class DeskLineAnswer(Answer):
    """待处理消息列表的一行。"""

    model_config = ConfigDict(title="待处理消息")

    stream: str = Field(title="消息流水号")
    message_id: str = Field(title="消息编号")
    court: str = Field(title="法院代字")
    kind: str = Field(title="消息种类")
    case_no: str = Field(title="案号")
    status: MessageStatus = Field(title="状态")
    status_title: str = Field(title="状态名称")
    parked_reason: str | None = Field(title="待处理原因代码")
    parked_title: str | None = Field(title="待处理原因")
    parked_detail: str | None = Field(title="待处理说明")
    received_at: datetime = Field(title="收到时刻")
    jurisdictions: list[str] = Field(title="管辖区域")
    case_id: str | None = Field(title="案件编号")
    conflicts: int = Field(title="不同内容的份数")
    decision: Decision | None = Field(title="处理决定")
    decided_because: str | None = Field(title="处理理由")
    version: int = Field(title="版本")


class DeskMessageAnswer(DeskLineAnswer):
    """待处理消息及其内容。"""

    model_config = ConfigDict(title="待处理消息详情")

    content: str = Field(title="首次内容", description="收到的 JSON（规范写法）")
    conflicting: list[str] = Field(title="与首次不同的内容")


def receipt(message: Message, facts: list[Entry]) -> MessageAnswer:
    """What became of a message, for the court that sent it."""
    return MessageAnswer(
        message_id=message.message_id,
        court=message.court,
        kind=message.kind,
        case_no=message.case_no,
        status=message.status,
        status_title=MESSAGE_STATUSES[message.status],
        received_at=message.received_at,
        case_id=message.case_id,
        parked_reason=message.parked_reason,
        parked_detail=message.parked_detail,
        decision=message.decision,
        decided_because=message.decided_because,
        corrected_by=message.corrected_by,
        facts=[
            FactAnswer(
                event_id=entry.event_id,
                position=entry.position,
                topic=entry.topic,
                title=titles.title(entry.event),
                occurred_on=entry.occurred_on,
                recorded_at=entry.recorded_at,
            )
            for entry in facts
        ],
    )


def desk_line(message: Message) -> DeskLineAnswer:
    """A line of the desk's list."""
    return DeskLineAnswer(
        stream=message.stream,
        message_id=message.message_id,
        court=message.court,
        kind=message.kind,
        case_no=message.case_no,
        status=message.status,
        status_title=MESSAGE_STATUSES[message.status],
        parked_reason=message.parked_reason,
        parked_title=REASONS[message.parked_reason] if message.parked_reason else None,
        parked_detail=message.parked_detail,
        received_at=message.received_at,
        jurisdictions=list(message.jurisdictions),
        case_id=message.case_id,
        conflicts=len(message.conflicting),
        decision=message.decision,
        decided_because=message.decided_because,
        version=message.version,
    )


def desk_message(message: Message, sight: Sight) -> DeskMessageAnswer:
    """A message at the desk with its contents."""
    return DeskMessageAnswer(
        **desk_line(message).model_dump(),
        content=sight.text(message.content) or "",
        conflicting=[sight.text(content) or "" for content in message.conflicting],
    )
