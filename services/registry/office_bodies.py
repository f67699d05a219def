"""Who holds which office, over HTTP: what is sent and what is shown. The examples' persons are invented."""

from datetime import date, datetime
from typing import Annotated, Final

from pydantic import ConfigDict, Field

from yingsu.events.registry.office import Position
from yingsu.ledger.sealed import Person
from yingsu.web.bodies import Answer, Body, Day, Line, LongText, example
from yingsu.web.parts import AgencyId, PersonBody

POSITIONS: Final[dict[Position, str]] = {
    "head": "主要负责人（组长）",
    "in_charge": "主持工作的负责人",
    "deputy": "副职负责人（副组长）",
    "member": "成员",
}

Post = Annotated[Line, Field(title="职务", max_length=120, examples=["局长"])]


class AppointmentBody(Body):
    """任职。主要负责人同一日只有一名：前任离任登记以后才能登记后任。"""

    model_config = ConfigDict(
        title="任职",
        json_schema_extra=example(person={"name": "示例甲"}, post="局长", position="head", appointed_on="2024-03-01"),
    )

    person: PersonBody = Field(title="任职人员")
    post: Post
    position: Position = Field(
        title="位置", description="head 主要负责人（组长）、in_charge 主持工作、deputy 副职（副组长）、member 成员"
    )
    sent_by: AgencyId | None = Field(default=None, title="所在机关", description="领导小组成员所在的机关")
    appointed_on: Day = Field(title="任职日期")


class DepartureBody(Body):
    """离任。自离任之日起不再任职。"""

    model_config = ConfigDict(title="离任", json_schema_extra=example(left_on="2026-07-01", reason="交流任职"))

    left_on: Day = Field(title="离任日期")
    reason: Line | None = Field(default=None, title="原因")


class ContactBody(Body):
    """确定与人民法院的联络人。先后确定的，以后一次为准。"""

    model_config = ConfigDict(
        title="联络人",
        json_schema_extra=example(person={"name": "示例丙", "phone": "示例号码"}, post="法规科科员", named_on="2026-03-02"),
    )

    person: PersonBody = Field(title="联络人")
    post: Post | None = Field(default=None, title="职务")
    named_on: Day = Field(title="确定日期")


class LegalStaffBody(Body):
    """确定审核机构、审核人员和法律顾问。没有的可以不填，在缺项清单中列出；先后确定的，以后一次为准。"""

    model_config = ConfigDict(
        title="审核力量",
        json_schema_extra=example(
            review_body="法规科",
            reviewers=[{"name": "示例丙"}],
            scope="重大执法决定的合法性审核，由审核人员负责",
            advisers=[{"name": "示例律师"}],
            adviser_firm="示例律师事务所（样例）",
            named_on="2026-03-02",
        ),
    )

    review_body: Line | None = Field(default=None, title="审核机构")
    reviewers: list[PersonBody] = Field(default=[], title="审核人员", max_length=20)
    scope: LongText | None = Field(default=None, title="审核内容、范围和责任", max_length=2000)
    advisers: list[PersonBody] = Field(default=[], title="法律顾问", max_length=20)
    adviser_firm: Line | None = Field(default=None, title="法律顾问单位")
    named_on: Day = Field(title="确定日期")


class WorkTeamBody(Body):
    """成立工作专班。先后登记的，以后一次为准。"""

    model_config = ConfigDict(
        title="工作专班",
        json_schema_extra=example(
            members=[{"name": "示例甲"}, {"name": "示例丙"}], plan="行政应诉工作方案", registered_on="2026-03-02"
        ),
    )

    members: list[PersonBody] = Field(title="成员", min_length=1, max_length=50)
    plan: Line | None = Field(default=None, title="工作方案", description="名称或者文号")
    registered_on: Day = Field(title="成立日期")


class NamedPerson(Answer):
    """一个人。无权查看的不显示姓名和电话。"""

    model_config = ConfigDict(title="人员")

    name: str = Field(title="姓名", examples=["示例甲"])
    phone: str | None = Field(default=None, title="联系电话")


class HolderAnswer(Answer):
    """一项任职。"""

    model_config = ConfigDict(title="任职")

    holder: str = Field(title="任职编号", description="登记离任时填写", examples=["h1"])
    person: NamedPerson = Field(title="任职人员")
    post: str = Field(title="职务", examples=["局长"])
    position: Position = Field(title="位置", examples=["head"])
    position_title: str = Field(title="位置名称", examples=["主要负责人（组长）"])
    sent_by: str | None = Field(title="所在机关编号", description="只用于领导小组成员")
    appointed_on: date = Field(title="任职日期")
    left_on: date | None = Field(title="离任日期", description="在任的为空")
    reason: str | None = Field(title="离任原因")


class ContactAnswer(Answer):
    """联络人。"""

    model_config = ConfigDict(title="联络人")

    person: NamedPerson = Field(title="联络人")
    post: str | None = Field(title="职务")
    named_on: date = Field(title="确定日期")


class LegalStaffAnswer(Answer):
    """审核力量。"""

    model_config = ConfigDict(title="审核力量")

    review_body: str | None = Field(title="审核机构")
    reviewers: list[NamedPerson] = Field(title="审核人员")
    scope: str | None = Field(title="审核内容、范围和责任")
    advisers: list[NamedPerson] = Field(title="法律顾问")
    adviser_firm: str | None = Field(title="法律顾问单位")
    named_on: date = Field(title="确定日期")


class WorkTeamAnswer(Answer):
    """工作专班。"""

    model_config = ConfigDict(title="工作专班")

    members: list[NamedPerson] = Field(title="成员")
    plan: str | None = Field(title="工作方案")
    registered_on: date = Field(title="成立日期")


class OfficeAnswer(Answer):
    """一个机关在某一日的任职、联络人、审核力量和工作专班。"""

    model_config = ConfigDict(title="机关任职")

    day: date = Field(title="所问的日期")
    as_known_at: datetime | None = Field(title="截至的登记时刻")
    head: HolderAnswer | None = Field(title="主要负责人", description="没有的由主持工作的负责人代；都没有的为空")
    holders: list[HolderAnswer] = Field(title="在任人员", description="先任职的在前")
    left: list[HolderAnswer] = Field(title="已离任人员", description="先任职的在前")
    contact: ContactAnswer | None = Field(title="联络人", description="没有确定的为空")
    legal_staff: LegalStaffAnswer | None = Field(title="审核力量", description="没有确定的为空")
    work_team: WorkTeamAnswer | None = Field(title="工作专班", description="没有成立的为空")
    version: int = Field(title="版本", description="即 ETag；没有登记的为 0", examples=[1])


def told_person(body: PersonBody) -> Person:
    """A person as sent."""
    return body.into(Person)
