"""What the OpenAPI files offer to be tried is what their operations take: every JSON body has an example, and every example is a body. Every
operation says what it is."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

FOLDER = Path(__file__).parents[2] / "openapi"
SERVICES = sorted(path.stem for path in FOLDER.glob("*.json") if path.stem != "asyncapi")
NO_BUSINESS = {"/health/live", "/health/ready", "/metrics"}
SHOWING_A_FLAW = {"one_malformed"}
"""Batches whose example shows what becomes of a message that is wrong."""


def document(service: str) -> dict[str, Any]:
    """The file of a service."""
    found: dict[str, Any] = json.loads((FOLDER / f"{service}.json").read_text("utf-8"))
    return found


def operations(read: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation by its method and path."""
    for path, item in read["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def bodies(read: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], list[Any]]]:
    """Every JSON body: its operation, its schema, its examples."""
    for name, operation in operations(read):
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None:
            continue
        schema = content["schema"]
        named = read["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], schema)
        offered = [example["value"] for title, example in content.get("examples", {}).items() if title not in SHOWING_A_FLAW]
        yield name, schema, [*offered, *named.get("examples", [])]


@pytest.mark.parametrize("service", SERVICES)
def test_every_json_body_has_an_example_that_its_operation_takes(service: str) -> None:
    read = document(service)
    wrong = []
    for name, schema, examples in bodies(read):
        checking = jsonschema.Draft202012Validator({**schema, "components": read["components"]})
        wrong += [name] * (not examples)
        wrong += [f"{name}: {flaw.json_path} {flaw.message}" for example in examples for flaw in checking.iter_errors(example)]
    assert wrong == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_has_a_chinese_summary_a_description_and_a_tag(service: str) -> None:
    told = [(name, operation) for name, operation in operations(document(service)) if name.partition(" ")[2] not in NO_BUSINESS]
    assert told
    for part in ("summary", "description"):
        assert [name for name, operation in told if not re.search("[一-鿿]", operation.get(part, ""))] == []
    assert [name for name, operation in told if not operation["tags"]] == []
