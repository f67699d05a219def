"""Events as they are sent, read by the official library of CloudEvents, which checks names, types and values of the attributes."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from services.notify.feed.cloudevents import batch, cloud_event
from tests.published.test_leaves import entries
from yingsu.ledger.entry import Entry

FULL, BARE = entries()


def read(entry: Entry) -> CloudEvent:
    """The entry as the library reads it."""
    event = JSONFormat().read(None, msgspec.json.encode(cloud_event(entry)))
    assert isinstance(event, CloudEvent)
    return event


def test_an_event_has_the_attributes_of_its_entry_and_its_payload_as_stored() -> None:
    event = read(FULL)
    assert event.get_attributes() == {
        "specversion": "1.0",
        "id": "01980000-0000-7000-8000-000000000007",
        "source": "/v1/intake",
        "type": "intake.case_withdrawn.v1",
        "subject": "case-01980000-0000-7000-8000-000000000001",
        "time": datetime(2026, 10, 21, tzinfo=UTC),
        "datacontenttype": "application/json",
        "dataschema": "/v1/notify/schemas/intake.case_withdrawn.v1",
        "sequence": "0000000000000000007",
        "tenantid": "320813",
        "correlationid": 'c-"1"\\',
        "occurredon": "2026-10-20",
        "receivedon": "2026-10-21",
    }
    assert event.get_data() == {"ruling_no": "（2026）苏0813行初12号之一", "ruled_on": "2026-10-20", "voluntary": True}


def test_what_belongs_to_no_case_has_its_stream_for_a_subject_and_what_is_not_there_is_left_out() -> None:
    attributes = read(BARE).get_attributes()
    assert attributes["subject"] == BARE.stream
    assert set(read(FULL).get_attributes()) - set(attributes) == {"receivedon"}


def test_a_batch_holds_the_payloads_byte_for_byte_in_the_order_given() -> None:
    spaced = msgspec.structs.replace(FULL, payload=b'{"b": 1,  "a":"\xe6\xb1\x9f\\u6c5f"}')
    sent = batch([spaced, BARE])
    assert b'"data":' + spaced.payload + b"}" in sent
    assert b'"data":' + BARE.payload + b"}" in sent
    assert [json.loads(sent)[0]["data"], batch([])] == [{"b": 1, "a": "江江"}, b"[]"]


def test_sequences_sort_as_texts_like_positions() -> None:
    positions = [1, 9, 10, 2**40, 2**63 - 1]
    sequences = [cloud_event(msgspec.structs.replace(FULL, position=position)).sequence for position in positions]
    assert sequences == sorted(sequences)
    assert {len(sequence) for sequence in sequences} == {19}


def test_the_library_would_see_a_wrong_attribute() -> None:
    wrong = json.loads(msgspec.json.encode(cloud_event(FULL))) | {"occurred_on": "2026-10-20"}
    with pytest.raises(CloudEventValidationError):
        JSONFormat().read(None, json.dumps(wrong))
