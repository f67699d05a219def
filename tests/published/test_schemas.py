"""The published schemas of events: what is stored fits them, what is not does not, and the AsyncAPI document puts them together."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from referencing import Registry, Resource

from services.notify.feed.cloudevents import cloud_event
from services.notify.feed.reader import CONTEXTS
from services.notify.feed.routes import LONGEST_MS
from tests.published.test_leaves import entries
from yingsu.events import catalogue
from yingsu.web import asyncapi
from yingsu.web.service import API_VERSION

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "openapi"
GOLDEN = sorted((HERE / "events").glob("*.json"))
ASYNCAPI = HERE / "asyncapi-3.0.0.schema.json"
"""`3.0.0-without-$id.json` of the npm package @asyncapi/specs 6.11.1 (Apache-2.0), unchanged."""

CHECKER = jsonschema.Draft202012Validator.FORMAT_CHECKER


def validator(schema: Any, **given: Any) -> jsonschema.Draft202012Validator:
    """A validator that checks formats too."""
    return jsonschema.Draft202012Validator(schema, format_checker=CHECKER, **given)


@cache
def document() -> dict[str, Any]:
    """The AsyncAPI document."""
    return asyncapi.describe(API_VERSION)


def test_the_files_are_what_the_code_says_now() -> None:
    generated = asyncapi.files(API_VERSION)
    there = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in FOLDER.glob("events/*")}
    assert there | {"asyncapi.json": (FOLDER / "asyncapi.json").read_text(encoding="utf-8")} == generated


def test_every_event_type_has_a_schema_that_says_it_all() -> None:
    for topic, schema in catalogue.schemas().items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert (schema["title"], schema["$id"]) == (topic, f"urn:yingsu:event:{topic}")
        assert schema["additionalProperties"] is False
        assert sorted(schema["required"]) == sorted(schema["properties"]), "every field is stored"
        assert schema["description"], topic
    assert {topic.partition(".")[0] for topic in catalogue.schemas()} == {*CONTEXTS, "registry"}


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
def test_what_is_stored_fits_its_schema_and_what_is_changed_does_not(golden: Path) -> None:
    check = validator(catalogue.schemas()[golden.stem])
    payload = json.loads(golden.read_bytes())
    check.validate(payload)
    for name in payload:
        assert not check.is_valid({key: value for key, value in payload.items() if key != name}), name
        assert not check.is_valid(payload | {name: object()}), name
    assert not check.is_valid(payload | {"more": 1})


def test_the_document_is_asyncapi_3() -> None:
    schema = json.loads(ASYNCAPI.read_bytes())
    check = jsonschema.Draft7Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
    assert [error.message for error in check.iter_errors(document())] == []
    assert not check.is_valid(document() | {"asyncapi": "2.6.0"})
    assert not check.is_valid(document() | {"operations": {"feed_all": {"action": "publish"}}})


def test_every_reference_leads_to_something() -> None:
    references = list(_references(document()))
    assert len(references) > len(catalogue.schemas())
    for reference in references:
        if reference.startswith("#/"):
            found: Any = document()
            for step in reference[2:].split("/"):
                found = found[step]
        else:
            assert (FOLDER / reference).is_file(), reference


def test_there_is_a_channel_a_feed_with_the_events_of_its_service() -> None:
    channels = document()["channels"]
    assert sorted(channels) == sorted([*CONTEXTS, "all"])
    served = [topic for topic in catalogue.schemas() if not topic.startswith(("registry.", "notify.endpoint_"))]
    assert sorted(channels["all"]["messages"]) == served == sorted(document()["components"]["messages"])
    for context in CONTEXTS:
        assert channels[context]["address"] == f"/v1/notify/feeds/{context}"
        assert {topic.partition(".")[0] for topic in channels[context]["messages"]} == {context}
    query = document()["operations"]["feed_all"]["bindings"]["http"]["query"]["properties"]
    assert query["timeout"]["maximum"] == LONGEST_MS
    described = json.loads((FOLDER / "notify.json").read_bytes())["paths"]["/feeds/{context}"]["get"]["parameters"]
    assert set(query) < {parameter["name"] for parameter in described}


def test_an_event_as_it_is_sent_is_as_the_document_says() -> None:
    schemas = zip(catalogue.files(), catalogue.schemas().values(), strict=True)
    registry: Registry[Any] = Registry().with_resources(
        [(f"{asyncapi.SCHEMAS}/{name}", Resource.from_contents(schema)) for name, schema in schemas]
    )
    for entry in entries():
        sent = json.loads(msgspec.json.encode(cloud_event(entry)))
        check = validator(document() | {"$ref": f"#/components/messages/{entry.topic}/payload"}, registry=registry)
        check.validate(sent)
        for name, value in (
            ("data", {}),
            ("type", "intake.case_filed.v1"),
            ("sequence", "7"),
            ("occurredon", "yesterday"),
            ("more", "1"),
        ):
            assert not check.is_valid(sent | {name: value}), name


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [found for inner in part.values() for found in _references(inner)]
    return [found for inner in part for found in _references(inner)] if isinstance(part, list) else []
