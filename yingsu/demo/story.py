"""The story: a court files a case against two agencies; each has its own clock; one answers in time, one late.

The messages are the JSON files of `examples/hongze`. Everything is said to the person who watches, in Chinese.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import psutil

from services.registry import samples
from yingsu.clock import SHANGHAI
from yingsu.demo.stage import Caller, DemoFailed, Stage, staged

EXAMPLES: Final = Path(__file__).resolve().parents[2] / "examples" / "hongze"
MARKET_OFFICIAL: Final = samples.OFFICIALS[2].official_id
RESOURCES_OFFICIAL: Final = samples.OFFICIALS[4].official_id

Say = Callable[[str], None]


def play(say: Say | None = None) -> int:
    """Play the story from beginning to end; returns the exit code. Raises YingsuError when it does not come out as it should."""
    folder = Path(os.environ.get("YINGSU_DEMO_DATA") or ".yingsu-demo").absolute()
    with staged(folder, at("2026-09-09T09:00")) as stage:
        _Play(stage, say or _print).run()
    return 0


def at(text: str) -> datetime:
    """A moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class _Play:
    """One performance."""

    def __init__(self, stage: Stage, say: Say) -> None:
        self._stage = stage
        self._say = say
        self._court = stage.caller("court-su0813")
        self._market = stage.caller("hongze-shichang-oa")
        self._resources = stage.caller("hongze-ziran-oa")
        self._supervisor = stage.caller("hongze-sifa")

    def run(self) -> None:
        """The acts in order."""
        self._say(f"演示实例：{self._stage.address}（数据在 {self._stage.settings.data_folder}，下次演示时清空）")
        case_id = self._file_case()
        self._miss_a_deadline()
        self._answer(case_id, self._resources, samples.RESOURCES, RESOURCES_OFFICIAL, "answer-ziran.json", "2026-09-28T10:00")
        self._answer(case_id, self._market, samples.MARKET, MARKET_OFFICIAL, "answer-shichang.json", "2026-10-08T16:40")
        self._timeline(case_id)
        self._explain()
        self._board(
            "2026-10-09T09:00", "十月九日的期限一览（含已办结）", standing=["overdue", "due_today", "not_due", "satisfied"]
        )
        self._look_back()
        for caller in (self._court, self._market, self._resources, self._supervisor):
            caller.close()
        resident = psutil.Process().memory_info().rss // 2**20
        self._say(f"\n演示结束。本进程（服务、视图、演示）占用内存 {resident} MB。")

    def _file_case(self) -> str:
        self._heading("一、法院报送：次序颠倒、重复发送")
        early = self._send(
            "2026-09-09T09:10", "01-service-ziran.json", "送达先到：起诉状副本已送达自然资源局，而立案消息还没有到", 202
        )
        self._send("2026-09-09T09:12", "02-case-filing.json", "立案消息到达：两个被告", 201)
        again = self._send("2026-09-09T09:13", "02-case-filing.json", "法院系统没有收到回执，把立案消息原样再发一次", 201)
        first = self._court.get(f"/v1/intake/court/messages/{again['message_id']}").json()
        self._expect(again == first, "重发得到的回执与首次相同")
        self._say("    回执与首次完全相同，没有重复登记。")
        placed = self._court.get(f"/v1/intake/court/messages/{early['message_id']}").json()
        self._expect(placed["status"] == "applied", "先到的送达已自动入案")
        self._say(f"    先到的送达消息：{placed['status_title']}。")
        self._send("2026-09-16T15:00", "03-service-shichang.json", "起诉状副本送达市场监管局，比另一被告晚七日", 201)
        return str(again["case_id"])

    def _miss_a_deadline(self) -> None:
        board = self._board("2026-09-25T09:00", "二、九月二十五日的期限一览")
        late = [item for item in board if item["standing"] == "overdue" and item["force"] == "hard"]
        self._expect([item["agency_id"] for item in late] == [samples.RESOURCES], "自然资源局的答辩已逾期")

    def _answer(self, case_id: str, caller: Caller, agency_id: str, official: str, file: str, moment: str) -> None:
        self._stage.clock.set(at(moment))
        self._stage.settle()
        path = f"/v1/intake/cases/{case_id}/responses/{agency_id}"
        etag = self._checked(caller.get(path)).headers["ETag"]
        answer = self._checked(caller.post(f"{path}/answer", read(file), version=etag, official=official), 201)
        self._say(f"\n  {shown(moment)}  {answer.json()['agency']['name']}登记答辩（版本 {etag} → {answer.headers['ETag']}）")
        self._stage.settle()

    def _timeline(self, case_id: str) -> None:
        self._heading("三、案件时间线")
        for line in self._checked(self._supervisor.get(f"/v1/intake/cases/{case_id}/timeline")).json():
            late = f"  〔补登，晚 {line['days_late']} 日〕" if line.get("days_late") else ""
            self._say(f"  {line['occurred_on']}  {line['title']}{late}")

    def _explain(self) -> None:
        self._heading("四、期限是怎样算的")
        board = self._due(standing=["overdue", "due_today", "not_due", "satisfied"], code="statutory_answer")
        outcomes = {item["agency_id"]: (item["outcome"], item["due"], item["late_days"]) for item in board}
        self._expect(
            outcomes == {samples.RESOURCES: ("late", "2026-09-24", 4), samples.MARKET: ("on_time", "2026-10-08", 0)},
            "两个被告各按自己的送达日期计算",
        )
        for item in board:
            explained = self._checked(self._supervisor.get(f"/v1/notify/obligations/{item['obligation_id']}/explain")).json()
            result = "按期" if item["outcome"] == "on_time" else f"逾期 {item['late_days']} 日"
            self._say(f"  {item['agency']}：{item['title']}，{item['due']} 届满，{item['satisfied_on']} 提交，{result}")
            self._say(f"    依据：{item['authority']}")
            for quote in item["quotes"]:
                self._say(f"    原文：“{quote}”")
            for step in explained["steps"]:
                self._say(f"    {step['no']}. {step['text']}　〔{step['authority']}〕")

    def _look_back(self) -> None:
        self._heading("五、回到过去：九月二十六日那天知道什么")
        known = at("2026-09-26T18:00").isoformat()
        board = self._due(code="statutory_answer", standing=["overdue", "due_today", "not_due", "satisfied"], as_known_at=known)
        for item in board:
            self._say(f"  {item['agency']}：{item['due']} 届满，{item['standing_title']}")
        self._expect([item["standing"] for item in board] == ["overdue", "not_due"], "当时一个逾期、一个未到期")

    def _board(self, moment: str, title: str, **filters: Any) -> list[dict[str, Any]]:
        self._stage.clock.set(at(moment))
        self._stage.settle()
        self._heading(title)
        items = self._due(**filters)
        for item in items:
            left = item["days_left"]
            note = "" if left is None else f"，逾期 {-left} 日" if left < 0 else f"，还有 {left} 日"
            done = f"，{item['satisfied_on']} 办结" if item["satisfied_on"] else ""
            force = "" if item["force"] == "hard" else f"（{item['force_title']}）"
            self._say(
                f"  {item['due']}  {item['standing_title']}{note}{done}  {item['agency'] or '案件'}：{item['title']}{force}"
            )
        return items

    def _due(self, **filters: Any) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self._checked(self._supervisor.get("/v1/notify/obligations", **filters)).json()[
            "obligations"
        ]
        return items

    def _send(self, moment: str, file: str, what: str, status: int) -> dict[str, Any]:
        self._stage.clock.set(at(moment))
        answer = self._checked(self._court.post("/v1/intake/court/messages", read(file)), status)
        receipt: dict[str, Any] = answer.json()
        self._say(
            f"  {shown(moment)}  {what}\n    HTTP {answer.status_code}：{receipt['status_title']}，消息编号 {receipt['message_id']}"
        )
        self._stage.settle()
        return receipt

    def _checked(self, answer: httpx.Response, status: int = 200) -> httpx.Response:
        if answer.status_code != status:
            raise DemoFailed(f"{answer.request.method} {answer.request.url.path} 应答 {answer.status_code}：{answer.text[:500]}")
        return answer

    def _expect(self, true: bool, what: str) -> None:
        if not true:
            raise DemoFailed(f"结果与剧本不符：{what}。")

    def _heading(self, title: str) -> None:
        self._say(f"\n{title}")


def read(file: str) -> dict[str, Any]:
    """One of the example files."""
    try:
        content: dict[str, Any] = json.loads((EXAMPLES / file).read_text(encoding="utf-8"))
    except OSError as error:
        raise DemoFailed(f"找不到示例文件 {EXAMPLES / file}，请在完整的代码目录中运行。") from error
    return content


def shown(moment: str) -> str:
    """`2026-09-09 09:10`."""
    return moment.replace("T", " ")
