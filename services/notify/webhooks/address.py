"""Where webhooks may go. Pure: the addresses of a name are looked up by whoever sends, and every one of them is checked here.

An agency names a URL, and the sender then speaks from inside the government's network: without bounds it would speak to whatever lies
there. Public addresses only over https; others only where `YINGSU_WEBHOOK_NETWORKS` names them; some never.
"""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, Literal
from urllib.parse import urlsplit

import msgspec

from yingsu.errors import Malformed, Refused
from yingsu.settings import AllowedNetwork

Address = IPv4Address | IPv6Address

LONGEST: Final = 500
SETTING: Final = "YINGSU_WEBHOOK_NETWORKS"

_VISIBLE = re.compile(r"[\x21-\x7e]+")
# The library reads an address in brackets also where a name stands before or behind them.
_HOST_AND_PORT = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\[\]:]+)(:[0-9]*)?")
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?")
# Programs differ in what they take 127.1, 0x7f.1 or 2130706433 for.
_NUMBER_LIKE = re.compile(r"(.*\.)?(0x[0-9a-f]*|[0-9]+)\.?")

_METADATA = frozenset(
    ip_address(text)
    for text in (
        "169.254.169.254",  # Amazon, Microsoft, Google, Huawei, Tencent and others
        "169.254.170.2",  # Amazon's containers
        "169.254.0.23",  # Tencent
        "169.254.42.42",  # Scaleway
        "100.100.100.200",  # Alibaba
        "168.63.129.16",  # Microsoft
        "192.0.0.192",  # Oracle
        "fd00:ec2::254",  # Amazon
        "fd00:ec2::23",  # Amazon's containers
        "fd20:ce::254",  # Google
        "fd00:42::42",  # Scaleway
    )
)
_NEVER = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "224.0.0.0/4",
        "240.0.0.0/4",  # with the broadcast address
        "::/96",  # unspecified, loopback below, IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped: the other form of an address that is checked under its own
        "::ffff:0:0:0/96",
        "64:ff9b::/96",  # these hold an IPv4 address, too
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "100::/64",
        "ff00::/8",
    )
)
_LOOPBACK_6 = ip_address("::1")
# The library takes what nobody has assigned, and the site-local fec0::/10, for public.
_PUBLIC_6 = ip_network("2000::/3")
_DOCUMENTATION_6 = ip_network("3fff::/20")


class UrlInvalid(Malformed):
    """Not a URL that a webhook can be sent to."""

    code = "webhook-url-invalid"
    title = "推送地址有误"


class AddressForbidden(Refused):
    """The name leads to an address to which nothing is sent."""

    code = "webhook-address-forbidden"
    title = "不能向该地址推送"


class HttpsRequired(Refused):
    """A public address without encryption."""

    code = "webhook-https-required"
    title = "须使用 https"


class HostUnresolved(Refused):
    """The name leads nowhere."""

    code = "webhook-host-unresolved"
    title = "主机名不能解析"


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A URL in parts. `host` is a name, or an address without brackets; `path` begins with a slash and has the query."""

    scheme: Literal["http", "https"]
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


_PORTS: Final = {"http": 80, "https": 443}


def read_url(text: str) -> Target:
    """The parts of a URL. Raises `UrlInvalid`, which says what is wrong."""
    if not _VISIBLE.fullmatch(text) or "\\" in text or len(text) > LONGEST:
        raise _invalid(f"应为至多 {LONGEST} 个可见 ASCII 字符，不含空格和反斜线，中文域名写作 xn--")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _invalid("主机或端口的写法不对") from None
    if parts.scheme not in ("https", "http"):
        raise _invalid("应以 https:// 开头（内网地址可用 http://）")
    if "@" in parts.netloc or "#" in text:
        raise _invalid("不能含有用户名、密码或 # 之后的部分；接收方以签名确认来源")
    if not _HOST_AND_PORT.fullmatch(parts.netloc):
        raise _invalid("主机或端口的写法不对")
    if not _is_address(host) and (not _NAME.fullmatch(host) or _NUMBER_LIKE.fullmatch(host)):
        raise _invalid("主机应为域名，或者写法完整的 IP 地址")
    if port == 0:
        raise _invalid("端口应为 1 到 65535")
    scheme: Literal["http", "https"] = "https" if parts.scheme == "https" else "http"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(scheme=scheme, host=host, port=port or _PORTS[scheme], path=path)


def check(target: Target, found: Sequence[str], allowed: Sequence[AllowedNetwork], jurisdiction: str) -> tuple[Address, ...]:
    """The addresses that the target's name leads to, all of which may be sent to by an agency of `jurisdiction`.

    Raises `HostUnresolved`, `AddressForbidden`, `HttpsRequired`. Their messages name no address: whoever asks does not see the network.
    """
    if not found:
        raise HostUnresolved(
            "推送地址的主机名不能解析，没有发送。请核对域名；内网域名请由管理员在本系统所用的域名服务器上登记。", pointer="/url"
        )
    addresses = tuple(_read_address(text) for text in found)
    networks = [one.network for one in allowed if one.jurisdiction in (None, jurisdiction)]
    private = []
    for address in addresses:
        if _never(address):
            raise AddressForbidden(
                "推送地址指向云平台元数据、组播、未指定等特殊地址，一律不予推送，没有发送。请改用接收系统自己的地址。",
                pointer="/url",
            )
        private.append(any(address in network for network in networks))
        if not private[-1] and not _public(address):
            raise AddressForbidden(
                f"推送地址指向内网地址，不在设置 {SETTING} 允许的网段之内，没有发送。请改用公网 https 地址，或请管理员在该设置中加入接收系统的网段。",
                pointer="/url",
            )
    if target.scheme == "http" and not all(private):
        raise HttpsRequired("推送地址指向公网，须使用 https，没有发送。请改用 https:// 地址。", pointer="/url")
    return addresses


def _read_address(text: str) -> Address:
    try:
        return ip_address(text)
    except ValueError:
        raise AddressForbidden("推送地址解析所得不是合格的 IP 地址，没有发送。请核对域名解析。", pointer="/url") from None


def _never(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        return True
    if address == _LOOPBACK_6:
        return False
    return address in _METADATA or any(address in network for network in _NEVER)


def _public(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return address.is_global
    return address.is_global and address in _PUBLIC_6 and address not in _DOCUMENTATION_6


def _is_address(host: str) -> bool:
    try:
        return "%" not in host and bool(ip_address(host))
    except ValueError:
        return False


def _invalid(reason: str) -> UrlInvalid:
    return UrlInvalid(f"推送地址有误：{reason}。未登记，请更正后重新提交。", pointer="/url")
