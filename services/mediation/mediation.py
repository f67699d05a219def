"""One mediation before the suit: its steps, and where it stands. Owns the fold.

The state is a collection of facts, not a machine: whatever order they come in, they make the same state, and what the mediation is at
a moment (`status`, who is still to be told, who has not signed) is computed from the facts present. HZ clauses are those of
洪泽区《关于进一步压降行政诉讼败诉率的十项机制》.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, TypeVar

import msgspec

from services.mediation.steps import (
    Acceptance,
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
    Step,
    Termination,
)
from yingsu.events.mediation.mediation import (
    AssignmentNoticeSent,
    MediationOpened,
    MediationScheduled,
    MediationSessionHeld,
    MediationTermExtended,
    MediationTerminated,
    PartyNotified,
    ReferralAccepted,
    ReturnedToCourt,
    SettlementBecameEffective,
    SettlementReached,
    SettlementSigned,
    TerminationServed,
    WithdrawalExplained,
)
from yingsu.events.mediation.plan import MediationPlanSubmitted
from yingsu.ledger.entry import Entry

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
"""待签收, 已签收, 已交办, 方案齐备, 已定时间地点, 调处中, 协议待签字, 协议已生效待释明, 调处成功办结, 已终止, 终止通知书已送达, 已退回法院."""

AnyStep = TypeVar("AnyStep", bound=Step)


class Mediation(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of one mediation. `mediation_id` is its stream; `case_id` the record of the number that the court referred it under.

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
    version: int = 0

    @property
    def court(self) -> str:
        """The court that referred the dispute."""
        return self.opening.court

    @property
    def case_no(self) -> str:
        """The court's number of the mediation (行诉前调)."""
        return self.opening.case_no

    @property
    def received_on(self) -> date:
        """The day on which the centre received the materials."""
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
        """The day on which the settlement came into force."""
        return self.effect.effective_on if self.effect else None

    @property
    def concluded_on(self) -> date | None:
        """The day on which the settlement came into force, or on which the mediation was terminated."""
        return self.termination.terminated_on if self.termination else self.effective_on

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
        """The parties of the settlement that have not signed. Empty where there is none."""
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
        if self.termination:
            return "terminated" if self.unserved else "returned" if self.returned else "served"
        if self.effect:
            return "settled_signed" if self.unexplained else "closed_settled"
        if self.settlement:
            return "settled_unsigned"
        if self.sessions:
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


def evolve(state: Mediation | None, entry: Entry) -> Mediation | None:
    """The state after one more entry of the mediation's stream or of one of its plans. None before 调处登记.

    Other entries of the case change nothing, those of another mediation neither.
    """
    if state is None:
        if not isinstance(entry.event, MediationOpened):
            return None
        return Mediation(
            mediation_id=entry.stream, case_id=entry.case_id or "", opening=_step(Opening, entry), version=entry.version
        )
    if isinstance(entry.event, MediationPlanSubmitted):
        return _planned(state, entry, entry.event) if entry.event.mediation == state.mediation_id else state
    if entry.stream != state.mediation_id:
        return state
    return msgspec.structs.replace(state, version=max(state.version, entry.version), **_change(state, entry))


def fold(entries: Iterable[Entry], mediation_id: str | None = None) -> Mediation | None:
    """The mediation of these entries: of the stream `mediation_id`, else the first that they open. None where they open none."""
    known = list(entries)
    openings = (e for e in known if isinstance(e.event, MediationOpened) and mediation_id in (None, e.stream))
    state = evolve(None, opening) if (opening := next(openings, None)) else None
    for entry in known:
        state = evolve(state, entry) if state else None
    return state


def _change(state: Mediation, entry: Entry) -> dict[str, Any]:
    """The fields that one more entry of the mediation's stream changes."""
    match entry.event:
        case ReferralAccepted():
            return {"acceptance": _first(state.acceptance, _step(Acceptance, entry))}
        case AssignmentNoticeSent():
            return {"notices": _with(state.notices, _step(Notice, entry))}
        case MediationScheduled():
            return {"schedules": _with(state.schedules, _step(Schedule, entry))}
        case PartyNotified():
            return {"notifications": _with(state.notifications, _step(Notification, entry))}
        case MediationSessionHeld():
            return {"sessions": _with(state.sessions, _step(Session, entry))}
        case MediationTermExtended():
            return {"extensions": _with(state.extensions, _step(Extension, entry, agreed_on=entry.occurred_on))}
        case SettlementReached():
            return {"settlement": _first(state.settlement, _step(Settlement, entry))}
        case SettlementSigned():
            return {"signatures": _with(state.signatures, _step(Signature, entry))}
        case SettlementBecameEffective():
            return {"effect": _first(state.effect, _step(Effect, entry))}
        case WithdrawalExplained():
            return {"explanations": _with(state.explanations, _step(Explanation, entry))}
        case MediationTerminated():
            return {"termination": _first(state.termination, _step(Termination, entry))}
        case TerminationServed():
            return {"servings": _with(state.servings, _step(Serving, entry))}
        case ReturnedToCourt():
            return {"returned": _first(state.returned, _step(Returned, entry))}
        case _:
            return {}


def _step(cls: type[AnyStep], entry: Entry, **more: date) -> AnyStep:
    """The step that mirrors the entry's event."""
    return cls(**msgspec.structs.asdict(entry.event), **more, event_id=entry.event_id, version=entry.version)


def _with(steps: tuple[AnyStep, ...], step: AnyStep) -> tuple[AnyStep, ...]:
    return tuple(sorted((*steps, step), key=lambda known: known.version))


def _first(known: AnyStep | None, step: AnyStep) -> AnyStep:
    return step if known is None or step.version < known.version else known


def _planned(state: Mediation, entry: Entry, event: MediationPlanSubmitted) -> Mediation:
    after = state.plan_of(event.agency).after(entry)
    others = (plan for plan in state.plans if plan.agency != event.agency)
    return msgspec.structs.replace(state, plans=tuple(sorted((*others, after), key=lambda plan: plan.agency)))


def _without(whole: Iterable[str], done: Iterable[str]) -> tuple[str, ...]:
    known = set(done)
    return tuple(party for party in whole if party not in known)
