"""The OpenAPI files under openapi/ are what the code says now, there is one for each service, and people who read Chinese can read them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

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


def schemas(service: str) -> dict[str, dict[str, Any]]:
    """The schemas of a service by name."""
    found: dict[str, dict[str, Any]] = json.loads((FOLDER / f"{service}.json").read_text("utf-8"))["components"]["schemas"]
    return found


@pytest.mark.parametrize("service", sorted(path.stem for path in FOLDER.glob("*.json") if path.stem != "asyncapi"))
def test_every_field_has_a_chinese_title_or_is_a_named_part(service: str) -> None:
    untitled = [
        f"{name}.{field}"
        for name, schema in schemas(service).items()
        for field, said in schema.get("properties", {}).items()
        if not re.search("[一-鿿]", said.get("title", "")) and "$ref" not in json.dumps(said)
    ]
    assert untitled == []


@pytest.mark.parametrize("service", sorted(path.stem for path in FOLDER.glob("*.json") if path.stem != "asyncapi"))
def test_no_two_bodies_of_a_service_have_one_name(service: str) -> None:
    """Of two models with one name the generator writes both with their modules."""
    assert [name for name in schemas(service) if "__" in name] == []
