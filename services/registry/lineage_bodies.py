"""What becomes of an agency over HTTP: what is sent, and the line that is shown. The examples' agencies are invented."""

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from yingsu.events.registry.lineage import Manner
from yingsu.officials.agencies import Agency
from yingsu.officials.directory import Directory
from yingsu.officials.lineage import Step, answering, line
from yingsu.web.bodies import Answer, Body, Day, Flag, Line, example
from yingsu.web.parts import AgencyAnswer, AgencyId, agency_answer

_OTHER = "agency-00000000-0000-4000-8000-320813000003"
_THIRD = "agency-00000000-0000-4000-8000-320813000004"

Since = Annotated[Day, Field(title="生效日期", description="不得在将来；补登以前的，填当时的日期")]
Authority = Annotated[Line | None, Field(title="依据", description="文号等", examples=["洪编发〔2026〕3号"])]
Power = Annotated[Line, Field(title="职权", examples=["城市管理行政处罚"])]

MANNERS: dict[Manner, str] = {
    "merged": "并入",
    "split": "分立",
    "powers_transferred": "职权划转",
    "abolished": "撤销后承继",
}


class RenameBody(Body):
    """更名。机关编号和统一社会信用代码不变，此前的日期仍显示原名。"""

    model_config = ConfigDict(
        title="更名",
        json_schema_extra=example(name="洪泽区示例市场监督管理综合局（样例）", since="2026-01-01", authority="洪编发〔2026〕3号"),
    )

    name: Line = Field(title="新的名称", description="规范全称", max_length=120)
    since: Since
    authority: Authority = None


class MergeBody(Body):
    """并入另一机关。此后由该机关承继全部职权，办理原机关的案件。"""

    model_config = ConfigDict(
        title="并入", json_schema_extra=example(successor=_OTHER, since="2026-01-01", authority="洪编发〔2026〕3号")
    )

    successor: AgencyId = Field(title="并入的机关")
    since: Since
    authority: Authority = None


class ShareBody(Body):
    """分立后一个机关承继的职权。"""

    model_config = ConfigDict(title="承继份额", json_schema_extra=example(agency=_OTHER, powers=["土地管理"], rest=True))

    agency: AgencyId = Field(title="承继机关")
    powers: list[Power] = Field(default=[], title="列明的职权", max_length=50)
    rest: Flag = Field(default=False, title="承继其余职权", description="有且只有一个机关承继未列明的职权，并办理原机关的案件")


class SplitBody(Body):
    """分立为两个以上机关，原机关终止。原机关继续存在、只划出部分职权的，登记职权划转。"""

    model_config = ConfigDict(
        title="分立",
        json_schema_extra=example(
            shares=[{"agency": _OTHER, "powers": [], "rest": True}, {"agency": _THIRD, "powers": ["规划许可"]}],
            since="2026-01-01",
        ),
    )

    shares: list[ShareBody] = Field(title="各机关承继的职权", min_length=1, max_length=20)
    since: Since
    authority: Authority = None


class TransferBody(Body):
    """划出部分职权，原机关继续存在。已有案件的被告由人民法院确定，不因此变动。"""

    model_config = ConfigDict(
        title="职权划转",
        json_schema_extra=example(to=_OTHER, powers=["城市管理行政处罚"], since="2026-01-01", authority="洪编发〔2026〕3号"),
    )

    to: AgencyId = Field(title="划入的机关")
    powers: list[Power] = Field(title="划转的职权", min_length=1, max_length=50)
    since: Since
    authority: Authority = None


class AbolishBody(Body):
    """撤销。没有机关继续行使其职权的，不填承继机关。"""

    model_config = ConfigDict(title="撤销", json_schema_extra=example(successor=_OTHER, since="2026-01-01"))

    successor: AgencyId | None = Field(default=None, title="继续行使其职权的机关")
    since: Since
    authority: Authority = None


class NameAnswer(Answer):
    """一个名称及其使用的期间。"""

    model_config = ConfigDict(title="名称")

    name: str = Field(title="名称", examples=["洪泽区示例局（样例）"])
    until: date | None = Field(title="止于", description="自这一日起改用后一名称；现用的为空")


class SuccessionAnswer(Answer):
    """一次职权的承继。"""

    model_config = ConfigDict(title="承继")

    giver: AgencyAnswer = Field(title="原机关")
    taker: AgencyAnswer = Field(title="承继机关")
    manner: Manner = Field(title="方式")
    manner_title: str = Field(title="方式名称", examples=["并入"])
    powers: tuple[str, ...] = Field(title="列明的职权", description="全部承继的为空")
    whole: bool = Field(title="承继全部或者其余职权", description="由其办理原机关的案件")
    since: date = Field(title="生效日期")


class LineageAnswer(Answer):
    """一个机关的沿革：曾用名、从哪些机关承继、由谁承继。"""

    model_config = ConfigDict(title="机关沿革")

    agency_id: str = Field(title="机关编号")
    name: str = Field(title="名称", description="所问之日的名称")
    names: list[NameAnswer] = Field(title="名称沿革")
    ended_on: date | None = Field(title="终止日期", description="并入、分立或者撤销之日；存续的为空")
    answered_by: AgencyAnswer | None = Field(title="现由谁办理其案件", description="存续的为本机关；终止而无人承继的为空")
    answers_for: list[AgencyAnswer] = Field(title="本机关承继其案件的机关")
    steps: list[SuccessionAnswer] = Field(title="历次承继", description="前后相连的全部承继，先发生的在前")
    version: int = Field(title="版本", description="即 ETag", examples=[1])


def lineage_answer(agency: Agency, directory: Directory, inherited: tuple[str, ...], day: date) -> LineageAnswer:
    """The line of an agency on a day."""
    ended = agency.has_ended(day)
    heir = answering(agency.agency_id, directory.agency, day)
    nobody = ended and heir == agency.agency_id
    return LineageAnswer(
        agency_id=agency.agency_id,
        name=agency.name_on(day),
        names=[NameAnswer(name=known.name, until=known.until) for known in agency.former]
        + [NameAnswer(name=agency.name, until=None)],
        ended_on=agency.ended_on if ended else None,
        answered_by=None if nobody else agency_answer(directory, heir, day),
        answers_for=[agency_answer(directory, one, day) for one in inherited],
        steps=[_step(step, directory, day) for step in line(agency.agency_id, directory.agency, day)],
        version=agency.version,
    )


def _step(step: Step, directory: Directory, day: date) -> SuccessionAnswer:
    return SuccessionAnswer(
        giver=agency_answer(directory, step.giver, min(day, step.since)),
        taker=agency_answer(directory, step.taker, day),
        manner=step.manner,
        manner_title=MANNERS[step.manner],
        powers=step.powers,
        whole=step.whole,
        since=step.since,
    )
