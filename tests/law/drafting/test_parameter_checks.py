"""Values of a profile's groups that code reads: one that it could not act on is refused before publication, with file, key and clause."""

from collections.abc import Mapping
from datetime import date
from typing import get_args

import pytest

from services.intake.cases.marks import MINIMA
from services.review import requirements
from yingsu.errors import YingsuError
from yingsu.law.drafting import parameter_checks
from yingsu.law.drafting.checking import check_files
from yingsu.law.profile import builtin_layer, builtin_root, files_of

HOME = files_of(builtin_root() / "hongze" / "2025-04-18")


def problems(files: Mapping[str, str]) -> tuple[YingsuError, ...]:
    """What speaks against 洪泽 with these files in place of its own."""
    changed = {name: text.encode() for name, text in files.items()}
    return check_files({**HOME, **changed}, "hongze", date(2025, 4, 18), builtin_layer).problems


def with_value(group: str, key: str, written: str) -> tuple[YingsuError, ...]:
    """What speaks against a file of the group that holds nothing but this value of the operator's own."""
    kept = HOME.get(f"{group}.toml", b"").decode() if group in ("roles", "identity") else ""
    before, _, after = kept.partition(f"[{key}]\n")
    kept = before + (after.partition("\n\n")[2] if after else "")
    return problems({f"{group}.toml": f"{kept}\n[{key}]\nvalue = {written}\noperator_value = true\n"})


@pytest.mark.parametrize(
    ("group", "key", "written", "said"),
    [
        ("review", "joint_defendants", '"some"', '现为 "some"，须为 "all"、"losers" 之一'),
        ("review", "government_owner", "true", '现为 true，须为 "implementing_unit"、"defendant" 之一'),
        ("review", "head_signature", '"true"', '现为 "true"，须为 true 或 false，不加引号'),
        ("review", "judgment_copy", "1", "现为 1，须为 true 或 false，不加引号"),
        ("review", "addressees", '"区司法局"', "须为文本的列表，至少一项"),
        ("review", "addressees", "[]", "须为文本的列表，至少一项"),
        ("review", "required_parts", '["cause", " "]', "列表中有空白的文本"),
        ("review", "required_parts", '["cause", "conclusion", "cause"]', "列表中“cause”重复"),
        ("review", "adressees", '["区司法局"]', "没有这一项，可用的有 owner、joint_defendants、"),
        ("calendar", "unit_of_ri", '"working_day"', '只能为 "calendar_day"：期限规则各自写明单位'),
        ("calendar", "roll_backward_periods", "true", "只能为 false：倒计的期限遇休息日不移动"),
        ("calendar", "make_up_days_are_working", "false", "只能为 true：调休上班日"),
        ("calendar", "remind_working_days_before", "-1", "须为 0 至 30 的整数"),
        ("calendar", "remind_working_days_before", "true", "须为 0 至 30 的整数"),
        ("calendar", "remind_days", "2", "没有这一项"),
        (
            "hearings",
            "attendance_minimum",
            '"leader_and_staff"',
            '须为 "leader"、"leader_or_staff"、"leader_or_explained_staff" 之一',
        ),
        (
            "handling",
            "government_act",
            '"county"',
            '须为 "implementing_unit"、"implementing_unit_or_defendant"、"legal_office"、"defendant" 之一',
        ),
        ("handling", "decider", '"court"', '现为 "court"，须为 "legal_office"'),
        ("handling", "goverment_act", '"defendant"', "没有这一项，可用的有 government_act、"),
        ("hearings", "attendance_detail", '["attended", "spke"]', "没有“spke”，可用的有"),
        ("hearings", "neither_leader_nor_staff", '"grave"', '现为 "grave"，须为 "severe"'),
        ("hearings", "leader_ranks", '["principal", "chief"]', "没有“chief”，可用的有"),
        ("identity", "agency_types_in_scope", '["township", "enterprise"]', "没有“enterprise”，可用的有"),
        ("identity", "applies_to_reconsideration", '"sometimes"', '须为 true、false、"optional" 之一'),
        ("identity", "level", '"town"', '须为 "province"、"city"、"district"、"county" 之一'),
        ("kpi", "prohibits_hard_attendance_target", '"true"', "须为 true 或 false，不加引号"),
        ("mediation", "filing_never_blocked", "false", "只能为 true：人民法院的立案通知一律登记"),
        ("handling", "government_act", '"unit"', '"legal_office"、"defendant" 之一'),
        ("handling", "joint_defendants", '"defendant"', "没有这一项，可用的有 government_act、"),
        ("handling", "decider", '"defendant"', '须为 "legal_office"'),
        ("appraisal", "automatic_sanction", "true", "只能为 false：系统只提出建议，由人确认"),
        ("roles", "government", "3", "须为文本或者文本的列表"),
        ("roles", "government", '""', "须为文本或者文本的列表"),
    ],
)
def test_a_value_that_code_cannot_act_on_is_refused(group: str, key: str, written: str, said: str) -> None:
    (found,) = with_value(group, key, written)
    assert found.code == "parameter-unfit"
    assert found.message.startswith(f"hongze/2025-04-18/{group}.toml 的 {key}（本单位自定）：")
    assert said in found.message
    assert found.message.endswith("。请改正。")


def test_the_clause_that_the_value_stands_beside_is_named() -> None:
    written = HOME["review.toml"].decode().replace('value = "all"', 'value = "both"')
    (found,) = problems({"review.toml": written})
    assert (found.code, found.clauses) == ("parameter-unfit", ("HZ-9.2",))
    assert "joint_defendants（《关于进一步压降行政诉讼败诉率的十项机制》第九项（HZ-9.2））：现为 " in found.message


def test_groups_that_no_code_reads_hold_whatever_the_document_says() -> None:
    assert problems({"meetings.toml": '[interval]\nvalue = "常态化"\noperator_value = true\n'}) == ()
    assert problems({"hearings.toml": '[participation_stages]\nvalue = ["trial"]\noperator_value = true\n'}) == ()


def test_a_topic_that_a_value_awaits_is_written_as_a_topic() -> None:
    (found,) = problems({"meetings.toml": '[interval]\nvalue = "定期"\nawaits = ["MeetingHeld"]\noperator_value = true\n'})
    assert found.code == "profile-malformed"
    assert "meetings.toml 的 interval.awaits：事件名“MeetingHeld”不合格式" in found.message


def test_what_is_allowed_is_what_the_services_read() -> None:
    assert get_args(requirements.Joint) == parameter_checks.JOINT_DEFENDANTS
    assert get_args(requirements.GovernmentOwner) == parameter_checks.GOVERNMENT_OWNERS
    assert set(parameter_checks.CHECKS["review"]) == {*get_args(requirements.Name)} - {"start"}
    assert set(parameter_checks.ATTENDANCE_MINIMA) == set(MINIMA)
