"""The registers of facts in cases that are kept here: how each is read, and the columns that no single fact holds. Pure.

The rows, columns and clauses of a register stand in the profile of its jurisdiction; what is here is only what data cannot say. Registers of
facts outside any case are the registry's; those of reviews wait for facts of theirs.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final, get_args

import msgspec

from services.intake.cases.record import Record, Status
from yingsu.events.intake.case import CaseWithdrawn
from yingsu.events.intake.steps.performing import PerformanceRefused
from yingsu.events.intake.steps.reporting import LeaderParticipated, Stage
from yingsu.events.intake.steps.resolution import ResolutionPlanFiled, SponsorAssigned
from yingsu.law.registers import Row
from yingsu.ledger.entry import Entry, Event

ENDED: Final[frozenset[Status]] = frozenset({"withdrawn", "not_accepted", "dismissed", "closed", "transferred", "effective"})
"""What a case does not come back from: nothing lacks in it any more."""


class Of(msgspec.Struct, frozen=True, kw_only=True):
    """One dispute as a register is read: its record, every entry that was read of it, and the day that is asked about."""

    record: Record
    entries: Sequence[Entry]
    day: date

    @property
    def is_open(self) -> bool:
        """Whether it was filed and has not ended for good."""
        return self.record.case.filing is not None and self.record.status not in ENDED

    def has(self, kind: type[Event]) -> bool:
        """Whether such a fact is on record by the day."""
        return any(isinstance(entry.event, kind) and entry.occurred_on <= self.day for entry in self.entries)


Column = Callable[[Row, Of], Any]
"""What a row holds in a column that is no field of its fact."""


def _case_no(_row: Row, of: Of) -> str | None:
    return of.record.case_no


def _stages(row: Row, of: Of) -> str:
    """How many of the stages a leader of the row's agency took part in: "1/3" (YC-2.2.3)."""
    seen = {
        entry.event.stage
        for entry in of.entries
        if isinstance(entry.event, LeaderParticipated) and row.party in (None, entry.event.agency) and entry.occurred_on <= of.day
    }
    return f"{len(seen)}/{len(get_args(Stage))}"


def _performed(row: Row, of: Of) -> str:
    """Whether the judgment is performed, as the facts say; whether in time, the duty says (YT-2.6.4)."""
    if row.closed_on is not None:
        return "已履行"
    refused = (entry.event for entry in of.entries if isinstance(entry.event, PerformanceRefused) and entry.occurred_on <= of.day)
    return "拒不履行" if any((told.agency, told.judgment_no) == (row.party, row.key) for told in refused) else "未履行"


def _age(row: Row, of: Of) -> int:
    return ((row.closed_on or of.day) - row.on).days


def _resolution(row: Row, of: Of) -> str:
    """How far the resolution of a case at risk has come (XC-2.9)."""
    if row.closed_by is not None:
        return "当事人自愿撤诉" if isinstance(row.closed_by.event, CaseWithdrawn) else "解除预警"
    told = {"有化解方案": of.has(ResolutionPlanFiled), "有包案领导": of.has(SponsorAssigned)}
    return "、".join(title for title, there in told.items() if there) or "未登记化解方案和包案领导"


COMPUTED: Final[Mapping[str, Column]] = MappingProxyType(
    {"case": _case_no, "stages": _stages, "status": _performed, "age_days": _age, "resolution": _resolution}
)
"""The columns by name."""

Lacking = Callable[[Of], bool]
"""Whether a dispute without a row has an empty one."""


def _open(of: Of) -> bool:
    return of.is_open


def _filed(of: Of) -> bool:
    return of.record.case.filing is not None


def _sponsored(of: Of) -> bool:
    return of.has(SponsorAssigned)


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """How a register is read. `latest`: a later fact of a case, party and key takes the place of the one before. `lacking`: which disputes
    without a row have an empty one; None: none have. `tally`: the column by whose values the rows are counted. `needs`: topics of further
    facts that its columns look at. `listed`: its rows are the cases of courts' lists, on record or not."""

    latest: bool = False
    lacking: Lacking | None = None
    tally: str | None = None
    needs: Collection[type[Event]] = ()
    listed: bool = False


SERVED: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "agents": Kind(tally="agent_type"),
        "at_risk_cases": Kind(latest=True, needs=(ResolutionPlanFiled, SponsorAssigned)),
        "cases_without_adviser": Kind(),
        "cases_without_sponsor": Kind(),
        "contacts": Kind(lacking=_sponsored, needs=(SponsorAssigned,)),
        "court_list": Kind(listed=True),
        "court_opinions": Kind(),
        "guidance": Kind(latest=True, lacking=_open),
        "handlers": Kind(),
        "issues": Kind(),
        "judicial_advice": Kind(),
        "leader_participation": Kind(),
        "measures_tried": Kind(),
        "mediation_sessions": Kind(),
        "non_litigation_channels": Kind(lacking=_filed, tally="channel"),
        "not_reviewed_by_head": Kind(),
        "performance_ledger": Kind(needs=(PerformanceRefused,)),
        "reconsiderations": Kind(tally="result"),
        "reports_lacking": Kind(),
        "self_corrections": Kind(),
    }
)
"""The registers by their code in the profiles."""
