"""Mediation by the court in a filed case, as those that took part register it. Pure. Its 行政调解书 is in `court_document`.

An agency that stays away is recorded as absent, nothing is refused for it.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import get_args

import msgspec

from services.mediation.bounds import check_day, check_open, check_parties
from services.mediation.conduct import NobodyPresent
from services.mediation.court_document import ISSUED
from services.mediation.grounds import IN_COURT, cited
from services.mediation.litigation import AlreadyOver, check_filed_day, check_none_open, check_reason
from services.mediation.mediation import Mediation
from yingsu.events.intake.case import CaseFiled
from yingsu.events.mediation.court import (
    CourtEnding,
    CourtMediationEnded,
    CourtMediationSessionHeld,
    CourtMediationStarted,
)
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedText


class StartInCourt(msgspec.Struct, frozen=True, kw_only=True):
    """人民法院介入调处."""

    started_on: date


class HoldCourtSession(msgspec.Struct, frozen=True, kw_only=True):
    """人民法院调解 of one day; the parties that are not `present` were absent."""

    held_on: date
    present: tuple[str, ...]
    agreed: bool


class EndInCourt(msgspec.Struct, frozen=True, kw_only=True):
    """人民法院调解结束."""

    reason: CourtEnding
    ended_on: date
    note: str | None = None


def start_in_court(
    filing: Entry, defendants: Sequence[tuple[str, str]], known: Sequence[Mediation], command: StartInCourt, today: date
) -> CourtMediationStarted:
    """人民法院介入调处 (HZ-6.1). `known` are the mediations of the dispute. Raises `TrackOpen`, `FutureFact`, `DateOrder`."""
    filed = filing.event
    if not isinstance(filed, CaseFiled):
        raise TypeError(f"{filing.topic} files no case")
    check_filed_day(command.started_on, today, filed, "/started_on", "人民法院调解", IN_COURT)
    check_none_open(known, "court", IN_COURT)
    return CourtMediationStarted(
        filing=filing.event_id,
        court=filed.court,
        case_no=filed.case_no,
        started_on=command.started_on,
        applicants=tuple(plaintiff.party for plaintiff in filed.plaintiffs),
        respondents=tuple(defendant for defendant, _ in defendants),
    )


def hold_court_session(state: Mediation, command: HoldCourtSession, today: date) -> CourtMediationSessionHeld:
    """人民法院调解 of one day (YC-2.4.4). Raises `NobodyPresent`, `NotAParty`, `MediationConcluded`, `FutureFact`, `DateOrder`."""
    if not command.present:
        raise NobodyPresent(
            f"没有当事人到场，未登记。{cited(IN_COURT)}由当事人参加，请填写到场的当事人；各方均未到场的，请登记调解结束。",
            clauses=(IN_COURT,),
            pointer="/present",
        )
    check_parties(command.present, state.parties, "/present", IN_COURT)
    check_day(command.held_on, today, "/held_on", since=state.received_on, fact="人民法院开始调解", clause=IN_COURT)
    check_open(state, command.held_on, IN_COURT)
    return CourtMediationSessionHeld(
        held_on=command.held_on,
        present=tuple(party for party in state.parties if party in command.present),
        absent=tuple(party for party in state.parties if party not in command.present),
        agreed=command.agreed,
    )


def end_in_court(state: Mediation, command: EndInCourt, today: date, seal: Callable[[str], SealedText]) -> CourtMediationEnded:
    """人民法院调解结束 for a reason of the list, not once a 行政调解书 is in force. Raises `AlreadyOver`, `EndingUnexplained`, `FutureFact`,
    `DateOrder`."""
    if state.concluded_on is not None:
        how = "结束" if state.court_end else "因行政调解书生效而办结"
        raise AlreadyOver(
            f"本次人民法院调解已于 {state.concluded_on} {how}（行政诉讼法第六十条），不再登记结束。法院再次调解的，请另行登记。",
            clauses=(IN_COURT,),
        )
    check_reason(command.reason, get_args(CourtEnding), command.note, IN_COURT)
    days = [(state.received_on, "人民法院开始调解")]
    days += [(session.held_on, "人民法院调解") for session in state.court_sessions]
    days += [(state.court_document.issued_on, ISSUED)] if state.court_document else []
    days += [(signed.signed_on, "签收行政调解书") for signed in state.document_signatures]
    since, fact = max(days)
    check_day(command.ended_on, today, "/ended_on", since=since, fact=fact, clause=IN_COURT)
    return CourtMediationEnded(
        reason=command.reason, ended_on=command.ended_on, note=seal(command.note) if command.note else None
    )
