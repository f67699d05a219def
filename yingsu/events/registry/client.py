"""The machines that may call. Streams `client-<client id>`."""

from typing import Literal

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored

ClientRole = Literal["court", "mediation_centre", "agency", "supervisor", "auditor", "administrator"]


@stored("registry.client_registered.v1")
class ClientRegistered(Event, frozen=True, kw_only=True):
    """A system with its credentials. `secret_hash` is a keyed hash (hex); `public_key` a JWK (JSON) for `private_key_jwt` and assertions."""

    client_id: str
    name: str
    role: ClientRole
    court: str | None
    agency: str | None
    jurisdictions: tuple[str, ...]
    scopes: tuple[str, ...]
    secret_hash: str | None
    public_key: str | None


@stored("registry.client_secret_rotated.v1")
class ClientSecretRotated(Event, frozen=True, kw_only=True):
    """The client has a new secret; the old one is refused from now on."""

    secret_hash: str


@stored("registry.client_revoked.v1")
class ClientRevoked(Event, frozen=True, kw_only=True):
    """The client gets no tokens any more."""

    reason: str
