"""A machine client: its role, what it is bound to, what it may reach, and its credentials' traces. Streams `client-<client id>`."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from yingsu.errors import Malformed, Refused
from yingsu.events.registry.client import ClientRegistered, ClientRevoked, ClientRole, ClientSecretRotated
from yingsu.ledger.entry import Entry, Event
from yingsu.officials.agencies import Agency, checked_name
from yingsu.officials.courts import Court
from yingsu.officials.divisions import NATIONAL, divisions
from yingsu.officials.roles import ROLES, scopes_of
from yingsu.officials.signatures import read_public_key

_CLIENT_ID = re.compile(r"[a-z][a-z0-9-]{2,62}")
REASON_LENGTH = 200


class ClientIdInvalid(Malformed):
    """Not a client id."""

    code = "client-id-invalid"
    title = "接入系统编号有误"


class ClientBindingInvalid(Malformed):
    """The role and what the client is bound to (court, agency, jurisdictions) do not fit together."""

    code = "client-binding-invalid"
    title = "接入系统的归属有误"


class CredentialMissing(Malformed):
    """Neither a secret nor a public key, or a secret changed where there is none."""

    code = "credential-missing"
    title = "缺少凭据"


class ReasonMissing(Malformed):
    """A revocation gives no reason."""

    code = "reason-missing"
    title = "缺少理由"


class ClientAlreadyRegistered(Refused):
    """The client id is taken."""

    code = "client-already-registered"
    title = "接入系统编号已登记"


class ScopeBeyondRole(Refused):
    """A scope that the role may never have."""

    code = "scope-beyond-role"
    title = "权限超出角色"


class ClientIsRevoked(Refused):
    """The client was revoked before."""

    code = "client-is-revoked"
    title = "接入系统已停用"


class SelfRevocation(Refused):
    """A client would stop itself, and with it perhaps the last administrator."""

    code = "self-revocation"
    title = "不能停用自身"


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """A client as of its last event. `secret_hash` is a keyed hash (hex), `public_key` a JWK (JSON). `version` is that of its stream."""

    client_id: str
    name: str
    role: ClientRole
    court: str | None
    agency: str | None
    jurisdictions: tuple[str, ...]
    scopes: tuple[str, ...]
    secret_hash: str | None
    public_key: str | None
    revoked: bool = False
    reason: str | None = None
    version: int = 1


def stream_of(client_id: str) -> str:
    """The stream of a client."""
    return f"client-{client_id}"


def evolve(state: Client | None, event: Event) -> Client | None:
    """The state after `event`. Events of other kinds change nothing."""
    match state, event:
        case _, ClientRegistered():
            return Client(
                client_id=event.client_id,
                name=event.name,
                role=event.role,
                court=event.court,
                agency=event.agency,
                jurisdictions=event.jurisdictions,
                scopes=event.scopes,
                secret_hash=event.secret_hash,
                public_key=event.public_key,
            )
        case Client(), ClientSecretRotated():
            return msgspec.structs.replace(state, secret_hash=event.secret_hash)
        case Client(), ClientRevoked():
            return msgspec.structs.replace(state, revoked=True, reason=event.reason)
    return state


def fold(entries: Iterable[Entry]) -> Client | None:
    """The client of its stream's entries. None without entries."""
    state: Client | None = None
    for entry in entries:
        state = evolve(state, entry.event)
        if state is not None:
            state = msgspec.structs.replace(state, version=entry.version)
    return state


