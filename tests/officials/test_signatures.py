"""Reading and writing signed tokens: ES256 and nothing else."""

import base64
import hashlib
import hmac
from typing import Any

import msgspec
import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from yingsu.officials.signatures import (
    PublicKeyInvalid,
    SignatureRefused,
    new_key,
    private_jwk,
    public_jwk,
    read_public_key,
    read_signed,
    sign,
)

KEY = new_key()


class Said(msgspec.Struct, frozen=True):
    word: str


def read(token: str, key: ECKey = KEY) -> Said:
    return read_signed(token, Said, lambda kid: key if kid == key.thumbprint() else None, typ=("test+jwt",))


def encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(part)).rstrip(b"=").decode()


def header(**change: Any) -> dict[str, Any]:
    return {"alg": "ES256", "typ": "test+jwt", "kid": KEY.thumbprint()} | change


def test_what_was_signed_is_read_back() -> None:
    assert read(sign(Said("应诉"), KEY, typ="test+jwt")) == Said("应诉")


def test_the_media_type_is_compared_without_case() -> None:
    assert read(sign(Said("应诉"), KEY, typ="Test+JWT")) == Said("应诉")


def test_alg_none_is_refused() -> None:
    with pytest.raises(SignatureRefused, match="算法不是 ES256"):
        read(f"{encoded(header(alg='none'))}.{encoded({'word': '应诉'})}.")


def test_hs256_with_the_public_key_as_its_secret_is_refused() -> None:
    signed = f"{encoded(header(alg='HS256'))}.{encoded({'word': '应诉'})}"
    for secret in (KEY.as_pem(private=False), msgspec.json.encode(public_jwk(KEY))):
        mac = base64.urlsafe_b64encode(hmac.new(secret, signed.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
        with pytest.raises(SignatureRefused, match="算法不是 ES256"):
            read(f"{signed}.{mac}")


def test_a_changed_word_breaks_the_signature() -> None:
    head, _, signature = sign(Said("应诉"), KEY, typ="test+jwt").split(".")
    with pytest.raises(SignatureRefused, match="签名验证未通过"):
        read(f"{head}.{encoded({'word': '撤诉'})}.{signature}")


def test_another_key_under_the_trusted_name_is_refused() -> None:
    token = jws.serialize_compact(header(), b'{"word":"x"}', new_key(), ["ES256"])
    with pytest.raises(SignatureRefused, match="签名验证未通过"):
        read(token)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kid": "unknown"}, "不在受信任的密钥之列"),
        ({"typ": "JWT"}, "类型"),
        ({"crit": ["exp"], "exp": 1}, "关键参数"),
    ],
)
def test_a_header_that_is_not_ours_is_refused(change: dict[str, Any], reason: str) -> None:
    signed = f"{encoded(header(**change))}.{encoded({'word': 'x'})}"
    with pytest.raises(SignatureRefused, match=reason):
        read(f"{signed}.{base64.urlsafe_b64encode(bytes(64)).rstrip(b'=').decode()}")


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "应诉", "." * 9000, "e30.e30.e30", "....", "e30.e30"])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(SignatureRefused):
        read(token)


def test_claims_of_another_shape_are_refused() -> None:
    class Other(msgspec.Struct, frozen=True):
        number: int

    with pytest.raises(SignatureRefused, match="缺少必要的声明"):
        read(sign(Other(1), KEY, typ="test+jwt"))


def test_a_published_key_has_no_private_part() -> None:
    assert sorted(public_jwk(KEY)) == ["alg", "crv", "kid", "kty", "use", "x", "y"]
    assert public_jwk(KEY)["kid"] == KEY.thumbprint()


def test_a_key_read_back_is_the_same_key() -> None:
    assert read_public_key(msgspec.json.encode(public_jwk(KEY))).thumbprint() == KEY.thumbprint()


@pytest.mark.parametrize(
    ("jwk", "reason"),
    [
        (b"not json", "JWK"),
        (b"\xff", "JWK"),
        (msgspec.json.encode(private_jwk(KEY)), "私钥"),
        (msgspec.json.encode(public_jwk(KEY) | {"crv": "P-384"}), "P-256"),
        (msgspec.json.encode(public_jwk(KEY) | {"use": "enc"}), "P-256"),
        (msgspec.json.encode({"kty": "RSA", "crv": "", "x": "", "y": ""}), "P-256"),
        (msgspec.json.encode(public_jwk(KEY) | {"y": public_jwk(KEY)["x"]}), "坐标"),
        (msgspec.json.encode(public_jwk(KEY) | {"x": "!"}), "坐标"),
    ],
)
def test_what_is_no_public_signature_key_is_refused(jwk: bytes, reason: str) -> None:
    with pytest.raises(PublicKeyInvalid, match=reason):
        read_public_key(jwk)
