"""Case B goes on: hearing, judgment, one agency loses. Both review the case, one of them too late; the loser rectifies. What the clock
tells reaches the agencies' OA systems; the figures, the feed and the auditor's copy show what became of it."""

import hashlib
import json
from contextlib import ExitStack
from typing import Any, Final

from services.registry import samples
from yingsu.demo.office import Office
from yingsu.demo.player import EVERY_STANDING, Json, Player, read, shown
from yingsu.demo.stage import Caller, checked

CASE_NO: Final = "（2026）苏0813行初9号"
MARKET_HEAD: Final = samples.OFFICIALS[0].official_id
PERIOD: Final = {"from": "2026-01-01", "to": "2026-12-31"}


def play(player: Player) -> None:
    """From the hearing to the rectification."""
    player.heading("案件 B 续：开庭、败诉、复盘、整改")
    with ExitStack() as stack:
        offices = [
            stack.enter_context(Office(name, caller).listening())
            for name, caller in (("市场监管局", player.market), ("自然资源局", player.resources))
        ]
        player.turn_to("2026-10-12T08:30")
        for office in offices:
            office.register()
            player.say(f"  {office.name}办公系统登记推送地址，以一次签名测试启用。")
        player.offices = tuple(offices)
        case_id = _hearing(player)
        _judgment(player)
        review = _review(player, case_id)
        _too_late(player, case_id)
        _rectify(player, review)
        _look(player, case_id, offices)
        player.offices = ()


def _hearing(player: Player) -> str:
    receipt = player.send("2026-10-12T10:00", "c-01-hearing-notice.json", "开庭通知：10 月 28 日上午九时")
    case_id = str(receipt["case_id"])
    for moment, caller, agency, file, what in (
        ("2026-10-28T16:00", player.market, samples.MARKET, "c-02-attendance-shichang.json", "副局长出庭应诉并发言"),
        ("2026-10-28T17:00", player.resources, samples.RESOURCES, "c-03-attendance-ziran.json", "负责人未出庭，委托工作人员出庭"),
    ):
        player.turn_to(moment)
        path = f"/v1/intake/cases/{case_id}/responses/{agency}"
        etag = checked(caller.get(path)).headers["ETag"]
        checked(caller.post(f"{path}/attendances", read(file), version=etag), 201)
        player.say(f"  {shown(moment)}  {'市场监管局' if agency == samples.MARKET else '自然资源局'}登记出庭情况：{what}")
        player.stage.settle()
    return case_id


def _judgment(player: Player) -> None:
    player.heading("判决：确认市场监管局的行为违法，驳回对自然资源局的诉讼请求")
    player.send("2026-11-06T15:00", "c-04-judgment.json", "判决，写明每个被告的结果")
    player.send("2026-11-10T09:00", "c-05-service-judgment-shichang.json", "判决书送达市场监管局")
    player.send("2026-11-12T09:00", "c-06-service-judgment-ziran.json", "判决书送达自然资源局")
    reviews = checked(player.supervisor.get("/v1/review/reviews")).json()
    player.expect(sorted(review["grounds"] for review in reviews) == ["joint_defendant", "lost"], "两个被告各有一次复盘")
    for review in reviews:
        player.say(f"  一案一复盘：{review['agency']['name']}（{review['grounds_title']}），{review['received_on']} 收到判决书")


def _review(player: Player, case_id: str) -> str:
    player.heading("市场监管局：开展复盘，局长审签，移送区司法局")
    review_id = _of(player, samples.MARKET)
    _step(player, player.market, review_id, "2026-11-13T10:00", "start", "d-01-review-start.json", "开展复盘")
    drafted = _step(player, player.market, review_id, "2026-11-17T15:00", "draft", "d-02-review-draft.json", "起草分析报告")
    for part in drafted["draft"]["parts"]:
        player.say(f"      {part['title']}：{part['text']}")
    player.turn_to("2026-11-18T09:00")
    path = f"/v1/review/reviews/{review_id}"
    version = checked(player.market.get(path)).headers["ETag"]
    unsigned = player.market.post(f"{path}/submission", read("d-04-review-submission.json"), version=version)
    player.expect(unsigned.status_code == 409, "未经主要负责人审签不能移送")
    player.say(f"  {shown('2026-11-18T09:00')}  未审签即移送，被拒绝：{unsigned.json()['detail']}")
    _step(
        player, player.market, review_id, "2026-11-18T10:00", "signature", "d-03-review-signature.json", "局长审签", MARKET_HEAD
    )
    sent = _step(
        player, player.market, review_id, "2026-11-18T11:00", "submission", "d-04-review-submission.json", "移送分析报告"
    )
    player.expect(sent["submission"]["addressees"] == ["区司法局"], "移送区司法局")
    item = player.due(case_id=case_id, code="review_start", standing=EVERY_STANDING)[0]
    player.explain(item)
    return review_id


def _too_late(player: Player, case_id: str) -> None:
    board = player.board("2026-11-20T09:00", "十一月二十日：自然资源局的复盘逾期", case_id=case_id)
    overdue = [(item["code"], item["agency_id"]) for item in board if item["standing"] == "overdue" and item["force"] == "hard"]
    player.expect(overdue == [("review_start", samples.RESOURCES)], "自然资源局未在五个工作日内开展复盘")
    review_id = _of(player, samples.RESOURCES)
    _step(player, player.resources, review_id, "2026-11-20T15:00", "start", "d-07-review-start-ziran.json", "自然资源局开展复盘")


