"""What is sent to correct or void what was registered."""

from typing import Any

from pydantic import ConfigDict, Field

from yingsu.web.bodies import Body, Line, LongText, example

REASON = "登记错在哪里；以密文保存"
AUTHORITY = "批准文件、会议纪要等；没有的不填"


class VoidingBody(Body):
    """撤销一项登记。原登记保留，不再计入；期限和指标随之重算。"""

    model_config = ConfigDict(title="撤销登记", json_schema_extra=example(reason="误登，该案尚未报备"))

    reason: LongText = Field(title="理由", description=REASON)
    authority: Line | None = Field(default=None, title="依据", description=AUTHORITY, examples=["承办科室负责人批准（样例）"])


class StepCorrectionBody(Body):
    """更正一项登记。原登记保留，以更正后的内容为准；期限和指标随之重算。"""

    model_config = ConfigDict(
        title="更正登记",
        json_schema_extra=example(
            reason="报备日期录入有误", content={"reported_on": "2026-09-12", "responsible_unit": "示例法规科（样例）"}
        ),
    )

    reason: LongText = Field(title="理由", description=REASON)
    authority: Line | None = Field(default=None, title="依据", description=AUTHORITY, examples=["承办科室负责人批准（样例）"])
    content: dict[str, Any] = Field(
        title="更正后的内容", description="与登记该事项的表单相同，完整填写；各表单见本服务登记该事项的接口", max_length=100
    )
