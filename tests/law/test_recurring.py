"""Duties of each quarter, half-year and year. The events of reports are not built yet: a rectification report borrows its number for the
cycle's name, a judgment of each jurisdiction stands for what a bureau does."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import uuid5

import pytest

from tests.law.casebook import BUREAU, ELSEWHERE, HONGZE, NAMESPACE, TOWN, Casebook
from tests.law.madeup import STARTED, days, made_up_rules, rule
from tests.law.walking import walk
from yingsu.events.intake.judgment import JudgmentDelivered
from yingsu.events.review.rectification import RectificationSubmitted
from yingsu.law.calendar import Calendar, load_builtin
from yingsu.law.cycles import cycles_between, named_cycle
from yingsu.law.provision import Cycle
from yingsu.law.recurring import CycleDuty, Unit, recurring
from yingsu.law.rules import Rules
from yingsu.ledger.entry import Actor, Entry, Event
from yingsu.ledger.mapper import encode
from yingsu.ledger.sealed import SealedText

CALENDAR = load_builtin()
UNITS = (Unit(agency=TOWN, jurisdiction=ELSEWHERE), Unit(agency=BUREAU, jurisdiction=ELSEWHERE))
TEXT = SealedText(subject="r", key_id="k1", box="")

REPORTED = (
    'satisfied_by = [{ all_of = [{ topic = "review.rectification_submitted.v1", on = "submitted_on", party = "agency", '
    'what = "报送" }] }]'
)
TO_BOTH = (
    'satisfied_by = [{ all_of = [{ topic = "review.rectification_submitted.v1", where = { addressees = { contains = "治区办" } }, '
    'on = "submitted_on", party = "agency", what = "报送治区办" }, { topic = "review.rectification_submitted.v1", '
    'where = { addressees = { contains = "司法局" } }, on = "submitted_on", party = "agency", what = "报送司法局" }] }]'
)
MEETING = '{ topic = "intake.judgment_delivered.v1", on = "judged_on", what = "培训" }'
HELD = f"satisfied_by = [{{ all_of = [{MEETING}] }}]"


def duty(code: str, cycle: Cycle, *parts: str, per: str = "agency") -> str:
    head = f'[[recurring]]\ncode = "{code}"\ntitle = "{code}报告"\ncycle = "{cycle}"\nper = "{per}"\nowed_by = "defendant"\nforce = "hard"'
    return "\n".join((head, "operator_value = true", *parts)) + "\n\n"


ANNUAL = duty("annual", "year", 'fixed_date = "01-05"', 'states = "judgment_no"', REPORTED)
HALF = duty("half", "half_year", 'among = "sued"', days(15), 'states = "judgment_no"', TO_BOTH)
TRAINING = duty("training", "year", "inside = true", HELD, per="jurisdiction")
BULLETIN = duty("bulletin", "quarter", HELD, per="jurisdiction")
TWICE = duty("twice", "half_year", "inside = true", "at_least = 2", HELD, per="jurisdiction")


class Reports:
    """Writes what agencies and the bureau did, in the order of the calls."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def _write(self, event: Event, on: date, recorded_on: date | None = None, jurisdiction: str = ELSEWHERE) -> Entry:
        position = len(self.entries) + 1
        entry = Entry(
            position=position,
            event_id=uuid5(NAMESPACE, f"report/{position}"),
            stream=f"report-{position}",
            version=1,
            topic=event.TOPIC,
            jurisdiction=jurisdiction,
            case_id=None,
            occurred_on=on,
            occurred_at=None,
            received_on=None,
            source_seq=None,
            recorded_at=datetime.combine(recorded_on or on, time(2), UTC),
            actor=Actor(client="oa", role="agency"),
            source="oa",
            correlation_id="c",
            causation_id=None,
            corrects=None,
            payload=encode(event),
            event=event,
        )
        self.entries.append(entry)
        return entry

    def reported(
        self,
        on: date,
        cycle: str,
        agency: str = TOWN,
        *,
        to: Sequence[str] = ("治区办", "司法局"),
        recorded_on: date | None = None,
    ) -> Entry:
        event = RectificationSubmitted(
            agency=agency, judgment_no=cycle, submitted_on=on, addressees=tuple(to), plan=None, result=TEXT, files=()
        )
        return self._write(event, on, recorded_on)

    def held(self, on: date, jurisdiction: str = ELSEWHERE) -> Entry:
        event = JudgmentDelivered(court="c", case_no="1", judgment_no="1", document="judgment", judged_on=on, results=())
        return self._write(event, on, jurisdiction=jurisdiction)


