"""Each duty of an agency names the form that discharges it, and each such form is there."""

import inspect
import json
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from services.intake.steps import (
    KINDS,
    answering_routes,
    attending_routes,
    correction_routes,
    letters_routes,
    performing_routes,
    reporting_routes,
    resolution_routes,
    risk_routes,
    team_routes,
)
from services.notify.forms import FORMS, Form, form_of
from tests.services.intake.cast import answer
from tests.services.notify.story import LAND, board, file_and_serve
from tests.whole import LAND_OA, SUPERVISOR, Whole
from yingsu.law.obligation import OWED_BY_OTHERS
from yingsu.law.profile import builtin_profiles, load_builtin
from yingsu.ledger.mapper import event_class

OPENAPI = Path(__file__).parents[3] / "openapi"
ROOMS = (
    answering_routes,
    attending_routes,
    correction_routes,
    letters_routes,
    performing_routes,
    reporting_routes,
    resolution_routes,
    risk_routes,
    team_routes,
)
NOT_FOR_AGENCIES = {
    "intake.case_withdrawn": "the court's ruling",
    "mediation.mediation_opened": "follows from the court's referral",
}
"""What ends a duty of an agency without being the agency's to register, and why."""


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.operation)
def test_each_form_is_in_the_openapi_of_its_service(form: Form) -> None:
    document = json.loads((OPENAPI / f"{form.service}.json").read_text())
    operation = document["paths"][form.path][form.method.lower()]
    assert operation["operationId"] == form.operation
    assert {"oauth2": ["case:write"]} in operation["security"]


def test_over_all_profiles_what_an_agency_can_register_to_end_its_duty_has_a_form() -> None:
    """What is not an event yet nobody can register: such a way sleeps."""
    ending = {
        fact.topic.rpartition(".")[0]
        for place in builtin_profiles()
        for rule in load_builtin(*place).rules
        if rule.owed_by not in OWED_BY_OTHERS
        for way in rule.satisfied_by
        for fact in way.all_of
        if event_class(fact.topic) is not None
    }
    assert ending - FORMS.keys() == NOT_FOR_AGENCIES.keys() & ending
    assert FORMS.keys() - ending == set(), "no form without a duty"


def test_each_step_in_an_agencys_room_leads_to_the_form_of_its_own_fact() -> None:
    """Taken from the routes themselves: the body that a route reads is that of a kind of step, which says what is recorded."""
    kinds = {kind.body: kind.event for kind in KINDS.values()}
    found = 0
    for route in (route for rooms in ROOMS for route in rooms.router.routes if isinstance(route, APIRoute)):
        body = inspect.signature(route.endpoint, eval_str=True).parameters["body"].annotation
        form = form_of(kinds[body].TOPIC) if "/responses/{agency_id}/" in route.path and body in kinds else None
        if form is not None:
            assert (form.path, form.operation) == (route.path, route.name)
            found += 1
    assert found > 10


def test_a_running_duty_names_its_form_and_following_it_ends_the_duty(whole: Whole) -> None:
    case_id = file_and_serve(whole)
    (owed,) = board(whole, LAND_OA)
    (form,) = owed["forms"]
    assert form == {
        "what": "答辩状",
        "method": "POST",
        "path": f"/v1/intake/cases/{case_id}/responses/{LAND}/answer",
        "operation_id": "submit_answer",
        "openapi": "/v1/intake/openapi.json",
    }
    assert whole.wire(LAND_OA).get(form["openapi"]).status_code == 200
    sent = whole.wire(LAND_OA).send(
        form["method"], form["path"], json=answer(submitted_on="2026-09-15"), headers={"If-Match": '"0"', "Idempotency-Key": "f"}
    )
    assert sent.status_code == 201, sent.text
    whole.settle()
    assert [(one["standing"], one["forms"]) for one in board(whole, LAND_OA)] == [("satisfied", [])]


def test_what_is_the_courts_to_do_has_no_form(whole: Whole) -> None:
    file_and_serve(whole)
    found = whole.wire(SUPERVISOR).get("/v1/notify/obligations").json()["obligations"]
    forms = {item["code"]: bool(item["forms"]) for item in found}
    assert (forms["trial_term"], forms["statutory_answer"]) == (False, True)
