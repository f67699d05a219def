"""What a judgment means for a defendant: which outcomes count as lost, and by which article.

Source: 行政诉讼法 arts. 69–79. That the kinds of judgment are grouped into 胜诉 and 败诉 is practice, not statute; a partial loss is a loss.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

import msgspec

from yingsu.events.intake.judgment import Outcome, Result


class Meaning(msgspec.Struct, frozen=True):
    """What an outcome is called, the article it rests on, and whether it is a loss."""

    title: str
    article: str
    lost: bool


OUTCOMES: Final[Mapping[Outcome, Meaning]] = MappingProxyType(
    {
        "claims_dismissed": Meaning("驳回诉讼请求", "行政诉讼法第六十九条", False),
        "suit_dismissed": Meaning("驳回起诉", "法释〔2018〕1号第六十九条", False),
        "revoked": Meaning("撤销", "行政诉讼法第七十条", True),
        "partly_revoked": Meaning("部分撤销", "行政诉讼法第七十条", True),
        "revoked_and_remade": Meaning("撤销并责令重新作出", "行政诉讼法第七十条", True),
        "performance_ordered": Meaning("责令履行法定职责", "行政诉讼法第七十二条", True),
        "payment_ordered": Meaning("责令给付", "行政诉讼法第七十三条", True),
        "illegality_confirmed": Meaning("确认违法", "行政诉讼法第七十四条", True),
        "invalidity_confirmed": Meaning("确认无效", "行政诉讼法第七十五条", True),
        "remedy_ordered": Meaning("责令采取补救措施", "行政诉讼法第七十六条", True),
        "altered": Meaning("变更", "行政诉讼法第七十七条", True),
        "compensation_ordered": Meaning("责令赔偿或者补偿", "行政诉讼法第七十六条、第七十八条", True),
        "agreement_performance_ordered": Meaning("责令履行行政协议", "行政诉讼法第七十八条", True),
    }
)


def lost(results: Iterable[Result]) -> dict[str, tuple[Outcome, ...]]:
    """The defendants that lost, in the order of the judgment, each with its losing outcomes, sorted."""
    found: dict[str, set[Outcome]] = {}
    for result in results:
        if OUTCOMES[result.outcome].lost:
            found.setdefault(result.agency, set()).add(result.outcome)
    return {agency: tuple(sorted(outcomes)) for agency, outcomes in found.items()}
