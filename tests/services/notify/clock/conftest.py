"""An installation whose operator reminds on the due day only: three days of one duty are enough for the pure tests (`test_telling`) and for
the processes (`tests/journeys/test_clock.py`), which have the early reminder as it comes."""

from datetime import date
from uuid import uuid4

import msgspec
import pytest

from services.registry.rules import RulesDesk
from tests.whole import Whole
from yingsu.law.profile import load_builtin
from yingsu.ledger.deciding import SYSTEM, Request
from yingsu.ledger.entry import ANY_JURISDICTION


@pytest.fixture(name="whole")
def on_the_due_day_only(whole: Whole) -> Whole:
    """The installation after its operator published the national rules without the early reminder."""
    first = date(2018, 2, 8)
    layer = load_builtin("national", first)
    calendar = {name: value for name, value in layer.parameters["calendar"].items() if name != "remind_working_days_before"}
    assert len(calendar) == len(layer.parameters["calendar"]) - 1
    RulesDesk(whole.ledger, whole.clock).publish_profile(
        Request(
            command_id=uuid4(),
            body_hash=b"due day only",
            actor=SYSTEM,
            source="tests",
            correlation_id="tests",
            permitted=(ANY_JURISDICTION,),
        ),
        msgspec.structs.replace(layer, parameters={**layer.parameters, "calendar": calendar}),
        effective_from=first,
        prepared_by="tests",
        judged_until=None,
    )
    whole.settle()
    return whole
