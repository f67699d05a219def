"""Whether a profile may be put in force: all problems at once, each with file, key, reason and what to do."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from yingsu.errors import YingsuError
from yingsu.law.drafting.checking import check_files
from yingsu.law.drafting.folder import LISTS
from yingsu.law.layer import PROVISIONS
from yingsu.law.profile import Profile, assemble, builtin_layer, builtin_profiles, builtin_root, files_of

FIRST = date(2026, 1, 1)
IDENTITY = """
[title]
value = "试拟"
operator_value = true
[jurisdiction]
value = "370402"
operator_value = true
[inherits]
value = "national"
operator_value = true
"""
ROLES = """
[office]
value = "区司法局"
operator_value = true
"""
RULE = """
[[obligations]]
code = "report"
title = "报送"
per = "defendant"
owed_by = "defendant"
force = "hard"
clauses = ["XX-1"]
period = { amount = 3, unit = "working_day" }
started_by = [{ topic = "intake.service_recorded.v1", where = { document = "complaint_copy" }, on = "received_on", party = "agency" }]
satisfied_by = [{ all_of = [{ topic = "intake.answer_submitted.v1", party = "agency", on = "submitted_on" }] }]
"""
RECURRING = """
[[recurring]]
code = "bulletin"
title = "通报"
cycle = "quarter"
per = "jurisdiction"
owed_by = "office"
force = "hard"
inside = true
clauses = ["XX-3"]
satisfied_by = [{ all_of = [{ topic = "review.bulletin_published.v1" }] }]
"""
CLAUSES = """
[document]
id = "XX"
title = "试拟办法"
issuer = "某区"
[[clauses]]
id = "XX-1"
section = "1"
kind = "deadline"
basis = "verbatim"
quote = "三个工作日内报送"
stated = { literal = "三个工作日内", unit = "working_day", amount = 3, direction = "after" }
[[clauses]]
id = "XX-2"
section = "2"
kind = "deadline"
basis = "verbatim"
quote = "及时报送"
stated = { literal = "及时", unit = "none stated", direction = "after" }
[[clauses]]
id = "XX-3"
section = "3"
kind = "periodic-report"
basis = "verbatim"
quote = "每季度通报"
stated = { literal = "每季度", unit = "quarter", amount = 1, direction = "recurring" }
[[clauses]]
id = "XX-4"
section = "4"
kind = "role"
basis = "verbatim"
quote = "区司法局负责"
"""

Problems = tuple[YingsuError, ...]


def problems(
    obligations: str = RULE,
    *,
    identity: str = IDENTITY,
    above: Callable[[str, date], Profile | None] = builtin_layer,
    **files: str,
) -> Problems:
    written = {"identity": identity, "roles": ROLES, "clauses": CLAUSES, "obligations": obligations, **files}
    content = {f"{name}.toml": text.encode() for name, text in written.items()}
    return check_files(content, "madeup", FIRST, above).problems


def provided(file: str, text: str) -> Problems:
    written = {"identity": IDENTITY, "roles": ROLES, "clauses": CLAUSES, "obligations": RULE, file: text}
    content = {f"{name}.toml": inner.encode() for name, inner in written.items()}
    return check_files(content, "madeup", FIRST, builtin_layer).problems


def codes(found: Problems) -> list[str]:
    return [problem.code for problem in found]


@pytest.mark.parametrize("profile", builtin_profiles(), ids=lambda item: str(item))
def test_every_built_in_profile_may_be_put_in_force(profile: tuple[str, date]) -> None:
    name, first = profile
    found = check_files(files_of(builtin_root().joinpath(name, first.isoformat())), name, first, builtin_layer)
    assert [problem.message for problem in found.problems] == []


def test_a_profile_in_order_has_no_problems() -> None:
    assert problems(recurring=RECURRING) == ()


def test_every_list_of_provisions_is_a_file_of_its_own() -> None:
    assert set(LISTS) == {"obligations", *PROVISIONS}


def test_all_problems_are_told_at_once() -> None:
    broken = RULE.replace('owed_by = "defendant"', 'owed_by = "nobody"').replace('clauses = ["XX-1"]', 'clauses = ["XX-9"]')
    broken += RULE.replace('code = "report"', 'code = "second"').replace("amount = 3", "amount = 0")
    broken += RULE.replace('code = "report"', 'kode = "third"')
    found = problems(broken, roles='[office]\nvalue = 3.5\noperator_value = true\n[clerk]\nvalue = "科员"\n')
    messages = [problem.message for problem in found]
    assert [message for message in messages if "obligations.toml 的 第3项：内容不合格式：没有“kode”这一项" in message]
    assert [message for message in messages if "roles.toml 的 office.value：内容不合格式：应为" in message]
    assert [message for message in messages if "roles.toml 的 clerk：没有引用条款" in message]
    assert [message for message in messages if "report：条款 XX-9 不存在" in message]
    assert [message for message in messages if "second：period：期限长度0超出范围" in message]
    assert not [message for message in messages if "没有“nobody”" in message], "a roles file half read proves no role missing"
    assert all(message.startswith("madeup/2026-01-01/") for message in messages)
    assert codes(found).count("profile-malformed") == 3
    assert len(found) == 6, "the sixth: the second rule's number is not the clause's either"


def test_a_file_that_is_no_toml_is_one_problem_and_the_others_are_still_checked() -> None:
    found = problems(RULE.replace('clauses = ["XX-1"]', 'clauses = ["XX-9"]'), roles="[office")
    assert codes(found) == ["profile-malformed", "unknown-clause"]
    assert "roles.toml：不是有效的 TOML" in found[0].message


@pytest.mark.parametrize("force", ["hard", "advisory"])
def test_a_clause_that_says_at_once_gives_no_number_and_so_no_breach(force: str) -> None:
    rule = RULE.replace('"hard"', f'"{force}"').replace("XX-1", "XX-2")
    found = problems(rule)
    assert codes(found) == ["breach-without-number"]
    assert "只写“及时”，没有数目" in found[0].message
    assert "《试拟办法》第二项（XX-2）" in found[0].message
    assert found[0].clauses == ("XX-2",)


def test_the_mark_of_the_operator_does_not_make_a_breach_of_at_once() -> None:
    own = RULE.replace("XX-1", "XX-2").replace('force = "hard"', 'force = "hard"\noperator_value = true')
    assert codes(problems(own)) == ["breach-without-number"]
    assert problems(own.replace('"hard"', '"advisory"')) == ()


def test_a_clause_beside_that_says_nothing_of_time_does_not_help() -> None:
    found = problems(RULE.replace('["XX-1"]', '["XX-2", "XX-4"]'))
    assert codes(found) == ["breach-without-number"]
    assert codes(problems(RULE.replace('["XX-1"]', '["XX-4"]'))) == ["breach-without-number"]
    assert problems(RULE.replace('["XX-1"]', '["XX-2", "XX-1"]')) == ()


def test_a_number_that_rests_on_an_article_of_national_law_is_one_of_the_article() -> None:
    def resting(article: str, period: str) -> Problems:
        return problems(RULE.replace('["XX-1"]', f'["{article}"]').replace('{ amount = 3, unit = "working_day" }', period))

    (found,) = resting("XSF-67", '{ amount = 3, unit = "working_day" }')
    assert (found.code, "XSF-67 为“15日”；XSF-67 为“5日”" in found.message) == ("number-not-of-clause", True)
    assert resting("XSF-67", '{ amount = 15, unit = "calendar_day" }') == ()
    assert resting("XSF-67", '{ amount = 5, unit = "calendar_day" }') == (), "the court's own five days stand in the same article"
    assert codes(resting("XSF-81", '{ amount = 3, unit = "month" }')) == ["number-not-of-clause"]
    (found,) = resting("XSF-94", '{ amount = 30, unit = "calendar_day" }')
    assert (found.code, "行政诉讼法第九十四条）没有规定时间" in found.message) == ("breach-without-number", True)


def test_a_shorter_statutory_period_needs_a_source_where_the_document_claims_one_for_it() -> None:
    def shortened(name: str, first: date, rule: str = "") -> Problems:
        files = files_of(builtin_root().joinpath(name, first.isoformat()))
        text = (files["obligations.toml"].decode() + rule).replace("amount = 15,", "amount = 10,")
        return check_files(files | {"obligations.toml": text.encode()}, name, first, builtin_layer).problems

    national = files_of(builtin_root().joinpath("national", "2018-02-08"))["obligations.toml"].decode()
    answer = national[
        national.index('[[obligations]]\ncode = "statutory_answer"') : national.index('[[obligations]]\ncode = "trial_term"')
    ]
    assert shortened("hongze", date(2025, 4, 18), f"\n{answer}") == (), "ten days are within the fifteen of the article"
    (found,) = shortened("dehua", date(2025, 10, 15))
    assert (found.code, "statutory_answer.period：“10日”" in found.message) == ("number-not-of-clause", True)


@pytest.mark.parametrize(
    "period",
    [
        '{ amount = 5, unit = "working_day" }',
        '{ amount = 3, unit = "calendar_day" }',
        '{ amount = 3, unit = "calendar_day", direction = "before" }',
    ],
)
def test_a_number_other_than_the_clause_s_is_refused(period: str) -> None:
    rule = RULE.replace('{ amount = 3, unit = "working_day" }', period)
    found = problems(rule)
    assert codes(found) == ["number-not-of-clause"]
    assert "XX-1 为“3个工作日”" in found[0].message
    assert found[0].clauses == ("XX-1",)
    assert problems(rule.replace('force = "hard"', 'force = "hard"\noperator_value = true')) == ()


def test_an_open_task_is_never_a_breach() -> None:
    rule = RULE.replace('period = { amount = 3, unit = "working_day" }', 'open_ended = "及时"').replace("XX-1", "XX-2")
    found = problems(rule)
    assert codes(found) == ["breach-without-number"]
    assert "文件只写“及时”" in found[0].message
    assert problems(rule.replace('"hard"', '"advisory"')) == ()


def test_a_recurring_duty_has_one_last_day() -> None:
    found = problems(recurring=RECURRING.replace("inside = true", 'inside = true\nfixed_date = "01-05"'))
    assert codes(found) == ["due-twice"]
    assert "inside、fixed_date 同时写明" in found[0].message


def test_a_recurring_duty_rests_on_the_cycle_of_its_clause() -> None:
    found = problems(recurring=RECURRING.replace('"quarter"', '"year"'))
    assert codes(found) == ["number-not-of-clause"]
    assert "XX-3 为 quarter" in found[0].message


def test_a_recurring_duty_of_a_clause_that_says_regularly_is_no_breach() -> None:
    found = problems(recurring=RECURRING.replace("XX-3", "XX-2"))
    assert codes(found) == ["breach-without-number"]
    assert (
        problems(recurring=RECURRING.replace("XX-3", "XX-2").replace("inside = true\n", "").replace('"hard"', '"advisory"')) == ()
    )


@pytest.mark.parametrize(
    ("file", "text", "where"),
    [
        ("recurring", RECURRING.replace('owed_by = "office"', 'owed_by = "nobody"'), "recurring.toml 的 bulletin.owed_by"),
        (
            "escalations",
            '[[escalations]]\ncode = "talk"\ntitle = "约谈"\nwindow = "year"\nclauses = ["XX-4"]\n[[escalations.tiers]]\nno = 1\n'
            'title = "约谈"\nby = ["nobody"]\ntriggers = [{ count = "losses", at_least = 1 }]\n',
            "escalations.toml 的 talk.tiers.1.by",
        ),
        (
            "registers",
            '[[registers]]\ncode = "r"\ntitle = "台账"\nclauses = ["XX-4"]\nof = [{ topic = "intake.case_filed.v1" }]\nkept_by = "nobody"\n',
            "registers.toml 的 r.kept_by",
        ),
        (
            "bulletins",
            '[[bulletins]]\ncode = "b"\ntitle = "通报"\nclauses = ["XX-4"]\npublisher = "office"\ncopy_to = ["nobody"]\n'
            'topic = "review.bulletin_published.v1"\n',
            "bulletins.toml 的 b.copy_to",
        ),
        (
            "documents",
            '[[documents]]\ncode = "d"\ntitle = "建议书"\nclauses = ["XX-4"]\nissuer = "nobody"\ntopic = "review.advice_issued.v1"\n',
            "documents.toml 的 d.issuer",
        ),
    ],
)
def test_a_provision_names_roles_that_are_listed(file: str, text: str, where: str) -> None:
    found = [problem for problem in provided(file, text) if problem.code == "role-unknown"]
    assert [where in problem.message for problem in found] == [True]
    assert "roles.toml 中没有“nobody”" in found[0].message


def test_a_role_of_the_layer_above_will_do() -> None:
    assert problems(recurring=RECURRING.replace('owed_by = "office"', 'owed_by = "court"')) == ()


def test_a_profile_of_a_jurisdiction_rests_on_national_law() -> None:
    found = problems(identity=IDENTITY.partition("[inherits]")[0], obligations="")
    assert codes(found) == ["layer-missing"]
    assert "国家法律规定的期限不因地方文件而停用" in found[0].message
    found = problems(identity=IDENTITY.replace("370402", "薛城"))
    assert codes(found) == ["layer-missing"]
    assert "六位行政区划代码" in found[0].message


def test_a_longer_statutory_period_is_refused_also_when_a_layer_lies_between() -> None:
    national = builtin_layer("national", FIRST)
    assert national is not None
    city_files = {"identity.toml": IDENTITY.replace("370402", "370400").encode()}
    city = assemble(city_files, "city", FIRST, builtin_layer).profile
    layers: Mapping[str, Profile] = {"city": city, "national": national}
    longer = RULE.replace('code = "report"', 'code = "statutory_answer"').replace(
        '{ amount = 3, unit = "working_day" }', '{ amount = 16, unit = "calendar_day" }'
    )
    found = problems(longer, identity=IDENTITY.replace('"national"', '"city"'), above=lambda name, _: layers.get(name))
    assert "statutory-period-lengthened" in codes(found)


def test_layers_in_a_circle_are_refused() -> None:
    itself = assemble(
        {"identity.toml": IDENTITY.replace("national", "madeup").encode()}, "madeup", FIRST, lambda *_: None
    ).profile
    found = problems(identity=IDENTITY.replace("national", "madeup"), above=lambda *_: itself)
    assert "继承了自身" in found[0].message


TARGET = """
[[metrics]]
code = "appearance"
title = "负责人出庭应诉率"
numerator = "{numerator}"
denominator = "{denominator}"
at_least = "1"
clauses = ["XX-4"]
"""


def test_a_target_for_appearances_is_refused_where_the_layer_above_forbids_it() -> None:
    """YT-4.1.4"""
    yantai = builtin_layer("yantai", FIRST)
    assert yantai is not None
    rate = next(metric for metric in yantai.metrics if metric.denominator and "出庭" in metric.title)
    target = TARGET.format(numerator=rate.numerator, denominator=rate.denominator)
    layers = {"yantai": yantai, "national": builtin_layer("national", FIRST)}
    district = IDENTITY.replace("370402", "370602").replace('"national"', '"yantai"')
    found = problems(identity=district, metrics=target, above=lambda name, _: layers[name])
    assert codes(found) == ["attendance-target-prohibited"]
    assert found[0].clauses == ("YT-4.1.4",)
    assert "YT-4.1.4" in found[0].message
    assert problems(metrics=target) == (), "elsewhere nothing forbids it"


@pytest.mark.parametrize("code", ["", "Report", "a b", "报送", "a-b", "a.b", "1a", "x" * 81, r"a\nb"])
def test_a_code_is_what_an_address_can_hold(code: str) -> None:
    found = problems(RULE.replace('code = "report"', f'code = "{code}"'), recurring=RECURRING.replace('"bulletin"', f'"{code}"'))
    assert codes(found) == ["profile-malformed"] * 2
    assert all("code 须以小写字母开头" in problem.message for problem in found)


def test_what_an_official_reads_has_a_title() -> None:
    found = problems(RULE.replace('title = "报送"', 'title = " "'))
    assert codes(found) == ["profile-malformed"]
    assert "report.title：不能为空" in found[0].message


@pytest.mark.parametrize("value", ['"true"', "1"])
def test_whether_a_last_day_rolls_is_true_or_false(value: str) -> None:
    found = provided("calendar", f"[roll_last_day_forward]\nvalue = {value}\noperator_value = true\n")
    assert codes(found) == ["profile-malformed"]
    assert "calendar.toml 的 roll_last_day_forward：须为 true 或 false" in found[0].message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("inside = true", 'fixed_date = "02-30"', "fixed_date“02-30”须为“月-日”"),
        ("inside = true", 'fixed_date = "02-29"', "fixed_date“02-29”须为“月-日”"),
        ("inside = true", 'period = { amount = 0, unit = "month" }', "period：期限长度0超出范围"),
        ("inside = true", 'period = { amount = 3, unit = "calendar_day", direction = "before" }', "不能倒计"),
        ("inside = true", "inside = true\nat_least = 0", "at_least 须为 1 以上的整数，现为 0"),
        ('[{ all_of = [{ topic = "review.bulletin_published.v1" }] }]', "[]", "satisfied_by 须写明办结的事实"),
        ('topic = "review.bulletin_published.v1"', 'topic = "Bulletin"', "事件名“Bulletin”不合格式"),
        (
            'topic = "review.bulletin_published.v1"',
            'topic = "intake.case_filed.v1", on = "told_on"',
            "事件 intake.case_filed.v1 没有字段 told_on",
        ),
    ],
)
def test_a_recurring_duty_that_cannot_work_is_told(old: str, new: str, said: str) -> None:
    assert old in RECURRING
    found = problems(recurring=RECURRING.replace(old, new).replace("clauses", "operator_value = true\nclauses"))
    assert codes(found) == ["profile-malformed"]
    assert "recurring.toml 的 bulletin：" in found[0].message
    assert said in found[0].message


def test_a_finding_of_a_ladder_names_what_its_event_has() -> None:
    ladder = """
