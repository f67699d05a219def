"""What a defendant sends of its self-review, its self-correction, and of what it cannot resolve. The examples' facts are invented."""

from typing import Annotated

from pydantic import ConfigDict, Field

from yingsu.events.mediation.correction import CorrectionMethod, SelfReviewResult
from yingsu.events.mediation.unresolved import ReportedTo
from yingsu.web.bodies import Body, Day, Line, LongText, example
from yingsu.web.parts import FileId

METHODS = "revoke 撤销、supplement 补正、correct 更正、change 改变原行政行为、confirm_unlawful 确认违法、confirm_void 确认无效（《十项机制》第三项）"
Weighed = Annotated[LongText | None, Field(description="怎样衡量；不涉及的也请写明。以密文保存")]


class SelfReviewBody(Body):
    """对被诉行政行为全面审查后的结论。"""

    model_config = ConfigDict(
        title="自查结论",
        json_schema_extra=example(
            done_on="2026-09-10", result="settle", reason="处罚幅度偏高，可在法定幅度内与当事人协商（样例）"
        ),
    )

    done_on: Day = Field(title="审查日期")
    result: SelfReviewResult = Field(
        title="结论", description="correct 自行纠正，随后登记启动自我纠正；settle 和解，随后登记诉中调解；defend 应诉"
    )
    reason: LongText | None = Field(default=None, title="理由", description="以密文保存；本辖区的文件可以要求选择应诉的写明理由")
    file: FileId | None = Field(default=None, title="审查材料")


class CorrectionStartBody(Body):
    """启动对原行政行为的自我纠正。可以早于立案。"""

    model_config = ConfigDict(
        title="启动自我纠正",
        json_schema_extra=example(started_on="2026-09-11", method="change", reason="处罚裁量明显偏重（样例）"),
    )

    started_on: Day = Field(title="启动日期", description="可以早于立案日期")
    method: CorrectionMethod | None = Field(default=None, title="拟采取的方式", description=METHODS)
    reason: LongText | None = Field(default=None, title="原因", description="以密文保存")


class CorrectionDecisionBody(Body):
    """是否撤销、变更等的决定。"""

    model_config = ConfigDict(
        title="自我纠正决定",
        json_schema_extra=example(
            decided_on="2026-09-18",
            method="change",
            document_no="洪示市监处罚变更〔2026〕2号（样例）",
            state_interest="不损害国家利益（样例）",
            public_interest="变更后仍足以维护市场秩序（样例）",
            third_party_interest="不涉及他人权益（样例）",
            remedies="退还多缴罚款三千元（样例）",
        ),
    )

    decided_on: Day = Field(title="决定日期")
    method: CorrectionMethod | None = Field(default=None, title="纠正的方式", description=f"{METHODS}；决定不予纠正的为空")
    document_no: Line | None = Field(default=None, title="决定文号")
    state_interest: Weighed = Field(default=None, title="国家利益")
    public_interest: Weighed = Field(default=None, title="公共利益")
    third_party_interest: Weighed = Field(default=None, title="他人合法权益")
    remedies: LongText | None = Field(default=None, title="补救措施", description="没有的，写明为何不需要。以密文保存")
    file: FileId | None = Field(default=None, title="决定文书")


class UnresolvableBody(Body):
    """确实无法化解。"""

    model_config = ConfigDict(
        title="无法化解",
        json_schema_extra=example(
            declared_on="2026-09-25",
            measures_tried=["三次上门沟通（样例）", "邀请行业调解组织参与调解（样例）"],
            reason="补偿数额差距过大（样例）",
        ),
    )

    declared_on: Day = Field(title="认定日期")
    measures_tried: list[LongText] = Field(title="已经采取的化解措施、方法", description="至少一项，以密文保存", max_length=30)
    reason: LongText | None = Field(default=None, title="无法化解的原因", description="以密文保存")


class SpecialReportBody(Body):
    """专项汇报。"""

    model_config = ConfigDict(
        title="专项汇报",
        json_schema_extra=example(reported_on="2026-09-28", to="government", content="两次调处未果，拟请协调补偿资金（样例）"),
    )

    reported_on: Day = Field(title="汇报日期")
    to: ReportedTo = Field(title="汇报对象", description="government 区政府、district_leader 区政府分管领导")
    content: LongText | None = Field(default=None, title="汇报内容", description="以密文保存；与汇报材料二者至少有一")
    file: FileId | None = Field(default=None, title="汇报材料")
