"""Case A: a dispute is referred to mediation before the suit and settled; every period is kept."""

from services.registry import samples
from yingsu.demo.mediated import Mediation
from yingsu.demo.player import EVERY_STANDING, Player


def play(player: Player) -> None:
    """From the referral to the explanation of withdrawal."""
    player.heading("案件 A：诉前调处，达成协议")
    player.turn_to("2026-02-09T09:00")
    mediation = Mediation(player, "2026-02-09T09:20", "a-01-referral.json", "移送诉前调处")
    _prepare(player, mediation)
    _settle(player, mediation)
    player.heading("案件 A 的文书")
    papers = mediation.documents()
    for paper in papers:
        player.say(f"  {paper['made_on']}  《{paper['title']}》{paper['document_no'] or ''}")
    player.heading(f"《{papers[0]['title']}》全文")
    mediation.show(papers[0])
    player.heading("案件 A 的时间线")
    player.timeline(mediation.case_id)
    items = player.board(
        "2026-02-27T09:00", "二月二十七日：案件 A 的期限（含已办结）", case_id=mediation.case_id, standing=EVERY_STANDING
    )
    player.expect([item["outcome"] for item in items] == ["on_time"] * 3 + [None], "三项期限均按期办结，协议待履行")
    schedule = next(item for item in items if item["code"] == "mediation_schedule")
    player.expect(schedule["due"] == "2026-02-24", "春节调休的星期六计入工作日")
    player.explain(schedule)
    player.say("")
    done = mediation.step("2026-03-10T10:00", "settlement/performance", "a-13-settlement-performance.json", "登记协议履行完毕")
    player.expect(done["settlement"]["performed_on"] == "2026-03-10", "协议在约定的日期前履行完毕")


def _prepare(player: Player, mediation: Mediation) -> None:
    mediation.step("2026-02-09T15:00", "acceptance", "a-02-acceptance.json", "签收移送材料")
    mediation.step(
        "2026-02-10T09:30", "assignment-notices", "a-03-assignment-notice.json", "《行政争议调处交办通知书》送市场监管局"
    )
    mediation.plan("2026-02-12T16:00", player.market, samples.MARKET, "a-04-plan.json")
    mediation.step("2026-02-13T10:00", "schedule", "a-05-schedule.json", "确定 2 月 25 日开调处会")
    mediation.step("2026-02-13T10:30", "notifications", "a-06-notification-shichang.json", "告知市场监管局")
    open_items = player.board("2026-02-13T17:00", "二月十三日：已定时间地点，申请人尚未告知，仍未办结", case_id=mediation.case_id)
    schedule = next(item for item in open_items if item["code"] == "mediation_schedule")
    player.expect(schedule["missing"] == ["告知各方当事人"], "各方均已告知方为办结")
    player.say("")
    told = mediation.step("2026-02-14T09:00", "notifications", "a-07-notification-p1.json", "告知申请人（星期六，调休上班）")
    player.expect(told["missing"]["untold"] == [], "各方均已告知")


def _settle(player: Player, mediation: Mediation) -> None:
    mediation.step("2026-02-25T11:30", "sessions", "a-08-session.json", "调处会，各方达成一致")
    mediation.step("2026-02-25T14:00", "settlement", "a-09-settlement.json", "制作《行政争议调处协议》")
    unsigned = mediation.step("2026-02-25T14:30", "settlement/signatures", "a-10-signature-p1.json", "申请人签字")
    player.expect(unsigned["missing"]["unsigned"] == [samples.MARKET], "尚有一方未签字，协议未生效")
    player.turn_to("2026-02-26T09:20")
    authority = player.upload("调处中心", player.centre, "授权委托书（样例）")
    signed = mediation.step(
        "2026-02-26T09:30",
        "settlement/signatures",
        "a-11-signature-shichang.json",
        "市场监管局受权人员签字，附授权委托书，协议生效",
        authority=authority,
    )
    player.expect(signed["settlement"]["effective_on"] == "2026-02-26", "协议自最后一方签字之日生效")
    closed = mediation.step("2026-02-26T10:00", "withdrawal-explanations", "a-12-withdrawal-explanation.json", "向申请人释明撤诉")
    player.expect(closed["status"] == "closed_settled", "调处以达成协议结束")
