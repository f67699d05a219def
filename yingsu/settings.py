"""What an installation can set: environment variables `YINGSU_*`, read once at start. Owns their names, defaults and checks.

With no `YINGSU_DATABASE_URL` the record lives in an embedded PostgreSQL inside the data folder. With one, that URL is the
administrator's (a superuser, or a role with CREATEROLE and CREATEDB): `yingsu migrate` uses it to create the four roles below and the
database it names. Every process derives its own role URLs from it (same host, port, database and options) and, for the
passwords, from the installation's key file; so a serving process may be given the URL without the administrator's name and password.
"""

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal, TypeVar, get_args
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from yingsu.errors import YingsuError

LogLevel = Literal["debug", "info", "warning", "error"]
Value = TypeVar("Value")

OWNER_ROLE = "yingsu_owner"
APP_ROLE = "yingsu_app"
READER_ROLE = "yingsu_reader"
KEYS_ROLE = "yingsu_keys"
ROLES = (OWNER_ROLE, APP_ROLE, READER_ROLE, KEYS_ROLE)


class SettingInvalid(YingsuError):
    """An environment variable has a value that means nothing."""

    code = "setting-invalid"
    title = "配置有误"


@dataclass(frozen=True, kw_only=True)
class Urls:
    """One PostgreSQL URL per role. `owner` changes the schema, `app` appends and reads under row-level security, `reader` projects
    views, `keys` alone reaches the keys of personal data."""

    owner: str = field(repr=False)
    app: str = field(repr=False)
    reader: str = field(repr=False)
    keys: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class AllowedNetwork:
    """Addresses that are not public to which webhooks may be sent: for the agencies of one jurisdiction, or (None) of every one."""

    network: ipaddress.IPv4Network | ipaddress.IPv6Network
    jurisdiction: str | None = None


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one installation. `samples` publishes the sample agencies and 洪泽's profile at `yingsu init`.

    `files` is the folder of uploaded files, each of which may have `file_mib` MiB. `webhook_networks` are what webhooks may be sent to
    beside public addresses.
    """

    data_folder: Path
    key_file: Path
    database_url: str | None = field(repr=False)
    host: str
    port: int
    issuer: str
    audience: str
    token_lifetime: timedelta
    external_jwks: str | None
    samples: bool
    log_level: LogLevel
    rate_limit: str
    files: Path
    file_mib: int
    webhook_networks: tuple[AllowedNetwork, ...]

    @property
    def embedded(self) -> bool:
        """True when the record lives in the embedded PostgreSQL."""
        return self.database_url is None


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `environment`. Empty variables count as unset. Raises SettingInvalid, naming variable and expected form."""

    def read(name: str, parse: Callable[[str], Value], default: Value, expected: str) -> Value:
        text = environment.get(name, "").strip()
        if not text:
            return default
        try:
            return parse(text)
        except ValueError:
            shown = "（内容未显示）" if name.endswith("_URL") else f"“{text[:80]}”"
            raise SettingInvalid(f"环境变量 {name} 的值{shown}无效：应为{expected}。") from None

    data_folder = read("YINGSU_DATA", _folder, Path(".yingsu").absolute(), "文件夹路径")
    database_url = read(
        "YINGSU_DATABASE_URL", _database_url, None, " postgresql://用户:密码@主机:端口/数据库 形式的地址，且必须写明数据库名"
    )
    return Settings(
        data_folder=data_folder,
        key_file=read("YINGSU_KEY_FILE", _folder, data_folder / "keys" / "master.key", "密钥文件路径"),
        database_url=database_url,
        host=read("YINGSU_HOST", host, "127.0.0.1", "本机 IP 地址，例如 127.0.0.1 或 0.0.0.0"),
        port=read("YINGSU_PORT", port, 8000, " 1 到 65535 的整数"),
        issuer=read("YINGSU_ISSUER", _identifier, "urn:yingsu:issuer", " URN 或 https 地址"),
        audience=read("YINGSU_AUDIENCE", _identifier, "urn:yingsu:api", " URN 或 https 地址"),
        token_lifetime=read("YINGSU_TOKEN_MINUTES", _token_minutes, timedelta(minutes=10), " 1 到 60 的整数（分钟）"),
        external_jwks=read("YINGSU_EXTERNAL_JWKS", _jwks, None, " https 地址或本机 JWKS 文件的绝对路径"),
        samples=read("YINGSU_SAMPLES", _switch, database_url is None, " yes 或 no"),
        log_level=read("YINGSU_LOG_LEVEL", _log_level, "info", " debug、info、warning、error 之一"),
        rate_limit=read(
            "YINGSU_RATE_LIMIT", _rate_limit, "6000/minute", "“次数/单位”，例如 6000/minute（单位：second、minute、hour）"
        ),
        files=read("YINGSU_FILES", _folder, data_folder / "files", "文件夹路径"),
        file_mib=read("YINGSU_FILE_MIB", _file_mib, 50, " 1 到 1024 的整数（MiB）"),
        webhook_networks=read(
            "YINGSU_WEBHOOK_NETWORKS",
            _webhook_networks,
            (),
            "用逗号分隔的网段，可在前面写明行政区划，例如 10.1.0.0/16,320813=192.168.7.0/24",
        ),
    )


