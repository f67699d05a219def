"""The import of calendars over HTTP: a new year, an amendment, what is checked, and what moves."""

from typing import Any

import pytest

from tests.wire import Wire
from yingsu.law.calendar import builtin_bytes
from yingsu.law.published import load_rules
from yingsu.ledger.store import Ledger

NOTICE = "https://www.gov.cn/zhengce/example-2027.htm"


def holiday(name: str, first: str, last: str, *worked: str) -> dict[str, Any]:
    return {"name": name, "rest": [first, last], "worked": list(worked), "notice": NOTICE}


NEXT: dict[str, Any] = {
    "notices": [NOTICE],
    "holidays": [
        holiday("元旦", "2027-01-01", "2027-01-03"),
        holiday("春节", "2027-02-05", "2027-02-11", "2027-01-31", "2027-02-14"),
        holiday("清明节", "2027-04-03", "2027-04-05"),
        holiday("劳动节", "2027-05-01", "2027-05-05", "2027-05-08"),
        holiday("端午节", "2027-06-09", "2027-06-09"),
        holiday("中秋节", "2027-09-15", "2027-09-15"),
        holiday("国庆节", "2027-10-01", "2027-10-07", "2027-09-26", "2027-10-09"),
    ],
}
"""Made up in form: the notice for 2027 is not out."""


def named(name: str) -> str:
    """The file of 2027 with one holiday of that name."""
    holiday = f'name = "{name}"\nrest = [2027-01-01, 2027-01-01]\nworked = []\nnotice = "{NOTICE}"'
    return f'year = 2027\nnotices = ["{NOTICE}"]\n[[holidays]]\n{holiday}\n'


def changed(index: int, **change: Any) -> dict[str, Any]:
    holidays = [item | change if number == index else item for number, item in enumerate(NEXT["holidays"])]
    return NEXT | {"holidays": holidays}


def test_a_new_year_is_published_and_what_was_provisional_is_certain(administrator: Wire, ledger: Ledger) -> None:
    period = {"start": "2026-12-28", "amount": 5, "unit": "working_day"}
    before = administrator.send("POST", "/deadlines", json=period).json()
    assert (before["due"], before["provisional"]) == ("2027-01-04", True)
    answer = administrator.post("/calendars/2027", NEXT)
    assert answer.status_code == 201, answer.text
    assert answer.json()["published"] | {"sha256": ""} == {
        "year": 2027,
        "version": 1,
        "sha256": "",
        "notices": [NOTICE],
        "published_by": "administrator",
    }
    assert (answer.json()["warnings"], answer.json()["changed_days"]) == ([], [])
    after = administrator.send("POST", "/deadlines", json=period).json()
    assert (after["due"], after["provisional"]) == ("2027-01-05", False)
    assert administrator.get("/calendars/2027").json()["holidays"][1]["worked"] == ["2027-01-31", "2027-02-14"]
    assert load_rules(ledger).calendar.known_last.isoformat() == "2027-12-28"


def test_a_year_is_taken_as_the_text_of_its_file(administrator: Wire) -> None:
    text = builtin_bytes(2026).decode()
    answer = administrator.post("/calendars/2026", {"toml": text})
    assert (answer.status_code, answer.json()["code"]) == (409, "already-published")
    amended = text.replace("worked = [2026-01-04]", "worked = []", 1)
    assert amended != text
    answer = administrator.post("/calendars/2026", {"toml": amended}, key="amend")
    assert answer.status_code == 201, answer.text
    assert (answer.json()["published"]["version"], answer.json()["changed_days"]) == (2, ["2026-01-04"])
    assert administrator.post("/calendars/2026", {"toml": amended}, key="amend").json() == answer.json()
    deadline = {"start": "2025-12-31", "amount": 1, "unit": "working_day"}
    assert administrator.send("POST", "/deadlines", json=deadline).json()["due"] == "2026-01-05"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (changed(1, worked=["2027-02-15"]), "2027年2月15日（星期一）不是周末"),
        (changed(1, worked=["2027-02-06"]), "既放假又调休上班"),
        (changed(2, rest=["2027-04-05", "2027-04-03"]), "顺序颠倒"),
        (changed(2, rest=["2027-02-10", "2027-04-05"]), "超过一个月"),
        (changed(0, rest=["2026-12-24", "2027-01-03"]), "不属于该年度安排"),
        (changed(4, rest=["2027-05-03", "2027-06-09"]), "超过一个月"),
        (changed(3, rest=["2027-04-05", "2027-05-05"]), "与另一节日重叠"),
        (changed(4, rest=["2027-07-09", "2027-07-09"]), "“端午”不在"),
        (changed(4, name="休息"), "缺少法定节日“端午”"),
        (changed(4, notice="https://www.gov.cn/other"), "不在本文件 notices 之列"),
        (NEXT | {"notices": []}, "没有写明放假通知的地址"),
        (NEXT | {"notices": ["国办发明电〔2026〕7号", NOTICE]}, "不是网址"),
        ({"toml": "year = 2027\nnotices = [\n"}, "日历文件无法读取"),
        ({"toml": builtin_bytes(2026).decode()}, "文件的年度为2026，地址的年度为2027"),
        ({"toml": "year = 0\nnotices = []\nholidays = []\n"}, "文件的年度为0，地址的年度为2027"),
        ({"toml": "year = 10000\nnotices = []\nholidays = []\n"}, "文件的年度为10000，地址的年度为2027"),
        ({"toml": "notices = []\nholidays = []\n"}, "缺少“year”，请补充"),
        ({"toml": "year = true\nnotices = []\nholidays = []\n"}, "year 应为整数，现为true 或 false"),
        ({"toml": ".".join(["a"] * 40_000) + " = 1"}, "键名超过 16 层"),
        (changed(0, rest=["9999-12-31", "9999-12-31"]), "9999年12月31日不属于该年度安排"),
        (changed(0, rest=["0001-01-01", "9999-12-31"]), "超过一个月"),
        (changed(1, worked=["2027-01-31", "2027-01-31"]), "调休上班日2027年1月31日（星期日）写了2次"),
        (changed(2, worked=["2027-01-31"]), "调休上班日2027年1月31日（星期日）写了2次"),
        ({"toml": named("元旦" * 101)}, "第1个节日的名称为空或者超过200个字"),
        ({"toml": named("　")}, "第1个节日的名称为空或者超过200个字"),
        (NEXT | {"notices": [NOTICE, NOTICE]}, "写了2次"),
        (NEXT | {"notices": [NOTICE, "https://[::1"]}, "不是网址"),
        (NEXT | {"notices": [NOTICE, "https://a\u2100b/"]}, "不是网址"),
        (NEXT | {"notices": [NOTICE, "https://www.gov.cn:99999/"]}, "不是网址"),
        (NEXT | {"notices": [NOTICE, "https://yonghu:mima@www.gov.cn/"]}, "不是网址"),
        (NEXT | {"notices": [NOTICE, "https://www.gov.cn/\u202e7202"]}, "U+202E"),
    ],
)
def test_a_file_that_cannot_be_what_was_ordered_is_refused(standing: Wire, body: dict[str, Any], said: str) -> None:
    answer = standing.post("/calendars/2027", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "calendar-unsound")
    assert [said in item["message"] for item in answer.json()["errors"]].count(True) >= 1, answer.text