[[escalations]]
code = "talk"
title = "约谈"
window = "year"
clauses = ["XX-4"]
[[escalations.tiers]]
no = 1
title = "约谈"
by = ["office"]
triggers = [{ finding = { topic = "intake.case_filed.v1", where = { reason = "x" } } }]
"""
    found = provided("escalations", ladder)
    assert codes(found) == ["ladder-malformed"]
    assert "finding：事件 intake.case_filed.v1 没有字段 reason" in found[0].message


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("method = { at_least = 1 }", "字段 method 不是整数，不能用 at_least、at_most"),
        ('"agency.name" = "x"', "没有字段 agency.name"),
    ],
)
def test_a_condition_fits_the_field_it_looks_at(condition: str, said: str) -> None:
    found = problems(RULE.replace('document = "complaint_copy"', f'document = "complaint_copy", {condition}'))
    assert said in found[0].message


def test_a_condition_does_not_reach_into_a_list() -> None:
    started = (
        'topic = "intake.case_filed.v1", where = { "defendants.agency" = "a" }, on = "filed_on", party = "defendants.agency"'
    )
    rule = RULE.replace(
        'topic = "intake.service_recorded.v1", where = { document = "complaint_copy" }, on = "received_on", party = "agency"',
        started,
    )
    assert rule != RULE
    found = problems(rule)
    assert codes(found) == ["profile-malformed"]
    assert "字段 defendants.agency 在列表或者可能没有的内容之中，不能使用" in found[0].message
