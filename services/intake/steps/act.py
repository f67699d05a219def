"""What belongs to the act that is sued over: its record in a platform, its reconsideration. Pure."""

from typing import Final

from services.intake.steps.act_bodies import PlatformRecordBody, ReconsiderationBody
from services.intake.steps.kind import Kind
from yingsu.events.intake.steps.act import EnforcementPlatformLinked, ReconsiderationLinked

KINDS: Final = (
    Kind(
        told=EnforcementPlatformLinked,
        event=EnforcementPlatformLinked,
        day="linked_on",
        title="执法平台编号",
        body=PlatformRecordBody,
        authority="各地行政应诉工作规定",
    ),
    Kind(
        told=ReconsiderationLinked,
        event=ReconsiderationLinked,
        day="decided_on",
        title="行政复议决定",
        body=ReconsiderationBody,
        authority="行政诉讼法第二十六条",
        before_the_filing=True,
        after_the_end=True,
    ),
)
