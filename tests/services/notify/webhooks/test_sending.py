"""One conversation with a receiver, over real HTTP: what counts, what is kept, and what is never done."""

import ssl
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from services.notify.webhooks.address import HostUnresolved
from services.notify.webhooks.sending import DEADLINE, KEPT_BYTES, Outcome, Sender, resolve
from tests.services.notify.webhooks.receiver import Received, Receiver, answering, listening
from yingsu.settings import AllowedNetwork

HERE = (AllowedNetwork(network=ip_network("127.0.0.0/8")),)
SHORT = timedelta(seconds=0.3)
HEADERS = {"webhook-id": "msg_1"}


def at_oa(receiver: Receiver) -> str:
    """The receiver by a name."""
    return receiver.url.replace("127.0.0.1", "oa.example.test")


def post(receiver: Receiver, sender: Sender | None = None, url: str | None = None) -> Outcome:
    return (sender or Sender(HERE)).post(url or receiver.url, "320813", HEADERS, b'{"type":"x"}')


def test_a_message_arrives_with_its_headers_and_body(receiver: Receiver) -> None:
    assert post(receiver) == Outcome(status=204)
    (got,) = receiver.received
    assert (got.path, got.body, got.id) == ("/oa/webhooks", b'{"type":"x"}', "msg_1")
    assert (got.headers["content-type"], got.headers["accept-encoding"]) == ("application/json", "identity")


@pytest.mark.parametrize(
    ("status", "delivered"), [(200, True), (202, True), (299, True), (400, False), (404, False), (500, False)]
)
def test_two_hundreds_are_a_success_and_nothing_else(receiver: Receiver, status: int, delivered: bool) -> None:
    receiver.script = answering(status, "收到".encode(), Retry_After="7")
    found = post(receiver)
    assert (found.status, found.delivered, found.answer, found.retry_after) == (status, delivered, "收到", "7")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_failure_and_is_not_followed(receiver: Receiver, status: int) -> None:
    with listening() as elsewhere:
        receiver.script = answering(status, Location=elsewhere.url)
        found = post(receiver)
        assert (found.status, found.delivered) == (status, False)
        assert elsewhere.received == []


@pytest.mark.parametrize("location", ["http://xn--zz-/", "http://[::1", "http://中‍/", "mailto:a", "http://a/" + "a" * 70_000])
def test_where_a_redirect_leads_is_not_even_read(receiver: Receiver, location: str) -> None:
    receiver.script = answering(307, Location=location.encode().decode("latin-1"))
    assert post(receiver).status == 307


def test_of_a_huge_answer_twenty_kilobytes_are_kept(receiver: Receiver) -> None:
    def flood(_: Received, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65_536)

    receiver.script = flood
    found = post(receiver, Sender(HERE, deadline=timedelta(hours=1)))
    assert KEPT_BYTES == 20_000
    assert (found.status, found.answer) == (200, "x" * 20_000)


def test_what_no_text_holds_is_replaced_in_what_is_kept(receiver: Receiver) -> None:
    receiver.script = answering(500, b"a\x00b\xff\x1bc\n")
    assert post(receiver).answer == "a\ufffdb\ufffd\ufffdc\n"


def test_there_are_twenty_seconds_for_all_of_it() -> None:
    assert timedelta(seconds=20) == DEADLINE


def test_a_receiver_that_says_nothing_is_given_up(receiver: Receiver) -> None:
    over = threading.Event()
    receiver.script = lambda *_: _wait(over)
    assert post(receiver, Sender(HERE, deadline=SHORT)) == Outcome(error="timeout")
    over.set()


