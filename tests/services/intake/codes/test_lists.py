"""The code lists: complete against the types of the published events, versioned, read over HTTP."""

from collections.abc import Callable
from typing import get_args

import pytest

from services.intake.codes.lists import lists, version
from services.intake.court.message import MessageStatus, ParkedReason
from services.intake.court.notice import AnyNotice
from tests.wire import Wire
from yingsu.events.intake.advice import LetterKind
from yingsu.events.intake.case import Instance, ServedDocument
from yingsu.events.intake.course import Closing, Procedure, SeriesKind
from yingsu.events.intake.instances import Review
from yingsu.events.intake.judgment import Outcome
from yingsu.events.intake.response import Rank
from yingsu.events.intake.steps.risk import CaseFlag, RiskLevel
from yingsu.events.mediation.mediation import TerminationReason

Calling = Callable[[str], Wire]

TYPES = {
    "message_statuses": MessageStatus,
    "parked_reasons": ParkedReason,
    "instances": Instance,
    "documents": ServedDocument,
    "outcomes": Outcome,
    "reviews": Review,
    "procedures": Procedure,
    "closings": Closing,
    "series": SeriesKind,
    "letters": LetterKind,
    "leader_ranks": Rank,
    "case_flags": CaseFlag,
    "risk_levels": RiskLevel,
    "termination_reasons": TerminationReason,
}


@pytest.mark.parametrize("name", TYPES)
def test_a_list_has_every_code_that_an_event_may_hold_and_no_other(name: str) -> None:
    assert {code.code for code in lists()[name].codes} == set(get_args(TYPES[name]))
    assert all(code.title for code in lists()[name].codes)


def test_every_kind_of_message_is_listed_by_its_title() -> None:
    kinds = {code.code: code.title for code in lists()["message_kinds"].codes}
    tags = {notice.__struct_config__.tag for notice in get_args(AnyNotice)}
    assert set(kinds) == tags
    assert (kinds["case_filing"], kinds["service"]) == ("立案", "送达")


def test_the_lists_are_read_with_a_version_and_again_only_when_it_changed(line: Calling) -> None:
    court = line("court")
    read = court.get("/code-lists")
    assert (read.status_code, read.json()["version"], read.headers["ETag"]) == (200, version(), f'"{version()}"')
    assert [one["name"] for one in read.json()["lists"]] == list(lists())
    again = court.send("GET", "/code-lists", headers={"If-None-Match": f'"{version()}"'})
    assert (again.status_code, again.content) == (304, b"")


def test_one_list_by_its_name_and_a_name_that_is_none(line: Calling) -> None:
    outcomes = line("market").get("/code-lists/outcomes").json()
    assert {"code": "revoked", "title": "撤销", "authority": "行政诉讼法第七十条"} in outcomes["codes"]
    refused = line("market").get("/code-lists/causes")
    assert (refused.status_code, refused.json()["code"], "outcomes" in refused.json()["detail"]) == (
        404,
        "code-list-not-found",
        True,
    )
