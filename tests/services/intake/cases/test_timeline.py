"""The lines of a timeline."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from services.intake.cases import timeline
from tests.services.intake.cases.test_case import EXTENDED, FILED, REMOVED, SERVED, WITHDRAWN
from tests.services.intake.cases.test_response import ONLY_EVIDENCE, SUBMITTED
from tests.services.intake.cast import LAND, MARKET, case_filed, entries
from yingsu.ledger.entry import Actor, Event, UnknownEvent


@pytest.mark.parametrize(
    ("event", "title", "agency"),
    [
        (FILED[0], "一审立案", None),
        (case_filed(instance="second"), "二审立案", None),
        (SERVED[0], "送达起诉状副本", MARKET),
        (EXTENDED[0], "法院准予延期提交答辩至 2026-10-15", MARKET),
        (REMOVED[0], "退出被告", LAND),
        (WITHDRAWN[0], "裁定准予撤诉", None),
        (SUBMITTED, "提交答辩状和证据", MARKET),
        (msgspec.structs.replace(SUBMITTED, evidence_count=0), "提交答辩状", MARKET),
        (ONLY_EVIDENCE, "提交证据", MARKET),
    ],
)
def test_every_fact_has_a_title_that_an_official_reads(event: Event, title: str, agency: str | None) -> None:
    (entry,) = entries((event, date(2026, 9, 16)))
    line = timeline.line(entry)

    assert (line.title, line.agency, line.actor_role) == (title, agency, "court")


def test_an_entry_of_a_later_version_is_a_line_too() -> None:
    (entry,) = entries(FILED)
    later = msgspec.structs.replace(
        entry, event=UnknownEvent(topic="intake.hearing_held.v1", payload=b"{}", reason="unknown topic")
    )

    assert timeline.line(later).title == "本版本不能识别的登记（intake.hearing_held.v1）"


@pytest.mark.parametrize(
    ("recorded_at", "received_on", "days_late"),
    [
        (datetime(2026, 9, 10, 15, 59, 59, tzinfo=UTC), None, 0),
        (datetime(2026, 9, 10, 16, 0, 0, tzinfo=UTC), None, 1),
        (datetime(2026, 9, 15, 4, 0, tzinfo=UTC), date(2026, 9, 13), 2),
        (datetime(2026, 9, 9, 4, 0, tzinfo=UTC), None, 0),
    ],
)
def test_lateness_counts_legal_days_from_when_the_fact_was_known(
    recorded_at: datetime, received_on: date | None, days_late: int
) -> None:
    (entry,) = entries(SERVED)
    entry = msgspec.structs.replace(entry, recorded_at=recorded_at, received_on=received_on)

    assert timeline.line(entry).days_late == days_late


def test_what_a_court_told_is_the_courts_also_where_a_reaction_placed_it_later() -> None:
    (entry,) = entries(SERVED)
    placed = msgspec.structs.replace(entry, actor=Actor(client="yingsu", role="system"), source="message-0123")
    own = msgspec.structs.replace(placed, source="yingsu")

    assert (timeline.line(placed).actor_role, timeline.line(own).actor_role) == ("court", "system")
