"""What the JSON of an obligation and of an open-ended task have in common, and how a line of either list becomes that JSON."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pydantic import ConfigDict, Field

from services.notify.forms import Filled
from services.notify.lines import D, Line
from yingsu.law.duty import Cause
from yingsu.law.obligation import OWED_BY_OTHERS
from yingsu.law.rule import Force
from yingsu.officials.directory import Directory
from yingsu.web.bodies import Answer
from yingsu.web.parts import AgencyAnswer, agency_answer

FORCES: dict[Force, str] = {"hard": "强制期限", "advisory": "提示期限", "information": "告知日期"}


class StartAnswer(Answer):
    """起算的事实。"""

    model_config = ConfigDict(title="起算")

    event_id: UUID = Field(title="登记编号")
    what: str = Field(title="事实", examples=["收到起诉状副本"])
    on: date = Field(title="起算日", description="起算日本身不计入期限")


class FormAnswer(Answer):
    """办结一项应办事项的登记。"""

    model_config = ConfigDict(title="办理表单")

    what: str = Field(title="登记的事项", examples=["答辩状"])
    method: str = Field(title="请求方法", examples=["POST"])
    path: str = Field(
        title="登记地址",
        description="花括号内为该事项中没有的编号（例如本案的调处编号），请查询后填入",
        examples=[
            "/v1/intake/cases/case-01a20490-1925-7239-bc96-ebee885dd391/responses/agency-00000000-0000-4000-8000-320813000003/answer"
        ],
    )
    operation_id: str = Field(title="OpenAPI 的 operationId", examples=["submit_answer"])
    openapi: str = Field(title="OpenAPI 文件", examples=["/v1/intake/openapi.json"])


class DutyAnswer(Answer):
    """谁应办什么，依据哪一条。"""

    code: str = Field(title="事项代码", examples=["statutory_answer"])
    title: str = Field(title="事项", examples=["提交答辩状和证据、依据"])
    case_id: str = Field(title="案件编号")
    case_no: str | None = Field(title="案号", examples=["（2026）苏0813行初12号"])
    agency_id: str | None = Field(title="机关编号", description="整个案件的事项为空")
    agency: str | None = Field(title="机关")
    agencies: tuple[AgencyAnswer, ...] = Field(
        title="应办机关", description="整个案件的事项，为应当共同办理的全部机关；由法院、调处中心、监督机关等办理的为空"
    )
    handling_units: tuple[AgencyAnswer, ...] = Field(
        title="应诉承办单位", description="已确定由其他单位承办应诉的，该单位；期限仍为被告的期限。没有确定的为空"
    )
    owed_by: str = Field(title="责任角色")
    jurisdiction: str = Field(title="行政区划代码")
    force: Force = Field(title="效力", description="hard 强制期限；advisory 提示期限；information 告知日期")
    force_title: str = Field(title="效力名称")
    clauses: tuple[str, ...] = Field(title="条款编号")
    quotes: tuple[str, ...] = Field(title="条款原文")
    authority: str = Field(title="依据")
    profile: str = Field(title="规则版本", examples=["hongze.1"])
    forms: tuple[FormAnswer, ...] = Field(
        title="办理表单", description="办结本事项的登记；应由法院、调处中心、监督机关等办理的，或者已经办结、终止的，为空"
    )


def duty_answer(line: Line[D], directory: Directory, forms: Sequence[Filled]) -> DutyAnswer:
    """What a line says of its duty, whatever has become of it, with the forms that discharge it."""
    found = line.duty
    agency = directory.agency(found.party) if found.party else None
    return DutyAnswer(
        code=found.code,
        title=found.title,
        case_id=found.case_id,
        case_no=line.case_no,
        agency_id=found.party,
        agency=agency.name if agency else None,
        agencies=tuple(agency_answer(directory, agency) for agency in line.agencies if found.owed_by not in OWED_BY_OTHERS),
        handling_units=tuple(agency_answer(directory, unit) for unit in line.units),
        owed_by=found.owed_by,
        jurisdiction=found.jurisdiction,
        force=found.force,
        force_title=FORCES[found.force],
        clauses=found.clauses,
        quotes=found.quotes,
        authority=found.authority,
        profile=found.profile,
        forms=tuple(form_answer(filled) for filled in forms),
    )


def form_answer(filled: Filled) -> FormAnswer:
    """The JSON of a form."""
    form = filled.form
    return FormAnswer(
        what=filled.what,
        method=form.method,
        path=filled.path,
        operation_id=form.operation,
        openapi=f"/v1/{form.service}/openapi.json",
    )


def start_answer(cause: Cause) -> StartAnswer:
    """What started a duty."""
    return StartAnswer(event_id=cause.event_id, what=cause.what, on=cause.on)
