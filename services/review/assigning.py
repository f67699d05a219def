"""Who reviews a government's part that the record does not tell the owner of: the supervising body says it. Pure."""

from collections.abc import Mapping, Sequence

import msgspec

from services.review import opening
from services.review.opening import Assignment, Duty
from services.review.review import Review
from yingsu.errors import Refused
from yingsu.events.review.review import ReviewOpened
from yingsu.ledger.entry import Entry
from yingsu.officials.agencies import Agency
from yingsu.officials.officials import known_agency


class ReviewNotOwed(Refused):
    """Nobody has to review this part: the defendant neither lost nor stood beside a loser, or no rule asks for it."""

    code = "review-not-owed"
    title = "无须复盘"


class JudgmentNotReceived(Refused):
    """The document has not reached who would review: the period has not begun."""

    code = "judgment-not-received"
    title = "尚未收到裁判文书"


class ReviewAlreadyOpen(Refused):
    """There is a review of this part."""

    code = "review-already-open"
    title = "复盘已登记"


class ReviewOwnerFixed(Refused):
    """The rules and the record tell who reviews; it is not for the supervising body to choose."""

    code = "review-owner-fixed"
    title = "复盘主体已经确定"


class ReviewOwnerElsewhere(Refused):
    """The agency belongs to another jurisdiction than the defendant."""

    code = "review-owner-elsewhere"
    title = "不是本辖区的机关"


class AssignReview(msgspec.Struct, frozen=True, kw_only=True):
    """`agency` reviews the part of `defendant` in the judgment `judgment_no` of a case."""

    case_id: str
    judgment_no: str
    defendant: str
    agency: str


def assign_review(
    command: AssignReview,
    owed: Sequence[Duty],
    entries: Sequence[Entry],
    agencies: Mapping[str, Agency],
    existing: Review | None,
) -> ReviewOpened:
    """Open the review of a government's part (HZ-9.3). `owed` and `entries` are those of the case record, `existing` the agency's review
    of the same judgment, which then holds this part too.

    Raises `ReviewNotOwed`, `ReviewAlreadyOpen`, `ReviewOwnerFixed`, `AgencyUnknown`, `ReviewOwnerElsewhere`, `JudgmentNotReceived`.
    """
    duty = duty_of(command, owed)
    required, clauses = duty.required, duty.required.ids("owner", "government_owner")
    cited = required.cited("owner", "government_owner")
    if opening.covered(duty, entries, agencies) or (existing is not None and duty.defendant in existing.defendants):
        raise ReviewAlreadyOpen(
            f"该被告的这一部分已经登记复盘，未重复登记。按照{cited}，一案一复盘，请在复盘列表中查看。", clauses=clauses
        )
    agency = known_agency(agencies.get(command.agency), command.agency)
    owner = opening.owner_of(duty, agencies)
    if owner not in (None, agency.agency_id):
        name = agencies[owner].name if owner in agencies else owner
        raise ReviewOwnerFixed(
            f"按照{cited}，这一部分由{name}复盘，未登记给其他机关。该机关收到裁判文书后自动登记；实施单位有误的，请法院更正。",
            clauses=clauses,
            pointer="/agency",
        )
    if agency.jurisdiction != duty.jurisdiction:
        raise ReviewOwnerElsewhere(
            f"{agency.name}不是本辖区（{duty.jurisdiction}）的机关，未登记。按照{cited}，由原具体实施单位复盘，请填写本辖区的实施单位。",
            clauses=clauses,
            pointer="/agency",
        )
    own = next((other for other in owed if other.judgment_no == duty.judgment_no and other.defendant == agency.agency_id), duty)
    if own.received_on is None:
        clauses = required.ids("start")
        raise JudgmentNotReceived(
            f"法院尚未报送收到裁判文书的日期，未登记。{required.cited('start')}自收到败诉裁判文书起算，请待法院报送送达后办理。",
            clauses=clauses,
        )
    return Assignment(duty=duty, agency=agency.agency_id, received_on=own.received_on).opened()


def duty_of(command: AssignReview, owed: Sequence[Duty]) -> Duty:
    """The duty that the command is about. Raises `ReviewNotOwed`."""
    for duty in owed:
        if (duty.judgment_no, duty.defendant) == (command.judgment_no, command.defendant):
            return duty
    raise ReviewNotOwed(
        "该机关在这一裁判中没有应当复盘的部分，未登记。谁败诉谁复盘，共同被告是否复盘依辖区规定（洪泽为《十项机制》第九项），"
        "请核对裁判文书号和被告。",
        clauses=("HZ-9.1", "HZ-9.2"),
        pointer="/defendant",
    )
