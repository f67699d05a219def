"""The OpenAPI files under openapi/ are what the code says now, and there is one for each service."""

from pathlib import Path

from tests.whole import Whole
from yingsu.clock import SettableClock
from yingsu.composition import applications
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.web.openapi import differing, files

FOLDER = Path(__file__).parents[2] / "openapi"


def test_every_service_has_its_file_and_every_file_is_up_to_date(
    ledger: Ledger, keys: KeyStore, clock: SettableClock, tmp_path: Path
) -> None:
    apps = applications(Whole(ledger, keys, clock, tmp_path).deps)
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted([*apps, "asyncapi"])
    assert differing(FOLDER, files(apps)) == []