def register_client(
    existing: Client | None,
    *,
    client_id: str,
    name: str,
    role: ClientRole,
    court: Court | None = None,
    agency: Agency | None = None,
    jurisdictions: Sequence[str],
    scopes: Sequence[str],
    secret_hash: str | None,
    public_key: str | None,
) -> ClientRegistered:
    """Register a client. No `scopes` means all of the role's. Raises one of this module's errors, or PublicKeyInvalid."""
    if not _CLIENT_ID.fullmatch(client_id):
        raise ClientIdInvalid(
            "接入系统编号应为 3 至 63 个小写字母、数字或连字符，以字母开头，例如 hongze-shichang-oa。请修改后重新提交。",
            pointer="/client_id",
        )
    if existing is not None:
        raise ClientAlreadyRegistered(f"接入系统编号 {client_id} 已登记，请换一个编号。", pointer="/client_id")
    if secret_hash is None and public_key is None:
        raise CredentialMissing("接入系统至少须有一种凭据：密钥或公钥。请选择后重新提交。", pointer="/public_key")
    if public_key is not None:
        read_public_key(public_key)
    reach = divisions(jurisdictions, pointer="/jurisdictions", national=role in ("administrator", "auditor"))
    _check_binding(role, court, agency, reach)
    beyond = sorted(set(scopes) - scopes_of(role))
    if beyond:
        raise ScopeBeyondRole(
            f"角色“{ROLES[role].title}”不能有权限 {'、'.join(beyond)}；该角色不得{ROLES[role].may_not}。请删去后重新提交。",
            pointer="/scopes",
        )
    return ClientRegistered(
        client_id=client_id,
        name=checked_name(name),
        role=role,
        court=court.court if court else None,
        agency=agency.agency_id if agency else None,
        jurisdictions=reach,
        scopes=tuple(sorted(set(scopes) or scopes_of(role))),
        secret_hash=secret_hash,
        public_key=public_key,
    )


def _check_binding(role: ClientRole, court: Court | None, agency: Agency | None, jurisdictions: tuple[str, ...]) -> None:
    """A court's system has a court; an agency's or a centre's has that agency and its jurisdiction; a supervisor may have an agency."""
    title = ROLES[role].title
    if (role == "court") != (court is not None):
        wrong = "须填写所属法院的代字" if role == "court" else "不得填写法院"
        raise ClientBindingInvalid(f"角色“{title}”{wrong}。请更正后重新提交。", pointer="/court")
    if role in ("agency", "mediation_centre") and agency is None:
        raise ClientBindingInvalid(f"角色“{title}”须填写所属机关。请更正后重新提交。", pointer="/agency")
    if role in ("court", "auditor", "administrator") and agency is not None:
        raise ClientBindingInvalid(f"角色“{title}”不得填写所属机关。请更正后重新提交。", pointer="/agency")
    if agency is not None and (role == "mediation_centre") != (agency.type == "mediation_centre"):
        raise ClientBindingInvalid(f"角色“{title}”与机关“{agency.name}”的类型不符。请更正角色或机关后重新提交。", pointer="/role")
    if agency is not None and agency.jurisdiction not in jurisdictions:
        raise ClientBindingInvalid(
            f"管辖区域应包含所属机关“{agency.name}”的行政区划 {agency.jurisdiction}。请补正后重新提交。", pointer="/jurisdictions"
        )
    if role == "agency" and len(jurisdictions) > 1:
        raise ClientBindingInvalid(
            "行政机关办公系统只能查看和办理本机关的案件，管辖区域只填本机关的行政区划。", pointer="/jurisdictions"
        )
    if NATIONAL in jurisdictions and len(jurisdictions) > 1:
        raise ClientBindingInvalid(f"{NATIONAL} 已包含全部行政区划，请勿与其他代码并列。", pointer="/jurisdictions")


def rotate_secret(client: Client, *, secret_hash: str) -> ClientSecretRotated:
    """Give the client another secret. ClientIsRevoked, CredentialMissing (it works with a key pair only)."""
    _in_use(client)
    if client.secret_hash is None:
        raise CredentialMissing(f"接入系统 {client.client_id} 只使用公钥，没有可更换的密钥。")
    return ClientSecretRotated(secret_hash=secret_hash)


def revoke_client(client: Client, *, reason: str, by: str) -> ClientRevoked:
    """Stop the client for good; `by` is the client that asks. ClientIsRevoked, ReasonMissing, SelfRevocation: an administrator is stopped
    by another, so that one is always left."""
    _in_use(client)
    if client.client_id == by:
        raise SelfRevocation("接入系统不能停用自身，以免系统无人管理。请由另一名管理员办理。")
    text = reason.strip()
    if not 1 <= len(text) <= REASON_LENGTH:
        raise ReasonMissing(f"停用接入系统须写明理由（1 至 {REASON_LENGTH} 字，不写个人信息）。", pointer="/reason")
    return ClientRevoked(reason=text)


def _in_use(client: Client) -> None:
    if client.revoked:
        raise ClientIsRevoked(f"接入系统 {client.client_id} 已停用，不能再更改。需要继续接入请登记新的编号。")
