"""The measures of what followed a judgment, and of what was written to an agency: performance, advice, letters, warnings. Pure."""

from typing import Final

from yingsu.law.figures.measure import Measure
from yingsu.law.figures.turn import Turn

_NOT_LAW: Final = "统计口径为通行做法（法律未规定）"
_PERFORMANCE: Final = "行政诉讼法第九十四条、第九十六条"
_ADVICE: Final = "行政诉讼法第六十六条、第九十六条"
_TERM: Final = (
    "以人民法院确定的履行期限届满之日为准，准予延期的以延期后的日期为准，裁定再审中止执行的期间除外；没有履行期限、"
    "裁判已被改变的不计，逐件裁判计"
)


def _together(*turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    return tuple(sorted((turn for of in turns for turn in of), key=lambda turn: (turn.order, turn.event_ids)))


FOLLOW_UPS: Final = (
    Measure(
        code="effective_with_terms",
        title="应履行的生效裁判数",
        basis=f"期间内履行期限届满的本机关应履行的生效裁判。{_TERM}",
        source=f"{_PERFORMANCE}；{_NOT_LAW}",
        topics=("intake.judgment_became_effective.v1",),
        count=lambda found: found.followed.to_perform,
        each_turn=True,
    ),
    Measure(
        code="performed",
        title="按期履行的生效裁判数",
        basis=f"期间内履行期限届满、届满之日以前本机关已经履行的生效裁判。{_TERM}",
        source=f"{_PERFORMANCE}；{_NOT_LAW}",
        topics=("intake.judgment_became_effective.v1", "intake.judgment_performed.v1"),
        count=lambda found: found.followed.performed,
        each_turn=True,
    ),
    Measure(
        code="documents_with_terms",
        title="应履行的生效裁判、调解书数",
        basis=f"期间内履行期限届满的本机关应履行的生效裁判和行政调解书。{_TERM}",
        source=f"{_PERFORMANCE}；{_NOT_LAW}",
        topics=("intake.judgment_became_effective.v1",),
        count=lambda found: _together(found.followed.to_perform, found.followed.agreed),
        each_turn=True,
    ),
    Measure(
        code="documents_performed",
        title="按期履行的生效裁判、调解书数",
        basis=f"期间内履行期限届满、届满之日以前本机关已经履行的生效裁判和行政调解书。{_TERM}",
        source=f"{_PERFORMANCE}；{_NOT_LAW}",
        topics=("intake.judgment_became_effective.v1", "intake.judgment_performed.v1"),
        count=lambda found: _together(found.followed.performed, found.followed.kept),
        each_turn=True,
    ),
    Measure(
        code="performance_refused",
        title="拒不履行数",
        basis="期间内认定本机关拒不履行的生效裁判，以认定之日为准；期限届满本身不是拒不履行",
        source=_PERFORMANCE,
        topics=("intake.performance_refused.v1",),
        count=lambda found: found.followed.refused,
        each_turn=True,
    ),
    Measure(
        code="judicial_advice_received",
        title="收到司法建议数",
        basis="期间内本机关收到的司法建议，以收到之日为准；人民法院撤回的不计",
        source=f"{_ADVICE}；{_NOT_LAW}",
        topics=("intake.judicial_advice_received.v1",),
        count=lambda found: found.followed.advised,
        each_turn=True,
    ),
    Measure(
        code="judicial_advice_replied",
        title="已回复司法建议数",
        basis="期间内本机关收到、已经书面回复人民法院的司法建议，以收到之日为准；人民法院撤回的不计",
        source=f"{_ADVICE}；{_NOT_LAW}",
        topics=("intake.judicial_advice_received.v1", "intake.judicial_advice_replied.v1"),
        count=lambda found: found.followed.replied,
        each_turn=True,
    ),
    Measure(
        code="court_letters_received",
        title="收到法院函件数",
        basis="期间内本机关收到的败诉风险提示函、司法建议书、意见书，以收到之日为准",
        source=_NOT_LAW,
        topics=("intake.court_letter_received.v1",),
        count=lambda found: found.followed.letters,
        each_turn=True,
    ),
    Measure(
        code="court_letters_completed",
        title="已办结法院函件数",
        basis="期间内本机关收到、已经办结的法院函件，以收到之日为准",
        source=_NOT_LAW,
        topics=("intake.court_letter_received.v1", "intake.court_letter_completed.v1"),
        count=lambda found: found.followed.completed,
        each_turn=True,
    ),
    Measure(
        code="yellow_warnings",
        title="黄牌预警数",
        basis="期间内对本机关发出的黄牌预警，以发出之日为准",
        source=_NOT_LAW,
        topics=("intake.yellow_warning_issued.v1",),
        count=lambda found: found.followed.warned,
        each_turn=True,
    ),
    Measure(
        code="red_alerts",
        title="红色警戒数",
        basis="期间内对本机关发出的红色警戒，以发出之日为准",
        source=_NOT_LAW,
        topics=("intake.red_alert_issued.v1",),
        count=lambda found: found.followed.alerted,
        each_turn=True,
    ),
)
"""In the order in which they are shown."""
