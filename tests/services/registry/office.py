"""The legal office of a district as a system of administrators: its officials put forward, publish and retire profiles."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import httpx
from joserfc.jwk import ECKey

from services.registry import samples
from tests.wire import Wire, write_headers
from yingsu.clock import Clock
from yingsu.law.profile import builtin_root, files_of
from yingsu.officials.assertions import StatementClaims
from yingsu.officials.signatures import new_key, public_jwk, sign
from yingsu.web.auth import ASSERTION_HEADER

CLIENT = "hongze-guize"
PATH = "/profiles/hongze/drafts"


def hongze(*changes: tuple[str, str, str]) -> dict[str, str]:
    """The files of 洪泽's built-in profile, each change (file, old, new) made once."""
    folder = builtin_root().joinpath("hongze", "2025-04-18")
    files = {name: content.decode() for name, content in files_of(folder).items()}
    for file, old, new in changes:
        assert old in files[file], old
        files[file] = files[file].replace(old, new, 1)
    return files


TITLE = (
    "identity.toml",
    'value = "关于进一步压降行政诉讼败诉率的十项机制"',
    'value = "关于进一步压降行政诉讼败诉率的十项机制（修订）"',
)
"""A change that moves no period."""

SHORTER = (
    "obligations.toml",
    'period = { amount = 3, unit = "working_day" }\nstarted_by = [{ topic = "mediation.assignment_notice_sent.v1"',
    'operator_value = true\nperiod = { amount = 2, unit = "working_day" }\nstarted_by = [{ topic = "mediation.assignment_notice_sent.v1"',
)
"""A change that takes a day from the period of the plan."""

IDENTITY = """
[title]
value = "试拟办法"
operator_value = true
[jurisdiction]
value = "320804"
operator_value = true
[inherits]
value = "national"
operator_value = true
"""
"""The least that a profile of another district says."""


@dataclass(frozen=True)
class Official:
    """A person at the office's system."""

    id: str
    wire: Wire
    key: ECKey
    clock: Clock
    issuer: str

    def post(self, path: str, body: Any = None, *, key: str | None = None, version: int | None = None) -> httpx.Response:
        """A write in this person's name."""
        headers = write_headers(key, version) | {ASSERTION_HEADER: self.statement()}
        return self.wire.send("POST", path, headers=headers, **({} if body is None else {"json": body}))

    def statement(self) -> str:
        """The system's signed word that it acts for the person."""
        now = self.clock().timestamp()
        claims = StatementClaims(iss=CLIENT, sub=self.id, aud=self.issuer, iat=now, exp=now + 60, jti=str(uuid4()))
        return sign(claims, self.key, typ="JWT")

    def prepare(
        self, files: dict[str, str], effective_from: date, *, profile: str = "hongze", key: str | None = None
    ) -> httpx.Response:
        """Put a version forward."""
        body = {"effective_from": effective_from.isoformat(), "files": files}
        return self.post(f"/profiles/{profile}/drafts", body, key=key)


@dataclass(frozen=True)
class Office:
    """The office: one official who drafts, two who may decide, and the system itself without anybody at it."""

    drafter: Official
    head: Official
    deputy: Official
    wire: Wire


def open_office(
    administrator: Wire,
    calling: Callable[[str], Wire],
    clock: Clock,
    issuer: str,
    *,
    jurisdictions: tuple[str, ...] = ("320813",),
) -> Office:
    """Register the office's system and its officials as the administrator of the installation."""
    key = new_key()
    body = {
        "client_id": CLIENT,
        "name": "示例司法局规则管理系统",
        "role": "administrator",
        "jurisdictions": list(jurisdictions),
        "with_secret": False,
        "public_key": public_jwk(key),
    }
    assert administrator.post("/clients", body).status_code == 201
    wire = calling(CLIENT)

    def official(name: str, duty: str) -> Official:
        person = {"agency": samples.JUSTICE, "name": name, "post": "法规科科员", "duties": [duty]}
        answer = administrator.post("/officials", person)
        assert answer.status_code == 201
        return Official(answer.json()["official_id"], wire, key, clock, issuer)

    return Office(official("示例庚", "handler"), official("示例辛", "administrator"), official("示例壬", "administrator"), wire)
