"""What a draft is checked against: texts that are none, the layers above and below it, and what is published while it waits."""

from collections.abc import Callable
from datetime import date
from typing import Any

import httpx
import pytest

from tests.services.registry.office import IDENTITY, PATH, TITLE, Office, hongze, open_office
from tests.wire import Wire, write_headers
from yingsu.clock import SettableClock
from yingsu.law.profile import builtin_root, files_of
from yingsu.law.published import load_rules
from yingsu.ledger.store import Ledger
from yingsu.web.auth import ASSERTION_HEADER
from yingsu.web.deps import Deps

TOMORROW = date(2026, 9, 17)
CITY = IDENTITY.replace("320804", "320800")
ROLE = '[city_centre]\nvalue = "示例市中心"\noperator_value = true\n'
UNDER_CITY = ("identity.toml", 'value = "national"', 'value = "huaian"')
BY_CITY = ("obligations.toml", 'owed_by = "mediation_body"', 'owed_by = "city_centre"')


@pytest.fixture
def office(administrator: Wire, calling: Callable[[str], Wire], transport: SettableClock, deps: Deps) -> Office:
    """An office that keeps the rules of every jurisdiction."""
    return open_office(administrator, calling, transport, deps.settings.issuer, jurisdictions=("000000",))


def version_of(office: Office, profile: str) -> int:
    return int(office.wire.get(f"/profiles/{profile}/drafts").headers["ETag"].strip('"'))


def published(office: Office, profile: str, files: dict[str, str], day: date = TOMORROW) -> httpx.Response:
    """The answer to whoever publishes the draft, or, where it was not taken, to whoever prepared it."""
    draft = office.drafter.prepare(files, day, profile=profile)
    return decide(office, profile, draft) if draft.status_code == 201 else draft


def decide(office: Office, profile: str, draft: httpx.Response) -> httpx.Response:
    return office.head.post(f"/profiles/{profile}/drafts/{draft.json()['sha256']}/publish", version=version_of(office, profile))


def flaws(answer: httpx.Response) -> list[dict[str, Any]]:
    assert (answer.status_code, answer.json()["code"]) == (422, "draft-unsound"), answer.text
    found: list[dict[str, Any]] = answer.json()["errors"]
    return found


def governing(ledger: Ledger, jurisdiction: str, day: date) -> list[str]:
    return [item.token for item in load_rules(ledger).layers_on(jurisdiction, day)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[title]\nvalue = " + "[" * 100_000, "括号嵌套过深"),
        ("[title]\nvalue = " + "{a=" * 50_000 + "1" + "}" * 50_000, "括号嵌套过深"),
        (".".join(["a"] * 150_000) + " = 1", "键名超过 16 层"),
        ("# 十五日\u202e\n", "改变文字方向的字符（U+202E）"),
    ],
)
def test_a_text_that_no_reader_takes_is_one_problem_of_its_file(office: Office, ledger: Ledger, text: str, said: str) -> None:
    head = ledger.head()
    found = flaws(office.drafter.prepare({**hongze(TITLE), "identity.toml": text}, TOMORROW))
    assert [item["pointer"] for item in found if said in item["message"]] == ["/files/identity.toml"]
    assert not [item for item in found if item["pointer"] != "/files/identity.toml"], "what rests on it is not said to be wrong"
    assert not [item for item in found if "不能改属他处" in item["message"]], "it is not known to be elsewhere"
    assert ledger.head() == head


def test_a_byte_order_mark_is_passed_over(office: Office) -> None:
    files = hongze(TITLE)
    answer = office.drafter.prepare(files | {"identity.toml": "\ufeff" + files["identity.toml"]}, TOMORROW)
    assert answer.status_code == 201, answer.text


def test_a_clause_of_law_is_not_given_other_words(office: Office) -> None:
    forged = """
[document]
id = "huaiyin"
title = "示例办法"
issuer = "示例区"
[[clauses]]
id = "XSF-67"
section = "67"
kind = "deadline"
basis = "verbatim"
quote = "被告应当在九十日内提出答辩状"
"""
    answer = office.drafter.prepare({"identity.toml": IDENTITY, "clauses.toml": forged}, TOMORROW, profile="huaiyin")
    assert [(item["pointer"], item["code"]) for item in flaws(answer)] == [("/files/clauses.toml", "clause-of-another")]
    assert "XSF-67" in answer.json()["errors"][0]["message"]
    assert "请删去这一条，直接引用编号" in answer.json()["errors"][0]["message"]


def test_no_version_begins_before_the_layer_above_it(office: Office) -> None:
    assert published(office, "huaian", {"identity.toml": CITY}, date(2027, 1, 1)).status_code == 201
    found = flaws(published(office, "hongze", hongze(UNDER_CITY)))
    assert "上级规则 huaian 自 2027-01-01 起适用，适用日期 2026-09-17 早于该日" in found[0]["message"]
    assert published(office, "hongze", hongze(UNDER_CITY), date(2027, 1, 1)).status_code == 201
    found = flaws(published(office, "huaiyin", {"identity.toml": IDENTITY}, date(1, 1, 1)))
    assert "上级规则 national 自 2018-02-08 起适用" in found[0]["message"]