def rules_of(folder: Path, *duties: str, first: date = date(2018, 3, 1), calendar: Calendar | None = None) -> Rules:
    return made_up_rules(folder, rule("reply", STARTED, days(15)), first, recurring="".join(duties), calendar=calendar)


def found(
    rules: Rules, entries: Sequence[Entry], first: date, last: date, units: Sequence[Unit] = UNITS[:1]
) -> tuple[CycleDuty, ...]:
    return recurring(rules.duties(ELSEWHERE), units, entries, rules.calendar, first, last)


def one(rules: Rules, entries: Sequence[Entry], day: date) -> CycleDuty:
    (only,) = found(rules, entries, day, day)
    return only


def test_cycles_have_names_and_days() -> None:
    assert [cycle.name for cycle in cycles_between(date(2025, 12, 31), date(2026, 7, 1), "quarter")] == [
        "2025-Q4",
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
    ]
    half = named_cycle(date(2026, 7, 1), "half_year")
    assert (half.name, half.title, half.period.first, half.period.last) == (
        "2026-H2",
        "2026年下半年",
        date(2026, 7, 1),
        date(2026, 12, 31),
    )
    assert (named_cycle(date(2026, 2, 3), "year").name, named_cycle(date(2026, 2, 3), "year").title) == ("2026", "2026年度")
    assert named_cycle(date.max, "quarter").name == "9999-Q4"
    assert [cycle.name for cycle in cycles_between(date.max, date.max, "year")] == ["9999"]


def test_the_annual_report_is_due_on_the_5_january_and_only_one_for_that_year_satisfies(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, ANNUAL)
    reports = Reports()
    assert (one(rules, [], date(2025, 6, 1)).due, one(rules, [], date(2025, 6, 1)).standing(date(2026, 1, 6))) == (
        date(2026, 1, 5),
        "overdue",
    )
    reports.reported(date(2026, 1, 4), "2026")
    assert one(rules, reports.entries, date(2025, 6, 1)).satisfied_on is None
    reports.reported(date(2026, 1, 6), "2025")
    late = one(rules, reports.entries, date(2025, 6, 1))
    assert (late.satisfied_on, late.outcome, late.late_days, late.standing(date(2026, 2, 1))) == (
        date(2026, 1, 6),
        "late",
        1,
        "satisfied",
    )
    reports.reported(date(2026, 1, 5), "2025")
    assert (one(rules, reports.entries, date(2025, 6, 1)).outcome, one(rules, [], date(2026, 6, 1)).due) == (
        "on_time",
        date(2027, 1, 5),
    )


def test_a_report_recorded_late_was_in_time(tmp_path: Path) -> None:
    reports = Reports()
    reports.reported(date(2026, 1, 5), "2025", recorded_on=date(2026, 1, 9))
    done = one(rules_of(tmp_path, ANNUAL), reports.entries, date(2025, 6, 1))
    assert (done.outcome, done.recorded_late) == ("on_time", True)


