"""The centre conducts a mediation: given its facts, when the centre acts, then the event or the rule that says no."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from services.mediation import conduct, extension
from services.mediation.bounds import DateOrder, MediationConcluded, NotAParty, NotARespondent, ReferralNotAccepted
from services.mediation.conduct import (
    AcceptReferral,
    HoldSession,
    NobodyPresent,
    NoticeAlreadySent,
    NotifyParty,
    NotScheduled,
    PartyAlreadyNotified,
    PlaceMissing,
    ReferralAlreadyAccepted,
    RescheduleUnexplained,
    ScheduleSession,
    SendNotice,
    SessionTimeUnusable,
)
from services.mediation.extension import ExtendTerm
from tests.services.mediation.cast import (
    ACCEPTED,
    ASSIGNED,
    LAND,
    MARKET,
    NEIGHBOUR,
    OPENED,
    PLANNED,
    SCHEDULED,
    SETTLED,
    TERMINATED,
    TODAY,
    TOLD,
    TOMORROW,
    Fact,
    Seals,
    at,
    given,
    october,
    refused,
    september,
    text,
    told,
)
from yingsu.events.mediation.mediation import (
    AssignmentNoticeSent,
    MediationScheduled,
    MediationSessionHeld,
    PartyNotified,
    ReferralAccepted,
)
from yingsu.ledger.store import FutureFact

TAKEN_ON = (OPENED, ACCEPTED)
READY = (OPENED, ACCEPTED, *ASSIGNED, *PLANNED)
SET = (*READY, SCHEDULED)
EVERYONE = ("p1", "p2", MARKET, LAND)

ACCEPT = AcceptReferral(accepted_on=september(22))
NOTICE = SendNotice(
    agency=MARKET, document_no="洪调交〔2026〕7号", sent_on=september(22), received_on=september(23), method="政务系统"
)
SCHEDULE = ScheduleSession(scheduled_on=october(9), session_at=at(12), place="区调处中心一号调处室")
RESCHEDULE = ScheduleSession(scheduled_on=october(11), session_at=at(14), place="区调处中心二号调处室", reason="示例张某请求改期")
TELL = NotifyParty(party=LAND, notified_on=october(9), method="电话")
HOLD = HoldSession(held_on=october(12), present=(LAND, "p1"), agreed=False, notes="示例张某要求撤销（样例）")
EXTEND = ExtendTerm(agreed_on=october(13), until=date(2026, 11, 20), consents=(LAND, MARKET, "p2", "p1"), reason="等待鉴定")

Command = AcceptReferral | SendNotice | ScheduleSession | NotifyParty | HoldSession | ExtendTerm


def when(command: Command, *facts: Fact, seals: Seals | None = None, **change: Any) -> Any:
    """The decision on one command."""
    state, seals = given(*facts), seals or Seals()
    match msgspec.structs.replace(command, **change):
        case AcceptReferral() as accept:
            return conduct.accept_referral(state, accept, TODAY)
        case SendNotice() as notice:
            return conduct.send_notice(state, notice, TODAY)
        case ScheduleSession() as schedule:
            return conduct.schedule_session(state, schedule, TODAY, seals.text)
        case NotifyParty() as tell:
            return conduct.notify_party(state, tell, TODAY)
        case HoldSession() as hold:
            return conduct.hold_session(state, hold, TODAY, seals.text)
        case ExtendTerm() as extend:
            return extension.extend_term(state, extend, TODAY)


def test_the_centre_takes_the_matter_on() -> None:
    assert when(ACCEPT, OPENED) == ReferralAccepted(accepted_on=september(22))
    assert when(ACCEPT, OPENED, accepted_on=september(21)) == ReferralAccepted(accepted_on=september(21))


def test_it_is_taken_on_once() -> None:
    message = refused(
        ReferralAlreadyAccepted, "referral-already-accepted", "HZ-4.1", lambda seals: when(ACCEPT, *TAKEN_ON, seals=seals)
    )
    assert "2026-09-22" in message


def test_each_agency_gets_its_notice() -> None:
    assert when(NOTICE, *TAKEN_ON) == AssignmentNoticeSent(
        agency=MARKET, document_no="洪调交〔2026〕7号", sent_on=september(22), received_on=september(23), method="政务系统"
    )
    assert when(NOTICE, *TAKEN_ON, ASSIGNED[0], agency=LAND).agency == LAND


def test_an_agency_gets_one_notice() -> None:
    refused(
        NoticeAlreadySent,
        "assignment-notice-already-sent",
        "HZ-4.2",
        lambda seals: when(NOTICE, *TAKEN_ON, ASSIGNED[0], seals=seals),
    )


def test_no_notice_goes_to_an_agency_that_is_no_respondent() -> None:
    refused(
        NotARespondent, "not-a-respondent", "HZ-4.2", lambda seals: when(NOTICE, *TAKEN_ON, agency=NEIGHBOUR), pointer="/agency"
    )


@pytest.mark.parametrize(
    ("command", "clause"),
    [(NOTICE, "HZ-4.2"), (SCHEDULE, "HZ-4.4"), (EXTEND, "ZXTJ-24")],
    ids=["notice", "schedule", "extension"],
)
def test_nothing_follows_before_the_matter_is_taken_on(command: Command, clause: str) -> None:
    refused(ReferralNotAccepted, "referral-not-accepted", clause, lambda seals: when(command, OPENED, seals=seals))


def test_time_and_place_are_set() -> None:
    assert when(SCHEDULE, *READY) == MediationScheduled(
        scheduled_on=october(9), session_at=at(12), place="区调处中心一号调处室", reason=None
    )


def test_time_and_place_may_be_set_while_a_plan_lacks() -> None:
    assert when(SCHEDULE, *TAKEN_ON).scheduled_on == october(9)


def test_a_session_may_be_on_the_day_it_is_decided_by_the_day_in_shanghai() -> None:
    # 01:30 on the 9th in Shanghai is the 8th in UTC.
    early = datetime(2026, 10, 8, 17, 30, tzinfo=UTC)

    assert when(SCHEDULE, *READY, session_at=early).session_at == early


@pytest.mark.parametrize("moment", [at(8, hour=23), datetime(2026, 10, 12, 9, 30)], ids=["past", "naive"])  # noqa: DTZ001
def test_a_session_in_the_past_or_at_an_unclear_time_is_refused(moment: datetime) -> None:
    refused(
        SessionTimeUnusable,
        "session-time-unusable",
        "HZ-4.4",
        lambda seals: when(SCHEDULE, *READY, seals=seals, session_at=moment, reason="改期"),
        pointer="/session_at",
    )


def test_a_session_without_a_place_is_refused() -> None:
    refused(
        PlaceMissing,
        "session-place-missing",
        "HZ-4.4",
        lambda seals: when(SCHEDULE, *READY, seals=seals, place="\u200b"),
        pointer="/place",
    )


def test_another_time_needs_a_reason_which_is_sealed() -> None:
    seals = Seals()

    event = when(RESCHEDULE, *SET, seals=seals)

    assert (event.place, event.reason) == ("区调处中心二号调处室", text("示例张某请求改期"))
    assert seals.sealed == ["示例张某请求改期"]


@pytest.mark.parametrize("reason", [None, "", " ", "\u3164"])
def test_another_time_without_a_reason_is_refused(reason: str | None) -> None:
    refused(
        RescheduleUnexplained,
        "reschedule-reason-missing",
        "HZ-4.4",
        lambda seals: when(RESCHEDULE, *SET, seals=seals, reason=reason),
        pointer="/reason",
    )


def test_each_party_is_told() -> None:
    assert when(TELL, *SET) == PartyNotified(party=LAND, notified_on=october(9), method="电话", complete_on=None)


def test_with_the_last_party_all_are_told_from_the_latest_day_on() -> None:
    assert when(TELL, *SET, *TOLD[:3]).complete_on == october(10)
    assert when(TELL, *SET, *TOLD[:3], notified_on=october(11)).complete_on == october(11)


def test_another_time_resets_who_was_told() -> None:
    moved = (when(RESCHEDULE, *SET, *TOLD), october(11))
    facts = (*SET, *TOLD, moved, told("p1", october(11)), told("p2", october(12)))

    assert when(TELL, *facts, notified_on=october(11)).complete_on is None
    assert when(TELL, *facts, told(MARKET, october(11)), notified_on=october(11)).complete_on == october(12)


def test_a_party_is_told_once_of_each_time() -> None:
    message = refused(
        PartyAlreadyNotified, "party-already-notified", "HZ-4.4", lambda seals: when(TELL, *SET, *TOLD, seals=seals)
    )
    assert "2026-10-09" in message


def test_nobody_else_is_told() -> None:
    refused(NotAParty, "not-a-party", "HZ-4.4", lambda seals: when(TELL, *SET, party="p3"), pointer="/party")


@pytest.mark.parametrize("command", [TELL, HOLD], ids=["tell", "session"])
def test_telling_and_meeting_wait_for_time_and_place(command: Command) -> None:
    refused(NotScheduled, "mediation-not-scheduled", "HZ-4.4", lambda seals: when(command, *READY, seals=seals))


def test_a_session_is_held_and_its_notes_are_sealed() -> None:
    seals = Seals()

    event = when(HOLD, *SET, seals=seals)

    assert event == MediationSessionHeld(
        held_on=october(12), present=("p1", LAND), agreed=False, notes=text("示例张某要求撤销（样例）")
    )
    assert seals.sealed == ["示例张某要求撤销（样例）"]


def test_a_session_may_be_earlier_than_the_time_that_was_set_last() -> None:
    moved = (when(RESCHEDULE, *SET), october(11))

    assert when(HOLD, *SET, moved, held_on=october(10)).held_on == october(10)


def test_there_is_no_session_without_a_party() -> None:
    refused(
        NobodyPresent, "nobody-present", "HZ-4.4", lambda seals: when(HOLD, *SET, seals=seals, present=()), pointer="/present"
    )


def test_only_parties_are_present() -> None:
    message = refused(
        NotAParty,
        "not-a-party",
        "HZ-4.4",
        lambda seals: when(HOLD, *SET, seals=seals, present=("p1", "p7", NEIGHBOUR)),
        pointer="/present",
    )
    assert message.startswith(f"p7、{NEIGHBOUR} ")


DAYS: list[tuple[Command, tuple[Fact, ...], str, str, date]] = [
    (ACCEPT, (OPENED,), "accepted_on", "HZ-4.1", september(20)),
    (NOTICE, TAKEN_ON, "sent_on", "HZ-4.2", september(21)),
    (NOTICE, TAKEN_ON, "received_on", "HZ-4.2", september(21)),
    (SCHEDULE, TAKEN_ON, "scheduled_on", "HZ-4.4", september(21)),
    (RESCHEDULE, SET, "scheduled_on", "HZ-4.4", october(8)),
    (TELL, SET, "notified_on", "HZ-4.4", october(8)),
    (HOLD, SET, "held_on", "HZ-4.4", october(8)),
    (EXTEND, TAKEN_ON, "agreed_on", "ZXTJ-24", september(21)),
]
"""For each day of each command: the last day that is too early."""


@pytest.mark.parametrize(("command", "facts", "field", "clause", "early"), DAYS)
def test_no_step_comes_before_the_one_it_follows(
    command: Command, facts: tuple[Fact, ...], field: str, clause: str, early: date
) -> None:
    def decide(seals: Seals) -> Any:
        return when(command, *facts, seals=seals, **{field: early})

    assert str(early) in refused(DateOrder, "date-order", clause, decide, pointer=f"/{field}")


@pytest.mark.parametrize(("command", "facts", "field", "clause", "early"), DAYS)
def test_no_step_lies_in_the_future(command: Command, facts: tuple[Fact, ...], field: str, clause: str, early: date) -> None:
    def decide(seals: Seals) -> Any:
        return when(command, *facts, seals=seals, **{field: TOMORROW})

    refused(FutureFact, "future-fact", clause, decide, pointer=f"/{field}")


@pytest.mark.parametrize(
    ("command", "facts", "field", "clause"),
    [
        (ACCEPT, (OPENED,), "accepted_on", "HZ-4.1"),
        (msgspec.structs.replace(NOTICE, received_on=TODAY), TAKEN_ON, "sent_on", "HZ-4.2"),
        (msgspec.structs.replace(SCHEDULE, session_at=at(20)), TAKEN_ON, "scheduled_on", "HZ-4.4"),
        (TELL, SET, "notified_on", "HZ-4.4"),
        (HOLD, SET, "held_on", "HZ-4.4"),
        (EXTEND, TAKEN_ON, "agreed_on", "ZXTJ-24"),
    ],
)
def test_what_happened_by_the_end_may_be_recorded_after_it_but_nothing_later(
    command: Command, facts: tuple[Fact, ...], field: str, clause: str
) -> None:
    def decide(seals: Seals) -> Any:
        return when(command, *facts, TERMINATED, seals=seals, **{field: october(16)})

    change: dict[str, Any] = {field: october(15)}

    assert when(command, *facts, TERMINATED, **change) is not None
    assert "2026-10-15 终止" in refused(MediationConcluded, "mediation-concluded", clause, decide)


def test_there_is_no_session_after_the_settlement_is_in_force() -> None:
    def decide(seals: Seals) -> Any:
        return when(HOLD, *SETTLED, seals=seals, held_on=october(17))

    assert "协议生效" in refused(MediationConcluded, "mediation-concluded", "HZ-4.4", decide)


def test_late_steps_are_recorded_like_any_other() -> None:
    assert when(ACCEPT, OPENED, accepted_on=TODAY).accepted_on == TODAY
    assert when(NOTICE, *TAKEN_ON, sent_on=TODAY, received_on=TODAY).sent_on == TODAY
    assert when(SCHEDULE, *READY, scheduled_on=TODAY, session_at=at(20)).scheduled_on == TODAY
    assert when(TELL, *SET, *TOLD[:3], notified_on=TODAY).complete_on == TODAY
