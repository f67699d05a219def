"""What `yingsu init` puts into an installation: calendars, profiles, the first administrator, and samples where the settings say so.

Idempotent: each step is a command with an id of its own, so a second run, or two at once, change nothing. Credentials are written to
`<data folder>/credentials/<client id>.json`, readable by the owner alone, before the client is registered with them: a crash in between
loses nothing. They are the only copy; move them to where they belong.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

import msgspec

from services.registry import samples
from services.registry.desk import Desk
from services.registry.rules import AlreadyPublished, RulesDesk
from services.registry.samples import SampleDistrict
from yingsu.clock import Clock, legal_day
from yingsu.events.registry.client import ClientRole
from yingsu.law import calendar, published
from yingsu.law.profile import builtin_profiles, bundle, load_builtin
from yingsu.ledger.deciding import EVERYWHERE, Request
from yingsu.ledger.entry import Actor
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.sealed import Person
from yingsu.ledger.store import Ledger
from yingsu.officials.credentials import new_secret
from yingsu.officials.directory import Directory
from yingsu.officials.divisions import NATIONAL
from yingsu.officials.signatures import new_key, private_jwk, public_jwk, read_private_key
from yingsu.officials.signing_key import write_private
from yingsu.settings import Settings
from yingsu.web.auth import TOKEN_URL

ADMINISTRATOR: Final = "administrator"
FOLDER: Final = "credentials"
ITSELF: Final = "yingsu-init"
"""Who publishes what comes with the software."""
NAMESPACE: Final = UUID("0a1d0d9c-52a5-5f0e-8c55-7b1c5f1f7d2e")
"""Names of the commands of `yingsu init`. Changing it would make every step look new."""


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """The file of one client: what it needs to get tokens and, with a key pair, to sign statements."""

    client_id: str
    client_secret: str
    issuer: str
    token_endpoint: str
    private_key: dict[str, str] | None = None


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did. `secret` is the administrator's, on the run that made it. `registered` lists the clients whose credentials this run
    wrote, `lost` those that are registered and have no file here (any more)."""

    administrator: str
    secret: str | None
    folder: Path
    registered: tuple[str, ...]
    lost: tuple[str, ...]


def initialise(
    ledger: Ledger,
    keys: KeyStore,
    settings: Settings,
    clock: Clock,
    districts: Sequence[SampleDistrict] = (samples.HONGZE,),
) -> Setup:
    """Bring an installation to where it can be used, with the samples of `districts` where the settings say so.

    `clock` is the record clock. Raises OSError where the folder cannot be written.
    """
    return _Init(ledger, keys, settings, clock).run(districts)