def test_all_problems_of_a_file_are_told_at_once(standing: Wire) -> None:
    body = changed(1, worked=["2027-02-15"])
    body = body | {
        "notices": [*body["notices"], "x"],
        "holidays": [item for item in body["holidays"] if item["name"] != "清明节"],
    }
    answer = standing.post("/calendars/2027", body)
    assert len(answer.json()["errors"]) == 3
    assert "3 个问题" in answer.json()["detail"]


@pytest.mark.parametrize("body", [{}, {"notices": [NOTICE]}, {"toml": "year = 2027", "notices": [], "holidays": []}])
def test_the_file_or_its_fields_are_given(standing: Wire, body: dict[str, Any]) -> None:
    answer = standing.post("/calendars/2027", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "calendar-content-missing")


def test_no_year_is_left_out(standing: Wire) -> None:
    text = (
        builtin_bytes(2024).decode().replace("2023-12", "2027-12").replace("2024-", "2028-").replace("year = 2024", "year = 2028")
    )
    answer = standing.post("/calendars/2028", {"toml": text.replace("worked = [", "worked = [] # ")})
    assert (answer.status_code, answer.json()["code"]) == (409, "calendar-gap"), answer.text
    assert "请先公布 2027 年的日历" in answer.json()["detail"]
    # The weekdays of 2015 are those of 2026.
    text = builtin_bytes(2026).decode().replace("2026", "2015").replace("2025-", "2014-")
    answer = standing.post("/calendars/2015", {"toml": text})
    assert (answer.status_code, answer.json()["code"]) == (409, "calendar-gap"), answer.text
    assert "请先公布 2017 年的日历" in answer.json()["detail"]


def test_what_no_year_has_done_is_told_and_does_not_hinder(administrator: Wire) -> None:
    long = changed(1, rest=["2027-02-05", "2027-02-20"], worked=["2027-01-31", "2027-02-28"])
    long = long | {"notices": [NOTICE, "https://example.org/2027"]}
    answer = administrator.post("/calendars/2027", long)
    assert answer.status_code == 201, answer.text
    told = " ".join(answer.json()["warnings"])
    assert "一次连休17天，历年最多按10天推算" in told
    assert "31天内工作日放假11天，历年最多按8天推算" in told
    assert "全年工作日放假" in told
    assert "不在 gov.cn 之下" in told


def test_a_notice_that_reaches_into_certain_days_of_the_year_before_is_told(administrator: Wire) -> None:
    answer = administrator.post("/calendars/2027", changed(0, rest=["2027-01-01", "2027-01-03"], worked=["2026-12-26"]))
    assert answer.json()["changed_days"] == ["2026-12-26"]
    assert "上年12月28日以前的日期已按确定计算" in answer.json()["warnings"][0]


def test_trying_it_out_records_nothing(administrator: Wire, ledger: Ledger) -> None:
    head = ledger.head()
    answer = administrator.send(
        "POST", "/calendars/2027", params={"dry_run": "true"}, json=NEXT, headers={"Idempotency-Key": "try"}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"published": None, "warnings": [], "changed_days": [], "moved": 0}
    assert ledger.head() == head
    assert administrator.get("/calendars/2027").status_code == 404


def test_only_an_administrator_of_the_whole_installation_publishes_calendars(administrator: Wire, calling: Any) -> None:
    body = {"client_id": "district", "name": "示例", "role": "administrator", "jurisdictions": ["320813"]}
    assert administrator.post("/clients", body).status_code == 201
    answer = calling("district").post("/calendars/2027", NEXT)
    assert (answer.status_code, answer.json()["code"]) == (403, "outside-administration")
    tried = calling("district").send(
        "POST", "/calendars/2027", params={"dry_run": "true"}, json=NEXT, headers={"Idempotency-Key": "try"}
    )
    assert (tried.status_code, tried.json()["code"]) == (403, "outside-administration"), "it would count the periods of all"
    assert calling("hongze-sifa").post("/calendars/2027", NEXT).status_code == 403
