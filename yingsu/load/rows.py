"""The rows of every view that belong to one dispute, written so that two disputes with the same facts give equal text.

Left out: what the clock told, which depends on when it looked; positions, versions, times of recording, and whether something was recorded late. What is minted (case records, mediations,
entries, keys) gets a name that follows from the facts: a record's is its court number, an entry's its content.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from yingsu.composition import VIEWS
from yingsu.disputes import Dispute
from yingsu.ledger.database import Database
from yingsu.ledger.entry import Entry

LEFT_OUT = frozenset(
    {
        "position",
        "since",
        "arrival",
        "version",
        "recorded_at",
        "received_at",
        "latest_recorded_at",
        "days_late",
        "recorded_late",
        # Of the very numbers and message ids, which differ from dispute to dispute here.
        "content_hash",
        # A box holds a random nonce, a key id is minted; whose they are stays.
        "box",
        "key_id",
    }
)
CLOCK = ("notify.reminder_sent.", "notify.obligation_overdue.")
"""Topics of what the clock tells."""
WRITTEN_AS_JSON = frozenset({"state", "record"})
SETS = frozenset({"above", "below"})
"""Columns with the ids of records, kept in the order of these."""
_MINTED = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|(?:mediation|message|letter)-[0-9a-f]{32}")


class Rows:
    """Every row of every view, as of now, found by what is minted in it."""

    def __init__(self, database: Database) -> None:
        self._of: dict[str, dict[str, list[Any]]] = {}
        with database.project() as cursor:
            for table in sorted({table for view in VIEWS for table in view.tables} - {"notify_told"}):
                of_table = self._of.setdefault(table, {})
                for (row,) in cursor.execute(f"SELECT to_jsonb(t) FROM views.{table} t").fetchall():  # noqa: S608
                    if table == "intake_timeline" and row["topic"].startswith(CLOCK):
                        continue
                    for minted in set(_MINTED.findall(str(row))):
                        of_table.setdefault(minted, []).append(row)

    def of(self, names: Mapping[str, str]) -> dict[str, list[str]]:
        """The rows that mention one of the minted `names`, by table, sorted; `names` says what each is called instead."""
        found: dict[str, list[str]] = {}
        for table, of_table in self._of.items():
            rows = {id(row): row for name in names for row in of_table.get(name, ())}
            found[table] = sorted(canonical(row, names) for row in rows.values())
        return found


def names_of(dispute: Dispute, numbers: Mapping[str, str], further: Mapping[str, str]) -> dict[str, str]:
    """What the minted ids of a dispute are called. `numbers`: record → its number's role; `further`: other texts to be replaced."""
    names = {**further, **{record.removeprefix("case-"): role for record, role in numbers.items()}}
    mediations = sorted({entry.stream for entry in dispute.entries if entry.stream.startswith("mediation-")})
    names |= {stream: f"mediation-{index}" for index, stream in enumerate(mediations)}
    names |= {stream.removeprefix("mediation-"): f"{index}" for index, stream in enumerate(mediations)}
    names |= {entry.source: "message" for entry in dispute.entries if entry.source.startswith("message-")}
    names |= {entry.stream: "letter" for entry in dispute.entries if entry.stream.startswith("letter-")}
    return names | {str(entry.event_id): _label(entry, names) for entry in dispute.entries}


def canonical(value: Any, names: Mapping[str, str]) -> str:
    """A row as sorted JSON, with the names in place of what was minted. Fails where something minted has no name."""
    value = {key: sorted(_named(one, names) for one in inner) if key in SETS else inner for key, inner in value.items()}
    text = msgspec.json.encode(_stripped(value), order="sorted").decode()
    text = _named(text, names)
    strange = _MINTED.search(text)
    if strange is not None:
        raise ValueError(f"{strange[0]} has no name in {text}")
    return text


def _named(text: str, names: Mapping[str, str]) -> str:
    for minted in sorted(names, key=len, reverse=True):
        text = text.replace(minted, names[minted])
    return text


def _label(entry: Entry, names: Mapping[str, str]) -> str:
    content = _stripped(msgspec.json.decode(entry.payload))
    text = msgspec.json.encode([entry.topic, entry.stream, entry.occurred_on, content], order="sorted").decode()
    text = _named(text, names)
    return re.sub(r'["\\]', "'", _MINTED.sub("…", text))


def _stripped(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _stripped(msgspec.json.decode(inner) if key in WRITTEN_AS_JSON and inner.startswith("{") else inner)
            for key, inner in value.items()
            if key not in LEFT_OUT
        }
    if isinstance(value, list):
        return [_stripped(inner) for inner in value]
    return value


def differences(first: Mapping[str, Iterable[str]], second: Mapping[str, Iterable[str]]) -> list[str]:
    """What one has and the other has not, for the message of a failing test."""
    return [
        f"{sign} {table} {row}"
        for table in first
        for sign, rows in (("-", set(first[table]) - set(second[table])), ("+", set(second[table]) - set(first[table])))
        for row in sorted(rows)
    ]