class _Init:
    """One run."""

    def __init__(self, ledger: Ledger, keys: KeyStore, settings: Settings, clock: Clock) -> None:
        self._ledger = ledger
        self._keys = keys
        self._clock = clock
        self._settings = settings
        self._directory = Directory(ledger)
        self._desk = Desk(ledger, keys, self._directory, clock)
        self._rules = RulesDesk(ledger, clock)
        self._folder = settings.data_folder / FOLDER
        self._registered: list[str] = []
        self._lost: list[str] = []

    def run(self, districts: Sequence[SampleDistrict]) -> Setup:
        """Everything, in the order in which it is needed."""
        self._publish()
        secret = self._client(ADMINISTRATOR, "系统管理员", "administrator", (NATIONAL,), with_key=False)
        if self._settings.samples:
            for district in districts:
                self._add_samples(district)
        return Setup(
            administrator=ADMINISTRATOR,
            secret=secret,
            folder=self._folder,
            registered=tuple(self._registered),
            lost=tuple(self._lost),
        )

    def _publish(self) -> None:
        """What comes with the software. What persons published since is theirs: newer software does not publish over it."""
        for year in calendar.builtin_years():
            content = calendar.builtin_bytes(year)
            latest = published.calendar(self._ledger, year)
            if latest is None or latest.published_by == ITSELF:
                with suppress(AlreadyPublished):
                    self._rules.publish_calendar(self._request(f"calendar {year}", content), content)
        today = legal_day(self._clock())
        before = {profile_id: published.history(self._ledger, profile_id) for profile_id, _ in builtin_profiles()}
        for profile_id, first in builtin_profiles():
            layer, history = load_builtin(profile_id, first), before[profile_id]
            if history.retired or (history.latest and history.latest.published_by != ITSELF):
                continue
            # A version that comes with newer software governs from today on; where nothing was judged yet each governs from its own day.
            judged = history.latest is not None or self._rules.has_cases(layer.jurisdiction)
            judged_until = today - timedelta(days=1) if judged else None
            with suppress(AlreadyPublished):
                self._rules.publish_profile(
                    self._request(f"profile {profile_id}", bundle(layer)),
                    layer,
                    effective_from=first if judged_until is None else max(first, today),
                    prepared_by="yingsu",
                    judged_until=judged_until,
                )

    def _add_samples(self, district: SampleDistrict) -> None:
        for court, name in district.courts:
            self._desk.register_court(self._request(f"court {court}"), court=court, name=name, sample=True)
        for agency in district.agencies:
            self._desk.register_agency(
                self._request(agency.agency_id),
                agency_id=agency.agency_id,
                name=agency.name,
                code=agency.code,
                type=agency.type,
                jurisdiction=district.jurisdiction,
                valid_from=samples.VALID_FROM,
                sample=True,
            )
        for official in district.officials:
            self._desk.register_official(
                self._request(official.official_id),
                official_id=official.official_id,
                agency=official.agency,
                person=Person(name=official.name),
                post=official.post,
                duties=official.duties,
            )
        for client in district.clients:
            self._client(
                client.client_id, client.name, client.role, (district.jurisdiction,), court=client.court, agency=client.agency
            )

    def _client(
        self,
        client_id: str,
        name: str,
        role: ClientRole,
        jurisdictions: tuple[str, ...],
        *,
        court: str | None = None,
        agency: str | None = None,
        with_key: bool = True,
    ) -> str | None:
        """Register a client with the credentials of its file; the secret, when this run registered it."""
        path = self._folder / f"{client_id}.json"
        if self._directory.client(client_id) is not None:
            if not path.exists():
                self._lost.append(client_id)
            return None
        credentials = self._credentials(path, client_id, with_key=with_key)
        key = credentials.private_key
        issued = self._desk.register_client(
            self._request(f"client {client_id}"),
            client_id=client_id,
            name=name,
            role=role,
            court=court,
            agency=agency,
            jurisdictions=jurisdictions,
            scopes=(),
            with_secret=True,
            public_key=None if key is None else msgspec.json.encode(public_jwk(read_private_key(key))).decode(),
            secret=credentials.client_secret,
        )
        self._registered.append(client_id)
        return issued.secret

    def _credentials(self, path: Path, client_id: str, *, with_key: bool) -> Credentials:
        """The credentials in the file, made now when there is none. Two runs at once end with the same ones."""
        fresh = Credentials(
            client_id=client_id,
            client_secret=new_secret(),
            issuer=self._settings.issuer,
            token_endpoint=TOKEN_URL,
            private_key=private_jwk(new_key()) if with_key else None,
        )
        write_private(path, msgspec.json.format(msgspec.json.encode(fresh)) + b"\n")
        return msgspec.json.decode(path.read_bytes(), type=Credentials)

    def _request(self, step: str, content: bytes = b"") -> Request:
        """The command of one step. Content that changes with the software (a calendar, a profile) is part of its name."""
        name = f"{step} {sha256(content).hexdigest()}" if content else step
        return Request(
            command_id=uuid5(NAMESPACE, name),
            body_hash=self._keys.keyed_hash(name.encode()),
            actor=Actor(client=ITSELF, role="system"),
            source="yingsu init",
            correlation_id="yingsu-init",
            permitted=EVERYWHERE,
        )
