"""How an agency is named in the JSON of cases."""

from pydantic import ConfigDict, Field

from yingsu.web.bodies import Answer


class AgencyAnswer(Answer):
    """机关。"""

    model_config = ConfigDict(title="机关")

    agency_id: str = Field(title="机关编号")
    name: str | None = Field(title="名称", description="未登记时为空")
