"""What the body that supervises finds of a leader who did not appear. Pure. What the court rules of it, the court tells."""

from datetime import date
from typing import Final

import msgspec

from services.intake.steps.attending_bodies import UnjustifiedAbsenceBody
from services.intake.steps.kind import Kind, Situation
from yingsu.errors import Refused
from yingsu.events.intake.steps.attending import AbsenceUnjustifiedFound


class LeaderAppeared(Refused):
    """A leader of the agency is on record as having appeared."""

    code = "leader-appeared"
    title = "负责人已出庭"


class FindAbsence(msgspec.Struct, frozen=True, kw_only=True):
    """认定负责人无正当理由不出庭."""

    agency: str
    found_on: date
    hearing_no: int
    hearing_on: date
    staff: bool
    grounds: str


def _find(situation: Situation, told: FindAbsence) -> None:
    """Raises `LeaderAppeared`."""
    attended = situation.record.response_of(told.agency).attendances
    if any((one.hearing_no, one.hearing_on) == (told.hearing_no, told.hearing_on) and one.led for one in attended):
        raise LeaderAppeared(
            f"该机关登记了负责人于 {told.hearing_on} 出庭，不能认定其不出庭，未登记。出庭登记有误的，请由该机关更正后再认定。",
            pointer="/hearing_on",
        )


KINDS: Final = (
    Kind(
        told=FindAbsence,
        event=AbsenceUnjustifiedFound,
        day="found_on",
        title="认定负责人无正当理由不出庭",
        body=UnjustifiedAbsenceBody,
        authority="行政诉讼法第三条第三款",
        decide=_find,
        after_the_end=True,
    ),
)
