"""A profile that is retired governs nothing that begins after its last day; two officials retire it."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.services.registry.office import TITLE, Office, hongze, open_office
from tests.wire import Wire
from yingsu.clock import SettableClock
from yingsu.law.published import load_rules
from yingsu.ledger.store import Ledger
from yingsu.web.deps import Deps

PATH = "/profiles/hongze/retire"
ASKED = {"last_day": "2026-12-31", "reason": "文件废止"}


@pytest.fixture
def office(administrator: Wire, calling: Callable[[str], Wire], transport: SettableClock, deps: Deps) -> Office:
    """The office of 洪泽."""
    return open_office(administrator, calling, transport, deps.settings.issuer)


def token(ledger: Ledger, day: date) -> str | None:
    found = load_rules(ledger).profile_for("320813", day)
    return found.token if found else None


def test_after_its_last_day_the_layer_above_governs(office: Office, ledger: Ledger) -> None:
    answer = office.drafter.post(PATH, ASKED)
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    assert office.wire.get(PATH).json() == {
        "profile_id": "hongze",
        "last_day": "2026-12-31",
        "reason": "文件废止",
        "prepared_by": office.drafter.id,
    }
    assert token(ledger, date(2027, 1, 1)) == "hongze.1", "what is put forward changes nothing"
    answer = office.head.post(f"{PATH}/confirm", version=1)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["version"], answer.json()["retired_by"]) == (1, office.head.id)
    assert [token(ledger, day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == ["hongze.1", "national.1"]
    assert office.wire.get("/profiles/hongze").json()["last_day"] == "2026-12-31"
    assert office.wire.get(PATH).json()["code"] == "retirement-not-found"


def test_a_later_version_governs_again(office: Office, ledger: Ledger) -> None:
    office.drafter.post(PATH, ASKED)
    assert office.head.post(f"{PATH}/confirm", version=1).status_code == 201
    draft = office.drafter.prepare(hongze(TITLE), date(2027, 3, 1))
    assert draft.status_code == 201, draft.text
    shown = office.wire.get(f"/profiles/hongze/drafts/{draft.json()['sha256']}").json()
    assert (shown["compared_with"], {item["how"] for item in shown["revisions"]}) == (None, {"added"}), "none is in force then"
    version = int(draft.headers["ETag"].strip('"'))
    assert office.head.post(f"/profiles/hongze/drafts/{draft.json()['sha256']}/publish", version=version).status_code == 201
    days = (date(2026, 12, 31), date(2027, 1, 1), date(2027, 2, 28), date(2027, 3, 1))
    assert [token(ledger, day) for day in days] == ["hongze.1", "national.1", "national.1", "hongze.2"]


@pytest.mark.parametrize(
    ("profile", "change", "status", "code", "said"),
    [
        ("hongze", {"last_day": "2026-09-15"}, 409, "judged-already", "最早自 2026-09-17 起停用"),
        ("hongze", {"last_day": "9999-12-31"}, 409, "day-too-far", "晚于 2100-12-31"),
        ("nowhere", {}, 404, "profile-not-found", "没有公布这套规则"),
        ("dehua", {}, 403, "outside-administration", "350526"),
        ("hongze", {"reason": " "}, 422, "request-invalid", ""),
    ],
)
def test_a_retirement_that_cannot_be_is_refused(
    office: Office, profile: str, change: dict[str, str], status: int, code: str, said: str
) -> None:
    answer = office.drafter.post(f"/profiles/{profile}/retire", ASKED | change)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert said in answer.json()["detail"]


def test_national_law_stays(administrator: Wire, calling: Callable[[str], Wire], transport: SettableClock, deps: Deps) -> None:
    office = open_office(administrator, calling, transport, deps.settings.issuer, jurisdictions=("000000",))
    answer = office.drafter.post("/profiles/national/retire", ASKED)
    assert (answer.status_code, answer.json()["code"]) == (409, "national-layer-stays")
    assert "请公布新的版本" in answer.json()["detail"]


def test_four_eyes_retire_a_profile(office: Office) -> None:
    assert office.head.post(PATH, ASKED).status_code == 201
    answer = office.head.post(f"{PATH}/confirm", version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "four-eyes")
    answer = office.drafter.post(f"{PATH}/confirm", version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "decider-not-administrator")
    answer = office.wire.post(f"{PATH}/confirm", version=1)
    assert (answer.status_code, answer.json()["code"]) == (403, "official-missing")
    answer = office.deputy.post(f"{PATH}/confirm", version=0)
    assert (answer.status_code, answer.json()["code"]) == (412, "version-conflict")


def test_one_retirement_waits_at_a_time_until_it_is_rejected_or_withdrawn(office: Office) -> None:
    office.drafter.post(PATH, ASKED)
    answer = office.deputy.post(PATH, ASKED | {"last_day": "2027-06-30"})
    assert (answer.status_code, answer.json()["code"]) == (409, "already-put-forward")
    answer = office.head.post(f"{PATH}/withdraw", {"reason": "x"}, version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "not-the-preparer")
    answer = office.head.post(f"{PATH}/reject", {"reason": "文件仍然有效"}, version=1)
    assert (answer.status_code, answer.json()) == (200, {"profile_id": "hongze", "waiting": False})
    assert office.drafter.post(PATH, ASKED).status_code == 201
    assert office.drafter.post(f"{PATH}/withdraw", {"reason": "改期"}, version=3).json()["waiting"] is False
    answer = office.head.post(f"{PATH}/confirm", version=4)
    assert (answer.status_code, answer.json()["code"]) == (404, "retirement-not-found")


def test_what_is_retired_is_retired_again_only_earlier(office: Office, ledger: Ledger) -> None:
    office.drafter.post(PATH, ASKED)
    office.head.post(f"{PATH}/confirm", version=1)
    answer = office.drafter.post(PATH, ASKED)
    assert (answer.status_code, answer.json()["code"]) == (409, "already-retired")
    office.drafter.post(PATH, ASKED | {"last_day": "2026-10-31"})
    assert office.head.post(f"{PATH}/confirm", version=3).status_code == 201
    assert token(ledger, date(2026, 11, 1)) == "national.1"


def test_a_retired_profile_is_published_again_as_it_was(office: Office, ledger: Ledger) -> None:
    office.drafter.post(PATH, ASKED)
    office.head.post(f"{PATH}/confirm", version=1)
    answer = office.drafter.prepare(hongze(), date(2026, 12, 31))
    assert (answer.status_code, answer.json()["code"]) == (409, "already-published"), "it still governs on its last day"
    draft = office.drafter.prepare(hongze(), date(2027, 1, 1))
    assert draft.status_code == 201, draft.text
    answer = office.head.post(f"/profiles/hongze/drafts/{draft.json()['sha256']}/publish", version=3)
    assert answer.status_code == 201, answer.text
    assert [token(ledger, day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == ["hongze.1", "hongze.2"]


def test_a_retirement_is_not_confirmed_over_a_version_that_came_after_it(office: Office, ledger: Ledger) -> None:
    office.drafter.post(PATH, ASKED)
    draft = office.drafter.prepare(hongze(TITLE), date(2027, 3, 1)).json()
    assert office.head.post(f"/profiles/hongze/drafts/{draft['sha256']}/publish", version=2).status_code == 201
    answer = office.deputy.post(f"{PATH}/confirm", version=3)
    assert (answer.status_code, answer.json()["code"]) == (409, "published-since")
    assert "又公布了第 2 版（自 2027-03-01 起适用）" in answer.json()["detail"]
    assert "请退回这次停用" in answer.json()["detail"]
    assert token(ledger, date(2027, 3, 1)) == "hongze.2"
    assert office.deputy.post(f"{PATH}/reject", {"reason": "另有新版本"}, version=3).status_code == 200
    office.drafter.post(PATH, ASKED)
    assert office.head.post(f"{PATH}/confirm", version=5).status_code == 201, "who puts it forward now knows of the version"


def test_a_repeat_answers_as_the_first_time(office: Office, ledger: Ledger) -> None:
    first = office.drafter.post(PATH, ASKED, key="retire")
    confirmed = office.head.post(f"{PATH}/confirm", key="confirm", version=1)
    head = ledger.head()
    assert office.drafter.post(PATH, ASKED, key="retire").json() == first.json()
    assert office.head.post(f"{PATH}/confirm", key="confirm", version=1).json() == confirmed.json()
    assert ledger.head() == head
