"""The JSON of ladders: what was counted, which tier it proposes, to whom, and what would reach the next."""

from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from services.review.figures.answers import ItemAnswer, item_answer
from services.review.figures.standings import Named, Proposal
from services.review.heads import HeadAnswer
from yingsu.law.figures.ladders import Standing, Step
from yingsu.law.figures.weighing import Weighed
from yingsu.law.provision import Window
from yingsu.web.bodies import Answer


class RoleAnswer(Answer):
    """一个角色及其在本辖区的名称。"""

    model_config = ConfigDict(title="角色")

    role: str = Field(title="角色代码", examples=["district_leader"])
    name: str = Field(title="名称", examples=["区政府分管负责同志"])


class TriggerAnswer(Answer):
    """一项触发条件：要求、现有数量，以及所依据的案件和登记。"""

    model_config = ConfigDict(title="触发条件")

    words: str = Field(title="要求", examples=["败诉数1件（次）以上（含本数）"])
    number: int = Field(title="现有数量，比率的为分子", examples=[1])
    of: int | None = Field(title="分母", description="只用于比率")
    percent: str | None = Field(title="百分比", description="只用于比率；分母为零的为空", examples=["20.00%"])
    holds: bool = Field(title="是否成立")
    ranks: bool = Field(title="是否只排名", description="文件没有规定门槛的，只排名，不提出建议")
    lacking: int | None = Field(title="再有几件即成立", description="已成立、只排名、尚无登记的为空")
    items: list[ItemAnswer] = Field(title="所计的案件或者事项")
    clauses: tuple[str, ...] = Field(title="条款编号")
    missing: tuple[str, ...] = Field(title="尚未开通的登记", description="列出的，该条件暂不认定")


class TierAnswer(Answer):
    """一个层级。成立的只是建议，由有权人员决定，不自动产生后果。"""

    model_config = ConfigDict(title="层级")

    no: int = Field(title="级次", examples=[1])
    title: str = Field(title="层级", examples=["区政法委书记和区政府分管负责同志约谈"])
    reached: bool = Field(title="是否达到")
    proposed: bool = Field(title="是否建议", description="达到数级的，只建议最高一级；文件规定并用的除外")
    asleep: bool = Field(title="是否暂不认定", description="所需登记尚未开通")
    triggers: list[TriggerAnswer] = Field(title="触发条件")
    needs: tuple[str, ...] = Field(title="还差什么", description="未达到的，各条件还差什么")
    by: list[RoleAnswer] = Field(title="由谁约谈或者决定")
    of: list[RoleAnswer] = Field(title="约谈谁或者由谁承担")
    effects: tuple[str, ...] = Field(title="建议的后果")
    clauses: tuple[str, ...] = Field(title="条款编号")


class LadderAnswer(Answer):
    """机关在一个问责阶梯上的位置。按单个案件认定的，每个案件一项。"""

    model_config = ConfigDict(title="问责阶梯")

    ladder: str = Field(title="阶梯代码", examples=["interview"])
    title: str = Field(title="阶梯", examples=["败诉约谈"])
    window: Window = Field(
        title="统计期间", description="quarter 季度、half_year 半年、year 年度、36_months 截至当日的36个月、event 单个案件"
    )
    first: date | None = Field(serialization_alias="from", title="期间起日", description="按单个案件认定的为空")
    last: date = Field(serialization_alias="to", title="期间止日")
    case_id: str | None = Field(title="案件编号", description="只用于按单个案件认定的")
    proposed: tuple[int, ...] = Field(title="建议的级次", description="没有的为空；只是建议，由有权人员决定")
    event_ids: tuple[UUID, ...] = Field(title="建议所依据的登记")
    tiers: list[TierAnswer] = Field(title="层级")
    clauses: tuple[str, ...] = Field(title="条款编号")
    missing: tuple[str, ...] = Field(title="尚未开通的登记")
    note: str | None = Field(title="说明")


class LaddersAnswer(Answer):
    """一个机关在某一日所在期间的问责阶梯。"""

    model_config = ConfigDict(title="问责阶梯")

    agency_id: str = Field(title="机关编号")
    agency: str = Field(title="机关", description="这一日的名称")
    head: HeadAnswer | None = Field(title="这一日的主要负责人", description="没有登记的为空；约谈主要负责人的，即约谈此人")
    day: date = Field(title="日期", description="以含该日的统计期间计")
    profile: str | None = Field(title="当日施行的政策文件", examples=["xuecheng.1"])
    as_of: date | None = Field(title="截至的事实日期")
    as_known_at: datetime | None = Field(title="截至的登记时刻")
    ladders: list[LadderAnswer] = Field(title="问责阶梯")


def ladder_answer(proposal: Proposal) -> LadderAnswer:
    """One standing."""
    standing: Standing = proposal.standing
    return LadderAnswer(
        ladder=standing.code,
        title=standing.title,
        window=standing.window,
        first=standing.first,
        last=standing.last,
        case_id=standing.case_id,
        proposed=tuple(step.no for step in standing.proposed),
        event_ids=standing.event_ids,
        tiers=[_tier(step, proposal.named) for step in standing.tiers],
        clauses=standing.clauses,
        missing=standing.missing,
        note=standing.note,
    )


def _tier(step: Step, named: Named) -> TierAnswer:
    return TierAnswer(
        no=step.no,
        title=step.title,
        reached=step.reached,
        proposed=step.proposed,
        asleep=step.asleep,
        triggers=[_trigger(trigger) for trigger in step.triggers],
        needs=step.needs,
        by=[RoleAnswer(role=role, name=named.get(role, role)) for role in step.by],
        of=[RoleAnswer(role=role, name=named.get(role, role)) for role in step.of],
        effects=step.effects,
        clauses=step.clauses,
    )


def _trigger(trigger: Weighed) -> TriggerAnswer:
    return TriggerAnswer(
        words=trigger.words,
        number=trigger.number,
        of=trigger.of,
        percent=trigger.rate.percent if trigger.rate else None,
        holds=trigger.holds,
        ranks=trigger.ranks,
        lacking=trigger.lacking,
        items=[item_answer(item) for item in trigger.items],
        clauses=trigger.clauses,
        missing=trigger.missing,
    )