def role_urls(database_url: str, passwords: Mapping[str, str] | None = None) -> Urls:
    """The URL of each role on the server of `database_url`. Without `passwords` the server trusts the socket (the embedded one)."""
    parts = urlsplit(database_url)
    options = urlencode(
        [(name, value) for name, value in parse_qsl(parts.query) if name not in ("user", "password")], quote_via=quote
    )
    address = parts.netloc.rpartition("@")[2]

    def url(role: str) -> str:
        secret = f":{quote(passwords[role], safe='')}" if passwords is not None else ""
        return urlunsplit(("postgresql", f"{role}{secret}@{address}", parts.path, options, ""))

    return Urls(owner=url(OWNER_ROLE), app=url(APP_ROLE), reader=url(READER_ROLE), keys=url(KEYS_ROLE))


def host(text: str) -> str:
    """An IP address of this machine to listen on. Raises ValueError."""
    return str(ipaddress.ip_address("127.0.0.1" if text == "localhost" else text))


def port(text: str) -> int:
    """A port to listen on. Raises ValueError."""
    return _whole_number(text, 1, 65535)


def _folder(text: str) -> Path:
    if "\0" in text:
        raise ValueError
    return Path(text).expanduser().absolute()


def _database_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("postgresql", "postgres") or not re.fullmatch(r"/[^/]+", parts.path):
        raise ValueError
    _ = parts.port
    return text


def _token_minutes(text: str) -> timedelta:
    return timedelta(minutes=_whole_number(text, 1, 60))


def _file_mib(text: str) -> int:
    return _whole_number(text, 1, 1024)


def _whole_number(text: str, least: int, most: int) -> int:
    number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1
    if not least <= number <= most:
        raise ValueError
    return number


def _identifier(text: str) -> str:
    if not re.fullmatch(r"(urn:[^\s]+:[^\s]+|https://[^\s]+)", text):
        raise ValueError
    return text


def _jwks(text: str) -> str:
    if not re.fullmatch(r"(https://[^\s]+|/.+)", text):
        raise ValueError
    return text


def _webhook_networks(text: str) -> tuple[AllowedNetwork, ...]:
    return tuple(_allowed_network(part.strip()) for part in text.split(","))


def _allowed_network(text: str) -> AllowedNetwork:
    jurisdiction, named, network = text.rpartition("=")
    if named and not re.fullmatch(r"[1-8][0-9]{5}", jurisdiction):
        raise ValueError
    return AllowedNetwork(network=ipaddress.ip_network(network), jurisdiction=jurisdiction or None)


def _switch(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise ValueError
    return text.lower() == "yes"


def _log_level(text: str) -> LogLevel:
    for level in get_args(LogLevel):
        if text.lower() == level:
            return level  # type: ignore[no-any-return]  # get_args has no better type than Any
    raise ValueError


def _rate_limit(text: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,8}/(second|minute|hour)", text):
        raise ValueError
    return text
