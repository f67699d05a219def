"""烟台 (370600): what the document of the city means for the districts below it, and for their documents. The acceptance examples."""

from datetime import date

import pytest

from tests.clauses.docket import Docket
from tests.law.casebook import TOWN
from yingsu.law.drafting.checking import Checked, check_files
from yingsu.law.figures.period import Period
from yingsu.law.profile import builtin_layer, builtin_root, files_of, load_builtin
from yingsu.law.rules import builtin_rules

YANTAI, DISTRICT = "370600", "370602"
"""The city, and a district of it that has no document of its own."""
CITY_OF_OTHERS = "370402"
"""A district of 枣庄 without a document of its own."""
PROFILE = load_builtin("yantai", date(2017, 5, 31))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
AFTER = date(2027, 2, 1)


@pytest.mark.clause("YT-0.1")
@pytest.mark.parametrize("day", [date(2018, 3, 1), date(2026, 6, 1)])
def test_a_district_without_a_document_of_its_own_resolves_everything_from_the_city(day: date) -> None:
    rules = builtin_rules()
    found, city = (rules.profile_for(place, day) for place in (DISTRICT, YANTAI))
    assert found is not None
    assert (found.profile.id, found) == ("yantai", city)
    assert rules.layers_on(DISTRICT, day) == rules.layers_on(YANTAI, day)
    elsewhere = rules.profile_for(CITY_OF_OTHERS, day)
    assert elsewhere is not None
    assert elsewhere.profile.id == "national"


TARGET = """
[[metrics]]
code = "leader_attendance_rate"
title = "负责人出庭应诉率"
numerator = "leader_attended"
denominator = "heard"
at_least = "1.00"
operator_value = true
"""


def checked(name: str, files: dict[str, bytes]) -> Checked:
    """What speaks against putting these files in force from 1 July 2026."""
    return check_files(files, name, date(2026, 7, 1), builtin_layer)


@pytest.mark.clause("YT-4.1.4")
def test_a_target_for_the_appearance_of_leaders_is_refused_and_the_rate_is_shown_without_a_mark() -> None:
    files = files_of(builtin_root() / "yantai" / "2017-05-31")
    files["identity.toml"] = files["identity.toml"].replace(b"2017-05-31", b"2026-07-01")
    assert checked("yantai", files).problems == ()
    rate = b'numerator = "leader_attended"\n'
    assert files["metrics.toml"].count(rate) == 1
    (refused,) = checked(
        "yantai", files | {"metrics.toml": files["metrics.toml"].replace(rate, rate + b'at_least = "1.00"\n')}
    ).problems
    assert (refused.code, refused.clauses) == ("attendance-target-prohibited", ("YT-4.1.4",))
    assert "不得硬性设置行政机关负责人出庭应诉率" in refused.message
    docket = Docket(YANTAI)
    docket.heard(date(2026, 4, 14), TOWN, deputies=18, nobody=2)
    figure = docket.figure(PROFILE, "leader_attendance_rate", TOWN, YEAR, AFTER)
    assert figure.rate is not None
    assert (figure.rate.percent, figure.target, figure.met) == ("90.00%", None, None)


# 二、（三）答辩举证


@pytest.mark.clause("YT-2.3.4")
def test_an_answer_that_waits_for_approval_on_the_last_day_is_overdue_on_the_next() -> None:
    trial = Docket(DISTRICT).trial(date(2026, 6, 1), TOWN)
    trial.served(date(2026, 6, 8), TOWN)
    (owed,) = trial.obligations("statutory_answer")
    assert (owed.due, owed.standing(date(2026, 6, 23)), owed.standing(date(2026, 6, 24))) == (
        date(2026, 6, 23),
        "due_today",
        "overdue",
    )
    assert PROFILE.parameters["roles"]["document_approver"].note == "内部报批不停止法定期限"
    answer = PROFILE.rule("statutory_answer")
    assert answer is not None
    assert (answer.suspended_by, [move.topic for move in answer.moved_by]) == (
        (),
        ["intake.extension_granted.v1", "intake.procedure_changed.v1"],
    )


@pytest.mark.clause("YT-2.3.4")
def test_no_document_may_let_the_approval_of_papers_stop_the_period_for_the_answer() -> None:
    files = files_of(builtin_root() / "yantai" / "2017-05-31")
    files["identity.toml"] = files["identity.toml"].replace(b"2017-05-31", b"2026-07-01")
    rules = files["obligations.toml"]
    stopping = b'force = "hard"\nsuspended_by = [{ topic = "intake.answer_sent_for_approval.v1" }]\n'
    changed = rules.replace(b'force = "hard"\n', stopping, 1)
    (refused,) = checked("yantai", files | {"obligations.toml": changed}).problems
    assert (refused.code, "XSF-67" in refused.clauses) == ("statutory-period-lengthened", True)
    assert "obligations.toml 的 statutory_answer.suspended_by：与法定规则" in refused.message


# 五、结合实际细化


IDENTITY = """
[title]
value = "试拟办法（样例）"
operator_value = true
[jurisdiction]
value = "370602"
operator_value = true
[inherits]
value = "yantai"
operator_value = true
"""
CASE_REPORT = """
[[obligations]]
code = "case_report"
title = "报备案件"
per = "defendant"
owed_by = "primary_resolver"
force = "hard"
operator_value = true
period = { amount = 3, unit = "calendar_day" }
started_by = [{ topic = "intake.service_recorded.v1", where = { document = "complaint_copy" }, on = "received_on", party = "agency" }]
satisfied_by = [{ all_of = [{ topic = "intake.answer_submitted.v1", party = "agency", on = "submitted_on" }] }]
"""


@pytest.mark.clause("YT-5.1")
def test_a_district_may_add_a_period_of_its_own_and_not_set_what_the_city_may_not() -> None:
    files = {"identity.toml": IDENTITY.encode(), "obligations.toml": CASE_REPORT.encode()}
    own = checked("zhifu", files)
    assert (own.problems, [layer.id for layer in own.layers]) == ((), ["yantai", "national"])
    (refused,) = checked("zhifu", files | {"metrics.toml": TARGET.encode()}).problems
    assert (refused.code, refused.clauses) == ("attendance-target-prohibited", ("YT-4.1.4",))
