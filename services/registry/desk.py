"""The registry's desk: load, decide, append. Owns who may administer what, and how requests become registry events.

An administrator acts for the jurisdictions of its token; with `NATIONAL` among them, for the whole installation. Courts belong to the
installation, so only such an administrator registers them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import msgspec

from yingsu.clock import Clock, legal_day
from yingsu.errors import Forbidden, NotFound, Unavailable, YingsuError
from yingsu.events.registry.agency import AgencyType
from yingsu.events.registry.client import ClientRole
from yingsu.ledger.deciding import EVERYWHERE, Request, carry_out, require_version
from yingsu.ledger.entry import ANY_JURISDICTION, Event, NewEvent, Receipt, StreamWrite
from yingsu.ledger.ids import uuid7
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.sealed import Person
from yingsu.ledger.store import Ledger
from yingsu.officials import agencies, clients, courts, officials
from yingsu.officials.agencies import Agency
from yingsu.officials.clients import Client
from yingsu.officials.courts import Court
from yingsu.officials.credentials import new_secret, secret_hash
from yingsu.officials.directory import Directory
from yingsu.officials.divisions import NATIONAL, within
from yingsu.officials.officials import Duty, Official

ClientDecision = Callable[[Client], Event]
State = TypeVar("State")


class OutsideAdministration(Forbidden):
    """The caller administers other jurisdictions."""

    code = "outside-administration"
    title = "超出管理范围"


class ClientNotFound(NotFound):
    """No such client within the caller's jurisdictions."""

    code = "client-not-found"
    title = "未找到接入系统"


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """A client and, on the first answer only, its new secret. A repeat of the request gets None: rotate when it was lost."""

    client: Client
    secret: str | None


def written_today(clock: Clock, stream: str, version: int, event: Event, jurisdiction: str) -> StreamWrite:
    """One registry event, decided on `version` of its stream and dated today by the record clock."""
    new = NewEvent(event=event, jurisdiction=jurisdiction, occurred_on=legal_day(clock()))
    return StreamWrite(stream=stream, expected_version=version, events=(new,))


