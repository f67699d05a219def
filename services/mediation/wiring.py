"""From the request to the domain: what a route of mediation needs of the service's dependencies."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from fastapi import Request

from services.mediation import timing
from services.mediation.correcting_desk import CorrectingDesk
from services.mediation.desk import MediationDesk
from services.mediation.dossier import Dossier
from services.mediation.opening_desk import OpeningDesk
from services.mediation.record import Record
from services.mediation.step_writer import StepWriter
from services.mediation.writer import MediationWriter
from yingsu.disputes import Dispute
from yingsu.law.published import RulesInForce
from yingsu.law.rules import Rules
from yingsu.officials.callers import Caller
from yingsu.officials.sight import Sight
from yingsu.web.deps import deps_of


def desk_of(request: Request) -> MediationDesk:
    """The desk."""
    deps = deps_of(request)
    return MediationDesk(deps.ledger, deps.keys, deps.files, _rules(request))


def correcting_desk_of(request: Request) -> CorrectingDesk:
    """The desk at which steps are corrected and voided."""
    deps = deps_of(request)
    return CorrectingDesk(deps.ledger, deps.keys, deps.files, _rules(request))


def opening_desk_of(request: Request) -> OpeningDesk:
    """The desk at which a mediation of a filed case is opened."""
    return OpeningDesk(deps_of(request).ledger)


def writer_of(request: Request, caller: Caller) -> MediationWriter:
    """The writer of mediations for the caller."""
    deps = deps_of(request)
    return MediationWriter(StepWriter(Sight(deps.keys, caller), deps.directory), _rules(request))


def dossier_of(request: Request, caller: Caller, record: Record, dispute: Dispute) -> Dossier:
    """The documents of a mediation for the caller."""
    entries = {entry.event_id: entry for entry in dispute.entries}
    return Dossier(record, entries, due_days(request, record, dispute), writer_of(request, caller).steps)


def due_days(request: Request, record: Record, dispute: Dispute) -> Mapping[UUID, date | None]:
    """The last day for the plan that each notice of assignment sets, by the notice's entry; None where the rules tell none."""
    rules: RulesInForce = request.app.state.rules
    return timing.plan_due_now(dispute.case_id, dispute.entries, [n.event_id for n in record.mediation.notices], rules)


def _rules(request: Request) -> Rules | None:
    return timing.rules_known(request.app.state.rules)
