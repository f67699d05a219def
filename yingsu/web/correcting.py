"""What is sent to correct or void what was registered, in every service."""

from typing import Any, TypeVar
from uuid import UUID

from fastapi.exceptions import RequestValidationError
from pydantic import ConfigDict, Field, ValidationError

from yingsu.corrections import Because, Correcting
from yingsu.web.bodies import Body, Line, LongText, example

_REASON = "登记错在哪里；以密文保存"
_AUTHORITY = "批准文件、会议纪要等；没有的不填"

B = TypeVar("B", bound=Body)


class VoidingBody(Body):
    """撤销一项登记。原登记保留，不再计入；期限和指标随之重算。"""

    model_config = ConfigDict(title="撤销登记", json_schema_extra=example(reason="误登，该案尚未报备"))

    reason: LongText = Field(title="理由", description=_REASON)
    authority: Line | None = Field(default=None, title="依据", description=_AUTHORITY, examples=["承办科室负责人批准（样例）"])

    @property
    def because(self) -> Because:
        """Why the entry is wrong."""
        return Because(reason=self.reason, authority=self.authority)


class StepCorrectionBody(VoidingBody):
    """更正一项登记。原登记保留，以更正后的内容为准；期限和指标随之重算。"""

    model_config = ConfigDict(
        title="更正登记",
        json_schema_extra=example(
            reason="报备日期录入有误", content={"reported_on": "2026-09-12", "responsible_unit": "示例法规科（样例）"}
        ),
    )

    content: dict[str, Any] = Field(
        title="更正后的内容", description="与登记该事项的表单相同，完整填写；各表单见本服务登记该事项的接口", max_length=100
    )

    def read(self, form: type[B]) -> B:
        """The content as the form that the entry was registered with. Raises `RequestValidationError`, each error at its place in the body."""
        try:
            return form.model_validate(self.content)
        except ValidationError as error:
            found = [{**one, "loc": ("body", "content", *one["loc"])} for one in error.errors()]
            raise RequestValidationError(found, body=self.model_dump(mode="json")) from error


def correcting(event_id: UUID, body: VoidingBody) -> Correcting:
    """The entry that is meant, and why it is wrong."""
    return Correcting(event_id=event_id, because=body.because)
