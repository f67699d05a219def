"""Signed tokens in their narrowest form: JWS compact, ES256 on P-256, nothing else. Owns reading and writing them, not what they say."""

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from yingsu.errors import Malformed

ALGORITHM = "ES256"
MAX_TOKEN_CHARACTERS = 8192

Claims = TypeVar("Claims", bound=msgspec.Struct)


class SignatureRefused(Exception):
    """The token is not one that a trusted key signed with ES256. `args[0]` says why, in Chinese, without quoting the token."""


class PublicKeyInvalid(Malformed):
    """Not a public P-256 key as a JWK."""

    code = "public-key-invalid"
    title = "公钥有误"


class Header(msgspec.Struct, frozen=True):
    """The parts of a token's header that matter here."""

    alg: str
    typ: str | None = None
    kid: str | None = None
    crit: list[str] | None = None


def new_key() -> ECKey:
    """A new private P-256 key; its `kid` is the RFC 7638 thumbprint."""
    return ECKey.generate_key("P-256", auto_kid=True)


def public_jwk(key: ECKey) -> dict[str, str]:
    """The public half as a JWK for publishing, with `kid`, `alg` and `use`."""
    jwk = cast(dict[str, str], key.as_dict(private=False))
    return {"kty": "EC", "crv": jwk["crv"], "x": jwk["x"], "y": jwk["y"], "kid": key.thumbprint(), "alg": ALGORITHM, "use": "sig"}


def private_jwk(key: ECKey) -> dict[str, str]:
    """The private key as a JWK with `kid`: for credentials files only."""
    jwk = cast(dict[str, str], key.as_dict(private=True))
    return {
        "kty": "EC",
        "crv": jwk["crv"],
        "x": jwk["x"],
        "y": jwk["y"],
        "d": jwk["d"],
        "kid": key.thumbprint(),
        "alg": ALGORITHM,
    }


def read_private_key(jwk: Mapping[str, str]) -> ECKey:
    """The key of a private JWK that `private_jwk` wrote. ValueError or JoseError where it is none."""
    key = ECKey.import_key({name: value for name, value in jwk.items() if name != "kid"})
    key.check_key_op("sign")
    key.ensure_kid()
    return key


class _PublicJwk(msgspec.Struct, frozen=True):
    kty: str
    crv: str
    x: str
    y: str
    d: str | None = None
    use: str | None = None
    alg: str | None = None


def read_public_key(jwk: str | bytes, *, pointer: str = "/public_key") -> ECKey:
    """The key of a JWK (JSON): EC, P-256, public. PublicKeyInvalid says what is wrong."""
    try:
        fields = msgspec.json.decode(jwk, type=_PublicJwk)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PublicKeyInvalid(
            "公钥应为 JSON 格式的 JWK，含 kty、crv、x、y（RFC 7517）。请导出公钥后重新提交。", pointer=pointer
        ) from error
    if fields.d is not None:
        raise PublicKeyInvalid(
            "提交的是私钥（含参数 d），未保存。私钥不得离开接入系统：请更换密钥对，只提交公钥。", pointer=pointer
        )
    if (fields.kty, fields.crv) != ("EC", "P-256") or fields.use not in (None, "sig") or fields.alg not in (None, ALGORITHM):
        raise PublicKeyInvalid(
            "公钥应为 P-256 曲线的签名公钥（kty=EC，crv=P-256，alg=ES256）。请更换后重新提交。", pointer=pointer
        )
    try:
        key = ECKey.import_key({"kty": "EC", "crv": "P-256", "x": fields.x, "y": fields.y})
        key.ensure_kid()
    except (JoseError, ValueError) as error:
        raise PublicKeyInvalid("公钥的坐标不是 P-256 曲线上的点。请重新导出公钥后提交。", pointer=pointer) from error
    return key


def sign(claims: msgspec.Struct, key: ECKey, *, typ: str) -> str:
    """The compact form of `claims`, signed by a private key whose thumbprint becomes the `kid`."""
    header = {"alg": ALGORITHM, "typ": typ, "kid": key.thumbprint()}
    return jws.serialize_compact(header, msgspec.json.encode(claims), key, [ALGORITHM])


def read_signed(
    token: str, claims: type[Claims], key_for: Callable[[str | None], ECKey | None], *, typ: tuple[str, ...] | None = None
) -> Claims:
    """The claims of a token that the key chosen by its `kid` signed. Says nothing about time, issuer or audience.

    `typ` lists the accepted media types, compared without case; None accepts any. Raises SignatureRefused.
    """
    if len(token) > MAX_TOKEN_CHARACTERS or not token.isascii():
        raise SignatureRefused("令牌过长或含有非法字符")
    try:
        unverified = jws.extract_compact(token.encode("ascii"))
        header = msgspec.convert(unverified.headers(), Header)
    except (JoseError, ValueError) as error:
        raise SignatureRefused("令牌不是规范的 JWS 紧凑格式") from error
    if header.alg != ALGORITHM:
        raise SignatureRefused("签名算法不是 ES256")
    if header.crit is not None:
        raise SignatureRefused("令牌头含有不支持的关键参数")
    if typ is not None and (header.typ or "").lower() not in typ:
        raise SignatureRefused("令牌类型（typ）不符")
    key = key_for(header.kid)
    if key is None:
        raise SignatureRefused("签名密钥（kid）不在受信任的密钥之列")
    try:
        verified = jws.deserialize_compact(token, key, [ALGORITHM])
    except (JoseError, ValueError) as error:
        raise SignatureRefused("签名验证未通过") from error
    try:
        return msgspec.json.decode(verified.payload or b"", type=claims)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SignatureRefused("令牌缺少必要的声明，或声明的格式不符") from error
