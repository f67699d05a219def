"""The clauses of the documents over HTTP: their words, how each is realised and where, and which are still open.

The list is the one that comes with the software (`yingsu.law.coverage.listed`); the words are those of the clause files.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Final, Literal, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query
from pydantic import Field

from services.registry.requests import Paged, Reader
from yingsu.errors import NotFound
from yingsu.law import clauses
from yingsu.law.clauses import Clause
from yingsu.law.coverage.listed import By, Coverage, Status, listed
from yingsu.law.obligation import Standing
from yingsu.law.open_items import TaskState
from yingsu.law.profile import builtin_profiles
from yingsu.web.bodies import Answer

CLAUSES: Final = "条款"

DocumentId = Literal["dehua", "hongze", "xuecheng", "yantai", "yicheng"]
"""德化, 洪泽, 薛城, 烟台, 峄城: the ids of the documents' profiles."""


class ClauseNotFound(NotFound):
    """No document has a clause of that id."""

    code = "clause-not-found"
    title = "未找到条款"


class StatedAnswer(Answer):
    """What the clause says of time."""

    literal: str = Field(title="原文", examples=["3个工作日内"])
    amount: int | None = Field(title="数目", description="原文没有写数目的（如“及时”）为空，不产生逾期")
    unit: str = Field(title="单位", examples=["working_day"])
    direction: str | None = Field(title="方向", examples=["after"])


class RealisedAnswer(Answer):
    """One thing that rests on the clause."""

    by: By = Field(
        title="方式", description="期限义务、关口、台账、指标、问责、文书、职责、参数、仅作记录", examples=["obligation"]
    )
    key: str = Field(title="规则所在", examples=["hongze/obligations.mediation_plan"])
    title: str = Field(title="名称")
    enforced_at: list[str] = Field(title="执行的代码", description="仅关口")
    missing: list[str] = Field(title="尚缺", description="尚无服务登记的事件，或者尚无执行的代码")


class ClauseLine(Answer):
    """A clause in the list."""

    id: str = Field(title="条款编号", examples=["HZ-4.3"])
    document: str = Field(title="文件", examples=["hongze"])
    kind: str = Field(title="类别", examples=["deadline"])
    also: list[str] = Field(title="兼有类别")
    status: Status = Field(title="状态", description="closed：已全部实现并有验收测试；open：尚有缺项")
    realised: list[RealisedAnswer] = Field(title="如何实现")
    tests: list[str] = Field(title="验收测试")
    missing: list[str] = Field(title="尚缺", description="状态为 open 时，还缺什么")


class ClauseList(Answer):
    """One page of clauses."""

    clauses: list[ClauseLine] = Field(title="条款")


class ProducedAnswer(Answer):
    """Where to see what the clause produced."""

    title: str = Field(title="内容", examples=["以本条为依据的应办事项"])
    href: str = Field(title="地址", examples=["/v1/notify/obligations?clause=HZ-4.3&standing=overdue"])


class ClauseAnswer(Answer):
    """A clause with its words."""

    id: str = Field(title="条款编号", examples=["HZ-4.3"])
    document: str = Field(title="文件", examples=["hongze"])
    citation: str = Field(title="引用方式")
    quote: str = Field(title="原文")
    basis: Literal["verbatim", "paraphrase"] = Field(title="原文或转述", description="paraphrase 为转述，引用前请核对原文")
    kind: str = Field(title="类别")
    also: list[str] = Field(title="兼有类别")
    stated: StatedAnswer | None = Field(title="关于时间的规定")
    status: Status | None = Field(title="状态", description="国家法律的条款不列状态")
    realised: list[RealisedAnswer] = Field(title="如何实现")
    named_at: list[str] = Field(title="代码引用之处")
    tests: list[str] = Field(title="验收测试")
    missing: list[str] = Field(title="尚缺")
    produced: list[ProducedAnswer] = Field(title="产生了什么", description="在当前接入系统可见范围内查看的地址")


