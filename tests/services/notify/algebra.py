"""An installation whose 洪泽 rules also have what no built-in rule can do yet: a period that is suspended, a list before the hearing, a task
without a number. The facts are borrowed as in `tests.law.madeup`."""

from datetime import date
from uuid import uuid4

import msgspec

from services.registry.rules import RulesDesk
from tests.law.madeup import ANSWERED, STARTED, SUSPENDED, days, rule
from tests.law.test_moves import HEARING
from tests.whole import Whole
from yingsu.law.calendar import builtin_bytes
from yingsu.law.profile import load_builtin
from yingsu.law.rule import Rule
from yingsu.ledger.deciding import EVERYWHERE, SYSTEM, Request

RULES = (
    rule("reply", STARTED, SUSPENDED, days(15))
    + rule("list", HEARING, days(3, direction="before"))
    + rule("timely", STARTED, 'open_ended = "及时"')
    + rule("by_the_centre", STARTED, 'open_ended = "主动"').replace('owed_by = "defendant"', 'owed_by = "mediation_body"')
)


class _Obligations(msgspec.Struct):
    obligations: tuple[Rule, ...]


def request() -> Request:
    """A publication by the system."""
    return Request(
        command_id=uuid4(), body_hash=b"algebra", actor=SYSTEM, source="tests", correlation_id="tests", permitted=EVERYWHERE
    )


def publish_rules(whole: Whole) -> None:
    """A version of the 洪泽 profile with the further rules."""
    first = date(2025, 4, 18)
    layer = load_builtin("hongze", first)
    further = msgspec.toml.decode(RULES, type=_Obligations).obligations
    assert ANSWERED in RULES
    RulesDesk(whole.ledger, whole.clock).publish_profile(
        request(),
        msgspec.structs.replace(layer, rules=(*layer.rules, *further)),
        effective_from=first,
        prepared_by="tests",
        judged_until=None,
    )
    whole.settle()


def publish_longer_national_day(whole: Whole) -> None:
    """An amendment: 8 October is a rest day as well."""
    content = builtin_bytes(2026)
    amended = content.replace(b"rest = [2026-10-01, 2026-10-07]", b"rest = [2026-10-01, 2026-10-08]")
    assert amended != content
    RulesDesk(whole.ledger, whole.clock).publish_calendar(request(), amended)
    whole.settle()
