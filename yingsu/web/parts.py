"""What the bodies and answers of several services are made of: ids, a natural person, an agency by its name."""

from datetime import date
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


class SuccessorAnswer(Answer):
    """承继机关。"""

    model_config = ConfigDict(title="承继机关")

    agency_id: str = Field(title="机关编号")
    name: str = Field(title="名称")


class AgencyAnswer(Answer):
    """机关。"""

    model_config = ConfigDict(title="机关")

    agency_id: str = Field(title="机关编号")
    name: str | None = Field(title="名称", description="未登记时为空；所问有日期的为那一日的名称")
    successor: SuccessorAnswer | None = Field(
        default=None, title="承继机关", description="机关已经并入、分立或者撤销的，现在办理其案件的机关；没有的为空"
    )


def agency_answer(directory: Directory, agency_id: str, day: date | None = None) -> AgencyAnswer:
    """An agency by the name that it has, or had on the day, and who answers for it now where it is no more."""
    agency = directory.agency(agency_id)
    if agency is None:
        return AgencyAnswer(agency_id=agency_id, name=None)
    heir = directory.successor(agency_id) if agency.gave else None
    return AgencyAnswer(
        agency_id=agency_id,
        name=agency.name if day is None else agency.name_on(day),
        successor=None if heir is None else SuccessorAnswer(agency_id=heir.agency_id, name=heir.name),
    )
