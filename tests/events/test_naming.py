"""Which facts name the agencies of a case, and whom they name."""

from datetime import date

import pytest

from yingsu.events.intake.case import CaseFiled, Defendant, ServiceRecorded
from yingsu.events.intake.parties import DefendantAdded
from yingsu.events.intake.prelitigation import PreFilingNotified, PreLitigationReferred, Respondent
from yingsu.events.naming import NAMING, Naming, named

DAY = date(2026, 3, 30)
RESPONDENTS = (Respondent(agency="agency-1", jurisdiction="320813"), Respondent(agency="agency-2", jurisdiction="320812"))
DEFENDANTS = (
    Defendant(agency="agency-1", jurisdiction="320813", object="original_act"),
    Defendant(agency="agency-3", jurisdiction="320812", object="reconsideration_decision"),
)
REFERRED = PreLitigationReferred(
    court="苏0813",
    case_no="（2026）苏0813行诉前调8号",
    type_code="行诉前调",
    type_known=True,
    referred_on=DAY,
    received_on=DAY,
    cause="行政处罚",
    applicants=(),
    respondents=RESPONDENTS,
    act=None,
    claims=None,
    materials=(),
    complaint_received_on=None,
)
TOLD = PreFilingNotified(
    court="苏0813",
    case_no="（2026）苏0813行诉前立5号",
    type_code="行诉前立",
    type_known=True,
    received_on=DAY,
    cause="行政处罚",
    applicants=(),
    respondents=RESPONDENTS[:1],
    act=None,
)
FILED = CaseFiled(
    court="苏0813",
    case_no="（2026）苏0813行初12号",
    type_code="行初",
    type_known=True,
    instance="first",
    filed_on=DAY,
    cause="行政处罚",
    plaintiffs=(),
    defendants=DEFENDANTS,
    act=None,
    claims=None,
    complaint_received_on=None,
    mediable=None,
)
ADDED = DefendantAdded(
    agency="agency-3", jurisdiction="320812", object="reconsideration_decision", added_on=DAY, reason="复议机关（样例）"
)


@pytest.mark.parametrize(
    ("event", "parties"),
    [(REFERRED, RESPONDENTS), (TOLD, RESPONDENTS[:1]), (FILED, DEFENDANTS), (ADDED, DEFENDANTS[1:])],
    ids=lambda value: type(value).__name__,
)
def test_referral_notice_filing_and_addition_name_the_agencies(
    event: Naming, parties: tuple[Defendant | Respondent, ...]
) -> None:
    assert named(event) == parties
    assert event.TOPIC in NAMING


def test_what_is_told_of_one_agency_later_names_nobody_new() -> None:
    served = ServiceRecorded(agency="agency-1", document="complaint_copy", received_on=DAY, method=None)

    assert named(served) == ()
    assert served.TOPIC not in NAMING
