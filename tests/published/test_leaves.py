"""Golden vectors of the canonical leaf bytes: an auditor's verifier, in any language, must get the same."""

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import msgspec

from yingsu.ledger.entry import Actor, Entry
from yingsu.ledger.mapper import decode
from yingsu.ledger.transparency import leaf_bytes, leaf_hash

GOLDEN = json.loads((Path(__file__).parent / "leaves.json").read_text(encoding="utf-8"))


def entries() -> list[Entry]:
    """The entries behind the vectors: a full envelope and a bare one."""
    payload = '{"ruling_no":"（2026）苏0813行初12号之一","ruled_on":"2026-10-20","voluntary":true}'.encode()
    full = Entry(
        position=7,
        event_id=UUID("01980000-0000-7000-8000-000000000007"),
        stream="case-01980000-0000-7000-8000-000000000001",
        version=3,
        topic="intake.case_withdrawn.v1",
        jurisdiction="320813",
        case_id="case-01980000-0000-7000-8000-000000000001",
        occurred_on=date(2026, 10, 20),
        occurred_at=datetime(2026, 10, 20, 1, 2, 3, 4, tzinfo=UTC),
        received_on=date(2026, 10, 21),
        source_seq=2,
        recorded_at=datetime(2026, 10, 21, 0, 0, tzinfo=UTC),
        actor=Actor(client="sample-court", role="court"),
        source="样例法院系统",
        correlation_id='c-"1"\\',
        causation_id=UUID("01980000-0000-7000-8000-000000000006"),
        corrects=UUID("01980000-0000-7000-8000-000000000005"),
        payload=payload,
        event=decode("intake.case_withdrawn.v1", payload),
    )
    bare = msgspec.structs.replace(
        full, case_id=None, occurred_at=None, received_on=None, source_seq=None, causation_id=None, corrects=None
    )
    return [full, bare]


def test_leaf_bytes_are_the_golden_ones() -> None:
    assert [leaf_bytes(entry).decode() for entry in entries()] == [vector["bytes"] for vector in GOLDEN]


def test_leaf_hash_is_rfc_6962() -> None:
    for entry, vector in zip(entries(), GOLDEN, strict=True):
        assert leaf_hash(entry).hex() == vector["sha256"]
        assert hashlib.sha256(b"\x00" + vector["bytes"].encode()).hexdigest() == vector["sha256"]


def test_every_field_of_the_envelope_is_bound() -> None:
    full = entries()[0]
    other = {"position": 8, "version": 4, "source_seq": 3, "payload": b"{}", "occurred_on": date(2026, 10, 19)}
    for name in full.__struct_fields__:
        if name == "event":  # derived from topic and payload
            continue
        value = getattr(full, name)
        changed = other.get(name) or (
            value.replace(microsecond=9)
            if isinstance(value, datetime)
            else date(2026, 1, 1)
            if isinstance(value, date)
            else UUID(int=1)
            if isinstance(value, UUID)
            else Actor(client="another", role="court")
            if isinstance(value, Actor)
            else value + "x"
        )
        assert leaf_hash(msgspec.structs.replace(full, **{name: changed})) != leaf_hash(full), name
