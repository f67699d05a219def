"""What becomes of agencies: load, decide, append. Owns how both ends of a change are recorded together, dated by the day of the change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from services.registry.desk import administering, require_reach
from yingsu.clock import Clock, legal_day
from yingsu.errors import NotFound
from yingsu.events.registry.lineage import Share
from yingsu.ledger.deciding import Request, carry_out, require_version
from yingsu.ledger.entry import NewEvent, StreamWrite
from yingsu.ledger.store import Ledger
from yingsu.officials import changes
from yingsu.officials.agencies import Agency
from yingsu.officials.changes import Writes
from yingsu.officials.directory import Directory
from yingsu.officials.divisions import within
from yingsu.officials.officials import known_agency

Decide = Callable[[Agency, date], Writes]


class AgencyNotFound(NotFound):
    """No such agency within the caller's jurisdictions."""

    code = "agency-not-found"
    title = "未找到机关"


@dataclass(frozen=True)
class ChangesDesk:
    """For administrators. `clock` is the record clock. Each returns the agency as it is then; the errors of every one are those of its
    decision (`yingsu.officials.changes`), and AgencyNotFound, AgencyUnknown, OutsideAdministration, VersionConflict."""

    ledger: Ledger
    directory: Directory
    clock: Clock

    def rename(self, request: Request, agency_id: str, version: int, *, name: str, since: date, authority: str | None) -> Agency:
        """更名."""
        return self._change(
            request,
            agency_id,
            version,
            since,
            lambda agency, today: changes.rename(agency, name=name, since=since, authority=authority, today=today),
        )

    def merge(self, request: Request, agency_id: str, version: int, *, into: str, since: date, authority: str | None) -> Agency:
        """并入."""

        def decide(agency: Agency, today: date) -> Writes:
            return changes.merge(agency, self._known(into, "/successor"), since=since, authority=authority, today=today)

        return self._change(request, agency_id, version, since, decide)

    def split(
        self, request: Request, agency_id: str, version: int, *, shares: Sequence[Share], since: date, authority: str | None
    ) -> Agency:
        """分立."""

        def decide(agency: Agency, today: date) -> Writes:
            takers = [(self._known(share.agency, f"/shares/{number}/agency"), share) for number, share in enumerate(shares)]
            return changes.split(agency, takers, since=since, authority=authority, today=today)

        return self._change(request, agency_id, version, since, decide)

    def transfer(
        self,
        request: Request,
        agency_id: str,
        version: int,
        *,
        to: str,
        powers: tuple[str, ...],
        since: date,
        authority: str | None,
    ) -> Agency:
        """职权划转."""

        def decide(agency: Agency, today: date) -> Writes:
            taker = self._known(to, "/to")
            return changes.transfer(agency, taker, powers=powers, since=since, authority=authority, today=today)

        return self._change(request, agency_id, version, since, decide)

    def abolish(
        self, request: Request, agency_id: str, version: int, *, successor: str | None, since: date, authority: str | None
    ) -> Agency:
        """撤销."""

        def decide(agency: Agency, today: date) -> Writes:
            heir = None if successor is None else self._known(successor, "/successor")
            return changes.abolish(agency, heir, since=since, authority=authority, today=today)

        return self._change(request, agency_id, version, since, decide)

    def _change(self, request: Request, agency_id: str, version: int, since: date, decide: Decide) -> Agency:
        asked = administering(request)

        def writes() -> list[StreamWrite]:
            agency = found_within(self.directory.agency_now(agency_id), request.permitted)
            require_version(
                self.ledger,
                agency_id,
                expected=version,
                actual=agency.version,
                tenants=asked.permitted,
                refusal="该机关的登记已被他人更改，本次未登记。请重新读取后再提交。",
            )
            found: list[StreamWrite] = []
            for stream, event in decide(agency, legal_day(self.clock())).items():
                touched = self._known(stream, "")
                require_reach(request, touched.jurisdiction)
                new = NewEvent(event=event, jurisdiction=touched.jurisdiction, occurred_on=since)
                found.append(StreamWrite(stream=stream, expected_version=touched.version, events=(new,)))
            return found

        # One more try: what became of the other agency meanwhile changes its version, and perhaps the decision.
        receipt = carry_out(self.ledger, asked, writes, retries=1)
        for line in receipt.events:
            self.directory.agency_now(line.stream)
        return self._known(agency_id, "")

    def _known(self, agency_id: str, pointer: str) -> Agency:
        return known_agency(self.directory.agency_now(agency_id), agency_id, pointer=pointer)


def found_within(agency: Agency | None, jurisdictions: Sequence[str]) -> Agency:
    """The agency, where it is in one of these jurisdictions. Raises AgencyNotFound."""
    if agency is None or not within((agency.jurisdiction,), jurisdictions):
        raise AgencyNotFound("管辖区域内没有这个机关。请核对机关编号，或按统一社会信用代码查询。")
    return agency