def clause_routes() -> APIRouter:
    """Reads nothing but what comes with the software."""
    router = APIRouter(tags=[CLAUSES])

    @router.get("/clauses", summary="条款目录")
    def list_clauses(
        _: Reader,
        paged: Paged,
        document: Annotated[DocumentId | None, Query(title="文件")] = None,
        status: Annotated[Status | None, Query(title="状态")] = None,
        kind: Annotated[str | None, Query(title="类别", max_length=40)] = None,
        by: Annotated[By | None, Query(title="方式")] = None,
    ) -> ClauseList:
        """五份文件的全部条款，逐条写明以什么方式实现、由哪项测试验收；尚未实现的写明还缺什么。"""
        wanted = [
            item
            for item in listed()
            if document in (None, item.profile)
            and status in (None, item.status)
            and (kind is None or kind in (item.kind, *item.also))
            and (by is None or any(by == realised.by for realised in item.realised))
        ]
        begin = 0 if paged.after is None else 1 + _index(wanted, str(paged.after[0]))
        rows = wanted[begin : begin + paged.limit + 1]
        return ClauseList(clauses=[_line(item) for item in paged.cut(rows, key=lambda item: (item.id, item.profile))])

    @router.get("/clauses/{clause_id}", summary="查看条款")
    def show_clause(clause_id: Annotated[str, Path(title="条款编号", max_length=40)], _: Reader) -> ClauseAnswer:
        """一条的原文、由哪些规则和代码实现，以及到哪里查看它产生的事项。国家法律的条款同样可查。"""
        known = _clauses().get(clause_id)
        if known is None:
            raise ClauseNotFound("没有这个编号的条款。编号形如 HZ-4.3、XSF-67，可以在条款目录中查找。")
        document, clause = known
        item = next((item for item in listed() if item.id == clause_id), None)
        return ClauseAnswer(
            id=clause.id,
            document=document,
            citation=clause.citation,
            quote=clause.quote,
            basis=clause.basis,
            kind=clause.kind,
            also=list(clause.also),
            stated=_stated(clause),
            status=item.status if item else None,
            realised=_realised(item) if item else [],
            named_at=list(item.named_at) if item else [],
            tests=list(item.tests) if item else [],
            missing=list(item.missing) if item else [],
            produced=_produced(clause.id),
        )

    return router


@lru_cache(maxsize=1)
def _clauses() -> Mapping[str, tuple[str, Clause]]:
    """Every clause by its id, with the document that it is of."""
    documents = dict.fromkeys(profile_id for profile_id, _ in builtin_profiles())
    return MappingProxyType({clause.id: (document, clause) for document in documents for clause in clauses.load(document)})


def _index(found: list[Coverage], clause_id: str) -> int:
    return next((index for index, item in enumerate(found) if item.id == clause_id), -1)


def _line(item: Coverage) -> ClauseLine:
    return ClauseLine(
        id=item.id,
        document=item.profile,
        kind=item.kind,
        also=list(item.also),
        status=item.status,
        realised=_realised(item),
        tests=list(item.tests),
        missing=list(item.missing),
    )


def _realised(item: Coverage) -> list[RealisedAnswer]:
    return [
        RealisedAnswer(
            by=found.by, key=found.key, title=found.title, enforced_at=list(found.enforced_at), missing=list(found.missing)
        )
        for found in item.realised
    ]


def _produced(clause_id: str) -> list[ProducedAnswer]:
    """The two lists of what is owed under the clause: with a last day, and without one. Both show only what is open unless told."""
    owed = urlencode({"clause": clause_id, "standing": get_args(Standing)}, doseq=True)
    open_ended = urlencode({"clause": clause_id, "state": get_args(TaskState)}, doseq=True)
    return [
        ProducedAnswer(title="以本条为依据的应办事项（各种状态）", href=f"/v1/notify/obligations?{owed}"),
        ProducedAnswer(title="以本条为依据的未定期限事项（各种状态）", href=f"/v1/notify/tasks?{open_ended}"),
    ]


def _stated(clause: Clause) -> StatedAnswer | None:
    said = clause.stated
    if said is None:
        return None
    return StatedAnswer(literal=said.literal, amount=said.amount, unit=said.unit, direction=said.direction)