def test_headers_that_drip_are_given_up_although_something_always_comes(receiver: Receiver) -> None:
    def drip(_: Received, handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        _dripping(handler)

    receiver.script = drip
    assert post(receiver, Sender(HERE, deadline=SHORT)) == Outcome(error="timeout")


def test_an_answer_whose_body_drips_counts_by_its_status(receiver: Receiver) -> None:
    def drip(_: Received, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(503)
        handler.end_headers()
        _dripping(handler)

    receiver.script = drip
    found = post(receiver, Sender(HERE, deadline=SHORT))
    assert (found.status, found.error) == (503, None)
    assert set(found.answer or "") == {"."}


def _write(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.wfile.write(content)


def _wait(event: threading.Event) -> None:
    event.wait(60)


def _dripping(handler: BaseHTTPRequestHandler) -> None:
    """Writes a little again and again until the other side hangs up."""
    pace = threading.Event()
    while not pace.wait(0.01):
        handler.wfile.write(b".")


def test_a_receiver_that_hangs_up_or_talks_nonsense_is_a_failure(receiver: Receiver) -> None:
    receiver.script = lambda _, handler: _write(handler, b"nonsense\r\n\r\n")
    assert post(receiver) == Outcome(error="protocol-error")
    receiver.script = lambda *_: None
    assert post(receiver) == Outcome(error="protocol-error")


def test_nobody_there_is_a_failure() -> None:
    with listening() as gone:
        pass
    assert post(gone) == Outcome(error="connection-failed")


def test_the_environments_proxy_is_not_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert post(receiver).status == 204
        assert proxy.received == []


def test_the_connection_goes_to_the_address_that_was_checked(receiver: Receiver) -> None:
    """The name leads elsewhere when it is looked up again; it is not looked up again."""
    answers = iter([("127.0.0.1",), ("169.254.169.254",)])
    looked_up = []

    def changing(name: str) -> Sequence[str]:
        looked_up.append(name)
        return next(answers)

    sender = Sender(HERE, resolving=changing)
    assert post(receiver, sender, at_oa(receiver)).status == 204
    assert receiver.received[0].headers["host"] == at_oa(receiver).split("/")[2]
    assert post(receiver, sender, at_oa(receiver)) == Outcome(error="webhook-address-forbidden")
    assert (looked_up, len(receiver.received)) == (["oa.example.test"] * 2, 1)


def test_each_address_is_tried_until_one_takes_the_connection(receiver: Receiver) -> None:
    both = (*HERE, AllowedNetwork(network=ip_network("::1/128")))
    assert post(receiver, Sender(both, resolving=lambda _: ("::1", "127.0.0.1")), at_oa(receiver)).status == 204
    assert len(receiver.received) == 1


@pytest.mark.parametrize(
    ("url", "found", "error"),
    [
        ("http://oa.example.test/", (), "webhook-host-unresolved"),
        ("http://oa.example.test/", ("203.0.114.9",), "webhook-https-required"),
        ("http://oa.example.test/", ("127.0.0.1", "10.0.0.1"), "webhook-address-forbidden"),
        ("nonsense", (), "webhook-url-invalid"),
    ],
)
def test_what_may_not_be_sent_is_not_sent(receiver: Receiver, url: str, found: Sequence[str], error: str) -> None:
    assert post(receiver, Sender(HERE, resolving=lambda _: found), url) == Outcome(error=error)


def test_a_name_server_that_does_not_answer_does_not_outlast_the_deadline(receiver: Receiver) -> None:
    over = threading.Event()

    def silent(_: str) -> Sequence[str]:
        over.wait(60)
        return ("127.0.0.1",)

    assert post(receiver, Sender(HERE, resolving=silent, deadline=SHORT), at_oa(receiver)) == Outcome(error="timeout")
    over.set()


def test_nor_does_it_hold_up_who_registers_an_address() -> None:
    over = threading.Event()

    def silent(_: str) -> Sequence[str]:
        over.wait(60)
        return ()

    with pytest.raises(HostUnresolved, match="没有及时答复"):
        Sender(HERE, resolving=silent, deadline=SHORT).check_soon("http://oa.example.test/", "320813")
    over.set()


def test_a_name_is_looked_up_as_the_machine_does() -> None:
    assert resolve("127.0.0.1") == ("127.0.0.1",)
    assert resolve("no.such.name.invalid") == ()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for oa.example.test, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "oa.example.test")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("oa.example.test")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "oa.pem"
    key_text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(key_text + made.public_bytes(Encoding.PEM))
    return file


@pytest.fixture
def behind_tls(certificate: Path) -> Iterator[Receiver]:
    """A receiver whose certificate is for oa.example.test."""
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(certificate)
    with listening(trusted=own) as made:
        yield made


def test_the_certificate_is_checked_against_the_name_not_the_address(behind_tls: Receiver, certificate: Path) -> None:
    trusted = ssl.create_default_context(cafile=str(certificate))
    sender = Sender(HERE, resolving=lambda _: ("127.0.0.1",), trusted=trusted)
    assert post(behind_tls, sender, at_oa(behind_tls)).status == 204
    other = behind_tls.url.replace("127.0.0.1", "other.example.test")
    assert post(behind_tls, sender, other) == Outcome(error="tls-failed")
    assert post(behind_tls, Sender(HERE, resolving=lambda _: ("127.0.0.1",)), at_oa(behind_tls)) == Outcome(error="tls-failed")
    assert len(behind_tls.received) == 1
