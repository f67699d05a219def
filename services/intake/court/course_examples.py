"""Examples of the messages about a filed case, in the terms of real cases. Every party, number and code is invented."""

from typing import Any, Final

CASE_NO: Final = "（2026）苏0813行初12号"
MARKET: Final = "11320813000008125D"
LAND: Final = "113208130000081338"


def example(summary: str, **fields: Any) -> dict[str, Any]:
    """An example of the documentation."""
    return {"summary": summary, "value": fields}


def _of(kind: str, day: str, no: str, summary: str, **fields: Any) -> dict[str, Any]:
    return example(
        summary, message_id=f"SU0813-{day.replace('-', '')}-{no}", kind=kind, case_no=CASE_NO, occurred_on=day, **fields
    )


COURSE_EXAMPLES: Final[dict[str, Any]] = {
    "procedure_change": _of(
        "procedure_change",
        "2026-09-11",
        "0101",
        "适用简易程序，另定答辩举证期限",
        procedure="simplified",
        reason="被诉行政行为依法当场作出，事实清楚",
        answer_by="2026-09-18",
    ),
    "suspension": _of("suspension", "2026-09-21", "0102", "中止诉讼", reason="须以另一案的审理结果为依据"),
    "resumption": _of("resumption", "2026-10-12", "0103", "恢复诉讼", reason="中止的原因消除"),
    "trial_term_extension": _of(
        "trial_term_extension", "2026-10-12", "0104", "延长审限", until="2027-06-07", reason="案情复杂，经高级人民法院批准"
    ),
    "hearing_reschedule": _of(
        "hearing_reschedule",
        "2026-10-15",
        "0105",
        "改期开庭",
        hearing_no=1,
        hearing_on="2026-10-27",
        begins_at="2026-10-27T09:00:00+08:00",
        place="洪泽区示例人民法院第三法庭（样例）",
        reason="被告负责人因抢险不能到庭",
    ),
    "hearing_cancellation": _of(
        "hearing_cancellation",
        "2026-10-16",
        "0106",
        "取消开庭",
        hearing_no=1,
        hearing_on="2026-10-27",
        reason="当事人正在协商",
    ),
    "hearing_held": _of("hearing_held", "2026-10-27", "0107", "已开庭", hearing_no=1),
    "attendance_notice": _of(
        "attendance_notice",
        "2026-10-12",
        "0108",
        "通知负责人出庭",
        agency_code=MARKET,
        hearing_no=1,
        grounds="food_drug_safety",
    ),
    "attendance_suggestion": _of(
        "attendance_suggestion", "2026-10-12", "0109", "建议负责人出庭", agency_code=LAND, hearing_no=1, grounds="high_attention"
    ),
    "absence_ruling": _of(
        "absence_ruling",
        "2026-10-28",
        "0110",
        "认定缺席",
        agency_code=LAND,
        hearing_no=1,
        hearing_on="2026-10-27",
        ruling="leader_unexcused",
    ),
    "defendant_addition": _of(
        "defendant_addition", "2026-09-22", "0111", "追加被告", agency_code=LAND, reason="作出共同行政行为的机关"
    ),
    "defendant_replacement": _of(
        "defendant_replacement",
        "2026-09-22",
        "0112",
        "变更被告",
        agency_code=MARKET,
        by_code=LAND,
        reason="原告所诉被告不适格，经告知同意变更",
    ),
    "plaintiff_substitution": _of(
        "plaintiff_substitution",
        "2026-09-23",
        "0113",
        "变更原告（样例，当事人均为虚构）",
        party="p1",
        substitute={"person": {"name": "示例李某"}},
        reason="原告死亡，近亲属承继诉讼",
    ),
    "appeal": _of("appeal", "2026-11-20", "0114", "被告上诉", agency_code=MARKET, judgment_no=CASE_NO),
    "judgment_effective": _of(
        "judgment_effective",
        "2026-11-26",
        "0115",
        "裁判生效",
        judgment_no=CASE_NO,
        obliged=[
            {
                "agency_code": MARKET,
                "perform_by": "2027-01-25",
                "guided": True,
                "terms": "六十日内重新作出行政行为（样例）",
            },
            {"agency_code": LAND},
        ],
    ),
    "remand": _of(
        "remand", "2026-12-15", "0116", "发回重审", ruling_no="（2026）苏08行终31号", new_case_no="（2026）苏0813行初88号"
    ),
    "retrial": _of(
        "retrial",
        "2026-12-20",
        "0117",
        "检察机关抗诉，裁定再审",
        ruling_no="（2026）苏08行申5号",
        initiated_by="procuratorate",
        stays_performance=True,
    ),
    "performance_resumption": _of("performance_resumption", "2027-02-20", "0118", "恢复执行", reason="再审维持原判"),
    "performance_term_extension": _of(
        "performance_term_extension",
        "2026-12-10",
        "0131",
        "准予延期履行",
        agency_code=MARKET,
        until="2027-01-29",
        reason="重新调查需要委托鉴定",
    ),
    "loss_warning": _of(
        "loss_warning", "2026-10-19", "0119", "败诉预警函", agency_code=MARKET, letter_no="苏0813败诉预警〔2026〕3号（样例）"
    ),
    "court_letter": _of(
        "court_letter",
        "2026-10-19",
        "0120",
        "败诉风险提示函",
        agency_code=MARKET,
        letter_no="苏0813函〔2026〕7号（样例）",
        letter_kind="loss_risk",
        received_on="2026-10-20",
        subject="处罚告知程序存在瑕疵（样例）",
    ),
    "judicial_advice": _of(
        "judicial_advice",
        "2026-11-09",
        "0121",
        "司法建议",
        agency_code=MARKET,
        advice_no="苏0813司建〔2026〕2号（样例）",
        received_on="2026-11-10",
        reply_by="2026-12-31",
        subject="规范处罚告知程序（样例）",
    ),
    "judicial_advice_withdrawal": _of(
        "judicial_advice_withdrawal",
        "2026-11-16",
        "0122",
        "撤回司法建议",
        agency_code=MARKET,
        advice_no="苏0813司建〔2026〕2号（样例）",
        reason="行政机关已自行纠正",
    ),
    "court_query": _of(
        "court_query",
        "2026-10-14",
        "0123",
        "法院提出问题",
        agency_code=MARKET,
        query_no="2026-12-问1",
        subject="请说明听证告知书的送达方式（样例）",
    ),
    "court_opinion": _of(
        "court_opinion",
        "2026-11-12",
        "0124",
        "法院意见、建议",
        agency_code=MARKET,
        opinion_no="2026-12-意见1",
        subject="建议统一执法文书的送达记录（样例）",
    ),
    "closure": _of(
        "closure", "2026-10-30", "0125", "裁定驳回起诉", reason="suit_dismissed", document_no="（2026）苏0813行初12号之二"
    ),
    "transfer": _of(
        "transfer",
        "2026-09-25",
        "0126",
        "移送其他法院",
        to_court="苏0812",
        new_case_no="（2026）苏0812行初45号",
        reason="不属于本院管辖",
    ),
    "merger": _of(
        "merger",
        "2026-09-25",
        "0127",
        "合并审理",
        leading_case_no=CASE_NO,
        case_nos=["（2026）苏0813行初13号", "（2026）苏0813行初14号"],
        reason="因同类行政行为发生的行政案件",
    ),
    "split": _of(
        "split", "2026-09-28", "0128", "分案审理", new_case_nos=["（2026）苏0813行初15号"], reason="诉讼请求所涉行政行为不同"
    ),
    "series_link": _of(
        "series_link", "2026-09-08", "0129", "列入系列案", series="示例片区征收补偿系列案（样例）", series_kind="series"
    ),
    "series_unlink": _of(
        "series_unlink", "2026-09-29", "0130", "移出系列案", series="示例片区征收补偿系列案（样例）", reason="被诉行为不同"
    ),
    "judgment_of_second_instance": example(
        "二审判决（样例：撤销改判）",
        message_id="SU08-20261215-0001",
        kind="judgment",
        case_no="（2026）苏08行终31号",
        occurred_on="2026-12-15",
        document="judgment",
        results=[{"agency_code": MARKET, "outcome": "claims_dismissed"}],
        upon_earlier={"case_no": CASE_NO, "result": "reversed"},
    ),
    "case_filing_of_second_instance": example(
        "二审立案（样例，当事人均为虚构）",
        message_id="SU08-20261125-0001",
        kind="case_filing",
        case_no="（2026）苏08行终31号",
        occurred_on="2026-11-25",
        cause="行政处罚",
        plaintiffs=[{"person": {"name": "示例张某"}}],
        defendants=[{"agency_code": MARKET}],
        earlier_case_nos=[CASE_NO],
    ),
}
"""By kind; further ones of a kind under names of their own."""