def test_a_draft_that_lost_what_it_rests_on_while_it_waited_is_not_published(office: Office, ledger: Ledger) -> None:
    assert published(office, "huaian", {"identity.toml": CITY, "roles.toml": ROLE}).status_code == 201
    draft = office.drafter.prepare(hongze(UNDER_CITY, BY_CITY), TOMORROW)
    assert draft.status_code == 201, draft.text
    assert published(office, "huaian", {"identity.toml": CITY}).status_code == 201
    head = ledger.head()
    found = flaws(decide(office, "hongze", draft))
    assert (found[0]["pointer"], "没有“city_centre”" in found[0]["message"]) == ("/files/obligations.toml", True)
    assert ledger.head() == head


def test_a_layer_above_keeps_what_profiles_in_force_rest_on(office: Office, ledger: Ledger) -> None:
    assert published(office, "huaian", {"identity.toml": CITY, "roles.toml": ROLE}).status_code == 201
    assert published(office, "hongze", hongze(UNDER_CITY, BY_CITY)).status_code == 201
    refused = [
        published(office, "huaian", {"identity.toml": CITY}, date(2026, 10, 1)),
        office.drafter.post("/profiles/huaian/retire", {"last_day": "2026-10-31", "reason": "文件废止"}),
    ]
    for answer, first in zip(refused, ("2026-10-01", "2026-11-01"), strict=True):
        assert (answer.status_code, answer.json()["code"]) == (409, "lower-layer-unsound"), answer.text
        assert f"自 {first} 起，规则 hongze.2 将缺少所需的上级规定" in answer.json()["detail"]
        assert "没有“city_centre”" in answer.json()["detail"]
        assert "先公布规则 hongze 的新版本" in answer.json()["detail"]
    assert governing(ledger, "320813", date(2026, 12, 1)) == ["national.1", "huaian.1", "hongze.2"]


def test_a_retirement_is_looked_at_again_when_it_is_confirmed(office: Office) -> None:
    assert published(office, "huaian", {"identity.toml": CITY, "roles.toml": ROLE}).status_code == 201
    asked = {"last_day": "2026-10-31", "reason": "文件废止"}
    assert office.drafter.post("/profiles/huaian/retire", asked).status_code == 201
    assert published(office, "hongze", hongze(UNDER_CITY, BY_CITY)).status_code == 201
    answer = office.head.post("/profiles/huaian/retire/confirm", version=version_of(office, "huaian"))
    assert (answer.status_code, answer.json()["code"]) == (409, "lower-layer-unsound"), answer.text


def test_national_law_keeps_the_roles_that_districts_name(office: Office) -> None:
    files = {name: text.decode() for name, text in files_of(builtin_root().joinpath("national", "2018-02-08")).items()}
    answer = published(office, "national", {"identity.toml": files["identity.toml"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "lower-layer-unsound"), answer.text


def test_of_two_profiles_for_one_district_one_is_published(office: Office, ledger: Ledger) -> None:
    first, second = (office.drafter.prepare({"identity.toml": IDENTITY}, TOMORROW, profile=name) for name in ("aaa", "bbb"))
    assert decide(office, "aaa", first).status_code == 201
    assert "320804 已有规则 aaa" in flaws(decide(office, "bbb", second))[0]["message"]
    assert governing(ledger, "320804", TOMORROW) == ["national.1", "aaa.1"]


def test_one_profile_is_not_published_for_two_districts(office: Office) -> None:
    drafts = [
        office.drafter.prepare({"identity.toml": IDENTITY.replace("320804", code)}, TOMORROW, profile="aaa")
        for code in ("320804", "320812")
    ]
    assert decide(office, "aaa", drafts[0]).status_code == 201
    assert "规则 aaa 属于 320804，不能改属他处" in flaws(decide(office, "aaa", drafts[1]))[0]["message"]


def test_two_who_publish_for_one_district_at_the_same_time_are_told_apart(office: Office, ledger: Ledger) -> None:
    names = ("aaa", "bbb", "ccc")
    drafts = [office.drafter.prepare({"identity.toml": IDENTITY}, TOMORROW, profile=name).json() for name in names]
    asked = [
        (
            "POST",
            f"/profiles/{draft['profile_id']}/drafts/{draft['sha256']}/publish",
            {"headers": write_headers(None, 1) | {ASSERTION_HEADER: office.head.statement()}},
        )
        for draft in drafts
    ]
    answers = office.wire.together(asked)
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422], [answer.text for answer in answers]
    assert len({item.profile.id for item in load_rules(ledger).published if item.profile.jurisdiction == "320804"}) == 1


def test_two_who_publish_one_draft_at_the_same_time_publish_it_once(office: Office, ledger: Ledger) -> None:
    draft = office.drafter.prepare(hongze(TITLE), TOMORROW).json()
    asked = [
        (
            "POST",
            f"{PATH}/{draft['sha256']}/publish",
            {"headers": write_headers(None, 1) | {ASSERTION_HEADER: who.statement()}},
        )
        for who in (office.head, office.deputy)
    ]
    first, second = sorted(office.wire.together(asked), key=lambda answer: answer.status_code)
    assert first.status_code == 201, first.text
    # As far as the second had come when the first was recorded.
    assert second.json()["code"] in ("version-conflict", "already-published"), second.text
    assert governing(ledger, "320813", TOMORROW) == ["national.1", "hongze.2"]
    assert len(ledger.load("profile-hongze", ("*",))) == 2
