"""Case B: an agency's plan is late, mediation fails and goes back to the court; later the court announces the suit and files it."""

from typing import Final

from services.registry import samples
from yingsu.demo.mediated import Mediation
from yingsu.demo.player import EVERY_STANDING, Json, Player, read, shown
from yingsu.demo.stage import Caller, checked

MARKET_OFFICIAL: Final = samples.OFFICIALS[2].official_id
RESOURCES_OFFICIAL: Final = samples.OFFICIALS[4].official_id
NUMBERS: Final = ("（2026）苏0813行诉前调8号", "（2026）苏0813行诉前立21号", "（2026）苏0813行初9号")


def play(player: Player) -> None:
    """From the referral to the answers in the filed case."""
    player.heading("案件 B：一个机关逾期，调处终止，其后起诉")
    player.turn_to("2026-03-30T09:00")
    mediation = Mediation(player, "2026-03-30T09:30", "b-01-referral.json", "移送诉前调处，案涉两个机关")
    _wait_for_plans(player, mediation)
    _terminate(player, mediation)
    _collect_letter(player, mediation)
    _announce(player)
    case_id = _file(player)
    _look(player, case_id, mediation)


def _wait_for_plans(player: Player, mediation: Mediation) -> None:
    mediation.step("2026-03-30T15:00", "acceptance", "b-02-acceptance.json", "签收移送材料")
    for agency, file in (
        ("市场监管局", "b-03-assignment-notice-shichang.json"),
        ("自然资源局", "b-04-assignment-notice-ziran.json"),
    ):
        mediation.step("2026-03-31T10:00", "assignment-notices", file, f"《行政争议调处交办通知书》送{agency}")
    mediation.plan("2026-04-02T16:00", player.market, samples.MARKET, "b-05-plan-shichang.json")
    board = player.board("2026-04-07T09:00", "四月七日的期限一览", case_id=mediation.case_id)
    overdue = [(item["code"], item["agency_id"]) for item in board if item["standing"] == "overdue"]
    player.expect(overdue == [("mediation_plan", samples.RESOURCES)], "自然资源局的方案已逾期")
    player.expect("mediation_schedule" not in {item["code"] for item in board}, "一个机关的方案未到，调处中心的期限不起算")
    player.say("")
    late = mediation.plan("2026-04-08T11:00", player.resources, samples.RESOURCES, "b-06-plan-ziran.json")
    player.expect(late["due"] == "2026-04-03", "清明节以前届满")
    items = player.due(case_id=mediation.case_id, code="mediation_plan", standing=EVERY_STANDING)
    player.heading("逾期是怎样认定的")
    found = next(item for item in items if item["agency_id"] == samples.RESOURCES)
    player.expect((found["outcome"], found["late_days"]) == ("late", 5), "方案逾期五日")
    player.explain(found)


def _terminate(player: Player, mediation: Mediation) -> None:
    player.heading("调处会未能达成一致，终止调处")
    mediation.step("2026-04-09T09:00", "schedule", "b-07-schedule.json", "确定 4 月 16 日开调处会")
    mediation.step("2026-04-09T09:20", "notifications", "b-08-notification-shichang.json", "告知市场监管局")
    mediation.step("2026-04-09T09:30", "notifications", "b-09-notification-ziran.json", "告知自然资源局")
    mediation.step("2026-04-10T09:00", "notifications", "b-10-notification-p1.json", "告知申请人")
    mediation.step("2026-04-16T11:30", "sessions", "b-11-session.json", "调处会，分歧较大")
    mediation.step("2026-04-20T10:00", "termination", "b-12-termination.json", "终止调处，制作《行政争议终止调处通知书》")
    mediation.step("2026-04-21T10:00", "termination/services", "b-13-termination-service-shichang.json", "送达市场监管局")
    mediation.step("2026-04-21T10:10", "termination/services", "b-14-termination-service-ziran.json", "送达自然资源局")
    mediation.step("2026-04-22T09:00", "termination/services", "b-15-termination-service-p1.json", "送达申请人")
    returned = mediation.step("2026-04-22T15:00", "return", "b-16-return.json", "《行政争议终止调处告知函》及材料退回法院")
    player.expect(returned["status"] == "returned", "已退回法院")


