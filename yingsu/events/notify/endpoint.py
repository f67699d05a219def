"""Where an agency's OA system wants its webhooks (Standard Webhooks 1.0). Streams `endpoint-<agency uuid>`: one endpoint an agency.

`secret` is the HMAC secret (`whsec_…`), `signing_key` the Ed25519 private key, both sealed; `public_key` (`whpk_…`) is shown. How
deliveries went is no event: `delivery.*` tables hold it. These events are in no feed: an address can hold a key of the receiver's.
"""

from datetime import datetime
from typing import Final, Literal

from yingsu.ledger.entry import Event
from yingsu.ledger.mapper import stored
from yingsu.ledger.sealed import SealedText

BEGINNING: Final = "notify.endpoint_"
"""How the topics of this module begin, and no other."""


@stored("notify.endpoint_registered.v1")
class EndpointRegistered(Event, frozen=True, kw_only=True):
    """The agency registered `url`, in place of any before; it gets nothing until a signed ping has reached it. `topics` narrows what is
    sent to topics that begin so (as `notify.`); none: everything in the agency's feed."""

    agency: str
    url: str
    topics: tuple[str, ...]
    secret: SealedText
    signing_key: SealedText
    public_key: str


@stored("notify.endpoint_activated.v1")
class EndpointActivated(Event, frozen=True, kw_only=True):
    """A signed ping was answered with 2xx. Deliveries begin after position `after` of the ledger."""

    agency: str
    after: int


@stored("notify.endpoint_paused.v1")
class EndpointPaused(Event, frozen=True, kw_only=True):
    """Nothing is sent until it is resumed; the backlog is kept. `failing`: the schedule of retries ran out; `gone`: it answered 410."""

    agency: str
    reason: Literal["owner", "failing", "gone"]


@stored("notify.endpoint_resumed.v1")
class EndpointResumed(Event, frozen=True, kw_only=True):
    """The owner resumed it; the backlog is sent."""

    agency: str


@stored("notify.endpoint_secret_rotated.v1")
class EndpointSecretRotated(Event, frozen=True, kw_only=True):
    """New keys. Until `both_until` every message is signed with the old ones as well."""

    agency: str
    secret: SealedText
    signing_key: SealedText
    public_key: str
    both_until: datetime


@stored("notify.endpoint_removed.v1")
class EndpointRemoved(Event, frozen=True, kw_only=True):
    """The agency took it back; what was not delivered is dropped, and stays in the feed."""

    agency: str
