"""The public keys of an external issuer, from a file or an address on this machine."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import msgspec
import pytest

from yingsu.clock import SettableClock
from yingsu.officials.external_keys import MAX_BYTES, PAUSE, ExternalKeys, ExternalKeysUnavailable
from yingsu.officials.signatures import new_key, public_jwk

ONE, TWO = new_key(), new_key()


@pytest.fixture
def transport() -> SettableClock:
    """The transport clock."""
    return SettableClock(datetime(2026, 9, 16, tzinfo=UTC))


def document(*keys: object) -> bytes:
    return msgspec.json.encode({"keys": keys})


def test_a_file_s_keys_are_known_by_name(tmp_path: Path, transport: SettableClock) -> None:
    path = tmp_path / "jwks.json"
    path.write_bytes(document(public_jwk(ONE)))
    found = ExternalKeys(str(path), transport).key_for(ONE.thumbprint())
    assert found is not None
    assert found.thumbprint() == ONE.thumbprint()


def test_keys_for_other_uses_are_passed_over(tmp_path: Path, transport: SettableClock) -> None:
    path = tmp_path / "jwks.json"
    path.write_bytes(document({"kty": "RSA", "kid": "rsa", "n": "x", "e": "AQAB"}, {"kid": 7}, public_jwk(ONE)))
    keys = ExternalKeys(str(path), transport)
    assert keys.key_for("rsa") is None
    assert keys.key_for(ONE.thumbprint()) is not None
    assert keys.key_for(None) is None


def test_a_new_key_is_found_after_a_pause(tmp_path: Path, transport: SettableClock) -> None:
    path = tmp_path / "jwks.json"
    path.write_bytes(document(public_jwk(ONE)))
    keys = ExternalKeys(str(path), transport)
    assert keys.key_for(TWO.thumbprint()) is None
    path.write_bytes(document(public_jwk(ONE), public_jwk(TWO)))
    assert keys.key_for(TWO.thumbprint()) is None
    transport.set(transport() + PAUSE)
    assert keys.key_for(TWO.thumbprint()) is not None


def test_known_keys_outlast_a_document_that_cannot_be_read(tmp_path: Path, transport: SettableClock) -> None:
    path = tmp_path / "jwks.json"
    path.write_bytes(document(public_jwk(ONE)))
    keys = ExternalKeys(str(path), transport)
    assert keys.key_for(ONE.thumbprint()) is not None
    path.write_text("{")
    transport.set(transport() + PAUSE)
    assert keys.key_for(TWO.thumbprint()) is None
    assert keys.key_for(ONE.thumbprint()) is not None


@pytest.mark.parametrize("content", [None, b"{", b'{"keys": 1}', b"\xff"])
def test_without_any_key_nobody_can_be_verified(tmp_path: Path, transport: SettableClock, content: bytes | None) -> None:
    path = tmp_path / "jwks.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ExternalKeysUnavailable):
        ExternalKeys(str(path), transport).key_for("x")


class Office(BaseHTTPRequestHandler):
    """An issuer's web server."""

    answers: dict[str, tuple[int, bytes]] = {}  # noqa: RUF012  # the handler's class is made once for each test
    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        status, content = self.answers[self.path]
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/good")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: tests read no log."""


@pytest.fixture
def office() -> Iterator[tuple[str, type[Office]]]:
    """The address of a server, and its handler."""

    class Here(Office):
        answers = {  # noqa: RUF012
            "/good": (200, document(public_jwk(ONE))),
            "/moved": (302, b""),
            "/broken": (500, document(public_jwk(ONE))),
            "/large": (200, b" " * (MAX_BYTES + 1) + document(public_jwk(ONE))),
        }

    server = HTTPServer(("127.0.0.1", 0), Here)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", Here
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_address_is_asked_once_for_all_known_keys(office: tuple[str, type[Office]], transport: SettableClock) -> None:
    address, handler = office
    keys = ExternalKeys(f"{address}/good", transport)
    for _ in range(3):
        assert keys.key_for(ONE.thumbprint()) is not None
        assert keys.key_for("forged") is None
    assert handler.asked == 1


@pytest.mark.parametrize("path", ["/moved", "/broken", "/large"])
def test_redirects_errors_and_floods_count_as_unreadable(
    office: tuple[str, type[Office]], transport: SettableClock, path: str
) -> None:
    with pytest.raises(ExternalKeysUnavailable):
        ExternalKeys(office[0] + path, transport).key_for(ONE.thumbprint())


def test_an_address_that_nobody_serves_is_asked_again_after_a_pause(
    office: tuple[str, type[Office]], transport: SettableClock
) -> None:
    keys = ExternalKeys(office[0] + "/broken", transport)
    for _ in range(3):
        with pytest.raises(ExternalKeysUnavailable):
            keys.key_for("x")
    assert office[1].asked == 1
    office[1].answers["/broken"] = (200, document(public_jwk(ONE)))
    transport.set(transport() + PAUSE + timedelta(seconds=1))
    assert keys.key_for(ONE.thumbprint()) is not None
