"""Signatures: what the official library and another implementation of Ed25519 check."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from services.notify.webhooks.signing import Pair, new_pair, signed_headers
from yingsu.clock import system_clock

BODY = '{"type":"notify.obligation_overdue.v1","data":{"title":"提交答辩状"}}'.encode()
NEVER = datetime(2026, 9, 16, 4, 0, 0, 999_000, tzinfo=UTC)


def test_the_official_library_accepts_a_message_and_refuses_a_changed_one() -> None:
    pair = new_pair()
    headers = signed_headers("msg_1", system_clock(), BODY, [pair])
    assert Webhook(pair.secret).verify(BODY, headers)["type"] == "notify.obligation_overdue.v1"
    for changed in (BODY.replace("答辩状".encode(), b"x"), BODY + b" "):
        with pytest.raises(WebhookVerificationError):
            Webhook(pair.secret).verify(changed, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(pair.secret).verify(BODY, headers | {"webhook-id": "msg_2"})
    with pytest.raises(WebhookVerificationError):
        Webhook(new_pair().secret).verify(BODY, headers)


def test_the_asymmetric_signature_is_checked_with_the_public_key_alone() -> None:
    pair = new_pair()
    headers = signed_headers("msg_1", NEVER, BODY, [pair])
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(pair.public_key.removeprefix("whpk_")))
    (signature,) = [one.removeprefix("v1a,") for one in headers["webhook-signature"].split(" ") if one.startswith("v1a,")]
    content = b"msg_1." + headers["webhook-timestamp"].encode() + b"." + BODY
    public.verify(base64.b64decode(signature), content)
    with pytest.raises(InvalidSignature):
        public.verify(base64.b64decode(signature), content + b" ")


def test_the_content_that_is_signed_is_that_of_the_standard() -> None:
    pair = new_pair()
    headers = signed_headers("msg_p", NEVER, b"{}", [pair])
    assert headers["webhook-timestamp"] == str(int(datetime(2026, 9, 16, 4, 0, tzinfo=UTC).timestamp()))
    secret = base64.b64decode(pair.secret.removeprefix("whsec_"))
    signed = hmac.new(secret, f"msg_p.{headers['webhook-timestamp']}.{{}}".encode(), hashlib.sha256).digest()
    assert headers["webhook-signature"].split(" ")[0] == f"v1,{base64.b64encode(signed).decode()}"


def test_keys_are_of_full_length_each_time_others_and_not_shown() -> None:
    first, second = new_pair(), new_pair()
    assert first.secret != second.secret
    assert first.public_key != second.public_key
    for text in (first.secret.removeprefix("whsec_"), first.signing_key.removeprefix("whsk_")):
        assert len(base64.b64decode(text, validate=True)) == 32
        assert text not in repr(first)


def test_during_a_rotation_every_pair_signs() -> None:
    new, old = new_pair(), new_pair()
    moment = system_clock()
    headers = signed_headers("msg_1", moment, BODY, [new, old])
    assert [one.partition(",")[0] for one in headers["webhook-signature"].split(" ")] == ["v1", "v1a", "v1", "v1a"]
    for pair in (new, old):
        assert Webhook(pair.secret).verify(BODY, headers)
    assert isinstance(old, Pair)