def _collect_letter(player: Player, mediation: Mediation) -> None:
    player.turn_to("2026-04-23T09:00")
    player.heading("法院系统领取函件")
    waiting = checked(player.court.get("/v1/intake/court/letters", collected="no")).json()
    player.expect([letter["case_no"] for letter in waiting] == [NUMBERS[0]], "法院有一封待签收的函件")
    path = f"/v1/intake/court/letters/{waiting[0]['letter_id']}"
    letter = checked(player.court.get(path)).json()
    mediation.show(letter)
    for material in letter["materials"]:
        told = "退回" if material["returned"] else f"未退回：{material['reason']}"
        player.say(f"    {material['material']}  {material['title']}　{told}")
    first = letter["materials"][0]
    player.compare("法院", player.court, first["file"], first["title"])
    collected = checked(player.court.post(f"{path}/receipt", {"collected_on": "2026-04-23"})).json()
    player.say(f"  {shown('2026-04-23T09:00')}  法院：签收函件，签收日期 {collected['collected_on']}")


def _announce(player: Player) -> None:
    player.heading("法院通报预立案，调处中心通报机关")
    receipt = player.send("2026-04-30T10:00", "b-17-pre-filing-notice.json", "预立案信息通报，写明诉前调解案号")
    for name, agency_id in (("市场监管局", samples.MARKET), ("自然资源局", samples.RESOURCES)):
        player.turn_to("2026-05-06T10:00")
        path = f"/v1/intake/cases/{receipt['case_id']}/forwardings/{agency_id}"
        version = checked(player.centre.get(path)).headers["ETag"]
        checked(player.centre.post(path, read("b-18-forwarding.json"), version=version), 201)
        player.say(f"  {shown('2026-05-06T10:00')}  调处中心：通报{name}，并告知做好应诉准备")
        player.stage.settle()
    items = player.due(code="prefiling_forward", standing=EVERY_STANDING, case_id=_by_number(player, NUMBERS[0])["case_id"])
    player.expect([(item["due"], item["outcome"]) for item in items] == [("2026-05-06", "on_time")] * 2, "通报均按期")
    player.explain(items[0])


def _file(player: Player) -> str:
    player.heading("立案：三个案号，一个案件")
    receipt = player.send("2026-05-11T10:00", "b-19-case-filing.json", "立案，写明先前两个案号")
    cases = [_by_number(player, number) for number in NUMBERS]
    player.expect({case["case_id"] for case in cases} == {receipt["case_id"]}, "任何一个案号都查到同一案件")
    for number, case in zip(NUMBERS, cases, strict=True):
        player.say(f"  按 {number} 查询：{case['case_no']}，{case['status_title']}，案件编号 {case['case_id']}")
    case_id = str(receipt["case_id"])
    player.send("2026-05-13T10:00", "b-20-service-shichang.json", "起诉状副本送达市场监管局")
    player.send("2026-05-14T10:00", "b-21-service-ziran.json", "起诉状副本送达自然资源局")
    answers: tuple[tuple[str, Caller, str, str, str], ...] = (
        ("2026-05-26T16:00", player.market, samples.MARKET, "b-22-answer-shichang.json", MARKET_OFFICIAL),
        ("2026-05-28T11:00", player.resources, samples.RESOURCES, "b-23-answer-ziran.json", RESOURCES_OFFICIAL),
    )
    for moment, caller, agency_id, file, official in answers:
        player.answer(moment, case_id, caller, agency_id, file, official)
    return case_id


def _look(player: Player, case_id: str, mediation: Mediation) -> None:
    player.heading("案件 B 的时间线（三个案号合为一条）")
    lines = player.timeline(mediation.case_id)
    player.expect(lines == checked(player.supervisor.get(f"/v1/intake/cases/{case_id}/timeline")).json(), "时间线只有一条")
    late = [finding for line in lines for finding in line["findings"] if finding["outcome"] == "late"]
    player.expect([(finding["due"], finding["late_days"]) for finding in late] == [("2026-04-03", 5)], "时间线标明方案逾期五日")
    items = player.board("2026-05-29T09:00", "五月二十九日：案件 B 的期限（含已办结）", case_id=case_id, standing=EVERY_STANDING)
    hard = [item["outcome"] for item in items if item["force"] == "hard"]
    player.expect(hard.count("late") == 1 and hard.count("on_time") == len(hard) - 1, "只有自然资源局的方案逾期")
    _hidden_from_court(player, case_id)


def _hidden_from_court(player: Player, case_id: str) -> None:
    seen = checked(player.court.get(f"/v1/intake/cases/{case_id}/timeline")).json()
    player.expect(not [line for line in seen if line["topic"].startswith("mediation.")], "法院看不到调处过程")
    player.say(f"\n  法院查询同一案件：{len(seen)} 条登记，不含调处中各方所述。")


def _by_number(player: Player, number: str) -> Json:
    found: Json = checked(player.supervisor.get(f"/v1/intake/cases/by-number/{number}")).json()
    return found
