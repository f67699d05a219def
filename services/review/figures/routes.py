"""The figures over HTTP: what an agency and period amount to, and the cases and entries that each number rests on."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request

from services.review.figures.answers import (
    FiguresAnswer,
    ItemAnswer,
    Side,
    dormant_answer,
    item_answer,
    measure_answer,
    undetermined_answer,
)
from services.review.figures.asking import Asked, asked, figures_of
from services.review.figures.figures import ON_TIME, Measure
from yingsu.errors import Malformed, NotFound
from yingsu.law.figures.measures import Item
from yingsu.web.deps import deps_of
from yingsu.web.paging import Page, page
from yingsu.web.parts import agency_answer

TAG = "指标"
TAG_DESCRIPTION = "一个机关在一个期间的立案、审结、败诉和按期办结情况，每个数字都写明口径和依据，可以打开所含的案件和登记。"
ITEMS = "/items"

NOT_THERE: Final[dict[int | str, dict[str, Any]]] = {404: {"description": "没有这个机关或者这项指标，或当前接入系统无权知悉"}}

router = APIRouter(tags=[TAG])


class MeasureNotFound(NotFound):
    """There is no such measure in the period."""

    code = "measure-not-found"
    title = "没有这项指标"


class SideMissing(Malformed):
    """The measure does not have this side."""

    code = "side-missing"
    title = "该指标没有这一项"


@router.get("/figures", summary="机关指标", responses=NOT_THERE)
def read_figures(request: Request, asked: Annotated[Asked, Depends(asked)]) -> FiguresAnswer:
    """一个机关在一个期间的指标：期间止日在机关所属辖区施行的政策文件所列的指标及其目标值，和各项期限的按期率。机关只见本机关的，司法行政机关和审计人员见辖区内机关的。可按两个时间轴查询：截至某一事实日期、截至某一登记时刻。

    比率由分子、分母精确计算，四舍五入；是否达标按分子、分母判断，目标值含本数，没有规定目标值的不评。尚未届满的期限不计入按期率，另行列明。
    """
    found, directory = figures_of(request, asked), deps_of(request).directory
    address = request.scope["path"] + ITEMS
    return FiguresAnswer(
        agency_id=asked.agency.agency_id,
        agency=asked.agency.name,
        successor=agency_answer(directory, asked.agency.agency_id).successor,
        taken_over=[agency_answer(directory, agency) for agency in asked.taken],
        first=asked.period.first,
        last=asked.period.last,
        today=asked.today,
        as_of=asked.as_of,
        as_known_at=asked.as_known_at,
        measures=[measure_answer(measure, lambda code, side: asked.link(address, code, side)) for measure in found.measures],
        dormant=[dormant_answer(figure) for figure in found.asleep],
        undetermined=[undetermined_answer(case) for case in found.undetermined],
    )


@router.get(f"/figures{ITEMS}", summary="指标的明细", responses=NOT_THERE)
def list_figure_items(
    request: Request,
    asked: Annotated[Asked, Depends(asked)],
    paged: Annotated[Page, Depends(page)],
    measure: Annotated[str, Query(title="指标代码", max_length=100, examples=["lost", "on_time.statutory_answer"])],
    side: Annotated[
        Side, Query(title="哪一个数字", description="numerator 数量或者分子；denominator 分母；pending 尚未届满的")
    ] = "numerator",
) -> list[ItemAnswer]:
    """一个数字所含的案件或者事项，日期早的在前，各附所依据的登记。件数与该数字相等。"""
    found = figures_of(request, asked, duties=measure.startswith(ON_TIME))
    items = _side(next((known for known in found.measures if known.code == measure), None), side)
    after = tuple(map(str, paged.after)) if paged.after else ()
    rows = [item for item in items if item.key > after][: paged.limit + 1]
    return [item_answer(item) for item in paged.cut(rows, key=lambda item: item.key)]


def _side(measure: Measure | None, side: Side) -> tuple[Item, ...]:
    if measure is None:
        raise MeasureNotFound(
            "没有这项指标，或者期间内施行的规则没有这一期限，未列出。可用的指标见机关指标的查询结果（/figures）。",
            pointer="/measure",
        )
    items: tuple[Item, ...] | None = getattr(measure, side)
    if items is None:
        raise SideMissing(f"“{measure.title}”没有这一项，未列出。请按查询结果 items 中给出的地址查询。", pointer="/side")
    return items
