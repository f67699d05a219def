"""What belongs to the act that is sued over: its record in a platform of enforcement, and the decision of reconsideration before the suit."""

from datetime import date

from yingsu.events.sight import internal
from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored


@internal()
@stored("intake.enforcement_platform_linked.v1")
class EnforcementPlatformLinked(Event, frozen=True, kw_only=True):
    """被诉行政行为在行政执法平台的编号 (DH-2.8: “闽执法”)."""

    agency: str
    linked_on: date
    platform: str
    record_no: str


@stored("intake.reconsideration_linked.v1")
class ReconsiderationLinked(Event, frozen=True, kw_only=True):
    """经过行政复议的案件: 复议决定 (YT-3.2.1). `agency` is who tells of it, None where the body over it does; `body` decided, with a result in
    the decision's own words."""

    agency: str | None
    decided_on: date
    body: str
    decision_no: str
    result: str
