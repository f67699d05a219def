"""Who plays the cases: the court, the mediation centre, two agencies and the supervisor, each over HTTP. Owns how a step is said.

The bodies are the JSON files of `examples/hongze`. What does not come out as the story says raises `DemoFailed`.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from yingsu.clock import SHANGHAI
from yingsu.demo.office import Office
from yingsu.demo.sample_file import pdf
from yingsu.demo.stage import Caller, DemoFailed, Stage, checked

EXAMPLES: Final = Path(__file__).resolve().parents[2] / "examples" / "hongze"
OWING: Final = {"court": "法院", "mediation_body": "调处中心"}
"""What those who owe a duty are called, where it is not an agency that is in dispute."""
EVERY_STANDING: Final = ("overdue", "due_today", "not_due", "suspended", "impossible", "satisfied", "cancelled")

Say = Callable[[str], None]
Json = dict[str, Any]


class Player:
    """One performance."""

    def __init__(self, stage: Stage, say: Say) -> None:
        self.stage = stage
        self.say = say
        self.court = stage.caller("court-su0813")
        self.centre = stage.caller("hongze-tiaochu")
        self.market = stage.caller("hongze-shichang-oa")
        self.resources = stage.caller("hongze-ziran-oa")
        self.supervisor = stage.caller("hongze-sifa")
        self.auditor = stage.caller("hongze-shenji")
        self.offices: tuple[Office, ...] = ()

    def close(self) -> None:
        """Close every connection."""
        for caller in (self.court, self.centre, self.market, self.resources, self.supervisor, self.auditor):
            caller.close()

    def heading(self, title: str) -> None:
        """A new scene."""
        self.say(f"\n{title}")

    def turn_to(self, moment: str) -> None:
        """Set the clock to a moment in Shanghai, and let everything catch up: views, what the clock tells, what is pushed."""
        self.stage.settle()
        self.stage.clock.set(at(moment))
        self.stage.work()
        for office in self.offices:
            for push in office.fresh():
                what = "逾期" if push["type"].startswith("notify.obligation_overdue") else "提醒"
                self.say(f"    〔推送，签名已核对〕{office.name}办公系统收到{what}：{push['data']['title']}")

    def send(self, moment: str, file: str, what: str, status: int = 201, **more: Any) -> Json:
        """A message of the court; returns its receipt."""
        self.turn_to(moment)
        answer = checked(self.court.post("/v1/intake/court/messages", read(file) | more), status)
        receipt: Json = answer.json()
        self.say(
            f"  {shown(moment)}  法院：{what}\n"
            f"    HTTP {answer.status_code}：{receipt['status_title']}，消息编号 {receipt['message_id']}"
        )
        self.stage.settle()
        return receipt

    def upload(self, who: str, caller: Caller, title: str) -> str:
        """A PDF of that title; returns its id."""
        content = pdf(title)
        uploaded: Json = checked(caller.upload("/v1/intake/files", content, name=f"{title}.pdf"), 201).json()
        self.expect(uploaded["sha256"] == hashlib.sha256(content).hexdigest(), "回执的 SHA-256 是所上传内容的")
        self.say(f"  {who}上传 {title}.pdf：{len(content)} 字节，SHA-256 {uploaded['sha256'][:16]}…")
        return str(uploaded["file_id"])

    def compare(self, who: str, caller: Caller, file_id: str, title: str) -> None:
        """Download a PDF of the demo and compare it with what was uploaded under that title."""
        content = checked(caller.get(f"/v1/intake/files/{file_id}/content")).content
        self.expect(content == pdf(title), "下载的文件与上传的一致")
        self.say(f"    {who}下载 {title}.pdf：{len(content)} 字节，与上传的一致。")

    def answer(self, moment: str, case_id: str, caller: Caller, agency_id: str, file: str, official: str) -> None:
        """A defendant's answer, submitted through its OA by an official."""
        self.turn_to(moment)
        path = f"/v1/intake/cases/{case_id}/responses/{agency_id}"
        etag = checked(caller.get(path)).headers["ETag"]
        answer = checked(caller.post(f"{path}/answer", read(file), version=etag, official=official), 201)
        self.say(f"  {shown(moment)}  {answer.json()['agency']['name']}登记答辩（版本 {etag} → {answer.headers['ETag']}）")
        self.stage.settle()

    def due(self, **filters: Any) -> list[Json]:
        """The due board, as the supervisor sees it."""
        found = checked(self.supervisor.get("/v1/notify/obligations", **filters)).json()
        items: list[Json] = found["obligations"]
        return items

    def board(self, moment: str, title: str, **filters: Any) -> list[Json]:
        """Show the due board at a moment."""
        self.turn_to(moment)
        self.heading(title)
        items = self.due(**filters)
        for item in items:
            self.say(f"  {_board_line(item)}")
        return items

    def explain(self, item: Mapping[str, Any]) -> None:
        """Why the last day of an obligation is the day it is: authority, the clause's words, the steps; and what became of it."""
        explained = checked(self.supervisor.get(f"/v1/notify/obligations/{item['obligation_id']}/explain")).json()
        self.say(f"  {_whose(item)}：{item['title']}，{item['due']} 届满{_done(item)}")
        self._reasons({**item, "steps": explained["steps"]}, "    ")

    def timeline(self, case_id: str) -> list[Json]:
        """Show the timeline of a case, with what each entry settled and whether in time; where not, why."""
        lines: list[Json] = checked(self.supervisor.get(f"/v1/intake/cases/{case_id}/timeline")).json()
        for line in lines:
            agency = f"（{line['agency']['name']}）" if line["agency"] and line["agency"]["name"] else ""
            late = f"  〔补登，晚 {line['days_late']} 日〕" if line["days_late"] else ""
            received = "" if line["received_on"] in (None, line["occurred_on"]) else f"，{line['received_on']} 收到"
            self.say(f"  {line['occurred_on']}  {line['title']}{agency}{received}{late}")
            for finding in line["findings"]:
                self.say(f"              {finding['title']}：{finding['due']} 届满{_done(finding)}")
                if finding["outcome"] == "late":
                    self._reasons(finding, " " * 14)
        return lines

    def _reasons(self, found: Mapping[str, Any], indent: str) -> None:
        self.say(f"{indent}依据：{found['authority']}")
        for quote in found["quotes"]:
            self.say(f"{indent}原文：“{quote}”")
        for step in found["steps"]:
            self.say(f"{indent}{step['no']}. {step['text']}　〔{step['authority']}〕")

    def expect(self, true: bool, what: str) -> None:
        """Stop where the story does not come out."""
        if not true:
            raise DemoFailed(f"结果与剧本不符：{what}。")