def test_a_fixed_day_that_rests_rolls_and_says_so(tmp_path: Path) -> None:
    """5 January 2030 is a Saturday. 5 January 2020 was a Sunday and a worked Monday followed."""
    rules = rules_of(tmp_path / "a", ANNUAL)
    far = one(rules, [], date(2029, 6, 1))
    assert (far.due, far.provisional, far.earliest, far.latest) == (date(2030, 1, 7), True, date(2030, 1, 5), date(2030, 1, 15))
    assert far.standing(date(2030, 1, 15)) == "due_today"
    assert far.standing(date(2030, 1, 16)) == "overdue"
    near = one(rules, [], date(2019, 6, 1))
    assert (near.due, near.calendars) == (date(2020, 1, 6), ("2019.1", "2020.1"))
    assert [step.text for step in near.steps] == [
        "annual报告：2019年度（2019年1月1日至12月31日），应在2020年1月5日（星期日）以前（含当日）完成。",
        "最后一日2020年1月5日（星期日）是公休日，顺延。",
        "其后第一个工作日为2020年1月6日（星期一），期限于该日届满。",
    ]
    fixed = rules_of(tmp_path / "b", ANNUAL.replace("fixed_date", "roll = false\nfixed_date"))
    assert one(fixed, [], date(2019, 6, 1)).due == date(2020, 1, 5)


def test_every_unit_in_scope_owes_the_annual_report_and_only_while_it_exists(tmp_path: Path) -> None:
    gone = Unit(agency="agency-gone", jurisdiction=ELSEWHERE, last=date(2026, 12, 30))
    new = Unit(agency="agency-new", jurisdiction=ELSEWHERE, first=date(2026, 12, 31))
    rules = rules_of(tmp_path, ANNUAL)
    day = date(2026, 6, 1)
    assert [item.agency for item in found(rules, [], day, day, (*UNITS, gone, new))] == [BUREAU, "agency-new", TOWN]


def sued(filed: date, *, agency: str = TOWN, case_id: str = "case-1") -> Casebook:
    case = Casebook(case_id, jurisdiction=ELSEWHERE)
    case.filed(filed, agencies=((agency, ELSEWHERE),))
    return case


def halves(rules: Rules, entries: Sequence[Entry]) -> list[tuple[str, str | None]]:
    return [(item.cycle, item.agency) for item in found(rules, entries, date(2026, 1, 1), date(2026, 12, 31), UNITS)]


def test_only_who_was_a_defendant_in_the_half_year_reports_on_it(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, HALF)
    assert halves(rules, []) == []
    assert halves(rules, sued(date(2026, 6, 30)).entries) == [("2026-H1", TOWN), ("2026-H2", TOWN)]
    assert halves(rules, sued(date(2026, 7, 1)).entries) == [("2026-H2", TOWN)]
    ended = sued(date(2025, 9, 1))
    ended.withdrawn(date(2026, 6, 30))
    assert halves(rules, ended.entries) == [("2026-H1", TOWN)]
    before = sued(date(2025, 9, 1))
    before.removed(date(2025, 12, 31))
    assert halves(rules, before.entries) == []
    judged = sued(date(2025, 9, 1))
    judged.write(
        JudgmentDelivered(court="c", case_no="1", judgment_no="1", document="judgment", judged_on=date(2026, 2, 1), results=()),
        date(2026, 2, 1),
    )
    appeal = sued(date(2026, 8, 1), case_id="case-2")
    assert halves(rules, judged.entries) == [("2026-H1", TOWN)]
    assert halves(rules, [*judged.entries, *appeal.entries]) == [("2026-H1", TOWN), ("2026-H2", TOWN)]


def test_the_half_year_report_is_due_after_a_grace_and_both_addressees_must_have_it(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, HALF)
    case, reports = sued(date(2026, 3, 1)), Reports()
    first_half = date(2026, 1, 1), date(2026, 6, 30)

    def now() -> CycleDuty:
        (only,) = found(rules, [*case.entries, *reports.entries], *first_half, UNITS)
        return only

    assert (now().due, now().standing(date(2026, 7, 15)), now().standing(date(2026, 7, 16)), now().missing) == (
        date(2026, 7, 15),
        "due_today",
        "overdue",
        ("报送治区办", "报送司法局"),
    )
    reports.reported(date(2026, 7, 8), "2026-H1", to=("司法局",))
    assert (now().satisfied_on, now().missing) == (None, ("报送治区办",))
    reports.reported(date(2026, 7, 10), "2026-H1", to=("治区办",))
    assert (now().satisfied_on, now().outcome, len(now().satisfied_by), now().missing) == (date(2026, 7, 10), "on_time", 2, ())
    assert now().steps[0].text == "half报告：2026年上半年（2026年1月1日至6月30日），周期届满后15日内完成。"
    assert now().steps[-1].day == date(2026, 7, 15)


