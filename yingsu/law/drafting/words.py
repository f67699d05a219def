"""What the keys of a profile's files mean, for whoever writes them: the Chinese words of the JSON Schemas. Owns no computation."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_SOURCE: Final = {
    "clauses": "所依据的条款编号；与 operator_value 至少写一项",
    "operator_value": "本单位自定：文件没有规定这一数值，由本单位设定",
    "note": "说明",
}
_PROVISION: Final = {"code": "代码，在本文件中唯一，小写英文", "title": "名称，显示给办理人员", **_SOURCE}
_FACT: Final = {
    "topic": "事件名，如 intake.case_filed.v1；可以写尚无服务登记的事件，该规则届时才运行",
    "where": "条件：按字段，值相等或者满足所写的比较",
    "on": "以哪个日期字段为事实发生之日；不写则为登记的发生日期",
    "party": "涉及的机关所在的字段；不写则涉及案件全部当事机关",
    "key": "区分同一规则、同一机关的几项义务的字段，如裁判文书号",
    "anywhere": "争议的各个记录中的事实都算，不限于本记录",
    "what": "这一事实的名称，显示给办理人员",
}

WORDS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = MappingProxyType(
    {
        "Rule": (
            "一条期限规则：何事起算，何时届满，何事办结",
            {
                **_PROVISION,
                "per": "defendant 每个被告一项；case 每件案件一项",
                "owed_by": "由谁办理：roles.toml 中的角色",
                "force": "hard 逾期即为违反；advisory 仅作提示；information 仅供知悉",
                "started_by": "起算的事实，有其一即起算；与 after_expiry_of 二者择一",
                "occurrence": "first 自第一次起算；last 自最后一次起算",
                "within": "dispute 整个争议一项；record 每个记录（每次移送、通报）一项",
                "of_each": "在所列事实涉及的每个机关都有起算事实之前，不起算",
                "after_expiry_of": "自另一规则的期限届满起算：该规则的代码",
                "period": "期限的长度",
                "own_date": "以起算事件的这一日期字段为届满日；同时写 period 的，事件没有写明日期时适用",
                "fixed_date": "以下一个此月此日为届满日，如 01-05",
                "open_ended": "文件没有数目的原文（及时、定期）：办结之前一直列出，不产生逾期",
                "satisfied_by": "办结的方式，有其一即办结",
                "moved_by": "改变届满日的事实",
                "cancelled_by": "取消的事实",
                "suspended_by": "中止的事实",
                "resumed_by": "恢复的事实",
                "statutory": "法定期限：下级文件不得放宽",
            },
        ),
        "Length": (
            "期限的长度",
            {
                "amount": "数目",
                "unit": "working_day 工作日、calendar_day 日、month 月",
                "direction": "after 之后；before 之前（只能以日计）",
                "roll": "最后一日是休息日时是否顺延；不写则依 calendar.toml 的 roll_last_day_forward",
            },
        ),
        "Fact": ("一项事实：符合条件的某一事件", _FACT),
        "Move": (
            "改变届满日的事实",
            {
                **_FACT,
                "until": "新的届满日所在的日期字段",
                "anchor": "该日期不是届满日，而是重新起算之日（如改期开庭）",
                "period": "自同一起算日改按这一期限计算（如改变审理程序）；与 until 二者填一",
                "reason": "理由所在的字段",
                "roll": "新的届满日是休息日时是否顺延",
                "clauses": "改变期限所依据的条款编号；不写则同本规则",
            },
        ),
        "Way": ("一种办结方式：所列事实齐备，以最后一项之日为办结之日", {"all_of": "须齐备的事实"}),
        "DayChoice": ("一个日期字段，在条件成立且有值时采用", {"field": "日期字段", "where": "条件"}),
        "Comparison": (
            "对一个字段的条件，所写各项均须成立",
            {
                "one_of": "为其中之一",
                "at_least": "不小于",
                "at_most": "不大于",
                "given": "true 有值；false 没有值",
                "contains": "列表中含有这一值",
            },
        ),
        "Parameter": (
            "一项参数",
            {
                "value": "数值：文本、整数、true 或 false、文本列表",
                "awaits": "没有这些事件，该数值就无从适用：事件名，可以写尚无服务登记的事件",
                **_SOURCE,
            },
        ),
        "Recurring": (
            "每个周期的一项工作：报告、通报、会议、培训",
            {
                **_PROVISION,
                "cycle": "quarter 季度、half_year 半年、year 年度",
                "per": "agency 每个机关一项；jurisdiction 全辖区一项",
                "among": "in_scope 适用范围内的机关；sued 周期内被诉的机关",
                "owed_by": "由谁办理：roles.toml 中的角色",
                "force": "hard 逾期即为违反；advisory 仅作提示；information 仅供知悉",
                "inside": "应在周期之内办理；inside、fixed_date、period 至多写一项",
                "fixed_date": "周期结束后的下一个此月此日，如 01-05",
                "roll": "该日是休息日时是否顺延",
                "period": "周期结束后的期限",
                "states": "事实中写明所属周期（2026、2026-H1、2026-Q3）的字段；不写则依事实之日",
                "at_least": "至少几次",
                "satisfied_by": "办结的方式",
            },
        ),
        "Metric": (
            "一项指标",
            {
                **_PROVISION,
                "numerator": "分子：计数项的代码；没有分母的即为数目",
                "denominator": "分母：计数项的代码",
                "basis": "结果类比率的口径：closed 审结、first_instance 一审、effective 生效、substantive 实体裁判",
                "at_most": "目标：不高于（小数，含本数），如 0.10",
                "at_least": "目标：不低于（小数，含本数）",
                "trend": "与上期比较应当 fall 下降或者 rise 上升",
            },
        ),
        "Ladder": (
            "一套问责阶梯",
            {
                **_PROVISION,
                "window": "计数的期间：季度、半年、年度、三十六个月、一事一议（event）、由本单位设定（operator）",
                "cumulative": "各档同时适用；不写则只适用达到的最高一档",
                "count_series_as_one": "同系列案件按一件计",
                "tiers": "各档",
            },
        ),
        "Tier": (
            "阶梯的一档；只提请人员办理，不自动处理",
            {
                "no": "档次，从 1 起",
                "title": "名称",
                "triggers": "达到的条件",
                "combinator": "any 有其一；all 全部",
                "on_top": "仅在上一档也达到时才适用",
                "by": "由谁约谈或者决定：roles.toml 中的角色",
                "of": "约谈谁、由谁承担：roles.toml 中的角色",
                "effects": "提请办理的事项",
                "clauses": "所依据的条款编号",
            },
        ),
        "Trigger": (
            "一项条件：计数、比率、事实三者择一",
            {
                "count": "计数项的代码",
                "rate": "指标的代码",
                "finding": "一项事实",
                "at_least": "达到此数（以上、以内，含本数）",
                "more_than": "超过此数（不含本数）",
                "threshold": "比率达到或者高于（小数）",
                "minimum": "至少有此件数才计算比率",
                "causes": "只计经人员认定为这些原因的败诉",
                "clauses": "所依据的条款编号",
            },
        ),
        "Register": (
            "一本台账",
            {
                **_PROVISION,
                "of": "列入的事实",
                "closed_by": "销账的事实",
                "gaps": "列出缺项：有列入的事实而没有销账的事实",
                "since": "自何日起的事实",
                "kept_by": "由谁保管：roles.toml 中的角色",
                "columns": "须登记的各项",
            },
        ),
        "Gate": (
            "办理的条件",
            {
                **_PROVISION,
                "at": "在登记哪一事件时检查：事件名",
                "effect": "refuse 不予登记；flag 登记并标记；list 列为缺项，直至补正",
                "requires": "须具备的各项",
                "needs": "还须查看的事件",
            },
        ),
        "Bulletin": (
            "一种通报",
            {
                **_PROVISION,
                "cycle": "周期；不定期的不写",
                "indicators": "指标或者计数项的代码",
                "publisher": "发布人：roles.toml 中的角色",
                "copy_to": "抄送：roles.toml 中的角色",
                "topic": "发布的事件名",
            },
        ),
        "NamedDocument": (
            "文件载明名称的文书",
            {
                **_PROVISION,
                "issuer": "出具人：roles.toml 中的角色",
                "to": "送达：roles.toml 中的角色",
                "parts": "应有的各部分",
                "topic": "出具的事件名",
            },
        ),
        "ClauseFile": ("一份文件的条款", {"document": "文件", "clauses": "各条"}),
        "Document": (
            "文件",
            {"id": "编号", "title": "标题", "issuer": "发文机关", "issued": "印发日期", "number": "文号"},
        ),
        "Clause": (
            "一条",
            {
                "id": "条款编号，如 HZ-4.3",
                "section": "在文件中的位置，如 4 或 4.3",
                "kind": "类别",
                "basis": "verbatim 原文；paraphrase 转述",
                "quote": "条文",
                "citation": "引用方式；不写则由标题和位置生成",
                "also": "兼有的类别",
                "stated": "条文关于时间的规定",
                "also_stated": "同一条中其余关于时间的规定",
                "record_only": "仅作记录：倡导、原则或者系统之外的事项，不触发任何事项",
            },
        ),
        "Stated": (
            "条文关于时间的规定",
            {
                "literal": "原文，如 3个工作日内",
                "unit": "单位",
                "amount": "数目；原文没有数目（及时、定期）的不写",
                "direction": "after 之后、before 之前、recurring 周期",
            },
        ),
        "CalendarYear": (
            "一个年度的放假安排；其余周一至周五上班，周六、周日休息",
            {"year": "年度", "notices": "国务院办公厅放假通知的网址", "holidays": "各节日"},
        ),
        "Holiday": (
            "一个节日",
            {
                "name": "名称，合并放假的并列写明",
                "rest": "放假的首日和末日，含其间的周末",
                "worked": "调休上班日，均为周末",
                "notice": "依据：notices 之一",
            },
        ),
    }
)
"""By the name of the struct: what it is, and what each of its keys means."""
