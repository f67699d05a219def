"""Case C: a court files a case against two agencies, its messages out of order and repeated; one answers in time, one late."""

from typing import Final

from services.registry import samples
from yingsu.demo.player import Player, at

MARKET_OFFICIAL: Final = samples.OFFICIALS[2].official_id
RESOURCES_OFFICIAL: Final = samples.OFFICIALS[4].official_id
SHOWN: Final = ["overdue", "due_today", "not_due", "satisfied"]


def play(player: Player) -> None:
    """The case from its filing to both answers."""
    player.heading("案件 C：从立案到答辩")
    case_id = _file(player)
    board = player.board("2026-09-25T09:00", "九月二十五日的期限一览")
    late = [item for item in board if item["standing"] == "overdue" and item["force"] == "hard"]
    player.expect([item["agency_id"] for item in late] == [samples.RESOURCES], "自然资源局的答辩已逾期")
    player.say("")
    player.answer("2026-09-28T10:00", case_id, player.resources, samples.RESOURCES, "answer-ziran.json", RESOURCES_OFFICIAL)
    player.answer("2026-10-08T16:40", case_id, player.market, samples.MARKET, "answer-shichang.json", MARKET_OFFICIAL)
    player.heading("案件时间线")
    player.timeline(case_id)
    _explain(player, case_id)
    player.board("2026-10-09T09:00", "十月九日的期限一览（含已办结）", standing=SHOWN, case_id=case_id)
    _look_back(player, case_id)


def _file(player: Player) -> str:
    early = player.send(
        "2026-09-09T09:10", "01-service-ziran.json", "送达先到：起诉状副本已送达自然资源局，而立案消息还没有到", 202
    )
    player.send("2026-09-09T09:12", "02-case-filing.json", "立案消息到达：两个被告")
    again = player.send("2026-09-09T09:13", "02-case-filing.json", "没有收到回执，把立案消息原样再发一次")
    first = player.court.get(f"/v1/intake/court/messages/{again['message_id']}").json()
    player.expect(again == first, "重发得到的回执与首次相同")
    player.say("    回执与首次完全相同，没有重复登记。")
    placed = player.court.get(f"/v1/intake/court/messages/{early['message_id']}").json()
    player.expect(placed["status"] == "applied", "先到的送达已自动入案")
    player.say(f"    先到的送达消息：{placed['status_title']}。")
    player.send("2026-09-16T15:00", "03-service-shichang.json", "起诉状副本送达市场监管局，比另一被告晚七日")
    return str(again["case_id"])


def _explain(player: Player, case_id: str) -> None:
    player.heading("期限是怎样算的")
    board = player.due(standing=SHOWN, code="statutory_answer", case_id=case_id)
    outcomes = {item["agency_id"]: (item["outcome"], item["due"], item["late_days"]) for item in board}
    player.expect(
        outcomes == {samples.RESOURCES: ("late", "2026-09-24", 4), samples.MARKET: ("on_time", "2026-10-08", 0)},
        "两个被告各按自己的送达日期计算",
    )
    for item in board:
        player.explain(item)


def _look_back(player: Player, case_id: str) -> None:
    player.heading("回到过去：九月二十六日那天知道什么")
    board = player.due(code="statutory_answer", standing=SHOWN, case_id=case_id, as_known_at=at("2026-09-26T18:00").isoformat())
    for item in board:
        player.say(f"  {item['agency']}：{item['due']} 届满，{item['standing_title']}")
    player.expect([item["standing"] for item in board] == ["overdue", "not_due"], "当时一个逾期、一个未到期")