@dataclass(frozen=True)
class Desk:
    """What the registry's writes need. `clock` is the record clock. `permitted` of each request is the caller's jurisdictions."""

    ledger: Ledger
    keys: KeyStore
    directory: Directory
    clock: Clock

    def register_agency(
        self,
        request: Request,
        *,
        name: str,
        code: str,
        type: AgencyType,
        jurisdiction: str,
        valid_from: date,
        sample: bool = False,
        agency_id: str | None = None,
    ) -> Agency:
        """Register an agency and reserve its code. `agency_id` is given for samples only; others get a new one."""

        def decide() -> list[StreamWrite]:
            require_reach(request, jurisdiction)
            number = agencies.checked_code(code)
            registered, reserved = agencies.register_agency(
                self.directory.agency_by_code(number),
                agency_id=agency_id or f"{agencies.PREFIX}{uuid7(self.clock)}",
                name=name,
                code=number,
                type=type,
                jurisdiction=jurisdiction,
                valid_from=valid_from,
                sample=sample,
            )
            return [
                written_today(self.clock, registered.agency_id, 0, registered, jurisdiction),
                written_today(self.clock, agencies.code_stream(number), 0, reserved, jurisdiction),
            ]

        # One more try: whoever registered the same code meanwhile turns the conflict into a refusal that names the holder.
        receipt = self._carry_out(request, decide, retries=1)
        return _found(self.directory.agency(_stream(receipt, agencies.PREFIX)))

    def register_court(self, request: Request, *, court: str, name: str, sample: bool = False) -> Court:
        """Register a court."""

        def decide() -> list[StreamWrite]:
            require_reach(request, NATIONAL)
            event = courts.register_court(self.directory.court(court), court=court, name=name, sample=sample)
            return [written_today(self.clock, courts.stream_of(court), 0, event, NATIONAL)]

        receipt = self._carry_out(request, decide, retries=1)
        return _found(self.directory.court(_stream(receipt, "court-").removeprefix("court-")))

    def register_official(
        self, request: Request, *, agency: str, person: Person, post: str, duties: Sequence[Duty], official_id: str | None = None
    ) -> Official:
        """Register an official of an agency; the name is sealed under a key of its own, which goes again where nothing is recorded."""
        prepared: list[str] = []

        def decide() -> list[StreamWrite]:
            owner = officials.known_agency(self.directory.agency(agency), agency)
            require_reach(request, owner.jurisdiction)
            stream = official_id or f"{officials.PREFIX}{uuid7(self.clock)}"
            if official_id is None:
                prepared.append(stream)
            agencies.checked_name(person.name, pointer="/name")
            event = officials.register_official(
                owner, official_id=stream, person=self.keys.seal_person(stream, person), post=post, duties=duties
            )
            return [written_today(self.clock, stream, 0, event, owner.jurisdiction)]

        try:
            recorded = _stream(self._carry_out(request, decide), officials.PREFIX)
        except YingsuError as error:
            # Where the outcome is unknown the official may be on record.
            self._forget(() if isinstance(error, Unavailable) else prepared)
            raise
        self._forget([stream for stream in prepared if stream != recorded])
        return _found(self.directory.official(recorded))

    def register_client(
        self,
        request: Request,
        *,
        client_id: str,
        name: str,
        role: ClientRole,
        court: str | None,
        agency: str | None,
        jurisdictions: Sequence[str],
        scopes: Sequence[str],
        with_secret: bool,
        public_key: str | None,
        secret: str | None = None,
    ) -> Issued:
        """Register a client; `with_secret` makes one (or takes `secret`, at `yingsu init`)."""
        fresh = (secret or new_secret()) if with_secret else None
        hashed = None if fresh is None else secret_hash(self.keys, client_id, fresh)

        def decide() -> list[StreamWrite]:
            require_reach(request, *jurisdictions)
            event = clients.register_client(
                self.directory.client(client_id),
                client_id=client_id,
                name=name,
                role=role,
                court=None if court is None else courts.known_court(self.directory.court(court), court),
                agency=None if agency is None else officials.known_agency(self.directory.agency(agency), agency),
                jurisdictions=jurisdictions,
                scopes=scopes,
                secret_hash=hashed,
                public_key=public_key,
            )
            return [written_today(self.clock, clients.stream_of(client_id), 0, event, event.jurisdictions[0])]

        receipt = self._carry_out(request, decide, retries=1)
        return self._issued(_stream(receipt, "client-").removeprefix("client-"), fresh, hashed)

    def rotate_secret(self, request: Request, client_id: str, expected_version: int) -> Issued:
        """Give the client another secret; the old one is refused from now on. ClientNotFound, VersionConflict."""
        fresh = new_secret()
        hashed = secret_hash(self.keys, client_id, fresh)
        self._change(request, client_id, expected_version, lambda client: clients.rotate_secret(client, secret_hash=hashed))
        return self._issued(client_id, fresh, hashed)

    def revoke_client(self, request: Request, client_id: str, expected_version: int, *, reason: str) -> Client:
        """Stop the client for good. ClientNotFound, VersionConflict."""
        self._change(
            request,
            client_id,
            expected_version,
            lambda client: clients.revoke_client(client, reason=reason, by=request.actor.client),
        )
        return _found(self.directory.client(client_id))

    def _change(self, request: Request, client_id: str, expected_version: int, decision: ClientDecision) -> None:
        def decide() -> list[StreamWrite]:
            client = self.directory.client(client_id)
            if client is None or not _reaches(request, client.jurisdictions):
                raise ClientNotFound(f"管理范围内没有接入系统 {client_id[:63]}。请核对编号。")
            stream = clients.stream_of(client_id)
            require_version(
                self.ledger,
                stream,
                expected=expected_version,
                actual=client.version,
                tenants=request.permitted,
                refusal="该接入系统已被他人更改，本次未登记。请重新读取后再提交。",
            )
            return [written_today(self.clock, stream, client.version, decision(client), client.jurisdictions[0])]

        self._carry_out(request, decide)

    def _forget(self, subjects: Sequence[str]) -> None:
        for subject in subjects:
            self.keys.destroy(subject)

    def _issued(self, client_id: str, fresh: str | None, hashed: str | None) -> Issued:
        """The secret is told only when it is the one recorded: a repeat made another that nobody needs."""
        client = _found(self.directory.client(client_id))
        return Issued(client=client, secret=fresh if hashed is not None and client.secret_hash == hashed else None)

    def _carry_out(self, request: Request, decide: Callable[[], Sequence[StreamWrite]], *, retries: int = 0) -> Receipt:
        return carry_out(self.ledger, administering(request), decide, retries=retries)


def administering(request: Request) -> Request:
    """The request with all that its administrator may write for: with `NATIONAL` among its jurisdictions, everything."""
    return msgspec.structs.replace(request, permitted=EVERYWHERE) if NATIONAL in request.permitted else request


def require_reach(request: Request, *jurisdictions: str) -> None:
    """Raise OutsideAdministration unless the request's administrator administers `jurisdictions`."""
    if not _reaches(request, jurisdictions):
        raise OutsideAdministration(
            f"本系统管理员只能管理 {'、'.join(request.permitted)}，不能登记 {'、'.join(jurisdictions)}。请由全系统管理员办理。"
        )


def _reaches(request: Request, jurisdictions: Sequence[str]) -> bool:
    return ANY_JURISDICTION in request.permitted or within(jurisdictions, request.permitted)


def _stream(receipt: Receipt, prefix: str) -> str:
    """The stream of a receipt whose id begins with `prefix`: a repeat of a request answers with what the first one made."""
    return next(line.stream for line in receipt.events if line.stream.startswith(prefix))


def _found(state: State | None) -> State:
    """What was just appended. The ledger reads its own writes."""
    if state is None:
        raise RuntimeError("a stream that was just written cannot be read")
    return state
