"""Dates that cannot be true: refused before anything of what carries them is kept."""

from datetime import date, timedelta

from services.intake.court.envelope import FactNotice, PaperNotice
from services.intake.court.fact_notices import AbsenceRulingNotice, EffectiveNotice, RescheduleNotice
from services.intake.court.notice import (
    AnyNotice,
    ExtensionNotice,
    FilingNotice,
    HearingNotice,
    JudgmentNotice,
    OpeningNotice,
    PreFilingNotice,
    ReceivedNotice,
    ReferralNotice,
    ServiceNotice,
)
from yingsu.clock import legal_day
from yingsu.errors import Malformed
from yingsu.ledger.store import FutureFact

FIRST_DAY = date(1990, 10, 1)
"""行政诉讼法 is in force since this day."""

FIRST_ACT = date(1949, 10, 1)
"""No administrative act of this state is older."""

LONGEST_EXTENSION = timedelta(days=3653)
"""Ten years, further than any court grants: a later date is a typing error."""


FURTHEST_HEARING = timedelta(days=1096)
"""Three years, further ahead than any court fixes a hearing: a later date is a typing error."""


class DateOrder(Malformed):
    """Two dates of one fact contradict each other."""

    code = "date-order"
    title = "日期先后矛盾"


def check_dates(notice: AnyNotice, today: date) -> None:
    """Refuse a message whose dates cannot be true, before anything of it is kept. Raises `FutureFact`, `DateOrder`.

    No fact lies in the future (only what a court sets for later may: the end of a period, the day of a hearing) or before the law, nobody receives a thing before
    it is sent, no act is disputed before it is made, and a hearing begins on its day.
    """
    day = notice.occurred_on
    check_day(day, today, "/occurred_on")
    moment = notice.occurred_at
    if moment is not None and (abs(moment.year - day.year) > 1 or legal_day(moment) != day):
        raise DateOrder(f"发生时刻不在 {day} 当日（北京时间）。请核对 occurred_on 和 occurred_at。", pointer="/occurred_at")
    match notice:
        case (ServiceNotice() | ReferralNotice() | PreFilingNotice() | PaperNotice()) as sent if sent.received_on is not None:
            check_day(sent.received_on, today, "/received_on")
            if sent.received_on < day:
                sending = _SENDING.get(type(sent), "发出")
                raise DateOrder(
                    f"收到日期 {sent.received_on} 早于{sending}日期 {day}。请核对两个日期后重报。", pointer="/received_on"
                )
        case ExtensionNotice(until=until) if not day <= until <= day + LONGEST_EXTENSION:
            raise DateOrder(f"延至日期 {until} 早于准予日期 {day}，或者晚于其后十年。请核对后重报。", pointer="/until")
        case HearingNotice() | RescheduleNotice():
            _check_hearing(notice)
        case AbsenceRulingNotice(hearing_on=held_on):
            _check_before(held_on, day, "/hearing_on")
        case EffectiveNotice():
            for index, one in enumerate(notice.obliged):
                _check_ahead(one.perform_by, day, f"/obliged/{index}/perform_by")
        case JudgmentNotice():
            for index, receipt in enumerate(notice.receipts):
                pointer = f"/receipts/{index}/received_on"
                check_day(receipt.received_on, today, pointer)
                if receipt.received_on < day:
                    raise DateOrder(
                        f"收到裁判文书的日期 {receipt.received_on} 早于裁判日期 {day}，未登记。请核对两个日期后重报。",
                        pointer=pointer,
                    )
    if isinstance(notice, FactNotice):
        for field, role in notice.DAYS.items():
            (_check_ahead if role == "ahead" else _check_before)(getattr(notice, field), day, f"/{field}")
    match notice:
        case FilingNotice(complaint_received_on=date() as received) | ReferralNotice(complaint_received_on=date() as received):
            check_day(received, today, "/complaint_received_on")
            if received > day:
                act = "立案" if isinstance(notice, FilingNotice) else "移送"
                raise DateOrder(
                    f"收到起诉状的日期 {received} 晚于{act}日期 {day}。请核对两个日期后重报。", pointer="/complaint_received_on"
                )

    if isinstance(notice, OpeningNotice) and notice.act is not None and notice.act.made_on is not None:
        _check_act(notice.act.made_on, day, _TELLING[type(notice)])


def _check_ahead(set_for: date | None, day: date, pointer: str) -> None:
    if set_for is not None and not day <= set_for <= day + LONGEST_EXTENSION:
        raise DateOrder(f"所定日期 {set_for} 早于发生日期 {day}，或者晚于其后十年，未登记。请核对后重报。", pointer=pointer)


def _check_before(told: date | None, day: date, pointer: str) -> None:
    if told is not None and not FIRST_DAY <= told <= day:
        raise DateOrder(
            f"日期 {told} 晚于发生日期 {day}，或者早于行政诉讼法施行之日 {FIRST_DAY}，未登记。请核对后重报。", pointer=pointer
        )


def _check_hearing(notice: HearingNotice | RescheduleNotice) -> None:
    fixed_on, day, moment = notice.occurred_on, notice.hearing_on, notice.begins_at
    if not fixed_on <= day <= fixed_on + FURTHEST_HEARING:
        raise DateOrder(
            f"开庭日期 {day} 早于确定开庭的日期 {fixed_on}，或者晚于其后三年，未登记。请核对两个日期后重报。",
            pointer="/hearing_on",
        )
    if moment is not None and (abs(moment.year - day.year) > 1 or legal_day(moment) != day):
        raise DateOrder(
            f"开庭时刻不在 {day} 当日（北京时间），未登记。请核对 hearing_on 和 begins_at 后重报。", pointer="/begins_at"
        )


def _check_act(made_on: date, day: date, telling: str) -> None:
    if made_on > day:
        raise DateOrder(
            f"行政行为的作出日期 {made_on} 晚于{telling}日期 {day}，未登记。请核对作出日期后重报。", pointer="/act/made_on"
        )
    if made_on < FIRST_ACT:
        raise DateOrder(f"行政行为的作出日期 {made_on} 早于 {FIRST_ACT}，未登记。请核对作出日期后重报。", pointer="/act/made_on")


_TELLING: dict[type[OpeningNotice], str] = {FilingNotice: "立案", ReferralNotice: "移送", PreFilingNotice: "通报"}
_SENDING: dict[type[ReceivedNotice], str] = {ServiceNotice: "送达", ReferralNotice: "移送", PreFilingNotice: "通报"}


def check_day(day: date, today: date, pointer: str) -> None:
    """A fact of administrative litigation happened since there is a law for it, and not after today. Raises `FutureFact`, `DateOrder`."""
    if day > today:
        raise FutureFact(f"日期 {day} 晚于今天 {today}，未登记。请核对日期。", pointer=pointer)
    if day < FIRST_DAY:
        raise DateOrder(f"日期 {day} 早于行政诉讼法施行之日 {FIRST_DAY}，未登记。请核对日期。", pointer=pointer)


def received_day(notice: ReceivedNotice) -> date:
    """The day on which its addressee had what the court sent: `received_on`, else the day of the fact."""
    return notice.received_on or notice.occurred_on
