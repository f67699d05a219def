"""Who is registered in the tests of tokens, and what they sign with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import uuid4

import msgspec
from joserfc.jwk import ECKey

from yingsu.clock import SettableClock
from yingsu.events.registry.agency import AgencyRegistered
from yingsu.officials.assertions import StatementClaims
from yingsu.officials.signatures import new_key, sign

ISSUER = "urn:yingsu:issuer"
AUDIENCE = "urn:yingsu:api"
OFFICIAL = "official-00000000-0000-4000-8000-000000000001"
NEIGHBOUR = "official-00000000-0000-4000-8000-000000000002"

Append = Callable[..., None]


def agency(number: int) -> AgencyRegistered:
    """An agency called 示例局<number>."""
    return AgencyRegistered(
        agency_id=f"agency-{number}",
        name=f"示例局{number}",
        code="11320813000008125D",
        type="department",
        jurisdiction="320813",
        valid_from=date(2019, 1, 1),
        sample=True,
    )


@dataclass
class Cast:
    """Who is registered, with what they sign with. `statement` is one that the OA system signs."""

    transport: SettableClock
    key: ECKey = field(default_factory=new_key)
    secret: str = "s3cret-of-the-oa-system"
    official: str = OFFICIAL
    neighbour: str = NEIGHBOUR
    issuer: str = ISSUER
    audience: str = AUDIENCE

    def statement(self, *, key: ECKey | None = None, life: timedelta = timedelta(minutes=2), **change: object) -> str:
        """A statement of the acting official, with `change` in its claims."""
        now = self.transport().timestamp()
        claims = StatementClaims(
            iss="hongze-oa", sub=self.official, aud=ISSUER, iat=now, exp=now + life.total_seconds(), jti=str(uuid4())
        )
        return sign(msgspec.structs.replace(claims, **change), key or self.key, typ="JWT")