def read(file: str) -> Json:
    """One of the example files."""
    try:
        content: Json = json.loads((EXAMPLES / file).read_text(encoding="utf-8"))
    except OSError as error:
        raise DemoFailed(f"找不到示例文件 {EXAMPLES / file}，请在完整的代码目录中运行。") from error
    return content


def at(text: str) -> datetime:
    """A moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def shown(moment: str) -> str:
    """`2026-09-09 09:10`."""
    return moment.replace("T", " ")


def _whose(item: Mapping[str, Any]) -> str:
    """Who owes it, and where that is not the agency itself, which agency it is about."""
    owing = OWING.get(str(item["owed_by"]))
    if owing is None:
        return str(item["agency"] or "案涉行政机关")
    return f"{owing}（{item['agency']}）" if item["agency"] else owing


def _board_line(item: Mapping[str, Any]) -> str:
    left = item["days_left"]
    note = "" if left is None else f"，逾期 {-left} 日" if left < 0 else f"，还有 {left} 日"
    done = f"，{item['satisfied_on']} 办结" if item["satisfied_on"] else ""
    late = f"，逾期 {item['late_days']} 日" if item["outcome"] == "late" else ""
    force = "" if item["force"] == "hard" else f"（{item['force_title']}）"
    return f"{item['due']}  {item['standing_title']}{note}{done}{late}  {_whose(item)}：{item['title']}{force}"


def _done(item: Mapping[str, Any]) -> str:
    """When it was done and whether in time; nothing for what still runs."""
    if item["outcome"] is None:
        return ""
    late = "按期" if item["outcome"] == "on_time" else f"逾期 {item['late_days']} 日"
    return f"，{item['satisfied_on']} 办结，{late}"
