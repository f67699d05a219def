"""What a court sends about a message that it sent before: the bodies of these messages."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from services.intake.bodies import MESSAGE_ID_PATTERN, NoticeBody
from services.intake.court.telling_bodies import TellingBody
from yingsu.web.bodies import Line

REASON = "改了什么、为什么；以密文保存"
AUTHORITY = "更正所依据的裁定书文号或者其他依据；没有的不填"


class CorrectionBody(NoticeBody):
    """更正先前报送的消息。replacement 为更正后的完整消息，编号和种类与原消息相同；原消息保留，其登记的事实改以更正后的内容为准，期限随之
    重算。先于原消息到达的，收存后自动办理。可以再次更正，以更正日期在后的为准，同日的以当日次序在后的为准。发生日期为更正日期，案号为更正后的案号。"""

    model_config = ConfigDict(title="更正消息")

    kind: Literal["message_correction"] = Field(title="消息种类")
    reason: Line = Field(title="更正理由", description=REASON, examples=["送达日期录入有误"])
    authority: Line | None = Field(
        default=None, title="依据", description=AUTHORITY, examples=["（2026）苏0813行初12号之三裁定（样例）"]
    )
    replacement: Annotated[TellingBody, Field(discriminator="kind")] = Field(
        title="更正后的消息", description="消息编号为原消息的编号，内容完整填写"
    )


class MessageWithdrawalBody(NoticeBody):
    """撤回误报的消息。原消息保留，其登记的事实不再有效，期限随之重算。发生日期为撤回日期。"""

    model_config = ConfigDict(title="撤回消息")

    kind: Literal["message_withdrawal"] = Field(title="消息种类")
    withdraws: str = Field(title="所撤回的消息编号", pattern=MESSAGE_ID_PATTERN, examples=["SU0813-20260918-0003"])
    reason: Line = Field(title="撤回理由", description=REASON, examples=["误报，该机关未申请延期"])
    authority: Line | None = Field(
        default=None, title="依据", description=AUTHORITY, examples=["（2026）苏0813行初12号之三裁定（样例）"]
    )
