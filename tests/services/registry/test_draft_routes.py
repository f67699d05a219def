"""A version of a profile from draft to law, over HTTP: checked, compared, published by a second person."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.services.registry.office import CLIENT, IDENTITY, PATH, SHORTER, TITLE, Office, hongze, open_office
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.law import published
from yingsu.law.profile import builtin_root, files_of
from yingsu.law.published import load_rules
from yingsu.ledger.store import Ledger
from yingsu.web.deps import Deps

TOMORROW = date(2026, 9, 17)
LONGER_ANSWER = """
[[obligations]]
code = "statutory_answer"
title = "提交答辩状"
per = "defendant"
owed_by = "defendant"
force = "hard"
clauses = ["XSF-67"]
operator_value = true
period = { amount = 20, unit = "calendar_day" }
started_by = [{ topic = "intake.service_recorded.v1", on = "received_on", party = "agency" }]
satisfied_by = [{ all_of = [{ topic = "intake.answer_submitted.v1", party = "agency", on = "submitted_on" }] }]
"""


@pytest.fixture
def office(administrator: Wire, calling: Callable[[str], Wire], transport: SettableClock, deps: Deps) -> Office:
    """The office of 洪泽."""
    return open_office(administrator, calling, transport, deps.settings.issuer)


def put_forward(office: Office, files: dict[str, str] | None = None, day: date = TOMORROW) -> dict[str, Any]:
    answer = office.drafter.prepare(files or hongze(TITLE), day)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def version_of(office: Office) -> int:
    return int(office.wire.get(PATH).headers["ETag"].strip('"'))


def test_what_one_official_prepares_another_publishes(office: Office, ledger: Ledger, deps: Deps) -> None:
    draft = put_forward(office)
    assert (draft["draft"], draft["status"], draft["prepared_by"]) == (1, "open", office.drafter.id)
    path = f"{PATH}/{draft['sha256']}/publish"
    answer = office.head.post(path, version=version_of(office))
    assert answer.status_code == 201, answer.text
    assert answer.json() == {
        "profile_id": "hongze",
        "version": 2,
        "jurisdiction": "320813",
        "effective_from": "2026-09-17",
        "sha256": draft["sha256"],
        "prepared_by": office.drafter.id,
        "published_by": office.head.id,
    }
    assert (
        office.wire.get(answer.headers["Location"].removeprefix("/v1/registry")).json()["content"]["title"].endswith("（修订）")
    )
    rules = load_rules(ledger)
    governing = [rules.profile_for("320813", day) for day in (date(2026, 9, 16), TOMORROW)]
    assert [item.token if item else None for item in governing] == ["hongze.1", "hongze.2"]
    assert office.wire.get(PATH).json()["items"][0]["status"] == "published"
    actor = ledger.load("profile-hongze", ("*",))[-1].actor
    assert (actor.client, actor.official) == (CLIENT, office.head.id)


def test_a_repeat_of_each_step_answers_the_same_and_records_nothing(office: Office, ledger: Ledger) -> None:
    first = office.drafter.prepare(hongze(TITLE), TOMORROW, key="prepare")
    path, version = f"{PATH}/{first.json()['sha256']}/publish", version_of(office)
    second = office.head.post(path, key="publish", version=version)
    head = ledger.head()
    assert office.drafter.prepare(hongze(TITLE), TOMORROW, key="prepare").json() == first.json()
    again = office.head.post(path, key="publish", version=version)
    assert (again.status_code, again.json()) == (201, second.json())
    assert ledger.head() == head


def test_a_draft_is_shown_beside_what_is_in_force_with_the_clauses_of_each_change(office: Office) -> None:
    draft = put_forward(office, hongze(SHORTER))
    shown = office.wire.get(f"{PATH}/{draft['sha256']}").json()
    assert shown["compared_with"] == 1
    assert [item for item in shown["revisions"] if item["key"].startswith("mediation_plan.")] == [
        {
            "how": "changed",
            "file": "obligations.toml",
            "key": "mediation_plan.period",
            "title": "确定责任领导、联络人并报送初步调处意向方案",
            "before": {"amount": 3, "unit": "working_day"},
            "after": {"amount": 2, "unit": "working_day"},
            "clauses_before": ["HZ-4.3"],
            "clauses_after": ["HZ-4.3"],
        },
        {
            "how": "added",
            "file": "obligations.toml",
            "key": "mediation_plan.operator_value",
            "title": "确定责任领导、联络人并报送初步调处意向方案",
            "before": None,
            "after": True,
            "clauses_before": ["HZ-4.3"],
            "clauses_after": ["HZ-4.3"],
        },
    ]
    assert len(shown["revisions"]) == 2
    assert shown["files"] == hongze(SHORTER)


def test_every_problem_of_a_draft_is_told_at_its_file_and_nothing_is_recorded(office: Office, ledger: Ledger) -> None:
    head = ledger.head()
    broken = hongze(
        ("obligations.toml", 'clauses = ["HZ-5.2"]', 'clauses = ["HZ-99"]'),
        ("obligations.toml", 'owed_by = "mediation_body"', 'owed_by = "nobody"'),
        ("roles.toml", '[supervising_body]\nvalue = "区司法局"', '[supervising_body]\nvalu = "区司法局"'),
    )
    broken["obligations.toml"] += LONGER_ANSWER
    answer = office.drafter.prepare(broken, TOMORROW)
    assert (answer.status_code, answer.json()["code"]) == (422, "draft-unsound")
    found = {(item["pointer"], item["code"]) for item in answer.json()["errors"]}
    assert ("/files/obligations.toml", "unknown-clause") in found
    assert ("/files/obligations.toml", "statutory-period-lengthened") in found
    assert ("/files/roles.toml", "profile-malformed") in found
    messages = " ".join(item["message"] for item in answer.json()["errors"])
    assert "HZ-99 不存在" in messages
    assert "20日长于法定的15日" in messages
    assert "没有“valu”这一项" in messages
    assert ledger.head() == head


@pytest.mark.parametrize(
    ("day", "status", "said"),
    [(date(2026, 9, 16), 409, "最早自 2026-09-17 起生效"), (date(2025, 4, 17), 422, "早于文件的施行日期")],
)
def test_a_version_may_not_reach_back_to_days_already_judged(office: Office, day: date, status: int, said: str) -> None:
    answer = office.drafter.prepare(hongze(TITLE), day)
    assert answer.status_code == status
    assert answer.json()["code"] in ("judged-already", "draft-unsound")
    assert said in answer.text


def test_a_draft_that_waited_too_long_is_refused_when_it_would_be_published(office: Office, clock: SettableClock) -> None:
    draft = put_forward(office)
    clock.set(clock().replace(day=17))
    answer = office.head.post(f"{PATH}/{draft['sha256']}/publish", version=version_of(office))
    assert (answer.status_code, answer.json()["code"]) == (409, "judged-already")
    assert "2026-09-18" in answer.json()["detail"]


def test_the_same_content_is_neither_published_nor_prepared_twice(office: Office) -> None:
    answer = office.drafter.prepare(hongze(), TOMORROW)
    assert (answer.status_code, answer.json()["code"]) == (409, "already-published")
    put_forward(office)
    answer = office.head.prepare(hongze(TITLE), date(2026, 10, 1))
    assert (answer.status_code, answer.json()["code"]) == (409, "already-put-forward")


def test_nobody_publishes_or_rejects_what_he_prepared(office: Office) -> None:
    draft = office.head.prepare(hongze(TITLE), TOMORROW).json()
    path, version = f"{PATH}/{draft['sha256']}", version_of(office)
    for step, body in (("publish", None), ("reject", {"reason": "改主意"})):
        answer = office.head.post(f"{path}/{step}", body, version=version)
        assert (answer.status_code, answer.json()["code"]) == (409, "four-eyes")
        assert "须为两人" in answer.json()["detail"]


def test_only_an_official_with_the_duty_publishes(office: Office) -> None:
    draft = office.head.prepare(hongze(TITLE), TOMORROW).json()
    answer = office.drafter.post(f"{PATH}/{draft['sha256']}/publish", version=version_of(office))
    assert (answer.status_code, answer.json()["code"]) == (409, "decider-not-administrator")
    assert "管理人员" in answer.json()["detail"]


def test_a_machine_alone_neither_prepares_nor_publishes(office: Office) -> None:
    body = {"effective_from": "2026-09-17", "files": hongze(TITLE)}
    answer = office.wire.post(PATH, body)
    assert (answer.status_code, answer.json()["code"]) == (403, "official-missing")
    draft = put_forward(office)
    answer = office.wire.post(f"{PATH}/{draft['sha256']}/publish", version=version_of(office))
    assert (answer.status_code, answer.json()["code"]) == (403, "official-missing")


def test_an_official_of_another_district_is_not_known_to_the_office(office: Office, administrator: Wire) -> None:
    elsewhere = administrator.post(
        "/agencies",
        {
            "name": "示例区司法局",
            "code": "113208120000081174",
            "type": "department",
            "jurisdiction": "320812",
            "valid_from": "2020-01-01",
        },
    )
    person = {"agency": elsewhere.json()["agency_id"], "name": "示例癸", "post": "科员", "duties": ["administrator"]}
    stranger = administrator.post("/officials", person).json()["official_id"]
    draft = put_forward(office)
    outsider = type(office.head)(stranger, office.wire, office.head.key, office.head.clock, office.head.issuer)
    answer = outsider.post(f"{PATH}/{draft['sha256']}/publish", version=version_of(office))
    assert (answer.status_code, answer.json()["code"]) == (403, "official-unknown")


def test_a_draft_is_rejected_with_a_reason_and_closed(office: Office) -> None:
    draft = put_forward(office)
    path = f"{PATH}/{draft['sha256']}"
    answer = office.deputy.post(f"{path}/reject", {"reason": "标题与原文不符"}, version=version_of(office))
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["reason"], answer.json()["closed_by"]) == (
        "rejected",
        "标题与原文不符",
        office.deputy.id,
    )
    answer = office.head.post(f"{path}/publish", version=version_of(office))
    assert (answer.status_code, answer.json()["code"]) == (409, "draft-is-closed")
    assert put_forward(office)["draft"] == 2, "after a rejection the same content may be put forward again"


def test_only_the_preparer_withdraws(office: Office) -> None:
    draft = put_forward(office)
    path, reason = f"{PATH}/{draft['sha256']}/withdraw", {"reason": "另行修改"}
    answer = office.head.post(path, reason, version=version_of(office))
    assert (answer.status_code, answer.json()["code"]) == (409, "not-the-preparer")
    answer = office.drafter.post(path, reason, version=version_of(office))
    assert (answer.status_code, answer.json()["status"]) == (200, "withdrawn")


def test_a_decision_on_an_older_state_of_the_drafts_is_stale(office: Office) -> None:
    draft = put_forward(office)
    version = version_of(office)
    office.deputy.prepare(hongze(SHORTER), TOMORROW)
    path = f"{PATH}/{draft['sha256']}/publish"
    answer = office.head.post(path, version=version)
    assert (answer.status_code, answer.json()["code"]) == (412, "version-conflict")
    assert [item["code"] for item in answer.json()["errors"]] == ["changed-since"]
    assert office.head.post(path).status_code == 428


def test_drafts_of_another_jurisdiction_are_not_seen(office: Office, administrator: Wire, calling: Callable[[str], Wire]) -> None:
    draft = put_forward(office)
    other = {"client_id": "other-guize", "name": "示例", "role": "administrator", "jurisdictions": ["370402"]}
    assert administrator.post("/clients", other).status_code == 201
    assert calling("other-guize").get(PATH).json() == {"items": []}
    answer = calling("other-guize").get(f"{PATH}/{draft['sha256']}")
    assert (answer.status_code, answer.json()["code"]) == (404, "draft-not-found")
    assert calling("hongze-sifa").get(f"{PATH}/{draft['sha256']}").status_code == 200
    assert calling("hongze-shichang-oa").get(PATH).json()["code"] == "role-not-allowed"


def test_a_profile_of_another_jurisdiction_is_not_published_by_this_office(office: Office) -> None:
    files = hongze(TITLE, ("identity.toml", 'value = "320813"', 'value = "320812"'))
    answer = office.drafter.prepare(files, TOMORROW)
    assert answer.status_code == 422
    assert "不能改属他处" in answer.text
    identity = {"identity.toml": IDENTITY.replace("320804", "320812")}
    answer = office.drafter.prepare(identity, TOMORROW, profile="qingjiangpu")
    assert (answer.status_code, answer.json()["code"]) == (403, "outside-administration")


def test_a_jurisdiction_has_one_profile(office: Office) -> None:
    answer = office.drafter.prepare(hongze(TITLE), TOMORROW, profile="hongze_new")
    assert answer.status_code == 422
    assert "320813 已有规则 hongze" in answer.text


def test_the_first_profile_of_a_district_without_cases_may_reach_back(
    administrator: Wire, calling: Callable[[str], Wire], transport: SettableClock, deps: Deps, ledger: Ledger
) -> None:
    office = open_office(administrator, calling, transport, deps.settings.issuer, jurisdictions=("320813", "320804"))
    answer = office.drafter.prepare({"identity.toml": IDENTITY}, date(2026, 1, 1), profile="huaiyin")
    assert answer.status_code == 201, answer.text
    path = f"/profiles/huaiyin/drafts/{answer.json()['sha256']}"
    shown = office.wire.get(path)
    assert (shown.json()["compared_with"], {item["how"] for item in shown.json()["revisions"]}) == (None, {"added"})
    assert office.head.post(f"{path}/publish", version=1).status_code == 201
    event = published.profile(ledger, "huaiyin")
    assert event is not None
    assert (event.version, event.effective_from) == (1, date(2026, 1, 1))


def test_a_profile_that_lets_go_of_national_law_is_refused(office: Office) -> None:
    files = hongze(TITLE)
    head, _, tail = files["identity.toml"].partition("[inherits]")
    files["identity.toml"] = head + "[" + tail.partition("\n\n[")[2]
    answer = office.drafter.prepare(files, TOMORROW)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "layer-missing")
    assert answer.json()["errors"][0]["pointer"] == "/files/identity.toml"


@pytest.mark.parametrize("files", [{}, {"../identity.toml": ""}, {"identity.txt": ""}])
def test_a_draft_is_made_of_files_of_a_profile(office: Office, files: dict[str, str]) -> None:
    assert office.drafter.prepare(files, TOMORROW).json()["code"] == "request-invalid"


def test_a_stricter_national_layer_that_a_district_could_not_follow_is_refused(
    administrator: Wire, calling: Callable[[str], Wire], transport: SettableClock, deps: Deps
) -> None:
    office = open_office(administrator, calling, transport, deps.settings.issuer, jurisdictions=("000000",))
    shorter = hongze(TITLE)
    shorter["obligations.toml"] += national_answer("14")
    draft = put_forward(office, shorter)
    assert office.head.post(f"{PATH}/{draft['sha256']}/publish", version=version_of(office)).status_code == 201
    national = national_files()
    national["obligations.toml"] = national["obligations.toml"].replace("amount = 15,", "amount = 10,", 1)
    national["obligations.toml"] = national["obligations.toml"].replace(
        'clauses = ["XSF-67", "XSF-34"]', 'clauses = ["XSF-67", "XSF-34"]\noperator_value = true'
    )
    answer = office.drafter.prepare(national, date(2026, 10, 1), profile="national")
    assert (answer.status_code, answer.json()["code"]) == (409, "statutory-period-lengthened")
    assert "14日长于法定的10日" in answer.json()["detail"]


def national_files() -> dict[str, str]:
    return {name: content.decode() for name, content in files_of(builtin_root().joinpath("national", "2018-02-08")).items()}


def national_answer(amount: str) -> str:
    text = national_files()["obligations.toml"]
    start = text.index('[[obligations]]\ncode = "statutory_answer"')
    rule = text[start : text.index('[[obligations]]\ncode = "trial_term"')]
    return rule.replace("amount = 15,", f"amount = {amount},")
