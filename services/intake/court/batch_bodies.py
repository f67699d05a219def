"""A batch of a court's messages as it comes and as it is answered: each message for itself, also one that is malformed."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final

import msgspec
from pydantic import ConfigDict, Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from services.intake.bodies import MESSAGE_ID_PATTERN
from services.intake.court.answers import MessageAnswer, receipt
from services.intake.court.batch import MOST, Delivered
from services.intake.court.bodies import EXAMPLES, CourtMessageBody, notice_of
from services.intake.court.notice import AnyNotice
from yingsu.errors import YingsuError
from yingsu.web.bodies import Answer, Body
from yingsu.web.flaws import flaws_of
from yingsu.web.problems import Problem, problem, problem_of


class Flawed(msgspec.Struct, frozen=True):
    """A message that is none: what is wrong with it, as pydantic tells, and what came."""

    errors: list[Any]
    sent: Any


def _or_flawed(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """One message is not refused for the flaws of another."""
    try:
        return read(value)
    except ValidationError as error:
        return Flawed(error.errors(include_url=False), value)


class BatchBody(Body):
    """一批法院消息。各条互不影响，次序不限。"""

    model_config = ConfigDict(title="法院消息批次")

    messages: list[Annotated[CourtMessageBody, Field(discriminator="kind"), WrapValidator(_or_flawed)]] = Field(
        title="消息", description="种类可以混杂，次序不限；每条的写法与单条报送相同", min_length=1, max_length=MOST
    )

    @property
    def notices(self) -> list[AnyNotice | Problem]:
        """Each message in the domain's terms, or what is wrong with it."""
        return [_malformed(one) if isinstance(one, Flawed) else notice_of(one) for one in _as_read(self.messages)]


class BatchItemAnswer(Answer):
    """一条消息的办理结果。"""

    model_config = ConfigDict(title="逐条结果")

    index: int = Field(title="次序", description="在批次中的位置，从 0 起", ge=0)
    message_id: str | None = Field(title="消息编号", description="消息中没有合格的编号时为空")
    status: int = Field(
        title="状态码",
        description="单独报送这一条时的 HTTP 状态码：201 已登记入案，202 已收存待处理，4xx 未登记，503 请原样重报",
        examples=[201],
    )
    receipt: MessageAnswer | None = Field(title="回执", description="已收存的消息才有")
    problem: Problem | None = Field(title="问题", description="未登记时给出；errors 中的位置以这一条消息为起点")


class BatchAnswer(Answer):
    """一批消息的办理结果，与所报的次序相同。"""

    model_config = ConfigDict(title="批次结果")

    applied: int = Field(title="已登记入案", description="状态码为 201 的条数")
    held: int = Field(title="已收存待处理", description="状态码为 202 的条数")
    refused: int = Field(title="未登记", description="其余的条数")
    outcomes: list[BatchItemAnswer] = Field(title="逐条结果")


def answered(sent: BatchBody, notices: list[AnyNotice | Problem], delivered: list[Delivered | YingsuError]) -> BatchAnswer:
    """The answer to a batch. `delivered` is what became of the notices among `notices`, in their order."""
    waiting = iter(delivered)
    outcomes = [
        _outcome(index, _named(one), notice if isinstance(notice, Problem) else next(waiting))
        for index, (one, notice) in enumerate(zip(_as_read(sent.messages), notices, strict=True))
    ]
    applied, held = (sum(outcome.status == status for outcome in outcomes) for status in (201, 202))
    return BatchAnswer(applied=applied, held=held, refused=len(outcomes) - applied - held, outcomes=outcomes)


def _outcome(index: int, message_id: str | None, became: Delivered | YingsuError | Problem) -> BatchItemAnswer:
    if isinstance(became, Delivered):
        status = 201 if became.message.case_id is not None else 202
        told = receipt(became.message, became.facts)
        return BatchItemAnswer(index=index, message_id=message_id, status=status, receipt=told, problem=None)
    found = became if isinstance(became, Problem) else problem_of(became)
    return BatchItemAnswer(index=index, message_id=message_id, status=found.status, receipt=None, problem=found)


def _malformed(one: Flawed) -> Problem:
    errors: list[Mapping[str, Any]] = [{**error, "loc": ("body", *error["loc"])} for error in one.errors]
    detail = f"这条消息有 {len(errors)} 处不符合要求，逐项说明见 errors。本条没有登记，不影响同批的其他消息；请更正后重报。"
    return problem(422, "request-invalid", "提交内容有误", detail, flaws=flaws_of(errors, one.sent))


def _as_read(messages: list[Any]) -> list[CourtMessageBody | Flawed]:
    """What `_or_flawed` made of them."""
    return messages


def _named(one: CourtMessageBody | Flawed) -> str | None:
    """The message's id, where it has one that can be repeated to the court."""
    if not isinstance(one, Flawed):
        return one.message_id
    told = one.sent.get("message_id") if isinstance(one.sent, dict) else None
    return told if isinstance(told, str) and re.fullmatch(MESSAGE_ID_PATTERN, told) else None


_IN_DISORDER = ("hearing_notice", "service", "case_filing")

BATCH_EXAMPLES: Final[dict[str, Any]] = {
    "in_disorder": {
        "summary": "一个案件的开庭、送达、立案，次序颠倒（样例，当事人均为虚构）",
        "description": "立案消息在后也能登记：同批之内先办立案，再办送达和开庭。",
        "value": {"messages": [EXAMPLES[name]["value"] for name in _IN_DISORDER]},
    },
    "one_malformed": {
        "summary": "其中一条有误（样例）",
        "description": "第二条缺少送达文书，得到 422 的结果，位置为 /document；第一条照常登记。",
        "value": {
            "messages": [
                EXAMPLES["case_filing"]["value"],
                {name: value for name, value in EXAMPLES["service"]["value"].items() if name != "document"},
            ]
        },
    },
}
