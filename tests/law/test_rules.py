"""Which profile governs which day, and what of published rules is used."""

from datetime import date

import msgspec
import pytest

from tests.law.casebook import ELSEWHERE, HONGZE
from tests.law.mediation_casebook import MediationCasebook
from yingsu.law.calendar import CalendarYear, builtin_bytes
from yingsu.law.layering import StatutoryPeriodLengthened
from yingsu.law.obligations import evaluate
from yingsu.law.profile import Profile, ProfileMalformed, bundle, from_bundle, load_builtin
from yingsu.law.rule import Length, Parameter
from yingsu.law.rules import PublishedCalendar, PublishedProfile, Rules, builtin_rules

NATIONAL = load_builtin("national", date(2018, 2, 8))
LOCAL = load_builtin("hongze", date(2025, 4, 18))


def published(profile: Profile, version: int = 1, first: date | None = None) -> PublishedProfile:
    return PublishedProfile(profile=from_bundle(bundle(profile)), version=version, effective_from=first or profile.effective_from)


def years(*numbers: int) -> list[PublishedCalendar]:
    return [PublishedCalendar(year=CalendarYear.from_bytes(builtin_bytes(number)), version=1) for number in numbers]


def token(rules: Rules, jurisdiction: str, day: date) -> str | None:
    found = rules.profile_for(jurisdiction, day)
    return found.token if found else None


def test_a_jurisdiction_falls_back_to_the_national_layer() -> None:
    rules = builtin_rules()
    assert token(rules, HONGZE, date(2025, 4, 17)) == "national.1"
    assert token(rules, HONGZE, date(2025, 4, 18)) == "hongze.1"
    assert token(rules, ELSEWHERE, date(2026, 1, 1)) == "national.1"
    assert token(rules, HONGZE, date(2018, 2, 7)) is None


def of_division(code: str, name: str, first: date) -> PublishedProfile:
    """A profile without rules of its own, for a division."""
    return published(msgspec.structs.replace(LOCAL, id=name, jurisdiction=code, rules=(), effective_from=first))


def test_a_district_without_a_profile_is_under_its_citys_then_its_provinces() -> None:
    """YT-0.1: the document of a city governs its counties and districts."""
    city, province = of_division("370600", "city", date(2020, 1, 1)), of_division("370000", "province", date(2019, 1, 1))
    own = of_division("370611", "own", date(2022, 1, 1))
    rules = Rules.of([published(NATIONAL), city, province, own], years(2025, 2026))
    assert [token(rules, "370602", date(year, 6, 1)) for year in (2018, 2019, 2020)] == ["national.1", "province.1", "city.1"]
    assert [token(rules, "370611", date(year, 6, 1)) for year in (2021, 2022)] == ["city.1", "own.1"]
    assert [token(rules, code, date(2026, 1, 1)) for code in ("370600", "370400", "370000", "320813", "3706", "*")] == [
        "city.1",
        "province.1",
        "province.1",
        "national.1",
        "national.1",
        "national.1",
    ]
    assert [(found.begin, found.governing.token) for found in rules.rule_sets("370602")] == [
        (date(2018, 2, 8), "national.1"),
        (date(2019, 1, 1), "province.1"),
        (date(2020, 1, 1), "city.1"),
    ]


def test_a_district_whose_own_profile_is_retired_is_under_its_citys() -> None:
    own = msgspec.structs.replace(of_division("370611", "own", date(2022, 1, 1)), last_day=date(2024, 12, 31))
    rules = Rules.of([published(NATIONAL), of_division("370600", "city", date(2020, 1, 1)), own], years(2025, 2026))
    assert [token(rules, "370611", day) for day in (date(2024, 12, 31), date(2025, 1, 1))] == ["own.1", "city.1"]


def test_the_latest_version_in_force_governs_and_of_one_day_the_higher() -> None:
    rules = Rules.of(
        [
            published(NATIONAL),
            published(LOCAL, 3, date(2026, 5, 1)),
            published(LOCAL, 2, date(2026, 5, 1)),
            published(LOCAL),
        ],
        years(2026),
    )
    assert token(rules, HONGZE, date(2026, 4, 30)) == "hongze.1"
    assert token(rules, HONGZE, date(2026, 5, 1)) == "hongze.3"
    assert [(found.begin, found.end) for found in rules.rule_sets(HONGZE)] == [
        (date(2018, 2, 8), date(2025, 4, 18)),
        (date(2025, 4, 18), date(2026, 5, 1)),
        (date(2026, 5, 1), date.max),
    ]
    second = rules.profile("hongze", 2)
    assert second is not None
    assert second.effective_from == date(2026, 5, 1)
    assert rules.profile("hongze", 9) is None


def test_rules_of_the_layer_above_are_inherited() -> None:
    rules = Rules.of([published(NATIONAL), published(LOCAL)], years(2025, 2026))
    governing = rules.set_on(HONGZE, date(2026, 1, 1))
    assert governing is not None
    live = [rule for rule, _ in governing.starts["intake.service_recorded.v1"]]
    assert [(rule.rule.code, rule.layer) for rule in live] == [("statutory_answer", "national.1")]
    assert rules.set_on(HONGZE, date(2018, 1, 1)) is None


def test_of_a_calendar_year_the_highest_version_counts() -> None:
    amended = PublishedCalendar(year=CalendarYear(2026, ("https://www.gov.cn/x",), ()), version=2)
    rules = Rules.of([published(NATIONAL)], [amended, *years(2025, 2026)])
    assert rules.calendar.is_working(date(2026, 10, 1))
    assert rules.calendar.versions_between(date(2026, 1, 1), date(2026, 2, 1)) == ("2026.2",)


