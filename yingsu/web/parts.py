"""What the bodies and answers of several services are made of: ids, a natural person, an agency by its name."""

from typing import Annotated, Final

from pydantic import ConfigDict, Field

from yingsu.files import FILE_ID_PATTERN
from yingsu.officials.directory import Directory
from yingsu.web.bodies import Answer, Body, Line

UUID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
"""How the end of an id is written, as a pattern."""
AGENCY_PATTERN: Final = rf"^agency-{UUID}$"
CASE_PATTERN: Final = rf"^case-{UUID}$"

AgencyId = Annotated[str, Field(title="机关编号", pattern=AGENCY_PATTERN)]
"""An agency, in a body."""

FileId = Annotated[
    str,
    Field(
        title="文件编号",
        description="先行上传所得的编号",
        pattern=FILE_ID_PATTERN,
        examples=["file-00000000-0000-4000-8000-000000000001"],
    ),
]
"""An uploaded file, in a body."""

PersonName = Annotated[Line, Field(title="姓名", examples=["示例乙"])]
Phone = Annotated[Line | None, Field(title="联系电话")]


class PersonBody(Body):
    """自然人。仅以密文保存，可依法删除。"""

    model_config = ConfigDict(title="自然人")

    name: PersonName
    id_number: Line | None = Field(default=None, title="身份证件号码")
    phone: Phone = None
    address: Line | None = Field(default=None, title="住址")


class AgencyAnswer(Answer):
    """机关。"""

    model_config = ConfigDict(title="机关")

    agency_id: str = Field(title="机关编号")
    name: str | None = Field(title="名称", description="未登记时为空")


def agency_answer(directory: Directory, agency_id: str) -> AgencyAnswer:
    """An agency by the name under which it is registered."""
    agency = directory.agency(agency_id)
    return AgencyAnswer(agency_id=agency_id, name=agency.name if agency else None)
