"""How a suit ends without a judgment, and what of it is a loss, a settlement, a task."""

import pytest

from tests.clauses.filed import Filed
from tests.clauses.resolving import Track
from tests.journeys.edges.conftest import Made
from tests.journeys.edges.suit import ALPHA, Suit, measured, read

CASE_NO = "（2026）苏0813行初220号"


def sued(made: Made) -> tuple[Suit, str]:
    """A case of 洪泽, served on 2 June."""
    place = made()
    agency = place.agency("示例甲局（样例）", ALPHA, "department")
    case = Suit.filed(place, CASE_NO, "2026-06-01", ALPHA)
    case.serve("2026-06-02", ALPHA)
    return case, agency


def beside(case: Suit, agency: str, on: str) -> Track:
    """A mediation beside the suit, conducted by the agency."""
    filed = Filed(case.place, agency, case.case_no, case.case_id)
    return Track.beside(filed, case.oa(agency), on)


@pytest.mark.edge(9)
def test_withdrawn_after_a_settlement_ends_the_suit_by_the_courts_ruling(made: Made) -> None:
    """行政诉讼法 art. 62: the ruling ends it, not the settlement."""
    case, agency = sued(made)
    track = beside(case, agency, "2026-06-05")
    assert track.settled("2026-06-08")["status"] == "settled_signed"
    assert case.read()["status"] != "withdrawn"
    assert case.duty("statutory_answer", "2026-06-09")["standing"] == "not_due", "the answer is still owed"

    case.tell("withdrawal", "2026-06-10", ruling_no="（2026）苏0813行初220号之一", voluntary=True)

    assert case.read()["status"] == "withdrawn"
    assert case.duty("statutory_answer", "2026-06-11")["standing"] == "cancelled"
    assert measured(case, agency, "loss_rate", "2026-04-01", "2026-06-30") == (0, 1)


@pytest.mark.edge(9)
def test_where_the_court_does_not_allow_the_withdrawal_the_trial_goes_on_and_the_settlement_stays(made: Made) -> None:
    """行政诉讼法 art. 62: whether it is allowed the court rules. No ruling to allow it was told: the court goes on to a hearing."""
    case, agency = sued(made)
    track = beside(case, agency, "2026-06-05")
    track.settled("2026-06-08")

    case.tell("hearing_notice", "2026-06-12", hearing_on="2026-06-25")
    case.judge("2026-06-26", (ALPHA, "claims_dismissed"))

    assert track.read()["status"] == "settled_signed"
    assert case.read()["status"] == "judged"


@pytest.mark.edge(10)
def test_withdrawn_without_a_settlement_and_deemed_withdrawn_are_no_losses(made: Made) -> None:
    case, agency = sued(made)
    case.tell("withdrawal", "2026-06-10", ruling_no="（2026）苏0813行初220号之一", voluntary=True)
    other = Suit.filed(case.place, "（2026）苏0813行初221号", "2026-06-10", ALPHA)
    other.tell("closure", "2026-06-20", reason="deemed_withdrawn", document_no="（2026）苏0813行初221号之一")

    assert (case.read()["status"], other.read()["status"]) == ("withdrawn", "closed")
    assert measured(case, agency, "loss_rate", "2026-04-01", "2026-06-30") == (0, 2)


@pytest.mark.edge(10)
def test_a_withdrawal_found_later_not_to_have_been_voluntary_is_corrected_and_what_was_known_stays(made: Made) -> None:
    case, _ = sued(made)
    told = {"ruling_no": "（2026）苏0813行初220号之一", "voluntary": True}
    case.tell("withdrawal", "2026-06-10", **told)
    message = "withdrawal-20260813220-2026-06-10"
    right = {"message_id": message, "kind": "withdrawal", "case_no": case.case_no, "occurred_on": "2026-06-10"}
    case.tell("message_correction", "2026-07-01", reason="经查非自愿（样例）", replacement=right | told | {"voluntary": False})

    assert [one["voluntary"] for one in case.read()["withdrawals"]] == [False]
    before = case.read(as_known_at="2026-06-30T00:00:00+08:00")
    assert [one["voluntary"] for one in before["withdrawals"]] == [True]


@pytest.mark.edge(43)
@pytest.mark.parametrize("reason", ["suit_dismissed", "not_accepted"])
def test_dismissed_or_not_accepted_after_a_failed_mediation_is_no_loss_and_asks_for_guidance(made: Made, reason: str) -> None:
    """HZ-8.2: after 不予立案, 驳回起诉 the parties are guided; nobody lost."""
    place = made()
    agency = place.agency("示例甲局（样例）", ALPHA, "department")
    referred = {
        "cause": "行政处罚",
        "applicants": [{"person": {"name": "示例张某"}}],
        "agency_codes": [ALPHA],
        "materials": [{"title": "起诉状（样例）"}],
    }
    number = "（2026）苏0813行诉前调220号"
    told = place.tell("p-1", "pre_litigation_referral", number, "2026-06-01", **referred)
    assert told.status_code == 201, told.text
    if reason == "not_accepted":
        place.tell("c-1", "closure", number, "2026-06-20", reason=reason)
        case = Suit(place, number, told.json()["case_id"])
    else:
        case = Suit.filed(place, CASE_NO, "2026-06-10", ALPHA, pre_case_nos=[number])
        case.tell("closure", "2026-06-20", reason=reason, document_no="（2026）苏0813行初220号之一")

    case.at("2026-06-21")
    tasks = read(case.bureau, "/v1/notify/tasks", code="post_case_guidance")["tasks"]
    assert [(one["case_id"], one["clauses"]) for one in tasks] == [(case.case_id, ["HZ-8.2"])]
    assert case.reviews() == []
    assert measured(case, agency, "loss_rate", "2026-04-01", "2026-06-30")[0] == 0
