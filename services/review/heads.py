"""Who was the head of an agency on a day that a review or a ladder asks about: the first to answer for it (主要负责人)."""

from datetime import date, datetime

from pydantic import ConfigDict, Field

from yingsu.events.intake.case import CaseFiled
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.store import Ledger
from yingsu.officials import office as offices
from yingsu.officials.office import Holder
from yingsu.officials.sight import Sight
from yingsu.web.bodies import Answer


class HeadAnswer(Answer):
    """主要负责人，行政应诉工作的第一责任人。"""

    model_config = ConfigDict(title="主要负责人")

    name: str = Field(title="姓名", examples=["示例甲"])
    post: str = Field(title="职务", examples=["局长"])
    appointed_on: date = Field(title="任职日期")


class ActAnswer(Answer):
    """被诉行政行为的日期，和当时的主要负责人。"""

    model_config = ConfigDict(title="行为之日")

    made_on: date = Field(title="行政行为日期", description="法院报送的日期")
    head: HeadAnswer | None = Field(title="当时的主要负责人", description="复盘机关在这一日的主要负责人；没有登记的为空")


def head_on(ledger: Ledger, agency: str, day: date, as_known_at: datetime | None = None) -> Holder | None:
    """The head of an agency on the day, as known at `as_known_at` (None: now)."""
    entries = ledger.load(offices.stream_of(agency), EVERYWHERE)
    return offices.fold(entry for entry in entries if as_known_at is None or entry.recorded_at <= as_known_at).chief(day)


def act_answer(ledger: Ledger, case_id: str, agency: str, sight: Sight) -> ActAnswer | None:
    """When the act of a case was done, and who was then the head of the agency that reviews (XC-6.3). None where the court gave no day."""
    filings = (entry.event for entry in ledger.load(case_id, EVERYWHERE) if isinstance(entry.event, CaseFiled))
    days = [filing.act.made_on for filing in filings if filing.act and filing.act.made_on]
    if not days:
        return None
    head = head_on(ledger, agency, days[-1])
    return ActAnswer(made_on=days[-1], head=head_answer(head, sight) if head else None)


def head_answer(head: Holder, sight: Sight) -> HeadAnswer:
    """Who is the head, as far as the caller sees persons."""
    return HeadAnswer(name=sight.person(head.person).name, post=head.post, appointed_on=head.appointed_on)
