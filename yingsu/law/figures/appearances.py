"""The measures of who appeared in court (行政诉讼法 art. 3; 法释〔2020〕3号). Pure."""

from typing import Final

from yingsu.law.figures.measure import Measure

_APPEARANCE: Final = "行政诉讼法第三条，法释〔2020〕3号"
_PER_INSTANCE: Final = "一个案件一个审级计一件，不按开庭次数；以期间内首次开庭之日为准"

_NOT_LAW: Final = "统计口径为通行做法（法律未规定）"

_SCHEDULED: Final = "intake.hearing_scheduled.v1"
_ATTENDED: Final = "intake.leader_attendance_recorded.v2"
_FLAGGED: Final = "intake.flag_set.v1"

APPEARANCES: Final = (
    Measure(
        code="heard",
        title="开庭数",
        basis=f"期间内开庭审理的本机关为被告的案件。{_PER_INSTANCE}。开庭日已过或者已登记出庭情况的，为已经开庭；"
        "改期的以改后日期为准，开庭前已撤诉或者裁判的不计",
        source=f"{_APPEARANCE}第七条；{_NOT_LAW}",
        topics=(_SCHEDULED, _ATTENDED),
        count=lambda found: found.heard,
    ),
    Measure(
        code="leader_attended",
        title="负责人出庭数",
        basis=f"期间内开庭、本机关负责人已在该审级出庭的案件。{_PER_INSTANCE}；该审级此前开庭时已出庭的，视为已出庭",
        source=f"{_APPEARANCE}第二条、第七条",
        topics=(_ATTENDED,),
        count=lambda found: found.attended(lambda _: True),
    ),
    Measure(
        code="head_attended",
        title="正职负责人出庭数",
        basis=f"期间内开庭、本机关正职负责人已在该审级出庭的案件。{_PER_INSTANCE}",
        source=f"{_APPEARANCE}第二条、第七条",
        topics=(_ATTENDED,),
        count=lambda found: found.attended(lambda who: who.rank == "principal"),
    ),
    Measure(
        code="leader_spoke",
        title="负责人出庭出声数",
        basis=f"期间内开庭、本机关负责人已在该审级出庭并发言的案件。{_PER_INSTANCE}",
        source=f"{_APPEARANCE}第十一条",
        topics=(_ATTENDED,),
        count=lambda found: found.attended(lambda who: who.spoke is True),
    ),
    Measure(
        code="leader_offered_resolution",
        title="负责人出庭、出声、出解数",
        basis=f"期间内开庭、本机关负责人已在该审级出庭、发言并就实质性解决争议提出意见的案件。{_PER_INSTANCE}",
        source=f"{_APPEARANCE}第十一条",
        topics=(_ATTENDED,),
        count=lambda found: found.attended(lambda who: who.spoke is True and who.offered_resolution is True),
    ),
    Measure(
        code="head_required",
        title="正职应出庭数",
        basis=f"期间内开庭、开庭之日列为涉及重大公共利益、社会高度关注、可能引发群体性事件、检察机关提起行政公益诉讼或者抗诉的案件。{_PER_INSTANCE}",
        source="薛政办发〔2022〕12号",
        topics=(_SCHEDULED, _FLAGGED),
        count=lambda found: found.head_asked,
    ),
    Measure(
        code="head_required_attended",
        title="正职应出庭已出庭数",
        basis=f"其中本机关正职负责人已在该审级出庭的案件。{_PER_INSTANCE}",
        source="薛政办发〔2022〕12号",
        topics=(_ATTENDED, _FLAGGED),
        count=lambda found: found.attended(lambda who: who.rank == "principal", lambda hearing: hearing.head_asked),
    ),
    Measure(
        code="leader_absent",
        title="负责人未出庭次数",
        basis="期间内开庭、登记为没有本机关负责人出庭的，逐次计；负责人已在该审级先前出庭的，此后各次不计；没有登记出庭情况的不计",
        source=f"{_APPEARANCE}第七条",
        topics=(_ATTENDED,),
        count=lambda found: found.unattended,
        each_turn=True,
    ),
)
"""In the order in which they are shown."""

ATTENDANCE: Final = frozenset(
    {
        "leader_attended",
        "head_attended",
        "leader_spoke",
        "leader_offered_resolution",
        "leader_absent",
        "leader_excused",
        "head_required_attended",
    }
)
"""The measures of appearance in court, for which a document may forbid a target (YT-4.1.4)."""
