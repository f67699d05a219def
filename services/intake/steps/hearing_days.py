"""The hearing that a step speaks of: it must stand on record. Pure."""

from datetime import date

from services.intake.cases.attendance import HearingNotOnRecord
from services.intake.cases.trial import Hearing
from services.intake.steps.kind import Situation


def require_hearing(situation: Situation, hearing_no: int, hearing_on: date | None, what: str) -> Hearing:
    """The hearing of that number, on that day where one is given (else the last one fixed). Raises `HearingNotOnRecord`."""
    trial = situation.record.case.trial
    if hearing_on is not None:
        found = trial.held(hearing_no, hearing_on)
    else:
        standing = [day for day in trial.hearing_days if day.hearing_no == hearing_no and trial.held(*day.at) is not None]
        found = standing[-1] if standing else None
    if found is None:
        known = [f"{day.hearing_on} 第 {day.hearing_no} 次" for day in trial.hearing_days if trial.held(*day.at) is not None]
        on = f"{hearing_on} " if hearing_on else ""
        listed = f"已登记的开庭：{'、'.join(known)}。" if known else "本案尚无开庭登记。"
        raise HearingNotOnRecord(
            f"没有 {on}第 {hearing_no} 次开庭的登记（行政诉讼法第三条，法释〔2020〕3号），{what}未登记。"
            f"{listed}请核对开庭次序和日期；法院尚未报送开庭通知的，请在报送后登记。",
            pointer="/hearing_on" if hearing_on else "/hearing_no",
        )
    return found