def _rectify(player: Player, review_id: str) -> None:
    player.heading("市场监管局：整改方案和整改情况")
    _step(
        player, player.market, review_id, "2026-11-20T16:00", "rectification-plan", "d-05-rectification-plan.json", "制定整改方案"
    )
    done = _step(
        player, player.market, review_id, "2026-12-02T10:00", "rectification", "d-06-rectification.json", "报送整改工作情况"
    )
    player.expect(done["status"] == "rectified", "整改情况已报送")


def _look(player: Player, case_id: str, offices: list[Office]) -> None:
    items = player.board("2026-12-03T09:00", "十二月三日：复盘和整改的期限（含已办结）", case_id=case_id, standing=EVERY_STANDING)
    outcomes = {(item["code"], item["agency_id"]): (item["due"], item["outcome"]) for item in items}
    player.expect(outcomes["review_start", samples.MARKET] == ("2026-11-17", "on_time"), "市场监管局按期开展复盘")
    player.expect(outcomes["review_start", samples.RESOURCES] == ("2026-11-19", "late"), "自然资源局逾期开展复盘")
    player.expect(outcomes["rectification_report", samples.MARKET] == ("2026-12-02", "on_time"), "整改情况按期报送")
    player.explain(next(item for item in items if (item["code"], item["agency_id"]) == ("rectification_report", samples.MARKET)))
    _figures(player)
    _feed(player, offices)
    _audit(player, case_id)


def _figures(player: Player) -> None:
    player.heading("市场监管局 2026 年的统计数字")
    asked = {"agency_id": samples.MARKET, **PERIOD}
    measures = checked(player.supervisor.get("/v1/review/figures", **asked)).json()["measures"]
    for measure in measures:
        player.say(f"  {measure['title']}：{_figure(measure)}")
    rate = next(measure for measure in measures if measure["measure"] == "loss_rate")
    player.say(f"  败诉率的口径：{rate['basis']}")
    items = checked(player.supervisor.get("/v1/review/figures/items", measure="lost", side="numerator", **asked)).json()
    player.expect([item["case_no"] for item in items] == [CASE_NO], "败诉数打开来是这一个案件")
    player.say(f"  败诉数由此打开：{items[0]['case_no']}，{items[0]['day']}，登记编号 {items[0]['event_ids'][0]}")


def _figure(measure: Json) -> str:
    if measure["denominator"] is None:
        return str(measure["numerator"])
    return f"{measure['numerator']} / {measure['denominator']} = {measure['percent'] or measure['note']}"


def _feed(player: Player, offices: list[Office]) -> None:
    player.heading("办公系统：推送与事件流")
    for office in offices:
        events = office.feed()
        told = {event["id"] for event in events if event["type"].startswith("notify.")}
        pushed = [push["data"]["event_id"] for push in office.received]
        player.expect(set(pushed) <= told and len(pushed) == len(set(pushed)) > 0, "推送过的都在事件流中，每项一次")
        positions = [event["sequence"] for event in events]
        player.expect(positions == sorted(set(positions)), "事件流按登记顺序，没有重复")
        player.say(
            f"  {office.name}：事件流共 {len(events)} 条，其中提醒和逾期 {len(told)} 条；登记地址以来收到签名推送 {len(pushed)} 条。"
        )


def _audit(player: Player, case_id: str) -> None:
    player.heading("审计：把一案的全部登记带走，自行核对")
    answer = checked(player.auditor.get(f"/v1/audit/cases/{case_id}/entries"))
    *lines, end = map(json.loads, answer.text.splitlines())
    wrong = [line["position"] for line in lines if _leaf_hash(line["entry"]) != line["leaf_hash"]]
    player.expect(not wrong and end["entries"] == len(lines), "每条登记的校验值都对得上")
    player.say(f"  {len(lines)} 条登记，位置 {lines[0]['position']} 到 {lines[-1]['position']}，校验值逐条重算，全部一致。")


def _leaf_hash(entry: dict[str, Any]) -> str:
    written = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(b"\x00" + written.encode()).hexdigest()


def _of(player: Player, agency: str) -> str:
    """The id of an agency's review."""
    (review,) = checked(player.supervisor.get("/v1/review/reviews", agency_id=agency)).json()
    return str(review["review_id"])


def _step(
    player: Player, caller: Caller, review_id: str, moment: str, step: str, file: str, what: str, official: str | None = None
) -> Json:
    """A step of a review; returns the review after it."""
    player.turn_to(moment)
    path = f"/v1/review/reviews/{review_id}"
    version = checked(caller.get(path)).headers["ETag"]
    send = caller.put if step == "draft" else caller.post
    taken = checked(send(f"{path}/{step}", read(file), version=version, official=official), 200 if step == "draft" else 201)
    review: Json = taken.json()
    player.say(f"  {shown(moment)}  {what}　〔{review['status_title']}〕")
    player.stage.settle()
    return review
