"""One mediation, before the suit, beside it or in court: its steps, and where it stands. `folding` makes it of its entries.

The state is a collection of facts, not a machine: whatever order they come in, they make the same state, and what the mediation is at
a moment (`status`, who is still to be told, who has not signed) is computed from the facts present. HZ clauses are those of
洪泽区《关于进一步压降行政诉讼败诉率的十项机制》.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

import msgspec

from services.mediation.court_steps import CourtDocument, CourtEnd, CourtSession, DocumentPerformed, DocumentSigned, Ending
from services.mediation.settled_steps import Application, Breach, Confirmation, Performance
from services.mediation.steps import (
    Acceptance,
    AnyTrack,
    Effect,
    Explanation,
    Extension,
    Notice,
    Notification,
    Opening,
    Plan,
    Returned,
    Schedule,
    Serving,
    Session,
    Settlement,
    Signature,
    Termination,
)

Status = Literal[
    "referred",
    "accepted",
    "assigned",
    "planned",
    "scheduled",
    "in_session",
    "settled_unsigned",
    "settled_signed",
    "closed_settled",
    "terminated",
    "served",
    "returned",
]
"""待签收, 已签收, 已交办, 方案齐备, 已定时间地点, 调处中, 协议待签字, 协议已生效待释明, 调处成功办结, 已终止, 终止通知书已送达, 已退回法院.

A mediation beside a suit or in court begins in session, and ends settled or terminated."""

ENDED: Final[frozenset[Status]] = frozenset({"closed_settled", "returned"})
"""The states in which nothing is left to do, in whatever track."""


class Mediation(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of one mediation. `mediation_id` is its stream; `case_id` the record of the number that the court referred or filed it under.

    `version` is that of the mediation's stream; each plan has the version of its own.
    """

    mediation_id: str
    case_id: str
    opening: Opening
    acceptance: Acceptance | None = None
    notices: tuple[Notice, ...] = ()
    plans: tuple[Plan, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    notifications: tuple[Notification, ...] = ()
    sessions: tuple[Session, ...] = ()
    extensions: tuple[Extension, ...] = ()
    settlement: Settlement | None = None
    signatures: tuple[Signature, ...] = ()
    effect: Effect | None = None
    explanations: tuple[Explanation, ...] = ()
    termination: Termination | None = None
    servings: tuple[Serving, ...] = ()
    returned: Returned | None = None
    ending: Ending | None = None
    application: Application | None = None
    confirmation: Confirmation | None = None
    performance: Performance | None = None
    breaches: tuple[Breach, ...] = ()
    court_sessions: tuple[CourtSession, ...] = ()
    court_document: CourtDocument | None = None
    document_signatures: tuple[DocumentSigned, ...] = ()
    document_performances: tuple[DocumentPerformed, ...] = ()
    court_end: CourtEnd | None = None
    version: int = 0

    @property
    def track(self) -> AnyTrack:
        """Before the suit, beside it, or in court."""
        return self.opening.track

    @property
    def court(self) -> str:
        """The court that referred or filed the dispute."""
        return self.opening.court

    @property
    def case_no(self) -> str:
        """The court's number of the mediation (行诉前调), or of the case."""
        return self.opening.case_no

    @property
    def received_on(self) -> date:
        """The day on which the centre received the materials, or on which the mediation beside a suit began."""
        return self.opening.received_on

    @property
    def applicants(self) -> tuple[str, ...]:
        """The parties of the applicants: "p1", "p2", …"""
        return self.opening.applicants

    @property
    def respondents(self) -> tuple[str, ...]:
        """The ids of the respondent agencies."""
        return self.opening.respondents

    @property
    def materials(self) -> tuple[str, ...]:
        """The materials that were received: "m1", "m2", …"""
        return self.opening.materials

    @property
    def parties(self) -> tuple[str, ...]:
        """Applicants, then respondents, each once."""
        return tuple(dict.fromkeys((*self.applicants, *self.respondents)))

    @property
    def accepted_on(self) -> date | None:
        """The day on which the centre took the matter on."""
        return self.acceptance.accepted_on if self.acceptance else None

    @property
    def effective_on(self) -> date | None:
        """The day on which the settlement, or the court's 行政调解书, came into force."""
        document = next((signed.complete_on for signed in self.document_signatures if signed.complete_on), None)
        return self.effect.effective_on if self.effect else document

    @property
    def concluded_on(self) -> date | None:
        """The day on which the settlement came into force, or on which the mediation was terminated."""
        if self.ending:
            return self.ending.ended_on
        if self.court_end:
            return self.court_end.ended_on
        return self.termination.terminated_on if self.termination else self.effective_on

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""
        return over(self.track, self.status)

    @property
    def schedule(self) -> Schedule | None:
        """The time and place that hold: those of the last decision."""
        return self.schedules[-1] if self.schedules else None

    @property
    def told(self) -> tuple[Notification, ...]:
        """The notifications of the time and place that hold."""
        current = self.schedule
        return tuple(told for told in self.notifications if current and told.version > current.version)

    @property
    def untold(self) -> tuple[str, ...]:
        """The parties that were not told of the time and place that hold. Empty where there are none."""
        return _without(self.parties if self.schedules else (), (told.party for told in self.told))

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The parties of the settlement, or of the court's 行政调解书, that have not signed. Empty where there is none."""
        if self.court_document:
            return _without(self.parties, (signed.party for signed in self.document_signatures))
        return _without(self.settlement.parties if self.settlement else (), (signed.party for signed in self.signatures))

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The applicants of the settlement to whom withdrawal was not explained (HZ-4.7). Empty where there is none."""
        signing = self.settlement.parties if self.settlement else ()
        return _without((p for p in signing if p in self.applicants), (told.party for told in self.explanations))

    @property
    def unserved(self) -> tuple[str, ...]:
        """The parties that do not have 《行政争议终止调处通知书》 (HZ-4.8). Empty where the mediation was not terminated."""
        return _without(self.parties if self.termination else (), (served.party for served in self.servings))

    @property
    def status(self) -> Status:
        """Where the mediation stands."""
        if self.ending or self.court_end:
            return "terminated"
        if self.court_document:
            return "settled_unsigned" if self.unsigned else "closed_settled"
        if self.termination:
            return "terminated" if self.unserved else "returned" if self.returned else "served"
        if self.effect:
            return "settled_signed" if self.unexplained else "closed_settled"
        if self.settlement:
            return "settled_unsigned"
        if self.sessions or self.track != "pre_suit":
            return "in_session"
        if self.schedules:
            return "scheduled"
        if self.respondents and all(self.notice_to(agency) for agency in self.respondents):
            complete = all(self.plan_of(agency).complete_on for agency in self.respondents)
            return "planned" if complete else "assigned"
        return "accepted" if self.acceptance else "referred"

    def notice_to(self, agency: str) -> Notice | None:
        """The notice of assignment to an agency."""
        return next((notice for notice in self.notices if notice.agency == agency), None)

    def plan_of(self, agency: str) -> Plan:
        """What the agency told; an empty plan of version 0 where it told nothing."""
        return next((plan for plan in self.plans if plan.agency == agency), Plan(agency=agency))


def _without(whole: Iterable[str], done: Iterable[str]) -> tuple[str, ...]:
    known = set(done)
    return tuple(party for party in whole if party not in known)


def over(track: AnyTrack, status: Status) -> bool:
    """Whether nothing is left to do. Beside a suit and in court a mediation that failed is over with its end: there is no court to return
    to."""
    return status in ENDED or (track != "pre_suit" and status == "terminated")