def test_a_published_layer_that_lengthens_the_law_is_refused_when_it_is_used() -> None:
    answer = NATIONAL.rule("statutory_answer")
    assert answer is not None
    longer = msgspec.structs.replace(answer, period=Length(amount=20, unit="calendar_day"))
    rules = Rules.of([published(NATIONAL), published(msgspec.structs.replace(LOCAL, rules=(longer,)))], years(2026))
    with pytest.raises(StatutoryPeriodLengthened, match="20日长于法定的15日"):
        rules.rule_sets(HONGZE)


def with_roll(value: bool | str) -> Profile:
    parameters = {**LOCAL.parameters, "calendar": {"roll_last_day_forward": Parameter(value=value, operator_value=True)}}
    return msgspec.structs.replace(LOCAL, parameters=parameters)


def test_whether_a_last_day_rolls_is_a_value_of_the_profile() -> None:
    rules = Rules.of([published(NATIONAL), published(with_roll(False))], years(2025, 2026))
    governing = rules.set_on(HONGZE, date(2026, 1, 1))
    assert governing is not None
    live, _ = governing.starts["mediation.referral_accepted.v1"][0]
    assert live.period is not None
    assert live.period.roll is False


def test_the_last_day_of_a_statutory_period_rolls_whatever_a_document_below_says() -> None:
    """法释〔2018〕1号 art. 48: fifteen days from 4 June 2026 end on 19 June, 端午, so on the 22nd. Only what is its own ends on the rest day."""
    rules = Rules.of([published(NATIONAL), published(with_roll(False))], years(2025, 2026))
    book = MediationCasebook()
    book.referred(date(2026, 5, 18))
    book.accepted(date(2026, 5, 20))
    book.filed(date(2026, 6, 1))
    book.served(date(2026, 6, 4))
    due = {found.code: found.due for found in evaluate(book.entries, rules)}
    assert (due["statutory_answer"], due["mediation_term"]) == (date(2026, 6, 22), date(2026, 6, 19))


def test_a_roll_value_that_is_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(ProfileMalformed, match="roll_last_day_forward：须为 true 或 false"):
        Rules.of([published(NATIONAL), published(with_roll("maybe"))], years(2025, 2026)).rule_sets(HONGZE)


def layer(profile_id: str, jurisdiction: str, inherits: str) -> Profile:
    """A layer of its own, without rules."""
    return msgspec.structs.replace(
        LOCAL, id=profile_id, jurisdiction=jurisdiction, inherits=inherits, rules=(), parameters={}, recurring=(), gates=()
    )


def retired(published_profile: PublishedProfile, last: date) -> PublishedProfile:
    return msgspec.structs.replace(published_profile, last_day=last)


def test_after_the_last_day_of_a_retired_profile_the_layer_above_governs_and_what_began_stays() -> None:
    rules = Rules.of([published(NATIONAL), retired(published(LOCAL), date(2026, 6, 30))], years(2026))
    assert token(rules, HONGZE, date(2026, 6, 30)) == "hongze.1"
    assert token(rules, HONGZE, date(2026, 7, 1)) == "national.1"
    assert [(found.begin, found.end, found.governing.token) for found in rules.rule_sets(HONGZE)] == [
        (date(2018, 2, 8), date(2025, 4, 18), "national.1"),
        (date(2025, 4, 18), date(2026, 7, 1), "hongze.1"),
        (date(2026, 7, 1), date.max, "national.1"),
    ]


def test_a_district_whose_profile_is_retired_is_governed_by_its_city() -> None:
    city = published(layer("city", "320800", "national"))
    district = retired(published(msgspec.structs.replace(LOCAL, inherits="city")), date(2026, 6, 30))
    rules = Rules.of([published(NATIONAL), city, district], years(2026))
    assert token(rules, HONGZE, date(2026, 7, 1)) == "city.1"
    assert [item.token for item in rules.layers_on(HONGZE, date(2026, 7, 1))] == ["national.1", "city.1"]


def test_a_district_goes_on_over_national_law_when_its_city_s_profile_is_retired() -> None:
    city = retired(published(layer("city", "320800", "national")), date(2026, 6, 30))
    district = published(msgspec.structs.replace(LOCAL, inherits="city"))
    rules = Rules.of([published(NATIONAL), city, district], years(2026))
    assert [item.token for item in rules.layers_on(HONGZE, date(2026, 6, 30))] == ["national.1", "city.1", "hongze.1"]
    assert [item.token for item in rules.layers_on(HONGZE, date(2026, 7, 1))] == ["national.1", "hongze.1"]


def test_a_version_that_would_begin_after_the_retirement_never_governs_and_a_later_one_does() -> None:
    versions = [
        retired(published(LOCAL, 1), date(2026, 6, 30)),
        retired(published(LOCAL, 2, date(2026, 9, 1)), date(2026, 6, 30)),
        published(LOCAL, 3, date(2027, 1, 1)),
    ]
    rules = Rules.of([published(NATIONAL), *versions], years(2026))
    days = (date(2026, 6, 30), date(2026, 9, 1), date(2027, 1, 1))
    assert [token(rules, HONGZE, day) for day in days] == ["hongze.1", "national.1", "hongze.3"]


def test_a_last_day_that_has_no_day_after_it_ends_nothing() -> None:
    rules = Rules.of([published(NATIONAL), retired(published(LOCAL), date.max)], years(2026))
    assert [item.governing.token for item in rules.rule_sets(HONGZE)] == ["national.1", "hongze.1"]
