"""The desk of endpoints: load, decide, append. Also opens and seals their keys, and sends the test message that activates an endpoint."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import msgspec

from services.notify.webhooks import endpoint as endpoints
from services.notify.webhooks.endpoint import Endpoint, EndpointNotFound, Keys, PauseReason, stream_of
from services.notify.webhooks.payload import ping_body, webhook_id
from services.notify.webhooks.sending import Outcome, Sender
from services.notify.webhooks.signing import Pair, new_pair, signed_headers
from yingsu.clock import Clock, legal_day
from yingsu.errors import Refused, Unavailable
from yingsu.ledger.appender import VersionConflict
from yingsu.ledger.deciding import EVERYWHERE, SYSTEM, Request, carry_out, command_id, require_version
from yingsu.ledger.entry import Event, NewEvent, StreamWrite
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.officials.directory import Directory

NAME: Final = "notify.webhooks"

Decision = Callable[[Endpoint], Event]


class PingFailed(Refused):
    """The test message was not answered with 2xx."""

    code = "endpoint-ping-failed"
    title = "测试消息未送达"


class PingUnderWay(Refused):
    """The receiver has not answered an earlier test message yet."""

    code = "endpoint-ping-under-way"
    title = "测试消息尚无结果"


class KeysLost(Unavailable):
    """The keys of an endpoint cannot be opened any more."""

    code = "endpoint-keys-lost"


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """An endpoint and, on the first answer only, its new secret. A repeat of the request gets None: rotate where it was lost."""

    endpoint: Endpoint
    secret: str | None


@dataclass(frozen=True)
class EndpointDesk:
    """For every agency. `clock` is the transport clock: by it messages are signed and keys retire."""

    ledger: Ledger
    keys: KeyStore
    directory: Directory
    sender: Sender
    clock: Clock
    _pinging: dict[str, object] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The agencies to whose receivers a test message of this process is under way."""

    def endpoint(self, agency: str) -> Endpoint:
        """The endpoint of an agency as the ledger has it; an absent one where there is none."""
        stream = stream_of(agency)
        return endpoints.fold(stream, self.ledger.load(stream, EVERYWHERE))

    def jurisdiction(self, agency: str) -> str:
        """The jurisdiction of an agency. Raises `EndpointNotFound`."""
        known = self.directory.agency(agency)
        if known is None:
            raise EndpointNotFound("没有这个机关，或者不在您的查看范围内。请核对机关编号。")
        return known.jurisdiction

    def register(self, agency: str, url: str, topics: Sequence[str], expected: int, request: Request) -> Issued:
        """Register an address, in place of any before, with new keys. Raises `UrlInvalid`, `HostUnresolved`, `AddressForbidden`,
        `HttpsRequired`, `VersionConflict`, `KeyReused`."""
        pair = new_pair()

        def decision(state: Endpoint) -> Event:
            self.sender.check_soon(url, self.jurisdiction(agency))
            return endpoints.register(state, url, topics, self._sealed(state, pair))

        return self._issued(self._change(agency, decision, expected, request), pair)

    def rotate(self, agency: str, expected: int, request: Request) -> Issued:
        """Give the endpoint new keys. Raises `EndpointNotFound`, `VersionConflict`, `KeyReused`."""
        pair = new_pair()

        def decision(state: Endpoint) -> Event:
            endpoints.require(state)
            return endpoints.rotate(state, self._sealed(state, pair), self.clock())

        return self._issued(self._change(agency, decision, expected, request), pair)

    def pause(self, agency: str, expected: int, request: Request) -> Endpoint:
        """Raises `EndpointNotFound`, `EndpointNotActive`, `VersionConflict`, `KeyReused`."""
        return self._change(agency, lambda state: endpoints.pause(state, "owner"), expected, request)

    def resume(self, agency: str, expected: int, request: Request) -> Endpoint:
        """Raises `EndpointNotFound`, `EndpointNotPaused`, `VersionConflict`, `KeyReused`."""
        return self._change(agency, endpoints.resume, expected, request)

    def remove(self, agency: str, expected: int, request: Request) -> Endpoint:
        """Raises `EndpointNotFound`, `VersionConflict`, `KeyReused`."""
        return self._change(agency, endpoints.remove, expected, request)

    def ping(self, agency: str, expected: int, request: Request) -> Endpoint:
        """Send a test message. Answered with 2xx, it activates an endpoint that waits for it; of another one it changes nothing.

        Raises `EndpointNotFound`, `PingFailed`, `PingUnderWay`, `VersionConflict`, `KeyReused`.
        """
        state = self.endpoint(agency)
        if self.ledger.receipt(request.command_id, request.body_hash) is not None:
            return state
        self._require(endpoints.require(state), expected)
        now = self.clock()
        body = ping_body(agency, now)
        with self._one_at_a_time(agency):
            outcome = self.post(state, webhook_id(state.stream, str(request.command_id)), body)
        if not outcome.delivered:
            raise PingFailed(
                f"测试消息没有得到2xx的答复（{_what(outcome)}），推送没有启用。请核对推送地址和接收程序后，重新发送测试消息。"
            )
        head = self.ledger.head()
        event = endpoints.activate(state, head)
        return state if event is None else self._change(agency, lambda _: event, expected, request)

    @contextmanager
    def _one_at_a_time(self, agency: str) -> Iterator[None]:
        """Every test message keeps a thread of the service waiting for the receiver. Raises `PingUnderWay`."""
        mine = object()
        if self._pinging.setdefault(agency, mine) is not mine:
            raise PingUnderWay("上一条测试消息还在等待接收方答复，至多二十秒，本次没有发送。请等它有了结果后，再发送测试消息。")
        try:
            yield
        finally:
            del self._pinging[agency]

    def post(self, state: Endpoint, message_id: str, body: bytes) -> Outcome:
        """Sign a message as of now, and send it to the endpoint. Raises `KeysLost`, `EndpointNotFound`."""
        now = self.clock()
        headers = signed_headers(message_id, now, body, [self._opened(keys) for keys in state.keys_at(now)])
        return self.sender.post(state.url, self.jurisdiction(state.agency), headers, body)

    def stop(self, state: Endpoint, reason: PauseReason) -> None:
        """Pause an endpoint for the sender, unless somebody changed it since `state`: then what was found is not about it as it is now."""
        identity = command_id(NAME, state.stream, str(state.version), reason)
        request = Request(
            command_id=identity,
            body_hash=self.keys.keyed_hash(str(identity).encode()),
            actor=SYSTEM,
            source=NAME,
            correlation_id=str(identity),
            permitted=EVERYWHERE,
        )
        try:
            self._change(state.agency, lambda found: endpoints.pause(found, reason), state.version, request)
        except VersionConflict:
            return

    def _change(self, agency: str, decision: Decision, expected: int, request: Request) -> Endpoint:
        def decide() -> list[StreamWrite]:
            state = self.endpoint(agency)
            self._require(state, expected)
            new = NewEvent(
                event=decision(state),
                jurisdiction=self.jurisdiction(agency),
                occurred_on=legal_day(self.ledger.clock()),
            )
            return [StreamWrite(stream=state.stream, expected_version=state.version, events=(new,))]

        carry_out(self.ledger, request, decide)
        return self.endpoint(agency)

    def _require(self, state: Endpoint, expected: int) -> None:
        require_version(
            self.ledger,
            state.stream,
            expected=expected,
            actual=state.version,
            tenants=EVERYWHERE,
            refusal='推送地址的登记已有更新，本次未登记。请重新读取后再提交；从未登记过的，If-Match 为 "0"。',
        )

    def _sealed(self, state: Endpoint, pair: Pair) -> Keys:
        return Keys(
            secret=self.keys.seal_text(state.stream, pair.secret),
            signing_key=self.keys.seal_text(state.stream, pair.signing_key),
            public_key=pair.public_key,
        )

    def _opened(self, keys: Keys) -> Pair:
        secret, signing_key = self.keys.open_text(keys.secret), self.keys.open_text(keys.signing_key)
        if secret is None or signing_key is None:
            raise KeysLost("推送密钥已被删除，不能签名，没有发送。请重新登记推送地址。")
        return Pair(secret, signing_key)

    @staticmethod
    def _issued(state: Endpoint, pair: Pair) -> Issued:
        """The secret is told only where it is the one recorded: a repeat made another that nobody needs."""
        recorded = state.keys is not None and state.keys.public_key == pair.public_key
        return Issued(endpoint=state, secret=pair.secret if recorded else None)


def _what(outcome: Outcome) -> str:
    return f"状态码 {outcome.status}" if outcome.status is not None else ERRORS.get(outcome.error or "", outcome.error or "")


ERRORS: Final = {
    "timeout": "20秒内没有答复",
    "connection-failed": "连接失败",
    "tls-failed": "TLS 握手失败或证书不受信任",
    "protocol-error": "答复不合 HTTP 规范",
    "webhook-url-invalid": "推送地址有误",
    "webhook-host-unresolved": "主机名不能解析",
    "webhook-address-forbidden": "指向不允许推送的地址",
    "webhook-https-required": "公网地址须使用 https",
}
"""What each error of an attempt is called."""
