"""Who must be at a hearing, who was, and by when the list of leaders was due when the hearing moves."""

from typing import Any

import pytest

from tests.journeys.edges.conftest import Made
from tests.journeys.edges.suit import ALPHA, BETA, XUECHENG, YICHENG, Suit

CASE_NO = "（2026）鲁0404行初210号"
LEADER: dict[str, Any] = {"leader": {"name": "示例李某"}, "post": "局长", "rank": "principal"}
LISTED: dict[str, Any] = {"name": {"name": "示例李某"}, "post": "局长", "rank": "principal"}
APPEARED: dict[str, Any] = {"leader": {"name": "示例李某"}, "leader_post": "局长", "rank": "principal", "spoke": True}


def in_yicheng(made: Made) -> tuple[Suit, str]:
    """A case of 峄城, where the list of leaders is due on the third day before the hearing (YC-2.2.2)."""
    place = made(place=YICHENG)
    agency = place.agency("示例甲局（样例）", ALPHA, "department")
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA)
    case.serve("2026-06-02", ALPHA)
    return case, agency


@pytest.mark.edge(17)
def test_a_hearing_moved_forward_past_the_day_of_the_list_makes_it_impossible_and_no_breach(made: Made) -> None:
    """Fixed for 30 June: the list is due on the 27th. On 18 June moved to the 19th: three days before that, the 16th, is over."""
    case, agency = in_yicheng(made)
    case.tell("hearing_notice", "2026-06-10", hearing_on="2026-06-30")
    assert case.duty("leader_list_report", "2026-06-11")["due"] == "2026-06-27"

    case.tell("hearing_reschedule", "2026-06-18", hearing_on="2026-06-19", reason="合议庭调整")

    duty = case.duty("leader_list_report", "2026-06-19")
    assert (duty["due"], duty["standing"], duty["late_days"]) == ("2026-06-16", "impossible", 0)
    case.done(agency, "leaders", "2026-06-19", designated_on="2026-06-18", hearing_no=1, **LEADER)
    late = case.take(agency, "leader-lists", "2026-06-19", reported_on="2026-06-19", hearing_on="2026-06-19", **LISTED)
    assert late.status_code == 201, late.text
    assert case.duty("leader_list_report", "2026-06-19")["outcome"] != "late"


@pytest.mark.edge(18)
def test_an_adjournment_after_the_list_asks_for_it_by_the_new_day_and_a_change_of_the_day_before_is_on_record(made: Made) -> None:
    """法释〔2020〕3号 art. 3: the leader may be changed; adjourned to 30 July, the list is due on the 27th."""
    case, agency = in_yicheng(made)
    case.tell("hearing_notice", "2026-06-10", hearing_on="2026-06-30")
    case.done(agency, "leaders", "2026-06-20", designated_on="2026-06-20", hearing_no=1, **LEADER)
    case.done(agency, "leader-lists", "2026-06-25", reported_on="2026-06-25", hearing_on="2026-06-30", **LISTED)
    assert case.duty("leader_list_report", "2026-06-25")["outcome"] == "on_time"

    case.tell("hearing_reschedule", "2026-06-29", hearing_on="2026-07-30", reason="被告申请延期开庭")
    moved = case.duty("leader_list_report", "2026-06-30")
    assert (moved["due"], moved["outcome"], moved["satisfied_on"]) == ("2026-07-27", "on_time", "2026-06-25")

    change = LEADER | {"leader": {"name": "示例孙某"}, "post": "副局长", "rank": "deputy"}
    case.done(
        agency, "leader-changes", "2026-07-29", changed_on="2026-07-29", hearing_no=1, reason="原定负责人另有公务", **change
    )
    last = case.read()["hearings"][-1]
    (appeared,) = last["appeared"]
    assert (last["hearing_on"], appeared["designated"]["leader"], appeared["designated"]["changed"]) == (
        "2026-07-30",
        "示例孙某",
        True,
    )


@pytest.mark.edge(19)
def test_a_second_hearing_asks_for_no_leader_again_unless_the_court_calls_one(made: Made) -> None:
    """法释〔2020〕3号 art. 7: whoever's leader appeared need not send one again in the instance, but where the court holds it necessary."""
    place = made(place=XUECHENG)
    agency = place.agency("示例甲局（样例）", ALPHA, "department")
    case = Suit.filed(place, "（2026）鲁0403行初210号", "2026-06-01", ALPHA)
    case.tell("hearing_notice", "2026-06-10", hearing_no=1, hearing_on="2026-06-20")
    case.done(agency, "attendances", "2026-06-20", hearing_no=1, hearing_on="2026-06-20", **APPEARED)
    case.tell("hearing_notice", "2026-06-22", hearing_no=2, hearing_on="2026-07-10")

    def asked() -> dict[str, Any]:
        (appeared,) = next(one for one in case.read()["hearings"] if one["hearing_no"] == 2)["appeared"]
        return dict(appeared["required"])

    assert (asked()["appeared_before"], asked()["degree"]) == (True, None)
    case.tell("attendance_notice", "2026-06-25", agency_code=ALPHA, hearing_no=2)
    assert (asked()["degree"], [reason["met"] for reason in asked()["reasons"]]) == ("must", [False])


@pytest.mark.edge(20)
def test_the_leader_of_a_subordinate_body_is_none_and_neither_is_one_without_identity(made: Made) -> None:
    """法释〔2020〕3号 arts. 2, 6: a leader of an entrusted or subordinate body, or one who cannot show who he is, did not appear."""
    place = made(place=XUECHENG)
    agency = place.agency("示例甲局（样例）", ALPHA, "department")
    below = place.agency("示例甲局某所（样例）", BETA, "department")
    case = Suit.filed(place, "（2026）鲁0403行初211号", "2026-06-01", ALPHA)
    for number, day in ((1, "2026-06-20"), (2, "2026-06-25")):
        case.tell("hearing_notice", f"2026-06-1{number}", hearing_no=number, hearing_on=day)
    first = {"hearing_no": 1, "hearing_on": "2026-06-20"}
    refused = case.take(agency, "attendances", "2026-06-20", leader_agency=below, **first, **APPEARED)
    assert (refused.status_code, refused.json()["code"]) == (422, "leader-of-another-body")
    assert "法释〔2020〕3号第二条" in refused.json()["detail"]
    case.done(agency, "attendances", "2026-06-20", staff=1, **first)
    unknown = case.done(agency, "attendances", "2026-06-25", hearing_no=2, hearing_on="2026-06-25", identity_ok=False, **APPEARED)

    flags = {one["hearing_no"]: {flag["code"] for flag in one["flags"]} for one in unknown["attendances"]}
    assert "leader_absent" in flags[1]
    assert "identity_unproved" in flags[2]
