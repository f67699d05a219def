"""By which form a duty is discharged: the operation that registers what ends it, for the agency that owes it.

Owns the operations. Services never import each other, so they are named as their OpenAPI names them; a test holds both together.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final
from uuid import UUID

import msgspec

from services.notify.lines import D, Line
from yingsu.law.obligation import OWED_BY_OTHERS
from yingsu.law.rules import Rules
from yingsu.ledger.database import Cursor

_ENDED: Final = frozenset({"satisfied", "cancelled"})


class Form(msgspec.Struct, frozen=True):
    """An operation of a service. `path` is below the service, with the names of its OpenAPI in braces."""

    service: str
    path: str
    operation: str
    method: str = "POST"


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """A form for one duty: its whole path, with what is not known of the duty left in braces. `what` is the fact that it registers."""

    form: Form
    path: str
    what: str


def _response(name: str, operation: str) -> Form:
    return Form("intake", f"/cases/{{case_id}}/responses/{{agency_id}}/{name}", operation)


def _mediation(name: str, operation: str) -> Form:
    return Form("mediation", f"/mediations/{{mediation_id}}/{name}", operation)


def _review(name: str, operation: str) -> Form:
    return Form("review", f"/reviews/{{review_id}}/{name}", operation)


FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "intake.answer_reported": _response("answer-reports", "report_answer"),
        "intake.answer_submitted": _response("answer", "submit_answer"),
        "intake.case_reported": _response("case-reports", "report_case"),
        "intake.chief_reviewed_case": _response("chief-reviews", "review_case"),
        "intake.court_informed": _response("court-informations", "inform_court"),
        "intake.court_letter_completed": _response("court-letter-completions", "complete_follow_up"),
        "intake.court_query_answered": _response("court-query-answers", "answer_query"),
        "intake.judgment_performed": _response("performances", "perform_judgment"),
        "intake.judicial_advice_replied": _response("judicial-advice-replies", "reply_advice"),
        "intake.leader_list_reported": _response("leader-lists", "report_leader"),
        "intake.performance_reported": _response("performance-reports", "report_performance"),
        "intake.post_judgment_explained": _response("explanations", "explain_own"),
        "intake.reported_to_superior": _response("superior-reports", "report_to_superior"),
        "intake.resolution_plan_filed": _response("resolution-plans", "file_plan"),
        "intake.sponsor_assigned": _response("sponsors", "take_case_on"),
        "mediation.court_mediation_document_performed": _mediation("court-document/performances", "perform_document"),
        "mediation.court_mediation_started": Form("mediation", "/court-mediations", "start_in_court"),
        "mediation.in_litigation_mediation_opened": Form("mediation", "/in-litigation-mediations", "open_in_litigation"),
        "mediation.mediation_plan_submitted": _mediation("plans/{agency_id}", "submit_plan"),
        "mediation.mediation_session_held": _mediation("sessions", "hold_session"),
        "mediation.self_correction_started": _response("self-corrections", "start_correction"),
        "mediation.self_review_done": _response("self-reviews", "review_itself"),
        "mediation.settlement_performed": _mediation("settlement/performance", "perform_settlement"),
        "mediation.settlement_reached": _mediation("settlement", "reach_settlement"),
        "mediation.special_report_made": _response("special-reports", "report_specially"),
        "review.rectification_submitted": _review("rectification", "submit_rectification"),
        "review.review_started": _review("start", "start_review"),
        "review.review_submitted": _review("submission", "submit_review"),
    }
)
"""What agencies register that may end a duty, by the fact in any version."""


def form_of(topic: str) -> Form | None:
    """The form by which an agency registers a fact; None where it is somebody else's to register."""
    return FORMS.get(topic.rpartition(".")[0])


def streams_of(cursor: Cursor, lines: Iterable[Line[D]]) -> dict[UUID, str]:
    """The streams in which the duties of lines began, as far as the cursor's tenants may see them: they name reviews and mediations."""
    began = [line.duty.started_by.event_id for line in lines]
    query = "SELECT event_id, stream FROM ledger.entry WHERE event_id = ANY (%s)"
    return dict(cursor.execute(query, (began,)).fetchall()) if began else {}


def forms_for(line: Line[D], state: str, rules: Rules, streams: Mapping[UUID, str], agencies: Sequence[str]) -> list[Filled]:
    """The forms by which a duty is discharged, in the order of its rule; none of what has ended, or is not for agencies to do.

    `agencies` are those for which the reader answers: of a duty of the whole case each has its own form.
    """
    found = line.duty
    if state in _ENDED or found.owed_by in OWED_BY_OTHERS:
        return []
    layer, _, version = found.layer.rpartition(".")
    published = rules.profile(layer, int(version))
    rule = next((rule for rule in published.profile.rules if rule.code == found.code), None) if published else None
    if rule is None:
        return []
    known = _known(line, streams.get(found.started_by.event_id, ""), agencies)
    forms: dict[Form, str] = {}
    for way in rule.satisfied_by:
        for fact in way.all_of:
            form = form_of(fact.topic)
            if form is not None:
                forms.setdefault(form, fact.what or found.title)
    return [Filled(form=form, path=_filled(form, known), what=what) for form, what in forms.items()]


def _known(line: Line[D], stream: str, agencies: Sequence[str]) -> dict[str, str]:
    known = {"case_id": line.duty.case_id}
    own = [agency for agency in line.agencies if agency in agencies] or list(line.agencies)
    if len(own) == 1:
        known["agency_id"] = own[0]
    for name in ("review", "mediation"):
        if stream.startswith(f"{name}-"):
            known[f"{name}_id"] = stream
    return known


def _filled(form: Form, known: Mapping[str, str]) -> str:
    path = f"/v1/{form.service}{form.path}"
    for name, value in known.items():
        path = path.replace(f"{{{name}}}", value)
    return path
