"""The built-in profiles, their citations, and what the loader refuses."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from yingsu.law import clauses
from yingsu.law.profile import (
    MissingCitation,
    Profile,
    ProfileMalformed,
    StatutoryPeriodLengthened,
    UnknownClause,
    builtin_profiles,
    bundle,
    dormant,
    from_bundle,
    load_builtin,
    load_profile,
)
from yingsu.law.rule import Fact, Rule
from yingsu.law.rules import builtin_rules

NATIONAL = load_builtin("national", date(2018, 2, 8))
HONGZE = load_builtin("hongze", date(2025, 4, 18))
XUECHENG = load_builtin("xuecheng", date(2022, 5, 30))
YICHENG = load_builtin("yicheng", date(2023, 3, 9))


def test_the_national_layer_comes_first_of_those_that_come_with_the_software() -> None:
    assert builtin_profiles()[0] == ("national", date(2018, 2, 8))
    assert {("hongze", date(2025, 4, 18)), ("xuecheng", date(2022, 5, 30)), ("yicheng", date(2023, 3, 9))} <= set(
        builtin_profiles()
    )
    assert (NATIONAL.jurisdiction, NATIONAL.inherits) == (None, None)
    assert (HONGZE.jurisdiction, HONGZE.inherits) == ("320813", "national")
    assert HONGZE.title == "关于进一步压降行政诉讼败诉率的十项机制"


PERIODS = {
    "prefiling_forward": (1, "working_day", "hard", ("HZ-5.2",)),
    "mediation_plan": (3, "working_day", "hard", ("HZ-4.3",)),
    "mediation_schedule": (3, "working_day", "hard", ("HZ-4.4",)),
    "mediation_term": (30, "calendar_day", "advisory", ("TYTJ-27", "ZXTJ-24")),
    "review_start": (5, "working_day", "hard", ("HZ-9.4",)),
    "rectification_report": (10, "working_day", "hard", ("HZ-9.9",)),
    "performance_report": (5, "calendar_day", "hard", ("HZ-7.2",)),
}


YICHENG_PERIODS = {
    "case_report": (3, "calendar_day", "after", "hard", "YC-2.5.1"),
    "answer_report": (3, "calendar_day", "after", "hard", "YC-2.5.2"),
    "leader_list_report": (3, "calendar_day", "before", "hard", "YC-2.2.2"),
    "defeat_report": (10, "calendar_day", "after", "hard", "YC-2.5.3"),
}


@pytest.mark.parametrize("code", YICHENG_PERIODS)
def test_yicheng_periods_and_their_clauses(code: str) -> None:
    rule = YICHENG.rule(code)
    assert rule is not None
    assert rule.period is not None
    found = (rule.period.amount, rule.period.unit, rule.period.direction, rule.force, rule.clauses[0])
    assert found == YICHENG_PERIODS[code]


@pytest.mark.parametrize("profile", [XUECHENG, YICHENG], ids=lambda profile: profile.id)
def test_every_clause_that_asks_for_something_stands_beside_a_value(profile: Profile) -> None:
    cited = {identifier for group in profile.parameters.values() for value in group.values() for identifier in value.clauses}
    cited |= {identifier for rule in profile.rules for identifier in rule.cited()}
    cited |= {identifier for _, provision in profile.provisions() for identifier in provision.cited()}
    own = clauses.load(profile.id)
    assert {clause.id for clause in own if not clause.record_only} - cited == set()
    assert {clause.id for clause in own if clause.record_only} & cited == set()


@pytest.mark.parametrize("profile", [XUECHENG, YICHENG], ids=lambda profile: profile.id)
def test_where_the_document_gives_no_number_nothing_is_ever_a_breach(profile: Profile) -> None:
    told = {clause.id: clause.stated for clause in clauses.load(profile.id) if clause.stated}
    for rule in profile.rules:
        stated = [told[identifier] for identifier in rule.clauses if identifier in told]
        if rule.period is not None:
            assert any(said.amount == rule.period.amount for said in stated), rule.code
        if rule.open_ended is not None:
            assert rule.force == "advisory", rule.code
            assert all(said.amount is None for said in stated), rule.code


@pytest.mark.parametrize("code", PERIODS)
def test_hongze_periods_and_their_clauses(code: str) -> None:
    rule = HONGZE.rule(code)
    assert rule is not None
    assert rule.period is not None
    assert (rule.period.amount, rule.period.unit, rule.force, rule.clauses) == PERIODS[code]


def test_the_statutory_answer_is_fifteen_calendar_days_for_all() -> None:
    rule = NATIONAL.rule("statutory_answer")
    assert rule is not None
    assert rule.period is not None
    assert (rule.period.amount, rule.period.unit, rule.statutory, rule.clauses) == (
        15,
        "calendar_day",
        True,
        ("XSF-67", "XSF-34"),
    )
    assert HONGZE.rule("statutory_answer") is None


def test_rules_of_services_to_come_are_reported_as_dormant_with_the_events_they_wait_for() -> None:
    waiting = {item.code: item for item in dormant(HONGZE)}
    assert waiting.keys() >= {"bureau_analysis", "self_correction", "refer_to_discipline"}
    assert not waiting.keys() & {"mediation_plan", "assignment_notice", "review_start", "rectification_report"}
    assert {item.code for item in waiting.values() if not item.asleep} <= {"performance"}
    assert "review.bureau_analysis_issued.v1" in waiting["bureau_analysis"].topics


def test_whatever_may_stop_a_period_names_what_sets_it_going_again() -> None:
    profiles = [load_builtin(name, first) for name, first in builtin_profiles()]
    stopping = [rule for profile in profiles for rule in profile.rules if rule.suspended_by]
    assert {rule.code for rule in stopping} == {"performance", "trial_term", "trial_term_appeal"}
    assert all(len(rule.resumed_by) == len(rule.suspended_by) for rule in stopping)


@pytest.mark.parametrize("place", ["370403", "370404", "350526", "320813", "370600", "110101"])
def test_a_judgment_is_performed_everywhere_by_national_law_and_no_document_may_soften_it(place: str) -> None:
    layers = builtin_rules().layers_on(place, date(2026, 6, 1))
    rules = [rule for layer in layers if (rule := layer.profile.rule("performance"))]
    assert rules[0].clauses == ("XSF-94", "XSJS-118")
    assert all(rule.statutory and rule.own_date == "perform_by" and "XSF-94" in rule.clauses for rule in rules)
    assert all(_turns(rule) == _turns(rules[0]) for rule in rules)


def _turns(rule: Rule) -> tuple[tuple[Fact, ...], ...]:
    return rule.started_by, rule.suspended_by, rule.resumed_by


@pytest.mark.parametrize("document", ["national", "xuecheng", "yicheng", "dehua", "hongze", "yantai"])
def test_what_a_clause_is_said_to_state_of_time_is_in_its_words(document: str) -> None:
    for clause in clauses.load(document):
        for said in clauses.periods(clause):
            assert said.literal in clause.quote, clause.id


def test_every_value_cites_a_clause_or_is_marked_as_the_operators() -> None:
    for profile in (NATIONAL, HONGZE):
        known = {clause.id for clause in profile.clauses}
        for group in profile.parameters.values():
            for parameter in group.values():
                assert parameter.clauses or parameter.operator_value
                assert set(parameter.clauses) <= known
        for rule in profile.rules:
            assert rule.clauses or rule.operator_value
            assert set(rule.cited()) <= known


def test_all_forty_nine_clauses_of_hongze_are_there_and_citable() -> None:
    hongze = clauses.load("hongze")
    assert len(hongze) == 49
    assert {clause.basis for clause in hongze} == {"verbatim"}
    by_id = {clause.id: clause for clause in hongze}
    assert by_id["HZ-4.3"].quote.startswith("案涉行政机关收到通知后3个工作日内")
    assert by_id["HZ-4.3"].citation == "《关于进一步压降行政诉讼败诉率的十项机制》第四项（HZ-4.3）"
    assert by_id["HZ-0.1"].citation.endswith("引言（HZ-0.1）")
    assert set(by_id) <= {clause.id for clause in HONGZE.clauses}


def test_articles_given_in_paraphrase_say_so() -> None:
    basis = {clause.id: clause.basis for clause in clauses.load("national")}
    assert (basis["XSF-67"], basis["XSJS-48"]) == ("verbatim", "paraphrase")


def test_a_bundle_reads_back_equal_and_has_a_stable_hash() -> None:
    for profile in (NATIONAL, HONGZE):
        content = bundle(profile)
        again = from_bundle(content)
        assert again == profile
        assert hashlib.sha256(bundle(again)).hexdigest() == hashlib.sha256(content).hexdigest()


def test_a_bundle_that_is_not_one_is_refused() -> None:
    for content in (b"{}", b"\xff", b"not json"):
        with pytest.raises(ProfileMalformed, match="无法读取"):
            from_bundle(content)


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

RULE = """
[[obligations]]
code = "report"
title = "报送"
per = "defendant"
owed_by = "defendant"
force = "hard"
clauses = ["XSF-67"]
period = { amount = 3, unit = "calendar_day" }
started_by = [{ topic = "intake.service_recorded.v1", where = { document = "complaint_copy" }, on = "received_on", party = "agency" }]
satisfied_by = [{ all_of = [{ topic = "intake.answer_submitted.v1", party = "agency", on = "submitted_on" }] }]
"""

Loader = Callable[..., Profile]


@pytest.fixture
def load(tmp_path: Path) -> Loader:
    """Writes a profile folder and loads it."""

    def write_and_load(
        obligations: str = RULE, identity: str = IDENTITY, first: date = date(2026, 1, 1), **files: str
    ) -> Profile:
        home = tmp_path / "madeup" / first.isoformat()
        home.mkdir(parents=True)
        for name, content in {"identity": identity, "obligations": obligations, **files}.items():
            (home / f"{name}.toml").write_text(content, encoding="utf-8")
        return load_profile(tmp_path, "madeup", first)

    return write_and_load


@pytest.mark.parametrize(
    "change",
    [
        ('per = "defendant"', 'per = "defendant"\nof_each = { topic = "intake.case_filed.v1", party = "defendants.agency" }'),
        ('per = "defendant"', 'per = "case"\nof_each = { topic = "intake.case_filed.v1" }'),
    ],
)
def test_a_start_of_each_party_needs_a_rule_of_the_case_and_facts_with_a_party(load: Loader, change: tuple[str, str]) -> None:
    with pytest.raises(ProfileMalformed, match="of_each 只用于按案件计算的规则"):
        load(RULE.replace(*change))


def test_a_rule_that_waits_for_a_fact_of_each_party_which_no_service_appends_is_asleep(load: Loader) -> None:
    change = 'per = "case"\nof_each = { topic = "intake.to_come.v1", party = "agency" }'
    assert [item.asleep for item in dormant(load(RULE.replace('per = "defendant"', change)))] == [True]


def test_a_made_up_profile_loads(load: Loader) -> None:
    profile = load()
    assert [rule.code for rule in profile.rules] == ["report"]
    assert dormant(profile) == ()
    assert [clause.id for clause in profile.clauses] == ["XSF-67"]


def test_a_profile_may_bring_its_own_clauses(load: Loader) -> None:
    own = """