def test_a_report_to_both_at_once_and_one_of_another_agency(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, HALF)
    case, reports = sued(date(2026, 3, 1)), Reports()
    reports.reported(date(2026, 7, 1), "2026-H1", BUREAU)
    entries = [*case.entries, *reports.entries]
    assert found(rules, entries, date(2026, 6, 1), date(2026, 6, 1), UNITS)[0].satisfied_on is None
    reports.reported(date(2026, 7, 2), "2026-H1")
    done = found(rules, [*case.entries, *reports.entries], date(2026, 6, 1), date(2026, 6, 1), UNITS)[0]
    assert (done.satisfied_on, done.done, len(done.satisfied_by)) == (date(2026, 7, 2), 1, 1)


def test_what_must_be_done_inside_the_cycle_is_missed_at_its_end(tmp_path: Path) -> None:
    rules, reports = rules_of(tmp_path, TRAINING), Reports()
    reports.held(date(2027, 1, 1))
    reports.held(date(2026, 5, 1), HONGZE)
    training = one(rules, reports.entries, date(2026, 6, 1))
    assert (training.agency, training.due, training.done) == (None, date(2026, 12, 31), 0)
    assert [training.standing(day) for day in (date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1))] == [
        "not_due",
        "due_today",
        "missed",
    ]
    for day in (date(2026, 3, 3), date(2026, 4, 4), date(2026, 12, 31)):
        reports.held(day)
    met = one(rules, reports.entries, date(2026, 6, 1))
    assert (met.done, met.satisfied_on, met.outcome, met.standing(date(2027, 6, 1))) == (
        3,
        date(2026, 3, 3),
        "on_time",
        "satisfied",
    )


def test_of_twice_a_half_year_once_is_not_enough(tmp_path: Path) -> None:
    rules, reports = rules_of(tmp_path, TWICE), Reports()
    reports.held(date(2026, 3, 3))
    half = one(rules, reports.entries, date(2026, 6, 1))
    assert (half.done, half.satisfied_on, half.missing) == (1, None, ("还差1次",))
    reports.held(date(2026, 3, 3))
    assert one(rules, reports.entries, date(2026, 6, 1)).satisfied_on == date(2026, 3, 3)


def test_without_a_day_it_is_open_and_never_overdue(tmp_path: Path) -> None:
    rules, reports = rules_of(tmp_path, BULLETIN), Reports()
    quarter = one(rules, reports.entries, date(2026, 2, 1))
    assert (quarter.cycle, quarter.due, quarter.standing(date(2036, 1, 1))) == ("2026-Q1", None, "open")
    assert "不作逾期" in quarter.steps[0].text
    reports.held(date(2026, 3, 31))
    assert one(rules, reports.entries, date(2026, 2, 1)).standing(date(2026, 4, 1)) == "satisfied"


def test_a_cycle_is_governed_by_the_profile_of_its_last_day_and_inside_only_when_whole(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, ANNUAL, TRAINING, first=date(2026, 9, 1))
    items = found(rules, [], date(2025, 1, 1), date(2027, 12, 31))
    assert [(item.code, item.cycle) for item in items] == [("annual", "2026"), ("annual", "2027"), ("training", "2027")]
    assert {item.profile for item in items} == {"madeup.1"}


def test_a_new_version_within_the_cycle_leaves_the_duty_whole(tmp_path: Path) -> None:
    first = rules_of(tmp_path / "a", TRAINING, first=date(2026, 1, 1))
    second = made_up_rules(
        tmp_path / "b",
        rule("reply", STARTED, days(15)),
        date(2026, 7, 1),
        version=2,
        recurring=TRAINING.replace("training报告", "新"),
    )
    both = [rules.profile_for(ELSEWHERE, date(2026, 12, 1)) for rules in (first, second)]
    national = first.profile_for("110000", date(2026, 1, 1))
    rules = Rules([item for item in (*both, national) if item], CALENDAR)
    (training,) = found(rules, [], date(2026, 1, 1), date(2026, 12, 31))
    assert (training.title, training.profile) == ("新", "madeup.2")


