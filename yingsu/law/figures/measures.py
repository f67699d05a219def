"""The measures: what can be counted of a dispute for one agency, each under the code that metrics, ladders and bulletins name it by. Pure.

Each says in words what it counts and by which day. A measure that looks at facts which no service appends yet is declared with their
topics and cannot be counted: whatever names it sleeps. Sources: 行政诉讼法 for what was filed, closed, lost; 法释〔2020〕3号 for who appears.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from yingsu.law.facts import CaseFacts
from yingsu.law.figures.appearances import APPEARANCES
from yingsu.law.figures.appearances import ATTENDANCE as ATTENDANCE
from yingsu.law.figures.course import case_no, course
from yingsu.law.figures.follow_ups import FOLLOW_UPS
from yingsu.law.figures.measure import Item as Item
from yingsu.law.figures.measure import Measure
from yingsu.law.figures.measure import item_of as item_of
from yingsu.law.figures.period import Period
from yingsu.law.figures.resolutions import RESOLUTIONS
from yingsu.law.figures.turn import Turn


def count(code: str, facts: CaseFacts, agency: str, period: Period, today: date) -> tuple[Item, ...]:
    """What the measure counts of one dispute for `agency` in the period, as seen on `today`. Raises KeyError for an unknown code."""
    measure = MEASURES[code]
    turns = measure.count(course(facts, agency, today)) if measure.count else ()
    number = case_no(facts)
    return tuple(item_of(facts.case_id, number, turn) for turn in measure.within(turns, period))


_BY_JUDGMENT: Final = "以裁判之日（判决书、裁定书的作出日期，不是收到日期）为准"
_ONCE: Final = "一个案件对本机关至多计一件"
_JUDGED: Final = "行政诉讼法第六十九条至第七十九条"
_NOT_LAW: Final = "统计口径为通行做法（法律未规定）"

_FILED = "intake.case_filed.v1"
_WITHDRAWN = "intake.case_withdrawn.v1"
_DELIVERED = "intake.judgment_delivered.v1"
_LOST = "intake.judgment_lost.v1"
_SUBMITTED = "review.review_submitted.v1"


def _of(turn: Turn | None) -> tuple[Turn, ...]:
    return () if turn is None else (turn,)


_COUNTED: Final = (
    Measure(
        code="filed",
        title="立案数",
        basis="期间内立案的本机关为被告的案件，以立案之日为准，各审级均计。一个案件计一件，立案后退出被告的仍计；诉前移送、预立案而未立案的不计",
        source="行政诉讼法第五十一条",
        topics=(_FILED,),
        count=lambda found: _of(found.filed),
    ),
    Measure(
        code="closed",
        title="审结数",
        basis=f"期间内审结的本机关为被告的案件，各审级均计：有判决、裁定的，{_BY_JUDGMENT}，同一案件有数次裁判的，以最后一次为准；"
        f"准予撤诉的，以裁定之日为准。{_ONCE}，裁判时已不是被告的不计",
        source=f"{_JUDGED}（判决、裁定），第六十二条（撤诉）",
        topics=(_FILED, _DELIVERED, _WITHDRAWN),
        clauses=("XSF-62",),
        count=lambda found: _of(found.closed),
    ),
    Measure(
        code="lost",
        title="败诉数",
        basis=f"期间内判决本机关败诉的案件，{_BY_JUDGMENT}。{_ONCE}，部分败诉计为败诉；同一案件有数次裁判的，以最后一次为准；"
        "因改判或者更正而撤销复盘的不计",
        source=f"{_JUDGED}；哪些判决属于败诉为通行做法（法律未规定）",
        topics=(_LOST,),
        count=lambda found: _of(found.lost),
    ),
    Measure(
        code="withdrawn_mediated",
        title="调撤数",
        basis=f"期间内准予撤诉的本机关为被告的案件，以裁定之日为准，限自愿撤诉；按撤诉处理的不计。{_ONCE}。行政调解书结案尚无登记，未计入",
        source=f"行政诉讼法第六十二条；{_NOT_LAW}",
        topics=(_WITHDRAWN,),
        clauses=("XSF-62",),
        count=lambda found: _of(found.withdrawn),
    ),
    *APPEARANCES,
    *RESOLUTIONS,
    *FOLLOW_UPS,
    Measure(
        code="reviewed",
        title="已报送复盘报告的败诉数",
        basis=f"期间内败诉、复盘分析报告已移送且未被退回的案件，{_BY_JUDGMENT}。{_ONCE}",
        source=_NOT_LAW,
        topics=(_LOST, _SUBMITTED),
        count=lambda found: _of(found.reviewed),
    ),
)

_UNCOUNTED: Final = (
    ("special_bulletins", "专项通报次数", "期间内对本机关的专项通报", ("review.special_bulletin_issued.v1",)),
    ("leader_excused", "负责人有正当理由未出庭数", "期间内法院认可未出庭理由的案件", ("intake.absence_explained.v1",)),
    ("trainings", "培训次数", "期间内举办的培训", ("review.training_held.v1",)),
    ("joint_meetings", "联席会议次数", "期间内召开的联席会议", ("review.joint_meeting_held.v1",)),
)
"""Code, title, what would be counted, and the facts that it waits for."""

MEASURES: Final[Mapping[str, Measure]] = MappingProxyType(
    {measure.code: measure for measure in _COUNTED}
    | {
        code: Measure(code=code, title=title, basis=basis, source=_NOT_LAW, topics=waiting)
        for code, title, basis, waiting in _UNCOUNTED
    }
)
"""Every measure by its code."""

COUNTED: Final[Mapping[str, Measure]] = MappingProxyType({measure.code: measure for measure in _COUNTED})
"""Those that can be counted."""