[document]
id = "XX"
title = "试拟办法"
issuer = "某区"
[[clauses]]
id = "XX-2.1"
section = "2"
kind = "deadline"
basis = "verbatim"
quote = "三日内报送"
"""
    profile = load(RULE.replace("XSF-67", "XX-2.1"), clauses=own)
    assert [clause.citation for clause in profile.clauses] == ["《试拟办法》第二项（XX-2.1）"]


def test_an_unknown_clause_is_refused(load: Loader) -> None:
    with pytest.raises(UnknownClause, match=r"madeup/2026-01-01/obligations.toml 的 report：条款 XSF-999 不存在") as refusal:
        load(RULE.replace("XSF-67", "XSF-999"))
    assert refusal.value.code == "unknown-clause"


def test_a_rule_without_citation_is_refused(load: Loader) -> None:
    with pytest.raises(MissingCitation, match=r"obligations.toml 的 report：没有引用条款"):
        load(RULE.replace('clauses = ["XSF-67"]\n', ""))


def test_a_parameter_without_citation_is_refused(load: Loader) -> None:
    with pytest.raises(MissingCitation, match=r"roles.toml 的 supervising_body：没有引用条款"):
        load(roles='[supervising_body]\nvalue = "区司法局"\n')


def national_answer() -> str:
    """The statutory rule as the national layer writes it."""
    text = Path(__file__).parents[2].joinpath("yingsu/law/profiles/national/2018-02-08/obligations.toml").read_text("utf-8")
    start = text.index('[[obligations]]\ncode = "statutory_answer"')
    return text[start : text.index('[[obligations]]\ncode = "trial_term"')]


def test_a_jurisdiction_may_shorten_the_statutory_answer(load: Loader) -> None:
    rule = load(national_answer().replace("amount = 15", "amount = 10")).rule("statutory_answer")
    assert rule is not None
    assert rule.period is not None
    assert rule.period.amount == 10


def test_a_jurisdiction_may_not_lengthen_the_statutory_answer(load: Loader) -> None:
    with pytest.raises(StatutoryPeriodLengthened, match="16日长于法定的15日") as refusal:
        load(national_answer().replace("amount = 15", "amount = 16"))
    assert refusal.value.code == "statutory-period-lengthened"
    assert "madeup/2026-01-01/obligations.toml 的 statutory_answer.period.amount" in refusal.value.message
    assert refusal.value.clauses == ("XSF-67", "XSF-34")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('unit = "calendar_day"', 'unit = "working_day"', "period"),
        ('force = "hard"', 'force = "advisory"', "force"),
        ("statutory = true\n", "", "statutory"),
        ("evidence_count = { at_least = 1 }", "evidence_count = { at_least = 0 }", "satisfied_by"),
        ('where = { document = "complaint_copy" }', 'where = { document = "summons" }', "started_by"),
        ('where = { period = "statutory_answer" }, ', "", "moved_by"),
        ('owed_by = "defendant"', 'owed_by = "court"', "owed_by"),
        ('force = "hard"', 'force = "hard"\nwithin = "record"', "within"),
    ],
)
def test_a_jurisdiction_may_not_soften_a_statutory_rule_in_another_way(load: Loader, old: str, new: str, key: str) -> None:
    with pytest.raises(StatutoryPeriodLengthened, match=rf"statutory_answer\.{key}：与法定规则"):
        load(national_answer().replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('code = "report"', 'kode = "report"', "内容不合格式"),
        ("[[obligations]]", "[[obligations", "不是有效的 TOML"),
        ("amount = 3,", "amount = 0,", "日数须为1至3650的整数"),
        ('unit = "calendar_day"', 'unit = "working_day", direction = "before"', "向前倒计"),
        (
            "period = { amount = 3",
            'fixed_date = "01-05"\nperiod = { amount = 3',
            "open_ended 须有且只有一项",
        ),
        ('per = "defendant"', 'per = "defendant"\nafter_expiry_of = "statutory_answer"', "须有且只有一项"),
        ("intake.answer_submitted.v1", "AnswerSubmitted", "不合格式，应如"),
        ('on = "received_on"', 'on = "served_on"', "没有字段 served_on"),
        ('on = "received_on"', 'on = "method"', "字段 method 不是日期"),
        ('document = "complaint_copy"', 'dokument = "complaint_copy"', "没有字段 dokument"),
        ('document = "complaint_copy"', 'document = { contains = "copy" }', "字段 document 不是列表，不能用 contains"),
        ("satisfied_by = [{ all_of = [{", "satisfied_by = []\nnote = '''", "satisfied_by 须写明"),
        ('owed_by = "defendant"', 'owed_by = "nobody"', "roles.toml 中没有“nobody”"),
        ("force = ", 'resumed_by = [{ topic = "intake.extension_granted.v1" }]\nforce = ', "resumed_by 只能与 suspended_by 同用"),
        (
            "period = { amount = 3, unit",
            'suspended_by = [{ topic = "intake.extension_granted.v1" }]\nperiod = { direction = "before", amount = 3, unit',
            "倒计的期限和未定期限的事项不能中止",
        ),
        (
            'period = { amount = 3, unit = "calendar_day" }',
            'moved_by = [{ topic = "intake.extension_granted.v1", until = "until", anchor = true }]\nfixed_date = "01-05"',
            "只用于有 period 的规则",
        ),
        (
            "force = ",
            'moved_by = [{ topic = "intake.extension_granted.v1", until = "reason" }]\nforce = ',
            "字段 reason 不是日期",
        ),
    ],
)
def test_a_rule_that_cannot_work_is_refused(load: Loader, old: str, new: str, reason: str) -> None:
    changed = RULE.replace(old, new, 1)
    if "'''" in changed:
        changed = changed.rstrip() + "'''\n"
    with pytest.raises(ProfileMalformed, match=reason) as refusal:
        load(changed)
    assert "madeup/2026-01-01/obligations.toml" in refusal.value.message


CHAIN = RULE.replace('code = "report"', 'code = "{code}"').replace(
    RULE[RULE.index("started_by") : RULE.index("satisfied_by")], 'after_expiry_of = "{after}"\n'
)


def chain(code: str, after: str) -> str:
    return CHAIN.replace("{code}", code).replace("{after}", after)


def test_periods_that_follow_each_other_in_a_circle_are_refused(load: Loader) -> None:
    with pytest.raises(ProfileMalformed, match="after_expiry_of 循环：a → b → a"):
        load(chain("a", "b") + chain("b", "a"))


def test_a_period_that_follows_an_unknown_rule_is_refused(load: Loader) -> None:
    with pytest.raises(ProfileMalformed, match="所指规则“nothing”不存在"):
        load(chain("a", "nothing"))


def test_a_period_may_follow_a_rule_of_the_layer_above(load: Loader) -> None:
    assert load(chain("a", "statutory_answer")).rules[0].after_expiry_of == "statutory_answer"


def test_two_rules_of_one_code_are_refused(load: Loader) -> None:
    with pytest.raises(ProfileMalformed, match="code 重复"):
        load(RULE + RULE)


def test_a_fixed_day_that_is_none_is_refused(load: Loader) -> None:
    with pytest.raises(ProfileMalformed, match="fixed_date“02-30”须为"):
        load(RULE.replace('period = { amount = 3, unit = "calendar_day" }', 'fixed_date = "02-30"'))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('value = "试拟"', "value = 3", "identity.toml 的 title：须为文本"),
        ("[title]", "[name]", "title：缺少标题"),
        ('value = "national"', 'value = "province"', "上级文件“province”"),
        ("[title]", '[effective_from]\nvalue = "2026-02-01"\noperator_value = true\n[title]', "与目录所示施行日期不一致"),
    ],
)
def test_an_identity_that_cannot_be_is_refused(load: Loader, old: str, new: str, reason: str) -> None:
    with pytest.raises(ProfileMalformed, match=reason):
        load(identity=IDENTITY.replace(old, new, 1))


def test_a_layer_older_than_the_one_it_inherits_is_checked_against_its_first_version(load: Loader) -> None:
    longer = RULE.replace('code = "report"', 'code = "statutory_answer"', 1).replace("amount = 3,", "amount = 16,", 1)
    with pytest.raises(StatutoryPeriodLengthened, match="16日长于法定的15日"):
        load(longer, first=date(2017, 1, 1))


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileMalformed, match="没有政策文件 nowhere/2026-01-01"):
        load_profile(tmp_path, "nowhere", date(2026, 1, 1))


def test_clause_files_that_cannot_be_used_are_refused() -> None:
    head = '[document]\nid = "X"\ntitle = "t"\nissuer = "i"\n'
    one = '[[clauses]]\nid = "X-1"\nsection = "1"\nkind = "k"\nbasis = "verbatim"\nquote = "q"\n'
    with pytest.raises(clauses.ClausesMalformed, match="编号 X-1 重复"):
        clauses.read((head + one + one).encode(), "x.toml")
    with pytest.raises(clauses.ClausesMalformed, match=r"x\.toml 无法读取"):
        clauses.read(b"[document]", "x.toml")
    assert clauses.load("nowhere") == ()


def test_a_rule_that_can_start_and_end_is_awake_although_what_would_move_it_is_to_come(load: Loader) -> None:
    moved = 'per = "defendant"\nmoved_by = [{ topic = "intake.to_come.v1", until = "until" }]'
    (waiting,) = dormant(load(RULE.replace('per = "defendant"', moved)))
    assert (waiting.asleep, waiting.topics) == (False, ("intake.to_come.v1",))
    assert dormant(NATIONAL) == ()


@pytest.mark.parametrize(
    "move", ['topic = "intake.to_come.v1"', 'topic = "intake.to_come.v1", until = "u", period = { amount = 5, unit = "month" }']
)
def test_a_move_sets_a_day_or_a_period_and_not_both(load: Loader, move: str) -> None:
    with pytest.raises(ProfileMalformed, match="until 或者 period 之一"):
        load(RULE.replace('per = "defendant"', f'per = "defendant"\nmoved_by = [{{ {move} }}]'))
