"""A sponsor for a whole series (批量案、系列案): that the case belongs to it. Pure."""

from services.intake.cases.told import in_series
from services.intake.steps.kind import Situation
from yingsu.errors import Malformed


class SeriesNotOfCase(Malformed):
    """The case does not belong to the series that is to have the sponsor."""

    code = "series-not-of-case"
    title = "本案不属于该系列"


def require_series(situation: Situation, series: str | None) -> None:
    """Raises `SeriesNotOfCase` for a series to which the court did not put the case, or out of which it took it; None asks for nothing."""
    if series is not None and series not in {link.series for link in in_series(situation.record.case.facts)}:
        raise SeriesNotOfCase(
            f"人民法院没有将本案列入“{series}”，包案未登记。对整个系列一次登记包案的（薛政办发〔2022〕12号：“批量案”“系列案”由单位领导"
            "包案化解），请核对系列名称；只包本案的，不填系列。",
            clauses=("XC-2.7",),
            pointer="/series",
        )
