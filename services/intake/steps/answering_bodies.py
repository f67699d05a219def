"""What is sent of the papers of an answer. The examples are invented."""

from typing import Annotated

from pydantic import ConfigDict, Field

from yingsu.web.bodies import Body, Day, Flag, Line, example
from yingsu.web.parts import FileId

Items = Annotated[list[Line], Field(max_length=100)]


class AnswerPapersBody(Body):
    """答辩状文件和证据依据清单，提交法院以前登记。可以分次登记，后一次补充前一次。哪些必须有，由本辖区的文件规定，在登记答辩时核对。"""

    model_config = ConfigDict(
        title="答辩状和证据依据清单",
        json_schema_extra=example(
            filed_on="2026-09-20",
            file="file-00000000-0000-4000-8000-000000000001",
            authority=["机构职能文件（样例）"],
            facts=["现场检查笔录（样例）"],
            procedure=["立案审批表（样例）", "听证告知书及送达回证（样例）"],
            law=["所依据的法律、法规条文（样例）"],
            scene_record=True,
            service_receipt=True,
        ),
    )

    filed_on: Day = Field(title="制作日期")
    file: FileId | None = Field(default=None, title="答辩状文件")
    authority: Items = Field(default=[], title="职权依据", description="逐项名称，以密文保存")
    facts: Items = Field(default=[], title="事实证据", description="逐项名称，以密文保存")
    procedure: Items = Field(default=[], title="程序依据", description="逐项名称，以密文保存")
    law: Items = Field(default=[], title="法律依据", description="逐项名称，以密文保存")
    scene_record: Flag = Field(default=False, title="有现场笔录")
    video: Flag = Field(default=False, title="有影像资料")
    service_receipt: Flag = Field(default=False, title="有送达回执")
    files: list[FileId] = Field(default=[], title="证据、依据文件", max_length=100)
