"""An agency's endpoint: where its webhooks go, how they are signed, whether they are sent. Pure. Stream `endpoint-<agency uuid>`.

It gets nothing until a signed ping was answered, and nothing while it is paused; what it is to get is kept meanwhile.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from yingsu.errors import NotFound, Refused
from yingsu.events.notify.endpoint import (
    EndpointActivated,
    EndpointPaused,
    EndpointRegistered,
    EndpointRemoved,
    EndpointResumed,
    EndpointSecretRotated,
)
from yingsu.ledger.entry import Entry
from yingsu.ledger.sealed import SealedText

PREFIX: Final = "endpoint-"
BOTH_FOR: Final = timedelta(hours=24)
"""So long after a rotation every message is signed with the old keys as well."""
MOST_RETIRING: Final = 3
"""So many generations of old keys at once: each adds two signatures to every message, and receivers bound their headers."""

Status = Literal["absent", "registered", "active", "paused"]
PauseReason = Literal["owner", "failing", "gone"]


class EndpointNotFound(NotFound):
    """The agency has no endpoint, or the caller may not know of it."""

    code = "endpoint-not-found"


class EndpointNotActive(Refused):
    """Only what is sent can be paused."""

    code = "endpoint-not-active"
    title = "推送未启用"


class EndpointNotPaused(Refused):
    """Only what is paused can be resumed."""

    code = "endpoint-not-paused"
    title = "推送未暂停"


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """What messages are signed with, sealed, and the public half."""

    secret: SealedText
    signing_key: SealedText
    public_key: str


class Retiring(msgspec.Struct, frozen=True, kw_only=True):
    """Keys that were replaced, in use beside the new ones until `until`, or until there are too many generations."""

    keys: Keys
    until: datetime


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """An endpoint as of its last event. `version` is that of its stream; 0, and `absent`, where there never was one.

    `after` is the position after which deliveries begin, `begun` the version at which they did; `awake` that of the last activation or
    resumption. A new address in place of an old one goes on where that one was.
    """

    stream: str
    version: int = 0
    status: Status = "absent"
    url: str = ""
    topics: tuple[str, ...] = ()
    keys: Keys | None = None
    retiring: tuple[Retiring, ...] = ()
    paused_for: PauseReason | None = None
    after: int | None = None
    begun: int | None = None
    awake: int = 0

    @property
    def agency(self) -> str:
        """The agency's id."""
        return f"agency-{self.stream.removeprefix(PREFIX)}"

    def wants(self, topic: str) -> bool:
        """Whether events of a topic are sent to it."""
        return not self.topics or topic.startswith(self.topics)

    def keys_at(self, moment: datetime) -> tuple[Keys, ...]:
        """What a message is signed with: the present keys, then those that are not retired yet. Empty where there is no endpoint."""
        return () if self.keys is None else (self.keys, *(old.keys for old in self.retiring if moment < old.until))


def stream_of(agency: str) -> str:
    """The stream of an agency's endpoint."""
    return PREFIX + agency.removeprefix("agency-")


def evolve(state: Endpoint, entry: Entry) -> Endpoint:
    """The state after one more entry of the stream."""
    state = msgspec.structs.replace(state, version=entry.version)
    match entry.event:
        case EndpointRegistered() as new:
            return Endpoint(
                stream=state.stream,
                version=state.version,
                status="registered",
                url=new.url,
                topics=new.topics,
                keys=Keys(secret=new.secret, signing_key=new.signing_key, public_key=new.public_key),
                after=state.after,
                begun=state.begun,
                awake=state.awake,
            )
        case EndpointActivated(after=after):
            begun = state.version if state.begun is None else state.begun
            return msgspec.structs.replace(state, status="active", after=after, begun=begun, awake=state.version)
        case EndpointPaused(reason=reason):
            return msgspec.structs.replace(state, status="paused", paused_for=reason)
        case EndpointResumed():
            return msgspec.structs.replace(state, status="active", paused_for=None, awake=state.version)
        case EndpointSecretRotated() as rotated:
            return _rotated(state, rotated)
        case EndpointRemoved():
            return Endpoint(stream=state.stream, version=state.version)
        case _:
            return state


def fold(stream: str, entries: Iterable[Entry]) -> Endpoint:
    """The endpoint of its stream's entries."""
    state = Endpoint(stream=stream)
    for entry in entries:
        state = evolve(state, entry)
    return state


def register(state: Endpoint, url: str, topics: Sequence[str], keys: Keys) -> EndpointRegistered:
    """登记推送地址, in place of any before. The address was checked."""
    return EndpointRegistered(
        agency=state.agency,
        url=url,
        topics=tuple(topics),
        secret=keys.secret,
        signing_key=keys.signing_key,
        public_key=keys.public_key,
    )


def activate(state: Endpoint, head: int) -> EndpointActivated | None:
    """启用, after a ping was answered: from `head` on, or where the address before was. None for one that is not waiting for it."""
    after = head if state.after is None else state.after
    return EndpointActivated(agency=state.agency, after=after) if state.status == "registered" else None


def pause(state: Endpoint, reason: PauseReason) -> EndpointPaused:
    """暂停. Raises `EndpointNotFound`, `EndpointNotActive`."""
    if require(state).status != "active":
        raise EndpointNotActive("推送没有启用，不能暂停，未登记。尚未启用的请先发送测试消息；已经暂停的无须再次暂停。")
    return EndpointPaused(agency=state.agency, reason=reason)


def resume(state: Endpoint) -> EndpointResumed:
    """恢复. Raises `EndpointNotFound`, `EndpointNotPaused`."""
    if require(state).status != "paused":
        raise EndpointNotPaused("推送没有暂停，不能恢复，未登记。尚未启用的请先发送测试消息；已经启用的无须恢复。")
    return EndpointResumed(agency=state.agency)


def rotate(state: Endpoint, keys: Keys, now: datetime) -> EndpointSecretRotated:
    """更换密钥. `now` is of the transport clock. Raises `EndpointNotFound`."""
    require(state)
    return EndpointSecretRotated(
        agency=state.agency,
        secret=keys.secret,
        signing_key=keys.signing_key,
        public_key=keys.public_key,
        both_until=now + BOTH_FOR,
    )


def remove(state: Endpoint) -> EndpointRemoved:
    """注销推送地址. Raises `EndpointNotFound`."""
    return EndpointRemoved(agency=require(state).agency)


def require(state: Endpoint) -> Endpoint:
    """The endpoint, where there is one. Raises `EndpointNotFound`."""
    if state.status == "absent":
        raise EndpointNotFound("该机关没有登记推送地址，未办理。请先以 PUT /v1/notify/endpoint 登记；历史事件可从事件流读取。")
    return state


def _rotated(state: Endpoint, rotated: EndpointSecretRotated) -> Endpoint:
    keys = Keys(secret=rotated.secret, signing_key=rotated.signing_key, public_key=rotated.public_key)
    if state.keys is None:
        return state
    old = Retiring(keys=state.keys, until=rotated.both_until)
    # What would be over before the newest ones retire is left out by `keys_at`.
    return msgspec.structs.replace(state, keys=keys, retiring=(old, *state.retiring)[:MOST_RETIRING])
