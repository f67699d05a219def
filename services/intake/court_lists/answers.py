"""The JSON of courts' lists and of what they are compared with."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Literal

from pydantic import ConfigDict, Field

from services.intake.court_lists.comparing import Compared, Unlisted
from services.intake.court_lists.lists import CourtList
from yingsu.web.bodies import Answer
from yingsu.web.parts import AgencyAnswer


class CourtListLineAnswer(Answer):
    """清单列表的一行。"""

    model_config = ConfigDict(title="法院案件清单目录项")

    list_key: str = Field(title="清单标识", description="查看对照结果用")
    list_id: str = Field(title="清单编号", examples=["QD-2026-09"])
    court: str = Field(title="法院代字", examples=["苏0813"])
    jurisdiction: str = Field(title="行政区划代码", examples=["320813"])
    listed_on: date = Field(title="清单日期")
    received_on: date = Field(title="收到日期")
    recorded_at: datetime = Field(title="登记时刻")
    filed_from: date = Field(title="立案日期起")
    filed_to: date = Field(title="立案日期止")
    listed: int = Field(title="清单案件数")


class ListedCaseAnswer(Answer):
    """清单中的一件案件与本系统对照的结果。"""

    model_config = ConfigDict(title="清单案件对照")

    case_no: str = Field(title="案号", examples=["（2026）苏0813行初12号"])
    standing: Literal["recorded", "unrecorded"] = Field(
        title="对照结果", description="recorded 本系统有此案；unrecorded 法院已立案而本系统没有，机关亦未报备"
    )
    standing_title: str = Field(title="对照结果名称", examples=["本系统无此案"])
    case_id: str | None = Field(title="案件编号", description="本系统没有的为空")
    agency_codes: list[str] = Field(title="清单所列被告机关代码")
    agencies: list[AgencyAnswer] = Field(title="本辖区被告机关", description="以本系统的登记为准")
    unreported: list[AgencyAnswer] | None = Field(title="尚未报备的被告机关", description="机关内部登记，对法院不提供，为空值")


class UnlistedCaseAnswer(Answer):
    """本系统有而清单没有的案件。"""

    model_config = ConfigDict(title="清单未列案件")

    case_no: str = Field(title="案号")
    case_id: str = Field(title="案件编号")
    filed_on: date = Field(title="立案日期")


class CourtListAnswer(CourtListLineAnswer):
    """一份清单与本系统登记的对照，按现有登记即时得出。"""

    model_config = ConfigDict(title="法院案件清单对照")

    recorded: int = Field(title="本系统有的案件数")
    unrecorded: int = Field(title="本系统没有的案件数")
    cases: list[ListedCaseAnswer] = Field(title="逐案对照", description="与清单的次序相同")
    unlisted: list[UnlistedCaseAnswer] = Field(
        title="清单未列的案件", description="该院在该期间立案、涉及本辖区机关，本系统有而清单没有"
    )


TITLES = {"recorded": "本系统有此案", "unrecorded": "本系统无此案"}


def list_line(found: CourtList) -> CourtListLineAnswer:
    """A line of the list of lists."""
    return CourtListLineAnswer(**_line(found))


def comparison(
    found: CourtList,
    compared: Sequence[Compared],
    missing: Sequence[Unlisted],
    naming: Callable[[str], AgencyAnswer],
    *,
    internal: bool,
) -> CourtListAnswer:
    """A list compared; `internal`: with what only the district itself sees."""
    return CourtListAnswer(
        **_line(found),
        recorded=sum(one.case_id is not None for one in compared),
        unrecorded=sum(one.case_id is None for one in compared),
        cases=[
            ListedCaseAnswer(
                case_no=one.listed.case_no,
                standing=one.standing,
                standing_title=TITLES[one.standing],
                case_id=one.case_id,
                agency_codes=list(one.listed.agency_codes),
                agencies=[naming(agency) for agency in one.agencies],
                unreported=[naming(agency) for agency in one.unreported] if internal else None,
            )
            for one in compared
        ],
        unlisted=[UnlistedCaseAnswer(case_no=one.case_no, case_id=one.case_id, filed_on=one.filed_on) for one in missing],
    )


def _line(found: CourtList) -> dict[str, Any]:
    told, entry = found.told, found.entry
    return {
        "list_key": entry.stream,
        "list_id": told.list_id,
        "court": told.court,
        "jurisdiction": entry.jurisdiction,
        "listed_on": told.listed_on,
        "received_on": told.received_on,
        "recorded_at": entry.recorded_at,
        "filed_from": told.filed_from,
        "filed_to": told.filed_to,
        "listed": len(told.cases),
    }