@pytest.mark.parametrize("cycle", ["quarter", "half_year", "year"])
def test_thousands_of_cycles_agree_with_going_from_day_to_day(tmp_path: Path, cycle: Cycle) -> None:
    roll = random.Random(11)  # noqa: S311 - a test's dice
    for amount in (1, 15, 45):
        for unit in ("calendar_day", "working_day", "month"):
            if unit == "month" and amount > 12:
                continue
            rules = rules_of(
                tmp_path / f"{amount}{unit}", duty("some", cycle, days(amount, unit), 'states = "judgment_no"', REPORTED)
            )
            reports = Reports()
            names = [item.name for item in cycles_between(date(2018, 3, 1), date(2026, 6, 30), cycle)]
            days_of: dict[str, list[date]] = {}
            for _ in range(80):
                name, on = roll.choice(names), date(2018, 3, 1) + timedelta(days=roll.randrange(3000))
                reports.reported(on, name)
                days_of.setdefault(name, []).append(on)
            for item in found(rules, reports.entries, date(2018, 3, 1), date(2026, 6, 30)):
                due = walk(item.last, amount, unit, "after", (), CALENDAR.is_working)
                done = min(days_of.get(item.cycle, []), default=None)
                assert (item.due, item.satisfied_on) == (due, done)
                assert item.outcome == (None if done is None else "on_time" if done <= due else "late")
                assert item.late_days == (max(0, (done - due).days) if done else 0)


def test_the_order_of_recording_changes_nothing(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, ANNUAL, HALF, TRAINING, BULLETIN, TWICE)
    roll = random.Random(12)  # noqa: S311 - a test's dice
    case, reports = sued(date(2026, 3, 1)), Reports()
    for _ in range(30):
        on = date(2026, 1, 1) + timedelta(days=roll.randrange(500))
        reports.reported(on, roll.choice(("2025", "2026", "2026-H1")), to=roll.choice((("治区办",), ("司法局",))))
        reports.held(on)
    entries = [*case.entries, *reports.entries]
    before = found(rules, entries, date(2025, 1, 1), date(2026, 12, 31), UNITS)
    assert {item.satisfied_on is None for item in before} == {True, False}
    for _ in range(20):
        roll.shuffle(entries)
        assert found(rules, entries, date(2025, 1, 1), date(2026, 12, 31), UNITS) == before


def test_one_fact_is_not_two_because_it_meets_two_ways(tmp_path: Path) -> None:
    both = f"satisfied_by = [{{ all_of = [{MEETING}] }}, {{ all_of = [{MEETING}] }}]"
    rules, reports = rules_of(tmp_path, TWICE.replace(HELD, both)), Reports()
    reports.held(date(2026, 3, 3))
    assert (one(rules, reports.entries, date(2026, 6, 1)).done, one(rules, reports.entries, date(2026, 6, 1)).satisfied_on) == (
        1,
        None,
    )


def test_what_names_the_cycle_but_was_done_after_it_does_not_count_where_it_must_be_inside(tmp_path: Path) -> None:
    rules = rules_of(tmp_path, duty("inside", "half_year", "inside = true", 'states = "judgment_no"', REPORTED))
    reports = Reports()
    reports.reported(date(2026, 7, 1), "2026-H1")
    assert one(rules, reports.entries, date(2026, 6, 1)).satisfied_on is None
    reports.reported(date(2026, 6, 30), "2026-H1")
    assert one(rules, reports.entries, date(2026, 6, 1)).satisfied_on == date(2026, 6, 30)


def test_who_left_the_case_on_the_first_day_of_the_half_year_was_a_defendant_in_it(tmp_path: Path) -> None:
    case = sued(date(2026, 2, 1))
    case.withdrawn(date(2026, 7, 1))
    assert halves(rules_of(tmp_path, HALF), case.entries) == [("2026-H1", TOWN), ("2026-H2", TOWN)]
